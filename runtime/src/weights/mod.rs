//! What the calls and extensions of this runtime cost, as measured by their benchmarks: `scripts/weights`; and what the
//! database costs: `gridforge-bench database`.

pub mod frame_system;
pub mod frame_system_extensions;
pub mod pallet_assets;
pub mod pallet_bags_list;
pub mod pallet_balances;
pub mod pallet_communities;
pub mod pallet_election_provider_support_benchmarking;
pub mod pallet_energy_market;
pub mod pallet_grid;
pub mod pallet_licensing;
pub mod pallet_metering;
pub mod pallet_multisig;
pub mod pallet_participants;
pub mod pallet_proxy;
pub mod pallet_session;
pub mod pallet_settlement;
pub mod pallet_staking;
pub mod pallet_sudo;
pub mod pallet_timestamp;
pub mod pallet_transaction_payment;
pub mod pallet_utility;
pub mod pallet_watt;
pub mod paritydb;
