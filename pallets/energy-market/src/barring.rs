//! Participants that may trade no longer: what of theirs is in the way of an order gives way to it, and all else is
//! cancelled.

use crate::{
	AccountOf, Accounts, CancelScope, Config, Error, Event, Pallet, Positions, WeightInfo,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::Get,
	weights::{Weight, WeightMeter},
};
use gridforge_maps::DirectDoubleMap;
use gridforge_matching::{Cancelled, Withdrawn};
use gridforge_primitives::{
	Mandate, OrderId, OrderTerms, ParticipantId, Participants, ProductId, ProductRules,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Currencies in each of which somebody may have as many products as can be, that one `cancel_barred` looks at.
const CURRENCIES: u32 = 4;

impl<T: Config> Pallet<T> {
	/// Release what an order locked that gave way because its owner is barred, and tell of it.
	pub(crate) fn give_back_barred(
		id: ProductId,
		rules: &ProductRules,
		withdrawn: Withdrawn,
	) -> DispatchResult {
		let Withdrawn { owner, order: place, cancelled } = withdrawn;
		let Cancelled { lots, filled, reference, terms } = cancelled;
		let mut position = Positions::<T>::read(id, owner);
		let mut account = Accounts::<T>::read(owner, rules.currency);
		let whole = lots.checked_add(filled).ok_or(Error::<T>::Overflow)?;
		let released = position
			.unlock(&mut account, rules, place, OrderTerms(terms), (whole, filled))
			.ok_or(Error::<T>::Overflow)?;
		position.unlist(place, filled);
		Self::store_position(id, owner, rules.currency, position, account);
		let order = OrderId { product: id, place };
		Self::deposit_event(Event::OrderCancelled {
			participant: owner,
			order,
			lots,
			released,
			reference,
		});
		Ok(())
	}

	/// The most that one `cancel_barred` weighs.
	pub(crate) fn weight_of_cancelling_barred() -> Weight {
		let products = T::MaxProducts::get().saturating_mul(CURRENCIES);
		// Whether it may trade, and the list that it is taken off.
		T::DbWeight::get()
			.reads_writes(2, 1)
			.saturating_add(Self::weight_of_cancelling_all(products, T::MaxBatch::get()))
	}

	/// Cancel the orders of a participant that may not trade. Answers with the weight of that.
	pub(crate) fn do_cancel_barred(participant: ParticipantId) -> Result<Weight, DispatchError> {
		ensure!(!T::Participants::may_trade(participant), Error::<T>::MayStillTrade);
		let waited = T::Participants::barred().contains(&participant);
		let mut meter = WeightMeter::with_limit(Self::weight_of_cancelling_barred());
		let cancelled = Self::cancel_as_far_as(participant, &mut meter)?;
		ensure!(cancelled > 0 || waited, Error::<T>::NoOpenOrders);
		Ok(meter.consumed())
	}

	/// Cancel the orders of those who are barred, as far as `meter` allows.
	pub(crate) fn sweep_barred(meter: &mut WeightMeter) {
		if meter.try_consume(T::DbWeight::get().reads(1)).is_err() {
			return;
		}
		for participant in T::Participants::barred() {
			let swept =
				with_storage_layer(|| Self::cancel_as_far_as(participant, meter).map(|_| ()));
			if let Err(error) = swept {
				log::error!(target: crate::LOG_TARGET, "cancelling orders of {participant:?} failed: {error:?}");
			}
		}
	}

	/// Cancel orders of a participant as far as `meter` allows, and take it off the list of the barred when none is
	/// left. Answers with how many.
	fn cancel_as_far_as(
		participant: ParticipantId,
		meter: &mut WeightMeter,
	) -> Result<usize, DispatchError> {
		if meter.try_consume(T::DbWeight::get().reads_writes(2, 1)).is_err() {
			return Ok(0);
		}
		let mandate = Mandate { participant, limits: None };
		let (mut count, mut left) = (0usize, false);
		let accounts = Accounts::<T>::iter_prefix(participant);
		for (currency, AccountOf::<T> { products, .. }) in accounts.collect::<alloc::vec::Vec<_>>()
		{
			let looking =
				T::WeightInfo::cancel_all(u32::try_from(products.len()).unwrap_or(u32::MAX));
			if meter.try_consume(looking).is_err() {
				return Ok(count);
			}
			let mut look = || meter.try_consume(T::WeightInfo::cancel_order()).is_ok();
			let market = Self::market_account();
			let (cancelled, more) = Self::cancel_listed(&market, &mandate, &products, &mut look)?;
			left |= more;
			count = count.saturating_add(cancelled.len());
			if !cancelled.is_empty() {
				let scope = CancelScope::Currency(currency);
				Self::deposit_event(Event::AllOrdersCancelled {
					participant,
					scope,
					cancelled,
					more,
				});
			}
		}
		if !left {
			T::Participants::swept(participant);
		}
		Ok(count)
	}
}
