//! The invariants of settlement, checked after every test and by `try-runtime`.

use crate::{
	types::add_deviation, Between, Claims, Config, Due, DueFrom, Job, Pallet, Parked, Records,
	Settling, Stage, Summaries, TermsOf, UnderWay, Work,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::ensure;
use gridforge_primitives::{
	ClosedMarket, Contract, CurrencyId, DeliverySummary, ProductId, Summary, WattDelta,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks all invariants:
	///
	/// 1. While a product settles, what has been settled and what has not come to as much bought as sold, and as much
	///    paid as earned. The pot is what settled participants have paid in and others have yet to be paid.
	/// 2. A record is of a product that is being settled or has settled; then the records of the product come to what
	///    its summary says, in energy, money and deviations.
	/// 3. Claims are of products that are being settled, and come to what these say.
	/// 4. What waits is due no earlier than the queue begins. A product to settle has no summary, and the market has
	///    it; one to forget has a summary.
	/// 5. Terms are kept of products that wait to be forgotten.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let settling = Self::in_progress();
		for one in &settling {
			Self::check_settling(one)?;
		}
		let settling: BTreeSet<ProductId> = settling.iter().map(|s| s.product).collect();
		let forgetting = match UnderWay::<T>::get() {
			Some(Work::Forget(product)) => Some(product),
			_ => None,
		};
		let recorded: BTreeSet<ProductId> = Records::<T>::iter_keys().map(|(p, _)| p).collect();
		for product in recorded {
			if settling.contains(&product) || forgetting == Some(product) {
				continue;
			}
			let summary = Summaries::<T>::get(product.zone, product.interval);
			Self::check_records(product, &summary.ok_or("a record of no settled product")?)?;
		}
		for (product, _) in Claims::<T>::iter_keys() {
			ensure!(settling.contains(&product), "a claim on a product that does not settle");
		}
		Self::check_queue(forgetting)
	}

	/// The products that are being settled or were put aside.
	pub(crate) fn in_progress() -> Vec<Settling> {
		let under_way = match UnderWay::<T>::get() {
			Some(Work::Settle(settling)) => Some(settling),
			_ => None,
		};
		under_way.into_iter().chain(Parked::<T>::iter_values()).collect()
	}

	/// Money of `currency` that has been collected and not paid out.
	pub(crate) fn money_in_hand(currency: CurrencyId) -> WattDelta {
		let pots = Self::in_progress();
		let pots = pots.iter().filter(|s| s.rules.currency == currency).map(|s| s.pot);
		pots.fold(Between::<T>::get(currency), WattDelta::saturating_add)
	}

	/// Invariants 1 and 3.
	fn check_settling(settling: &Settling) -> Result<(), TryRuntimeError> {
		let Settling { product, contracts, pot, purse, to_others, summary, .. } = settling;
		let left = T::Market::outstanding(*product).ok_or("a settlement of no product")?;
		let all = contracts.checked_add(&left).ok_or("contracts overflow")?;
		ensure!(
			all.bought + settling.exported == all.sold + settling.imported,
			"more settles as bought than as sold, or less"
		);
		let charges = contracts.charge.total().checked_sub(summary.hosts);
		let charges = charges.and_then(|charges| WattDelta::try_from(charges).ok());
		let energy = charges.and_then(|c| pot.checked_sub(c)?.checked_sub(*purse));
		ensure!(
			energy.is_some() && energy == (left.earned + to_others).checked_sub(left.paid),
			"the money of a settlement does not come to what is unsettled"
		);
		let claims: u128 = Claims::<T>::iter_prefix(product).map(|(_, claim)| claim).sum();
		let being_paid = settling.stage > Stage::Positions;
		ensure!(being_paid || claims == settling.claims, "claims come to something else");
		ensure!(claims <= settling.claims, "claims out of nothing");
		Ok(())
	}

	/// Invariant 2.
	fn check_records(product: ProductId, summary: &Summary) -> Result<(), TryRuntimeError> {
		let mut contracts = Contract::default();
		let mut delivery = summary.delivery.map(|delivery| DeliverySummary {
			readings: delivery.readings,
			..DeliverySummary::default()
		});
		for (_, settled) in Records::<T>::iter_prefix(product) {
			contracts = contracts.checked_add(&settled.contract).ok_or("records overflow")?;
			let Some(delivery) = &mut delivery else { continue };
			add_deviation(delivery, &settled.contract, &settled.deviation)
				.ok_or("deviations overflow")?;
			delivery.unpaid += settled.unpaid;
		}
		ensure!(contracts.bought == summary.lots, "records come to other energy");
		ensure!(contracts.paid == summary.notional, "records come to other money");
		ensure!(contracts.charge == summary.charge, "records come to other charges");
		ensure!(delivery == summary.delivery, "records come to other deviations");
		Ok(())
	}

	/// Invariants 4 and 5.
	fn check_queue(forgetting: Option<ProductId>) -> Result<(), TryRuntimeError> {
		let mut waiting = BTreeSet::from_iter(forgetting);
		for (interval, product, job) in Due::<T>::iter() {
			let from = DueFrom::<T>::get().ok_or("something is due but never looked for")?;
			ensure!(interval >= from, "something was left behind");
			let settled = Summaries::<T>::contains_key(product.zone, product.interval);
			match job {
				Job::Settle => {
					ensure!(!settled, "a product would settle twice");
					ensure!(T::Market::closed(product).is_some(), "no product waits to settle");
				}
				Job::Forget => {
					ensure!(settled, "what has not settled would be forgotten");
					waiting.insert(product);
				}
			}
		}
		for product in TermsOf::<T>::iter_keys() {
			ensure!(waiting.contains(&product), "terms are kept for ever");
		}
		Ok(())
	}
}
