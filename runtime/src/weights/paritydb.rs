//! What ParityDB takes to read and write a key: `gridforge-bench database` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; a state of 1000000 keys, 10000 at a time, no trie cache.

use frame_support::{
	parameter_types,
	weights::{constants::WEIGHT_REF_TIME_PER_NANOS, RuntimeDbWeight},
};

parameter_types! {
	/// What one read and one write of the trie take on average.
	pub const ParityDbWeight: RuntimeDbWeight = RuntimeDbWeight {
		// Median 9315 ns, from 8956 to 17146.
		read: 9_543 * WEIGHT_REF_TIME_PER_NANOS,
		// Median 46687 ns, from 28958 to 174357.
		write: 59_962 * WEIGHT_REF_TIME_PER_NANOS,
	};
}
