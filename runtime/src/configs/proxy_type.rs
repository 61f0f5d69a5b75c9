//! What one account may let another do in its name.

use crate::RuntimeCall;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::InstanceFilter;
use pallet_energy_market::Call as MarketCall;
use pallet_participants::Call as ParticipantsCall;
use pallet_settlement::Call as SettlementCall;
use pallet_staking::Call as StakingCall;
use pallet_utility::Call as UtilityCall;
use pallet_watt::Call as WattCall;
use scale_info::TypeInfo;

/// The rights of a proxy.
///
/// All but [`ProxyType::Any`] keep it from acting through further proxies or multisigs of the account:
/// such a call would begin with rights of its own.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	Any,
	/// Everything that gives nothing away: no transfer, no rewards to others, no orders, which at a
	/// foolish price are gifts.
	NonTransfer,
	/// Trade energy: deposit, withdraw to the account's own wallet, place and cancel orders.
	Trading,
	/// Get out of the market: cancel orders, withdraw to the account's own wallet.
	CancelOnly,
	/// Stake: bond, validate or nominate, in a pool too, set session keys, say where rewards go.
	Staking,
	/// Vote: bring referenda, vote and delegate votes, in the technical collective too.
	Governance,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			ProxyType::Any => true,
			ProxyType::NonTransfer => gives_nothing_away(call),
			ProxyType::Trading => trades(call),
			ProxyType::CancelOnly => leaves_the_market(call),
			ProxyType::Staking => stakes(call),
			ProxyType::Governance => votes(call),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(ProxyType::Any, _) => true,
			(ProxyType::NonTransfer | ProxyType::Trading, ProxyType::CancelOnly) => true,
			(
				ProxyType::NonTransfer
				| ProxyType::Trading
				| ProxyType::CancelOnly
				| ProxyType::Staking
				| ProxyType::Governance,
				_,
			) => self == other,
		}
	}
}

// Each function names every pallet that has calls, so that whoever adds one must decide here what
// proxies may do there.

fn gives_nothing_away(call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Session(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::VoterList(_) => true,
		RuntimeCall::Participants(call) => {
			// They say who else trades with the participant's money or gets its account, and who shares in its fees; they
			// end its trading for good, or are what an admin or a registrar decides about others.
			!matches!(
				call,
				ParticipantsCall::appoint_delegate { .. }
					| ParticipantsCall::choose_host { .. }
					| ParticipantsCall::leave { .. }
					| ParticipantsCall::set_rules { .. }
					| ParticipantsCall::appoint_registrar { .. }
					| ParticipantsCall::dismiss_registrar { .. }
					| ParticipantsCall::admit { .. }
					| ParticipantsCall::renew { .. }
					| ParticipantsCall::change_status { .. }
					| ParticipantsCall::begin_recovery { .. }
			)
		}
		RuntimeCall::Staking(call) => {
			// They say who gets the rewards.
			!matches!(call, StakingCall::bond { .. } | StakingCall::set_payee { .. })
		}
		RuntimeCall::Utility(call) => is_batch(call),
		RuntimeCall::EnergyMarket(call) => {
			matches!(call, MarketCall::deposit { .. } | MarketCall::pay_treasury { .. })
				|| is_way_out(call)
		}
		RuntimeCall::Settlement(call) => is_push(call),
		// What was not paid in time comes back to its holder.
		RuntimeCall::Watt(call) => matches!(call, WattCall::reclaim_redemption { .. }),
		// They bond and release what is the account's own.
		RuntimeCall::Licensing(_) => true,
		// A zone's operator can shut it, and decides by readings who pays whom. A member of a community sells what it
		// feeds in, and pays for what it gets.
		RuntimeCall::Grid(_)
		| RuntimeCall::Communities(_)
		| RuntimeCall::Metering(_)
		| RuntimeCall::Balances(_)
		| RuntimeCall::Assets(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Sudo(_)
		| RuntimeCall::Preimage(_)
		| RuntimeCall::Scheduler(_)
		| RuntimeCall::Referenda(_)
		| RuntimeCall::ConvictionVoting(_)
		| RuntimeCall::TxPause(_)
		| RuntimeCall::Parameters(_)
		| RuntimeCall::ElectionProviderMultiPhase(_)
		| RuntimeCall::TechnicalCollective(_)
		| RuntimeCall::Whitelist(_)
		| RuntimeCall::AssetRate(_)
		| RuntimeCall::Treasury(_)
		| RuntimeCall::Bounties(_)
		| RuntimeCall::NominationPools(_)
		| RuntimeCall::SafeMode(_) => false,
	}
}

fn trades(call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::EnergyMarket(call) => {
			matches!(
				call,
				MarketCall::deposit { .. }
					| MarketCall::place_order { .. }
					| MarketCall::place_orders { .. }
					| MarketCall::amend_order { .. }
			) || is_way_out(call)
		}
		RuntimeCall::Settlement(call) => is_push(call),
		RuntimeCall::Utility(call) => is_batch(call),
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Balances(_)
		| RuntimeCall::Staking(_)
		| RuntimeCall::Session(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::VoterList(_)
		| RuntimeCall::Assets(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Sudo(_)
		| RuntimeCall::Preimage(_)
		| RuntimeCall::Scheduler(_)
		| RuntimeCall::Referenda(_)
		| RuntimeCall::ConvictionVoting(_)
		| RuntimeCall::TxPause(_)
		| RuntimeCall::Parameters(_)
		| RuntimeCall::ElectionProviderMultiPhase(_)
		| RuntimeCall::TechnicalCollective(_)
		| RuntimeCall::Whitelist(_)
		| RuntimeCall::AssetRate(_)
		| RuntimeCall::Watt(_)
		| RuntimeCall::Treasury(_)
		| RuntimeCall::Bounties(_)
		| RuntimeCall::NominationPools(_)
		| RuntimeCall::SafeMode(_)
		| RuntimeCall::Participants(_)
		| RuntimeCall::Grid(_)
		| RuntimeCall::Communities(_)
		| RuntimeCall::Licensing(_)
		| RuntimeCall::Metering(_) => false,
	}
}

fn leaves_the_market(call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::EnergyMarket(call) => is_way_out(call),
		RuntimeCall::Settlement(call) => is_push(call),
		RuntimeCall::Utility(call) => is_batch(call),
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Balances(_)
		| RuntimeCall::Staking(_)
		| RuntimeCall::Session(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::VoterList(_)
		| RuntimeCall::Assets(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Sudo(_)
		| RuntimeCall::Preimage(_)
		| RuntimeCall::Scheduler(_)
		| RuntimeCall::Referenda(_)
		| RuntimeCall::ConvictionVoting(_)
		| RuntimeCall::TxPause(_)
		| RuntimeCall::Parameters(_)
		| RuntimeCall::ElectionProviderMultiPhase(_)
		| RuntimeCall::TechnicalCollective(_)
		| RuntimeCall::Whitelist(_)
		| RuntimeCall::AssetRate(_)
		| RuntimeCall::Watt(_)
		| RuntimeCall::Treasury(_)
		| RuntimeCall::Bounties(_)
		| RuntimeCall::NominationPools(_)
		| RuntimeCall::SafeMode(_)
		| RuntimeCall::Participants(_)
		| RuntimeCall::Grid(_)
		| RuntimeCall::Communities(_)
		| RuntimeCall::Licensing(_)
		| RuntimeCall::Metering(_) => false,
	}
}

fn stakes(call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::Staking(_)
		| RuntimeCall::Session(_)
		| RuntimeCall::VoterList(_)
		| RuntimeCall::NominationPools(_) => true,
		RuntimeCall::Utility(call) => is_batch(call),
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Balances(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::Assets(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Sudo(_)
		| RuntimeCall::Preimage(_)
		| RuntimeCall::Scheduler(_)
		| RuntimeCall::Referenda(_)
		| RuntimeCall::ConvictionVoting(_)
		| RuntimeCall::TxPause(_)
		| RuntimeCall::Parameters(_)
		| RuntimeCall::ElectionProviderMultiPhase(_)
		| RuntimeCall::TechnicalCollective(_)
		| RuntimeCall::Whitelist(_)
		| RuntimeCall::AssetRate(_)
		| RuntimeCall::Watt(_)
		| RuntimeCall::Treasury(_)
		| RuntimeCall::Bounties(_)
		| RuntimeCall::SafeMode(_)
		| RuntimeCall::Participants(_)
		| RuntimeCall::Grid(_)
		| RuntimeCall::Communities(_)
		| RuntimeCall::Licensing(_)
		| RuntimeCall::EnergyMarket(_)
		| RuntimeCall::Settlement(_)
		| RuntimeCall::Metering(_) => false,
	}
}

fn votes(call: &RuntimeCall) -> bool {
	match call {
		RuntimeCall::Referenda(_)
		| RuntimeCall::ConvictionVoting(_)
		| RuntimeCall::Preimage(_)
		| RuntimeCall::TechnicalCollective(_)
		| RuntimeCall::Whitelist(_) => true,
		RuntimeCall::Utility(call) => is_batch(call),
		RuntimeCall::System(_)
		| RuntimeCall::Timestamp(_)
		| RuntimeCall::Babe(_)
		| RuntimeCall::Balances(_)
		| RuntimeCall::Staking(_)
		| RuntimeCall::Session(_)
		| RuntimeCall::Grandpa(_)
		| RuntimeCall::VoterList(_)
		| RuntimeCall::Assets(_)
		| RuntimeCall::Proxy(_)
		| RuntimeCall::Multisig(_)
		| RuntimeCall::Sudo(_)
		| RuntimeCall::Scheduler(_)
		| RuntimeCall::TxPause(_)
		| RuntimeCall::Parameters(_)
		| RuntimeCall::ElectionProviderMultiPhase(_)
		| RuntimeCall::AssetRate(_)
		| RuntimeCall::Watt(_)
		| RuntimeCall::Treasury(_)
		| RuntimeCall::Bounties(_)
		| RuntimeCall::NominationPools(_)
		| RuntimeCall::SafeMode(_)
		| RuntimeCall::Participants(_)
		| RuntimeCall::Grid(_)
		| RuntimeCall::Communities(_)
		| RuntimeCall::Licensing(_)
		| RuntimeCall::EnergyMarket(_)
		| RuntimeCall::Settlement(_)
		| RuntimeCall::Metering(_) => false,
	}
}

/// Whether the call pushes settlement on, which anybody may.
fn is_push(call: &SettlementCall<crate::Runtime>) -> bool {
	matches!(call, SettlementCall::advance { .. })
}

/// Whether the call takes orders or money out of the market, or pushes on what the market does by itself.
fn is_way_out(call: &MarketCall<crate::Runtime>) -> bool {
	matches!(
		call,
		MarketCall::withdraw { .. }
			| MarketCall::cancel_order { .. }
			| MarketCall::cancel_orders { .. }
			| MarketCall::cancel_all { .. }
			| MarketCall::cancel_barred { .. }
			| MarketCall::advance { .. }
	)
}

/// Whether the call is a batch. The filter holds for each call inside, too.
fn is_batch(call: &UtilityCall<crate::Runtime>) -> bool {
	matches!(
		call,
		UtilityCall::batch { .. } | UtilityCall::batch_all { .. } | UtilityCall::force_batch { .. }
	)
}
