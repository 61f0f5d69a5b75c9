//! Who makes blocks, who finalises them, and how offences are reported.

use super::absence::PassOverAbsent;
use crate::{
	constants::{currency::deposit, staking, time},
	weights, AccountId, Babe, Balance, Balances, Historical, Offences, Runtime, RuntimeCall,
	RuntimeEvent, Session, SessionKeys, Staking, UncheckedExtrinsic,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, Get, OneSessionHandler},
};
use pallet_network_params::{BondingEras, EpochSlots, SessionsPerEra};
use pallet_session::disabling::UpToLimitWithReEnablingDisablingStrategy;
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_consensus_beefy::ecdsa_crypto::AuthorityId as BeefyId;
use sp_runtime::{
	traits::{ConvertInto, OpaqueKeys},
	BoundToRuntimeAppPublic,
};

/// How slots are given out from genesis on: a slot that nobody drew has an author by turns, who proves
/// that it is its own with a VRF.
pub const GENESIS_EPOCH_CONFIG: BabeEpochConfiguration = BabeEpochConfiguration {
	c: time::PRIMARY_PROBABILITY,
	allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots,
};

/// How many blocks after an equivocation it can still be reported: until the stake of its author could
/// have left.
pub struct ReportLongevity;
impl Get<u64> for ReportLongevity {
	fn get() -> u64 {
		SessionsOfBonding::get().saturating_mul(EpochSlots::<Runtime>::get())
	}
}

/// Sessions in which stake stays bonded.
pub struct SessionsOfBonding;
impl Get<u64> for SessionsOfBonding {
	fn get() -> u64 {
		let sessions = u64::from(SessionsPerEra::<Runtime>::get());
		sessions.saturating_mul(BondingEras::<Runtime>::get().into())
	}
}

impl pallet_babe::Config for Runtime {
	type EpochDuration = EpochSlots<Runtime>;
	type ExpectedBlockTime = ConstU64<{ time::SLOT_MILLIS }>;
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	// The pallet's own figures; it offers no other way. Reports of equivocations are all that they weigh.
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<{ staking::MAX_VALIDATORS }>;
	type MaxNominators = ConstU32<{ staking::MAX_NOMINATORS_OF_OFFENDER }>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	// The pallet's own figures; it offers no other way. Reports of equivocations are all that they weigh.
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<{ staking::MAX_VALIDATORS }>;
	type MaxNominators = ConstU32<{ staking::MAX_NOMINATORS_OF_OFFENDER }>;
	type MaxSetIdSessionEntries = SessionsOfBonding;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Babe>;
	type EventHandler = Staking;
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = ConstU32<{ staking::MAX_VALIDATORS }>;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
	type OnOffenceHandler = Staking;
}

parameter_types! {
	// The keys themselves, and one entry per key type that points back to their owner.
	pub const KeyDeposit: Balance = deposit(5, 5 * 32 + 4 * 33);
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager =
		PassOverAbsent<pallet_session::historical::NoteHistoricalRoot<Self, Staking>>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = UpToLimitWithReEnablingDisablingStrategy;
	type WeightInfo = weights::pallet_session::WeightInfo<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = pallet_staking::UnitIdentificationOf<Self>;
}

/// The place of the BEEFY key among the session keys. Nothing uses the key yet; validators have it from
/// genesis so that a bridge can be added without every one of them setting keys again.
pub struct BeefyKey;

impl BoundToRuntimeAppPublic for BeefyKey {
	type Public = BeefyId;
}

impl OneSessionHandler<AccountId> for BeefyKey {
	type Key = BeefyId;

	fn on_genesis_session<'a, I>(_: I)
	where
		I: 'a + Iterator<Item = (&'a AccountId, Self::Key)>,
	{
	}

	fn on_new_session<'a, I>(_: bool, _: I, _: I)
	where
		I: 'a + Iterator<Item = (&'a AccountId, Self::Key)>,
	{
	}

	fn on_disabled(_: u32) {}
}

impl<C> frame_system::offchain::CreateTransactionBase<C> for Runtime
where
	RuntimeCall: From<C>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<C> frame_system::offchain::CreateBare<C> for Runtime
where
	RuntimeCall: From<C>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}
