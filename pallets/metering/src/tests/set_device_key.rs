//! Setting the keys with which meters sign.

use super::*;

fn set(meter: MeterId, key: Option<DeviceKey>) -> DispatchResult {
	Metering::set_device_key(signed(OPERATOR), meter, key)
}

#[test]
fn measured_values_come_from_the_device_alone_as_long_as_there_is_a_key() {
	with_meter(|meter| {
		assert_ok!(set(meter, Some(key(1))));
		let changed = Event::DeviceKeyChanged { meter, old: None, new: Some(key(1)) };
		assert_eq!(last_event(), changed);
		assert_noop!(report(&[measured(meter, 5, 3)]), Error::DeviceReadsItself);
		assert_ok!(set(meter, None));
		assert_eq!(Devices::<Test>::get(meter), None);
		assert_noop!(send(&[sign(1, meter, 101, 1, 5)]), Error::NoDeviceKey);
		assert_ok!(report(&[measured(meter, 5, 3)]));
	});
}

#[test]
fn the_sequence_starts_anew_and_what_the_old_key_signed_is_good_no_longer() {
	with_meter(|meter| {
		assert_ok!(set(meter, Some(key(1))));
		begin(103);
		assert_ok!(send(&[sign(1, meter, 101, 50, 5)]));
		assert_ok!(set(meter, Some(key(2))));
		assert_eq!(Devices::<Test>::get(meter), Some(Device { key: key(2), latest: None }));
		assert_noop!(send(&[sign(1, meter, 102, 51, 5)]), Error::BadSignature);
		assert_noop!(send(&[sign(1, meter, 101, 50, 5)]), Error::BadSignature);
		assert_ok!(send(&[sign(2, meter, 102, 0, 5)]));
	});
}

#[test]
fn refuses_the_same_key_and_meters_out_of_service() {
	with_meter(|meter| {
		assert_noop!(set(meter, None), Error::Unchanged);
		assert_ok!(set(meter, Some(key(1))));
		assert_noop!(set(meter, Some(key(1))), Error::Unchanged);
		assert_ok!(Metering::retire_meter(signed(OPERATOR), meter));
		assert_noop!(set(meter, None), Error::MeterRetired);
		assert_noop!(set(MeterId(9), None), Error::UnknownMeter);
	});
}

#[test]
fn is_for_the_operator_only() {
	with_meter(|meter| {
		only_the_operator(|origin| Metering::set_device_key(origin, meter, Some(key(1))));
	});
}
