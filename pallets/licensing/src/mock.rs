//! A runtime with this pallet and participants, for its tests: a clock that they set, and stakes that they say.

use crate::{self as pallet_licensing, *};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU128, ConstU32, ConstU64, Hooks},
	weights::Weight,
};
use frame_system::EnsureRoot;
use gridforge_primitives::{
	ActiveStake, GridBalance, IntervalClock, JurisdictionId, Millis, ParticipantId, GRID,
};
use sp_runtime::{BuildStorage, Permill};
use std::collections::BTreeMap;

pub(crate) type AccountId = u64;

/// Own accounts of the participants 1, 2 and 3.
pub(crate) const ALICE: AccountId = 10;
pub(crate) const BOB: AccountId = 20;
pub(crate) const CHARLIE: AccountId = 30;
/// Is no participant.
pub(crate) const STRANGER: AccountId = 90;

/// What everybody has.
pub(crate) const ENDOWMENT: GridBalance = 10_000 * GRID;

pub(crate) const MINUTE: Millis = 60_000;
/// How long a stake must have been there.
pub(crate) const PERIOD: Millis = 10 * MINUTE;

/// What the mock's licences of hosts take.
pub(crate) const TERMS: LicenceTerms =
	LicenceTerms { bond: 1_000 * GRID, duration: 60 * MINUTE, notice: 10 * MINUTE };

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Test>;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances::Pallet<Test>;
	#[runtime::pallet_index(2)]
	pub type Participants = pallet_participants::Pallet<Test>;
	#[runtime::pallet_index(3)]
	pub type Licensing = pallet_licensing::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
	type RuntimeHoldReason = RuntimeHoldReason;
}

parameter_types! {
	pub static Now: Millis = 0;
	/// What accounts stake.
	pub static Stakes: BTreeMap<AccountId, GridBalance> = BTreeMap::new();
	pub const Period: Millis = PERIOD;
}

/// This pallet asks only what time it is.
pub struct Clock;
impl IntervalClock for Clock {
	fn now() -> Millis {
		Now::get()
	}
	fn interval_length() -> Millis {
		MINUTE
	}
	fn gate_open() -> Millis {
		10 * MINUTE
	}
	fn gate_close() -> Millis {
		12_000
	}
	fn metering_deadline() -> Millis {
		MINUTE
	}
	fn correction_window() -> Millis {
		10 * MINUTE
	}
	fn certificate_lifetime() -> Millis {
		3 * Self::correction_window()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn set_for_benchmark(now: Millis) {
		Now::set(now);
	}
}

/// Stakes that are what [`Stakes`] says.
pub struct Told;
impl ActiveStake<AccountId> for Told {
	fn active_stake(account: &AccountId) -> GridBalance {
		Stakes::get().get(account).copied().unwrap_or(0)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn stake_for_benchmark(account: &AccountId, amount: GridBalance) {
		stake(*account, amount);
	}
}

/// What calls of other pallets weigh is of no account here.
pub struct Weightless;

macro_rules! weightless {
	($weights:path: $($call:ident),* $(,)?) => {
		impl $weights for Weightless {
			$(fn $call() -> Weight {
				Weight::zero()
			})*
		}
	};
}
weightless!(pallet_participants::WeightInfo:
	register, set_status, choose_host, appoint_delegate, dismiss_delegate, resign_delegation,
	create_jurisdiction, set_jurisdiction_admin, set_rules, appoint_registrar, dismiss_registrar,
	admit, renew, change_status, register_myself,
	leave, begin_recovery, stop_recovery, complete_recovery,
);

impl pallet_participants::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Clock = Clock;
	type Hosts = Licensing;
	type MaxDelegates = ConstU32<4>;
	type MaxBarred = ConstU32<4>;
	type MaxRegistrars = ConstU32<4>;
	type SandboxDeposit = ();
	type RecoveryDelay = ConstU64<600_000>;
	type WeightInfo = Weightless;
}

impl Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Participants = Participants;
	type Stake = Told;
	type Clock = Clock;
	type Period = Period;
	type WeightInfo = ();
}

/// 10, 50 and 100 % from 100, 1,000 and 10,000 GRID on; the middle one from 100 kWh on, too.
pub(crate) fn table() -> DiscountTable {
	let tier = |stake, percent| DiscountTier {
		stake: stake * GRID,
		volume: (percent == 50).then_some(10_000),
		discount: Permill::from_percent(percent),
	};
	DiscountTable([tier(100, 10), tier(1_000, 50), tier(10_000, 100)])
}

/// The state that tests begin with: three participants, terms of hosts' licences, discounts.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	with_licences(Vec::new())
}

/// The same with licences from the beginning.
pub(crate) fn with_licences(
	licences: Vec<(AccountId, LicenceClass, JurisdictionId, Millis)>,
) -> sp_io::TestExternalities {
	let traders = vec![ALICE, BOB, CHARLIE];
	let mut balances: Vec<_> = traders.iter().map(|who| (*who, ENDOWMENT)).collect();
	balances.push((STRANGER, ENDOWMENT));
	let genesis = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
		participants: pallet_participants::GenesisConfig { participants: traders },
		licensing: pallet_licensing::GenesisConfig {
			terms: vec![(LicenceClass::Host, TERMS)],
			discounts: Some(table()),
			licences,
		},
		..Default::default()
	};
	Now::set(0);
	let mut ext: sp_io::TestExternalities =
		genesis.build_storage().expect("genesis of the mock builds").into();
	// Events are not recorded in block 0.
	ext.execute_with(|| {
		System::set_block_number(1);
		Now::set(1_000 * MINUTE);
		Stakes::set(BTreeMap::new());
	});
	ext
}

/// Run `test` and check the invariants after it.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		check();
	});
}

/// Every invariant; and that nothing else is on hold for licences.
pub(crate) fn check() {
	Licensing::do_try_state().expect("invariants hold");
	Participants::do_try_state().expect("invariants hold");
	let reason = RuntimeHoldReason::Licensing(HoldReason::LicenceBond);
	let held: GridBalance = pallet_balances::Holds::<Test>::iter_values()
		.flat_map(|holds| holds.into_iter())
		.filter(|hold| hold.id == reason)
		.map(|hold| hold.amount)
		.sum();
	assert_eq!(held, Licensing::bonded());
}

/// Let the account stake so much.
pub(crate) fn stake(account: AccountId, amount: GridBalance) {
	Stakes::mutate(|stakes| {
		stakes.insert(account, amount);
	});
}

/// Let time pass.
pub(crate) fn pass(time: Millis) {
	Now::set(Now::get() + time);
}

/// Let a block look at stakes with room for `weight`; what it took.
pub(crate) fn idle(weight: Weight) -> Weight {
	System::set_block_number(System::block_number() + 1);
	Licensing::on_idle(System::block_number(), weight)
}

/// What the account has on hold.
pub(crate) fn held(account: AccountId) -> GridBalance {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&HoldReason::LicenceBond.into(), &account)
}

pub(crate) fn id_of(account: AccountId) -> ParticipantId {
	Licensing::participant_of(&account).expect("it is a participant")
}
