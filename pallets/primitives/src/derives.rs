//! What types derive, by what becomes of them.

/// A type that is stored, sent in calls and events, and shown: all that is derived for each of these.
macro_rules! stored {
	($item:item) => {
		#[derive(
			Clone,
			Copy,
			Debug,
			PartialEq,
			Eq,
			codec::Encode,
			codec::Decode,
			codec::DecodeWithMemTracking,
			codec::MaxEncodedLen,
			scale_info::TypeInfo,
			serde::Serialize,
			serde::Deserialize,
		)]
		$item
	};
}

/// A type that the runtime answers with, and nothing else.
macro_rules! shown {
	($item:item) => {
		#[derive(
			Clone,
			Debug,
			PartialEq,
			Eq,
			codec::Encode,
			codec::Decode,
			scale_info::TypeInfo,
			serde::Serialize,
			serde::Deserialize,
		)]
		$item
	};
}

pub(crate) use {shown, stored};
