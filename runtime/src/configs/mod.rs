//! How each pallet is configured, by area.

mod absence;
mod assets;
mod consensus;
mod election;
mod energy;
mod fees;
pub mod genesis_rates;
mod governance;
pub mod origins;
#[allow(clippy::cast_possible_truncation, reason = "the parameters' macro numbers variants so")]
pub mod parameters;
mod proxy_type;
mod staking;
mod stopping;
mod system;
pub mod tracks;
mod treasury;
mod watt;
mod watt_fees;

pub use assets::ReserveAccount;
pub use consensus::{BeefyKey, GENESIS_EPOCH_CONFIG};
pub use fees::{LengthFee, ToAuthor, WeightFee};
pub use proxy_type::ProxyType;
pub use staking::StakeYield;
pub use system::{RuntimeBlockLength, RuntimeBlockWeights};
pub use treasury::TreasuryAccount;
pub use watt::CourtAccount;
pub use watt_fees::{InWatt, Refusal};
