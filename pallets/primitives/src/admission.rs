//! Who is admitted to trade, and what the rules of its jurisdiction let it do.

use crate::{
	derives::stored, Cap, CurrencyId, Millis, NewOrder, OrderType, Reach, TierCaps, WattBalance,
};

stored! {
	/// What kind of person a participant is.
	#[serde(rename_all = "kebab-case")]
	pub enum Kind {
		/// People in a home, with or without generation of their own.
		Household,
		/// A company or an institution that trades for itself.
		Business,
		/// Trades for others under one name.
		Aggregator,
		/// Runs an application through which others trade.
		Host,
		/// Runs a part of the grid.
		Operator,
	}
}

stored! {
	/// How thoroughly it was checked who a participant is.
	#[serde(rename_all = "kebab-case")]
	pub enum Tier {
		/// Not at all: it registered itself and put down a deposit. Its caps are small everywhere.
		Sandbox,
		/// Simplified: enough for a household's own needs.
		Basic,
		/// In full.
		Full,
		/// A further account of somebody whom the registrar has admitted under another number, and which one that is only
		/// the registrar knows. For a short time, and with small caps everywhere.
		OneTime,
	}
}

stored! {
	/// For how long those who keep copies of a participant's records must keep them. What the chain itself keeps does
	/// not depend on it.
	#[derive(Default)]
	#[serde(rename_all = "kebab-case")]
	pub enum Retention {
		/// As long as operation needs them: until the interval's corrections are closed.
		#[default]
		Operational,
		/// Five years, as EU wholesale markets have it.
		FiveYears,
		/// Seven years.
		SevenYears,
		/// Ten years, as many tax laws have it.
		TenYears,
	}
}

stored! {
	/// Which types of order are taken.
	#[serde(rename_all = "kebab-case")]
	pub struct OrderTypes {
		/// Limit orders.
		pub limit: bool,
		/// Post-only orders.
		pub post_only: bool,
		/// Immediate-or-cancel orders.
		pub immediate_or_cancel: bool,
		/// Fill-or-kill orders.
		pub fill_or_kill: bool,
		/// Market orders.
		pub market: bool,
	}
}

impl OrderTypes {
	/// Every type.
	pub const ALL: OrderTypes = OrderTypes {
		limit: true,
		post_only: true,
		immediate_or_cancel: true,
		fill_or_kill: true,
		market: true,
	};

	/// No type.
	pub const NONE: OrderTypes = OrderTypes {
		limit: false,
		post_only: false,
		immediate_or_cancel: false,
		fill_or_kill: false,
		market: false,
	};

	/// Whether orders of this type are taken.
	pub const fn allow(self, order_type: OrderType) -> bool {
		match order_type {
			OrderType::Limit => self.limit,
			OrderType::PostOnly => self.post_only,
			OrderType::ImmediateOrCancel => self.immediate_or_cancel,
			OrderType::FillOrKill => self.fill_or_kill,
			OrderType::Market => self.market,
		}
	}
}

stored! {
	/// What the participants of a jurisdiction may do. It binds new orders from the moment on at which it is set; what
	/// rests or has traded stays.
	pub struct JurisdictionRules {
		/// What those may do who registered themselves; nobody may register itself where nothing is said.
		pub sandbox: Option<TierCaps>,
		/// What those of the tier `Basic` may do; they may not trade where nothing is said.
		pub basic: Option<TierCaps>,
		/// What those of the tier `Full` may do; they may not trade where nothing is said.
		pub full: Option<TierCaps>,
		/// What those of the tier `OneTime` may do, each by itself; they may not trade where nothing is said.
		pub one_time: Option<TierCaps>,
		/// Which types of order they may send; at least one.
		pub order_types: OrderTypes,
		/// Whether their orders may reach the books of neighbouring zones.
		pub cross_zone: bool,
		/// The only currency in which they trade; any where nothing is said. Caps count each currency by itself.
		pub currency: Option<CurrencyId>,
		/// For how long their records must be kept by those who keep copies.
		pub retention: Retention,
	}
}

impl Default for JurisdictionRules {
	/// Whoever was checked may trade without caps; nobody may register itself.
	fn default() -> Self {
		JurisdictionRules {
			sandbox: None,
			basic: Some(TierCaps::default()),
			full: Some(TierCaps::default()),
			one_time: None,
			order_types: OrderTypes::ALL,
			cross_zone: true,
			currency: None,
			retention: Retention::Operational,
		}
	}
}

/// Why no jurisdiction can have such rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsoundRules {
	/// A cap lets no order through, or the cap of an order is above that of a day or of what is open.
	Caps,
	/// A cap of the tier `Sandbox` or `OneTime` is missing or above [`TierCaps::SANDBOX_CEILING`].
	AboveSandboxCeiling,
	/// No type of order is taken.
	NoOrderType,
}

impl JurisdictionRules {
	/// Whether they lie within the bounds that hold everywhere.
	pub fn check(&self) -> Result<(), UnsoundRules> {
		let tiers = [self.sandbox, self.basic, self.full, self.one_time];
		let sound = tiers.iter().flatten().all(TierCaps::are_sound);
		if !sound {
			return Err(UnsoundRules::Caps);
		}
		// What the chain cannot add up for one person stays small for each account.
		let mut many = [self.sandbox, self.one_time].into_iter().flatten();
		if !many.all(|caps| caps.within(&TierCaps::SANDBOX_CEILING)) {
			return Err(UnsoundRules::AboveSandboxCeiling);
		}
		if self.order_types == OrderTypes::NONE {
			return Err(UnsoundRules::NoOrderType);
		}
		Ok(())
	}

	/// What a participant of `tier` may do; nothing where it may not trade.
	pub const fn caps(&self, tier: Tier) -> Option<TierCaps> {
		match tier {
			Tier::Sandbox => self.sandbox,
			Tier::Basic => self.basic,
			Tier::Full => self.full,
			Tier::OneTime => self.one_time,
		}
	}

	/// What the market must know of a participant of `tier` whose verification is valid until `valid_until`.
	pub const fn admission(&self, tier: Tier, valid_until: Millis) -> Admission {
		Admission {
			valid_until,
			caps: self.caps(tier),
			order_types: self.order_types,
			cross_zone: self.cross_zone,
			currency: self.currency,
		}
	}

	/// Rules under which everything is allowed and everything is counted.
	#[cfg(feature = "runtime-benchmarks")]
	pub fn that_count() -> Self {
		let most = Cap { lots: crate::Lots(u32::MAX), money: WattBalance::MAX };
		let caps = TierCaps { order: Some(most), day: Some(most), open: Some(most) };
		JurisdictionRules { basic: Some(caps), full: Some(caps), ..Default::default() }
	}
}

/// All that the market must know of a participant that may trade, before it takes an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
	/// From this moment on its verification is no longer valid: what it orders must have been delivered by then.
	pub valid_until: Millis,
	/// What its tier may do in its jurisdiction; it may not trade where nothing is said.
	pub caps: Option<TierCaps>,
	/// Which types of order it may send.
	pub order_types: OrderTypes,
	/// Whether its orders may reach the books of neighbouring zones.
	pub cross_zone: bool,
	/// The only currency in which it trades; any where nothing is said.
	pub currency: Option<CurrencyId>,
}

/// Which rule of its owner's jurisdiction an order breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forbidden {
	/// Orders of its type.
	OrderType,
	/// That it reaches the books of neighbouring zones.
	Neighbours,
	/// So much in one order.
	OrderCap,
	/// So much in a day, what was placed before included.
	DayCap,
	/// So much open at once, what is open included.
	OpenCap,
}

/// What an order comes to, by itself and with what was placed before it: lots, and base units of WATT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderSize {
	/// The order by itself: its energy, and price × energy at its limit, whatever the sign.
	pub order: (u64, WattBalance),
	/// With everything that was placed in the same day.
	pub day: (u64, WattBalance),
	/// With everything that is open or has traded and not settled: energy, and money that is locked for it.
	pub open: (u64, WattBalance),
}

impl Admission {
	/// Whether its rules let `order` be placed, which comes to `size`.
	pub fn allows(&self, order: &NewOrder, size: &OrderSize) -> Result<(), Forbidden> {
		if !self.order_types.allow(order.order_type) {
			return Err(Forbidden::OrderType);
		}
		if order.reach == Reach::Neighbours && !self.cross_zone {
			return Err(Forbidden::Neighbours);
		}
		// Whoever may not trade is refused before; nothing less is allowed here.
		let caps = self.caps.unwrap_or(TierCaps::NOTHING);
		let within =
			|cap: Option<Cap>, (lots, money)| cap.is_none_or(|cap| cap.allows(lots, money));
		if !within(caps.order, size.order) {
			return Err(Forbidden::OrderCap);
		}
		if !within(caps.day, size.day) {
			return Err(Forbidden::DayCap);
		}
		if !within(caps.open, size.open) {
			return Err(Forbidden::OpenCap);
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{IntervalId, Lots, Price, ProductId, Side, ZoneId};

	const fn cap(lots: u32, money: WattBalance) -> Cap {
		Cap { lots: Lots(lots), money }
	}

	fn caps(order: u32, day: u32, open: u32) -> TierCaps {
		let some = |lots| Some(cap(lots, WattBalance::from(lots) * 100));
		TierCaps { order: some(order), day: some(day), open: some(open) }
	}

	#[test]
	fn rules_outside_the_bounds_are_found() {
		let full = |caps| JurisdictionRules { full: Some(caps), ..Default::default() };
		let sandbox = |caps| JurisdictionRules { sandbox: Some(caps), ..Default::default() };
		let one_time = |caps| JurisdictionRules { one_time: Some(caps), ..Default::default() };
		let ceiling = TierCaps::SANDBOX_CEILING;
		let above = |change: fn(&mut TierCaps)| {
			let mut caps = ceiling;
			change(&mut caps);
			sandbox(caps)
		};
		for (rules, expected) in [
			(JurisdictionRules::default(), Ok(())),
			(sandbox(ceiling), Ok(())),
			(full(caps(100, 100, 100)), Ok(())),
			(full(caps(9, 100, 100)), Err(UnsoundRules::Caps)),
			(full(caps(101, 100, 200)), Err(UnsoundRules::Caps)),
			(full(caps(101, 200, 100)), Err(UnsoundRules::Caps)),
			(
				full(TierCaps { order: Some(cap(10, 0)), ..Default::default() }),
				Err(UnsoundRules::Caps),
			),
			(sandbox(TierCaps::default()), Err(UnsoundRules::AboveSandboxCeiling)),
			(above(|caps| caps.day = None), Err(UnsoundRules::AboveSandboxCeiling)),
			(one_time(ceiling), Ok(())),
			(one_time(TierCaps::default()), Err(UnsoundRules::AboveSandboxCeiling)),
			(one_time(caps(9, 100, 100)), Err(UnsoundRules::Caps)),
			(above(|caps| caps.open = Some(cap(100_000, 1_000_000))), Err(UnsoundRules::Caps)),
			(
				JurisdictionRules { order_types: OrderTypes::NONE, ..Default::default() },
				Err(UnsoundRules::NoOrderType),
			),
		] {
			assert_eq!(rules.check(), expected, "{rules:?}");
		}
		let more = above(|caps| {
			let day = caps.day.as_mut().expect("the ceiling caps the day");
			day.lots = Lots(day.lots.0 + 1);
		});
		assert_eq!(more.check(), Err(UnsoundRules::AboveSandboxCeiling));
	}

	#[test]
	fn each_rule_is_kept_to_the_unit() {
		let rules = JurisdictionRules {
			basic: Some(caps(100, 300, 200)),
			order_types: OrderTypes { market: false, ..OrderTypes::ALL },
			cross_zone: false,
			..Default::default()
		};
		let admission = rules.admission(Tier::Basic, 1_000);
		let product = ProductId { interval: IntervalId(1), zone: ZoneId(1) };
		let order = NewOrder::limit(product, Side::Bid, Price(1), Lots(100));
		let size = OrderSize { order: (100, 10_000), day: (300, 30_000), open: (200, 20_000) };
		assert_eq!(admission.allows(&order, &size), Ok(()));
		for (order, expected) in [
			(NewOrder { order_type: OrderType::Market, ..order }, Forbidden::OrderType),
			(NewOrder { reach: Reach::Neighbours, ..order }, Forbidden::Neighbours),
		] {
			assert_eq!(admission.allows(&order, &size), Err(expected));
		}
		for (size, expected) in [
			(OrderSize { order: (101, 10_000), ..size }, Forbidden::OrderCap),
			(OrderSize { order: (100, 10_001), ..size }, Forbidden::OrderCap),
			(OrderSize { day: (301, 30_000), ..size }, Forbidden::DayCap),
			(OrderSize { day: (300, 30_001), ..size }, Forbidden::DayCap),
			(OrderSize { open: (201, 20_000), ..size }, Forbidden::OpenCap),
			(OrderSize { open: (200, 20_001), ..size }, Forbidden::OpenCap),
		] {
			assert_eq!(admission.allows(&order, &size), Err(expected), "{size:?}");
		}
		// Without caps nothing is too much; without a tier everything is.
		assert_eq!(rules.caps(Tier::OneTime), None);
		let full = rules.admission(Tier::Full, 1_000);
		let huge = (u64::MAX, WattBalance::MAX);
		assert_eq!(full.allows(&order, &OrderSize { order: huge, day: huge, open: huge }), Ok(()));
		let sandbox = rules.admission(Tier::Sandbox, 1_000);
		assert_eq!(sandbox.allows(&order, &size), Err(Forbidden::OrderCap));
	}
}
