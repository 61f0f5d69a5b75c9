//! A household on a roof with panels is metered, sells, contradicts itself, and is put right.

use super::*;

#[test]
fn from_the_first_meter_to_a_correction() {
	ExtBuilder.build_and_execute(|| {
		// In interval 100 the operator admits a gateway and registers Alice's meter: 20 kW in, 8 kW out.
		assert_ok!(Metering::admit_gateway(signed(OPERATOR), ZONE, GATE, 2));
		let (operator, source) = (signed(OPERATOR), EnergySource::Solar);
		assert_ok!(Metering::register_meter(
			operator, GATEWAY, ALICE_ID, 20_000, 8_000, source, None
		));
		let meter = MeterId(1);

		// She can buy 5 kWh and sell 2 kWh in a quarter hour.
		assert_eq!(connection(ALICE_ID), Some((500, 200, false)));

		// The meter counts from interval 101 on. Once that is over the gateway reports it.
		begin(102);
		assert_ok!(report(&[measured(meter, 30, 1_700)]));
		let delivered = metered(ALICE_ID);
		assert_eq!((delivered.flow, delivered.complete), (flow(30, 1_700), true));
		assert_eq!(delivered.renewable.solar, WattHours(1_700));

		// To say so again changes nothing. To say something else puts the meter into quarantine: what was said first
		// stays, and she can trade nothing for now.
		assert_ok!(report(&[measured(meter, 30, 1_700)]));
		assert_ok!(report(&[measured(meter, 30, 1_900)]));
		assert_eq!(metered(ALICE_ID).flow, flow(30, 1_700));
		assert_eq!(connection(ALICE_ID), Some((0, 0, false)));

		// The operator reads the meter, corrects the reading and releases it.
		assert_ok!(correct(meter, 30, 1_900, Quality::Measured));
		assert_ok!(Metering::release_meter(signed(OPERATOR), meter));
		assert_eq!(metered(ALICE_ID).flow, flow(30, 1_900));
		assert_eq!(connection(ALICE_ID), Some((500, 200, false)));
	});
}
