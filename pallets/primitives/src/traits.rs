//! What one pallet needs of another. The runtime joins them; a mock fills in what it needs.

use crate::{
	derives::stored, Admission, Connection, DelegateLimits, Discounts, FeeTier, GridBalance,
	IntervalId, JurisdictionId, Link, Metered, Millis, ParticipantId, ProductId, ProductRules,
	ReadingCounts, Session, ZoneId,
};
use alloc::vec::Vec;
use sp_runtime::DispatchError;

/// Who may trade, and for whom.
pub trait Participants<AccountId> {
	/// The participant whose own account this is: it may do everything for it.
	fn participant_of(account: &AccountId) -> Option<ParticipantId>;

	/// For whom `account` trades now, and within which limits: its own participant, or one that it is a delegate
	/// of until a time that has not passed.
	fn mandate_of(account: &AccountId) -> Option<Mandate>;

	/// Whether the participant exists and nothing bars it from trading now.
	fn may_trade(participant: ParticipantId) -> bool;

	/// Whether there is such a jurisdiction.
	fn is_jurisdiction(jurisdiction: JurisdictionId) -> bool;

	/// What an order of the participant must keep to; nothing where it does not exist or is barred from trading. Whether
	/// its verification is still valid is for the market to see, by the order's delivery.
	fn admission(participant: ParticipantId) -> Option<Admission>;

	/// Those who may trade no longer and of whom the market may still have open orders, ascending: nobody trades with
	/// them.
	fn barred() -> Vec<ParticipantId>;

	/// The market has no open order of `participant` any more that could trade.
	fn swept(participant: ParticipantId);

	/// The application host that the participant chose, who gets a share of its fees.
	fn host_of(participant: ParticipantId) -> Option<ParticipantId>;

	/// Admit `account` as a participant that may trade.
	#[cfg(feature = "runtime-benchmarks")]
	fn admit_for_benchmark(account: &AccountId) -> ParticipantId;

	/// Make `account` a delegate of `participant` within wide limits.
	#[cfg(feature = "runtime-benchmarks")]
	fn appoint_for_benchmark(participant: ParticipantId, account: &AccountId);

	/// Bar `participants` from trading, and as many others as can be at a time.
	#[cfg(feature = "runtime-benchmarks")]
	fn bar_for_benchmark(participants: &[ParticipantId]);

	/// Let `host` be the application host of `participant`.
	#[cfg(feature = "runtime-benchmarks")]
	fn choose_host_for_benchmark(participant: ParticipantId, host: ParticipantId);
}

/// Who is licensed as an application host.
pub trait HostLicences {
	/// Whether the participant has a licence as an application host that is in force now.
	fn is_licensed_host(participant: ParticipantId) -> bool;

	/// Give the participant such a licence.
	#[cfg(feature = "runtime-benchmarks")]
	fn license_host_for_benchmark(participant: ParticipantId);
}

/// There are no licences: every participant may be a host.
impl HostLicences for () {
	fn is_licensed_host(_: ParticipantId) -> bool {
		true
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn license_host_for_benchmark(_: ParticipantId) {}
}

/// What the grid's fees are less for some, and who stakes GRID enough for that.
pub trait FeeDiscounts {
	/// The tier that the participant's stake makes now.
	fn tier_of(participant: ParticipantId) -> FeeTier;

	/// What each tier's discount is now: a product keeps it from its first order on.
	fn discounts() -> Discounts;

	/// Give the participant the highest tier.
	#[cfg(feature = "runtime-benchmarks")]
	fn give_tier_for_benchmark(participant: ParticipantId);
}

/// Nobody has a discount.
impl FeeDiscounts for () {
	fn tier_of(_: ParticipantId) -> FeeTier {
		FeeTier::NONE
	}

	fn discounts() -> Discounts {
		Discounts::default()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn give_tier_for_benchmark(_: ParticipantId) {}
}

/// How much GRID stands behind the chain's validators.
pub trait ActiveStake<AccountId> {
	/// What the account stakes, by itself or in a pool, what it is unbonding not included.
	fn active_stake(account: &AccountId) -> GridBalance;

	/// Let the account stake so much, in the way that is dearest to look up.
	#[cfg(feature = "runtime-benchmarks")]
	fn stake_for_benchmark(account: &AccountId, amount: GridBalance);
}

/// For whom an account trades.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
	/// The participant.
	pub participant: ParticipantId,
	/// What a delegate must keep to; nothing for the participant's own account.
	pub limits: Option<DelegateLimits>,
}

/// The zones of the grid.
pub trait Zones {
	/// The rules of the product of `zone` that delivers in `interval`; nothing for an unknown zone.
	fn rules(zone: ZoneId, interval: IntervalId) -> Option<ProductRules>;

	/// Whether orders may be placed in `zone` now, by its status and its calendar.
	fn session(zone: ZoneId) -> Session;

	/// The zones that an order in `zone` can reach, and at what cost; at most [`crate::MAX_LINKS`].
	fn links(zone: ZoneId) -> Vec<Link>;

	/// Who runs the grid of `zone`; nothing for an unknown zone.
	fn operator(zone: ZoneId) -> Option<ParticipantId>;

	/// Take no new orders in `zone` until its operator opens it again.
	fn stop(zone: ZoneId);

	/// Make a zone with default rules, run by `operator`.
	#[cfg(feature = "runtime-benchmarks")]
	fn create_for_benchmark(operator: ParticipantId) -> ZoneId;

	/// Let the rules of `zone` be the worst case: a calendar, an opening auction where `auction`, a collar, and
	/// every kind of fee.
	#[cfg(feature = "runtime-benchmarks")]
	fn burden_for_benchmark(zone: ZoneId, auction: bool);

	/// Let meters say what is delivered in `zone`, at prices above zero, with `supplier` as the residual supplier.
	#[cfg(feature = "runtime-benchmarks")]
	fn meter_for_benchmark(zone: ZoneId, supplier: ParticipantId);

	/// Couple two zones, without a fee.
	#[cfg(feature = "runtime-benchmarks")]
	fn link_for_benchmark(zone: ZoneId, neighbour: ZoneId);
}

/// How participants are connected to the grid.
pub trait MeterCapacity {
	/// What the participant's meters in `zone` can carry; nothing where it has none.
	fn connection(zone: ZoneId, participant: ParticipantId) -> Option<Connection>;

	/// Connect `participant` so that it can trade whatever a benchmark asks of it.
	#[cfg(feature = "runtime-benchmarks")]
	fn connect_for_benchmark(zone: ZoneId, participant: ParticipantId);
}

/// What meters have measured: settlement asks.
pub trait MeterReadings {
	/// What a look at many readings of one product keeps.
	type Cache: Default;

	/// What the meters of `participant` measured in `product`'s zone and interval.
	fn metered(cache: &mut Self::Cache, product: ProductId, participant: ParticipantId) -> Metered;

	/// How many readings of each quality there are of a product's zone and interval.
	fn counts(product: ProductId) -> ReadingCounts;

	/// Whether the readings of a product contradict the grid's own, and the operator has neither cleared them nor
	/// run out of time.
	fn in_doubt(product: ProductId) -> bool;

	/// Give `participant` meters with readings of `product`, as many as it can have, each of them of `flow`.
	#[cfg(feature = "runtime-benchmarks")]
	fn measure_for_benchmark(product: ProductId, participant: ParticipantId, flow: crate::Flow);
}

/// What is done after a reading was corrected.
pub trait OnCorrection {
	/// The readings of `participant` in a product's zone and interval have changed. Whether the product had settled,
	/// so that the difference has been settled now.
	fn corrected(product: ProductId, participant: ParticipantId) -> Result<bool, DispatchError>;

	/// Let `participant` have a settled interval that a correction of its readings changes.
	#[cfg(feature = "runtime-benchmarks")]
	fn settle_for_benchmark(product: ProductId, participant: ParticipantId);
}

/// There are no meters: each zone's own limit on positions holds, and nothing is ever read. This is the provider
/// where metering is not part of the runtime.
pub struct NoMeters;

impl MeterCapacity for NoMeters {
	fn connection(_: ZoneId, _: ParticipantId) -> Option<Connection> {
		None
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn connect_for_benchmark(_: ZoneId, _: ParticipantId) {}
}

impl MeterReadings for NoMeters {
	type Cache = ();

	fn metered(_: &mut (), _: ProductId, _: ParticipantId) -> Metered {
		Metered::default()
	}

	fn counts(_: ProductId) -> ReadingCounts {
		ReadingCounts::default()
	}

	fn in_doubt(_: ProductId) -> bool {
		false
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn measure_for_benchmark(_: ProductId, _: ParticipantId, _: crate::Flow) {}
}

/// Who else acts when an account is restricted in one of WATT's currencies: whoever keeps trading accounts.
pub trait OnRestriction<AccountId> {
	/// The account is restricted in a currency, or otherwise than before. Whether that keeps a participant from trading that could
	/// trade before.
	fn restricted(account: &AccountId) -> Result<bool, DispatchError>;

	/// The account is restricted in no currency any longer. Whether that lets a participant trade again.
	fn lifted(account: &AccountId) -> Result<bool, DispatchError>;

	/// Let the account be a participant's.
	#[cfg(feature = "runtime-benchmarks")]
	fn trade_for_benchmark(account: &AccountId);
}

/// Wallets are restricted, and nothing else.
impl<AccountId> OnRestriction<AccountId> for () {
	fn restricted(_: &AccountId) -> Result<bool, DispatchError> {
		Ok(false)
	}

	fn lifted(_: &AccountId) -> Result<bool, DispatchError> {
		Ok(false)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn trade_for_benchmark(_: &AccountId) {}
}

stored! {
	/// Where a product stands in its life, by chain time alone.
	#[serde(rename_all = "snake_case")]
	pub enum Phase {
		/// Trading has not begun.
		NotYetOpen,
		/// Orders are taken.
		Open,
		/// The gate has closed: what was traded is firm and will be settled.
		Closed,
	}
}

/// Chain time in delivery intervals.
pub trait IntervalClock {
	/// Milliseconds since the Unix epoch, of this block.
	fn now() -> Millis;

	/// Length of a delivery interval in milliseconds; never zero.
	fn interval_length() -> Millis;

	/// How long before delivery trading opens, in milliseconds.
	fn gate_open() -> Millis;

	/// How long before delivery trading closes, in milliseconds; less than [`Self::gate_open`].
	fn gate_close() -> Millis;

	/// How long after delivery has ended readings are taken, in milliseconds.
	fn metering_deadline() -> Millis;

	/// How long after delivery has ended readings can be corrected, in milliseconds; more than
	/// [`Self::metering_deadline`].
	fn correction_window() -> Millis;

	/// How long after delivery has ended green certificates can be claimed, in milliseconds; more than
	/// [`Self::correction_window`].
	fn certificate_lifetime() -> Millis;

	/// Let it be `now`.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_for_benchmark(now: Millis);

	/// When delivery of `interval` begins.
	fn delivery_start(interval: IntervalId) -> Millis {
		Millis::from(interval.0).saturating_mul(Self::interval_length())
	}

	/// Where `interval` stands at this block's time.
	fn phase(interval: IntervalId) -> Phase {
		let (now, start) = (Self::now(), Self::delivery_start(interval));
		if now.saturating_add(Self::gate_close()) >= start {
			Phase::Closed
		} else if now.saturating_add(Self::gate_open()) < start {
			Phase::NotYetOpen
		} else {
			Phase::Open
		}
	}

	/// When delivery of `interval` ends.
	fn delivery_end(interval: IntervalId) -> Millis {
		Self::delivery_start(interval).saturating_add(Self::interval_length())
	}

	/// Until when readings of `interval` are taken.
	fn readings_until(interval: IntervalId) -> Millis {
		Self::delivery_end(interval).saturating_add(Self::metering_deadline())
	}

	/// Until when readings of `interval` can be corrected.
	fn corrections_until(interval: IntervalId) -> Millis {
		Self::delivery_end(interval).saturating_add(Self::correction_window())
	}

	/// Until when certificates of `interval` can be claimed.
	fn certificates_until(interval: IntervalId) -> Millis {
		Self::delivery_end(interval).saturating_add(Self::certificate_lifetime())
	}

	/// The interval in which `moment` lies.
	fn interval_at(moment: Millis) -> IntervalId {
		let interval = moment / Self::interval_length().max(1);
		IntervalId(u32::try_from(interval).unwrap_or(u32::MAX))
	}

	/// The earliest interval whose gate has not closed.
	fn first_tradable() -> IntervalId {
		Self::first_starting_after(Self::gate_close())
	}

	/// The earliest interval that is not open yet: changes of rules begin there.
	fn first_unopened() -> IntervalId {
		Self::first_starting_after(Self::gate_open())
	}

	/// The earliest interval that starts more than `ahead` milliseconds from now.
	fn first_starting_after(ahead: Millis) -> IntervalId {
		let length = Self::interval_length().max(1);
		let started = Self::now().saturating_add(ahead) / length;
		IntervalId(u32::try_from(started).unwrap_or(u32::MAX).saturating_add(1))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	struct At<const NOW: u64>;
	impl<const NOW: u64> IntervalClock for At<NOW> {
		fn now() -> Millis {
			NOW
		}
		fn interval_length() -> Millis {
			60_000
		}
		fn gate_open() -> Millis {
			600_000
		}
		fn gate_close() -> Millis {
			12_000
		}
		fn metering_deadline() -> Millis {
			60_000
		}
		fn correction_window() -> Millis {
			600_000
		}
		fn certificate_lifetime() -> Millis {
			3 * Self::correction_window()
		}
		#[cfg(feature = "runtime-benchmarks")]
		fn set_for_benchmark(_: Millis) {}
	}

	#[test]
	fn each_moment_lies_in_one_interval() {
		for (moment, interval) in [(0, 0), (59_999, 0), (60_000, 1), (u64::MAX, u32::MAX)] {
			assert_eq!(At::<0>::interval_at(moment), IntervalId(interval), "{moment}");
		}
		assert_eq!(At::<0>::delivery_end(IntervalId(9)), At::<0>::delivery_start(IntervalId(10)));
	}

	#[test]
	fn the_gate_closes_to_the_millisecond() {
		// Interval 10 delivers from 600,000: open from 0, closed from 588,000 on.
		assert_eq!(At::<587_999>::phase(IntervalId(10)), Phase::Open);
		assert_eq!(At::<588_000>::phase(IntervalId(10)), Phase::Closed);
		assert_eq!(At::<587_999>::first_tradable(), IntervalId(10));
		assert_eq!(At::<588_000>::first_tradable(), IntervalId(11));
	}

	#[test]
	fn the_gate_opens_to_the_millisecond() {
		assert_eq!(At::<59_999>::phase(IntervalId(11)), Phase::NotYetOpen);
		assert_eq!(At::<60_000>::phase(IntervalId(11)), Phase::Open);
		assert_eq!(At::<59_999>::first_unopened(), IntervalId(11));
		assert_eq!(At::<60_000>::first_unopened(), IntervalId(12));
	}
}
