//! Access to maps whose keys are not hashed, without hashing or allocating.
//!
//! At each access of a map FRAME hashes the names of pallet and map, which are known when the runtime is built, and
//! puts the key together out of vectors; each of that is a call of the host. For a map of two keys that makes eight calls
//! beside the one that reads or writes, and reading allocates twice more. The functions here take the prefix from the
//! constants that FRAME's macros computed, and work on the stack:
//!
//! | FRAME | here |
//! |---|---|
//! | `get` | [`read`](DirectDoubleMap::read) |
//! | `insert` | [`write`](DirectDoubleMap::write) |
//! | `remove` | [`erase`](DirectDoubleMap::erase) |
//! | `try_mutate_exists` | [`change`](DirectDoubleMap::change) |
//!
//! Keys and values are the same to the byte, so both can be used on one map. Where little is done at a time FRAME's
//! are as good; these are for what is done for each order and each position.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

use codec::{Decode, Encode, EncodeLike, FullCodec, FullEncode, Output};
use frame_support::{
	storage::{generator, unhashed},
	Identity,
};
use smallvec::SmallVec;

/// A map of one key that is not hashed.
pub trait DirectMap<K: FullEncode, V: FullCodec>:
	generator::StorageMap<K, V, Hasher = Identity>
{
	/// Where the value of `key` lies.
	fn place(key: &K) -> Key {
		let mut place = Key::new(&Self::prefix_hash());
		key.encode_to(&mut place);
		place
	}

	/// The value of `key`.
	fn read(key: K) -> Self::Query {
		Self::from_optional_value_to_query(read(&Self::place(&key)))
	}
}

impl<K, V, M> DirectMap<K, V> for M
where
	K: FullEncode,
	V: FullCodec,
	M: generator::StorageMap<K, V, Hasher = Identity>,
{
}

/// A map of two keys that are not hashed.
pub trait DirectDoubleMap<K1: FullEncode, K2: FullEncode, V: FullCodec>:
	generator::StorageDoubleMap<K1, K2, V, Hasher1 = Identity, Hasher2 = Identity>
{
	/// Where the value of `key1` and `key2` lies.
	fn place(key1: &K1, key2: &K2) -> Key {
		let mut place = Key::new(&Self::prefix_hash());
		key1.encode_to(&mut place);
		key2.encode_to(&mut place);
		place
	}

	/// The value of `key1` and `key2`.
	fn read(key1: K1, key2: K2) -> Self::Query {
		Self::from_optional_value_to_query(read(&Self::place(&key1, &key2)))
	}

	/// Store `value` under `key1` and `key2`.
	fn write(key1: K1, key2: K2, value: impl EncodeLike<V>) {
		write(&Self::place(&key1, &key2), &value);
	}

	/// Delete the value of `key1` and `key2`, if there is one.
	fn erase(key1: K1, key2: K2) {
		unhashed::kill(&Self::place(&key1, &key2).0);
	}

	/// Change the value of `key1` and `key2`, store or delete it, unless `change` fails.
	fn change<R, E>(
		key1: K1,
		key2: K2,
		change: impl FnOnce(&mut Option<V>) -> Result<R, E>,
	) -> Result<R, E> {
		let place = Self::place(&key1, &key2);
		let mut value = read(&place);
		let result = change(&mut value)?;
		match value {
			Some(value) => write(&place, &value),
			None => unhashed::kill(&place.0),
		}
		Ok(result)
	}
}

impl<K1, K2, V, M> DirectDoubleMap<K1, K2, V> for M
where
	K1: FullEncode,
	K2: FullEncode,
	V: FullCodec,
	M: generator::StorageDoubleMap<K1, K2, V, Hasher1 = Identity, Hasher2 = Identity>,
{
}

/// How long a key is that does not leave the stack: the prefix's 32 bytes, and as many.
const KEY_BYTES: usize = 64;
/// How long a value is that does not leave the stack.
const VALUE_BYTES: usize = 512;

/// A key of the state; on the stack unless it is long.
pub struct Key(SmallVec<[u8; KEY_BYTES]>);

impl Key {
	fn new(prefix: &[u8]) -> Self {
		Key(SmallVec::from_slice(prefix))
	}
}

impl Output for Key {
	fn write(&mut self, bytes: &[u8]) {
		self.0.extend_from_slice(bytes);
	}
}

impl AsRef<[u8]> for Key {
	fn as_ref(&self) -> &[u8] {
		&self.0
	}
}

/// A value as it is stored; on the stack unless it is long.
struct Value(SmallVec<[u8; VALUE_BYTES]>);

impl Output for Value {
	fn write(&mut self, bytes: &[u8]) {
		self.0.extend_from_slice(bytes);
	}
}

fn write<V: Encode>(place: &Key, value: &V) {
	let mut bytes = Value(SmallVec::new());
	value.encode_to(&mut bytes);
	sp_io::storage::set(&place.0, &bytes.0);
}

/// What lies at `place`. A value that cannot be decoded counts as none, and is reported, as FRAME does.
fn read<V: Decode>(place: &Key) -> Option<V> {
	let mut bytes = [0; VALUE_BYTES];
	let length = usize::try_from(sp_io::storage::read(&place.0, &mut bytes, 0)?).ok()?;
	match bytes.get(..length).and_then(|mut value| V::decode(&mut value).ok()) {
		Some(value) => Some(value),
		None => unhashed::get(&place.0),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{storage::types, traits::StorageInstance};

	struct Prefix;

	impl StorageInstance for Prefix {
		const STORAGE_PREFIX: &'static str = "Map";

		fn pallet_prefix() -> &'static str {
			"Pallet"
		}
	}

	type Map = types::StorageMap<Prefix, Identity, (u32, u16), Vec<u8>>;
	type DoubleMap = types::StorageDoubleMap<Prefix, Identity, (u32, u16), Identity, u64, Vec<u8>>;
	type LongKeys = types::StorageDoubleMap<Prefix, Identity, [u8; 80], Identity, u64, u8>;

	/// Values on both sides of what fits the stack, their length's two bytes included.
	const LENGTHS: [usize; 6] = [0, 1, VALUE_BYTES - 3, VALUE_BYTES - 2, VALUE_BYTES - 1, 5_000];

	#[test]
	fn keys_are_frames() {
		assert_eq!(Map::place(&(7, 9)).as_ref(), Map::hashed_key_for((7, 9)));
		assert_eq!(DoubleMap::place(&(7, 9), &3).as_ref(), DoubleMap::hashed_key_for((7, 9), 3));
		let long = [5; 80];
		assert_eq!(LongKeys::place(&long, &3).as_ref(), LongKeys::hashed_key_for(long, 3));
	}

	#[test]
	fn values_of_every_length_are_frames() {
		sp_io::TestExternalities::default().execute_with(|| {
			for length in LENGTHS {
				let value = alloc::vec![8; length];
				DoubleMap::write((1, 2), 3, &value);
				assert_eq!(DoubleMap::get((1, 2), 3).as_ref(), Some(&value));
				DoubleMap::insert((1, 2), 4, &value);
				assert_eq!(DoubleMap::read((1, 2), 4).as_ref(), Some(&value));
				Map::insert((1, 2), &value);
				assert_eq!(Map::read((1, 2)).as_ref(), Some(&value));
			}
		});
	}

	#[test]
	fn what_is_not_there_is_not_read() {
		sp_io::TestExternalities::default().execute_with(|| {
			assert_eq!(Map::read((1, 2)), None);
			DoubleMap::write((1, 2), 3, Vec::<u8>::new());
			assert_eq!(DoubleMap::read((1, 2), 4), None);
			DoubleMap::erase((1, 2), 3);
			assert!(!DoubleMap::contains_key((1, 2), 3));
		});
	}

	#[test]
	fn a_change_is_stored_unless_it_fails() {
		sp_io::TestExternalities::default().execute_with(|| {
			let set = |to: Option<Vec<u8>>| {
				move |value: &mut Option<Vec<u8>>| {
					*value = to;
					Ok::<_, ()>(())
				}
			};
			assert_eq!(DoubleMap::change((1, 2), 3, set(Some(alloc::vec![1]))), Ok(()));
			let failed = DoubleMap::change((1, 2), 3, |value| {
				*value = None;
				Err::<(), _>("no")
			});
			assert_eq!(failed, Err("no"));
			assert_eq!(DoubleMap::get((1, 2), 3), Some(alloc::vec![1]));
			assert_eq!(DoubleMap::change((1, 2), 3, set(None)), Ok(()));
			assert!(!DoubleMap::contains_key((1, 2), 3));
		});
	}

	#[test]
	fn what_cannot_be_decoded_counts_as_none() {
		sp_io::TestExternalities::default().execute_with(|| {
			sp_io::storage::set(DoubleMap::place(&(1, 2), &3).as_ref(), &[0xff]);
			assert_eq!(DoubleMap::read((1, 2), 3), None);
		});
	}
}
