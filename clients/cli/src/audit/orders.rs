//! Orders and what became of them.

use super::{
	block::{address, moment, Times},
	ledger::{At, Ledger, Open},
	rows::{OrderRow, CODE, KW, KWH, PRINCIPAL, WATT},
	shapes::{
		self, AllOrdersCancelled, ClosedOrder, NewOrder, OfOrder, OrderCancelled, OrderPlaced,
		OrderReduced, OrdersCancelled, OrdersPlaced, Outcome, PlaceOrders,
	},
};
use crate::{errors::Result, units};
use gridforge_primitives::{Lots, Millis, OrderId, ParticipantId, Price, ProductId, Side};

/// An order of which something is told.
struct About {
	participant: u32,
	side: Option<Side>,
	product: Option<ProductId>,
	order: String,
	status: &'static str,
	action: &'static str,
}

/// Of the regulation's codes for order types, the chain's own.
fn order_type(kind: &str) -> &'static str {
	match kind {
		"Market" => "MAR",
		_ => "LIM",
	}
}

/// Of its codes for conditions; it has none for orders that only rest.
fn condition(kind: &str) -> Option<&'static str> {
	match kind {
		"FillOrKill" => Some("FOK"),
		"ImmediateOrCancel" | "Market" => Some("FAK"),
		_ => None,
	}
}

/// Of its codes for durations: an order that may rest does so until the gate closes.
fn duration(kind: &str) -> Option<&'static str> {
	matches!(kind, "Limit" | "PostOnly").then_some("GTT")
}

pub fn side_code(side: Side) -> &'static str {
	match side {
		Side::Bid => "B",
		Side::Ask => "S",
	}
}

/// Whether who signed is the participant, or a delegate that it appointed.
pub fn signed_by(at: At<'_>, participant: u32) -> Option<&'static str> {
	let sent = at.sent()?;
	if at.owner(sent.signer.as_deref()?) == Some(participant) {
		Some("participant")
	} else {
		// Through another call, who signed need not be who acted.
		sent.direct.then_some("delegate")
	}
}

/// Who signed.
pub fn trader(at: At<'_>) -> Option<String> {
	address(at.sent()?.signer.as_deref()?)
}

/// `SelfTrade` as `self-trade`.
pub fn word(name: &str) -> String {
	let mut word = String::new();
	for letter in name.chars() {
		if letter.is_uppercase() && !word.is_empty() {
			word.push('-');
		}
		word.extend(letter.to_lowercase());
	}
	word
}

/// When a product delivers, and when its gate closes.
fn dates(times: Times, product: ProductId) -> [String; 3] {
	let interval = product.interval;
	[times.start(interval), times.end(interval), times.gate(product)].map(moment)
}

fn row(at: At<'_>, about: About) -> OrderRow {
	let (event, time) = (Some(at.event.told.index), at.time());
	OrderRow { block: at.block.number, event, time, ..bare(at.times(), about) }
}

/// The same without when it happened.
fn bare(times: Times, about: About) -> OrderRow {
	let About { participant, side, product, order, status, action } = about;
	let [delivery_start, delivery_end, gate] = match product {
		Some(product) => dates(times, product).map(Some),
		None => [None, None, None],
	};
	OrderRow {
		participant,
		code: CODE,
		capacity: PRINCIPAL,
		side: side.map(side_code),
		order,
		status,
		contract: product.map(|product| product.to_string()),
		gate,
		currency: WATT,
		power_unit: KW,
		unit: KWH,
		zone: product.map(|product| product.zone.0),
		delivery_start,
		delivery_end,
		action,
		..OrderRow::default()
	}
}

impl Ledger {
	pub(super) fn order_placed(&mut self, at: At<'_>) -> Result<()> {
		let OrderPlaced { participant, order, outcome } = at.read()?;
		let amends = self.amended.take().filter(|(by, _)| *by == at.event.by);
		let amends = amends.map(|(_, order)| order.to_string());
		self.placed(at, participant, Some(&order), &outcome, at.name(), amends)
	}

	pub(super) fn orders_placed(&mut self, at: At<'_>) -> Result<()> {
		let OrdersPlaced { participant, results } = at.read()?;
		let orders = self.orders_of(at, results.len())?;
		for (place, result) in results.iter().enumerate() {
			let Some(outcome) = &result.taken else { continue };
			let order = orders.as_ref().and_then(|orders| orders.get(place));
			let name = format!("{}-{place}", at.name());
			self.placed(at, participant, order, outcome, name, None)?;
		}
		Ok(())
	}

	/// The list of orders that an event is about: it stands in the call. Nothing where some of several such calls in one
	/// transaction failed, so that they cannot be told apart.
	fn orders_of(&mut self, at: At<'_>, length: usize) -> Result<Option<Vec<NewOrder>>> {
		let (Some(by), Some(sent)) = (at.event.by, at.sent()) else { return Ok(None) };
		let number = self.next_list(by);
		let calls: Vec<_> = sent.calls("place_orders").collect();
		let told =
			at.block.events.iter().filter(|event| {
				event.by == Some(by) && event.told.is("EnergyMarket", "OrdersPlaced")
			});
		let Some(call) = calls.get(number).filter(|_| calls.len() == told.count()) else {
			return Ok(None);
		};
		let PlaceOrders { orders } = shapes::read(call)?;
		Ok(Some(orders).filter(|orders| orders.len() == length))
	}

	/// Enter an order, which goes by `name` unless it rests somewhere.
	fn placed(
		&mut self,
		at: At<'_>,
		participant: u32,
		order: Option<&NewOrder>,
		outcome: &Outcome,
		name: String,
		amends: Option<String>,
	) -> Result<()> {
		let resting = outcome.resting.map(OrderId::from);
		let filled = Lots(outcome.filled);
		let product = order.map(|order| order.product.into()).or(resting.map(|r| r.product));
		let side = order.map(|order| order.side.into()).or(resting.map(|r| r.place.side));
		let name = resting.map_or(name, |order| order.to_string());
		let left = order.and_then(|order| Lots(order.lots).checked_sub(filled));
		let cancelled = outcome.cancelled.as_ref();
		let status = match (resting, cancelled) {
			(Some(_), _) => "ACT",
			(None, Some(_)) => "WIT",
			(None, None) => "MAC",
		};
		let about = About { participant, side, product, order: name.clone(), status, action: "N" };
		let mut row = row(at, about);
		if let Some(order) = order {
			let kind = order.order_type.as_str();
			row.order_type = Some(order_type(kind));
			row.condition = condition(kind);
			row.duration = duration(kind);
			row.price = Some(units::price(Price(order.price)));
			row.power = at.times().power(Lots(order.lots));
			row.quantity = Some(units::kwh(order.lots));
			row.kind = Some(word(kind));
			row.self_trade = Some(word(&order.self_trade));
			row.reach = Some(word(&order.reach));
			row.reference = Some(order.reference.0.to_string());
		}
		row.trader = trader(at);
		row.signed_by = signed_by(at, participant);
		row.amends = amends;
		row.filled_kwh = Some(units::kwh(filled));
		row.resting_kwh = resting.and(left).map(units::kwh);
		row.cancelled_kwh = cancelled.map(|(lots, _)| units::kwh(*lots));
		row.reason = cancelled.map(|(_, why)| word(why));
		row.locked_watt = Some(units::watt(outcome.locked.0));
		self.rows.orders.push(row);

		self.belong(at, participant, outcome.filled, &name);
		for closed in &outcome.withdrawn {
			self.closed(at, participant, closed, "self-trade");
		}
		if let Some(resting) = resting {
			let open = Open {
				participant: ParticipantId(participant),
				price: order.map(|order| Price(order.price)),
				lots: left,
				filled: Lots::ZERO,
				reference: order.map_or(0, |order| order.reference.0),
			};
			self.rests(resting, open);
		}
		self.topped_up(at, participant, product, outcome);
		Ok(())
	}

	pub(super) fn order_reduced(&mut self, at: At<'_>) -> Result<()> {
		let OrderReduced { participant, order, lots, released, reference } = at.read()?;
		let order = OrderId::from(order);
		self.change(order, |open| open.lots = Some(Lots(lots)));
		let mut row = self.about(at, participant, order, "ACT", "M");
		row.power = at.times().power(Lots(lots));
		row.quantity = Some(units::kwh(lots));
		row.reference = Some(reference.0.to_string());
		row.reason = Some("owner".into());
		row.released_watt = Some(units::watt(released.0));
		row.trader = trader(at);
		row.signed_by = signed_by(at, participant);
		self.rows.changes.push(row);
		Ok(())
	}

	pub(super) fn order_cancelled(&mut self, at: At<'_>) -> Result<()> {
		let OrderCancelled { participant, closed } = at.read()?;
		let order = OrderId::from(closed.order);
		let reason = if named(at, "amend_order", order)? {
			self.amended = Some((at.event.by, order));
			"amended"
		} else if named(at, "cancel_order", order)? {
			"owner"
		} else {
			// It was in the way of another's order, and its owner may trade no longer.
			"barred"
		};
		self.closed(at, participant, &closed, reason);
		Ok(())
	}

	pub(super) fn orders_cancelled(&mut self, at: At<'_>) -> Result<()> {
		let OrdersCancelled { participant, results } = at.read()?;
		for closed in results.iter().filter_map(|result| result.taken.as_ref()) {
			self.closed(at, participant, closed, "owner");
		}
		Ok(())
	}

	pub(super) fn all_cancelled(&mut self, at: At<'_>) -> Result<()> {
		let AllOrdersCancelled { participant, cancelled } = at.read()?;
		let reason = if at.comes_of("cancel_all") { "owner" } else { "barred" };
		for closed in &cancelled {
			self.closed(at, participant, closed, reason);
		}
		Ok(())
	}

	/// Enter that an order left its book before all of it traded.
	fn closed(&mut self, at: At<'_>, participant: u32, closed: &ClosedOrder, reason: &str) {
		let order = OrderId::from(closed.order);
		let mut row = self.about(at, participant, order, "WIT", "C");
		row.power = at.times().power(Lots(closed.lots));
		row.quantity = Some(units::kwh(closed.lots));
		row.reference = Some(closed.reference.0.to_string());
		row.reason = Some(reason.to_owned());
		row.released_watt = Some(units::watt(closed.released.0));
		if matches!(reason, "owner" | "amended" | "self-trade") {
			row.trader = trader(at);
			row.signed_by = signed_by(at, participant);
		}
		self.rows.changes.push(row);
		self.leaves(order);
	}

	/// What is open in a product whose gate has closed has expired.
	pub(super) fn expire(&mut self, number: u64, time: Millis) {
		let times = self.times;
		while let Some((product, _)) = self.books.first_key_value() {
			if time < times.gate(*product) {
				return;
			}
			let Some((product, book)) = self.books.pop_first() else { return };
			for (place, open) in book {
				let left = open.left();
				if left.is_some_and(Lots::is_zero) {
					continue;
				}
				let about = About {
					participant: open.participant.0,
					side: Some(place.side),
					product: Some(product),
					order: OrderId { product, place }.to_string(),
					status: "EXP",
					action: "C",
				};
				self.rows.changes.push(OrderRow {
					block: number,
					time: moment(times.gate(product)),
					price: open.price.map(units::price),
					power: left.and_then(|left| times.power(left)),
					quantity: left.map(units::kwh),
					reference: open.lots.map(|_| open.reference.to_string()),
					reason: Some("expired".into()),
					..bare(times, about)
				});
			}
		}
	}

	/// The beginning of a record about an order in a book.
	fn about(
		&self,
		at: At<'_>,
		participant: u32,
		order: OrderId,
		status: &'static str,
		action: &'static str,
	) -> OrderRow {
		let about = About {
			participant,
			side: Some(order.place.side),
			product: Some(order.product),
			order: order.to_string(),
			status,
			action,
		};
		let mut row = row(at, about);
		row.price = self.open(order).and_then(|open| open.price).map(units::price);
		row
	}
}

/// Whether an event comes of a transaction with a call of that name about that order.
fn named(at: At<'_>, call: &str, order: OrderId) -> Result<bool> {
	let Some(sent) = at.sent() else { return Ok(false) };
	for arguments in sent.calls(call) {
		let OfOrder { order: named } = shapes::read(arguments)?;
		if OrderId::from(named) == order {
			return Ok(true);
		}
	}
	Ok(false)
}
