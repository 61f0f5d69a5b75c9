//! Certificates: who gets them, who may claim them, and that a kWh counts once.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use gridforge_primitives::{
	BySource, CertificateRule, EnergySource, IntervalClock, OnCorrection, ProductId, SharingKey,
	WattHours,
};
use sp_runtime::DispatchError::BadOrigin;

fn solar(energy: u64) -> BySource {
	BySource { solar: WattHours(energy), ..BySource::default() }
}

/// The Wh that `who` has certificates of, from the sun.
fn held(who: u64) -> u64 {
	Certificates::<Test>::get(PRODUCT, id_of(who)).map_or(0, |held| held.solar.0)
}

/// Let the time for corrections pass.
fn pass_window() {
	set_time(Clock::delivery_end(INTERVAL) + Clock::correction_window());
	idle(PLENTY);
}

fn claim(who: u64, source: EnergySource, amount: u64) -> sp_runtime::DispatchResult {
	Settlement::claim_certificates(RuntimeOrigin::signed(who), PRODUCT, source, WattHours(amount))
}

/// Alice sells Charlie 1 kWh and Bob sells Eve 3 kWh. Alice feeds in 1.5 kWh from the sun, Bob 3 kWh of which 2 from
/// the sun; Charlie uses half of his.
fn day(rule: CertificateRule) -> ExtBuilder {
	ExtBuilder::default().certificates(rule)
}

fn trade_and_settle() {
	trade(ALICE, CHARLIE, 150, 100);
	trade(BOB, EVE, 160, 300);
	read_solar(ALICE, 0, 1_500, 1_500);
	read_solar(BOB, 0, 3_000, 2_000);
	read(CHARLIE, 500, 0);
	read(EVE, 9_000, 0);
	settle();
	assert_eq!(Certificates::<Test>::iter().count(), 0, "readings may be corrected still");
}

#[test]
fn they_stay_with_the_seller_where_the_zone_says_so() {
	day(CertificateRule::Seller).build_and_execute(|| {
		trade_and_settle();
		pass_window();
		assert_eq!([ALICE, BOB, CHARLIE, EVE].map(held), [1_500, 2_000, 0, 0]);
		let delivery = Settlement::interval_summary(PRODUCT).unwrap().delivery.unwrap();
		assert_eq!(delivery.renewable, WattHours(3_500));
	});
}

#[test]
fn they_go_to_those_who_used_the_energy_where_the_zone_says_so() {
	day(CertificateRule::Buyer).build_and_execute(|| {
		trade_and_settle();
		events();
		pass_window();
		// 1,000 of Alice's and all 2,000 of Bob's are of energy that was sold. Of 400 lots Charlie used 50, Eve 300; the
		// other 50 the residual supplier took.
		assert_eq!([ALICE, BOB, CHARLIE, EVE], [1, 2, 3, 5]);
		assert_eq!([ALICE, BOB, CHARLIE, EVE].map(held), [500, 0, 375, 2_250]);
		assert_eq!(CertifiedOf::<Test>::get(PRODUCT).unwrap().issued, solar(3_125));
		let issued = events().into_iter().filter_map(|event| match event {
			Event::CertificatesIssued { participant, issued, .. } => Some((participant, issued)),
			_ => None,
		});
		let issued: std::collections::BTreeMap<_, _> = issued.collect();
		assert_eq!(issued.len(), 3);
		assert_eq!(issued[&id_of(EVE)], solar(2_250));
		assert!(TermsOf::<Test>::get(PRODUCT).is_none() && Records::<Test>::iter().count() == 0);
	});
}

#[test]
fn energy_of_sources_that_are_not_renewable_has_none() {
	day(CertificateRule::Buyer).build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read(ALICE, 0, 1_000);
		read(CHARLIE, 1_000, 0);
		settle();
		pass_window();
		assert_eq!(Certificates::<Test>::iter().count() + CertifiedOf::<Test>::iter().count(), 0);
	});
}

#[test]
fn each_source_has_its_own() {
	day(CertificateRule::Buyer).build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read(ALICE, 0, 2_000);
		Meters::mutate(|meters| {
			let wind = WattHours(500);
			meters[0].1.renewable = BySource { wind, ..solar(1_500) };
		});
		read(CHARLIE, 1_000, 0);
		settle();
		pass_window();
		// Half of what she fed in was sold.
		let held = |who| Certificates::<Test>::get(PRODUCT, id_of(who)).unwrap();
		let half = BySource { wind: WattHours(250), ..solar(750) };
		assert_eq!((held(ALICE), held(CHARLIE)), (half, half));
	});
}

#[test]
fn shared_energy_takes_its_certificates_along() {
	day(CertificateRule::Buyer).build_and_execute(|| {
		assert_ok!(EnergyMarket::deposit(RuntimeOrigin::signed(CHARLIE), EUR, 1_000_000));
		read_solar(ALICE, 0, 3_000, 3_000);
		read(CHARLIE, 1_000, 0);
		share(SharingKey::Proportional, &[(ALICE, 0), (CHARLIE, 0)]);
		settle();
		pass_window();
		assert_eq!((held(ALICE), held(CHARLIE)), (2_000, 1_000));
	});
}

#[test]
fn a_correction_corrects_what_will_be_issued() {
	day(CertificateRule::Buyer).build_and_execute(|| {
		trade_and_settle();
		read_solar(BOB, 0, 1_500, 1_500);
		assert_eq!(Settlement::corrected(PRODUCT, id_of(BOB)), Ok(true));
		check();
		pass_window();
		// 2,500 are passed on: 50 and 300 of 400 lots were used.
		assert_eq!([ALICE, BOB, CHARLIE, EVE].map(held), [500, 0, 312, 1_875]);
	});
}

#[test]
fn what_was_not_sold_is_recorded_when_somebody_asks() {
	day(CertificateRule::Buyer).build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read_solar(ALICE, 0, 1_000, 1_000);
		read(CHARLIE, 1_000, 0);
		read_solar(BOB, 0, 700, 700);
		let certify =
			|who| Settlement::certify_export(RuntimeOrigin::signed(STRANGER), PRODUCT, id_of(who));
		assert_noop!(certify(BOB), Error::<Test>::NotSettled);
		settle();
		assert_ok!(certify(BOB));
		let (participant, renewable) = (id_of(BOB), solar(700));
		assert_eq!(
			last_event(),
			Event::ExportCertified { product: PRODUCT, participant, renewable }
		);
		check();
		assert_noop!(certify(BOB), Error::<Test>::AlreadyRecorded);
		assert_noop!(certify(ALICE), Error::<Test>::AlreadyRecorded);
		assert_noop!(certify(EVE), Error::<Test>::NothingRenewable);
		assert_noop!(
			Settlement::certify_export(RuntimeOrigin::root(), PRODUCT, id_of(BOB)),
			BadOrigin
		);
		pass_window();
		assert_eq!((held(ALICE), held(BOB), held(CHARLIE)), (0, 700, 1_000));
		assert_noop!(certify(BOB), Error::<Test>::NotMetered);
	});
}

#[test]
fn an_interval_that_nobody_traded_is_settled_by_that() {
	day(CertificateRule::Seller).build_and_execute(|| {
		read_solar(BOB, 0, 700, 700);
		let certify =
			|product| Settlement::certify_export(RuntimeOrigin::signed(BOB), product, id_of(BOB));
		set_time(Clock::delivery_end(INTERVAL) + Clock::metering_deadline() - 1);
		assert_noop!(certify(PRODUCT), Error::<Test>::NotSettled);
		pass_deadline();
		assert_ok!(certify(PRODUCT));
		check();
		assert!(Settlement::interval_summary(PRODUCT).is_some());
		assert_noop!(certify(DEEMED), Error::<Test>::NotSettled);
		let unknown = ProductId { zone: gridforge_primitives::ZoneId(9), ..PRODUCT };
		assert_noop!(certify(unknown), Error::<Test>::NotSettled);
		pass_window();
		assert_eq!(held(BOB), 700);
	});
}

#[test]
fn nothing_is_recorded_once_corrections_have_closed() {
	day(CertificateRule::Seller).build_and_execute(|| {
		trade_and_settle();
		read_solar(SUE, 0, 10, 10);
		set_time(Clock::delivery_end(INTERVAL) + Clock::correction_window());
		let certify =
			|who| Settlement::certify_export(RuntimeOrigin::signed(BOB), PRODUCT, id_of(who));
		assert_noop!(certify(SUE), Error::<Test>::TooLate);
	});
}

#[test]
fn a_claim_cancels_them() {
	day(CertificateRule::Seller).build_and_execute(|| {
		trade_and_settle();
		assert_noop!(claim(ALICE, EnergySource::Solar, 1), Error::<Test>::NoSuchCertificates);
		pass_window();
		for (who, source, amount, error) in [
			(ALICE, EnergySource::Solar, 1_501, Error::<Test>::NoSuchCertificates),
			(ALICE, EnergySource::Wind, 1, Error::<Test>::NoSuchCertificates),
			(ALICE, EnergySource::Other, 1, Error::<Test>::NoSuchCertificates),
			(ALICE, EnergySource::Solar, 0, Error::<Test>::ClaimsNothing),
			(CHARLIE, EnergySource::Solar, 1, Error::<Test>::NoSuchCertificates),
			(STRANGER, EnergySource::Solar, 1, Error::<Test>::NoSuchCertificates),
		] {
			assert_noop!(claim(who, source, amount), error);
		}
		assert_ok!(claim(ALICE, EnergySource::Solar, 400));
		let (product, participant) = (PRODUCT, id_of(ALICE));
		let (source, amount) = (EnergySource::Solar, WattHours(400));
		let claimed = Event::CertificatesClaimed { product, participant, source, amount };
		assert_eq!(last_event(), claimed);
		assert_eq!(held(ALICE), 1_100);
		check();
		assert_noop!(claim(ALICE, EnergySource::Solar, 1_101), Error::<Test>::NoSuchCertificates);
		assert_ok!(claim(ALICE, EnergySource::Solar, 1_100));
		assert!(!Certificates::<Test>::contains_key(PRODUCT, participant));
		assert_eq!(CertifiedOf::<Test>::get(PRODUCT).unwrap().claimed, solar(1_500));
	});
}

#[test]
fn they_expire_and_leave_nothing() {
	day(CertificateRule::Seller).build_and_execute(|| {
		trade_and_settle();
		pass_window();
		let expires = Clock::delivery_end(INTERVAL) + Clock::certificate_lifetime();
		set_time(expires - 1);
		idle(PLENTY);
		assert_ok!(claim(ALICE, EnergySource::Solar, 500));
		set_time(expires);
		assert_noop!(claim(ALICE, EnergySource::Solar, 1), Error::<Test>::CertificatesExpired);
		// A look, and one of them.
		idle(STEP * 2);
		check();
		assert_eq!(Certificates::<Test>::iter().count(), 1);
		idle(PLENTY);
		let unclaimed = solar(3_000);
		assert_eq!(last_event(), Event::CertificatesExpired { product: PRODUCT, unclaimed });
		assert_eq!(Certificates::<Test>::iter().count() + CertifiedOf::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_kwh_that_counts_twice_is_found() {
	day(CertificateRule::Seller).build_and_execute(|| {
		trade_and_settle();
		pass_window();
		let change =
			|who: u64, energy| Certificates::<Test>::insert(PRODUCT, id_of(who), solar(energy));
		for energy in [1_499, 1_501] {
			change(ALICE, energy);
			assert!(Settlement::do_try_state().is_err(), "{energy}");
		}
		change(ALICE, 1_500);
		let more = Certified { issued: solar(3_501), claimed: solar(1) };
		let good = CertifiedOf::<Test>::get(PRODUCT).unwrap();
		CertifiedOf::<Test>::insert(PRODUCT, more);
		assert_eq!(Settlement::do_try_state(), Err("a kWh counts twice".into()));
		CertifiedOf::<Test>::insert(PRODUCT, good);
	});
}
