//! Prices, limits, indices and metadata are what the documentation says.

use super::*;
use crate::{
	configs::{CourtAccount, ReserveAccount, TreasuryAccount},
	constants::{currency::*, energy, fee, time},
	*,
};
use codec::Encode;
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{Get, GetCallMetadata, PalletsInfoAccess},
	weights::constants::WEIGHT_REF_TIME_PER_SECOND,
};
use gridforge_primitives::{
	IntervalId, Lots, NewOrder, ParticipantId, Price, ProductId, Side, ZoneId,
};
use sp_keyring::Sr25519Keyring;
use sp_runtime::generic::Era;

/// A signed transaction of the size and weight of a real one.
fn transaction(call: RuntimeCall) -> UncheckedExtrinsic {
	let extension = tx_extension(Era::mortal(64, 0), 1);
	let signature = Signature::Sr25519(sp_core::sr25519::Signature::default());
	let sender = Sr25519Keyring::Alice.to_account_id();
	UncheckedExtrinsic::new_signed(call, sender.into(), signature, extension)
}

fn fee_of(call: RuntimeCall) -> Balance {
	let transaction = transaction(call);
	let length = u32::try_from(transaction.encoded_size()).expect("a small transaction");
	TransactionPayment::query_info(transaction, length).partial_fee
}

#[test]
fn a_transfer_costs_about_a_hundredth_of_a_grid() {
	empty_network().execute_with(|| {
		let fee = fee_of(RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
			dest: Sr25519Keyring::Bob.to_account_id().into(),
			value: GRID,
		}));
		assert!((8 * MILLI_GRID..=14 * MILLI_GRID).contains(&fee), "{fee}");
	});
}

#[test]
fn filling_a_block_costs_thirty_grid() {
	let normal = configs::RuntimeBlockWeights::get()
		.get(DispatchClass::Normal)
		.max_total
		.expect("normal transactions are limited");
	empty_network().execute_with(|| {
		assert_eq!(TransactionPayment::weight_to_fee(normal), 30 * GRID);
	});
}

#[test]
fn the_dearest_order_fits_into_a_block() {
	empty_network().execute_with(|| {
		let at = |interval| {
			let product = ProductId { interval: IntervalId(interval), zone: ZoneId(1) };
			NewOrder::limit(product, Side::Bid, Price(1), Lots(10))
		};
		let order =
			RuntimeCall::EnergyMarket(pallet_energy_market::Call::place_order { order: at(1) });
		// Each order in another product.
		let orders = (0..energy::MAX_BATCH).map(at).collect::<Vec<_>>();
		let orders = RuntimeCall::EnergyMarket(pallet_energy_market::Call::place_orders {
			orders: orders.try_into().expect("as many as are allowed"),
		});
		let cancel_all = RuntimeCall::EnergyMarket(pallet_energy_market::Call::cancel_all {
			scope: pallet_energy_market::CancelScope::Currency(1),
		});
		let push = RuntimeCall::EnergyMarket(pallet_energy_market::Call::advance {
			steps: energy::MAX_STEPS,
		});
		let sweep = RuntimeCall::EnergyMarket(pallet_energy_market::Call::cancel_barred {
			participant: ParticipantId(1),
		});
		let limit = configs::RuntimeBlockWeights::get()
			.get(DispatchClass::Normal)
			.max_extrinsic
			.expect("normal transactions are limited");
		for call in [order, orders, cancel_all, push, sweep] {
			let info = transaction(call).get_dispatch_info();
			assert!(info.total_weight().all_lte(limit), "{:?}", info.total_weight());
		}
	});
}

#[test]
fn numbers_are_what_they_are_meant_to_be() {
	assert_eq!(GRID, 10u128.pow(GRID_DECIMALS.into()));
	assert_eq!(GENESIS_SUPPLY, 1_000_000_000 * GRID);
	assert_eq!(EXISTENTIAL_DEPOSIT, GRID / 100);
	assert_eq!(deposit(1, 100), 110 * MILLI_GRID);
	assert_eq!(fee::PER_PICOSECOND * 1_000_000_000_000, 20 * GRID);
	assert_eq!(time::SLOT_MILLIS, 6_000);
	let period: u64 = <Runtime as pallet_timestamp::Config>::MinimumPeriod::get();
	assert_eq!(period, time::SLOT_MILLIS / 2);
	assert_eq!(time::YEAR_MILLIS, 36_525 * 24 * 3_600 * 10);
	assert_eq!(u64::from(time::HOURS) * time::SLOT_MILLIS, 3_600_000);
}

#[test]
fn blocks_take_two_seconds_and_five_mebibytes() {
	let weights = configs::RuntimeBlockWeights::get();
	weights.clone().validate().expect("the limits go together");
	assert_eq!(weights.max_block.ref_time(), 2 * WEIGHT_REF_TIME_PER_SECOND);
	let normal = weights.get(DispatchClass::Normal).max_total.expect("limited");
	assert_eq!(normal.ref_time(), 2 * WEIGHT_REF_TIME_PER_SECOND / 4 * 3);
	let length = configs::RuntimeBlockLength::get();
	assert_eq!(*length.max.get(DispatchClass::Operational), 5 * 1024 * 1024);
	assert_eq!(*length.max.get(DispatchClass::Normal), 5 * 1024 * 1024 / 4 * 3);
}

#[test]
fn the_version_names_the_chain() {
	assert_eq!(VERSION.spec_name, "gridforge");
	assert_eq!(VERSION.impl_name, "gridforge-node");
	let prefix: u16 = <Runtime as frame_system::Config>::SS58Prefix::get();
	assert_eq!(prefix, 42);
}

#[test]
fn pallets_keep_their_indices() {
	let pallets: Vec<_> =
		AllPalletsWithSystem::infos().iter().map(|info| (info.index, info.name)).collect();
	assert_eq!(
		pallets,
		[
			(0, "System"),
			(1, "Timestamp"),
			(2, "NetworkParams"),
			(3, "Babe"),
			(4, "Balances"),
			(5, "TransactionPayment"),
			(6, "Authorship"),
			(7, "Staking"),
			(8, "VoterList"),
			(9, "Session"),
			(10, "Historical"),
			(11, "Grandpa"),
			(12, "AuthorityDiscovery"),
			(13, "Offences"),
			(14, "DelegatedStaking"),
			(15, "NominationPools"),
			(16, "ElectionProviderMultiPhase"),
			(22, "Assets"),
			(23, "AssetRate"),
			(24, "Watt"),
			(25, "AssetTxPayment"),
			(26, "GenesisRates"),
			(30, "Utility"),
			(31, "Proxy"),
			(32, "Multisig"),
			(33, "Sudo"),
			(37, "Parameters"),
			(38, "TechnicalCollective"),
			(39, "Whitelist"),
			(40, "Preimage"),
			(41, "Scheduler"),
			(42, "Origins"),
			(43, "Referenda"),
			(44, "ConvictionVoting"),
			(45, "TxPause"),
			(46, "SafeMode"),
			(47, "Treasury"),
			(48, "Bounties"),
			(50, "Participants"),
			(51, "Grid"),
			(52, "EnergyMarket"),
			(53, "Metering"),
			(54, "Settlement"),
			(55, "Communities"),
			(56, "Licensing"),
		]
	);
}

#[test]
fn accounts_without_a_key_are_not_the_same() {
	let accounts = [
		Watt::keeper(),
		ReserveAccount::get(),
		TreasuryAccount::get(),
		CourtAccount::get(),
		EnergyMarket::market_account(),
	];
	assert!(accounts.iter().all(|a| accounts.iter().filter(|b| *b == a).count() == 1));
}

#[test]
fn metadata_is_served_in_three_versions() {
	use sp_api::runtime_decl_for_metadata::MetadataV2;
	empty_network().execute_with(|| {
		let versions = <Runtime as MetadataV2<Block>>::metadata_versions();
		for version in [14, 15, 16] {
			assert!(versions.contains(&version), "{versions:?}");
			assert!(<Runtime as MetadataV2<Block>>::metadata_at_version(version).is_some());
		}
	});
}

#[test]
fn session_keys_decode_into_all_four() {
	let bytes = vec![1; 32 + 32 + 32 + 33];
	let keys = SessionKeys::decode_into_raw_public_keys(&bytes).expect("they have this length");
	let kinds: Vec<_> = keys.iter().map(|(_, kind)| kind.0).collect();
	assert_eq!(kinds, [*b"gran", *b"babe", *b"audi", *b"beef"]);
}

#[test]
fn every_call_of_ours_has_a_measured_weight() {
	// Weighed by what they consist of: steps of auctions or settlement, a cancellation and a placement, cancellations,
	// readings by the kind of their signatures and by pages.
	let composed =
		["advance", "amend_order", "cancel_barred", "cancel_orders", "submit_device_readings"];
	for (pallet, weights) in [
		("Communities", include_str!("../weights/pallet_communities.rs")),
		("EnergyMarket", include_str!("../weights/pallet_energy_market.rs")),
		("Grid", include_str!("../weights/pallet_grid.rs")),
		("Licensing", include_str!("../weights/pallet_licensing.rs")),
		("Metering", include_str!("../weights/pallet_metering.rs")),
		("Participants", include_str!("../weights/pallet_participants.rs")),
		("Settlement", include_str!("../weights/pallet_settlement.rs")),
		("Watt", include_str!("../weights/pallet_watt.rs")),
	] {
		assert!(weights.contains("measured by its benchmarks"), "{pallet}");
		let functions = weights.matches("\n\tfn ").count();
		assert_eq!(weights.matches("// Fastest run: ").count(), functions, "{pallet}");
		for call in <RuntimeCall as GetCallMetadata>::get_call_names(pallet) {
			let measured = weights.contains(&format!("fn {call}("));
			assert!(measured || composed.contains(call), "{pallet}.{call}");
		}
	}
	assert!(<RuntimeCall as GetCallMetadata>::get_module_names()
		.iter()
		.all(|name| *name != "NetworkParams"));
}
