//! Stopping: single calls (`tx-pause`), or everything but the ways out (`safe-mode`), for a time.
//!
//! Hooks run on: blocks are made, auctions held, products settled, stakes paid.

use super::{
	origins::{EnsureMarketAdmin, EnsureMonetaryGuard},
	proxy_type::{is_end, is_objection, is_push, is_safe, is_way_out},
};
use crate::{
	constants::time::{DAYS, HOURS},
	AccountId, Balance, Balances, BlockNumber, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeHoldReason,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, Contains, EitherOf, MapSuccess},
};
use frame_system::EnsureRoot;
use pallet_tx_pause::RuntimeCallNameOf;
use sp_runtime::traits::Replace;

parameter_types! {
	/// Nobody enters safe mode by a deposit: that would let money stop the market.
	pub const NoDeposit: Option<Balance> = None;
	pub const NoRelease: Option<BlockNumber> = None;
	/// How long safe mode lasts once it was entered or extended; it then ends by itself.
	pub const SafeModeBlocks: BlockNumber = DAYS;
}

/// Calls that work in safe mode: what consensus and governance need, and every way out.
pub struct WorksInSafeMode;
impl Contains<RuntimeCall> for WorksInSafeMode {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::System(_)
			| RuntimeCall::Timestamp(_)
			| RuntimeCall::Babe(_)
			| RuntimeCall::Grandpa(_)
			| RuntimeCall::Session(_)
			| RuntimeCall::Staking(_)
			| RuntimeCall::VoterList(_)
			| RuntimeCall::NominationPools(_)
			| RuntimeCall::ElectionProviderMultiPhase(_)
			| RuntimeCall::Parameters(_)
			| RuntimeCall::TechnicalCollective(_)
			| RuntimeCall::Whitelist(_)
			| RuntimeCall::Preimage(_)
			| RuntimeCall::Scheduler(_)
			| RuntimeCall::Referenda(_)
			| RuntimeCall::ConvictionVoting(_)
			| RuntimeCall::TxPause(_)
			| RuntimeCall::SafeMode(_)
			| RuntimeCall::Sudo(_)
			// What these wrap is looked at by itself.
			| RuntimeCall::Utility(_)
			| RuntimeCall::Proxy(_)
			| RuntimeCall::Multisig(_)
			// Readings decide who is paid for what has flowed already.
			| RuntimeCall::Metering(_) => true,
			RuntimeCall::EnergyMarket(call) => is_way_out(call),
			RuntimeCall::Settlement(call) => is_push(call),
			RuntimeCall::Watt(call) => is_safe(call),
			RuntimeCall::Licensing(call) => is_end(call),
			RuntimeCall::Participants(call) => is_objection(call),
			RuntimeCall::Balances(_)
			| RuntimeCall::Assets(_)
			| RuntimeCall::AssetRate(_)
			| RuntimeCall::Treasury(_)
			| RuntimeCall::Bounties(_)
			| RuntimeCall::Grid(_)
			| RuntimeCall::Communities(_) => false,
		}
	}
}

/// Calls that nobody can pause: those without which nobody could get out, or undo the pause.
pub struct NeverPaused;
impl Contains<RuntimeCallNameOf<Runtime>> for NeverPaused {
	fn contains(name: &RuntimeCallNameOf<Runtime>) -> bool {
		let (pallet, call) = (name.0.as_slice(), name.1.as_slice());
		match pallet {
			b"Timestamp"
			| b"Babe"
			| b"Grandpa"
			| b"ElectionProviderMultiPhase"
			| b"Preimage"
			| b"Scheduler"
			| b"Referenda"
			| b"TechnicalCollective"
			| b"Whitelist"
			| b"ConvictionVoting"
			| b"TxPause"
			| b"SafeMode"
			| b"Sudo" => true,
			b"EnergyMarket" => matches!(
				call,
				b"withdraw"
					| b"cancel_order"
					| b"cancel_orders"
					| b"cancel_all" | b"cancel_barred"
					| b"advance"
			),
			b"Settlement" => call == b"advance",
			b"Licensing" => matches!(call, b"surrender" | b"release_bond"),
			b"Participants" => matches!(call, b"stop_recovery" | b"dismiss_registrar"),
			b"Watt" => matches!(
				call,
				b"redeem"
					| b"confirm_redemption"
					| b"return_redemption"
					| b"put_redemption_aside"
					| b"reclaim_redemption"
					| b"attest" | b"stop_minting"
					| b"lift_restriction"
			),
			_ => false,
		}
	}
}

/// Who may stop: root, and the offices of guard and market.
type Stops = EitherOf<EnsureRoot<AccountId>, EitherOf<EnsureMonetaryGuard, EnsureMarketAdmin>>;

impl pallet_tx_pause::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PauseOrigin = Stops;
	type UnpauseOrigin = Stops;
	type WhitelistedCalls = NeverPaused;
	type MaxNameLen = ConstU32<64>;
	type WeightInfo = pallet_tx_pause::weights::SubstrateWeight<Runtime>;
}

impl pallet_safe_mode::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WhitelistedCalls = WorksInSafeMode;
	type EnterDuration = ConstU32<{ 4 * HOURS }>;
	type ExtendDuration = ConstU32<{ 4 * HOURS }>;
	type EnterDepositAmount = NoDeposit;
	type ExtendDepositAmount = NoDeposit;
	type ForceEnterOrigin = MapSuccess<Stops, Replace<SafeModeBlocks>>;
	type ForceExtendOrigin = MapSuccess<Stops, Replace<SafeModeBlocks>>;
	type ForceExitOrigin = Stops;
	type ForceDepositOrigin = EnsureRoot<AccountId>;
	type Notify = ();
	type ReleaseDelay = NoRelease;
	type WeightInfo = pallet_safe_mode::weights::SubstrateWeight<Runtime>;
}
