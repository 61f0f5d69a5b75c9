//! What is stored of licences and of who stakes, and what follows from it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridforge_primitives::{
	Discounts, FeeTier, GridBalance, JurisdictionId, Millis, ParticipantId, DISCOUNT_TIERS, GRID,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Permill;

/// What a licence allows.
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
pub enum LicenceClass {
	/// To feed in energy as a business.
	Generation,
	/// To sell energy to households.
	Retail,
	/// To bundle what many feed in and take.
	Aggregation,
	/// To offer an application for trading, and to get a share of its users' fees.
	Host,
}

const MINUTE: Millis = 60_000;
const YEAR: Millis = 365 * 24 * 60 * MINUTE;

/// What a licence of a class takes.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LicenceTerms {
	/// GRID that its holder bonds, in base units.
	pub bond: GridBalance,
	/// How long it lasts once it is granted or renewed, in milliseconds.
	pub duration: Millis,
	/// How long it lasts once it is revoked or surrendered, in milliseconds.
	pub notice: Millis,
}

impl LicenceTerms {
	/// The smallest bond: 1 GRID.
	pub const MIN_BOND: GridBalance = GRID;
	/// The largest bond: 10,000,000 GRID.
	pub const MAX_BOND: GridBalance = 10_000_000 * GRID;
	/// The shortest duration: a minute.
	pub const MIN_DURATION: Millis = MINUTE;
	/// The longest duration: ten years.
	pub const MAX_DURATION: Millis = 10 * YEAR;
	/// The longest notice: a year.
	pub const MAX_NOTICE: Millis = YEAR;

	/// Whether they are within their bounds.
	pub const fn are_allowed(&self) -> bool {
		Self::MIN_BOND <= self.bond
			&& self.bond <= Self::MAX_BOND
			&& Self::MIN_DURATION <= self.duration
			&& self.duration <= Self::MAX_DURATION
			&& self.notice <= Self::MAX_NOTICE
	}
}

/// A licence, or an application for one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Licence<AccountId> {
	/// The account whose GRID is bonded, and to which it returns.
	pub account: AccountId,
	/// Under whose law it is.
	pub jurisdiction: JurisdictionId,
	/// What it takes: fixed when it was applied for or last renewed.
	pub terms: LicenceTerms,
	/// When it ends, in milliseconds since the Unix epoch. Nothing while it is an application.
	pub until: Option<Millis>,
	/// Whether it is suspended.
	pub suspended: bool,
	/// Whether it was revoked or surrendered, so that it cannot be renewed.
	pub ending: bool,
}

impl<AccountId> Licence<AccountId> {
	/// An application.
	pub const fn applied(
		account: AccountId,
		jurisdiction: JurisdictionId,
		terms: LicenceTerms,
	) -> Self {
		Licence { account, jurisdiction, terms, until: None, suspended: false, ending: false }
	}

	/// Whether it is an application.
	pub const fn is_application(&self) -> bool {
		self.until.is_none()
	}

	/// Whether it was granted and has ended.
	pub fn has_ended(&self, now: Millis) -> bool {
		self.until.is_some_and(|until| until <= now)
	}

	/// Whether it is in force.
	pub fn is_in_force(&self, now: Millis) -> bool {
		!self.suspended && self.until.is_some_and(|until| now < until)
	}
}

/// What one tier takes and gives.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DiscountTier {
	/// The least GRID that is staked, in base units.
	pub stake: GridBalance,
	/// The least energy, in lots of 10 Wh, that is traded and confirmed by meters in a period of 30 days; nothing where
	/// only a stake makes the tier.
	pub volume: Option<u64>,
	/// Which share of its own part of a fee the treasury leaves to the buyer.
	pub discount: Permill,
}

/// The tiers, from the lowest to the highest.
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
#[serde(transparent)]
pub struct DiscountTable(pub [DiscountTier; DISCOUNT_TIERS]);

impl DiscountTable {
	/// The least stake that a tier can take: 1 GRID.
	pub const MIN_STAKE: GridBalance = GRID;
	/// The most stake that a tier can take: 100,000,000 GRID.
	pub const MAX_STAKE: GridBalance = 100_000_000 * GRID;

	/// The least volume that a tier can take: 1 kWh.
	pub const MIN_VOLUME: u64 = 100;
	/// The most volume that a tier can take: 100 GWh.
	pub const MAX_VOLUME: u64 = 10_000_000_000;

	/// Whether each tier takes more than the ones below it, within bounds, and gives no less.
	pub fn is_allowed(&self) -> bool {
		let stakes = Self::MIN_STAKE..=Self::MAX_STAKE;
		let volumes = Self::MIN_VOLUME..=Self::MAX_VOLUME;
		let rises = |pair: &[DiscountTier]| match pair {
			[low, high] => low.stake < high.stake && low.discount <= high.discount,
			_ => false,
		};
		let within = |tier: &DiscountTier| {
			stakes.contains(&tier.stake) && tier.volume.is_none_or(|least| volumes.contains(&least))
		};
		self.0.iter().all(within)
			&& self.0.windows(2).all(rises)
			&& self.0.iter().filter_map(|tier| tier.volume).is_sorted_by(|low, high| low < high)
	}

	/// The tier of whoever stakes so much.
	pub fn tier_of(&self, stake: GridBalance) -> FeeTier {
		let reached = self.0.iter().filter(|tier| tier.stake <= stake).count();
		// There are three.
		FeeTier(u8::try_from(reached).unwrap_or(0))
	}

	/// What each tier's discount is, and by which volume it is reached.
	pub fn discounts(&self) -> Discounts {
		Discounts {
			shares: self.0.map(|tier| tier.discount),
			volumes: self.0.map(|tier| tier.volume),
		}
	}
}

/// What was seen of a participant's stake.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Standing<AccountId> {
	/// The account whose stake counts: the participant's own.
	pub account: AccountId,
	/// The tier that counts.
	pub tier: FeeTier,
	/// A higher tier, and from when on it can count.
	pub rising: Option<(FeeTier, Millis)>,
	/// Until when the tier counts without another look at the stake.
	pub until: Millis,
}

impl<AccountId> Standing<AccountId> {
	/// Nothing has been seen yet.
	pub const fn unseen(account: AccountId) -> Self {
		Standing { account, tier: FeeTier::NONE, rising: None, until: 0 }
	}

	/// The stake was seen to be enough for the tier `seen`. A lower tier counts at once, a higher one when the stake is
	/// seen again after `period` and has been no lower whenever it was seen.
	pub fn see(&mut self, seen: FeeTier, now: Millis, period: Millis) {
		self.tier = self.tier.min(seen);
		if let Some((tier, from)) = self.rising.take() {
			let tier = tier.min(seen);
			if tier > self.tier {
				if from <= now {
					self.tier = tier;
				} else {
					self.rising = Some((tier, from));
				}
			}
		}
		if self.rising.is_none() && seen > self.tier {
			self.rising = Some((seen, now.saturating_add(period)));
		}
		self.until = now.saturating_add(period.saturating_mul(LOOKS_PERIODS));
	}

	/// Whether nobody has looked for too long, so that nothing that was seen counts any more.
	pub fn has_lapsed(&self, now: Millis) -> bool {
		self.until <= now
	}

	/// The tier that counts now.
	pub fn tier_at(&self, now: Millis) -> FeeTier {
		if self.has_lapsed(now) {
			FeeTier::NONE
		} else {
			self.tier
		}
	}

	/// Whether there is nothing to keep.
	pub fn is_nothing(&self) -> bool {
		self.tier == FeeTier::NONE && self.rising.is_none()
	}
}

/// For how many periods a look at a stake counts. There is one in each period where blocks have room, so that two of them
/// lie less than two periods apart.
pub const LOOKS_PERIODS: Millis = 3;

/// How far the round of looks at all stakes has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Round {
	/// When it began.
	pub began: Millis,
	/// Whom it looked at last: the id that no participant has, where it has just begun. Nothing where it is over.
	pub last: Option<ParticipantId>,
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const TERMS: LicenceTerms = LicenceTerms { bond: GRID, duration: MINUTE, notice: 0 };

	#[test]
	fn terms_keep_to_their_bounds() {
		let max = LicenceTerms { bond: 10_000_000 * GRID, duration: 10 * YEAR, notice: YEAR };
		for terms in [TERMS, max] {
			assert!(terms.are_allowed());
		}
		for terms in [
			LicenceTerms { bond: GRID - 1, ..TERMS },
			LicenceTerms { bond: max.bond + 1, ..TERMS },
			LicenceTerms { duration: MINUTE - 1, ..TERMS },
			LicenceTerms { duration: max.duration + 1, ..TERMS },
			LicenceTerms { notice: YEAR + 1, ..TERMS },
		] {
			assert!(!terms.are_allowed(), "{terms:?}");
		}
	}

	#[test]
	fn a_licence_is_in_force_between_its_grant_and_its_end() {
		let applied = Licence::applied(1, JurisdictionId(1), TERMS);
		assert!(applied.is_application() && !applied.is_in_force(0) && !applied.has_ended(0));
		let granted = Licence { until: Some(100), ..applied };
		assert!(granted.is_in_force(99) && !granted.has_ended(99));
		assert!(!granted.is_in_force(100) && granted.has_ended(100));
		let suspended = Licence { suspended: true, ..granted };
		assert!(!suspended.is_in_force(99) && suspended.has_ended(100));
	}

	fn table(stakes: [u128; 3], percents: [u32; 3]) -> DiscountTable {
		let tier = |n: usize| DiscountTier {
			stake: stakes[n] * GRID,
			volume: None,
			discount: Permill::from_percent(percents[n]),
		};
		DiscountTable([tier(0), tier(1), tier(2)])
	}

	#[test]
	fn a_table_rises() {
		for (stakes, percents, allowed) in [
			([1, 2, 3], [0, 50, 100], true),
			([1, 2, 100_000_000], [50, 50, 50], true),
			([0, 2, 3], [10, 20, 30], false),
			([1, 1, 3], [10, 20, 30], false),
			([1, 3, 2], [10, 20, 30], false),
			([1, 2, 100_000_001], [10, 20, 30], false),
			([1, 2, 3], [10, 9, 30], false),
			([1, 2, 3], [10, 20, 19], false),
		] {
			assert_eq!(table(stakes, percents).is_allowed(), allowed, "{stakes:?} {percents:?}");
		}
	}

	#[test]
	fn volumes_rise_where_there_are_any() {
		for (volumes, allowed) in [
			([None, None, None], true),
			([Some(100), Some(101), Some(10_000_000_000)], true),
			([Some(100), None, Some(101)], true),
			([None, Some(100), None], true),
			([Some(99), None, None], false),
			([None, None, Some(10_000_000_001)], false),
			([Some(100), Some(100), None], false),
			([Some(200), None, Some(200)], false),
			([Some(200), None, Some(100)], false),
		] {
			let mut table = table([1, 2, 3], [10, 20, 30]);
			for (tier, volume) in table.0.iter_mut().zip(volumes) {
				tier.volume = volume;
			}
			assert_eq!(table.is_allowed(), allowed, "{volumes:?}");
			assert_eq!(table.discounts().volumes, volumes);
		}
	}

	#[test]
	fn a_stake_reaches_its_tier_to_the_base_unit() {
		let table = table([1, 10, 100], [10, 20, 30]);
		for (stake, tier) in [
			(0, 0),
			(GRID - 1, 0),
			(GRID, 1),
			(10 * GRID - 1, 1),
			(10 * GRID, 2),
			(100 * GRID, 3),
			(u128::MAX, 3),
		] {
			assert_eq!(table.tier_of(stake), FeeTier(tier), "{stake}");
		}
	}

	#[test]
	fn a_tier_rises_after_a_period_and_sinks_at_once() {
		let mut standing = Standing::unseen(1);
		for (now, seen, counts) in [
			(0, 2, 0),
			(99, 2, 0),
			(100, 2, 2),
			(150, 3, 2),
			// Lower in between: no higher than that.
			(200, 2, 2),
			(300, 3, 2),
			(399, 3, 2),
			(400, 3, 3),
			(401, 1, 1),
			(402, 3, 1),
			(501, 3, 1),
			(502, 3, 3),
			(503, 0, 0),
		] {
			standing.see(FeeTier(seen), now, 100);
			assert_eq!(standing.tier_at(now), FeeTier(counts), "{now}");
		}
		assert!(standing.is_nothing());
	}

	#[test]
	fn a_tier_that_nobody_looks_at_lapses() {
		let mut standing = Standing::unseen(1);
		standing.see(FeeTier(1), 0, 100);
		standing.see(FeeTier(1), 100, 100);
		assert_eq!(standing.tier_at(399), FeeTier(1));
		assert_eq!(standing.tier_at(400), FeeTier::NONE);
	}

	proptest! {
		/// Whatever is seen: the tier that counts is never above what was seen last, and never above anything that was
		/// seen during the period before it rose.
		#[test]
		fn a_tier_was_staked_for_a_whole_period(
			looks in prop::collection::vec((1u64..80, 0u8..=3), 1..60),
		) {
			const PERIOD: Millis = 100;
			let (mut now, mut standing) = (0, Standing::unseen(1));
			let mut seen: Vec<(Millis, u8)> = Vec::new();
			for (later, stake) in looks {
				now += later;
				let before = standing.tier;
				standing.see(FeeTier(stake), now, PERIOD);
				seen.push((now, stake));
				prop_assert!(standing.tier.0 <= stake);
				if standing.tier > before {
					let begun = now - PERIOD;
					prop_assert!(seen.iter().any(|(at, _)| *at <= begun));
					let within = seen.iter().filter(|(at, _)| *at >= begun);
					prop_assert!(within.clone().all(|(_, stake)| *stake >= standing.tier.0));
				}
			}
		}
	}
}
