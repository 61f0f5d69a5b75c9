//! Random calls from several accounts, through blocks and hooks, into the whole runtime.
//!
//! | File | What |
//! |---|---|
//! | [`requests`] | bytes become calls: mostly sensible ones, some that are not |
//! | `admission`, `licensing`, `readings`, `recovery`, `reserves`, `sharing` | the calls about jurisdictions, licences, meters, lost keys, WATT and communities |
//! | [`fees`] | the transactions that pay their fee in WATT, and what that must come to |
//! | [`world`] | the chain that they go to: blocks, extrinsics, hooks |
//! | [`model`] | everybody's money and trades, kept beside the chain from its events alone |
//! | [`people`] | who is who, kept in the same way |
//! | [`counts`] | what has been done, for the report |
//!
//! After each call and each block the invariants of all pallets are checked, and the model against the chain. A call that is refused must leave the state as it was, to the last byte. At the end of
//! each input the market must settle all there is, and pay out all that it holds.

mod admission;
pub mod counts;
pub mod fees;
mod licensing;
pub mod model;
pub mod people;
mod readings;
mod recovery;
pub mod requests;
mod reserves;
mod sharing;
pub mod world;

use arbitrary::Unstructured;
use counts::Counts;
use world::World;

/// Steps that one input may take, so that a long one does not hold up the others.
const MAX_STEPS: usize = 256;

/// Do what `bytes` say, and check all that must hold.
///
/// # Panics
///
/// Where something that must hold does not.
pub fn run(bytes: &[u8]) -> Counts {
	let mut world = World::new();
	let mut input = Unstructured::new(bytes);
	for _ in 0..MAX_STEPS {
		if input.is_empty() {
			break;
		}
		// An input that ends in the middle of a step has come to its end.
		let Ok(step) = world.next_step(&mut input) else { break };
		world.take(step);
	}
	world.close()
}
