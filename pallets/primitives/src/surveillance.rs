//! What the market counts of a participant's conduct in a product, and from when on it tells of it.

use crate::derives::stored;

stored! {
	/// What a participant did in one product. Counts stay at their largest value.
	#[derive(Default)]
	pub struct Conduct {
		/// Orders that the market took.
		pub orders: u16,
		/// Of these, those that traded as they came. What traded while it rested is not counted here.
		pub fills: u16,
		/// Orders that the participant, or its delegate, cancelled or amended under another id.
		pub cancels: u16,
		/// Orders that met an order of the same participant, which they never trade with.
		pub self_matches: u16,
		/// Whether self-matches were told of.
		pub self_match_suspected: bool,
		/// Whether cancels were told of.
		pub layering_suspected: bool,
	}
}

stored! {
	/// From when on conduct in one product is told of. It is a pattern to look at, not a verdict, and keeps nobody from
	/// trading.
	pub struct Suspicion {
		/// Wash: so many orders met an order of the same participant.
		pub self_matches: u16,
		/// Layering: so many orders were cancelled …
		pub cancels: u16,
		/// … and they are at least so many in a hundred of all that were placed.
		pub cancels_in_hundred: u8,
	}
}

impl Conduct {
	/// Whether there is anything that has to be remembered when nothing is at stake any longer: cancelled orders and
	/// self-matches.
	pub const fn is_remarkable(&self) -> bool {
		self.cancels > 0 || self.self_matches > 0
	}

	/// Count an order that was taken.
	pub fn count_order(&mut self, traded: bool, met_own: bool) {
		self.orders = self.orders.saturating_add(1);
		self.fills = self.fills.saturating_add(u16::from(traded));
		self.self_matches = self.self_matches.saturating_add(u16::from(met_own));
	}

	/// Count an order that its owner cancelled.
	pub fn count_cancel(&mut self) {
		self.cancels = self.cancels.saturating_add(1);
	}

	/// Whether self-matches are to be told of now, for the first time.
	pub fn suspect_self_match(&mut self, suspicion: &Suspicion) -> bool {
		let found = !self.self_match_suspected && self.self_matches >= suspicion.self_matches;
		self.self_match_suspected |= found;
		found
	}

	/// Whether cancels are to be told of now, for the first time.
	pub fn suspect_layering(&mut self, suspicion: &Suspicion) -> bool {
		let Suspicion { cancels, cancels_in_hundred, .. } = *suspicion;
		// Of 16 bits each, so neither product can overflow.
		let share = u32::from(self.cancels) * 100;
		let least = u32::from(self.orders) * u32::from(cancels_in_hundred);
		let found = !self.layering_suspected && self.cancels >= cancels && share >= least;
		self.layering_suspected |= found;
		found
	}

	/// Whether the counts can be: nothing is cancelled, traded or met that was not placed.
	pub fn adds_up(&self) -> bool {
		let most = self.fills.max(self.cancels).max(self.self_matches);
		most <= self.orders
	}
}

impl Suspicion {
	/// Whether the limits are such that not everybody is suspected, and somebody can be.
	pub const fn is_sound(&self) -> bool {
		self.self_matches > 0
			&& self.cancels > 0
			&& self.cancels_in_hundred > 0
			&& self.cancels_in_hundred <= 100
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const SUSPICION: Suspicion = Suspicion { self_matches: 2, cancels: 4, cancels_in_hundred: 80 };

	#[test]
	fn self_matches_are_told_of_once() {
		let mut conduct = Conduct::default();
		let mut told = Vec::new();
		for met_own in [false, true, false, true, true] {
			conduct.count_order(false, met_own);
			told.push(conduct.suspect_self_match(&SUSPICION));
		}
		assert_eq!(told, [false, false, false, true, false]);
	}

	#[test]
	fn cancels_are_told_of_where_they_are_many_and_most_orders() {
		let mut conduct = Conduct::default();
		for _ in 0..6 {
			conduct.count_order(true, false);
		}
		let mut told = Vec::new();
		for _ in 0..5 {
			conduct.count_cancel();
			told.push(conduct.suspect_layering(&SUSPICION));
		}
		// Four of six are too few in a hundred, five of six are not.
		assert_eq!(told, [false, false, false, false, true]);
		assert!(!conduct.suspect_layering(&SUSPICION));
	}

	#[test]
	fn few_cancels_are_not_told_of() {
		let mut conduct = Conduct { orders: 3, cancels: 3, ..Conduct::default() };
		assert!(!conduct.suspect_layering(&SUSPICION));
	}

	#[test]
	fn counts_stay_at_their_largest_value() {
		let most = u16::MAX;
		let mut conduct =
			Conduct { orders: most, fills: most, cancels: most, ..Conduct::default() };
		conduct.count_order(true, false);
		conduct.count_cancel();
		assert_eq!((conduct.orders, conduct.fills, conduct.cancels), (most, most, most));
		assert!(conduct.suspect_layering(&SUSPICION) && conduct.adds_up());
	}
}
