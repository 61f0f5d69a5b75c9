//! How what was metered differs from what was contracted, and what that costs. Nothing here is stored.
//!
//! A *net seller* sold more than it bought. What it fed into the grid, less what it took, counts as delivered, up to
//! what it had promised, once all its meters are read: one that is not could have taken what another fed in. What is missing costs `max(shortage price, its average sale price)` for each lot, rounded up.
//! A *net buyer* bought more than it sold. What it took from the grid, less what it fed in, counts as used. What it
//! had bought and did not use earns `min(surplus price, its average purchase price)` for each lot, rounded down.
//! So a deviation never pays. Metered energy counts in whole lots, rounded against whoever deviates; what is beyond
//! the contract is not settled here.

use gridforge_primitives::{
	Contract, Delivery, Deviation, ImbalancePrices, Lots, Metered, Price, WattDelta,
};

/// What `lots` are worth at `price`. `None` past the range.
pub(crate) fn worth(price: Price, lots: u64) -> Option<WattDelta> {
	price.notional(Lots(1)).checked_mul(lots.into())
}

/// The share of `part` in `whole` of `amount`, rounded down. `None` past the range, and for a whole of nothing.
fn share(amount: WattDelta, part: u64, whole: u64) -> Option<WattDelta> {
	amount.checked_mul(part.into())?.checked_div_euclid(whole.into())
}

/// Lots that somebody has certainly fed into the grid: none where a meter was not read, which could have taken them.
pub(crate) fn fed_in(metered: &Metered) -> u64 {
	if metered.complete {
		metered.flow.net_export().lots_down()
	} else {
		0
	}
}

/// How what was metered differs from `contract`, under `delivery` and at `prices`. Of whose meters one was not read, that has
/// delivered nothing as a net seller, and has used everything as a net buyer. `None` past the range.
pub fn deviation(
	contract: &Contract,
	delivery: &Delivery,
	prices: ImbalancePrices,
	metered: &Metered,
) -> Option<Deviation> {
	let Contract { bought, sold, paid, earned, .. } = *contract;
	let promised = sold.abs_diff(bought);
	if *delivery == Delivery::Deemed {
		return Some(Deviation { delivered: promised, ..Deviation::default() });
	}
	if sold > bought {
		let delivered = fed_in(metered).min(promised);
		let shortfall = promised.checked_sub(delivered)?;
		let at_own_price = share(earned.checked_neg()?, shortfall, sold)?.checked_neg()?;
		let cost = worth(prices.shortage, shortfall)?.max(at_own_price);
		// Below zero not to deliver is worth something: it must have been read.
		let cost = if metered.complete { cost } else { cost.max(0) };
		return Some(Deviation { delivered, shortfall, cost, ..Deviation::default() });
	}
	let used =
		if metered.complete { metered.flow.net_import().lots_up().min(promised) } else { promised };
	let unused = promised.checked_sub(used)?;
	let at_own_price = if unused == 0 { 0 } else { share(paid, unused, bought)? };
	let credit = worth(prices.surplus, unused)?.min(at_own_price);
	Some(Deviation { delivered: used, unused, credit, ..Deviation::default() })
}

/// The most that the residual supplier can come to owe for `bought` and `sold` lots. `None` past the range.
pub fn most_owed(prices: ImbalancePrices, bought: u64, sold: u64) -> Option<u128> {
	let to_buyers = worth(prices.surplus, bought)?.max(0);
	let to_sellers = worth(prices.shortage, sold)?.checked_neg()?.max(0);
	to_buyers.unsigned_abs().checked_add(to_sellers.unsigned_abs())
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridforge_primitives::{Flow, MeteredDelivery, ParticipantId, WattHours};
	use proptest::prelude::*;

	fn metered_at(shortage: i32, surplus: i32) -> (Delivery, ImbalancePrices) {
		let (shortage, surplus) = (Price(shortage), Price(surplus));
		let imbalance = MeteredDelivery {
			supplier: ParticipantId(1),
			shortage,
			surplus,
			spread: None,
			certificates: Default::default(),
		};
		(Delivery::Metered(imbalance), ImbalancePrices { shortage, surplus })
	}

	/// `sold` lots at `price`, or bought where that is below zero.
	fn contract(lots: i64, price: i32) -> Contract {
		let worth = worth(Price(price), lots.unsigned_abs()).unwrap();
		if lots > 0 {
			Contract { sold: lots.unsigned_abs(), earned: worth, ..Contract::default() }
		} else {
			Contract { bought: lots.unsigned_abs(), paid: worth, ..Contract::default() }
		}
	}

	fn read(import: u64, export: u64) -> Metered {
		let flow = Flow { import: WattHours(import), export: WattHours(export) };
		Metered { flow, complete: true, ..Metered::default() }
	}

	/// The same, of somebody with one more meter that was not read.
	fn unread(import: u64, export: u64) -> Metered {
		Metered { complete: false, ..read(import, export) }
	}

	/// Golden cases, each computed by hand. 100 lots are 1 kWh; a tick and lot are 10 base units.
	#[test]
	fn each_situation_costs_what_it_should() {
		let nothing = Metered::default();
		for (what, lots, price, metered, shortage, surplus, cost, credit) in [
			("a seller delivers all", 100, 150, read(0, 1_000), 400, 20, 0, 0),
			("a seller delivers half", 100, 150, read(0, 500), 400, 20, 200_000, 0),
			("a seller delivers nothing", 100, 150, read(0, 0), 400, 20, 400_000, 0),
			("a seller uses energy itself", 100, 150, read(300, 900), 400, 20, 160_000, 0),
			("a seller delivers more", 100, 150, read(0, 5_000), 400, 20, 0, 0),
			("9 Wh are no lot", 100, 150, read(0, 999), 400, 20, 4_000, 0),
			("a seller is not read", 100, 150, nothing, 400, 20, 400_000, 0),
			("a seller's own use is not read", 100, 150, unread(0, 1_000), 400, 20, 400_000, 0),
			("a dear seller gives its own price back", 100, 450, read(0, 0), 400, 20, 450_000, 0),
			("a negative price", 100, -100, read(0, 0), 400, 20, 400_000, 0),
			("negative throughout", 100, -100, read(0, 0), -50, -80, -50_000, 0),
			("negative throughout, and not read", 100, -100, nothing, -50, -80, 0, 0),
			("a buyer uses all", -100, 150, read(1_000, 0), 400, 20, 0, 0),
			("a buyer uses less", -100, 150, read(400, 0), 400, 20, 0, 12_000),
			("a buyer uses more", -100, 150, read(9_000, 0), 400, 20, 0, 0),
			("a begun lot is used", -100, 150, read(991, 0), 400, 20, 0, 0),
			("a buyer that exports uses nothing", -100, 150, read(0, 700), 400, 20, 0, 20_000),
			("a buyer is not read", -100, 150, nothing, 400, 20, 0, 0),
			("half of a buyer's use is not read", -100, 150, unread(500, 0), 400, 20, 0, 0),
			("a cheap buyer gets no more than it paid", -100, 5, read(0, 0), 400, 20, 0, 5_000),
			(
				"energy that must be paid to be taken back",
				-100,
				150,
				read(0, 0),
				400,
				-30,
				0,
				-30_000,
			),
			("paid for taking, not taken", -100, -40, read(0, 0), 400, -30, 0, -40_000),
		] {
			let (delivery, prices) = metered_at(shortage, surplus);
			let Deviation { cost: is, credit: gets, .. } =
				deviation(&contract(lots, price), &delivery, prices, &metered).unwrap();
			assert_eq!((is, gets), (cost, credit), "{what}");
		}
	}

	#[test]
	fn the_average_is_rounded_against_whoever_deviates() {
		let (delivery, prices) = metered_at(-1_000, -1_000);
		let seller = Contract { sold: 3, earned: 100, ..Contract::default() };
		let cost = deviation(&seller, &delivery, prices, &read(0, 20)).unwrap().cost;
		assert_eq!(cost, 34, "a third of 100, rounded up");
		let (delivery, prices) = metered_at(1_000, 1_000);
		let buyer = Contract { bought: 3, paid: 100, ..Contract::default() };
		let credit = deviation(&buyer, &delivery, prices, &read(20, 0)).unwrap().credit;
		assert_eq!(credit, 33, "a third of 100, rounded down");
	}

	#[test]
	fn deemed_contracts_are_delivered() {
		let prices = ImbalancePrices { shortage: Price(400), surplus: Price(20) };
		for lots in [100, -100] {
			let contract = contract(lots, 150);
			let nothing = Metered::default();
			let deemed = deviation(&contract, &Delivery::Deemed, prices, &nothing).unwrap();
			assert_eq!(deemed, Deviation { delivered: 100, ..Deviation::default() });
		}
	}

	/// What an order of `lots` at `price` locks before fees, as DESIGN says it.
	fn lock(prices: ImbalancePrices, side_is_bid: bool, price: i32, lots: u64) -> i128 {
		let (price, shortage, surplus) = (price.into(), prices.shortage.0, prices.surplus.0);
		let per_lot: i128 = if side_is_bid {
			0.max(price).max(price - i128::from(surplus))
		} else {
			0.max(i128::from(shortage) - price).max(-price)
		};
		per_lot * i128::from(lots) * 10
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]
		/// Whatever flows, nobody owes more than its orders locked, fees apart; and deviating never pays.
		#[test]
		fn locks_suffice_and_a_deviation_never_pays(
			trades in prop::collection::vec((any::<bool>(), -500i32..3_596, 1u64..5_000), 1..8),
			a in -1_000i32..1_000, b in -1_000i32..1_000,
			import in 0u64..100_000, export in 0u64..100_000, complete in any::<bool>(),
		) {
			let (delivery, prices) = metered_at(a.max(b), a.min(b));
			let mut contract = Contract::default();
			let mut locked = 0;
			for (bid, price, lots) in trades {
				let worth = worth(Price(price), lots).unwrap();
				locked += lock(prices, bid, price, lots);
				let (sum, money) = if bid {
					(&mut contract.bought, &mut contract.paid)
				} else {
					(&mut contract.sold, &mut contract.earned)
				};
				*sum += lots;
				*money += worth;
			}
			let metered = Metered { complete, ..read(import, export) };
			let found = deviation(&contract, &delivery, prices, &metered).unwrap();
			let owed = contract.paid - contract.earned + found.owed().unwrap();
			prop_assert!(owed <= locked, "{owed} is owed where {locked} was locked");

			// Leaving a meter unread never pays a seller either.
			let unread = Metered { complete: false, ..metered };
			let without = deviation(&contract, &delivery, prices, &unread).unwrap();
			if contract.sold > contract.bought {
				prop_assert!(without.owed().unwrap() >= found.owed().unwrap());
			}

			// Energy adds up.
			let promised = contract.sold.abs_diff(contract.bought);
			prop_assert_eq!(found.delivered + found.shortfall + found.unused, promised);

			// The supplier never pays more than was reckoned with.
			let most = most_owed(prices, contract.bought, contract.sold).unwrap();
			prop_assert!(found.owed().unwrap() >= -i128::try_from(most).unwrap());

			// A lot not delivered costs at least what it earned on average; one not used brings at most what it cost.
			if found.shortfall > 0 {
				let earned = contract.earned * i128::from(found.shortfall);
				prop_assert!(found.cost * i128::from(contract.sold) >= earned);
			}
			if found.unused > 0 {
				let paid = contract.paid * i128::from(found.unused);
				prop_assert!(found.credit * i128::from(contract.bought) <= paid);
			}
		}
	}
}
