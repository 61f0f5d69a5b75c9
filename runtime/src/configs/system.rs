//! The block, time, the network's parameters, and what wraps calls: batches, multisigs, sudo.

use super::{watt::NoAssetDeposits, ProxyType};
use crate::{
	constants::{block, currency::deposit, time},
	weights, AccountId, Balance, Balances, Block, BlockNumber, Hash, Nonce, OriginCaller,
	PalletInfo, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, RuntimeTask, SafeMode, System,
	Timestamp, TxPause, VERSION,
};
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstU16, ConstU32, ConstU64, InsideBoth},
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::traits::BlakeTwo256;
use sp_version::RuntimeVersion;

parameter_types! {
	pub const Version: RuntimeVersion = VERSION;
	pub const BlockHashCount: BlockNumber = time::BLOCK_HASHES;
	pub RuntimeBlockWeights: BlockWeights =
		BlockWeights::with_sensible_defaults(block::MAX_WEIGHT, block::NORMAL_SHARE);
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(block::MAX_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |max| {
			*max = block::NORMAL_SHARE * block::MAX_LENGTH
		})
		.build();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	// What is stopped for a time, and what would burn WATT past its issuers.
	type BaseCallFilter = InsideBoth<InsideBoth<SafeMode, TxPause>, NoAssetDeposits>;
	type Block = Block;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type AccountId = AccountId;
	type Nonce = Nonce;
	type Hash = Hash;
	type BlockHashCount = BlockHashCount;
	type DbWeight = weights::paritydb::ParityDbWeight;
	type Version = Version;
	type AccountData = pallet_balances::AccountData<Balance>;
	type SystemWeightInfo = weights::frame_system::WeightInfo<Runtime>;
	type ExtensionsWeightInfo = weights::frame_system_extensions::WeightInfo<Runtime>;
	type SS58Prefix = ConstU16<42>;
	type MaxConsumers = ConstU32<16>;
}

impl pallet_timestamp::Config for Runtime {
	type Moment = u64;
	type OnTimestampSet = crate::Babe;
	type MinimumPeriod = ConstU64<{ time::SLOT_MILLIS / 2 }>;
	type WeightInfo = weights::pallet_timestamp::WeightInfo<Runtime>;
}

impl pallet_network_params::Config for Runtime {
	type Time = Timestamp;
	type SlotDuration = ConstU64<{ time::SLOT_MILLIS }>;
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = weights::pallet_utility::WeightInfo<Runtime>;
}

parameter_types! {
	// One entry; a key of 32 bytes and a deposit of 16.
	pub const ProxyDepositBase: Balance = deposit(1, 48);
	// An account, a proxy type and a delay.
	pub const ProxyDepositFactor: Balance = deposit(0, 37);
	pub const AnnouncementDepositBase: Balance = deposit(1, 48);
	// An account, the hash of a call and a block number.
	pub const AnnouncementDepositFactor: Balance = deposit(0, 68);
	// One entry; a key of 32 bytes, the depositor, the deposit, a time point.
	pub const MultisigDepositBase: Balance = deposit(1, 88);
	// An account.
	pub const MultisigDepositFactor: Balance = deposit(0, 32);
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = weights::pallet_proxy::WeightInfo<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = weights::pallet_multisig::WeightInfo<Runtime>;
	type BlockNumberProvider = System;
}

impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = weights::pallet_sudo::WeightInfo<Runtime>;
}
