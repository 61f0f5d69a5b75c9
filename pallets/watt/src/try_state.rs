//! What must hold of the storage between any two blocks.

use crate::{
	types::is_code, Attested, Config, Currencies, CurrencyOf, Issuer, Issuers, NextIssuer,
	NextMint, NextRedemption, Pallet, PendingMints, Redemptions, RedemptionsOf, References,
	Restrictions, Seats, Wallets,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungibles::Inspect};
use gridforge_primitives::{CurrencyId, IssuerId, Millis, MintId, RedemptionId, Role, WattBalance};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check the invariants:
	///
	/// 1. every currency has an asset, a code that leads back to it, and limits within the chain's bounds; every code
	///    leads to its currency;
	/// 2. issuance of each currency is what its accounts have together, and what its issuers have minted and not
	///    redeemed;
	/// 3. the keeper has at least what is in redemption in each currency. It may have more, because anybody can send it
	///    some;
	/// 4. every issuer has an id that was assigned, and a currency; each currency counts those of its issuers that are
	///    short;
	/// 5. every role is in a currency that there is, and an issuer's role at one of that currency; issuers count their
	///    signers and attesters. That no account has two roles follows from the key;
	/// 6. every statement is an attester's of that issuer, and each has at most one;
	/// 7. every mint that waits has an id that was assigned, an amount and a reference that no other mint can use;
	///    issuers count them;
	/// 8. every redemption has an id that was assigned and an amount, and is in its holder's list once; every list holds
	///    redemptions of that holder only, and at least one;
	/// 9. what an issuer has in redemption is the sum of its redemptions, and no more than is outstanding;
	/// 10. every queue leads from its first to its last redemption and back through all that are not put aside; deadlines
	///     never fall along it;
	/// 11. every restriction is in a currency that there is, is of nobody protected, and is what the assets' pallet
	///     enforces.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_currencies()?;
		Self::check_issuers()?;
		Self::check_roles()?;
		Self::check_mints()?;
		Self::check_redemptions()?;
		Self::check_restrictions()
	}

	/// Invariants 1, 2 and 3.
	fn check_currencies() -> Result<(), TryRuntimeError> {
		let mut owed = BTreeMap::<CurrencyId, (WattBalance, WattBalance)>::new();
		for (_, issuer) in Issuers::<T>::iter() {
			let outstanding =
				issuer.outstanding().ok_or("issuer that redeemed more than it minted")?;
			let sums = owed.entry(issuer.currency).or_default();
			sums.0 = sums.0.saturating_add(outstanding);
			sums.1 = sums.1.saturating_add(issuer.in_redemption);
		}
		for (id, currency) in Currencies::<T>::iter() {
			ensure!(T::Assets::asset_exists(id), "currency without its asset");
			ensure!(is_code(&currency.code), "currency whose code is none");
			ensure!(
				CurrencyOf::<T>::get(&currency.code) == Some(id),
				"code that does not lead to its currency"
			);
			ensure!(currency.limits.are_sound(), "limits outside the chain's bounds");
			let issuance = T::Assets::total_issuance(id);
			let (outstanding, in_redemption) = owed.remove(&id).unwrap_or_default();
			ensure!(issuance == T::Wallets::sum(id), "issuance that is not what accounts have");
			ensure!(issuance == outstanding, "issuance that is not what issuers owe");
			ensure!(
				T::Assets::balance(id, &Self::keeper()) >= in_redemption,
				"the keeper has less than is in redemption"
			);
		}
		ensure!(owed.is_empty(), "issuer of an unknown currency");
		ensure!(
			CurrencyOf::<T>::iter_keys().count() == Currencies::<T>::iter_keys().count(),
			"code without its currency"
		);
		Ok(())
	}

	/// Invariant 4.
	fn check_issuers() -> Result<(), TryRuntimeError> {
		let ids = IssuerId(1)..NextIssuer::<T>::get();
		let mut short = BTreeMap::<CurrencyId, u32>::new();
		for (id, issuer) in Issuers::<T>::iter() {
			ensure!(ids.contains(&id), "issuer with an id that was never assigned");
			let count = short.entry(issuer.currency).or_default();
			*count = count.saturating_add(u32::from(issuer.short));
		}
		for (id, currency) in Currencies::<T>::iter() {
			let count = short.remove(&id).unwrap_or_default();
			ensure!(count == currency.short, "currency that miscounts issuers that are short");
		}
		Ok(())
	}

	/// Invariants 5 and 6.
	fn check_roles() -> Result<(), TryRuntimeError> {
		let mut counts = BTreeMap::<IssuerId, (u32, u32)>::new();
		for (_, seat) in Seats::<T>::iter() {
			ensure!(Currencies::<T>::contains_key(seat.currency), "role in an unknown currency");
			let (id, signer) = match seat.role {
				Role::Issuer(id) => (id, true),
				Role::Attester(id) => (id, false),
				Role::MasterMinter | Role::ComplianceOfficer | Role::Guardian => continue,
			};
			let count = counts.entry(id).or_default();
			let count = if signer { &mut count.0 } else { &mut count.1 };
			*count = count.saturating_add(1);
			let of = Issuers::<T>::get(id).map(|issuer| issuer.currency);
			ensure!(of == Some(seat.currency), "role at an issuer of another currency");
		}
		for (id, issuer) in Issuers::<T>::iter() {
			let count = counts.remove(&id).unwrap_or_default();
			ensure!(
				count == (issuer.signers, issuer.attesters),
				"issuer that miscounts its keepers"
			);
		}
		for (id, statements) in Attested::<T>::iter() {
			for (place, statement) in statements.iter().enumerate() {
				let role = Seats::<T>::get(&statement.attester).map(|seat| seat.role);
				ensure!(role == Some(Role::Attester(id)), "statement of nobody who may make it");
				let first = statements.iter().position(|s| s.attester == statement.attester);
				ensure!(first == Some(place), "attester with two statements");
			}
		}
		Ok(())
	}

	/// Invariant 7.
	fn check_mints() -> Result<(), TryRuntimeError> {
		let ids = MintId(1)..NextMint::<T>::get();
		let mut counts = BTreeMap::<IssuerId, u32>::new();
		let mut references = BTreeMap::new();
		for (issuer, id, mint) in PendingMints::<T>::iter() {
			ensure!(ids.contains(&id), "mint with an id that was never assigned");
			ensure!(mint.amount > 0, "mint of nothing");
			let used = References::<T>::contains_key(issuer, mint.reference);
			ensure!(used, "mint whose payment could be minted for again");
			let other = references.insert((issuer, mint.reference), id);
			ensure!(other.is_none(), "two mints for one payment");
			let count = counts.entry(issuer).or_default();
			*count = count.saturating_add(1);
		}
		for (id, issuer) in Issuers::<T>::iter() {
			let count = counts.remove(&id).unwrap_or_default();
			ensure!(count == issuer.pending, "issuer that miscounts mints that wait");
		}
		ensure!(counts.is_empty(), "mint of an unknown issuer");
		Ok(())
	}

	/// Invariants 8, 9 and 10.
	fn check_redemptions() -> Result<(), TryRuntimeError> {
		let ids = RedemptionId(1)..NextRedemption::<T>::get();
		let mut sums = BTreeMap::<IssuerId, (WattBalance, u32)>::new();
		let mut count = 0_usize;
		for (id, redemption) in Redemptions::<T>::iter() {
			ensure!(ids.contains(&id), "redemption with an id that was never assigned");
			ensure!(redemption.amount > 0, "redemption of nothing");
			let list = RedemptionsOf::<T>::get(&redemption.holder);
			let listed = list.iter().filter(|other| **other == id).count();
			ensure!(listed == 1, "redemption that its holder does not list once");
			let sum = sums.entry(redemption.issuer).or_default();
			sum.0 = sum.0.saturating_add(redemption.amount);
			sum.1 = sum.1.saturating_add(u32::from(redemption.place.is_some()));
			count = count.saturating_add(1);
		}
		let mut listed = 0_usize;
		for (_, list) in RedemptionsOf::<T>::iter() {
			ensure!(!list.is_empty(), "empty list of redemptions");
			listed = listed.saturating_add(list.len());
		}
		// Each redemption is listed once by its holder, so equal numbers leave no other entry over.
		ensure!(listed == count, "listed redemption that is not the holder's");
		for (id, issuer) in Issuers::<T>::iter() {
			let (sum, length) = sums.remove(&id).unwrap_or_default();
			ensure!(issuer.in_redemption == sum, "issuer that miscounts what is in redemption");
			ensure!(issuer.redeemable().is_some(), "more in redemption than is outstanding");
			ensure!(issuer.queue.length == length, "queue that miscounts its redemptions");
			Self::check_queue(id, &issuer)?;
		}
		ensure!(sums.is_empty(), "redemption of an unknown issuer");
		Ok(())
	}

	/// Invariant 10, of one issuer whose queue has as many redemptions as it says.
	fn check_queue(issuer_id: IssuerId, issuer: &Issuer) -> Result<(), TryRuntimeError> {
		let (mut before, mut next) = (None, issuer.queue.first);
		let mut deadline = Millis::MIN;
		let mut length = 0_u32;
		while let Some(id) = next.filter(|_| length <= issuer.queue.length) {
			let redemption = Redemptions::<T>::get(id).filter(|r| r.issuer == issuer_id);
			let redemption = redemption.ok_or("queue that leads to no redemption of its issuer")?;
			let place = redemption.place.ok_or("queue that leads to a redemption put aside")?;
			ensure!(place.before == before, "queue that does not lead back");
			ensure!(deadline <= redemption.deadline, "deadlines that fall along the queue");
			(before, next, deadline) = (Some(id), place.behind, redemption.deadline);
			length = length.saturating_add(1);
		}
		ensure!(length == issuer.queue.length, "queue that misses redemptions");
		ensure!(before == issuer.queue.last, "queue that does not end with its last");
		Ok(())
	}

	/// Invariant 11.
	fn check_restrictions() -> Result<(), TryRuntimeError> {
		for (account, currency, restriction) in Restrictions::<T>::iter() {
			ensure!(Currencies::<T>::contains_key(currency), "restriction in an unknown currency");
			ensure!(!Self::is_protected(&account), "restriction of a protected account");
			ensure!(
				T::Wallets::restraint(currency, &account) == Some(restriction.restraint),
				"restriction that is not enforced"
			);
		}
		Ok(())
	}
}
