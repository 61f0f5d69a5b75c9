//! Builds the wasm runtime, with the metadata's hash in it for `CheckMetadataHash`.

fn main() {
	#[cfg(feature = "wasm-builder")]
	{
		// The builder hands on the features that it sees; the wasm has no wasm of its own to build.
		std::env::remove_var("CARGO_FEATURE_WASM_BUILDER");
		substrate_wasm_builder::WasmBuilder::init_with_defaults()
			.enable_metadata_hash("GRID", 12)
			.build();
	}
}
