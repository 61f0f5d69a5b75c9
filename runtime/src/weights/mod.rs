//! What the calls of our pallets cost, as measured by their benchmarks.

pub mod pallet_energy_market;
pub mod pallet_grid;
pub mod pallet_participants;
