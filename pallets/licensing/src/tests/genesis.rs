//! Licences that the chain begins with.

use super::*;

#[test]
fn are_bonded_and_in_force() {
	let until = 2_000 * MINUTE;
	with_licences(vec![(BOB, Host, LAW, until)]).execute_with(|| {
		let expected = Licence { until: Some(until), ..Licence::applied(BOB, LAW, TERMS) };
		assert_eq!(licence(BOB), Some(expected));
		assert_eq!(held(BOB), TERMS.bond);
		assert!(is_host(BOB));
		assert!(!is_host(ALICE));
		check();
	});
}

#[test]
#[should_panic(expected = "holders of genesis are participants and have the bond")]
fn are_participants() {
	with_licences(vec![(STRANGER, Host, LAW, 1)]);
}
