//! What the runtime API answers: read only, computed from storage when asked.

use crate::{Config, Pallet, Records, Summaries};
use gridforge_primitives::{
	BillEntry, IntervalId, ParticipantId, PeriodBill, ProductId, Settled, Summary, ZoneId,
};

/// The most intervals that `bill` looks at.
pub const MAX_BILL_INTERVALS: u32 = 1_000;

impl<T: Config> Pallet<T> {
	/// What is kept of a settled product.
	pub fn interval_summary(product: ProductId) -> Option<Summary> {
		Summaries::<T>::get(product.zone, product.interval)
	}

	/// How a participant's interval was settled; nothing where it had no contract there, or once the time for
	/// corrections has passed.
	pub fn settlement_of(participant: ParticipantId, product: ProductId) -> Option<Settled> {
		Records::<T>::get(product, participant)
	}

	/// What a participant's settled intervals in `zone` came to, of those that deliver from `from` on and before
	/// `until`; at most [`MAX_BILL_INTERVALS`] are looked at.
	pub fn bill(
		participant: ParticipantId,
		zone: ZoneId,
		from: IntervalId,
		until: IntervalId,
	) -> PeriodBill {
		let end = until.0.min(from.0.saturating_add(MAX_BILL_INTERVALS));
		let mut bill = PeriodBill { entries: Default::default(), owed: 0, next: None };
		for interval in (from.0..end).map(IntervalId) {
			let product = ProductId { interval, zone };
			let Some(settled) = Records::<T>::get(product, participant) else { continue };
			let Some(owed) = Self::owed(&settled) else { continue };
			bill.owed = bill.owed.saturating_add(owed);
			bill.entries.push(BillEntry { product, settled, owed });
		}
		bill.next = (end < until.0).then_some(IntervalId(end));
		bill
	}
}
