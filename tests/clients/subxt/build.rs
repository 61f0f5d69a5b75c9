//! Lays the metadata that the environment names where the types are generated from.

use std::{env, fs, path::PathBuf};

fn main() {
	println!("cargo:rerun-if-env-changed=GRIDFORGE_METADATA");
	let metadata = env::var("GRIDFORGE_METADATA")
		.expect("GRIDFORGE_METADATA names a file with the metadata of a chain, SCALE encoded");
	println!("cargo:rerun-if-changed={metadata}");
	let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("metadata.scale");
	fs::copy(&metadata, out).unwrap_or_else(|error| panic!("{metadata}: {error}"));
}
