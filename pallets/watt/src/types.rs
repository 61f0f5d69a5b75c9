//! What is stored of currencies, issuers, reserves and redemptions, and the arithmetic on them.

use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use gridforge_primitives::{
	CurrencyId, IssuerId, Limits, Millis, RedemptionId, Reference, Restraint, RestraintReason,
	Role, WattBalance, DAY,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// How many attesters must have said lately what reserves an issuer has, before it can mint.
pub const LEAST_ATTESTERS: u32 = 2;

/// The code of a currency, such as `EUR`: capital letters.
pub type Code = BoundedVec<u8, ConstU32<8>>;

/// A name or a symbol of a currency.
pub type Text = BoundedVec<u8, ConstU32<32>>;

/// Whether a code is one: three to eight capital letters.
pub fn is_code(code: &Code) -> bool {
	code.len() >= 3 && code.iter().all(u8::is_ascii_uppercase)
}

/// Whether a text can be shown: printable ASCII, and something of it.
pub fn is_text(text: &Text) -> bool {
	!text.is_empty() && text.iter().all(|c| c.is_ascii_graphic() || *c == b' ')
}

/// A currency.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Currency {
	/// Its code.
	pub code: Code,
	/// Its limits.
	pub limits: Limits,
	/// Whether the guardian has stopped minting.
	pub stopped: bool,
	/// How many of its issuers owe more than their reserves.
	pub short: u32,
}

/// The first keepers of a currency.
#[derive(
	Clone,
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
pub struct Officers<AccountId> {
	/// Says how much issuers may mint.
	pub master_minter: AccountId,
	/// Freezes and blocks accounts.
	pub compliance_officer: AccountId,
	/// Stops minting.
	pub guardian: AccountId,
}

/// The role of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Seat {
	/// In which currency.
	pub currency: CurrencyId,
	/// Which role.
	pub role: Role,
}

/// The redemptions that an issuer has to pay, oldest first: a list in which each knows its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Queue {
	/// The oldest, which is paid next.
	pub first: Option<RedemptionId>,
	/// The youngest.
	pub last: Option<RedemptionId>,
	/// How many there are.
	pub length: u32,
}

/// Who gives out WATT and takes it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Issuer {
	/// Its currency.
	pub currency: CurrencyId,
	/// What the master minter still allows.
	pub allowance: WattBalance,
	/// What it has minted since it began.
	pub minted: WattBalance,
	/// What it has paid back of that.
	pub redeemed: WattBalance,
	/// What it still has to pay back to holders who have asked for it; part of what it owes.
	pub in_redemption: WattBalance,
	/// What it has minted today.
	pub today: Today,
	/// Those of the redemptions that wait for their turn.
	pub queue: Queue,
	/// How many of its mints wait for a second signature.
	pub pending: u32,
	/// How many accounts sign for it.
	pub signers: u32,
	/// How many accounts say what reserves it has.
	pub attesters: u32,
	/// Whether the guardian has stopped it.
	pub stopped: bool,
	/// Whether it left a redemption unpaid and has not been cured.
	pub defaulted: bool,
	/// Whether it owed more than its reserves when that was last looked at.
	pub short: bool,
}

impl Issuer {
	/// One that has done nothing yet.
	pub fn new(currency: CurrencyId) -> Self {
		Issuer {
			currency,
			allowance: 0,
			minted: 0,
			redeemed: 0,
			in_redemption: 0,
			today: Today::default(),
			queue: Queue::default(),
			pending: 0,
			signers: 0,
			attesters: 0,
			stopped: false,
			defaulted: false,
			short: false,
		}
	}

	/// What it owes: minted and not paid back.
	pub fn outstanding(&self) -> Option<WattBalance> {
		self.minted.checked_sub(self.redeemed)
	}

	/// What it owes to holders who have not asked for it.
	pub fn redeemable(&self) -> Option<WattBalance> {
		self.outstanding()?.checked_sub(self.in_redemption)
	}
}

/// What an issuer has minted in a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Today {
	/// The day: how many have passed since the Unix epoch, UTC.
	pub day: u32,
	/// What it has minted.
	pub minted: WattBalance,
	/// Of that, on one signature.
	pub alone: WattBalance,
}

impl Today {
	/// What it was at `now`: nothing yet if a new day has begun. Time does not go back, so an older day is never asked
	/// for; should it be, today's sums stand.
	pub fn at(self, now: Millis) -> Self {
		let day = u32::try_from(now / DAY).unwrap_or(u32::MAX);
		if day > self.day {
			Today { day, minted: 0, alone: 0 }
		} else {
			self
		}
	}
}

/// A higher reserve that does not count yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Waiting {
	/// The reserve.
	pub amount: WattBalance,
	/// From when on it counts.
	pub from: Millis,
}

/// What an attester says of an issuer's reserves.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Statement<AccountId> {
	/// Who says it.
	pub attester: AccountId,
	/// How much counts of what it said; nothing while its first statement waits.
	pub amount: Option<WattBalance>,
	/// The moment that its latest statement is about.
	pub as_of: Millis,
	/// The report that its latest statement rests on.
	pub report: Reference,
	/// What it said that does not count yet.
	pub waiting: Option<Waiting>,
}

impl<AccountId> Statement<AccountId> {
	/// How much counts at `now`.
	pub fn amount_at(&self, now: Millis) -> Option<WattBalance> {
		match self.waiting {
			Some(Waiting { amount, from }) if from <= now => Some(amount),
			Some(_) | None => self.amount,
		}
	}

	/// Take a newer statement. What is no more than counts already, of this attester or, if this is its first, of the
	/// others, counts at once. More than that waits; and what waits already becomes no more by a newer statement and
	/// does not wait longer, so that an attester that speaks daily is heard.
	pub fn renew(&mut self, new: NewStatement, now: Millis, from: Millis) {
		self.amount = self.amount_at(now);
		self.waiting = self.waiting.filter(|waiting| now < waiting.from);
		let NewStatement { amount, as_of, report, counted } = new;
		if self.amount.or(counted).is_some_and(|counts| amount <= counts) {
			self.amount = Some(amount);
			self.waiting = None;
		} else {
			self.waiting = Some(match self.waiting {
				Some(old) => Waiting { amount: old.amount.min(amount), from: old.from },
				None => Waiting { amount, from },
			});
		}
		self.as_of = as_of;
		self.report = report;
	}
}

/// What an attester says now.
#[derive(Clone, Copy, Debug)]
pub struct NewStatement {
	/// The reserve.
	pub amount: WattBalance,
	/// The moment that it is about.
	pub as_of: Millis,
	/// The report that it rests on.
	pub report: Reference,
	/// The reserve that counts by what others said.
	pub counted: Option<WattBalance>,
}

/// The reserve of an issuer as it counts now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reserve {
	/// The lowest that an attester said lately; nothing where none did.
	pub amount: Option<WattBalance>,
	/// How many did.
	pub fresh: u32,
	/// The moment that the oldest of these statements is about.
	pub as_of: Option<Millis>,
}

impl Reserve {
	/// What statements come to at `now`, if they count for `max_age`.
	pub fn of<AccountId>(
		statements: &[Statement<AccountId>],
		now: Millis,
		max_age: Millis,
	) -> Self {
		let fresh = statements
			.iter()
			.filter(|s| now <= s.as_of.saturating_add(max_age))
			.filter_map(|s| Some((s.amount_at(now)?, s.as_of)))
			.collect::<Vec<_>>();
		Reserve {
			amount: fresh.iter().map(|(amount, _)| *amount).min(),
			fresh: u32::try_from(fresh.len()).unwrap_or(u32::MAX),
			as_of: fresh.iter().map(|(_, as_of)| *as_of).min(),
		}
	}

	/// What an issuer can mint against: nothing where too few attesters say so.
	pub fn confirmed(&self) -> Option<WattBalance> {
		self.amount.filter(|_| self.fresh >= LEAST_ATTESTERS)
	}
}

/// A mint that waits for a second signature.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct PendingMint<AccountId> {
	/// Who gets it.
	pub to: AccountId,
	/// How much.
	pub amount: WattBalance,
	/// The payment that it is for.
	pub reference: Reference,
	/// Who signed first.
	pub proposer: AccountId,
	/// Until when the second signature is taken.
	pub until: Millis,
}

/// Where a redemption stands in its issuer's queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Place {
	/// The one before it.
	pub before: Option<RedemptionId>,
	/// The one behind it.
	pub behind: Option<RedemptionId>,
}

/// WATT that was handed in and is neither paid nor given back.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Redemption<AccountId> {
	/// Who has to pay it.
	pub issuer: IssuerId,
	/// Whose it was.
	pub holder: AccountId,
	/// How much it is.
	pub amount: WattBalance,
	/// Where to pay it.
	pub reference: Reference,
	/// Until when it has to be paid.
	pub deadline: Millis,
	/// Its place in the queue; nothing if it was put aside.
	pub place: Option<Place>,
}

/// That an account is restricted in a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Restriction {
	/// How far.
	pub restraint: Restraint,
	/// Why.
	pub reason: RestraintReason,
	/// Since when.
	pub since: Millis,
}

/// A currency that the chain begins with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GenesisCurrency<AccountId> {
	/// Its id, which is that of its asset.
	pub currency: CurrencyId,
	/// Its code.
	pub code: String,
	/// The name of its asset.
	pub name: String,
	/// The symbol of its asset.
	pub symbol: String,
	/// Its limits.
	pub limits: Limits,
	/// Its keepers.
	pub officers: Officers<AccountId>,
	/// Its issuers, which get their ids in this order.
	pub issuers: Vec<GenesisIssuer<AccountId>>,
}

/// An issuer that the chain begins with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GenesisIssuer<AccountId> {
	/// The accounts that sign for it.
	pub signers: Vec<AccountId>,
	/// The accounts that say what reserves it has; at genesis, what it has minted.
	pub attesters: Vec<AccountId>,
	/// What it may mint.
	pub allowance: WattBalance,
	/// What it has minted, and who has it.
	pub endowed: Vec<(AccountId, WattBalance)>,
}

#[cfg(test)]
mod tests {
	use super::*;

	fn statement(
		amount: Option<WattBalance>,
		waiting: Option<(WattBalance, Millis)>,
	) -> Statement<u64> {
		Statement {
			attester: 1,
			amount,
			as_of: 0,
			report: [0; 32],
			waiting: waiting.map(|(amount, from)| Waiting { amount, from }),
		}
	}

	#[test]
	fn what_is_more_waits_and_what_is_less_counts_at_once() {
		// What counted, what waited until 20; what is said at 10, from when it would count; what counts and waits then.
		for (amount, waiting, said, counts, waits) in [
			(Some(100), None, 90, Some(90), None),
			(Some(100), None, 100, Some(100), None),
			(Some(100), None, 110, Some(100), Some((110, 30))),
			// What waits is not put off, and does not grow.
			(Some(100), Some((120, 20)), 130, Some(100), Some((120, 20))),
			(Some(100), Some((120, 20)), 110, Some(100), Some((110, 20))),
			// A decrease takes back what waits.
			(Some(100), Some((120, 20)), 90, Some(90), None),
			// What has waited long enough counts.
			(Some(100), Some((120, 10)), 115, Some(115), None),
			(Some(100), Some((120, 10)), 125, Some(120), Some((125, 30))),
			// A first statement is measured by what the others said: 50.
			(None, None, 60, None, Some((60, 30))),
			(None, None, 50, Some(50), None),
		] {
			let mut renewed = statement(amount, waiting);
			let new = NewStatement { amount: said, as_of: 9, report: [1; 32], counted: Some(50) };
			renewed.renew(new, 10, 30);
			let mut expected = statement(counts, waits);
			expected.as_of = 9;
			expected.report = [1; 32];
			assert_eq!(renewed, expected, "{amount:?} {waiting:?} {said}");
		}
	}

	#[test]
	fn the_lowest_fresh_statement_counts_once_there_are_two() {
		let said = |as_of, amount| Statement { as_of, ..statement(Some(amount), None) };
		let at = |statements: &[Statement<u64>]| Reserve::of(statements, 100, 50);
		assert_eq!(at(&[]), Reserve::default());
		assert_eq!(at(&[said(60, 7)]).confirmed(), None);
		assert_eq!(at(&[said(60, 7)]).amount, Some(7));
		assert_eq!(at(&[said(60, 7), said(50, 5), said(70, 9)]).confirmed(), Some(5));
		assert_eq!(at(&[said(60, 7), said(49, 5), said(70, 9)]).confirmed(), Some(7));
		assert_eq!(at(&[said(60, 7), said(49, 5)]).confirmed(), None);
		// A first statement that still waits says nothing.
		assert_eq!(at(&[said(60, 7), statement(None, Some((9, 101)))]).fresh, 1);
	}

	#[test]
	fn a_day_begins_at_midnight_utc() {
		let today = Today { day: 3, minted: 5, alone: 2 };
		assert_eq!(today.at(4 * DAY - 1), today);
		assert_eq!(today.at(4 * DAY), Today { day: 4, minted: 0, alone: 0 });
		assert_eq!(today.at(0), today);
	}

	#[test]
	fn codes_are_capital_letters() {
		let code = |text: &str| is_code(&Code::truncate_from(text.as_bytes().to_vec()));
		for good in ["EUR", "EURX", "ABCDEFGH"] {
			assert!(code(good), "{good}");
		}
		for bad in ["", "EU", "eur", "EU1", "EU "] {
			assert!(!code(bad), "{bad}");
		}
	}
}
