//! Measures the machine at start and tells a validator when it is too slow.

use sc_service::Configuration;
use sc_sysinfo::{HwBench, Metric, Requirement, Requirements, Throughput};
use sc_telemetry::TelemetryHandle;

/// Processor cores that the parallel measurement expects to be free for the node.
const CORES: usize = 4;

/// What a validator's machine should reach.
///
/// Import, gossip and finality share the machine with authoring, so each figure leaves room beside a
/// full block: a current server processor, two memory channels, an NVMe disk.
fn requirements() -> Requirements {
	let at_least = |metric, minimum| Requirement { metric, minimum, validator_only: false };
	Requirements(vec![
		at_least(Metric::Blake2256, Throughput::from_mibs(800.0)),
		at_least(Metric::Blake2256Parallel { num_cores: CORES }, Throughput::from_mibs(800.0)),
		at_least(Metric::MemCopy, Throughput::from_gibs(8.0)),
		at_least(Metric::DiskSeqWrite, Throughput::from_mibs(500.0)),
		at_least(Metric::DiskRndWrite, Throughput::from_mibs(200.0)),
	])
}

/// Measures processor, memory and, in the directory of the database, the disk. Takes about a second.
pub fn measure(config: &Configuration) -> HwBench {
	let directory = config.database.path().filter(|path| {
		std::fs::create_dir_all(path)
			.inspect_err(|error| {
				log::warn!("Cannot create {} to measure the disk: {error}", path.display())
			})
			.is_ok()
	});
	sc_sysinfo::gather_hwbench(directory, &requirements())
}

/// Prints the scores and, for an authority, every score that is too low.
pub fn report(scores: &HwBench, is_authority: bool) {
	sc_sysinfo::print_hwbench(scores);
	if !is_authority {
		return;
	}
	if let Err(failures) = requirements().check_hardware(scores, true) {
		for failure in failures.0 {
			log::warn!(
				"⚠️  This machine is below the reference for validators: {} ({}) is {}, should be {} \
				 or more. It may miss slots or fall behind when blocks are full.",
				failure.metric.name(),
				failure.metric.category(),
				failure.found,
				failure.expected,
			);
		}
	}
}

/// Sends the scores to the telemetry servers each time one connects.
pub async fn send(scores: HwBench, telemetry: TelemetryHandle) {
	sc_sysinfo::initialize_hwbench_telemetry(telemetry, scores).await
}

#[cfg(test)]
mod tests {
	use super::*;

	fn scores(mibs: f64) -> HwBench {
		let score = Throughput::from_mibs(mibs);
		HwBench {
			cpu_hashrate_score: score,
			parallel_cpu_hashrate_score: score,
			parallel_cpu_cores: CORES,
			memory_memcpy_score: score,
			disk_sequential_write_score: Some(score),
			disk_random_write_score: Some(score),
		}
	}

	#[test]
	fn a_fast_machine_passes() {
		assert!(requirements().check_hardware(&scores(10_000.0), true).is_ok());
	}

	#[test]
	fn a_slow_machine_fails_every_check() {
		let failures = requirements().check_hardware(&scores(1.0), true).unwrap_err();
		assert_eq!(failures.0.len(), requirements().0.len());
	}
}
