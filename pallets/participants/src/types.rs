//! What is stored of a participant and of its delegates, and which status may follow which.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridforge_primitives::{DelegateLimits, ParticipantId};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Where a participant stands.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
	/// May trade.
	Active,
	/// May not trade for now.
	Suspended,
	/// May never trade again.
	Closed,
}

impl Status {
	/// Whether a participant of this status may trade.
	pub const fn may_trade(self) -> bool {
		match self {
			Status::Active => true,
			Status::Suspended | Status::Closed => false,
		}
	}

	/// Whether no other status can follow.
	pub const fn is_final(self) -> bool {
		match self {
			Status::Active | Status::Suspended => false,
			Status::Closed => true,
		}
	}
}

/// A legal person or household that trades.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Participant<AccountId> {
	/// The account that acts for it.
	pub account: AccountId,
	/// Where it stands.
	pub status: Status,
	/// The application host that it chose, who gets a share of the fees it pays.
	pub host: Option<ParticipantId>,
	/// Whether its account's money is restricted, so that it may not trade whatever its status.
	pub frozen: bool,
}

impl<AccountId> Participant<AccountId> {
	/// A participant that may trade and has chosen no host.
	pub const fn new(account: AccountId) -> Self {
		Participant { account, status: Status::Active, host: None, frozen: false }
	}

	/// Whether it may trade now.
	pub const fn may_trade(&self) -> bool {
		self.status.may_trade() && !self.frozen
	}
}

/// For whom a delegate trades, and what it must keep to.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Delegation {
	/// The participant that appointed it.
	pub participant: ParticipantId,
	/// What it must keep to.
	pub limits: DelegateLimits,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_the_active_trade_and_only_the_closed_stay_so() {
		for (status, may_trade, is_final) in [
			(Status::Active, true, false),
			(Status::Suspended, false, false),
			(Status::Closed, false, true),
		] {
			assert_eq!(status.may_trade(), may_trade, "{status:?}");
			assert_eq!(status.is_final(), is_final, "{status:?}");
		}
	}
}
