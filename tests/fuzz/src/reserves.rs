//! Calls about WATT: what its issuer, its attesters, its officers and holders do.

use crate::requests::{account, some_or, Request};
use arbitrary::{Result, Unstructured};
use gridforge_primitives::{
	IntervalClock, IssuerId, MintId, RedemptionId, Restraint, RestraintReason, ReturnReason, Role,
	WATT,
};
use gridforge_runtime::{constants::watt::WATT_ID, AccountId, NetworkParams, Runtime, Watt};
use pallet_watt::{Call, Redemptions, Restrictions, Seats};
use sp_keyring::Sr25519Keyring::{self, AliceStash, One};

const ISSUER: IssuerId = IssuerId(1);

/// What its attesters say at first that the issuer has.
const RESERVE: u128 = 1_000_000 * WATT;

/// The accounts that have a role, in the order of their bytes.
pub(crate) fn keepers(has: impl Fn(Role) -> bool) -> Vec<AccountId> {
	let seats = Seats::<Runtime>::iter().filter(|(_, seat)| has(seat.role));
	let mut accounts: Vec<_> = seats.map(|(account, _)| account).collect();
	accounts.sort();
	accounts
}

/// One of them; somebody else where there is none.
fn one_of(input: &mut Unstructured, has: impl Fn(Role) -> bool) -> Result<AccountId> {
	let keepers = keepers(has);
	if keepers.is_empty() || input.ratio(1u8, 32u8)? {
		return account(input);
	}
	Ok(input.choose(&keepers)?.clone())
}

fn is_signer(role: Role) -> bool {
	matches!(role, Role::Issuer(_))
}

fn is_attester(role: Role) -> bool {
	matches!(role, Role::Attester(_))
}

/// Reserves are attested, and a stranger has WATT.
pub fn furnishing() -> Vec<Request> {
	let as_of = NetworkParams::now();
	let attest = Call::attest { amount: RESERVE, as_of, report: [0; 32] };
	let mint = Call::mint { to: One.to_account_id(), amount: 100 * WATT, reference: [0; 32] };
	let attesters = keepers(is_attester).into_iter();
	let mut requests: Vec<_> =
		attesters.map(|attester| Request::by_account(attester, attest.clone())).collect();
	let signer = keepers(is_signer).remove(0);
	requests.push(Request::by_account(signer, mint));
	requests
}

/// A call about WATT.
pub fn request(input: &mut Unstructured, by: Sr25519Keyring) -> Result<Request> {
	Ok(match input.int_in_range(0..=23u8)? {
		0..=4 => {
			// References are few, so that some come twice.
			let reference = [input.int_in_range(0..=100u8)?; 32];
			let (to, amount) = (account(input)?, some_or(input, 1..=500 * WATT, 0..=u128::MAX)?);
			Request::by_account(one_of(input, is_signer)?, Call::mint { to, amount, reference })
		}
		5..=6 => attest(input)?,
		7..=11 => {
			let amount = some_or(input, WATT..=20 * WATT, 0..=u128::MAX)?;
			let issuer = IssuerId(some_or(input, 1..=1, 0..=2)?);
			Request::signed(by, Call::redeem { issuer, amount, reference: [1; 32] })
		}
		12..=16 => of_a_redemption(input)?,
		17 => Request::by_account(
			one_of(input, is_signer)?,
			Call::approve_mint { mint: mint(input)? },
		),
		18 => Request::signed(by, Call::cancel_mint { issuer: ISSUER, mint: mint(input)? }),
		19..=20 => restrict(input)?,
		21 => {
			let minter = one_of(input, |role| role == Role::MasterMinter)?;
			let amount = some_or(input, 0..=1_000_000 * WATT, 0..=u128::MAX)?;
			let issuer = ISSUER;
			Request::by_account(
				minter,
				if input.arbitrary()? {
					Call::grant_allowance { issuer, amount }
				} else {
					Call::reduce_allowance { issuer, amount }
				},
			)
		}
		22 => {
			let issuer = input.arbitrary::<bool>()?.then_some(ISSUER);
			let guardian = one_of(input, |role| role == Role::Guardian)?;
			match input.int_in_range(0..=3u8)? {
				0 => Request::by_account(guardian, Call::stop_minting { issuer }),
				_ => Request::root(Call::resume_minting { currency: WATT_ID, issuer }),
			}
		}
		_ => match input.int_in_range(0..=2u8)? {
			0 => Request::root(Call::cure_issuer { issuer: ISSUER }),
			1 => Request::root(Call::take_role { account: one_of(input, |_| true)? }),
			_ => Request::root(Call::give_role {
				account: account(input)?,
				currency: WATT_ID,
				role: *input.choose(&[
					Role::Issuer(ISSUER),
					Role::Attester(ISSUER),
					Role::Guardian,
					Role::ComplianceOfficer,
				])?,
			}),
		},
	})
}

/// Mostly that all is there; now and then that some is missing.
fn attest(input: &mut Unstructured) -> Result<Request> {
	let now = NetworkParams::now();
	let amount = match input.int_in_range(0..=7u8)? {
		0..=5 => RESERVE,
		6 => input.int_in_range(0..=8_000 * WATT)?,
		_ => input.arbitrary()?,
	};
	let age = some_or(input, 0..=12_000, 0..=u64::MAX)?;
	let as_of = now.saturating_sub(age);
	let attester = one_of(input, is_attester)?;
	Ok(Request::by_account(attester, Call::attest { amount, as_of, report: [2; 32] }))
}

/// Mostly about the first of the queue.
fn of_a_redemption(input: &mut Unstructured) -> Result<Request> {
	let queue = Watt::redemption_queue(ISSUER, None);
	let redemption = match queue.first() {
		Some(first) if input.ratio(7u8, 8u8)? => first.redemption,
		_ => RedemptionId(input.int_in_range(0..=12)?),
	};
	let signer = one_of(input, is_signer)?;
	Ok(match input.int_in_range(0..=5u8)? {
		0..=2 => {
			Request::by_account(signer, Call::confirm_redemption { redemption, proof: [3; 32] })
		}
		3 => {
			let reason = ReturnReason::UnknownPayout;
			Request::by_account(signer, Call::return_redemption { redemption, reason })
		}
		4 => Request::by_account(signer, Call::put_redemption_aside { redemption }),
		_ => {
			let holder = match Redemptions::<Runtime>::get(redemption) {
				Some(found) => found.holder,
				None => account(input)?,
			};
			Request::by_account(holder, Call::reclaim_redemption { redemption })
		}
	})
}

/// The WATT of an account is restricted, freed, or taken.
pub fn restrict(input: &mut Unstructured) -> Result<Request> {
	let officer = one_of(input, |role| role == Role::ComplianceOfficer)?;
	let account = account(input)?;
	Ok(match input.int_in_range(0..=7u8)? {
		0..=1 => Request::by_account(officer, {
			let restraint = *input.choose(&[Restraint::Frozen, Restraint::Blocked])?;
			Call::restrict { account, restraint, reason: RestraintReason::Order }
		}),
		2 => Request::root(Call::seize {
			currency: WATT_ID,
			account,
			amount: some_or(input, 1..=100 * WATT, 0..=u128::MAX)?,
			case: [4; 32],
		}),
		3 => Request::by_account(Watt::keeper(), {
			pallet_assets::Call::freeze_asset { id: WATT_ID.into() }
		}),
		4 => thaw(),
		_ => Request::by_account(officer, {
			let reason = RestraintReason::Cleared;
			Call::lift_restriction { currency: WATT_ID, account, reason }
		}),
	})
}

/// The wallet of the blocks' author takes no more fees, or takes them again.
pub fn restrict_author(input: &mut Unstructured) -> Result<Request> {
	let officer = one_of(input, |role| role == Role::ComplianceOfficer)?;
	let account = AliceStash.to_account_id();
	Ok(Request::by_account(officer, {
		if Restrictions::<Runtime>::contains_key(&account, WATT_ID) {
			let reason = RestraintReason::Cleared;
			Call::lift_restriction { currency: WATT_ID, account, reason }
		} else {
			let (restraint, reason) = (Restraint::Blocked, RestraintReason::Order);
			Call::restrict { account, restraint, reason }
		}
	}))
}

fn thaw() -> Request {
	Request::by_account(Watt::keeper(), pallet_assets::Call::thaw_asset { id: WATT_ID.into() })
}

/// What lets everybody have their WATT again. A call that finds nothing to thaw is refused, and that is fine.
pub fn clearing() -> Vec<Request> {
	let lift = |(account, currency, _)| {
		let reason = RestraintReason::Cleared;
		Request::root(Call::lift_restriction { currency, account, reason })
	};
	[thaw()].into_iter().chain(Restrictions::<Runtime>::iter().map(lift)).collect()
}

fn mint(input: &mut Unstructured) -> Result<MintId> {
	Ok(MintId(some_or(input, 1..=4, 0..=u64::MAX)?))
}
