//! What a run came to, in whole base units and watt hours: computed from its events, its profiles and the prices
//! outside the market.

use super::{
	journal::{Community, Step},
	profiles::{Energy, Profiles},
	rows::{Bill, Interval, LOT},
	strategy::Outside,
};
use crate::{
	errors::{Problem, Result},
	told::Told,
};
use gridforge_primitives::{Price, WattDelta};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
	pub intervals: Vec<Interval>,
	pub bills: Vec<Bill>,
	/// What the grid operator, the treasury and the tax collector got, and what the residual supplier got on balance.
	pub operator: WattDelta,
	pub treasury: WattDelta,
	pub tax: WattDelta,
	pub supplier: WattDelta,
	/// Failed calls: whose, with which nonce.
	pub failures: Vec<(String, u64)>,
}

/// Where the numbers come from.
pub struct Sources<'a> {
	pub events: &'a [Told],
	pub profiles: &'a Profiles,
	pub outside: Outside,
	pub community: &'a Community,
	pub steps: &'a [Step],
}

impl Figures {
	pub fn of(sources: &Sources<'_>) -> Result<Figures> {
		let mut figures = Figures::begin(sources);
		let steps: BTreeMap<u32, usize> =
			sources.steps.iter().map(|step| (step.interval, step.step)).collect();
		let people = sources.community.households.iter().enumerate();
		let people: BTreeMap<i128, usize> =
			people.map(|(at, member)| (member.participant.into(), at)).collect();
		let mut used = BTreeMap::new();
		for told in sources.events {
			figures.take(told, &steps, &people, &mut used)?;
		}
		figures.refused(sources);
		figures.beyond(sources, &used);
		Ok(figures)
	}

	fn begin(sources: &Sources<'_>) -> Figures {
		let Sources { profiles, community, steps, outside, .. } = sources;
		let intervals = steps.iter().map(|step| {
			let flows = profiles.households.iter().filter_map(|of| of.energy.get(step.step));
			let sum = |of: fn(&Energy) -> u32| flows.clone().map(|e| i128::from(of(e))).sum();
			Interval {
				step: step.step,
				time: profiles.times.get(step.step).cloned().unwrap_or_default(),
				interval: step.interval,
				consumption: sum(|energy| energy.import),
				generation: sum(|energy| energy.export),
				..Interval::default()
			}
		});
		let bills =
			profiles.households.iter().zip(&community.households).map(|(household, member)| {
				let sum = |of: fn(&Energy) -> u32| {
					household.energy.iter().map(|e| i128::from(of(e))).sum()
				};
				let (import, export) = (sum(|energy| energy.import), sum(|energy| energy.export));
				Bill {
					household: household.name.clone(),
					participant: member.participant,
					import,
					export,
					without: money(outside.retail, import) - money(outside.feed_in, export),
					..Bill::default()
				}
			});
		Figures { intervals: intervals.collect(), bills: bills.collect(), ..Figures::default() }
	}

	/// Enter an event. `used` gets the Wh that count as delivered (above zero) or used (below) by interval and
	/// household.
	fn take(
		&mut self,
		told: &Told,
		steps: &BTreeMap<u32, usize>,
		people: &BTreeMap<i128, usize>,
		used: &mut BTreeMap<(usize, usize), i128>,
	) -> Result<()> {
		if let Some(call) = &told.call {
			self.failures.push(call.clone());
		}
		let step =
			told.product().and_then(|(_, interval)| steps.get(&u32::try_from(interval).ok()?));
		let Some(step) = step.copied() else { return Ok(()) };
		let Some(row) = self.intervals.get_mut(step) else { return Ok(()) };
		let get = |path: &str| number(told, path);
		let person = || get("/participant").ok().and_then(|id| people.get(&id).copied());
		match (told.pallet.as_str(), told.event.as_str()) {
			("EnergyMarket", "OrderPlaced") => {
				row.orders += 1;
				if let Some(bill) = person().and_then(|at| self.bills.get_mut(at)) {
					bill.orders += 1;
				}
			}
			("EnergyMarket", "Traded") => {
				let fills = told.fields.get("fills").and_then(Json::as_array);
				row.trades += fills.map_or(0, Vec::len);
			}
			("Settlement", "IntervalSettled") => {
				row.traded = get("/summary/lots")?;
				row.notional = get("/summary/notional")?;
				(row.fees, row.tax) = charge(told, "/summary/charge")?;
				row.delivered = get("/summary/delivery/delivered")?;
				row.shortfall = get("/summary/delivery/shortfall")?;
				row.used = get("/summary/delivery/used")?;
				row.unused = get("/summary/delivery/unused")?;
				row.cost = get("/summary/delivery/cost")?;
				row.credit = get("/summary/delivery/credit")?;
				let read = ["measured", "estimated", "substituted"];
				let read = read.iter().map(|of| get(&format!("/summary/delivery/readings/{of}")));
				row.read = read.sum::<Result<i128>>()?.try_into().unwrap_or_default();
				let treasury = get("/summary/treasury")?;
				self.treasury += treasury;
				self.operator += row.fees - treasury - get("/summary/hosts")?;
				self.tax += row.tax;
			}
			("Settlement", "PositionSettled") => {
				let Some(at) = person() else { return Ok(()) };
				self.settle(told, "/settled", at, step, used, 1)?;
				// What the supplier cannot pay at once comes with a claim.
				let unpaid = get("/settled/unpaid")?;
				if let Some(bill) = self.bills.get_mut(at) {
					bill.credit -= unpaid;
				}
				self.supplier += unpaid;
			}
			("Settlement", "ClaimSettled") => {
				let paid = get("/paid")?;
				if let Some(bill) = person().and_then(|at| self.bills.get_mut(at)) {
					bill.credit += paid;
				}
				self.supplier -= paid;
			}
			("Settlement", "Resettled") => {
				let Some(at) = person() else { return Ok(()) };
				let (old, new) = (get("/old/unpaid")?, get("/new/unpaid")?);
				self.settle(told, "/old", at, step, used, -1)?;
				self.settle(told, "/new", at, step, used, 1)?;
				if let Some(bill) = self.bills.get_mut(at) {
					bill.credit -= new - old;
				}
				self.supplier += new - old;
			}
			_ => {}
		}
		Ok(())
	}

	/// Enter how a participant's interval was settled, or take it back.
	fn settle(
		&mut self,
		told: &Told,
		at: &str,
		person: usize,
		step: usize,
		used: &mut BTreeMap<(usize, usize), i128>,
		sign: i128,
	) -> Result<()> {
		let get = |path: &str| number(told, &format!("{at}/{path}")).map(|number| sign * number);
		let Some(bill) = self.bills.get_mut(person) else { return Ok(()) };
		let (bought, sold) = (get("contract/bought")?, get("contract/sold")?);
		bill.bought += bought;
		bill.sold += sold;
		bill.paid += get("contract/paid")?;
		bill.earned += get("contract/earned")?;
		let (fees, tax) = charge(told, &format!("{at}/contract/charge"))?;
		bill.fees += sign * fees;
		bill.tax += sign * tax;
		bill.shortfall += get("deviation/shortfall")?;
		bill.unused += get("deviation/unused")?;
		let (cost, credit) = (get("deviation/cost")?, get("deviation/credit")?);
		bill.cost += cost;
		bill.credit += credit;
		self.supplier += cost - credit;
		let flowed = get("deviation/delivered")? * LOT;
		let flowed = if sign * sold > sign * bought { flowed } else { -flowed };
		*used.entry((step, person)).or_default() += flowed;
		Ok(())
	}

	/// Orders that were refused: calls that failed with the nonce of an order.
	fn refused(&mut self, sources: &Sources<'_>) {
		for step in sources.steps {
			for placed in &step.orders {
				let Some(bill) = self.bills.get_mut(placed.household) else { continue };
				let call = (bill.household.clone(), placed.nonce);
				if self.failures.contains(&call) {
					bill.refused += 1;
					if let Some(row) = self.intervals.get_mut(step.step) {
						row.refused += 1;
					}
				}
			}
		}
	}

	/// What flowed beyond contracts: all that did not count as delivered or used.
	fn beyond(&mut self, sources: &Sources<'_>, used: &BTreeMap<(usize, usize), i128>) {
		let Outside { retail, feed_in } = sources.outside;
		for (person, household) in sources.profiles.households.iter().enumerate() {
			let Some(bill) = self.bills.get_mut(person) else { continue };
			for (step, energy) in household.energy.iter().enumerate() {
				let contracted = used.get(&(step, person)).copied().unwrap_or_default();
				let (import, export) = beyond(*energy, contracted);
				bill.import_beyond += import;
				bill.export_beyond += export;
			}
			bill.retail = money(retail, bill.import_beyond);
			bill.feed_in = money(feed_in, bill.export_beyond);
		}
	}

	/// In how many intervals with orders not all meters were read in time.
	pub fn unread(&self) -> usize {
		let all = self.bills.len();
		self.intervals.iter().filter(|row| row.orders > 0 && row.read < all).count()
	}

	/// One sum over all households.
	pub fn sum(&self, of: impl Fn(&Bill) -> i128) -> i128 {
		self.bills.iter().map(of).sum()
	}

	/// One sum over all intervals.
	pub fn sum_of_intervals(&self, of: impl Fn(&Interval) -> i128) -> i128 {
		self.intervals.iter().map(of).sum()
	}
}

/// What `energy` leaves to be taken and fed in beyond `contracted` Wh, which count as delivered where they are above
/// zero and as used where below. A begun lot counts as used.
fn beyond(energy: Energy, contracted: i128) -> (i128, i128) {
	let both = i128::from(energy.import.min(energy.export));
	let net = i128::from(energy.net_export());
	let import = (-net).max(0) - (-contracted).max(0);
	let export = net.max(0) - contracted.max(0);
	(import.max(0) + both, export.max(0) + both)
}

/// What so many Wh cost: a tick is one base unit for a Wh.
fn money(price: Price, energy: i128) -> WattDelta {
	i128::from(price.0) * energy
}

/// Fee and tax of a charge.
fn charge(told: &Told, at: &str) -> Result<(WattDelta, WattDelta)> {
	let get = |part: &str| number(told, &format!("{at}/{part}"));
	let fee = get("ad_valorem")? + get("per_kwh")? - get("over_cap")?;
	Ok((fee.max(0) + get("crossing")? - get("discount")?, get("tax")?))
}

/// An integer of an event: a number, or where it is large a string.
fn number(told: &Told, path: &str) -> Result<i128> {
	let found = told.fields.pointer(path).and_then(|value| match value {
		Json::Number(number) => number.as_i64().map(i128::from),
		Json::String(text) => text.parse().ok(),
		_ => None,
	});
	found.ok_or_else(|| {
		Problem::incompatible(format!("{}.{} has no number {path}", told.pallet, told.event))
	})
}

#[cfg(test)]
pub mod tests {
	use super::*;
	use crate::simulate::{
		journal::{Member, Placed},
		plan::Wanted,
		profiles::Household,
	};
	use gridforge_primitives::{Lots, Side};
	use serde_json::json;

	const OUTSIDE: Outside = Outside { retail: Price(320), feed_in: Price(80) };

	fn told(event: &str, mut fields: Json) -> Told {
		fields["product"] = json!({ "interval": 50, "zone": 2 });
		let (pallet, event) = (String::from("Settlement"), event.to_owned());
		Told { block: 1, index: 0, pallet, event, fields, call: None }
	}

	fn position(participant: u32, contract: Json, deviation: Json, unpaid: i64) -> Told {
		let settled = json!({ "contract": contract, "deviation": deviation, "unpaid": unpaid });
		told("PositionSettled", json!({ "participant": participant, "settled": settled }))
	}

	fn no_charge() -> Json {
		json!({
			"ad_valorem": 0, "per_kwh": 0, "over_cap": 0, "crossing": 0, "discount": 0, "tax": 0,
		})
	}

	/// The example of the settlement pallet: Alice sells Charlie 1 kWh at 0.150, delivers half of it; Charlie uses
	/// 0.4 kWh.
	pub fn example() -> (Vec<Told>, Profiles, Community, Vec<Step>) {
		let fee = json!({
			"ad_valorem": 7_500, "per_kwh": 0, "over_cap": 0, "crossing": 0, "discount": 0, "tax": 0,
		});
		let summary = json!({
			"lots": 100, "notional": 150_000, "charge": fee, "hosts": 0, "treasury": 500, "participants": 2,
			"delivery": {
				"delivered": 50, "shortfall": 50, "used": 40, "unused": 60, "cost": "200000", "credit": 12_000,
				"unpaid": 0, "readings": { "measured": 2, "estimated": 0, "substituted": 0 },
			},
		});
		let alice = json!({ "bought": 0, "sold": 100, "paid": 0, "earned": 150_000, "charge": no_charge() });
		let charlie =
			json!({ "bought": 100, "sold": 0, "paid": 150_000, "earned": 0, "charge": fee });
		let failed = Told {
			pallet: "System".into(),
			event: "ExtrinsicFailed".into(),
			call: Some(("charlie".into(), 9)),
			..told("", json!({}))
		};
		let events = vec![
			position(
				7,
				alice,
				json!({ "delivered": 50, "shortfall": 50, "unused": 0, "cost": 200_000, "credit": 0 }),
				0,
			),
			position(
				8,
				charlie,
				json!({ "delivered": 40, "shortfall": 0, "unused": 60, "cost": 0, "credit": 12_000 }),
				12_000,
			),
			told("ClaimSettled", json!({ "participant": 8, "paid": 12_000, "unpaid": 0 })),
			told("IntervalSettled", json!({ "summary": summary })),
			Told { fields: json!({}), ..failed },
		];
		let house = |name: &str, import, export| Household {
			name: name.into(),
			energy: vec![Energy { import, export }],
		};
		let profiles = Profiles {
			times: vec!["2026-06-21T12:00:00Z".into()],
			households: vec![house("alice", 0, 505), house("charlie", 400, 0)],
		};
		let member = |participant, meter| Member { participant, meter, import: 500, export: 500 };
		let community = Community {
			zone: 2,
			operator: 4,
			supplier: 5,
			gateway: 1,
			households: vec![member(7, 1), member(8, 2)],
		};
		let order = Wanted { side: Side::Bid, price: Price(1), lots: Lots(1) };
		let orders = vec![Placed { household: 1, nonce: 9, order }];
		(events, profiles, community, vec![Step { step: 0, interval: 50, orders }])
	}

	pub fn figures() -> Figures {
		let (events, profiles, community, steps) = example();
		Figures::of(&Sources {
			events: &events,
			profiles: &profiles,
			outside: OUTSIDE,
			community: &community,
			steps: &steps,
		})
		.unwrap()
	}

	#[test]
	fn bills_are_those_of_the_example() {
		let figures = figures();
		let (alice, charlie) = (&figures.bills[0], &figures.bills[1]);
		assert_eq!(alice.market(), 200_000 - 150_000);
		// 5 Wh are no lot: they are fed in beyond the contract.
		assert_eq!((alice.export_beyond, alice.feed_in), (5, 400));
		assert_eq!(alice.without, -505 * 80);
		assert_eq!(charlie.market(), 150_000 + 7_500 - 12_000);
		assert_eq!((charlie.import_beyond, charlie.without), (0, 128_000));
		assert_eq!(charlie.saving(), 128_000 - 145_500);
		assert_eq!((charlie.refused, figures.intervals[0].refused), (1, 1));
	}

	#[test]
	fn what_households_pay_is_what_others_get() {
		let figures = figures();
		let Figures { operator, treasury, tax, supplier, .. } = figures;
		assert_eq!((operator, treasury, tax, supplier), (7_000, 500, 0, 188_000));
		assert_eq!(figures.sum(Bill::market), operator + treasury + tax + supplier);
	}

	#[test]
	fn an_interval_shows_price_and_local_cover() {
		let figures = figures();
		let row = &figures.intervals[0];
		assert_eq!(row.price(), Some(150_000));
		assert_eq!((row.local(), row.consumption, row.cover()), (400, 400, Some(10_000)));
		assert_eq!(Interval::default().price(), None);
		assert_eq!(Interval::default().cover(), None);
	}

	#[test]
	fn energy_beyond_contracts_is_all_that_did_not_count() {
		for (import, export, contracted, expected) in [
			(400, 0, 0, (400, 0)),
			(405, 0, -400, (5, 0)),
			// A begun lot counts as used.
			(395, 0, -400, (0, 0)),
			(0, 405, 400, (0, 5)),
			// A seller that takes energy on balance.
			(300, 0, 0, (300, 0)),
			// What is taken and fed in within the quarter hour.
			(500, 200, -300, (200, 200)),
			(200, 500, 300, (200, 200)),
		] {
			assert_eq!(beyond(Energy { import, export }, contracted), expected);
		}
	}
}
