//! What the runtime API answers: read only, computed from storage when asked.

use crate::{Config, Due, DueFrom, Job, Pallet, Parked, Records, Summaries, UnderWay, Work};
use alloc::vec::Vec;
use gridforge_primitives::{
	api::Backlog, BillEntry, IntervalClock, IntervalId, ParticipantId, PeriodBill, ProductId,
	Settled, Summary, ZoneId,
};

/// The most intervals that `bill` looks at.
pub const MAX_BILL_INTERVALS: u32 = 1_000;

/// The most products that `backlog` counts, and intervals that it looks at.
const MAX_BACKLOG: usize = 1_000;

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

	/// What settlement has not come to yet: products whose time has come, and those put aside.
	pub fn backlog() -> Backlog {
		let now = T::Clock::now();
		let under_way = match UnderWay::<T>::get() {
			Some(Work::Settle(settling)) => Some(Self::due_of(settling.product, &settling.rules)),
			Some(Work::Forget(_) | Work::Expire(_)) | None => None,
		};
		let last = T::Clock::interval_at(now);
		let first = DueFrom::<T>::get().unwrap_or(last);
		let intervals = (first.0..=last.0).map(IntervalId).take(MAX_BACKLOG);
		let waiting = intervals.flat_map(|interval| {
			Due::<T>::iter_prefix(interval)
				.filter(|(_, job)| matches!(job, Job::Settle))
				.map(move |_| interval)
		});
		let due: Vec<_> = under_way.into_iter().chain(waiting).take(MAX_BACKLOG).collect();
		let oldest = due.iter().min().copied();
		let parked = Parked::<T>::iter_keys().take(MAX_BACKLOG).count();
		Backlog {
			products: u32::try_from(due.len()).unwrap_or(u32::MAX),
			waiting: oldest.map_or(0, |due| now.saturating_sub(T::Clock::delivery_start(due))),
			parked: u32::try_from(parked).unwrap_or(u32::MAX),
		}
	}
}
