//! Placing, amending and cancelling orders, one or many.

use crate::{
	desk::{Desk, Trader},
	Accounts, CancelResults, CancelScope, ClosedOrder, Config, Error, Event, Outcome, Pallet,
	PlaceResults, Positions, Status, WeightInfo, Work,
};
use alloc::vec::Vec;
use frame_support::{
	defensive,
	dispatch::{DispatchResultWithPostInfo, WithPostDispatchInfo},
	ensure,
	storage::with_storage_layer,
	traits::Get,
	weights::Weight,
};
use gridforge_primitives::{
	api::MarketStatus, FeeDiscounts, FeeTier, Lots, Mandate, NewOrder, OrderId, ParticipantId,
	Participants, Price, ProductId, Reach, Side, MAX_LINKS,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The weight of placing one order that takes `work`.
	pub(crate) fn weight_of_placing(work: Work) -> Weight {
		T::WeightInfo::place_order(0).saturating_add(Self::weight_of_extras(work))
	}

	/// The weight of placing a list of orders that takes `work`.
	pub(crate) fn weight_of_placing_many(work: Work) -> Weight {
		// Each further product is read and written like that of an order of its own.
		let products = u64::from(work.desks.saturating_sub(1));
		T::WeightInfo::place_orders(work.orders)
			.saturating_add(T::WeightInfo::place_order(0).saturating_mul(products))
			.saturating_add(Self::weight_of_extras(work))
	}

	/// What `work` weighs above an order that rests beside others, paid from the trading account.
	fn weight_of_extras(work: Work) -> Weight {
		let Work { touched, fills, opened, topped_up, began_pages, pruned, neighbours, .. } = work;
		let plain = T::WeightInfo::place_order(0);
		let extra =
			|times: u32, with: Weight| with.saturating_sub(plain).saturating_mul(times.into());
		T::WeightInfo::place_order(touched)
			.saturating_sub(plain)
			.saturating_add(T::WeightInfo::place_order_fills(fills))
			.saturating_sub(T::WeightInfo::place_order_fills(0))
			.saturating_add(T::WeightInfo::place_order_neighbours(neighbours))
			.saturating_sub(T::WeightInfo::place_order_neighbours(0))
			.saturating_add(extra(opened, T::WeightInfo::place_order_opening()))
			.saturating_add(extra(topped_up, T::WeightInfo::place_order_topping_up()))
			.saturating_add(extra(began_pages, T::WeightInfo::place_order_beginning_page()))
			.saturating_add(extra(pruned, T::WeightInfo::place_order_pruning()))
	}

	/// The weight of cancelling so many orders.
	pub(crate) fn weight_of_cancelling(orders: u32) -> Weight {
		T::WeightInfo::cancel_order().saturating_mul(u64::from(orders))
	}

	/// The weight of looking through so many products and cancelling so many orders.
	pub(crate) fn weight_of_cancelling_all(products: u32, orders: u32) -> Weight {
		T::WeightInfo::cancel_all(products).saturating_add(Self::weight_of_cancelling(orders))
	}

	/// The outcome of a call that took `weight`.
	pub(crate) fn with_weight(
		result: DispatchResult,
		weight: Weight,
	) -> DispatchResultWithPostInfo {
		match result {
			Ok(()) => Ok(Some(weight).into()),
			Err(error) => Err(error.with_weight(weight)),
		}
	}

	/// The most work that placing `orders` can take, if they turn from one product to another `desks - 1` times:
	/// each fill in an older page of a level of its own, so that level and page are read, then for each
	/// order those at which it stops; and everything else that may happen. (A product that opens has nobody to
	/// trade with; that both are charged is of no account.) Orders that reach `afar` look at all neighbours.
	pub(crate) fn most_work(orders: u32, desks: u32, afar: bool) -> Work {
		let fills = T::MaxFills::get();
		Work {
			neighbours: if afar { desks.saturating_mul(MAX_LINKS) } else { 0 },
			orders,
			desks,
			touched: fills.saturating_add(orders).saturating_mul(2),
			fills,
			opened: desks,
			topped_up: orders,
			began_pages: orders,
			pruned: desks,
		}
	}

	/// The most work that placing these orders can take.
	pub(crate) fn most_work_of(orders: &[NewOrder]) -> Work {
		let turns = orders.windows(2).filter(|pair| match pair {
			[before, after] => before.product != after.product,
			_ => false,
		});
		let desks = u32::try_from(turns.count()).unwrap_or(u32::MAX).saturating_add(1);
		let afar = orders.iter().any(|order| order.reach == Reach::Neighbours);
		Self::most_work(u32::try_from(orders.len()).unwrap_or(u32::MAX), desks, afar)
	}

	/// Place `order` for `who`; `work` tells what it took, even where it fails.
	pub(crate) fn do_place(who: &T::AccountId, order: NewOrder, work: &mut Work) -> DispatchResult {
		let trader = Self::trader(who, &[order])?;
		let participant = trader.mandate.participant;
		let mut desk = Desk::<T>::for_new(who, &trader, order.product, work)?;
		let outcome = desk.place(&order, T::MaxFills::get(), work)?;
		desk.close()?;
		Self::deposit_event(Event::OrderPlaced { participant, order, outcome });
		Ok(())
	}

	/// Place `orders` one after another; each stands or falls alone. Together they fill no more resting orders
	/// than one order may.
	pub(crate) fn do_place_many(
		who: &T::AccountId,
		orders: &[NewOrder],
		work: &mut Work,
	) -> DispatchResult {
		ensure!(!orders.is_empty(), Error::<T>::EmptyList);
		let trader = Self::trader(who, orders)?;
		let mut results = PlaceResults::new();
		let mut at: Option<(ProductId, Result<Desk<T>, DispatchError>)> = None;
		for order in orders {
			work.orders = work.orders.saturating_add(1);
			if at.as_ref().is_none_or(|(product, _)| *product != order.product) {
				Self::leave(at.take())?;
				work.desks = work.desks.saturating_add(1);
				let desk = Desk::for_new(who, &trader, order.product, work);
				at = Some((order.product, desk));
			}
			let result = match &mut at {
				Some((_, Ok(desk))) => Self::place_alone(desk, order, work),
				Some((_, Err(error))) => Err(*error),
				None => Err(Self::corrupt().into()),
			};
			results.push(result);
		}
		Self::leave(at)?;
		let participant = trader.mandate.participant;
		Self::deposit_event(Event::OrdersPlaced { participant, results });
		Ok(())
	}

	/// Place an order of a list: where it fails, it has changed nothing.
	fn place_alone(
		desk: &mut Desk<T>,
		order: &NewOrder,
		work: &mut Work,
	) -> Result<Outcome, DispatchError> {
		let max_fills = T::MaxFills::get().saturating_sub(work.fills);
		if desk.only_rests(order) {
			return desk.place(order, max_fills, work);
		}
		desk.prepare(order, work);
		let before = desk.clone();
		with_storage_layer(|| desk.place(order, max_fills, work)).inspect_err(|_| *desk = before)
	}

	/// Write what was done at a desk, if there was one.
	fn leave(at: Option<(ProductId, Result<Desk<T>, DispatchError>)>) -> DispatchResult {
		match at {
			Some((_, Ok(desk))) => desk.close(),
			_ => Ok(()),
		}
	}

	pub(crate) fn do_cancel(who: &T::AccountId, order: OrderId) -> DispatchResult {
		let mandate = Self::mandate_of(who)?;
		let closed = Self::cancel_one(who, &mandate, order)?;
		Self::report_cancelled(mandate.participant, closed);
		Ok(())
	}

	/// Cancel `orders` one after another; each stands or falls alone.
	pub(crate) fn do_cancel_many(who: &T::AccountId, orders: &[OrderId]) -> DispatchResult {
		ensure!(!orders.is_empty(), Error::<T>::EmptyList);
		let mandate = Self::mandate_of(who)?;
		let cancel =
			|order: &OrderId| with_storage_layer(|| Self::cancel_one(who, &mandate, *order));
		let results: CancelResults = orders.iter().map(cancel).collect();
		let participant = mandate.participant;
		Self::deposit_event(Event::OrdersCancelled { participant, results });
		Ok(())
	}

	/// Cancel up to `MaxBatch` open orders in `scope`. Returns how many products and how many orders were looked
	/// at, filled ones that were still listed among them.
	pub(crate) fn do_cancel_all(
		who: &T::AccountId,
		scope: CancelScope,
	) -> Result<(u32, u32), DispatchError> {
		let mandate = Self::mandate_of(who)?;
		let participant = mandate.participant;
		let products = match scope {
			CancelScope::Product(product) => alloc::vec![product],
			CancelScope::Currency(currency) => {
				Accounts::<T>::get(participant, currency).products.into_inner()
			}
		};
		let mut looked_at = 0u32;
		let mut look = || {
			let allowed = looked_at < T::MaxBatch::get();
			looked_at = looked_at.saturating_add(u32::from(allowed));
			allowed
		};
		let (cancelled, more) = Self::cancel_listed(who, &mandate, &products, &mut look)?;
		ensure!(!cancelled.is_empty() || more, Error::<T>::NoOpenOrders);
		Self::deposit_event(Event::AllOrdersCancelled { participant, scope, cancelled, more });
		Ok((u32::try_from(products.len()).unwrap_or(u32::MAX), looked_at))
	}

	/// Cancel the open orders in these products, as long as another may be looked at. Answers with them, and whether
	/// there may be more.
	pub(crate) fn cancel_listed(
		who: &T::AccountId,
		mandate: &Mandate,
		products: &[ProductId],
		look: &mut impl FnMut() -> bool,
	) -> Result<(Vec<ClosedOrder>, bool), DispatchError> {
		let (mut cancelled, mut more) = (Vec::new(), false);
		for product in products {
			if Positions::<T>::get(product, mandate.participant).orders.is_empty() {
				continue;
			}
			let mut desk = match Desk::<T>::for_old(who, mandate, *product) {
				Ok(desk) => desk,
				// Where the gate has closed, and where a delegate has no business, nothing is to be cancelled.
				Err(error) => {
					more |= error == Error::<T>::AuctionUnderWay.into();
					continue;
				}
			};
			let mut refused = false;
			for place in desk.listed() {
				refused = !look();
				if refused {
					break;
				}
				cancelled.extend(desk.clear(place)?);
			}
			desk.close()?;
			if refused {
				return Ok((cancelled, true));
			}
		}
		Ok((cancelled, more))
	}

	/// Change price or size of an open order. `work` tells what placing it anew took; a mere reduction takes none.
	pub(crate) fn do_amend(
		who: &T::AccountId,
		order: OrderId,
		price: Price,
		lots: Lots,
		work: &mut Work,
	) -> DispatchResult {
		let mandate = Self::mandate_of(who)?;
		let participant = mandate.participant;
		let mut desk = Desk::<T>::for_old(who, &mandate, order.product)?;
		let open = desk.open_order(order.place)?;
		let left = lots.checked_sub(open.filled).filter(|left| *left >= desk.min_order());
		let left = left.ok_or(Error::<T>::BelowMinimumOrder)?;
		if price == desk.price_of(order.place) && lots <= open.lots {
			ensure!(lots < open.lots, Error::<T>::NothingToAmend);
			let closed = desk.reduce(order.place, lots)?;
			desk.close()?;
			let ClosedOrder { released, reference, .. } = closed;
			Self::deposit_event(Event::OrderReduced {
				participant,
				order,
				lots,
				released,
				reference,
			});
			return Ok(());
		}
		let anew = NewOrder {
			reference: open.reference,
			..NewOrder::limit(order.product, order.place.side, price, left)
		};
		let trader = Self::trader(who, &[anew])?;
		let mut desk = Desk::<T>::for_new(who, &trader, order.product, work)?;
		let closed = desk.cancel(order.place)?;
		let outcome = desk.place(&anew, T::MaxFills::get(), work)?;
		desk.close()?;
		Self::report_cancelled(participant, closed);
		Self::deposit_event(Event::OrderPlaced { participant, order: anew, outcome });
		Ok(())
	}

	/// For whom `who` may place these orders now, and by which rules. Only buyers are charged, so only their stake is
	/// looked up.
	pub(crate) fn trader(who: &T::AccountId, orders: &[NewOrder]) -> Result<Trader, DispatchError> {
		ensure!(Status::<T>::get() == MarketStatus::Open, Error::<T>::MarketNotOpen);
		let mandate = Self::mandate_of(who)?;
		let admission = T::Participants::admission(mandate.participant);
		ensure!(admission.is_some(), Error::<T>::MayNotTrade);
		let tier = match orders.iter().any(|order| order.side == Side::Bid) {
			true => T::Discounts::tier_of(mandate.participant),
			false => FeeTier::NONE,
		};
		Ok(Trader { mandate, admission, tier })
	}

	/// For whom `who` trades.
	fn mandate_of(who: &T::AccountId) -> Result<Mandate, DispatchError> {
		Ok(T::Participants::mandate_of(who).ok_or(Error::<T>::NoParticipant)?)
	}

	fn cancel_one(
		who: &T::AccountId,
		mandate: &Mandate,
		order: OrderId,
	) -> Result<ClosedOrder, DispatchError> {
		let mut desk = Desk::<T>::for_old(who, mandate, order.product)?;
		let closed = desk.cancel(order.place)?;
		desk.close()?;
		Ok(closed)
	}

	fn report_cancelled(participant: ParticipantId, closed: ClosedOrder) {
		let ClosedOrder { order, lots, released, reference } = closed;
		Self::deposit_event(Event::OrderCancelled {
			participant,
			order,
			lots,
			released,
			reference,
		});
	}

	/// The error for a book that contradicts itself.
	pub(crate) fn corrupt() -> Error<T> {
		defensive!("the stored book contradicts itself");
		Error::<T>::BookCorrupt
	}
}
