//! Calls about jurisdictions and whom they admit. The chain's own has the registrar Two; there may be others.

use crate::requests::{account, participant, some_or, Request};
use arbitrary::{Result, Unstructured};
use gridforge_primitives::{
	Cap, IntervalClock, JurisdictionId, JurisdictionRules, Kind, Lots, OrderTypes, Retention, Tier,
	TierCaps, WATT,
};
use gridforge_runtime::{constants::watt::WATT_ID, NetworkParams};
use pallet_participants::{Call as Participants, Reason, Status, Verification, HOME};
use sp_keyring::Sr25519Keyring::{self, Two};

/// The chain's own jurisdiction gets its registrar.
pub fn furnishing() -> Vec<Request> {
	let account = Two.to_account_id();
	vec![Request::root(Participants::appoint_registrar { jurisdiction: HOME, account })]
}

/// A call about jurisdictions and participants.
pub fn request(input: &mut Unstructured, by: Sr25519Keyring) -> Result<Request> {
	let registrar = if input.ratio(7u8, 8u8)? { Two } else { by };
	let jurisdiction = JurisdictionId(some_or(input, 0..=1, 0..=4)?);
	let participant = participant(input)?;
	Ok(match input.int_in_range(0..=15u8)? {
		0..=2 => Request::root(Participants::set_rules { jurisdiction, rules: rules(input)? }),
		3 => Request::root(Participants::create_jurisdiction {
			admin: account(input)?,
			rules: rules(input)?,
		}),
		4 => Request::signed(by, Participants::set_rules { jurisdiction, rules: rules(input)? }),
		5 => Request::signed(by, {
			Participants::appoint_registrar { jurisdiction, account: account(input)? }
		}),
		6 => Request::root(Participants::set_jurisdiction_admin {
			jurisdiction,
			admin: account(input)?,
		}),
		7..=9 => Request::signed(registrar, {
			Participants::renew { participant, verification: verification(input)? }
		}),
		10 => Request::signed(registrar, {
			Participants::admit { account: account(input)?, verification: verification(input)? }
		}),
		11..=13 => Request::signed(registrar, {
			Participants::change_status {
				participant,
				status: *input.choose(&[Status::Active, Status::Active, Status::Suspended])?,
				reason: *input.choose(&[
					Reason::Verified,
					Reason::Misconduct,
					Reason::Arrears,
					Reason::Administration,
				])?,
			}
		}),
		14 => Request::signed(by, {
			Participants::register_myself { jurisdiction, kind: Kind::Household }
		}),
		_ => Request::signed(by, Participants::leave {}),
	})
}

/// Mostly one that lasts for some intervals or for ever.
fn verification(input: &mut Unstructured) -> Result<Verification> {
	let length = NetworkParams::interval_length();
	let lasting = some_or(input, 1..=60, 0..=1_000)?;
	let valid_until = NetworkParams::delivery_start(NetworkParams::first_unopened())
		.saturating_add(length.saturating_mul(lasting));
	Ok(Verification {
		kind: *input.choose(&[Kind::Household, Kind::Business, Kind::Operator])?,
		tier: *input.choose(&[
			Tier::Basic,
			Tier::Full,
			Tier::Full,
			Tier::OneTime,
			Tier::Sandbox,
		])?,
		valid_until: if input.arbitrary()? { u64::MAX } else { valid_until },
		credential: [some_or(input, 1..=2, 0..=2)?; 32],
	})
}

/// Mostly within the bounds.
fn rules(input: &mut Unstructured) -> Result<JurisdictionRules> {
	Ok(JurisdictionRules {
		sandbox: input.arbitrary::<bool>()?.then_some(TierCaps::SANDBOX_CEILING),
		one_time: input.arbitrary::<bool>()?.then_some(TierCaps::SANDBOX_CEILING),
		basic: some(input, caps)?,
		full: some(input, caps)?,
		order_types: OrderTypes {
			limit: input.ratio(7u8, 8u8)?,
			post_only: input.arbitrary()?,
			immediate_or_cancel: input.arbitrary()?,
			fill_or_kill: input.arbitrary()?,
			market: input.arbitrary()?,
		},
		cross_zone: input.arbitrary()?,
		currency: input.ratio(1u8, 4u8)?.then_some(some_or(input, WATT_ID..=WATT_ID, 0..=3)?),
		retention: *input.choose(&[Retention::Operational, Retention::TenYears])?,
	})
}

fn caps(input: &mut Unstructured) -> Result<TierCaps> {
	Ok(TierCaps {
		order: some(input, |input| cap(input, 1))?,
		day: some(input, |input| cap(input, 10))?,
		open: some(input, |input| cap(input, 5))?,
	})
}

fn cap(input: &mut Unstructured, times: u32) -> Result<Cap> {
	let lots = Lots(some_or(input, 100..=5_000u32, 0..=50_000)?.saturating_mul(times));
	let money = some_or(input, WATT..=10 * WATT, 0..=100 * WATT)?.saturating_mul(times.into());
	Ok(Cap { lots, money })
}

/// Three times in four something.
fn some<V>(
	input: &mut Unstructured,
	draw: impl FnOnce(&mut Unstructured) -> Result<V>,
) -> Result<Option<V>> {
	Ok(if input.ratio(3u8, 4u8)? { Some(draw(input)?) } else { None })
}
