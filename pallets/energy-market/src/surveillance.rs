//! Surveillance: what participants do in a product is counted in their position, which is written anyway, and patterns
//! of wash trading and layering are told of.
//!
//! Counts cost no key and no read. A position in which nothing is at stake any longer stays until settlement if its owner
//! has cancelled orders in the product, or met its own: else counts would begin anew with each withdrawal. So whoever
//! cancels everything keeps one record for the product until then, and the product on its account's list.

use crate::{desk::Desk, Config, Event, Outcome, Pallet, PositionOf, Positions};
use frame_support::traits::Get;
use gridforge_matching::WhyCancelled;
use gridforge_primitives::{Conduct, ParticipantId, Participants, ProductId};

impl<T: Config> Desk<T> {
	/// Count an order that was taken, and tell of it where it makes a pattern.
	pub(crate) fn watch_order(&mut self, outcome: &Outcome) {
		let met_own = !outcome.withdrawn.is_empty()
			|| matches!(outcome.cancelled, Some((_, WhyCancelled::SelfTrade)));
		self.position.conduct.count_order(!outcome.filled.is_zero(), met_own);
		self.report_patterns();
	}

	/// Count an order that was cancelled by its owner, and tell of it where it makes a pattern. The chain itself cancels
	/// under the market's own account, what those have open who may trade no longer: that is nobody's conduct.
	pub(crate) fn watch_cancel(&mut self) {
		if self.who != Pallet::<T>::market_account() {
			self.position.conduct.count_cancel();
			self.report_patterns();
		}
	}

	fn report_patterns(&mut self) {
		let (participant, product) = (self.participant, self.id);
		let (conduct, suspicion) = (&mut self.position.conduct, T::Suspicion::get());
		if conduct.suspect_self_match(&suspicion) {
			let conduct = *conduct;
			let event = Event::SelfMatchSuspected { participant, product, conduct };
			Pallet::<T>::deposit_event(event);
		}
		let conduct = &mut self.position.conduct;
		if conduct.suspect_layering(&suspicion) {
			let conduct = *conduct;
			Pallet::<T>::deposit_event(Event::LayeringSuspected { participant, product, conduct });
		}
	}
}

impl<T: Config> Pallet<T> {
	/// What the participant for whom `account` acts did in a product that has not settled. Nothing where it has no
	/// position there.
	pub fn conduct(account: &T::AccountId, product: ProductId) -> Option<Conduct> {
		Self::conduct_of(T::Participants::mandate_of(account)?.participant, product)
	}

	fn conduct_of(participant: ParticipantId, product: ProductId) -> Option<Conduct> {
		let position: PositionOf<T> = Positions::<T>::try_get(product, participant).ok()?;
		Some(position.conduct)
	}
}
