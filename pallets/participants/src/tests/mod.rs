//! Tests of the pallet, a file per call.

mod genesis;
mod invariants;
mod register;
mod scenario;
mod set_status;

use crate::mock::*;

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;
