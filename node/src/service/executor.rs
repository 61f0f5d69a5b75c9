//! What runs the runtime, and keeps what it compiled from one start to the next.

use super::Executor;
use sc_executor::{HeapAllocStrategy, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_service::Configuration;
use std::{
	fs::DirBuilder,
	os::unix::fs::{DirBuilderExt, MetadataExt},
	path::{Path, PathBuf},
};

/// Of a directory that others than its owner may write to, in its mode.
const WRITABLE_BY_OTHERS: u32 = 0o022;

/// The executor that the configuration asks for. What it compiles it keeps in `directory`, or in the chain's own one
/// where none is given, so that only the first start on a runtime compiles it.
///
/// Where that directory cannot be used the runtime is compiled at each start, and a warning says why.
pub fn executor(config: &Configuration, directory: Option<&Path>) -> Executor {
	let heap = config.executor.default_heap_pages.map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |extra| {
		HeapAllocStrategy::Static { extra_pages: u32::try_from(extra).unwrap_or(u32::MAX) }
	});
	let builder = Executor::builder()
		.with_execution_method(config.executor.wasm_method)
		.with_onchain_heap_alloc_strategy(heap)
		.with_offchain_heap_alloc_strategy(heap)
		.with_max_runtime_instances(config.executor.max_runtime_instances)
		.with_runtime_cache_size(config.executor.runtime_cache_size);
	let directory = directory.map_or_else(
		|| config.base_path.config_dir(config.chain_spec.id()).join("compiled-runtimes"),
		Path::to_path_buf,
	);
	match prepare(&directory) {
		Ok(directory) => builder.with_cache_path(directory).build(),
		Err(reason) => {
			log::warn!(
				"The runtime is compiled at each start: {} cannot keep it: {reason}",
				directory.display()
			);
			builder.build()
		}
	}
}

/// Makes the directory, for its owner only, and returns its absolute path. What lies there is run unchecked, so it
/// must be the node's own.
fn prepare(directory: &Path) -> Result<PathBuf, String> {
	DirBuilder::new()
		.recursive(true)
		.mode(0o700)
		.create(directory)
		.map_err(|error| error.to_string())?;
	let directory = directory.canonicalize().map_err(|error| error.to_string())?;
	let metadata = directory.metadata().map_err(|error| error.to_string())?;
	// SAFETY: it takes nothing and cannot fail.
	#[allow(unsafe_code, reason = "the standard library does not say whose process this is")]
	let user = unsafe { libc::geteuid() };
	if metadata.uid() != user {
		return Err("it belongs to another user".into());
	}
	if metadata.mode() & WRITABLE_BY_OTHERS != 0 {
		return Err("others may write to it; `chmod go-w` makes it fit".into());
	}
	Ok(directory)
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::{fs, os::unix::fs::PermissionsExt};

	fn scratch(name: &str) -> PathBuf {
		let directory =
			std::env::temp_dir().join(format!("gridforge-{name}-{}", std::process::id()));
		let _ = fs::remove_dir_all(&directory);
		directory
	}

	#[test]
	fn a_new_directory_is_its_owners_only() {
		let directory = scratch("new");
		let prepared = prepare(&directory.join("deep/er")).unwrap();
		assert!(prepared.is_absolute());
		assert_eq!(prepared.metadata().unwrap().mode() & 0o777, 0o700);
		// Once more, as at the next start.
		assert_eq!(prepare(&directory.join("deep/er")), Ok(prepared));
		fs::remove_dir_all(directory).unwrap();
	}

	#[test]
	fn a_directory_that_others_may_write_to_keeps_nothing() {
		let directory = scratch("open");
		prepare(&directory).unwrap();
		for mode in [0o770, 0o702] {
			fs::set_permissions(&directory, fs::Permissions::from_mode(mode)).unwrap();
			assert!(prepare(&directory).unwrap_err().contains("others may write"));
		}
		fs::set_permissions(&directory, fs::Permissions::from_mode(0o755)).unwrap();
		prepare(&directory).unwrap();
		fs::remove_dir_all(directory).unwrap();
	}

	#[test]
	fn what_is_no_directory_keeps_nothing() {
		let file = scratch("file");
		fs::write(&file, b"").unwrap();
		assert!(prepare(&file).is_err());
		fs::remove_file(file).unwrap();
	}
}
