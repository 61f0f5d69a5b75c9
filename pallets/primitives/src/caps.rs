//! How much a tier may trade.

use crate::{derives::stored, Lots, Millis, WattBalance, DAY, MIN_ORDER, WATT};

/// How long whoever registered itself may trade before a registrar has to have checked who it is.
pub const SANDBOX_VALIDITY: Millis = 90 * DAY;

/// How long a one-time account may trade, beyond what can be ordered when it is admitted.
pub const ONE_TIME_VALIDITY: Millis = 7 * DAY;

stored! {
	/// The most that something may come to, in energy and in money: neither may be above.
	pub struct Cap {
		/// Energy, in lots of 10 Wh.
		pub lots: Lots,
		/// Money, in base units of WATT.
		pub money: WattBalance,
	}
}

impl Cap {
	/// Whether so much is allowed.
	pub fn allows(&self, lots: u64, money: WattBalance) -> bool {
		lots <= u64::from(self.lots.0) && money <= self.money
	}

	/// Whether it allows no more than `other` does.
	pub fn within(&self, other: &Cap) -> bool {
		self.lots <= other.lots && self.money <= other.money
	}

	/// Whether it lets the smallest order through, at some price.
	pub fn is_sound(&self) -> bool {
		self.lots >= MIN_ORDER && self.money > 0
	}
}

stored! {
	/// How much participants of one tier may trade; without a limit where nothing is said.
	#[derive(Default)]
	pub struct TierCaps {
		/// In one order: its energy, and price × energy at its limit, the grid's fee aside.
		pub order: Option<Cap>,
		/// In orders placed in one day, UTC, counted like `order`. What trades or comes to rest counts, and is not given
		/// back when it is cancelled.
		pub day: Option<Cap>,
		/// Open or traded and not settled, at once: energy of both sides, and money that is locked for it.
		pub open: Option<Cap>,
	}
}

impl TierCaps {
	/// No energy and no money.
	pub(crate) const NOTHING: TierCaps = {
		let none = Some(Cap { lots: Lots::ZERO, money: 0 });
		TierCaps { order: none, day: none, open: none }
	};

	/// The most that any jurisdiction can allow those who registered themselves, and one-time accounts: 10 kWh and 5 WATT
	/// in an order, 50 kWh and 25 WATT in a day and at once.
	pub const SANDBOX_CEILING: TierCaps = {
		let many = Some(Cap { lots: Lots(5_000), money: 25 * WATT });
		TierCaps { order: Some(Cap { lots: Lots(1_000), money: 5 * WATT }), day: many, open: many }
	};

	/// Whether each lets the smallest order through, and the cap of an order is no more than the others.
	pub fn are_sound(&self) -> bool {
		let wider = |cap: &Cap| self.order.is_none_or(|order| order.within(cap));
		[self.order, self.day, self.open].iter().flatten().all(Cap::is_sound)
			&& [self.day, self.open].iter().flatten().all(wider)
	}

	/// Whether each cap of `other` holds here too.
	pub fn within(&self, other: &TierCaps) -> bool {
		let within = |cap: Option<Cap>, other: Option<Cap>| match (cap, other) {
			(_, None) => true,
			(None, Some(_)) => false,
			(Some(cap), Some(other)) => cap.within(&other),
		};
		within(self.order, other.order)
			&& within(self.day, other.day)
			&& within(self.open, other.open)
	}
}
