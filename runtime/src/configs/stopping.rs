//! Stopping: single calls (`tx-pause`), or everything but the ways out (`safe-mode`), for a time.
//!
//! Hooks run on: blocks are made, auctions held, products settled, stakes paid.

use super::origins::{EnsureMarketAdmin, EnsureMonetaryGuard};
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

/// Calls that nobody can pause: those without which nobody could get out, or undo the pause.
pub struct NeverPaused;

/// Makes both of one table, so that what works in safe mode cannot be paused one by one either.
///
/// The table names every pallet that has calls, so that whoever adds one must decide here, and calls by their
/// variants, so that one that is renamed does not compile.
macro_rules! works_always {
	(
		whole: $($whole:ident),+;
		calls: $($part:ident of $module:ident { $($call:ident),+ $(,)? }),+;
		unless_paused: $($some:ident of $home:ident { $($single:ident),+ $(,)? }),+;
		nothing: $($nothing:ident),+;
	) => {
		impl Contains<RuntimeCall> for WorksInSafeMode {
			fn contains(call: &RuntimeCall) -> bool {
				match call {
					$(RuntimeCall::$whole(_) => true,)+
					$(RuntimeCall::$some($($home::Call::$single { .. })|+) => true,)+
					$(RuntimeCall::$part(call) => {
						matches!(call, $($module::Call::$call { .. })|+)
					})+
					$(RuntimeCall::$nothing(_) => false,)+
				}
			}
		}

		impl Contains<RuntimeCallNameOf<Runtime>> for NeverPaused {
			fn contains((pallet, call): &RuntimeCallNameOf<Runtime>) -> bool {
				let (pallet, call) = (pallet.as_slice(), call.as_slice());
				is_among(&[$(stringify!($whole)),+], pallet)
					$(|| (is_among(&[stringify!($part)], pallet)
						&& is_among(&[$(stringify!($call)),+], call)))+
			}
		}
	};
}

/// Whether `name` is one of `names`.
fn is_among(names: &[&str], name: &[u8]) -> bool {
	names.iter().any(|known| known.as_bytes() == name)
}

works_always! {
	whole:
		// Blocks, time and consensus; who stakes can leave, and a wrong slash be cancelled.
		System, Timestamp, Babe, Grandpa, Session, Staking, VoterList, NominationPools, ElectionProviderMultiPhase,
		// Whoever decides can undo what was stopped.
		Parameters, TechnicalCollective, Whitelist, Preimage, Scheduler, Referenda, ConvictionVoting, TxPause, SafeMode,
		Sudo,
		// What these wrap is looked at by itself. There is money that moves by nothing else.
		Utility, Proxy, Multisig,
		// Readings decide who is paid for what has flowed already.
		Metering;
	calls:
		// Orders and money come out, and what the market does by itself is pushed on.
		EnergyMarket of pallet_energy_market {
			withdraw, cancel_order, cancel_orders, cancel_all, cancel_barred, advance
		},
		// What a settlement that failed holds comes out, too.
		Settlement of pallet_settlement { advance, retry_settlement },
		// Holders get their money back, reserves are looked at, nobody does harm: all but what makes more of it.
		Watt of pallet_watt {
			redeem, confirm_redemption, return_redemption, put_redemption_aside, reclaim_redemption, attest,
			stop_minting, cancel_mint, reduce_allowance, lift_restriction, take_role, give_role, set_limits,
			add_currency, add_issuer, resume_minting, cure_issuer, seize
		},
		// A licence ends, and its holder has the bond back.
		Licensing of pallet_licensing { suspend, revoke, surrender, release_bond, look_at_stake },
		// Nobody is given an account that has an owner still; whoever trades for another is stopped; who leaves has
		// the deposit back.
		Participants of pallet_participants { stop_recovery, dismiss_registrar, dismiss_delegate, leave },
		// What a household feeds in is its own again.
		Communities of pallet_communities { leave },
		// Nobody else can move the owner's WATT any more.
		Assets of pallet_assets { cancel_approval };
	unless_paused:
		// Keeps a thief from redeeming; and is what an officer's stolen key could keep everybody in with.
		Watt of pallet_watt { restrict };
	nothing:
		Balances, AssetRate, Treasury, Bounties, Grid;
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
