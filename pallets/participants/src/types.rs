//! What is stored of a participant, of its delegates and of its jurisdiction, and which status may follow which.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridforge_primitives::{DelegateLimits, JurisdictionId, Kind, Millis, ParticipantId, Tier};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The jurisdiction of those whom the chain itself admits: the first ones, and whoever the admin origin registers. It is
/// there from the beginning and has no admin but that origin, until it is given one.
pub const HOME: JurisdictionId = JurisdictionId(0);

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

/// Why a participant has its status. More than the code is never on chain: whoever decided keeps the grounds.
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
pub enum Reason {
	/// The admin origin decided so. No registrar can give this reason, or undo what has it.
	Administration,
	/// A registrar has checked who it is, and found nothing against it.
	Verified,
	/// A check is due, or could not be brought to an end.
	VerificationDue,
	/// It asked for it itself.
	OwnRequest,
	/// It owes money outside the chain.
	Arrears,
	/// It is suspected of trading against the rules, or has done so.
	Misconduct,
	/// It is on a list of sanctions.
	Sanctions,
	/// Its key is lost or in other hands.
	KeyCompromised,
	/// The person has died, or the company is dissolved.
	Ended,
}

/// What a registrar has found out about a participant, and for how long that holds.
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
)]
pub struct Verification {
	/// What kind of person it is.
	pub kind: Kind,
	/// How thoroughly it was checked.
	pub tier: Tier,
	/// From this moment on it is no longer valid, in milliseconds since the Unix epoch.
	pub valid_until: Millis,
	/// Commits the registrar to the evidence it keeps: a hash over that evidence *and* a fresh random salt of at least 32
	/// bytes, which the registrar keeps too. Never a hash of a document, name or number alone: whoever guesses what was
	/// hashed finds its hash again. Zeros where nothing was checked.
	pub credential: [u8; 32],
}

impl Verification {
	/// Of those whom the chain itself admits: checked in full, outside the chain, for ever.
	pub const fn by_the_chain() -> Self {
		Verification {
			kind: Kind::Household,
			tier: Tier::Full,
			valid_until: Millis::MAX,
			credential: [0; 32],
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
	/// Why it stands there.
	pub reason: Reason,
	/// The application host that it chose, who gets a share of the fees it pays.
	pub host: Option<ParticipantId>,
	/// Whether its account's money is restricted, so that it may not trade whatever its status.
	pub frozen: bool,
	/// By whose rules it trades, and whose registrars decide about it. It never changes.
	pub jurisdiction: JurisdictionId,
	/// Who it is, as far as it was checked.
	pub verification: Verification,
}

impl<AccountId> Participant<AccountId> {
	/// A participant whom the chain itself admits: it may trade and has chosen no host.
	pub const fn new(account: AccountId) -> Self {
		let verification = Verification::by_the_chain();
		Self::admitted(account, HOME, verification, Reason::Administration)
	}

	/// A participant that may trade and has chosen no host.
	pub const fn admitted(
		account: AccountId,
		jurisdiction: JurisdictionId,
		verification: Verification,
		reason: Reason,
	) -> Self {
		let status = Status::Active;
		Participant {
			account,
			status,
			reason,
			host: None,
			frozen: false,
			jurisdiction,
			verification,
		}
	}

	/// Whether its status and its money let it trade now.
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

/// Who looks after a jurisdiction.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Jurisdiction<AccountId> {
	/// Sets its rules and appoints its registrars. The admin origin can do so too.
	pub admin: Option<AccountId>,
	/// How many registrars it has.
	pub registrars: u32,
}

/// A participant that is to get another own account, because it has lost the key of the one it has.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Recovery<AccountId> {
	/// The registrar that has begun it, and must still be one when it is completed.
	pub registrar: AccountId,
	/// The account that it is to get.
	pub account: AccountId,
	/// From when on that account can take over, in milliseconds since the Unix epoch.
	pub from: Millis,
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
