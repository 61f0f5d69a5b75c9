//! How many questions about the market the node answers in a second, from all clients together.
//!
//! The node's `--rpc-rate-limit` counts the calls of a WebSocket connection, but begins anew with each HTTP
//! request; this bound holds for both, so that no crowd of clients takes the node's time from making blocks.

use crate::{errors::Refusal, limits};
use std::{
	sync::{Mutex, PoisonError},
	time::Instant,
};

/// What is left to answer.
pub struct Budget {
	/// When all questions so far would have been answered at the steady rate.
	paid_until: Mutex<Instant>,
}

impl Default for Budget {
	fn default() -> Self {
		Budget { paid_until: Mutex::new(Instant::now()) }
	}
}

impl Budget {
	/// Takes what is as much work as so many questions from the budget, if anything is left in it.
	pub fn take(&self, questions: u32) -> Result<(), Refusal> {
		self.take_at(Instant::now(), questions)
	}

	fn take_at(&self, now: Instant, questions: u32) -> Result<(), Refusal> {
		let mut paid_until = self.paid_until.lock().unwrap_or_else(PoisonError::into_inner);
		let from = (*paid_until).max(now);
		if from.duration_since(now) >= limits::BURST {
			return Err(Refusal::Busy);
		}
		*paid_until = from + limits::PER_QUESTION * questions;
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::time::Duration;

	fn taken(budget: &Budget, now: Instant) -> usize {
		(0..10_000).take_while(|_| budget.take_at(now, 1).is_ok()).count()
	}

	#[test]
	fn a_burst_is_answered_and_then_a_steady_stream() {
		let (budget, now) = (Budget::default(), Instant::now());
		assert_eq!(taken(&budget, now), 2_000);
		assert_eq!(budget.take_at(now, 1), Err(Refusal::Busy));
		assert_eq!(taken(&budget, now + Duration::from_millis(100)), 100);
		assert_eq!(taken(&budget, now + Duration::from_secs(60)), 2_000);
	}

	#[test]
	fn more_work_takes_more() {
		let (budget, now) = (Budget::default(), Instant::now());
		assert_eq!(budget.take_at(now, 1_500), Ok(()));
		assert_eq!(taken(&budget, now), 500);
	}
}
