//! WATT: its currencies, who keeps them, and what their users may ask.

use crate::{
	derives::{shown, stored},
	CurrencyId, IssuerId, Millis, MintId, RedemptionId, WattBalance, WATT,
};
use alloc::{string::String, vec::Vec};

/// What stands for something outside the chain, such as a payment or a report: a hash of it with a salt, so that nobody
/// can find out by guessing what it stands for.
pub type Reference = [u8; 32];

/// Milliseconds of a day in UTC; leap seconds do not exist there.
pub const DAY: Millis = 86_400_000;

stored! {
	/// Within which bounds a currency is minted and redeemed.
	pub struct Limits {
		/// For how long a statement about reserves counts after the moment that it is about.
		pub max_age: Millis,
		/// How long a higher reserve waits before it counts.
		pub increase_delay: Millis,
		/// How much an issuer can mint in a day, UTC.
		pub day_cap: WattBalance,
		/// How much of that it can mint on one signature; the rest needs a second one.
		pub single_cap: WattBalance,
		/// How long a mint waits for the second signature.
		pub approval_period: Millis,
		/// The smallest redemption.
		pub min_redemption: WattBalance,
		/// How long an issuer has to pay a redemption.
		pub redemption_period: Millis,
	}
}

impl Limits {
	/// The longest that a statement about reserves can count.
	pub const MAX_AGE: Millis = 92 * DAY;
	/// The longest that a higher reserve, a mint or a redemption can be let wait.
	pub const MAX_WAIT: Millis = 30 * DAY;
	/// The smallest redemption cannot be set lower, or dust would fill the queues.
	pub const LEAST_MIN_REDEMPTION: WattBalance = WATT;
	/// The smallest redemption cannot be set higher, or small holders could not redeem.
	pub const MOST_MIN_REDEMPTION: WattBalance = 10_000 * WATT;
	/// The most that an issuer can be let mint in a day: 1,000,000,000 WATT.
	pub const MOST_DAY_CAP: WattBalance = 1_000_000_000 * WATT;

	/// Whether all are within what the chain allows.
	pub const fn are_sound(&self) -> bool {
		let Limits {
			max_age,
			increase_delay,
			day_cap,
			single_cap,
			approval_period,
			min_redemption,
			redemption_period,
		} = *self;
		0 < max_age
			&& max_age <= Self::MAX_AGE
			&& increase_delay <= Self::MAX_WAIT
			&& day_cap <= Self::MOST_DAY_CAP
			&& single_cap <= day_cap
			&& 0 < approval_period
			&& approval_period <= Self::MAX_WAIT
			&& Self::LEAST_MIN_REDEMPTION <= min_redemption
			&& min_redemption <= Self::MOST_MIN_REDEMPTION
			&& 0 < redemption_period
			&& redemption_period <= Self::MAX_WAIT
	}
}

stored! {
	/// What an account may do for a currency. An account has one role, in one currency.
	#[serde(rename_all = "snake_case")]
	pub enum Role {
		/// Says how much issuers may mint.
		MasterMinter,
		/// Mints and confirms redemptions for an issuer.
		Issuer(IssuerId),
		/// Says what reserves an issuer has.
		Attester(IssuerId),
		/// Freezes and blocks accounts.
		ComplianceOfficer,
		/// Stops minting.
		Guardian,
	}
}

stored! {
	/// How far an account is restricted.
	#[serde(rename_all = "snake_case")]
	pub enum Restraint {
		/// Nothing goes out.
		Frozen,
		/// Nothing goes out or comes in.
		Blocked,
	}
}

stored! {
	/// Why an account is restricted, or no longer.
	#[serde(rename_all = "snake_case")]
	pub enum RestraintReason {
		/// A court or an authority ordered it.
		Order,
		/// The holder is on a list of sanctions.
		Sanctions,
		/// Fraud or theft is suspected.
		Suspicion,
		/// The holder asked for it, for example because a key was lost.
		HolderAsked,
		/// The matter has been looked into.
		Cleared,
		/// It was a mistake.
		Mistake,
	}
}

stored! {
	/// Why an issuer gives a redemption back instead of paying it.
	#[serde(rename_all = "snake_case")]
	pub enum ReturnReason {
		/// Nothing is known about the payout reference.
		UnknownPayout,
		/// The bank refused the payment.
		PaymentRefused,
		/// The holder has not been identified.
		NotIdentified,
		/// The holder asked for it.
		HolderAsked,
	}
}

stored! {
	/// What keeps an issuer from minting.
	#[serde(rename_all = "snake_case")]
	pub enum MintBarrier {
		/// The guardian has stopped the currency.
		CurrencyStopped,
		/// The guardian has stopped the issuer.
		IssuerStopped,
		/// An issuer of the currency owes more than its reserves.
		Shortfall,
		/// A holder took a redemption back that was not paid in time, and the issuer has not been cured.
		Defaulted,
		/// The oldest redemption is past its deadline.
		Overdue,
		/// Fewer than two attesters have said lately what reserves it has.
		StaleReserve,
		/// The master minter has left it no allowance.
		NoAllowance,
		/// It has minted as much as it can in a day.
		DayCapReached,
		/// Its reserves are used up.
		ReserveUsedUp,
	}
}

shown! {
	/// A currency and its issuers.
	pub struct CurrencyStatus {
		/// Its id, which is that of its asset.
		pub currency: CurrencyId,
		/// Its code, such as `EUR`.
		pub code: String,
		/// How much of it there is, that in redemption included.
		pub supply: WattBalance,
		/// The reserves that count now, summed over issuers.
		pub reserve: WattBalance,
		/// How much of the supply is in redemption.
		pub in_redemption: WattBalance,
		/// Whether the guardian has stopped minting.
		pub stopped: bool,
		/// How many issuers owe more than their reserves.
		pub short: u32,
		/// Its limits.
		pub limits: Limits,
		/// Its issuers.
		pub issuers: Vec<IssuerStatus>,
	}
}

shown! {
	/// An issuer: what it owes, has and may do.
	pub struct IssuerStatus {
		/// Its id.
		pub issuer: IssuerId,
		/// What it owes: minted and not redeemed.
		pub outstanding: WattBalance,
		/// How much of that is in redemption.
		pub in_redemption: WattBalance,
		/// How many redemptions wait in its queue.
		pub queue: u32,
		/// Until when the first of these has to be paid.
		pub first_deadline: Option<Millis>,
		/// What the lowest statement says that is young enough; nothing where there is none.
		pub reserve: Option<WattBalance>,
		/// How many attesters' statements are young enough. Minting takes two.
		pub fresh: u32,
		/// The moment that the oldest of these is about.
		pub as_of: Option<Millis>,
		/// What the master minter still allows.
		pub allowance: WattBalance,
		/// How much it can mint now.
		pub mintable: WattBalance,
		/// How much of that on one signature.
		pub mintable_alone: WattBalance,
		/// What keeps it from minting; nothing where it can.
		pub barriers: Vec<MintBarrier>,
	}
}

shown! {
	/// A redemption that is neither paid nor given back.
	pub struct RedemptionInfo<AccountId> {
		/// Its id.
		pub redemption: RedemptionId,
		/// Who has to pay it.
		pub issuer: IssuerId,
		/// Of which currency.
		pub currency: CurrencyId,
		/// To whom it belongs.
		pub holder: AccountId,
		/// How much it is.
		pub amount: WattBalance,
		/// Where to pay it.
		pub reference: Reference,
		/// Until when it has to be paid; then the holder can take it back.
		pub deadline: Millis,
		/// Whether it was put aside because its holder is restricted.
		pub aside: bool,
	}
}

shown! {
	/// A mint that waits for its second signature.
	pub struct PendingMintInfo<AccountId> {
		/// Its id.
		pub mint: MintId,
		/// Who mints.
		pub issuer: IssuerId,
		/// For whom.
		pub to: AccountId,
		/// How much.
		pub amount: WattBalance,
		/// Which payment it is for.
		pub reference: Reference,
		/// Who signed first.
		pub proposer: AccountId,
		/// Until when it can be approved.
		pub until: Millis,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const SOUND: Limits = Limits {
		max_age: DAY,
		increase_delay: 0,
		day_cap: 1_000 * WATT,
		single_cap: 100 * WATT,
		approval_period: DAY,
		min_redemption: 10 * WATT,
		redemption_period: 5 * DAY,
	};

	#[test]
	fn limits_keep_within_the_chains_bounds() {
		assert!(SOUND.are_sound());
		for unsound in [
			Limits { max_age: 0, ..SOUND },
			Limits { max_age: Limits::MAX_AGE + 1, ..SOUND },
			Limits { increase_delay: Limits::MAX_WAIT + 1, ..SOUND },
			Limits { day_cap: Limits::MOST_DAY_CAP + 1, ..SOUND },
			Limits { single_cap: SOUND.day_cap + 1, ..SOUND },
			Limits { approval_period: 0, ..SOUND },
			Limits { approval_period: Limits::MAX_WAIT + 1, ..SOUND },
			Limits { min_redemption: Limits::LEAST_MIN_REDEMPTION - 1, ..SOUND },
			Limits { min_redemption: Limits::MOST_MIN_REDEMPTION + 1, ..SOUND },
			Limits { redemption_period: 0, ..SOUND },
			Limits { redemption_period: Limits::MAX_WAIT + 1, ..SOUND },
		] {
			assert!(!unsound.are_sound(), "{unsound:?}");
		}
	}
}
