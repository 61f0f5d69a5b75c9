//! How long something took: on this thread's processor, on all threads' and by the clock on the wall.

use cpu_time::{ProcessTime, ThreadTime};
use std::{
	ops::{Add, Sub},
	time::Instant,
};

/// Time taken, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Time {
	/// Processor time of the thread that did the work.
	pub thread: f64,
	/// Processor time of the whole process: the database writes on threads of its own.
	pub process: f64,
	/// By the clock on the wall.
	pub wall: f64,
}

impl Time {
	/// Each part by `apply`.
	fn map2(self, other: Time, apply: fn(f64, f64) -> f64) -> Time {
		Time {
			thread: apply(self.thread, other.thread),
			process: apply(self.process, other.process),
			wall: apply(self.wall, other.wall),
		}
	}
}

impl Add for Time {
	type Output = Time;

	fn add(self, other: Time) -> Time {
		self.map2(other, f64::add)
	}
}

impl Sub for Time {
	type Output = Time;

	fn sub(self, other: Time) -> Time {
		self.map2(other, f64::sub)
	}
}

const MICROS: f64 = 1e6;

/// Do `work` and say how long it took.
pub fn timed<R>(work: impl FnOnce() -> R) -> (R, Time) {
	let (wall, process, thread) = (Instant::now(), ProcessTime::now(), ThreadTime::now());
	let result = work();
	let time = Time {
		thread: thread.elapsed().as_secs_f64() * MICROS,
		process: process.elapsed().as_secs_f64() * MICROS,
		wall: wall.elapsed().as_secs_f64() * MICROS,
	};
	(result, time)
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::time::Duration;

	#[test]
	fn sleep_takes_the_wall_s_time_and_not_the_processor_s() {
		let ((), time) = timed(|| std::thread::sleep(Duration::from_millis(50)));
		assert!(time.wall >= 50_000.0, "{time:?}");
		assert!(time.thread < 25_000.0, "{time:?}");
	}

	#[test]
	fn parts_are_added_and_subtracted_apart() {
		let time = Time { thread: 1.0, process: 2.0, wall: 3.0 };
		assert_eq!(time + time - time, time);
		assert_eq!((time + time).wall, 6.0);
	}
}
