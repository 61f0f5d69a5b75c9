//! How a community divides what its members share. Nothing here is stored.
//!
//! What a member feeds in beyond what it delivers under its contracts is its *surplus*; the agreed part of it is
//! offered. What a member takes beyond what it uses under its contracts is its *need*. All offers together are the
//! *pool*, which the key divides among the members that need energy and can pay for it. What is given comes from all
//! who offer, in proportion. Everything counts in whole lots, rounded down: what is left over is not shared.

use crate::deviation::fed_in;
use alloc::vec::Vec;
use gridforge_primitives::{Contract, Deviation, Metered, SharingKey};

/// One member of a community.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Member {
	/// Its weight, whose meaning is the key's.
	pub weight: u32,
	/// Lots that it offers.
	pub offer: u64,
	/// Lots that it needs.
	pub need: u64,
}

/// What a participant fed in beyond what it delivered under its contracts, and took beyond what it used under these, in
/// lots. Where a meter was not read, nobody knows what is left of what the others fed in: nothing is offered.
pub fn beyond_contract(
	contract: &Contract,
	deviation: &Deviation,
	metered: &Metered,
) -> (u64, u64) {
	let (given, taken) = if contract.sold > contract.bought {
		(deviation.delivered, 0)
	} else {
		(0, deviation.delivered)
	};
	let surplus = fed_in(metered).saturating_sub(given);
	let need = metered.flow.net_import().lots_down().saturating_sub(taken);
	(surplus, need)
}

/// The share of `part` in `whole` of `lots`, rounded down.
fn share(lots: u64, part: u64, whole: u64) -> u64 {
	let share = u128::from(lots).saturating_mul(part.into()).checked_div(whole.into());
	share.and_then(|share| u64::try_from(share).ok()).unwrap_or(0)
}

/// What each of `members` gets and what each gives, in lots. Who cannot pay for its part, by the answer of `can_pay`
/// to its place and its lots, gets nothing.
pub fn divide(
	key: SharingKey,
	members: &[Member],
	can_pay: impl FnMut(usize, u64) -> bool,
) -> Vec<(u64, u64)> {
	let pool = members.iter().fold(0_u64, |sum, member| sum.saturating_add(member.offer));
	let taken = taken(key, members, pool, can_pay);
	let total = taken.iter().fold(0_u64, |sum, lots| sum.saturating_add(*lots));
	// What was given up to a member, less what was given up to the one before it: so the parts add up.
	let (mut offered, mut before) = (0_u64, 0_u64);
	let given = members.iter().map(|member| {
		offered = offered.saturating_add(member.offer);
		let until = share(total, offered, pool);
		let given = until.saturating_sub(before);
		before = until;
		given
	});
	given.zip(taken).collect()
}

/// What each of `members` gets of `pool`.
fn taken(
	key: SharingKey,
	members: &[Member],
	pool: u64,
	mut can_pay: impl FnMut(usize, u64) -> bool,
) -> Vec<u64> {
	const WHOLE: u64 = 1_000_000;
	let mut taken = alloc::vec![0_u64; members.len()];
	let needs = members.iter().fold(0_u64, |sum, member| sum.saturating_add(member.need));
	let mut order: Vec<usize> = (0..members.len()).collect();
	if key == SharingKey::Priority {
		order.sort_by_key(|place| members.get(*place).map(|member| member.weight));
	}
	let mut left = pool;
	for place in order {
		let (Some(member), Some(gets)) = (members.get(place), taken.get_mut(place)) else {
			continue;
		};
		let part = match key {
			SharingKey::Fixed => share(pool, member.weight.into(), WHOLE),
			SharingKey::Proportional => share(pool, member.need, needs.max(pool)),
			SharingKey::Priority => left,
		};
		let lots = part.min(member.need).min(left);
		if lots > 0 && can_pay(place, lots) {
			*gets = lots;
			left = left.saturating_sub(lots);
		}
	}
	taken
}
