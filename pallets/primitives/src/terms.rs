//! The rules under which a product trades. They are fixed when the product gets its first order: later changes
//! of a zone reach only products that have had none.

use crate::{
	derives::stored, tariff::FeeTerms, CurrencyId, Lots, Millis, ParticipantId, Price, WattDelta,
};
use sp_arithmetic::Permill;

stored! {
	/// What counts as delivered.
	#[derive(Default)]
	#[serde(rename_all = "kebab-case")]
	pub enum Delivery {
		/// Contracts count as delivered in full.
		#[default]
		Deemed,
		/// Meters say what was delivered; the residual supplier steps in for the rest.
		Metered(MeteredDelivery),
	}
}

stored! {
	/// What it means that meters decide: what it costs not to deliver, what is paid for energy that was bought and not
	/// used, and whose certificates are.
	#[serde(rename_all = "camelCase", deny_unknown_fields)]
	pub struct MeteredDelivery {
		/// The residual supplier: it sells what sellers did not deliver and takes back what buyers did not use.
		pub supplier: ParticipantId,
		/// What a lot that was sold and not delivered costs; with a spread, at the most.
		pub shortage: Price,
		/// What a lot that was bought and not used earns; with a spread, at the least. Not above `shortage`.
		pub surplus: Price,
		/// Both prices lie so many ticks from the product's own average price, within the two above. Without, they
		/// are those two.
		#[serde(default)]
		pub spread: Option<u16>,
		/// Who gets the certificates of renewable energy that was sold.
		#[serde(default)]
		pub certificates: CertificateRule,
	}
}

stored! {
	/// Who gets the certificates of renewable energy that was sold. Those of energy that was not sold stay with
	/// whoever fed it in.
	#[derive(Default)]
	#[serde(rename_all = "kebab-case")]
	pub enum CertificateRule {
		/// They stay with the seller.
		#[default]
		Seller,
		/// They go with the energy to those who bought and used it, each by its share of the product.
		Buyer,
	}
}

stored! {
	/// The prices of deviations in one product.
	pub struct ImbalancePrices {
		/// Of energy that was sold and not delivered.
		pub shortage: Price,
		/// Of energy that was bought and not used; not above `shortage`.
		pub surplus: Price,
	}
}

impl MeteredDelivery {
	/// The prices for a product that has traded `lots` for `notional`. The average is rounded up for the shortage
	/// and down for the surplus, so that a deviation never pays.
	pub fn prices(&self, lots: u64, notional: WattDelta) -> ImbalancePrices {
		let MeteredDelivery { shortage, surplus, spread, .. } = *self;
		let one_lot_at_one_tick = Price(1).notional(Lots(1));
		let per_tick = WattDelta::from(lots).saturating_mul(one_lot_at_one_tick);
		let (Some(spread), true) = (spread, lots > 0) else {
			return ImbalancePrices { shortage, surplus };
		};
		let down = notional.checked_div_euclid(per_tick).unwrap_or(0);
		let exact = notional.checked_rem_euclid(per_tick).unwrap_or(0) == 0;
		let up = down.saturating_add(i128::from(!exact));
		let within = |ticks: WattDelta| {
			let ticks = ticks.clamp(i32::MIN.into(), i32::MAX.into());
			Price(i32::try_from(ticks).unwrap_or(0)).clamp(surplus, shortage.max(surplus))
		};
		ImbalancePrices {
			shortage: within(up.saturating_add(spread.into())),
			surplus: within(down.saturating_sub(spread.into())),
		}
	}
}

stored! {
	/// Which of a product's trades a price is held against.
	#[derive(Default)]
	#[serde(rename_all = "kebab-case")]
	pub enum CollarReference {
		/// The last one.
		#[default]
		Last,
		/// All of them: the average by volume.
		Average,
	}
}

stored! {
	/// How far an order may reach past what the product has traded at: a bid above it, an ask below it.
	#[serde(rename_all = "camelCase", deny_unknown_fields)]
	pub struct Collar {
		/// As a share of the reference price.
		pub rate: Permill,
		/// But always so many ticks.
		pub ticks: u16,
		/// Against which trades.
		#[serde(default)]
		pub reference: CollarReference,
	}
}

impl Collar {
	/// How far, in ticks, from a reference price.
	pub fn reach(&self, reference: Price) -> u32 {
		self.rate.mul_floor(reference.0.unsigned_abs()).max(u32::from(self.ticks))
	}
}

stored! {
	/// How large orders may be, and how many.
	#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
	pub struct OrderLimits {
		/// The smallest order; a remainder below it does not rest.
		pub min_order: Lots,
		/// The largest single order.
		pub max_order: Lots,
		/// The most that a participant may buy, and sell, in one interval, open and traded together, where nothing
		/// is known of its meters.
		pub max_position: Lots,
		/// The energy that the zone's grid can carry in one interval; its use makes congestion.
		pub capacity: Lots,
		/// New orders of a participant in one block.
		pub orders_per_block: u16,
	}
}

impl Default for OrderLimits {
	/// Orders of 0.1 kWh to 1 MWh, positions of 10 MWh, a grid of 100 MWh, 1,000 orders a block.
	fn default() -> Self {
		OrderLimits {
			min_order: Lots(10),
			max_order: Lots(100_000),
			max_position: Lots(1_000_000),
			capacity: Lots(10_000_000),
			orders_per_block: 1_000,
		}
	}
}

stored! {
	/// The rules of one product.
	#[serde(rename_all = "camelCase")]
	pub struct ProductRules {
		/// The grid operator, to whom the fees go.
		pub operator: ParticipantId,
		/// Who receives the taxes, to pass them on.
		pub tax_collector: ParticipantId,
		/// The money that the product settles in.
		pub currency: CurrencyId,
		/// The lowest price; the product spans [`crate::TICKS`] ticks from here.
		pub floor: Price,
		/// How large orders may be, and how many.
		pub limits: OrderLimits,
		/// How far prices may reach past what has traded; no further than the band where there is none.
		pub collar: Option<Collar>,
		/// When orders that have only collected trade in the opening auction, in milliseconds before delivery.
		/// Without, trading is continuous from the start.
		pub auction: Option<Millis>,
		/// What the buyer pays on top of the price.
		pub fees: FeeTerms,
		/// What counts as delivered.
		pub delivery: Delivery,
	}
}

impl Default for ProductRules {
	/// Participant 1 operates; 5 % of the energy's value, continuous trading, no collar.
	fn default() -> Self {
		ProductRules {
			operator: ParticipantId(1),
			tax_collector: ParticipantId(1),
			currency: 1,
			floor: Price(-500),
			limits: OrderLimits::default(),
			collar: None,
			auction: None,
			fees: FeeTerms::default(),
			delivery: Delivery::Deemed,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn imbalance_prices_lie_around_the_average_within_their_bounds() {
		let imbalance = |spread| MeteredDelivery {
			supplier: ParticipantId(5),
			shortage: Price(400),
			surplus: Price(-20),
			spread,
			certificates: CertificateRule::Seller,
		};
		for (spread, lots, notional, shortage, surplus) in [
			(None, 100, 150_000, 400, -20),
			// 150 ticks on average.
			(Some(30), 100, 150_000, 180, 120),
			(Some(0), 100, 150_000, 150, 150),
			// 150.5 ticks: rounded away from whoever deviates.
			(Some(30), 2, 3_010, 181, 120),
			(Some(300), 100, 150_000, 400, -20),
			(Some(1), 100, -150_000, -20, -20),
			(Some(1), 100, 990_000, 400, 400),
			// Nothing traded: nothing to deviate from.
			(Some(30), 0, 0, 400, -20),
		] {
			let prices = imbalance(spread).prices(lots, notional);
			let expected = ImbalancePrices { shortage: Price(shortage), surplus: Price(surplus) };
			assert_eq!(prices, expected, "{spread:?} {lots} {notional}");
		}
	}

	#[test]
	fn a_collar_reaches_by_rate_but_never_less_than_its_ticks() {
		let collar =
			Collar { rate: Permill::from_percent(20), ticks: 25, reference: CollarReference::Last };
		for (reference, reach) in [(1_000, 200), (-1_000, 200), (100, 25), (0, 25), (129, 25)] {
			assert_eq!(collar.reach(Price(reference)), reach, "{reference}");
		}
		assert_eq!(collar.reach(Price(i32::MIN)), 429_496_729);
	}
}
