//! The ramp as a whole, with a bank that is a directory and a chain that is a model of the WATT pallet.

mod approvals;
mod crashes;
mod intake;
mod model;
mod redemptions;
mod world;
