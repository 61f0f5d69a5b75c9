//! Setting what licences of a class take.

use super::*;
use crate::Terms;

fn set(terms: Option<LicenceTerms>) -> DispatchResult {
	Licensing::set_terms(RuntimeOrigin::root(), Host, terms)
}

#[test]
fn sets_changes_and_closes_a_class() {
	build_and_execute(|| {
		let more = LicenceTerms { bond: 2 * TERMS.bond, ..TERMS };
		let mut old = Some(TERMS);
		for new in [Some(more), None, Some(TERMS)] {
			assert_ok!(set(new));
			assert_eq!(Terms::<Test>::get(Host), new);
			System::assert_last_event(Event::TermsSet { class: Host, old, new }.into());
			old = new;
		}
	});
}

#[test]
fn those_who_have_a_licence_keep_theirs() {
	build_and_execute(|| {
		license(ALICE);
		assert_ok!(set(None));
		assert!(is_host(ALICE));
		assert_noop!(apply(BOB), Error::NoTerms);
		assert_eq!(licence(ALICE).unwrap().terms, TERMS);
	});
}

#[test]
fn refuses_what_is_out_of_bounds_or_changes_nothing() {
	build_and_execute(|| {
		for terms in [
			LicenceTerms { bond: GRID - 1, ..TERMS },
			LicenceTerms { bond: u128::MAX, ..TERMS },
			LicenceTerms { duration: 0, ..TERMS },
			LicenceTerms { duration: Millis::MAX, ..TERMS },
			LicenceTerms { notice: Millis::MAX, ..TERMS },
		] {
			assert_noop!(set(Some(terms)), Error::TermsOutsideBounds);
		}
		assert_noop!(set(Some(TERMS)), Error::TermsUnchanged);
	});
}

#[test]
fn only_the_admin_sets_them() {
	build_and_execute(|| only_the_admin_may(|origin| Licensing::set_terms(origin, Host, None)));
}
