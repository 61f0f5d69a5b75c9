//! The opening auction: when it is due, and its steps.

use crate::{
	store::ProductStore, terms, Accounts, AuctionFrom, Auctions, Config, Error, Event, Line,
	Pallet, Position, Positions, Product, Products, Status, TradeFill, Uncrossing, WeightInfo,
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	storage::with_storage_layer,
	traits::Get,
	weights::{Weight, WeightMeter},
};
use gridforge_matching::{Executed, Execution, Progress, Search};
use gridforge_primitives::{
	api::MarketStatus, FeeDiscounts, IntervalClock, IntervalId, Lots, Millis, OrderTerms,
	ParticipantId, Participants, Phase, Price, ProductId, ProductRules, Session, WattBalance,
	ZoneId, Zones,
};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, DispatchResult};

/// An auction that is being held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Auction {
	/// The product.
	pub product: ProductId,
	/// How far it has come.
	pub stage: AuctionStage,
}

/// How far an auction has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum AuctionStage {
	/// The price is searched for.
	Search(Search),
	/// Orders trade at the price.
	Execution {
		/// What is left to trade.
		left: Execution,
		/// Lots that trade in all.
		volume: u64,
	},
}

impl<T: Config> Pallet<T> {
	/// A product as it would open now; nothing for an unknown zone.
	pub(crate) fn unopened(id: ProductId) -> Option<Product> {
		let mut rules = T::Zones::rules(id.zone, id.interval)?;
		rules.fees.discounts = T::Discounts::discounts();
		let collecting =
			rules.auction.is_some() && T::Clock::now() < Self::auction_moment(id, &rules);
		Some(Product::new(rules, collecting))
	}

	/// When the opening auction of a product is held, if its rules have one.
	pub(crate) fn auction_moment(id: ProductId, rules: &ProductRules) -> Millis {
		T::Clock::delivery_start(id.interval).saturating_sub(rules.auction.unwrap_or(0))
	}

	/// The interval in which that moment lies.
	pub(crate) fn auction_interval(id: ProductId, rules: &ProductRules) -> IntervalId {
		let length = T::Clock::interval_length().max(1);
		let interval = Self::auction_moment(id, rules).checked_div(length).unwrap_or(0);
		IntervalId(u32::try_from(interval).unwrap_or(u32::MAX))
	}

	/// Whether the auction of that product is under way.
	pub(crate) fn is_uncrossing(id: ProductId) -> bool {
		Uncrossing::<T>::get().is_some_and(|auction| auction.product == id)
	}

	/// Have the auction of a product held when it is due.
	pub(crate) fn call_auction(id: ProductId, rules: &ProductRules) {
		let due = Self::auction_interval(id, rules);
		Auctions::<T>::insert(due, id, ());
		let from = AuctionFrom::<T>::get().map_or(due, |from| from.min(due));
		AuctionFrom::<T>::put(from);
	}

	/// The weight of `steps` steps of auctions, whichever they are.
	pub(crate) fn weight_of_steps(steps: u32) -> Weight {
		let step = T::WeightInfo::auction_search().max(T::WeightInfo::auction_page());
		T::DbWeight::get()
			.reads(2)
			.saturating_add(T::WeightInfo::auction_search())
			.saturating_add(step.saturating_mul(u64::from(steps)))
	}

	/// Hold the auctions that are due, as far as `meter` and `steps` allow.
	pub(crate) fn hold_auctions(meter: &mut WeightMeter, steps: &mut u32) {
		while *steps > 0 {
			let Some(mut auction) = Self::due_auction(meter) else { return };
			let mut go_on = |weight: Weight| {
				let allowed = *steps > 0 && meter.try_consume(weight).is_ok();
				*steps = steps.saturating_sub(u32::from(allowed));
				allowed
			};
			match Self::uncross(&mut auction, &mut go_on) {
				Ok(true) => Uncrossing::<T>::kill(),
				Ok(false) => {
					Uncrossing::<T>::put(auction);
					return;
				}
				Err(error) => {
					let product = auction.product;
					log::error!(target: crate::LOG_TARGET, "auction of {product:?} failed: {error:?}");
					Uncrossing::<T>::kill();
					Self::deposit_event(Event::AuctionFailed { product, error });
				}
			}
		}
	}

	/// The auction under way, or the next that is due. One look is paid for each product and each interval.
	fn due_auction(meter: &mut WeightMeter) -> Option<Auction> {
		// Most blocks have none, and learn so by two reads.
		meter.try_consume(T::DbWeight::get().reads(2)).ok()?;
		if !Uncrossing::<T>::exists() && !AuctionFrom::<T>::exists() {
			return None;
		}
		let mut pay = |weight| meter.try_consume(weight).ok();
		pay(T::WeightInfo::auction_search())?;
		if let Some(auction) = Uncrossing::<T>::get() {
			return Some(auction);
		}
		pay(T::DbWeight::get().reads(1))?;
		let barred = T::Participants::barred();
		// One for each look, and one for the position of each who is barred.
		let positions = u64::try_from(barred.len()).unwrap_or(u64::MAX);
		let looking =
			T::WeightInfo::auction_search().saturating_add(T::DbWeight::get().reads(positions));
		let mut look = || pay(looking);
		let (now, first) = (T::Clock::now(), AuctionFrom::<T>::get()?);
		let mut interval = first;
		// An auction that must not be held now waits, until its gate closes; others do not wait for it.
		let mut waiting = None;
		let found = 'search: loop {
			for product in Auctions::<T>::iter_key_prefix(interval) {
				if look().is_none() {
					break 'search None;
				}
				let header = Products::<T>::get(product.interval, product.zone);
				let due = header.as_ref().map(|h| Self::auction_moment(product, &h.rules));
				if due.is_some_and(|due| now < due) {
					continue;
				}
				// What comes too late is left to settlement, which releases all orders.
				let open = T::Clock::phase(product.interval) == Phase::Open;
				let header = header.filter(|h| h.collecting && open);
				if header.is_some()
					&& (Self::is_shut(product.zone) || Self::is_in_the_way(&barred, product))
				{
					waiting = waiting.or(Some(interval));
					continue;
				}
				Auctions::<T>::remove(interval, product);
				if let Some(header) = header {
					break 'search Some(Self::begin_auction(product, &header.rules));
				}
			}
			let next = interval.0.checked_add(1).map(IntervalId);
			match next.filter(|next| T::Clock::delivery_start(*next) <= now) {
				Some(next) if look().is_some() => interval = next,
				_ => break None,
			}
		};
		let from = waiting.unwrap_or(interval);
		if from != first {
			AuctionFrom::<T>::put(from);
		}
		found
	}

	/// Whether somebody who is barred has orders in a product: an auction trades with everybody, so they are cancelled
	/// first.
	fn is_in_the_way(barred: &[ParticipantId], product: ProductId) -> bool {
		barred.iter().any(|who| !Positions::<T>::get(product, who).orders.is_empty())
	}

	/// Whether the market or the zone was shut by somebody. The hours of its calendar do not matter to an auction.
	fn is_shut(zone: ZoneId) -> bool {
		let session = T::Zones::session(zone);
		Status::<T>::get() != MarketStatus::Open
			|| matches!(session, Session::CancelOnly | Session::Halted)
	}

	/// Of several prices that are as good, that nearest to where the zone last closed is taken.
	fn begin_auction(product: ProductId, rules: &ProductRules) -> Auction {
		let closing = crate::ClosingPrices::<T>::get(product.zone);
		let reference = closing.map(|price| price.nearest_tick(rules.floor));
		Auction { product, stage: AuctionStage::Search(Search::new(reference)) }
	}

	/// Go on with an auction. Whether it is finished. An error leaves everything as it was before the failed
	/// step.
	fn uncross(
		auction: &mut Auction,
		go_on: &mut impl FnMut(Weight) -> bool,
	) -> Result<bool, DispatchError> {
		let id = auction.product;
		let mut product = Products::<T>::get(id.interval, id.zone).ok_or_else(Self::corrupt)?;
		let mut store = ProductStore::<T>::of(id);
		while let AuctionStage::Search(search) = &mut auction.stage {
			if !go_on(T::WeightInfo::auction_search()) {
				return Ok(false);
			}
			match search.step(&product.book, &store).map_err(|_| Self::corrupt())? {
				Progress::Searching => {}
				Progress::NotCrossed => {
					Self::end_auction(id, product, None)?;
					return Ok(true);
				}
				Progress::Found(found) => {
					let (left, volume) = (Execution::new(found), found.volume);
					auction.stage = AuctionStage::Execution { left, volume };
				}
			}
		}
		let AuctionStage::Execution { left, volume } = &mut auction.stage else {
			return Err(Self::corrupt().into());
		};
		let price = left.price().price(product.rules.floor);
		while !left.is_done() {
			if !go_on(T::WeightInfo::auction_page()) {
				Products::<T>::insert(id.interval, id.zone, product);
				return Ok(false);
			}
			let before = (product.book.clone(), *left);
			let step = with_storage_layer(|| {
				let executed = left
					.step(&mut product.book, &mut store)
					.map_err(|_| DispatchError::from(Self::corrupt()))?;
				Self::enter_executed(id, &product.rules, price, executed)
			});
			if let Err(error) = step {
				(product.book, *left) = before;
				Products::<T>::insert(id.interval, id.zone, product);
				return Err(error);
			}
		}
		Self::end_auction(id, product, Some((price, *volume)))?;
		Ok(true)
	}

	/// From here on the product trades continuously.
	fn end_auction(
		product: ProductId,
		mut header: Product,
		traded: Option<(Price, u64)>,
	) -> DispatchResult {
		if let Some((price, lots)) = traded {
			let now = T::Clock::now();
			let mut left = lots;
			while left > 0 {
				let part = u32::try_from(left).unwrap_or(u32::MAX);
				header.tape.record(now, None, price, Lots(part)).ok_or(Error::<T>::Overflow)?;
				left = left.saturating_sub(u64::from(part));
			}
		}
		header.collecting = false;
		Products::<T>::insert(product.interval, product.zone, header);
		Self::deposit_event(Event::AuctionHeld {
			product,
			price: traded.map(|(price, _)| price),
			lots: traded.map_or(0, |(_, lots)| lots),
		});
		Ok(())
	}

	/// Enter what a page's orders traded in an auction into their owners' positions and accounts.
	fn enter_executed(
		product: ProductId,
		rules: &ProductRules,
		price: Price,
		executed: Vec<Executed>,
	) -> DispatchResult {
		let Some(side) = executed.first().map(|e| e.order.side) else { return Ok(()) };
		let mut by_owner = BTreeMap::<ParticipantId, Vec<&Executed>>::new();
		for order in &executed {
			by_owner.entry(order.before.owner).or_default().push(order);
		}
		for (owner, orders) in by_owner {
			let mut account = Accounts::<T>::get(owner, rules.currency);
			let mut position = Positions::<T>::get(product, owner);
			let mut released: WattBalance = 0;
			for order in orders {
				let more = enter(&mut position, rules, price, order).ok_or(Error::<T>::Overflow)?;
				released = released.checked_add(more).ok_or(Error::<T>::Overflow)?;
			}
			account.locked = account.locked.checked_sub(released).ok_or(Error::<T>::Overflow)?;
			account.free = account.free.checked_add(released).ok_or(Error::<T>::Overflow)?;
			Accounts::<T>::insert(owner, rules.currency, account);
			Positions::<T>::insert(product, owner, position);
		}
		let fills = executed.iter().map(|executed| TradeFill::at(price, &executed.fill()));
		Self::deposit_event(Event::AuctionTraded { product, side, fills: fills.collect() });
		Ok(())
	}
}

/// Enter into its owner's `position` what an order traded in an auction at `price`. Says what of its lock is
/// released: the order locked for its limit, the trade locks for the price. Where charges round up twice, for
/// the trade and for what is left of the order, the trade pays no more than the order had locked.
fn enter<M: Get<u32>>(
	position: &mut Position<M>,
	rules: &ProductRules,
	price: Price,
	executed: &Executed,
) -> Option<WattBalance> {
	let Executed { order, before, lots } = *executed;
	let (side, terms) = (order.side, OrderTerms(before.terms));
	let limit = order.tick.price(rules.floor);
	let after = before.lots.checked_sub(lots)?;
	let lock = |lots| terms::order_lock(rules, side, terms, limit, lots);
	let freed = lock(before.lots).checked_sub(lock(after))?;
	let energy = terms::energy_lock(rules, side, price, lots);
	let whole = terms::whole_order_charge(rules, side, terms.band(), price, lots)
		.at_most(freed.checked_sub(energy)?);
	let kept = energy.checked_add(whole.total())?;
	let charge = rules.fees.discounted(terms.tier(), whole);

	position.add_trade(side, lots.0.into(), price.notional(lots), &charge)?;
	position.keep_line(Line { side, auction: true, price, lots: u64::from(lots.0) });
	position.locked_as_taker = position.locked_as_taker.checked_add(kept)?;
	let released = freed.checked_sub(kept)?;
	position.locked = position.locked.checked_sub(released)?;
	if after == before.filled {
		position.orders.retain(|listed| *listed != order);
	}
	Some(released)
}
