//! The invariants of settlement, checked after every test and by `try-runtime`.

use crate::{
	certificates::passed_on, types::add_settled, Between, Certificates, Certified, CertifiedOf,
	Claims, Config, Due, DueFrom, Job, Pallet, Parked, Records, Settling, SharedTo, Stage,
	Summaries, TermsOf, UnderWay, Work,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::ensure;
use gridforge_primitives::{
	BySource, Charge, ClosedMarket, Communities, Contract, CurrencyId, DeliverySummary, ProductId,
	Summary, WattDelta,
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
	/// 6. What certificates of a product are held and what was claimed is what was issued, source by source, and no
	///    more than its renewable sources fed in; they wait to expire.
	/// 7. The interval of a zone that communities share in next waits to be settled.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let settling = Self::in_progress();
		for one in &settling {
			Self::check_settling(one)?;
		}
		let settling: BTreeSet<ProductId> = settling.iter().map(|s| s.product).collect();
		let (forgetting, expiring) = match UnderWay::<T>::get() {
			Some(Work::Forget(product)) => (Some(product), None),
			Some(Work::Expire(product)) => (None, Some(product)),
			_ => (None, None),
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
		let to_expire = Self::check_queue(forgetting)?;
		for (product, certified) in CertifiedOf::<T>::iter() {
			let done = expiring == Some(product);
			let waits = done || forgetting == Some(product) || to_expire.contains(&product);
			ensure!(waits, "certificates are kept for ever");
			Self::check_certificates(product, certified, done)?;
		}
		for (product, _) in Certificates::<T>::iter_keys() {
			ensure!(CertifiedOf::<T>::contains_key(product), "certificates out of nothing");
		}
		Ok(())
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
		let untraded = settling.stage >= Stage::Sharing && summary.participants == 0;
		let left = T::Market::outstanding(*product).or_else(|| untraded.then(Contract::default));
		let left = left.ok_or("a settlement of no product")?;
		let all = contracts.checked_add(&left).ok_or("contracts overflow")?;
		ensure!(
			all.bought + settling.exported == all.sold + settling.imported,
			"more settles as bought than as sold, or less"
		);
		let charges = settling.charge().ok_or("charges overflow")?;
		let charges = charges.total().checked_sub(summary.hosts);
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
			exported: delivery.exported,
			..DeliverySummary::default()
		});
		let terms = TermsOf::<T>::get(product);
		let (mut charge, mut passed, mut given) = (Charge::default(), BySource::default(), 0);
		for (_, settled) in Records::<T>::iter_prefix(product) {
			contracts = contracts.checked_add(&settled.contract).ok_or("records overflow")?;
			let Some(delivery) = &mut delivery else { continue };
			add_settled(delivery, &settled).ok_or("deviations overflow")?;
			let rule = terms.map(|terms| terms.certificates).unwrap_or_default();
			passed = passed.checked_add(&passed_on(rule, &settled)).ok_or("energy overflows")?;
			let shared = settled.shared.unwrap_or_default();
			charge = charge.checked_add(&shared.charge).ok_or("charges overflow")?;
			given += shared.given;
		}
		charge = charge.checked_add(&contracts.charge).ok_or("charges overflow")?;
		ensure!(contracts.bought == summary.lots, "records come to other energy");
		ensure!(contracts.paid == summary.notional, "records come to other money");
		ensure!(charge == summary.charge, "records come to other charges");
		ensure!(delivery == summary.delivery, "records come to other deviations");
		ensure!(
			delivery.is_none_or(|sum| sum.shared == given),
			"more is shared than given, or less"
		);
		ensure!(
			terms.is_none_or(|terms| terms.passed_on == passed),
			"records pass on other certificates"
		);
		Ok(())
	}

	/// Invariant 6.
	fn check_certificates(
		product: ProductId,
		certified: Certified,
		expiring: bool,
	) -> Result<(), TryRuntimeError> {
		let Certified { issued, claimed } = certified;
		let mut left = issued.checked_sub(&claimed).ok_or("more is claimed than was issued")?;
		for held in Certificates::<T>::iter_prefix_values(product) {
			ensure!(!held.is_zero(), "certificates of nothing");
			left = left.checked_sub(&held).ok_or("certificates out of nothing")?;
		}
		ensure!(expiring || left.is_zero(), "certificates got lost");
		let delivery = Self::interval_summary(product).and_then(|summary| summary.delivery);
		let renewable = delivery.map(|delivery| delivery.renewable).unwrap_or_default();
		ensure!(issued.total() <= renewable, "a kWh counts twice");
		Ok(())
	}

	/// Invariants 4, 5 and 7. Answers with the products whose certificates wait to expire.
	fn check_queue(forgetting: Option<ProductId>) -> Result<BTreeSet<ProductId>, TryRuntimeError> {
		let mut waiting = BTreeSet::from_iter(forgetting);
		let mut to_expire = BTreeSet::new();
		for (interval, product, job) in Due::<T>::iter() {
			let from = DueFrom::<T>::get().ok_or("something is due but never looked for")?;
			ensure!(interval >= from, "something was left behind");
			let settled = Summaries::<T>::contains_key(product.zone, product.interval);
			match job {
				Job::Settle => {
					// Where communities share, each interval has its turn, also one that was traded under other
					// rules and has settled before.
					let shares = T::Communities::next_community(product.zone, None).is_some();
					ensure!(shares || !settled, "a product would settle twice");
					let traded = T::Market::closed(product).is_some();
					ensure!(shares || traded, "no product waits to settle");
				}
				Job::Expire => {
					ensure!(settled, "what has not settled would expire");
					to_expire.insert(product);
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
		for (zone, interval) in SharedTo::<T>::iter() {
			let due = Due::<T>::iter().any(|(_, product, job)| {
				job == Job::Settle && product == ProductId { interval, zone }
			});
			ensure!(due, "communities wait for ever");
		}
		Ok(to_expire)
	}
}
