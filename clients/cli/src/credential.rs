//! `gridforge participant credential`: what commits a registrar to its evidence and tells nobody else anything.

use crate::{
	errors::{Problem, Result},
	output::{pairs, Human, Output},
};
use rand::{rngs::OsRng, RngCore};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::path::Path;

/// A credential, and what it was made of.
#[derive(Debug, Serialize)]
struct CredentialReport {
	evidence: String,
	bytes: usize,
	salt: String,
	credential: String,
}

impl Human for CredentialReport {
	fn human(&self) -> String {
		pairs([
			("evidence", format!("{}, {} bytes", self.evidence, self.bytes)),
			("salt", self.salt.clone()),
			("credential", self.credential.clone()),
		]) + "Keep the salt with the evidence, and use it for nothing else. Only the credential goes on chain.\n"
	}
}

/// Show the credential of a file: with a fresh salt, or with the one that it was made with before.
pub fn show(output: &Output, evidence: &Path, salt: Option<[u8; 32]>) -> Result<()> {
	let name = evidence.display().to_string();
	let read = std::fs::read(evidence).map_err(|error| {
		Problem::new("unreadable", format!("{name}: {error}"))
			.hint("Name a file that holds what was found out with --evidence.")
	})?;
	if read.is_empty() {
		return Err(Problem::new("no_evidence", format!("{name} is empty"))
			.hint("Name a file that holds what was found out with --evidence."));
	}
	let salt = salt.unwrap_or_else(fresh_salt);
	output.show(&CredentialReport {
		evidence: name,
		bytes: read.len(),
		salt: hexadecimal(salt),
		credential: hexadecimal(commit(salt, &read)),
	})
}

/// 32 bytes that nobody can guess.
fn fresh_salt() -> [u8; 32] {
	let mut salt = [0; 32];
	OsRng.fill_bytes(&mut salt);
	salt
}

/// SHA-256 of the salt, followed by the evidence.
fn commit(salt: [u8; 32], evidence: &[u8]) -> [u8; 32] {
	Sha256::new().chain_update(salt).chain_update(evidence).finalize().into()
}

/// 32 bytes as `0x` and 64 digits.
pub fn hexadecimal(bytes: [u8; 32]) -> String {
	format!("0x{}", hex::encode(bytes))
}

/// 32 bytes from `0x` and 64 digits.
pub fn parse_hash(text: &str) -> std::result::Result<[u8; 32], String> {
	let mut bytes = [0; 32];
	text.strip_prefix("0x")
		.and_then(|digits| hex::decode_to_slice(digits, &mut bytes).ok())
		.map(|()| bytes)
		.ok_or_else(|| format!("{text:?} is not 0x and 64 hexadecimal digits"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_credential_is_the_hash_of_salt_and_evidence() {
		// printf 'ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ%s' evidence | sha256sum
		let made = commit([b'Z'; 32], b"evidence");
		let expected = "0x557cc8aaf8c3198ee6128201b53fc42af719976d10a61eec99755e24db9faa93";
		assert_eq!(hexadecimal(made), expected);
		assert_ne!(made, commit([b'Y'; 32], b"evidence"));
	}

	#[test]
	fn salts_are_never_the_same() {
		assert_ne!(fresh_salt(), fresh_salt());
	}

	#[test]
	fn hashes_read_back() {
		let bytes: [u8; 32] = std::array::from_fn(|place| u8::try_from(place).unwrap() * 7);
		assert_eq!(parse_hash(&hexadecimal(bytes)), Ok(bytes));
		for text in ["", "0x", "5a", &"5a".repeat(32), &format!("0x{}", "5a".repeat(33)), "0xzz"] {
			assert!(parse_hash(text).is_err(), "{text}");
		}
	}
}
