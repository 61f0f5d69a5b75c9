//! The runtime makes blocks: eras pass and pay, fees reach the author, energy is traded and settled.

use super::{staking::active_era, *};
use crate::{
	constants::{currency::*, time::SLOT_MILLIS, watt::WATT_ID},
	genesis_config_presets::VALIDATORS,
	*,
};
use codec::Encode;
use frame_support::{
	assert_ok,
	dispatch::{DispatchInfo, GetDispatchInfo, PostDispatchInfo},
	traits::OnUnbalanced,
};
use gridforge_primitives::{
	IntervalClock, Lots, NewOrder, Price, ProductId, Side, WattBalance, ZoneId, WATT,
};
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	Slot, BABE_ENGINE_ID,
};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};
use sp_runtime::{
	traits::{Dispatchable, Header as _},
	Digest, DigestItem,
};

/// Some day in 2026, at the beginning of a slot and of a delivery interval.
const START: u64 = 1_795_000_020_000 / 60_000 * 60_000;

/// Blocks of a network, one per slot, made by its first validator.
pub(super) struct Chain {
	number: BlockNumber,
	now: u64,
}

impl Chain {
	pub(super) fn new() -> Self {
		Chain { number: 0, now: START - SLOT_MILLIS }
	}

	/// Make the next block with `body` in it.
	pub(super) fn block(&mut self, body: impl FnOnce()) {
		self.number += 1;
		self.now += SLOT_MILLIS;
		let slot = Slot::from(self.now / SLOT_MILLIS);
		let claim = SecondaryPlainPreDigest { authority_index: 0, slot };
		let digest = PreDigest::SecondaryPlain(claim).encode();
		let header = Header::new(
			self.number,
			Default::default(),
			Default::default(),
			System::block_hash(self.number - 1),
			Digest { logs: vec![DigestItem::PreRuntime(BABE_ENGINE_ID, digest)] },
		);
		Executive::initialize_block(&header);
		let set = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: self.now });
		let applied = Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(set));
		applied.expect("an inherent is valid").expect("the time can be set");
		body();
		let header = Executive::finalize_block();
		// What the client would do: the next block names this one as its parent.
		frame_system::BlockHash::<Runtime>::insert(self.number, header.hash());
	}

	/// The same in the slot that begins at `millis` after the first one.
	pub(super) fn block_at(&mut self, millis: u64, body: impl FnOnce()) {
		self.now = START + millis - SLOT_MILLIS;
		self.block(body);
	}

	pub(super) fn blocks(&mut self, count: u32) {
		for _ in 0..count {
			self.block(|| ());
		}
	}
}

pub(super) fn send(who: Sr25519Keyring, call: impl Into<RuntimeCall>) {
	let origin = RuntimeOrigin::signed(who.to_account_id());
	assert_ok!(call.into().dispatch(origin));
}

#[test]
fn eras_pass_and_pay_their_validators() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let validator = VALIDATORS[0].account();
		// The last block of the first era, of the second, of the third.
		for era in 0..3 {
			chain.blocks(20 * 3);
			assert_eq!(active_era(), era);
		}
		let active = active_era();
		assert_eq!(Session::validators(), vec![validator.clone()]);

		let issued = pallet_balances::TotalIssuance::<Runtime>::get();
		let due = pallet_staking::ErasValidatorReward::<Runtime>::get(active - 1)
			.expect("the era before is over");
		chain.block(|| {
			send(
				Bob,
				pallet_staking::Call::<Runtime>::payout_stakers {
					validator_stash: validator,
					era: active - 1,
				},
			);
		});
		assert_eq!(pallet_balances::TotalIssuance::<Runtime>::get() - issued, due);
		// 8 % of a million GRID for six minutes of 365.25 days.
		let expected = 80_000 * GRID / (36_525 * 24 * 10 / 100);
		assert!(due.abs_diff(expected) < 10, "{due} is not {expected}");
	});
}

#[test]
fn four_validators_stay_elected() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		Chain::new().blocks(20 * 3 * 2 + 1);
		assert_eq!(Session::validators().len(), 4);
		assert!(pallet_staking::ActiveEra::<Runtime>::get().is_some_and(|era| era.index >= 1));
	});
}

#[test]
fn fees_go_to_the_author() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		let author = VALIDATORS[0].account();
		Chain::new().block(|| {
			let before = Balances::free_balance(&author);
			let fee =
				<Balances as frame_support::traits::fungible::Balanced<AccountId>>::issue(GRID);
			configs::ToAuthor::on_unbalanced(fee);
			assert_eq!(Balances::free_balance(&author) - before, GRID);
		});
	});
}

#[test]
fn a_refund_is_given_for_work_that_was_not_done() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		chain.block(|| {
			let call: RuntimeCall = order(Side::Ask, 150, 2_000).into();
			let info: DispatchInfo = call.get_dispatch_info();
			let post: PostDispatchInfo = call
				.dispatch(RuntimeOrigin::signed(Alice.to_account_id()))
				.expect("Alice may trade");
			assert!(post.actual_weight.expect("it is known").all_lt(info.call_weight));
		});
	});
}

/// The product of these tests: zone 1, the interval after the next.
fn product() -> ProductId {
	let mut interval = NetworkParams::first_tradable();
	interval.0 += 1;
	ProductId { interval, zone: ZoneId(1) }
}

fn order(side: Side, price: i32, lots: u32) -> pallet_energy_market::Call<Runtime> {
	let order = NewOrder::limit(product(), side, Price(price), Lots(lots));
	pallet_energy_market::Call::place_order { order }
}

/// What the participant has, in the market and in its wallet.
fn watt_of(who: Sr25519Keyring) -> WattBalance {
	let account = who.to_account_id();
	let info = EnergyMarket::participant_info(&account, WATT_ID).expect("a participant");
	assert_eq!(info.account.locked, 0);
	assert!(info.positions.is_empty());
	Assets::balance(WATT_ID, account) + info.account.free
}

#[test]
fn neighbours_trade_and_are_settled() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let mut traded = None;
		chain.block(|| {
			traded = Some(product());
			send(Alice, order(Side::Ask, 150, 2_000));
			send(Bob, order(Side::Ask, 120, 1_500));
			send(Charlie, order(Side::Bid, 160, 2_500));
		});
		let traded = traded.expect("the block was made");
		assert_eq!(EnergyMarket::products(), vec![traded]);

		// Two minutes to the delivery, and a block or two to settle.
		chain.blocks(25);
		let summary = Settlement::interval_summary(traded).expect("it has settled");
		assert_eq!(summary.lots, 2_500);
		assert!(EnergyMarket::products().is_empty());

		let start = 1_000 * WATT;
		assert_eq!(watt_of(Bob), start + 1_800_000);
		assert_eq!(watt_of(Alice), start + 1_500_000);
		assert_eq!(watt_of(Charlie), start - 3_465_000);
		assert_eq!(watt_of(Dave), start + 165_000);
		EnergyMarket::do_try_state().expect("the market's invariants hold");
		Settlement::do_try_state().expect("the settlement's invariants hold");
		#[cfg(feature = "try-runtime")]
		{
			use frame_support::traits::{TryState, TryStateSelect};
			let now = System::block_number();
			AllPalletsWithSystem::try_state(now, TryStateSelect::All)
				.expect("every pallet's invariants hold");
		}
	});
}
