//! From what the chain tells to records: the golden day, and each kind of record.

use super::{
	block::{Block, Call, Happened, Sent, Times},
	ledger::{Books, Ledger},
	rows::{Filter, Rows, TradeRow},
};
use crate::told::Told;
use gridforge_primitives::Lots;
use serde_json::{json, Value as Json};
use std::collections::BTreeMap;

/// Delivery from 420 to 480 seconds, gate at 408.
const INTERVAL: u32 = 7;
const TIMES: Times = Times { interval: 60_000, gate: 12_000 };
const ALICE: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";
const BOB: &str = "0x0202020202020202020202020202020202020202020202020202020202020202";
const CHARLIE: &str = "0x0303030303030303030303030303030303030303030303030303030303030303";
const AGENT: &str = "0x0404040404040404040404040404040404040404040404040404040404040404";

/// A block made at so many seconds.
fn block(number: u64, seconds: u64) -> Block {
	Block {
		number,
		time: seconds * 1_000,
		events: Vec::new(),
		sent: BTreeMap::new(),
		owners: [(ALICE, 1), (BOB, 2), (CHARLIE, 3)].map(|(a, id)| (a.to_owned(), id)).into(),
		meters: [(11, (1, 1)), (13, (3, 1))].into(),
		times: Some(TIMES),
	}
}

impl Block {
	/// With an event of a pallet, by the latest transaction if there is one.
	fn event(mut self, pallet: &str, event: &str, fields: Json) -> Block {
		let by = self.sent.keys().next_back().copied();
		let told = Told {
			block: self.number,
			index: u32::try_from(self.events.len()).unwrap(),
			pallet: pallet.into(),
			event: event.into(),
			fields,
			call: None,
		};
		self.events.push(Happened { by, told });
		self
	}

	fn market(self, event: &str, fields: Json) -> Block {
		self.event("EnergyMarket", event, fields)
	}

	/// With a transaction of these calls.
	fn signed(mut self, signer: &str, calls: &[(&str, Json)]) -> Block {
		let place = u32::try_from(self.sent.len()).unwrap() + 1;
		let call = |(name, arguments): &(&str, Json)| Call {
			name: (*name).into(),
			arguments: arguments.clone(),
		};
		let calls: Vec<_> = calls.iter().map(call).collect();
		let sent = Sent { signer: Some(signer.into()), direct: calls.len() < 2, calls };
		self.sent.insert(place, sent);
		self
	}
}

fn product() -> Json {
	json!({ "interval": INTERVAL, "zone": 1 })
}

fn place(side: &str, tick: u32, slot: u32) -> Json {
	json!({ "side": side, "tick": tick, "page": 0, "slot": slot })
}

fn id(side: &str, tick: u32, slot: u32) -> Json {
	json!({ "product": product(), "place": place(side, tick, slot) })
}

fn order(side: &str, price: i32, lots: u32) -> Json {
	json!({
		"product": product(), "side": side, "price": price, "lots": lots, "order_type": "Limit",
		"self_trade": "CancelNewest", "reach": "Zone", "reference": 42,
	})
}

fn outcome(filled: u32, resting: Json) -> Json {
	json!({
		"filled": filled, "resting": resting, "cancelled": null, "withdrawn": [], "locked": 0, "topped_up": 0,
	})
}

fn with(mut json: Json, field: &str, value: Json) -> Json {
	json[field] = value;
	json
}

fn placed(participant: u32, order: Json, outcome: Json) -> Json {
	json!({ "participant": participant, "order": order, "outcome": outcome })
}

fn fill(maker: u32, tick: u32, price: i32, lots: u32) -> Json {
	json!({ "maker": maker, "order": place("Ask", tick, 0), "price": price, "lots": lots, "reference": 0 })
}

fn closed(order: Json, lots: u32) -> Json {
	json!({ "order": order, "lots": lots, "released": 1_500_000, "reference": 42 })
}

fn charge(ad_valorem: u128) -> Json {
	json!({
		"ad_valorem": ad_valorem, "per_kwh": 0, "over_cap": 0, "crossing": 0, "discount": 0, "tax": 0,
	})
}

fn settled(participant: u32, bought: u32, sold: u32, paid: i64, earned: i64, fee: u128) -> Json {
	json!({
		"product": product(),
		"participant": participant,
		"settled": {
			"contract": {
				"bought": bought, "sold": sold, "paid": paid, "earned": earned, "charge": charge(fee),
			},
			"metered": {},
			"deviation": { "delivered": 0, "shortfall": 0, "unused": 0, "cost": 0, "credit": 0 },
			"unpaid": 0,
			"shared": null,
		},
	})
}

/// The golden day, a block for each order and one for settlement.
fn golden_day() -> Vec<Block> {
	let traded = json!({
		"product": product(), "taker": 3, "from": 1, "side": "Bid", "notional": 3_300_000,
		"fills": [fill(2, 620, 120, 1_500), fill(1, 650, 150, 1_000)],
		"charge": charge(165_000), "reference": 42,
	});
	let summary = json!({
		"lots": 2_500, "notional": 3_300_000, "charge": charge(165_000), "hosts": 0, "treasury": 0,
	});
	let bought = with(outcome(2_500, Json::Null), "topped_up", json!(3_465_000));
	vec![
		block(1, 6).signed(ALICE, &[("place_order", json!({}))]).market(
			"OrderPlaced",
			placed(1, order("Ask", 150, 2_000), outcome(0, id("Ask", 650, 0))),
		),
		block(2, 12).signed(BOB, &[("place_order", json!({}))]).market(
			"OrderPlaced",
			placed(2, order("Ask", 120, 1_500), outcome(0, id("Ask", 620, 0))),
		),
		block(3, 18)
			.signed(CHARLIE, &[("place_order", json!({}))])
			.market("Traded", traded)
			.market("OrderPlaced", placed(3, order("Bid", 160, 2_500), bought)),
		Block { times: None, ..block(4, 408) },
		block(5, 480)
			.event("Settlement", "PositionSettled", settled(1, 0, 1_000, 0, 1_500_000, 0))
			.event("Settlement", "PositionSettled", settled(2, 0, 1_500, 0, 1_800_000, 0))
			.event("Settlement", "PositionSettled", settled(3, 2_500, 0, 3_300_000, 0, 165_000))
			.event(
				"Settlement",
				"IntervalSettled",
				json!({ "product": product(), "summary": summary }),
			),
	]
}

/// All records of blocks that follow one another.
fn all(blocks: &[Block]) -> Rows {
	let mut ledger = Ledger::new(Books::new(), TIMES);
	let mut all = Rows::default();
	for block in blocks {
		let Rows { orders, changes, trades, readings, money } = ledger.take(block).unwrap();
		all.orders.extend(orders);
		all.changes.extend(changes);
		all.trades.extend(trades);
		all.readings.extend(readings);
		all.money.extend(money);
	}
	all
}

#[test]
fn the_golden_day_is_told_in_full() {
	let Rows { orders, changes, trades, money, readings } = all(&golden_day());
	let order = |row: &super::rows::OrderRow| {
		let text = |text: &Option<String>| text.clone().unwrap_or_default();
		let (price, kwh) = (text(&row.price), text(&row.quantity));
		format!(
			"{} {} {} {price} {kwh} {}",
			row.participant,
			row.side.unwrap(),
			row.status,
			row.order
		)
	};
	assert_eq!(
		orders.iter().map(order).collect::<Vec<_>>(),
		[
			"1 S ACT 0.15 20 1-7-ask-650-0-0",
			"2 S ACT 0.12 15 1-7-ask-620-0-0",
			"3 B MAC 0.16 25 3-1"
		]
	);
	assert_eq!(changes.iter().map(order).collect::<Vec<_>>(), ["1 S EXP 0.15 10 1-7-ask-650-0-0"]);
	let trade = |row: &TradeRow| {
		let TradeRow { participant, side, quantity, price, notional, .. } = row;
		let order = row.order.clone().unwrap();
		format!("{participant} {side} {quantity} {price} {notional} of {order} by {}", row.trade)
	};
	assert_eq!(
		trades.iter().map(trade).collect::<Vec<_>>(),
		[
			"2 S 15 0.12 1.80 of 1-7-ask-620-0-0 by 3-0-0",
			"3 B 15 0.12 1.80 of 3-1 by 3-0-0",
			"1 S 10 0.15 1.50 of 1-7-ask-650-0-0 by 3-0-1",
			"3 B 10 0.15 1.50 of 3-1 by 3-0-1",
		]
	);
	let money: Vec<_> = money
		.iter()
		.map(|row| (row.kind, row.participant, row.amount.as_deref(), row.to_operator.as_deref()))
		.collect();
	assert_eq!(
		money,
		[
			("top-up", Some(3), Some("3.465"), None),
			("settlement", Some(1), Some("1.50"), None),
			("settlement", Some(2), Some("1.80"), None),
			("settlement", Some(3), Some("-3.465"), None),
			("interval", None, None, Some("0.165")),
		]
	);
	assert!(readings.is_empty());
}

#[test]
fn records_bear_who_signed_when_and_of_which_contract() {
	let Rows { orders, trades, changes, .. } = all(&golden_day());
	let [first, ..] = &orders[..] else { panic!() };
	assert_eq!(
		(first.block, first.event, first.time.as_str()),
		(1, Some(0), "1970-01-01T00:00:06.000Z")
	);
	assert_eq!((first.contract.as_deref(), first.zone), (Some("1-7"), Some(1)));
	assert_eq!(first.gate.as_deref(), Some("1970-01-01T00:06:48.000Z"));
	assert_eq!(first.delivery_start.as_deref(), Some("1970-01-01T00:07:00.000Z"));
	assert_eq!(first.delivery_end.as_deref(), Some("1970-01-01T00:08:00.000Z"));
	assert_eq!(
		(first.capacity, first.signed_by, first.trader.clone()),
		("P", Some("participant"), super::block::address(ALICE))
	);
	// 20 kWh within a minute.
	assert_eq!(
		(first.power.as_deref(), first.power_unit, first.quantity.as_deref(), first.unit),
		(Some("1200"), "KW", Some("20"), "KWh")
	);
	assert_eq!(
		(first.order_type, first.condition, first.duration),
		(Some("LIM"), None, Some("GTT"))
	);
	let sides: Vec<_> =
		trades.iter().map(|row| (row.aggressor, row.other, row.signed_by)).collect();
	assert_eq!(sides[..2], [(Some("I"), Some(3), None), (Some("A"), Some(2), Some("participant"))]);
	assert!(trades.iter().all(|row| row.capacity == "P"));
	assert_eq!(trades[0].power.as_deref(), Some("900"));
	// No block has the moment of the gate; the record is of the first one after it.
	assert_eq!((changes[0].block, changes[0].event), (4, None));
	assert_eq!(changes[0].time, "1970-01-01T00:06:48.000Z");
}

#[test]
fn power_is_exact_or_left_out() {
	let power = |minutes: u64, lots| {
		let times = Times { interval: minutes * 60_000, ..TIMES };
		times.power(Lots(lots))
	};
	assert_eq!(power(15, 25).as_deref(), Some("1"));
	assert_eq!(power(15, 1).as_deref(), Some("0.04"));
	assert_eq!(power(60, 1_234).as_deref(), Some("12.34"));
	assert_eq!(power(7, 1), None);
	assert_eq!(power(0, 1), None);
}

#[test]
fn a_period_in_two_parts_gives_the_same_records() {
	let day = golden_day();
	let whole = all(&day);
	let mut ledger = Ledger::new(Books::new(), TIMES);
	for block in &day[..3] {
		ledger.take(block).unwrap();
	}
	// What an audit reads from the books where it begins.
	let mut second = Ledger::new(ledger.books, TIMES);
	let mut rows = Vec::new();
	for block in &day[3..] {
		rows.extend(second.take(block).unwrap().changes);
	}
	assert_eq!(rows, whole.changes);
}

#[test]
fn the_same_blocks_give_the_same_records() {
	assert_eq!(all(&golden_day()), all(&golden_day()));
}

#[test]
fn a_filter_keeps_the_records_of_a_participant_or_a_zone() {
	let kept = |participant, zone| {
		let mut rows = all(&golden_day());
		Filter { participant, zone }.keep(&mut rows);
		(rows.orders.len(), rows.changes.len(), rows.trades.len(), rows.money.len())
	};
	assert_eq!(kept(None, None), (3, 1, 4, 5));
	assert_eq!(kept(Some(1), None), (1, 1, 1, 1));
	assert_eq!(kept(Some(3), Some(1)), (1, 0, 2, 2));
	assert_eq!(kept(None, Some(2)), (0, 0, 0, 0));
}

#[test]
fn a_list_of_orders_is_taken_from_its_call() {
	let orders = [order("Ask", 150, 2_000), order("Bid", 130, 500), order("Bid", 160, 100)];
	let market = with(order("Bid", 160, 300), "order_type", json!("Market"));
	let traded = |lots: u32| {
		json!({
			"product": product(), "taker": 3, "from": 1, "side": "Bid", "notional": 0,
			"fills": [fill(1, 650, 150, lots)], "charge": charge(0), "reference": 0,
		})
	};
	let list = json!({ "orders": [orders[0], orders[1], orders[2], market] });
	let results = json!([
		{ "Err": { "Module": { "index": 40, "error": "0x07000000" } } },
		{ "Ok": outcome(0, id("Bid", 630, 0)) },
		{ "Ok": outcome(100, Json::Null) },
		{ "Ok": with(outcome(200, Json::Null), "cancelled", json!([100, "ImmediateOrCancel"])) },
	]);
	let rows = all(&[block(1, 6)
		.signed(CHARLIE, &[("place_orders", list)])
		.market("Traded", traded(100))
		.market("Traded", traded(200))
		.market("OrdersPlaced", json!({ "participant": 3, "results": results }))]);
	let told: Vec<_> = rows
		.orders
		.iter()
		.map(|row| (row.order.as_str(), row.status, row.price.as_deref(), row.kind.as_deref()))
		.collect();
	assert_eq!(
		told,
		[
			("1-7-bid-630-0-0", "ACT", Some("0.13"), Some("limit")),
			("1-2-2", "MAC", Some("0.16"), Some("limit")),
			("1-2-3", "WIT", Some("0.16"), Some("market")),
		]
	);
	let last = &rows.orders[2];
	assert_eq!((last.order_type, last.condition, last.duration), (Some("MAR"), Some("FAK"), None));
	assert_eq!(
		(last.cancelled_kwh.as_deref(), last.reason.as_deref()),
		(Some("1"), Some("immediate-or-cancel"))
	);
	let takers: Vec<_> = rows.trades.iter().filter(|row| row.participant == 3).collect();
	let orders: Vec<_> = takers.iter().map(|row| row.order.as_deref().unwrap()).collect();
	assert_eq!(orders, ["1-2-2", "1-2-3"]);
}

#[test]
fn what_a_list_said_is_left_open_where_its_call_cannot_be_told_from_others() {
	let list = |price| json!({ "orders": [order("Ask", price, 2_000)] });
	let placed = json!({ "participant": 1, "results": [{ "Ok": outcome(0, id("Ask", 650, 0)) }] });
	// One of the two failed.
	let calls = [("place_orders", list(150)), ("place_orders", list(160))];
	let rows =
		all(&[block(1, 6).signed(ALICE, &calls).market("OrdersPlaced", placed), block(2, 408)]);
	let [order] = &rows.orders[..] else { panic!() };
	assert_eq!(
		(order.price.clone(), order.quantity.clone(), order.kind.clone()),
		(None, None, None)
	);
	assert_eq!((order.side, order.order.as_str()), (Some("S"), "1-7-ask-650-0-0"));
	// Who signed need not have acted, where a call is within another; here it is the participant itself.
	assert_eq!(order.signed_by, Some("participant"));
	let [expired] = &rows.changes[..] else { panic!() };
	assert_eq!((expired.status, expired.quantity.clone()), ("EXP", None));
}

#[test]
fn an_order_is_followed_through_its_changes() {
	let asked = |participant, slot| {
		placed(participant, order("Ask", 150, 2_000), outcome(0, id("Ask", 650, slot)))
	};
	let reduced = json!({
		"participant": 1, "order": id("Ask", 650, 0), "lots": 1_000, "released": 0, "reference": 42,
	});
	let cancelled = |of, lots| with(closed(of, lots), "participant", json!(1));
	let anew = placed(1, order("Ask", 140, 500), outcome(0, id("Ask", 640, 0)));
	let gone = json!({
		"participant": 2, "scope": { "Currency": 1 }, "cancelled": [closed(id("Ask", 650, 1), 2_000)],
		"more": false,
	});
	let amend = json!({ "order": id("Ask", 650, 0), "price": 140, "lots": 500 });
	let rows = all(&[
		block(1, 6)
			.signed(ALICE, &[("place_order", json!({}))])
			.market("OrderPlaced", asked(1, 0))
			.signed(BOB, &[("place_order", json!({}))])
			.market("OrderPlaced", asked(2, 1)),
		block(2, 12)
			.signed(AGENT, &[("amend_order", amend.clone())])
			.market("OrderReduced", reduced),
		block(3, 18)
			.signed(ALICE, &[("amend_order", amend)])
			.market("OrderCancelled", cancelled(id("Ask", 650, 0), 1_000))
			.market("OrderPlaced", anew),
		// The chain itself cancels what those have who may trade no longer.
		block(4, 24).market("AllOrdersCancelled", gone),
		block(5, 30)
			.signed(ALICE, &[("cancel_order", json!({ "order": id("Ask", 640, 0) }))])
			.market("OrderCancelled", cancelled(id("Ask", 640, 0), 500)),
		block(6, 408),
	]);
	let told: Vec<_> = rows
		.changes
		.iter()
		.map(|row| {
			let text = |text: &Option<String>| text.clone().unwrap_or_default();
			let (kwh, reason) = (text(&row.quantity), text(&row.reason));
			format!("{} {} {kwh} {reason} {}", row.participant, row.status, text(&row.price))
		})
		.collect();
	assert_eq!(
		told,
		[
			"1 ACT 10 owner 0.15",
			"1 WIT 10 amended 0.15",
			"2 WIT 20 barred 0.15",
			"1 WIT 5 owner 0.14",
		]
	);
	assert_eq!(rows.orders[2].amends.as_deref(), Some("1-7-ask-650-0-0"));
	let actions: Vec<_> = rows.changes.iter().map(|row| row.action).collect();
	assert_eq!(actions, ["M", "C", "C", "C"]);
	// A delegate signed the reduction, and still the participant trades for itself.
	assert_eq!((rows.changes[0].signed_by, rows.changes[0].capacity), (Some("delegate"), "P"));
	assert_eq!((rows.changes[2].trader.clone(), rows.changes[2].signed_by), (None, None));
}

#[test]
fn an_order_that_gives_way_to_another_of_its_owner_is_a_change() {
	let asked = placed(1, order("Ask", 150, 2_000), outcome(0, id("Ask", 650, 0)));
	let withdrawn = json!([closed(id("Ask", 650, 0), 2_000)]);
	let bid = placed(
		1,
		order("Bid", 160, 100),
		with(outcome(0, id("Bid", 660, 0)), "withdrawn", withdrawn),
	);
	let rows = all(&[block(1, 6)
		.signed(ALICE, &[("place_order", json!({}))])
		.market("OrderPlaced", asked)
		.signed(ALICE, &[("place_order", json!({}))])
		.market("OrderPlaced", bid)]);
	let [change] = &rows.changes[..] else { panic!() };
	assert_eq!(
		(change.reason.as_deref(), change.order.as_str()),
		(Some("self-trade"), "1-7-ask-650-0-0")
	);
}

#[test]
fn an_auction_has_one_side_in_each_record() {
	let asked = placed(1, order("Ask", 150, 2_000), outcome(0, id("Ask", 650, 0)));
	let fills = json!({ "product": product(), "side": "Ask", "fills": [fill(1, 650, 170, 500)] });
	let rows = all(&[
		block(1, 6).signed(ALICE, &[("place_order", json!({}))]).market("OrderPlaced", asked),
		block(2, 12).market("AuctionTraded", fills),
		block(3, 408),
	]);
	let [trade] = &rows.trades[..] else { panic!() };
	assert_eq!((trade.contract_type, trade.other, trade.aggressor), ("AU", None, None));
	assert_eq!((trade.price.as_str(), trade.notional.as_str(), trade.side), ("0.17", "0.85", "S"));
	assert_eq!(rows.changes[0].quantity.as_deref(), Some("15"));
}

#[test]
fn readings_are_taken_from_their_call() {
	let reading = |meter: u32, import: u32, export: u32| json!({ "meter": meter, "import": import, "export": export, "quality": "Estimated" });
	let call = json!({
		"interval": INTERVAL,
		"readings": [reading(11, 0, 1_234), reading(12, 5, 0), reading(13, 14_000, 0)],
	});
	let accepted = json!({
		"gateway": 4, "interval": INTERVAL, "accepted": 2, "known": 0, "refused": [[12, "UnknownMeter"]],
	});
	let corrected = json!({
		"meter": 11, "interval": INTERVAL, "reason": "MeterFault", "resettled": true,
		"old": [{ "import": 0, "export": 1_234 }, "Estimated"],
		"new": [{ "import": 0, "export": 2_000 }, "Measured"],
	});
	let rows = all(&[block(9, 481)
		.signed(AGENT, &[("submit_readings", call)])
		.event("Metering", "ReadingsAccepted", accepted)
		.event("Metering", "ReadingCorrected", corrected)]);
	let told: Vec<_> = rows
		.readings
		.iter()
		.map(|row| {
			let (import, export) =
				(row.import_kwh.clone().unwrap(), row.export_kwh.clone().unwrap());
			let quality = row.quality.clone().unwrap();
			format!(
				"{:?} {:?} {import} {export} {quality} {}",
				row.meter, row.participant, row.result
			)
		})
		.collect();
	assert_eq!(
		told,
		[
			"Some(11) Some(1) 0 1.234 estimated accepted",
			"Some(12) None 0.005 0 estimated refused",
			"Some(13) Some(3) 14 0 estimated accepted",
			"Some(11) Some(1) 0 2 measured accepted, settled anew",
		]
	);
	assert_eq!(rows.readings[1].reason.as_deref(), Some("unknown-meter"));
	assert_eq!(rows.readings[3].old_export_kwh.as_deref(), Some("1.234"));
	assert_eq!(rows.readings[0].delivery_start, "1970-01-01T00:07:00.000Z");
}

#[test]
fn money_comes_and_goes() {
	let reference = "0x00ff";
	let rows = all(&[block(9, 481)
		.event(
			"Watt",
			"Minted",
			json!({
				"issuer": 1, "to": ALICE, "amount": "9007199254740993", "reference": reference,
			}),
		)
		.market("Deposited", json!({ "participant": 1, "currency": 1, "amount": 5_500_000 }))
		.market("Withdrawn", json!({ "participant": 1, "currency": 2, "amount": 1 }))
		.event(
			"Watt",
			"RedemptionRequested",
			json!({
				"redemption": 8, "issuer": 1, "holder": AGENT, "amount": 2_000_000, "reference": reference,
				"deadline": 9,
			}),
		)
		.event(
			"Settlement",
			"ClaimSettled",
			json!({
				"product": product(), "participant": 2, "paid": 70, "unpaid": 30,
			}),
		)]);
	let told: Vec<_> = rows
		.money
		.iter()
		.map(|row| {
			let amount = row.amount.clone().unwrap();
			format!("{} {:?} {amount} {}", row.kind, row.participant, row.currency)
		})
		.collect();
	assert_eq!(
		told,
		[
			"minted Some(1) 9007199254.740993 WATT",
			"deposit Some(1) 5.50 WATT",
			"withdrawal Some(1) 0.000001 currency 2",
			"redemption requested None 2.00 WATT",
			"claim Some(2) 0.00007 WATT",
		]
	);
	assert_eq!(rows.money[0].reference.as_deref(), Some(reference));
	assert_eq!(rows.money[4].unpaid.as_deref(), Some("0.00003"));
}

#[test]
fn a_settlement_adds_up_with_deviations_and_what_could_not_be_paid() {
	let mut event = settled(1, 0, 1_000, 0, 1_500_000, 10);
	event["settled"]["deviation"] =
		json!({ "delivered": 500, "shortfall": 500, "unused": 0, "cost": 2_000_000, "credit": 7 });
	event["settled"]["unpaid"] = json!(5);
	let rows = all(&[block(9, 481).event("Settlement", "PositionSettled", event)]);
	// 1.5 − 2 + 0.000007 − 0.00001 − 0.000005.
	assert_eq!(rows.money[0].amount.as_deref(), Some("-0.500008"));
	assert_eq!(rows.money[0].shortfall_kwh.as_deref(), Some("5"));
}

#[test]
fn an_event_that_does_not_fit_is_an_error() {
	let block = block(1, 6).market("OrderPlaced", json!({ "participant": 1 }));
	let problem = Ledger::new(Books::new(), TIMES).take(&block).unwrap_err();
	assert_eq!(problem.code, "incompatible");
}
