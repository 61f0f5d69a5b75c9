//! Every parameter reaches its getter; every bound refuses what is outside.

use crate::{mock::*, *};
use frame_support::traits::Get;
use gridforge_primitives::{IntervalId, Phase};

/// A development network: everything within minutes.
fn short() -> NetworkParams {
	NetworkParams {
		epoch_slots: 20,
		sessions_per_era: 3,
		bonding_eras: 4,
		slash_defer_eras: 2,
		interval_ms: 60_000,
		gate_open_ms: 600_000,
		gate_close_ms: 12_000,
		metering_deadline_ms: 60_000,
		correction_window_ms: 600_000,
		certificate_lifetime_ms: 1_800_000,
		governance_divisor: 1_440,
	}
}

#[test]
fn getters_read_what_genesis_set() {
	build_and_execute(short(), || {
		assert_eq!(EpochSlots::<Test>::get(), 20);
		assert_eq!(SessionsPerEra::<Test>::get(), 3);
		assert_eq!(BondingEras::<Test>::get(), 4);
		assert_eq!(SlashDeferEras::<Test>::get(), 2);
		assert_eq!(IntervalMillis::<Test>::get(), 60_000);
		assert_eq!(GateOpenMillis::<Test>::get(), 600_000);
		assert_eq!(GateCloseMillis::<Test>::get(), 12_000);
		assert_eq!(Pallet::<Test>::metering_deadline(), 60_000);
		assert_eq!(Pallet::<Test>::correction_window(), 600_000);
		assert_eq!(Pallet::<Test>::certificate_lifetime(), 1_800_000);
		assert_eq!(GovernanceDivisor::<Test>::get(), 1_440);
		assert_eq!(Pallet::<Test>::era_millis(), 20 * 3 * 6_000);
	});
}

#[test]
fn without_a_genesis_the_defaults_are_production() {
	sp_io::TestExternalities::default().execute_with(|| {
		assert_eq!(Pallet::<Test>::params(), NetworkParams::default());
		assert_eq!(EpochSlots::<Test>::get() * SlotDuration::get(), 3_600_000);
		assert_eq!(IntervalMillis::<Test>::get(), 900_000);
		Pallet::<Test>::do_try_state().expect("the defaults are in bounds");
	});
}

#[test]
fn the_default_genesis_is_production_in_camel_case() {
	let genesis = serde_json::to_value(GenesisConfig::<Test>::default()).expect("it is JSON");
	assert_eq!(
		genesis,
		serde_json::json!({
			"epochSlots": 600,
			"sessionsPerEra": 6,
			"bondingEras": 28,
			"slashDeferEras": 27,
			"intervalMs": 900_000,
			"gateOpenMs": 172_800_000,
			"gateCloseMs": 300_000,
			"meteringDeadlineMs": 3_600_000,
			"correctionWindowMs": 604_800_000,
			"certificateLifetimeMs": 2_678_400_000_u64,
			"governanceDivisor": 1,
		})
	);
}

#[test]
fn the_clock_follows_chain_time() {
	build_and_execute(short(), || {
		Now::set(1_800_000_000_000);
		let first = IntervalId(30_000_001);
		assert_eq!(Pallet::<Test>::delivery_start(first), 1_800_000_060_000);
		assert_eq!(Pallet::<Test>::first_tradable(), first);
		assert_eq!(Pallet::<Test>::phase(first), Phase::Open);
		Now::set(1_800_000_048_000);
		assert_eq!(Pallet::<Test>::phase(first), Phase::Closed);
	});
}

#[test]
fn each_bound_refuses_what_is_outside() {
	type Change = fn(&mut NetworkParams);
	let cases: [(&str, Change); 23] = [
		("governanceDivisor must be", |p| p.governance_divisor = 0),
		("governanceDivisor must be", |p| p.governance_divisor = 14_401),
		("epochSlots must be between", |p| p.epoch_slots = 9),
		("epochSlots must be between", |p| p.epoch_slots = 14_401),
		("sessionsPerEra must be between", |p| p.sessions_per_era = 0),
		("sessionsPerEra must be between", |p| p.sessions_per_era = 97),
		("bondingEras must be between", |p| p.bonding_eras = 0),
		("bondingEras must be between", |p| p.bonding_eras = 85),
		("slashDeferEras must be less", |p| p.slash_defer_eras = 4),
		("intervalMs must be between", |p| p.interval_ms = 0),
		("intervalMs must be between", |p| p.interval_ms = 11_999),
		("intervalMs must be between", |p| p.interval_ms = 3_600_001),
		("intervalMs must divide", |p| p.interval_ms = 61_000),
		("gateCloseMs must be at least", |p| p.gate_close_ms = 11_999),
		("gateOpenMs must be more", |p| p.gate_open_ms = 72_000),
		("meteringDeadlineMs must be at least", |p| p.metering_deadline_ms = 11_999),
		("meteringDeadlineMs must be at most", |p| p.metering_deadline_ms = 172_800_001),
		("correctionWindowMs must be more", |p| p.correction_window_ms = 60_000),
		("correctionWindowMs must be at most", |p| p.correction_window_ms = 5_184_000_001),
		("certificateLifetimeMs must be more", |p| p.certificate_lifetime_ms = 600_000),
		("certificateLifetimeMs must be at most", |p| p.certificate_lifetime_ms = 34_560_000_001),
		("gateOpenMs must be more", |p| p.gate_close_ms = u64::MAX),
		("gateOpenMs must be at most", |p| p.gate_open_ms = 604_800_001),
	];
	for (rule, change) in cases {
		let mut params = short();
		change(&mut params);
		let broken = params.validate(6_000).expect_err(rule);
		assert!(broken.starts_with(rule), "{broken} is not {rule}");
	}
}

#[test]
fn the_bounds_themselves_are_allowed() {
	type Change = fn(&mut NetworkParams);
	let cases: [Change; 9] = [
		|p| p.epoch_slots = 10,
		|p| p.epoch_slots = 14_400,
		|p| p.sessions_per_era = 1,
		|p| p.slash_defer_eras = 3,
		|p| p.bonding_eras = 84,
		|p| p.gate_open_ms = 72_001,
		|p| p.interval_ms = 12_000,
		|p| p.gate_open_ms = 604_800_000,
		|p| {
			p.interval_ms = 3_600_000;
			p.gate_open_ms = 3_612_001;
		},
	];
	for change in cases {
		let mut params = short();
		change(&mut params);
		assert_eq!(params.validate(6_000), Ok(()), "{params:?}");
	}
}

#[test]
#[should_panic(expected = "networkParams in the genesis: gateCloseMs must be at least two slots")]
fn genesis_refuses_parameters_out_of_bounds() {
	build_and_execute(NetworkParams { gate_close_ms: 11_999, ..short() }, || {});
}

#[test]
fn corrupted_parameters_are_found() {
	sp_io::TestExternalities::default().execute_with(|| {
		Params::<Test>::put(NetworkParams { interval_ms: 0, ..short() });
		assert!(Pallet::<Test>::do_try_state().is_err());
	});
}
