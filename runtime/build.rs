//! Builds the wasm runtime, with the metadata's hash in it for `CheckMetadataHash`.

fn main() {
	#[cfg(feature = "std")]
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("GRID", 12)
		.build();
}
