//! How each pallet is configured, by area.

mod assets;
mod consensus;
mod energy;
mod fees;
mod governance;
pub mod origins;
mod proxy_type;
mod staking;
mod stopping;
mod system;
pub mod tracks;

pub use assets::{ReserveAccount, WattOwner};
pub use consensus::{BeefyKey, GENESIS_EPOCH_CONFIG};
pub use energy::{MarketPalletId, TreasuryAccount};
pub use fees::{LengthFee, ToAuthor, WeightFee};
pub use proxy_type::ProxyType;
pub use staking::StakeYield;
pub use system::{RuntimeBlockLength, RuntimeBlockWeights};
