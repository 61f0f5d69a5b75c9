//! Counts the subscriptions, so that no connection takes more than its share.

use crate::{errors::Refusal, limits};
use std::{
	collections::HashMap,
	sync::{Arc, Mutex, PoisonError},
};

/// Who holds how many subscriptions, connection by connection.
#[derive(Clone, Default)]
pub struct Places {
	held: Arc<Mutex<HashMap<usize, usize>>>,
}

impl Places {
	/// A place for one more subscription of that connection.
	pub fn take(&self, connection: usize) -> Result<Place, Refusal> {
		let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
		let all: usize = held.values().sum();
		let own = held.get(&connection).copied().unwrap_or_default();
		if all >= limits::SUBSCRIPTIONS || own >= limits::SUBSCRIPTIONS_PER_CONNECTION {
			return Err(Refusal::TooManySubscriptions);
		}
		held.insert(connection, own + 1);
		Ok(Place { places: self.clone(), connection })
	}
}

/// One subscription's place, given back when it ends.
pub struct Place {
	places: Places,
	connection: usize,
}

impl Drop for Place {
	fn drop(&mut self) {
		let mut held = self.places.held.lock().unwrap_or_else(PoisonError::into_inner);
		match held.get_mut(&self.connection) {
			Some(own) if *own > 1 => *own -= 1,
			_ => {
				held.remove(&self.connection);
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_connection_has_its_share_and_all_have_theirs() {
		let places = Places::default();
		let most = limits::SUBSCRIPTIONS_PER_CONNECTION;
		let mut own: Vec<_> = (0..most).map(|_| places.take(1).unwrap()).collect();
		assert_eq!(places.take(1).err(), Some(Refusal::TooManySubscriptions));
		own.pop();
		own.push(places.take(1).unwrap());
		let rest = limits::SUBSCRIPTIONS - most;
		let others: Vec<_> = (0..rest).map(|at| places.take(2 + at).unwrap()).collect();
		assert_eq!(places.take(9_999).err(), Some(Refusal::TooManySubscriptions));
		drop((own, others));
		assert!(places.held.lock().unwrap().is_empty());
	}
}
