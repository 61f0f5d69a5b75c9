//! Changing terms, with notice.

use super::*;

const NEW: SharingTerms = terms(SharingKey::Priority, 200);

#[test]
fn they_change_with_the_first_interval_that_is_not_open() {
	test(|| {
		admit(ONE, ALICE, 1);
		assert_ok!(set_terms(NEW));
		let (community, from) = (ONE, IntervalId(105));
		let changed = Event::TermsChanged { community, from, old: Some(TERMS), new: NEW };
		assert_eq!(last_event(), changed);
		assert_eq!((terms_in(101), terms_in(104), terms_in(105)), (TERMS, TERMS, NEW));
	});
}

#[test]
fn that_is_known_to_the_millisecond() {
	for (moment, from) in [(0, 105), (LENGTH - 1, 105), (LENGTH, 106)] {
		test(|| {
			Now::set(100 * LENGTH + moment);
			assert_ok!(set_terms(NEW));
			let (community, from) = (ONE, IntervalId(from));
			let changed = Event::TermsChanged { community, from, old: Some(TERMS), new: NEW };
			assert_eq!(last_event(), changed);
		});
	}
}

#[test]
fn members_can_leave_before() {
	test(|| {
		admit(ONE, ALICE, 1);
		begin(101);
		assert_ok!(set_terms(NEW));
		begin(105);
		assert_ok!(leave(ONE, ALICE));
		assert_eq!(members_in(105), [(ALICE, 1)]);
		assert_eq!(members_in(106), []);
		assert_eq!(terms_in(105), TERMS);
	});
}

#[test]
fn a_change_that_has_not_been_opened_is_replaced() {
	test(|| {
		admit(ONE, ALICE, 1);
		assert_ok!(set_terms(NEW));
		let other = terms(SharingKey::Proportional, 300);
		assert_ok!(set_terms(other));
		let (community, from) = (ONE, IntervalId(105));
		let changed = Event::TermsChanged { community, from, old: Some(NEW), new: other };
		assert_eq!(last_event(), changed);
		assert_eq!((terms_in(104), terms_in(105)), (TERMS, other));
		// Taken back altogether.
		assert_ok!(set_terms(TERMS));
		assert_eq!(terms_in(105), TERMS);
		assert_eq!(crate::Communities::<Test>::get(ONE).expect("there").terms.len(), 1);
	});
}

#[test]
fn a_change_that_is_open_stands() {
	test(|| {
		admit(ONE, ALICE, 1);
		assert_ok!(set_terms(NEW));
		begin(101);
		assert_ok!(set_terms(TERMS));
		assert_eq!((terms_in(104), terms_in(105), terms_in(106)), (TERMS, NEW, TERMS));
	});
}

#[test]
fn past_terms_are_kept_as_long_as_they_can_matter() {
	test(|| {
		admit(ONE, ALICE, 1);
		for (interval, price) in [(101, 1), (102, 2), (103, 3)] {
			begin(interval);
			assert_ok!(set_terms(terms(SharingKey::Proportional, price)));
		}
		// Four versions: from 0, 106, 107 and 108. The last interval of the first is 105.
		let next = terms(SharingKey::Proportional, 4);
		Now::set(106 * LENGTH + WINDOW - 1);
		assert_noop!(set_terms(next), Error::TooManyTermsChanges);
		assert_eq!(terms_in(105), TERMS);
		Now::set(106 * LENGTH + WINDOW);
		assert_ok!(set_terms(next));
		let kept = [106, 107, 108, 120, 121].map(|interval| terms_in(interval).price.0);
		assert_eq!(kept, [1, 2, 3, 3, 4]);
	});
}

#[test]
fn weights_must_fit_a_fixed_key() {
	test(|| {
		admit(ONE, ALICE, 600_000);
		admit(ONE, BOB, 400_001);
		let fixed = terms(SharingKey::Fixed, 100);
		assert_noop!(set_terms(fixed), Error::WeightsAboveWhole);
		assert_ok!(set_weight(BOB, 400_000));
		assert_ok!(set_terms(fixed));
		// A change back of the weight would come before the key changes again.
		assert_noop!(set_weight(BOB, 400_001), Error::WeightsAboveWhole);
		assert_ok!(set_terms(terms(SharingKey::Priority, 100)));
		assert_ok!(set_weight(BOB, 400_001));
	});
}

#[test]
fn the_leaving_do_not_count_against_a_fixed_key() {
	test(|| {
		admit(ONE, ALICE, 600_000);
		admit(ONE, BOB, 400_001);
		begin(101);
		assert_ok!(leave(ONE, BOB));
		assert_ok!(set_terms(terms(SharingKey::Fixed, 100)));
	});
}

#[test]
fn refuses_what_is_not_allowed() {
	test(|| {
		assert_noop!(set_terms(TERMS), Error::Unchanged);
		assert_noop!(set_terms(terms(SharingKey::Fixed, -1)), Error::PriceBelowZero);
		assert_noop!(set_terms(terms(SharingKey::Fixed, 1_000_001)), Error::PriceTooHigh);
		let unknown = Communities::set_terms(signed(ORGANISER), TWO, NEW);
		assert_noop!(unknown, Error::UnknownCommunity);
		admit(ONE, ALICE, 1);
		begin(101);
		assert_ok!(close(ONE));
		assert_noop!(set_terms(NEW), Error::CommunityClosed);
	});
}

#[test]
fn is_for_the_organiser_only() {
	test(|| only_the_organiser(|origin| Communities::set_terms(origin, ONE, NEW)));
}
