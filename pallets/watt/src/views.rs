//! What the runtime API answers: read only, computed from storage when asked.

use crate::{
	Config, Currencies, Currency, Issuer, Issuers, Pallet, PendingMints, Redemption, Redemptions,
	RedemptionsOf,
};
use alloc::{string::String, vec::Vec};
use frame_support::traits::fungibles::Inspect;
use gridforge_primitives::{
	CurrencyId, CurrencyStatus, IssuerId, IssuerStatus, PendingMintInfo, RedemptionId,
	RedemptionInfo, WattBalance,
};

/// The most redemptions of a queue that are shown at once.
pub const MAX_QUEUE_SHOWN: usize = 1_000;

impl<T: Config> Pallet<T> {
	/// The currencies that there are, by id.
	pub fn currencies() -> Vec<CurrencyId> {
		let mut currencies = Currencies::<T>::iter_keys().collect::<Vec<_>>();
		currencies.sort_unstable();
		currencies
	}

	/// A currency, its reserves and its issuers; nothing for an unknown one.
	pub fn currency_status(id: CurrencyId) -> Option<CurrencyStatus> {
		let currency = Currencies::<T>::get(id)?;
		let mut issuers = Issuers::<T>::iter()
			.filter(|(_, issuer)| issuer.currency == id)
			.map(|(id, issuer)| Self::issuer_status(id, &issuer, &currency))
			.collect::<Vec<_>>();
		issuers.sort_unstable_by_key(|issuer| issuer.issuer);
		let sum = |part: fn(&IssuerStatus) -> WattBalance| {
			issuers.iter().map(part).fold(0, WattBalance::saturating_add)
		};
		Some(CurrencyStatus {
			currency: id,
			code: String::from_utf8_lossy(&currency.code).into_owned(),
			supply: T::Assets::total_issuance(id),
			reserve: sum(|issuer| issuer.reserve.unwrap_or(0)),
			in_redemption: sum(|issuer| issuer.in_redemption),
			stopped: currency.stopped,
			short: currency.short,
			limits: currency.limits,
			issuers,
		})
	}

	fn issuer_status(id: IssuerId, issuer: &Issuer, currency: &Currency) -> IssuerStatus {
		let reserve = Self::reserve(id, currency.limits.max_age);
		let barriers = Self::barriers(issuer, currency, &reserve);
		let room = Self::room(issuer, currency, &reserve);
		let mintable = if barriers.is_empty() { room.least() } else { 0 };
		let first = issuer.queue.first.and_then(Redemptions::<T>::get);
		IssuerStatus {
			issuer: id,
			outstanding: issuer.outstanding().unwrap_or(0),
			in_redemption: issuer.in_redemption,
			queue: issuer.queue.length,
			first_deadline: first.map(|redemption| redemption.deadline),
			reserve: reserve.amount,
			fresh: reserve.fresh,
			as_of: reserve.as_of,
			allowance: issuer.allowance,
			mintable,
			mintable_alone: mintable.min(room.alone),
			barriers,
		}
	}

	/// The redemptions in an issuer's queue, those that it pays first before the others: at most [`MAX_QUEUE_SHOWN`]
	/// behind `after`, or from the first on.
	pub fn redemption_queue(
		issuer: IssuerId,
		after: Option<RedemptionId>,
	) -> Vec<RedemptionInfo<T::AccountId>> {
		let behind = |id| Redemptions::<T>::get(id).and_then(|r| r.place?.behind);
		let mut next = match after {
			Some(id) => behind(id),
			None => Issuers::<T>::get(issuer).and_then(|issuer| issuer.queue.first),
		};
		let mut shown = Vec::new();
		while let Some(id) = next.filter(|_| shown.len() < MAX_QUEUE_SHOWN) {
			let Some(redemption) = Redemptions::<T>::get(id).filter(|r| r.issuer == issuer) else {
				break;
			};
			next = redemption.place.and_then(|place| place.behind);
			shown.extend(Self::shown(id, redemption));
		}
		shown
	}

	/// The redemptions of an account that are neither paid nor given back, oldest first.
	pub fn redemptions_of(account: T::AccountId) -> Vec<RedemptionInfo<T::AccountId>> {
		let ids = RedemptionsOf::<T>::get(account);
		ids.into_iter().filter_map(|id| Self::shown(id, Redemptions::<T>::get(id)?)).collect()
	}

	fn shown(
		id: RedemptionId,
		redemption: Redemption<T::AccountId>,
	) -> Option<RedemptionInfo<T::AccountId>> {
		let Redemption { issuer, holder, amount, reference, deadline, place } = redemption;
		let currency = Issuers::<T>::get(issuer)?.currency;
		let aside = place.is_none();
		let redemption = id;
		Some(RedemptionInfo {
			redemption,
			issuer,
			currency,
			holder,
			amount,
			reference,
			deadline,
			aside,
		})
	}

	/// The mints of an issuer that wait for their second signature, oldest first.
	pub fn pending_mints(issuer: IssuerId) -> Vec<PendingMintInfo<T::AccountId>> {
		let pending = PendingMints::<T>::iter_prefix(issuer).map(|(mint, pending)| {
			let crate::PendingMint { to, amount, reference, proposer, until } = pending;
			PendingMintInfo { mint, issuer, to, amount, reference, proposer, until }
		});
		let mut pending = pending.collect::<Vec<_>>();
		pending.sort_unstable_by_key(|pending| pending.mint);
		pending
	}
}
