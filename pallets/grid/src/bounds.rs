//! The bounds that the rules of a zone keep to: each check names the rule that is broken.

use crate::{Config, Error};
use frame_support::ensure;
use gridforge_primitives::{
	Calendar, Collar, Delivery, IntervalClock, Link, Lots, MeteredDelivery, Millis, Multiplier,
	OrderLimits, Participants, PerKwh, Price, Tariff, UtcOffset,
};
use sp_runtime::Permill;

/// The largest share of the energy's value that a tariff may take: half of it.
pub const MAX_AD_VALOREM: Permill = Permill::from_percent(50);

/// The largest tax on the energy's value: half of it.
pub const MAX_TAX: Permill = Permill::from_percent(50);

/// How far a zone's floor price may lie from zero, either way: 1,000 WATT per kWh.
pub const MAX_FLOOR_DISTANCE: Price = Price(1_000_000);

/// The most that crossing a link may cost: 1,000 WATT per kWh.
pub const MAX_LINK_FEE: Price = Price(1_000_000);

/// What buyers pay on top of the price.
pub(crate) fn check_tariff<T: Config>(tariff: &Tariff) -> Result<(), Error<T>> {
	ensure!(tariff.ad_valorem <= MAX_AD_VALOREM, Error::TariffTooHigh);
	ensure!(tariff.tax <= MAX_TAX, Error::TaxTooHigh);
	ensure!(tariff.per_kwh <= PerKwh::MAX, Error::PerKwhTooHigh);
	let mut factors = tariff.time_of_use.iter().chain(&tariff.congestion);
	ensure!(factors.all(|factor| factor.0 <= Multiplier::MAX.0), Error::MultiplierTooHigh);
	ensure!(tariff.shares.is_allowed(), Error::SharesExceedFee);
	Ok(())
}

/// How far a price of deviations may lie from zero, either way: 1,000 WATT per kWh.
pub const MAX_IMBALANCE_PRICE: Price = Price(1_000_000);

/// What counts as delivered, and what deviations cost.
pub(crate) fn check_delivery<T: Config>(delivery: &Delivery) -> Result<(), Error<T>> {
	let Delivery::Metered(imbalance) = delivery else { return Ok(()) };
	let MeteredDelivery { shortage, surplus, .. } = *imbalance;
	let allowed = |price: Price| price.0.unsigned_abs() <= MAX_IMBALANCE_PRICE.0.unsigned_abs();
	ensure!(allowed(shortage) && allowed(surplus), Error::ImbalancePriceOutOfBounds);
	ensure!(surplus <= shortage, Error::DeviationWouldPay);
	Ok(())
}

/// Who steps in for deviations.
pub(crate) fn check_supplier<T: Config>(delivery: &Delivery) -> Result<(), Error<T>> {
	match delivery {
		Delivery::Deemed => Ok(()),
		Delivery::Metered(MeteredDelivery { supplier, .. }) => {
			ensure!(T::Participants::may_trade(*supplier), Error::SupplierMayNotTrade);
			Ok(())
		}
	}
}

/// The lowest price.
pub(crate) fn check_floor<T: Config>(floor: Price) -> Result<(), Error<T>> {
	let distance = floor.0.unsigned_abs();
	ensure!(distance <= MAX_FLOOR_DISTANCE.0.unsigned_abs(), Error::FloorOutOfBounds);
	Ok(())
}

/// How large orders may be, and how many.
pub(crate) fn check_limits<T: Config>(limits: &OrderLimits) -> Result<(), Error<T>> {
	ensure!(limits.min_order > Lots(0), Error::MinOrderIsZero);
	ensure!(limits.max_order >= limits.min_order, Error::MaxOrderTooSmall);
	ensure!(limits.max_position >= limits.max_order, Error::MaxPositionTooSmall);
	ensure!(limits.capacity > Lots(0), Error::CapacityIsZero);
	ensure!(limits.orders_per_block > 0, Error::NoOrdersPerBlock);
	Ok(())
}

/// How far prices may reach. A rate that was read from JSON, at genesis, can be above one.
pub(crate) fn check_collar<T: Config>(collar: Option<Collar>) -> Result<(), Error<T>> {
	ensure!(collar.is_none_or(|collar| collar.rate <= Permill::one()), Error::CollarTooWide);
	Ok(())
}

/// When products open by an auction: while they are open, with time to collect before and to trade after.
pub(crate) fn check_auction<T: Config>(auction: Option<Millis>) -> Result<(), Error<T>> {
	let while_open = |ahead| T::Clock::gate_close() < ahead && ahead < T::Clock::gate_open();
	ensure!(auction.is_none_or(while_open), Error::AuctionOutsideGate);
	Ok(())
}

/// The hours in which a zone trades.
pub(crate) fn check_calendar<T: Config>(calendar: &Calendar) -> Result<(), Error<T>> {
	ensure!(calendar.is_allowed(), Error::CalendarNotAllowed);
	Ok(())
}

/// A table of a zone's offsets from UTC.
pub(crate) fn check_offsets<T: Config>(table: &[UtcOffset]) -> Result<(), Error<T>> {
	ensure!(table.is_sorted_by(|a, b| a.from < b.from), Error::OffsetsOutOfOrder);
	ensure!(table.iter().all(UtcOffset::is_allowed), Error::OffsetOutOfBounds);
	Ok(())
}

/// A line between two zones.
pub(crate) fn check_link<T: Config>(link: &Link) -> Result<(), Error<T>> {
	ensure!(link.capacity > Lots(0), Error::CapacityIsZero);
	ensure!((Price(0)..=MAX_LINK_FEE).contains(&link.fee), Error::LinkFeeOutOfBounds);
	Ok(())
}
