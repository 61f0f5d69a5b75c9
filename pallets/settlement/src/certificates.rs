//! Green certificates: what renewable energy was fed in, and who may say that it used it.
//!
//! They are issued when readings can no longer be corrected, by source, in Wh. What a participant fed in and neither
//! sold nor shared is its own. What it delivered stays with it too, or goes to those who used energy of the product,
//! each by its share of all the energy of the product, as the zone's [`CertificateRule`] says. The shares of energy
//! that nobody in the zone used are not issued, nor is what rounding leaves: a kWh counts once at the most.

use crate::{
	Certificates, Certified, CertifiedOf, Config, Error, Event, Job, Pallet, Records, Stage,
	Summaries, Terms, TermsOf, WeightInfo,
};
use frame_support::{ensure, storage::with_storage_layer, weights::Weight};
use gridforge_primitives::{
	BySource, CertificateRule, ClosedMarket, Communities, DeliverySummary, EnergySource,
	IntervalClock, MeterReadings, ParticipantId, ProductId, Settled, SettlementQueue, WattHours,
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

/// Of what a participant's renewable sources fed in, what has certificates that go to those who used it: what it
/// delivered under contracts and shared. What is sold counts as renewable first.
pub fn passed_on(rule: CertificateRule, settled: &Settled) -> BySource {
	let Settled { contract, metered, deviation, shared, .. } = settled;
	if rule == CertificateRule::Seller {
		return BySource::default();
	}
	let delivered = if contract.sold > contract.bought { deviation.delivered } else { 0 };
	let given = shared.map_or(0, |shared| shared.given);
	let WattHours(energy) = WattHours::of_lots(delivered.saturating_add(given));
	let WattHours(renewable) = metered.renewable.total();
	metered.renewable.share(energy, renewable)
}

/// What certificates a participant gets: what it keeps of its own, and its share of what was passed on.
pub fn certificates(settled: &Settled, terms: &Terms, product: &DeliverySummary) -> BySource {
	let Settled { contract, metered, deviation, shared, .. } = settled;
	let passed_on = passed_on(terms.certificates, settled);
	let kept = metered.renewable.checked_sub(&passed_on).unwrap_or_default();
	let used = if contract.sold > contract.bought { 0 } else { deviation.delivered };
	let used = used.saturating_add(shared.map_or(0, |shared| shared.taken));
	let DeliverySummary { used: all_used, unused, exported, shared, .. } = *product;
	let all = all_used.saturating_add(unused).saturating_add(exported).saturating_add(shared);
	let bought = terms.passed_on.share(used, all);
	kept.checked_add(&bought).unwrap_or(kept)
}

impl<T: Config> Pallet<T> {
	/// Delete the records of a product and issue its certificates, one participant a step. Whether all is done.
	pub(crate) fn forget(product: ProductId, pay: &mut dyn FnMut(Weight) -> bool) -> bool {
		let delivery = Self::interval_summary(product).and_then(|summary| summary.delivery);
		let certifies = TermsOf::<T>::get(product).zip(delivery);
		let mut records = Records::<T>::iter_prefix(product);
		loop {
			if !pay(T::WeightInfo::forget_record()) {
				return false;
			}
			let Some((participant, settled)) = records.next() else { break };
			Records::<T>::remove(product, participant);
			if let Some((terms, delivery)) = certifies {
				Self::issue(product, participant, certificates(&settled, &terms, &delivery));
			}
		}
		TermsOf::<T>::remove(product);
		if CertifiedOf::<T>::contains_key(product) {
			let expires = T::Clock::certificates_until(product.interval);
			Self::enqueue(Self::first_from(expires), product, Job::Expire);
		}
		true
	}

	/// Give a participant its certificates of a product.
	fn issue(product: ProductId, participant: ParticipantId, issued: BySource) {
		if issued.is_zero() {
			return;
		}
		Certificates::<T>::insert(product, participant, issued);
		CertifiedOf::<T>::mutate(product, |certified| {
			let certified = certified.get_or_insert_with(Certified::default);
			certified.issued = certified.issued.checked_add(&issued).unwrap_or(certified.issued);
		});
		Self::deposit_event(Event::CertificatesIssued { product, participant, issued });
	}

	/// Delete the certificates of a product, one participant's a step. Whether all are gone.
	pub(crate) fn expire(product: ProductId, pay: &mut dyn FnMut(Weight) -> bool) -> bool {
		let mut holders = Certificates::<T>::iter_key_prefix(product);
		loop {
			if !pay(T::WeightInfo::expire_certificate()) {
				return false;
			}
			match holders.next() {
				Some(participant) => Certificates::<T>::remove(product, participant),
				None => break,
			}
		}
		let Certified { issued, claimed } = CertifiedOf::<T>::take(product).unwrap_or_default();
		let unclaimed = issued.checked_sub(&claimed).unwrap_or_default();
		Self::deposit_event(Event::CertificatesExpired { product, unclaimed });
		true
	}

	/// Cancel `amount` of a participant's certificates of a product and a source.
	pub(crate) fn claim(
		product: ProductId,
		participant: ParticipantId,
		source: EnergySource,
		amount: WattHours,
	) -> DispatchResult {
		ensure!(!amount.0.is_zero(), Error::<T>::ClaimsNothing);
		let expires = T::Clock::certificates_until(product.interval);
		ensure!(T::Clock::now() < expires, Error::<T>::CertificatesExpired);
		Certificates::<T>::try_mutate_exists(product, participant, |held| {
			let left = held.as_mut().and_then(|held| held.of(source));
			let left = left.ok_or(Error::<T>::NoSuchCertificates)?;
			*left = left.checked_sub(amount).ok_or(Error::<T>::NoSuchCertificates)?;
			*held = held.filter(|held| !held.is_zero());
			Ok::<(), DispatchError>(())
		})?;
		CertifiedOf::<T>::try_mutate(product, |certified| {
			let claimed = certified.as_mut().and_then(|certified| certified.claimed.of(source));
			let claimed = claimed.ok_or(Error::<T>::NoSuchCertificates)?;
			*claimed = claimed.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			Ok::<(), DispatchError>(())
		})
	}

	/// Record what renewable sources of a participant fed in that had no contract in a product, so that it gets its
	/// certificates. What was recorded.
	pub(crate) fn certify(
		product: ProductId,
		participant: ParticipantId,
	) -> Result<BySource, DispatchError> {
		ensure!(!Self::is_settling(product), Error::<T>::BeingSettled);
		if !Summaries::<T>::contains_key(product.zone, product.interval) {
			Self::settle_untraded(product)?;
		}
		ensure!(TermsOf::<T>::contains_key(product), Error::<T>::NotMetered);
		let closes = T::Clock::corrections_until(product.interval);
		ensure!(T::Clock::now() < closes, Error::<T>::TooLate);
		ensure!(!Records::<T>::contains_key(product, participant), Error::<T>::AlreadyRecorded);
		let metered = T::Readings::metered(&mut Default::default(), product, participant);
		ensure!(!metered.renewable.is_zero(), Error::<T>::NothingRenewable);
		let new = Settled { metered, ..Settled::default() };
		Self::replace_record(product, participant, &Settled::default(), new)?;
		Ok(metered.renewable)
	}

	/// Settle a product that nobody has traded: it gets a summary, so that renewable energy of it can be recorded.
	fn settle_untraded(product: ProductId) -> DispatchResult {
		ensure!(T::Market::closed(product).is_none(), Error::<T>::NotSettled);
		// Where communities share, each interval is settled without being asked, and with what they share.
		let shares = T::Communities::shares_from(product.zone, product.interval);
		ensure!(!shares, Error::<T>::NotSettled);
		let mut settling = Self::begin(product).ok_or(Error::<T>::NotSettled)?;
		settling.stage = Stage::Finish;
		with_storage_layer(|| Self::finish(&settling))
	}
}
