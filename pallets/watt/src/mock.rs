//! A runtime with this pallet and the assets' pallet, for its tests, and a clock that they set.
//!
//! There is the currency `EUR` with the issuers 1 and 2. Issuer 1 has an allowance, and 1,000,000 WATT of reserves that
//! its attesters stated a minute ago.

use crate as pallet_watt;
use crate::{GenesisCurrency, GenesisIssuer, InAssets, Officers};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU32, Equals},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned};
use gridforge_primitives::{
	CurrencyId, IntervalClock, IssuerId, Limits, Millis, OnRestriction, WattBalance, DAY, WATT,
};
use sp_runtime::{BuildStorage, DispatchError};

pub(crate) type AccountId = u64;

pub(crate) const EUR: CurrencyId = 1;
pub(crate) const ONE: IssuerId = IssuerId(1);
pub(crate) const TWO: IssuerId = IssuerId(2);

pub(crate) const MINTER: AccountId = 1;
pub(crate) const OFFICER: AccountId = 2;
pub(crate) const GUARDIAN: AccountId = 3;
/// Sign for issuer 1.
pub(crate) const SIGNER: AccountId = 11;
pub(crate) const SECOND: AccountId = 12;
/// Signs for issuer 2.
pub(crate) const RIVAL: AccountId = 13;
/// Attest the reserves of issuer 1.
pub(crate) const ATTESTER: AccountId = 21;
pub(crate) const WITNESS: AccountId = 22;
/// Attest the reserves of issuer 2.
pub(crate) const RIVALS: [AccountId; 2] = [23, 24];
pub(crate) const ALICE: AccountId = 101;
pub(crate) const BOB: AccountId = 102;
pub(crate) const MARKET: AccountId = 200;
pub(crate) const COURT: AccountId = 201;
/// Whoever signs with this account speaks for the court.
pub(crate) const JUDGE: AccountId = 202;

pub(crate) const MINUTE: Millis = 60_000;
pub(crate) const HOUR: Millis = 60 * MINUTE;
/// When tests begin: at noon.
pub(crate) const START: Millis = 20_000 * DAY + 12 * HOUR;

pub(crate) const LIMITS: Limits = Limits {
	max_age: 2 * DAY,
	increase_delay: HOUR,
	day_cap: 100_000 * WATT,
	single_cap: 10_000 * WATT,
	approval_period: HOUR,
	min_redemption: 10 * WATT,
	redemption_period: 3 * DAY,
};

/// What issuer 1 may mint, and what it has.
pub(crate) const ALLOWANCE: WattBalance = 500_000 * WATT;
pub(crate) const RESERVE: WattBalance = 1_000_000 * WATT;

pub(crate) const MAX_REDEMPTIONS: u32 = 4;
pub(crate) const MAX_PENDING: u32 = 2;
pub(crate) const MAX_SIGNERS: u32 = 3;
pub(crate) const MAX_ATTESTERS: u32 = 3;

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
	pub type Assets = pallet_assets::Pallet<Test>;
	#[runtime::pallet_index(3)]
	pub type Watt = pallet_watt::Pallet<Test>;
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
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = WattBalance;
	type AssetId = CurrencyId;
	type AssetIdParameter = codec::Compact<CurrencyId>;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Freezer = ();
	type Holder = ();
}

parameter_types! {
	pub static Now: Millis = 0;
	/// Accounts of which the keeper of trading accounts was told, and whether they are restricted.
	pub static Told: Vec<(AccountId, bool)> = Vec::new();
	pub const WattPalletId: PalletId = PalletId(*b"gf/watt_");
	pub const CourtAccount: AccountId = COURT;
	pub const MarketAccount: AccountId = MARKET;
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

/// Trading accounts: only Alice has one.
pub struct Trading;

impl Trading {
	fn told(account: AccountId, restricted: bool) -> Result<bool, DispatchError> {
		Told::mutate(|told| told.push((account, restricted)));
		Ok(account == ALICE)
	}
}

impl OnRestriction<AccountId> for Trading {
	fn restricted(account: &AccountId) -> Result<bool, DispatchError> {
		Self::told(*account, true)
	}

	fn lifted(account: &AccountId) -> Result<bool, DispatchError> {
		Self::told(*account, false)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn trade_for_benchmark(_: &AccountId) {}
}

impl pallet_watt::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type CourtOrigin = frame_system::EnsureSignedBy<JudgeAlone, AccountId>;
	type CourtAccount = CourtAccount;
	type Protected = Equals<MarketAccount>;
	type Assets = Assets;
	type Wallets = InAssets<Test>;
	type OnRestriction = Trading;
	type Clock = Clock;
	type PalletId = WattPalletId;
	type MaxSigners = ConstU32<MAX_SIGNERS>;
	type MaxAttesters = ConstU32<MAX_ATTESTERS>;
	type MaxPendingMints = ConstU32<MAX_PENDING>;
	type MaxRedemptions = ConstU32<MAX_REDEMPTIONS>;
	type WeightInfo = ();
}

frame_support::ord_parameter_types! {
	pub const JudgeAlone: AccountId = JUDGE;
}

pub(crate) fn officers(first: AccountId) -> Officers<AccountId> {
	Officers { master_minter: first, compliance_officer: first + 1, guardian: first + 2 }
}

/// The currency that the mock begins with; Bob has 2,000 WATT of issuer 2, where he is endowed.
fn eur(endowed: WattBalance) -> GenesisCurrency<AccountId> {
	GenesisCurrency {
		currency: EUR,
		code: "EUR".into(),
		name: "WATT euro".into(),
		symbol: "WATT".into(),
		limits: LIMITS,
		officers: officers(MINTER),
		issuers: vec![
			GenesisIssuer {
				signers: vec![SIGNER, SECOND],
				attesters: vec![ATTESTER, WITNESS],
				allowance: ALLOWANCE,
				endowed: vec![],
			},
			GenesisIssuer {
				signers: vec![RIVAL],
				attesters: RIVALS.to_vec(),
				allowance: 0,
				endowed: if endowed > 0 { vec![(BOB, endowed)] } else { vec![] },
			},
		],
	}
}

/// Builds a chain with the currency `EUR`.
#[derive(Default)]
pub(crate) struct ExtBuilder {
	empty: bool,
	endowed: WattBalance,
	currencies: Vec<GenesisCurrency<AccountId>>,
}

impl ExtBuilder {
	/// Without any currency.
	pub(crate) fn empty(mut self) -> Self {
		self.empty = true;
		self
	}

	/// Issuer 2 has minted so much, and Bob has it.
	pub(crate) fn endowed(mut self, amount: WattBalance) -> Self {
		self.endowed = amount;
		self
	}

	/// With another currency.
	pub(crate) fn currency(mut self, currency: GenesisCurrency<AccountId>) -> Self {
		self.currencies.push(currency);
		self
	}

	pub(crate) fn build(mut self) -> sp_io::TestExternalities {
		if !self.empty {
			self.currencies.insert(0, eur(self.endowed));
		}
		let genesis = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: vec![(Watt::keeper(), 1_000)],
				..Default::default()
			},
			watt: pallet_watt::GenesisConfig { currencies: self.currencies },
			..Default::default()
		};
		let storage = genesis.build_storage().expect("genesis of the mock builds");
		let mut ext: sp_io::TestExternalities = storage.into();
		let empty = self.empty;
		ext.execute_with(|| {
			// Events are not recorded in block 0.
			System::set_block_number(1);
			Told::set(Vec::new());
			Now::set(START - LIMITS.increase_delay);
			if !empty {
				for attester in [ATTESTER, WITNESS] {
					let (origin, as_of) = (RuntimeOrigin::signed(attester), Now::get());
					assert_ok!(Watt::attest(origin, RESERVE, as_of, [0; 32]));
				}
			}
			Now::set(START);
			System::reset_events();
		});
		ext
	}

	/// Run `test` and check the invariants after it.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Watt::do_try_state().expect("invariants hold after the test");
		});
	}
}
