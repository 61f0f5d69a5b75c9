//! Session keys are taken from whoever holds the secret of each of them, and has proved it for the account that sends them.

use super::*;
use crate::{AccountId, RuntimeCall, RuntimeOrigin, SessionKeys};
use codec::Encode;
use pallet_session::{Call, Error, NextKeys};
use sp_core::{
	ecdsa, ed25519, proof_of_possession::ProofOfPossessionGenerator, sr25519, Pair as _,
};
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{self, Eve, Ferdie};
use sp_runtime::{traits::Dispatchable, DispatchError, DispatchResult};

/// The secrets of a validator's session keys.
struct Secrets {
	grandpa: ed25519::Pair,
	babe: sr25519::Pair,
	authority_discovery: sr25519::Pair,
	beefy: ecdsa::Pair,
}

impl Secrets {
	/// Those that a node has made of this text.
	fn of(text: &str) -> Self {
		Secrets {
			grandpa: ed25519::Pair::from_string(text, None).expect("it derives a key"),
			babe: sr25519::Pair::from_string(text, None).expect("it derives a key"),
			authority_discovery: sr25519::Pair::from_string(text, None).expect("it derives a key"),
			beefy: ecdsa::Pair::from_string(text, None).expect("it derives a key"),
		}
	}

	fn keys(&self) -> SessionKeys {
		SessionKeys {
			grandpa: self.grandpa.public().into(),
			babe: self.babe.public().into(),
			authority_discovery: self.authority_discovery.public().into(),
			beefy: self.beefy.public().into(),
		}
	}

	/// The proof with which a node answers `author_rotateKeysWithOwner`: each key signs for the owner, in the order of the
	/// keys.
	fn proof(&mut self, owner: &AccountId) -> Vec<u8> {
		let owner = owner.encode();
		let signatures = (
			self.grandpa.generate_proof_of_possession(&owner),
			self.babe.generate_proof_of_possession(&owner),
			self.authority_discovery.generate_proof_of_possession(&owner),
			self.beefy.generate_proof_of_possession(&owner),
		);
		signatures.encode()
	}
}

/// A proof in which one key is not the owner's.
fn mixed(owner: &AccountId, swap: fn(&mut Secrets, Secrets)) -> Vec<u8> {
	let mut secrets = Secrets::of("//Node");
	swap(&mut secrets, Secrets::of("//Another"));
	secrets.proof(owner)
}

fn set_keys(who: Sr25519Keyring, keys: SessionKeys, proof: Vec<u8>) -> DispatchResult {
	let call = RuntimeCall::Session(Call::set_keys { keys, proof });
	let done = call.dispatch(RuntimeOrigin::signed(who.to_account_id()));
	done.map(|_| ()).map_err(|refused| refused.error)
}

#[test]
fn keys_without_a_proof_for_their_owner_are_refused() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let owner = Ferdie.to_account_id();
		let mut secrets = Secrets::of("//Node");
		let good = secrets.proof(&owner);
		let refused = |keys: &Secrets, proof: Vec<u8>, why: &str| {
			let invalid: DispatchError = Error::<Runtime>::InvalidProof.into();
			assert_eq!(set_keys(Ferdie, keys.keys(), proof), Err(invalid), "{why}");
			assert_eq!(NextKeys::<Runtime>::get(&owner), None, "{why}");
		};
		refused(&secrets, vec![], "empty");
		refused(&secrets, Secrets::of("//Another").proof(&owner), "by other keys");
		refused(&Secrets::of("//Another"), good.clone(), "of other keys");
		let stolen = secrets.proof(&Eve.to_account_id());
		refused(&secrets, stolen, "of another stash");
		refused(&secrets, good[..good.len() - 1].to_vec(), "cut short");
		refused(&secrets, [&good[..], &[0]].concat(), "too long");
		for (key, proof) in [
			("grandpa", mixed(&owner, |mine, theirs| mine.grandpa = theirs.grandpa)),
			("babe", mixed(&owner, |mine, theirs| mine.babe = theirs.babe)),
			(
				"authority discovery",
				mixed(&owner, |mine, theirs| mine.authority_discovery = theirs.authority_discovery),
			),
			("beefy", mixed(&owner, |mine, theirs| mine.beefy = theirs.beefy)),
		] {
			refused(&secrets, proof, key);
		}
		// The same proof is nobody else's.
		let invalid: DispatchError = Error::<Runtime>::InvalidProof.into();
		assert_eq!(set_keys(Eve, secrets.keys(), good.clone()), Err(invalid));

		assert_eq!(set_keys(Ferdie, secrets.keys(), good), Ok(()));
		assert_eq!(NextKeys::<Runtime>::get(&owner), Some(secrets.keys()));
	});
}
