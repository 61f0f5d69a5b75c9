//! libFuzzer's entry. `GRIDFORGE_FUZZ_COUNTS` names a file that says at any time what has been done.
#![no_main]

use gridforge_fuzz::{counts::Counts, run};
use libfuzzer_sys::fuzz_target;
use std::{env, fs, sync::Mutex};

static COUNTS: Mutex<Option<Counts>> = Mutex::new(None);

fuzz_target!(|bytes: &[u8]| {
	let counts = run(bytes);
	let mut all = COUNTS.lock().expect("one thread fuzzes");
	let all = all.get_or_insert_with(Counts::default);
	all.add(&counts);
	if let Some(path) = env::var_os("GRIDFORGE_FUZZ_COUNTS") {
		fs::write(path, all.to_string()).expect("the counts can be written");
	}
});
