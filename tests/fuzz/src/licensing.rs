//! Calls about licences and stakes. Eve is a licensed host from the beginning; Bob and Charlie stake for discounts.

use crate::requests::{account, participant, some_or, Request};
use arbitrary::{Result, Unstructured};
use gridforge_primitives::{GridBalance, JurisdictionId, DAY, GRID};
use gridforge_runtime::Runtime;
use pallet_licensing::{
	Call as Licensing, DiscountTable, DiscountTier, LicenceClass, LicenceTerms,
};
use pallet_staking::{Call as Staking, RewardDestination};
use sp_keyring::Sr25519Keyring::{self, AliceStash, Bob, Charlie};
use sp_runtime::Permill;

/// Those who stake do, and have been looked at.
pub fn furnishing() -> Vec<Request> {
	let mut requests = Vec::new();
	for (who, stake) in [(Bob, 20_000), (Charlie, 200_000)] {
		let payee = RewardDestination::Staked;
		let targets = vec![AliceStash.to_account_id().into()];
		let account = who.to_account_id();
		requests.extend([
			Request::signed(who, Staking::bond { value: stake * GRID, payee }),
			Request::signed(who, Staking::nominate { targets }),
			Request::signed(who, Licensing::look_at_stake { account }),
		]);
	}
	requests
}

/// A call about licences or stakes.
pub fn request(input: &mut Unstructured, by: Sr25519Keyring) -> Result<Request> {
	let class = *input.choose(&[
		LicenceClass::Host,
		LicenceClass::Host,
		LicenceClass::Host,
		LicenceClass::Generation,
		LicenceClass::Retail,
		LicenceClass::Aggregation,
	])?;
	let participant = participant(input)?;
	let as_root = input.ratio(7u8, 8u8)?;
	let by_office = |call: Licensing<Runtime>| match as_root {
		true => Request::root(call),
		false => Request::signed(by, call),
	};
	Ok(match input.int_in_range(0..=15u8)? {
		0..=1 => {
			let jurisdiction = JurisdictionId(some_or(input, 0..=0, 0..=3)?);
			Request::signed(by, Licensing::apply { class, jurisdiction })
		}
		2..=3 => by_office(Licensing::grant { participant, class }),
		4 => Request::signed(by, Licensing::renew { class }),
		5 => by_office(Licensing::suspend { participant, class }),
		6 => by_office(Licensing::reinstate { participant, class }),
		7 => by_office(Licensing::revoke { participant, class }),
		8 => Request::signed(by, Licensing::surrender { class }),
		9 => Request::signed(by, Licensing::release_bond { participant, class }),
		10 => by_office(Licensing::set_terms { class, terms: terms(input)? }),
		11 => by_office(Licensing::set_discounts { discounts: discounts(input)? }),
		12 => Request::signed(by, Licensing::look_at_stake { account: account(input)? }),
		13..=14 => {
			let value = u128::from(input.int_in_range(0..=250_000u32)?) * GRID;
			Request::signed(by, Staking::unbond { value })
		}
		_ => {
			let value = u128::from(input.int_in_range(0..=250_000u32)?) * GRID;
			Request::signed(by, Staking::rebond { value })
		}
	})
}

/// Mostly within the bounds, and so short that licences end.
fn terms(input: &mut Unstructured) -> Result<Option<LicenceTerms>> {
	if input.ratio(1u8, 8u8)? {
		return Ok(None);
	}
	let bond = GridBalance::from(input.int_in_range(0..=20_000u32)?) * GRID;
	let duration = some_or(input, 60_000..=3_600_000, 0..=30 * DAY)?;
	Ok(Some(LicenceTerms { bond, duration, notice: some_or(input, 0..=600_000, 0..=400 * DAY)? }))
}

/// Mostly rising ones.
fn discounts(input: &mut Unstructured) -> Result<Option<DiscountTable>> {
	if input.ratio(1u8, 8u8)? {
		return Ok(None);
	}
	let (mut stake, mut volume, mut part) = (0, 0, 0);
	let mut table = [DiscountTier { stake: 0, volume: None, discount: Permill::zero() }; 3];
	for tier in &mut table {
		stake += some_or(input, 1..=100_000u32, 0..=1_000_000)?;
		part += input.int_in_range(0..=400_000u32)?;
		let discount = Permill::from_parts(part.min(1_000_000));
		// From a kWh on, so that some of what trades here is enough.
		volume += some_or(input, 100..=10_000u64, 0..=100_000)?;
		let volume = input.ratio(3u8, 4u8)?.then_some(volume);
		*tier = DiscountTier { stake: GridBalance::from(stake) * GRID, volume, discount };
	}
	Ok(Some(DiscountTable(table)))
}
