//! Who makes two blocks in one slot, or votes twice in one round, is slashed and disabled by the proof of it, and by nothing else.

use super::{blocks::Chain, staking::active_era, *};
use crate::{
	genesis_config_presets::{Validator, VALIDATORS},
	*,
};
use codec::{Decode, Encode};
use frame_support::traits::{DisabledValidators, Get, KeyOwnerProofSystem};
use pallet_babe::{Call as BabeCall, Error as BabeError};
use pallet_grandpa::{Call as GrandpaCall, Error as GrandpaError};
use sp_consensus_babe::{
	digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest},
	AuthorityId, EquivocationProof, Slot,
};
use sp_consensus_grandpa::{localized_payload, Message, Prevote};
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob};
use sp_runtime::{
	traits::{Dispatchable, Header as _},
	Digest, DigestItem, DispatchError, Perbill,
};
use sp_session::MembershipProof;

type BlockProof = EquivocationProof<Header>;
type VoteProof = sp_consensus_grandpa::EquivocationProof<Hash, BlockNumber>;

/// What one of four pays who has done it: three quarters, squared.
const SHARE: Perbill = Perbill::from_parts(562_500_000);

/// A block of Alice in this slot, signed by `signer`; another `state` makes it another block.
fn block(slot: Slot, state: u8, signer: Sr25519Keyring) -> Header {
	let authorities = pallet_babe::Authorities::<Runtime>::get();
	let index = authorities.iter().position(|(id, _)| *id == babe_key(Alice));
	let authority_index = u32::try_from(index.expect("Alice is a validator")).expect("of four");
	let claim = PreDigest::SecondaryPlain(SecondaryPlainPreDigest { authority_index, slot });
	let logs = vec![<DigestItem as CompatibleDigestItem>::babe_pre_digest(claim)];
	let mut header =
		Header::new(9, Hash::zero(), Hash::repeat_byte(state), Hash::zero(), Digest { logs });
	let signature = signer.sign(header.hash().as_ref()).into();
	header.digest_mut().push(<DigestItem as CompatibleDigestItem>::babe_seal(signature));
	header
}

fn babe_key(who: Sr25519Keyring) -> AuthorityId {
	who.public().into()
}

/// Two blocks of Alice in the slot that is now.
fn two_blocks() -> BlockProof {
	let slot = Babe::current_slot();
	BlockProof {
		offender: babe_key(Alice),
		slot,
		first_header: block(slot, 1, Alice),
		second_header: block(slot, 2, Alice),
	}
}

/// Two votes of Alice in a round of the voters that are now: for the block 7 of this hash, and for another one.
fn two_votes(first: Hash, signer: &Validator) -> VoteProof {
	let (set, round) = (Grandpa::current_set_id(), 5u64);
	let signed = |hash| {
		let vote = Prevote::<Header> { target_hash: hash, target_number: 7 };
		let message = Message::<Header>::Prevote(vote.clone());
		(vote, signer.ed25519.sign(&localized_payload(round, set, &message)))
	};
	let identity = VALIDATORS[0].ed25519.public();
	// As nodes send it: the votes are those of the first round of voting.
	let prevotes = 0u8;
	let bytes =
		(set, prevotes, round, identity, signed(first), signed(Hash::repeat_byte(2))).encode();
	VoteProof::decode(&mut &bytes[..]).expect("it is encoded so")
}

fn blocks_owner() -> MembershipProof {
	let key = (sp_consensus_babe::KEY_TYPE, babe_key(Alice));
	Historical::prove(key).expect("it is a key of this session")
}

fn votes_owner() -> MembershipProof {
	let voter = sp_consensus_grandpa::AuthorityId::from(VALIDATORS[0].ed25519.public());
	Historical::prove((sp_consensus_grandpa::KEY_TYPE, voter)).expect("it is a key of this session")
}

/// Reports as a node does that has made the block: without a signature.
fn report(call: impl Into<RuntimeCall>) -> Result<(), DispatchError> {
	let done = call.into().dispatch(RuntimeOrigin::none());
	done.map(|_| ()).map_err(|refused| refused.error)
}

fn report_blocks(proof: BlockProof, owner: MembershipProof) -> Result<(), DispatchError> {
	report(BabeCall::report_equivocation_unsigned {
		equivocation_proof: Box::new(proof),
		key_owner_proof: owner,
	})
}

fn report_votes(proof: VoteProof, owner: MembershipProof) -> Result<(), DispatchError> {
	report(GrandpaCall::report_equivocation_unsigned {
		equivocation_proof: Box::new(proof),
		key_owner_proof: owner,
	})
}

/// The local network in its first era, in a block of which `body` is done. It is not Alice's: her stash is not the first of the four,
/// and whoever makes the block must not be disabled in it.
fn in_the_first_era(body: impl FnOnce()) {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		chain.blocks(25);
		chain.block(body);
	});
}

/// What each validator has been slashed by in this era, and who is disabled.
fn punished() -> (Vec<Perbill>, Vec<bool>) {
	let era = active_era();
	let slashed = |who| pallet_staking::ValidatorSlashInEra::<Runtime>::get(era, who);
	let disabled = |who: AccountId| {
		let index = Session::validators().iter().position(|validator| *validator == who);
		let index = u32::try_from(index.expect("all four are elected"));
		Session::is_disabled(index.expect("of four"))
	};
	VALIDATORS
		.iter()
		.map(|validator| {
			let who = validator.account();
			(slashed(who.clone()).map_or(Perbill::zero(), |(share, _)| share), disabled(who))
		})
		.unzip()
}

/// That Alice has been punished and nobody else.
fn assert_alice_is_punished() {
	let none = Perbill::zero();
	assert_eq!(punished(), (vec![SHARE, none, none, none], vec![true, false, false, false]));
	let era = active_era();
	let stash = VALIDATORS[0].account();
	let stood_for = Staking::eras_stakers(era, &stash).own;
	let slash = pallet_staking::ValidatorSlashInEra::<Runtime>::get(era, &stash);
	assert_eq!(slash, Some((SHARE, SHARE * stood_for)));
}

fn assert_nobody_is_punished(why: &str) {
	assert_eq!(punished(), (vec![Perbill::zero(); 4], vec![false; 4]), "{why}");
}

#[test]
fn two_blocks_in_a_slot_cost_their_share() {
	in_the_first_era(|| {
		assert_eq!(report_blocks(two_blocks(), blocks_owner()), Ok(()));
		assert_alice_is_punished();
		let again = report_blocks(two_blocks(), blocks_owner());
		assert_eq!(again, Err(BabeError::<Runtime>::DuplicateOffenceReport.into()));
		// Of another kind, in the same era: the share stays what it is.
		assert_eq!(report_votes(two_votes(Hash::zero(), &VALIDATORS[0]), votes_owner()), Ok(()));
		assert_alice_is_punished();
	});
}

#[test]
fn two_votes_in_a_round_cost_their_share() {
	in_the_first_era(|| {
		let proof = || two_votes(Hash::zero(), &VALIDATORS[0]);
		assert_eq!(report_votes(proof(), votes_owner()), Ok(()));
		assert_alice_is_punished();
		let again = report_votes(proof(), votes_owner());
		assert_eq!(again, Err(GrandpaError::<Runtime>::DuplicateOffenceReport.into()));
	});
}

#[test]
fn what_proves_nothing_costs_nothing() {
	in_the_first_era(|| {
		let slot = Babe::current_slot();
		let refused = |change: fn(&mut BlockProof), why: &str| {
			let mut proof = two_blocks();
			change(&mut proof);
			let invalid = BabeError::<Runtime>::InvalidEquivocationProof.into();
			assert_eq!(report_blocks(proof, blocks_owner()), Err(invalid), "{why}");
			assert_nobody_is_punished(why);
		};
		refused(|proof| proof.second_header = proof.first_header.clone(), "one block twice");
		refused(|proof| proof.second_header = block(proof.slot, 2, Bob), "signed by another one");
		refused(|proof| proof.second_header = block(proof.slot + 1, 2, Alice), "of two slots");
		// What a node hands over that has imported the blocks already.
		refused(|proof| _ = proof.second_header.digest_mut().pop(), "without its seal");
		refused(|proof| proof.offender = babe_key(Bob), "of another one");

		let not_the_owner = Err(BabeError::<Runtime>::InvalidKeyOwnershipProof.into());
		let mut elsewhere = blocks_owner();
		elsewhere.session -= 1;
		assert_eq!(report_blocks(two_blocks(), elsewhere), not_the_owner);
		let early = slot.saturating_sub(<Runtime as pallet_babe::Config>::EpochDuration::get());
		let mut proof = two_blocks();
		proof.slot = early;
		(proof.first_header, proof.second_header) =
			(block(early, 1, Alice), block(early, 2, Alice));
		assert_eq!(report_blocks(proof, blocks_owner()), not_the_owner);
		assert_nobody_is_punished("of another session");
	});
	in_the_first_era(|| {
		let invalid = Err(GrandpaError::<Runtime>::InvalidEquivocationProof.into());
		let twice = two_votes(Hash::repeat_byte(2), &VALIDATORS[0]);
		assert_eq!(report_votes(twice, votes_owner()), invalid);
		let by_another_one = two_votes(Hash::zero(), &VALIDATORS[1]);
		assert_eq!(report_votes(by_another_one, votes_owner()), invalid);
		let not_the_owner = Err(GrandpaError::<Runtime>::InvalidKeyOwnershipProof.into());
		let proof = two_votes(Hash::zero(), &VALIDATORS[0]);
		assert_eq!(report_votes(proof, blocks_owner()), not_the_owner);
		assert_nobody_is_punished("votes that prove nothing");
	});
}
