//! Neighbours begin to share, agree upon another price, and one of them leaves.

use super::*;

#[test]
fn neighbours_share() {
	ExtBuilder.build_and_execute(|| {
		// The grid operator creates a community. Each gets in proportion to what it needs, for 0.100 WATT per kWh.
		let (price, part) = (Price(100), Permill::one());
		let terms = SharingTerms { key: SharingKey::Proportional, price, part };
		let organiser = id_of(ORGANISER);
		assert_ok!(Communities::create_community(signed(OPERATOR), ZONE, organiser, terms));

		// In interval 100 Alice and Bob are invited. They join, under terms that they name, from the next interval on.
		for account in [ALICE, BOB] {
			assert_ok!(Communities::invite(signed(ORGANISER), ONE, id_of(account), 0));
			assert_ok!(Communities::join(signed(account), ONE, terms, 0));
		}
		assert_eq!(members_in(100), []);
		assert_eq!(members_in(101), [(ALICE, 0), (BOB, 0)]);

		// In interval 110 the organiser asks for more. Trading is open up to 114, so that holds from 115 on.
		begin(110);
		let dearer = SharingTerms { price: Price(150), ..terms };
		assert_ok!(Communities::set_terms(signed(ORGANISER), ONE, dearer));
		assert_eq!((terms_in(114), terms_in(115)), (terms, dearer));

		// Bob does not agree. He leaves in time, and has never shared at that price.
		begin(112);
		assert_ok!(Communities::leave(signed(BOB), ONE));
		assert_eq!(members_in(112), [(ALICE, 0), (BOB, 0)]);
		assert_eq!(members_in(113), [(ALICE, 0)]);

		// Charlie still has the old price in mind. He does not join before he names the new one, nor
		// while the old one holds still.
		assert_ok!(Communities::invite(signed(ORGANISER), ONE, id_of(CHARLIE), 0));
		let old = Communities::join(signed(CHARLIE), ONE, terms, 0);
		assert_noop!(old, Error::TermsDiffer);
		let early = Communities::join(signed(CHARLIE), ONE, dearer, 0);
		assert_noop!(early, Error::TermsNotInForce);
		begin(114);
		assert_ok!(Communities::join(signed(CHARLIE), ONE, dearer, 0));
		assert_eq!(members_in(115), [(ALICE, 0), (CHARLIE, 0)]);
	});
}
