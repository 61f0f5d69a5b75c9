//! WATT: who keeps its currencies, and whose money no officer can touch.

use super::{
	origins::EnsureCourt,
	treasury::{Treasurer, TreasuryAccount},
};
use crate::{
	constants::watt, weights, AccountId, Assets, EnergyMarket, NetworkParams, Participants,
	Runtime, RuntimeCall,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, Contains, EitherOf},
	PalletId,
};
use frame_system::EnsureRoot;
use sp_runtime::traits::AccountIdConversion;

parameter_types! {
	/// Names the keeper's account, which owns every currency's asset and holds what is in redemption. It has no key.
	pub const WattPalletId: PalletId = PalletId(*b"gf/watt_");
	/// Holds what courts had moved. It has no key: only root can pay it out.
	pub CourtAccount: AccountId = PalletId(*b"gf/court").into_account_truncating();
}

/// Accounts that hold the money of many: no officer can restrict them.
pub struct HoldsForOthers;
impl Contains<AccountId> for HoldsForOthers {
	fn contains(account: &AccountId) -> bool {
		*account == EnergyMarket::market_account() || *account == TreasuryAccount::get()
	}
}

/// All calls but those that make and give up asset accounts by a deposit. WATT needs none: it keeps its accounts by itself.
///
/// Who gave such an account up would burn what is in it past the issuers, or, where it is empty, be rid of a restriction. Who has
/// one made for somebody else keeps that account's own transactions out, which count on WATT alone to keep it alive.
pub struct NoAssetDeposits;
impl Contains<RuntimeCall> for NoAssetDeposits {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_assets::Call;
		!matches!(
			call,
			RuntimeCall::Assets(
				Call::touch { .. } | Call::touch_other { .. } | Call::refund { .. }
			)
		)
	}
}

impl pallet_watt::Config for Runtime {
	type AdminOrigin = Treasurer;
	type CourtOrigin = EitherOf<EnsureRoot<AccountId>, EnsureCourt>;
	type CourtAccount = CourtAccount;
	type Protected = HoldsForOthers;
	type Assets = Assets;
	type Wallets = pallet_watt::InAssets<Runtime>;
	type OnRestriction = Participants;
	type Clock = NetworkParams;
	type PalletId = WattPalletId;
	type MaxSigners = ConstU32<{ watt::MAX_SIGNERS }>;
	type MaxAttesters = ConstU32<{ watt::MAX_ATTESTERS }>;
	type MaxPendingMints = ConstU32<{ watt::MAX_PENDING_MINTS }>;
	type MaxRedemptions = ConstU32<{ watt::MAX_REDEMPTIONS }>;
	type WeightInfo = weights::pallet_watt::WeightInfo<Runtime>;
}
