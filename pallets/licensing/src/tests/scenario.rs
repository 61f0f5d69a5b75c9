//! A company offers an application, is licensed for it, and gives that up; a household stakes for a discount.

use super::*;

#[test]
fn a_host_comes_and_goes() {
	build_and_execute(|| {
		// It applies, and 1,000 GRID of its own are put on hold. The admin grants it an hour.
		let company = ALICE;
		assert_ok!(Licensing::apply(RuntimeOrigin::signed(company), Host, LAW));
		assert_eq!(held(company), 1_000 * GRID);
		assert_ok!(Licensing::grant(RuntimeOrigin::root(), id_of(company), Host));
		assert!(Licensing::is_licensed_host(id_of(company)));

		// A household can choose it now.
		let household = BOB;
		let origin = RuntimeOrigin::signed(household);
		assert_ok!(Participants::choose_host(origin, Some(id_of(company))));

		// The company gives up. After ten minutes of notice it gets its GRID back, and earns no fees any more.
		assert_ok!(Licensing::surrender(RuntimeOrigin::signed(company), Host));
		pass(10 * MINUTE);
		assert!(!Licensing::is_licensed_host(id_of(company)));
		let anybody = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Licensing::release_bond(anybody, id_of(company), Host));
		assert_eq!(held(company), 0);

		// The household stakes 1,000 GRID. An era later its orders are in the second tier.
		stake(household, 1_000 * GRID);
		assert_ok!(Licensing::look_at_stake(RuntimeOrigin::signed(household), household));
		assert_eq!(Licensing::tier_of(id_of(household)), FeeTier::NONE);
		pass(PERIOD);
		assert_ok!(Licensing::look_at_stake(RuntimeOrigin::signed(household), household));
		assert_eq!(Licensing::tier_of(id_of(household)), FeeTier(2));
	});
}
