//! Licences and discounts with all pallets of the runtime: who earns a share of the fees, whose stake counts, and what that
//! takes off.

use super::{
	blocks::{send, Chain},
	*,
};
use crate::{
	configs::origins::Origin,
	constants::{currency::GRID, watt::WATT_ID},
	genesis_config_presets::VALIDATORS,
	*,
};
use frame_support::{assert_ok, dispatch::DispatchResult};
use gridforge_primitives::{
	FeeDiscounts as _, FeeTier, HostLicences as _, IntervalClock, Lots, NewOrder, ParticipantId,
	Price, ProductId, Shares, Side, Tariff, WattBalance, ZoneId, TREASURY,
};
use pallet_licensing::{Call, LicenceClass::Host};
use pallet_nomination_pools::Call as PoolsCall;
use pallet_staking::{Call as StakingCall, RewardDestination};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::{traits::Dispatchable, Permill};

/// Blocks in an era of the development network.
const ERA: u32 = 60;

/// Charlie's number.
const CHARLIE: ParticipantId = ParticipantId(3);

fn as_admin(call: impl Into<RuntimeCall>) -> DispatchResult {
	call.into().dispatch(Origin::MarketAdmin.into()).map(|_| ()).map_err(|e| e.error)
}

fn as_root(call: impl Into<RuntimeCall>) {
	assert_ok!(call.into().dispatch(RuntimeOrigin::root()));
}

fn look(who: Sr25519Keyring) {
	send(Dave, Call::<Runtime>::look_at_stake { account: who.to_account_id() });
}

/// Bond so much and nominate the only validator.
fn nominate(who: Sr25519Keyring, amount: Balance) {
	send(who, StakingCall::bond { value: amount, payee: RewardDestination::Staked });
	send(who, StakingCall::nominate { targets: vec![VALIDATORS[0].account().into()] });
}

#[test]
fn own_stake_and_stake_in_a_pool_count_after_an_era_and_no_longer_than_they_are_there() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		chain.block(|| {
			nominate(Charlie, 10_000 * GRID);
			// Bonded, but for no validator.
			let idle = StakingCall::bond { value: 10_000 * GRID, payee: RewardDestination::Staked };
			send(Dave, idle);
			let pool = PoolsCall::create {
				amount: 1_000 * GRID,
				root: Alice.to_account_id().into(),
				nominator: Alice.to_account_id().into(),
				bouncer: Alice.to_account_id().into(),
			};
			send(Alice, pool);
			send(Bob, PoolsCall::join { amount: 100_000 * GRID, pool_id: 1 });
			[Charlie, Alice, Bob, Dave].into_iter().for_each(look);
		});
		let tiers = || [3, 1, 2, 4].map(|id| Licensing::tier_of(ParticipantId(id)).0);
		chain.blocks(ERA - 1);
		assert_eq!(tiers(), [0, 0, 0, 0]);
		// Nobody asks: the round of looks does it, an era after the first block began one.
		chain.blocks(2);
		assert_eq!(tiers(), [2, 1, 3, 0]);

		// Who unbonds is found out at the next look, whoever asks for it, and in the next round at the latest.
		chain.block(|| {
			send(Charlie, StakingCall::unbond { value: 9_000 * GRID });
			send(
				Bob,
				PoolsCall::unbond {
					member_account: Bob.to_account_id().into(),
					unbonding_points: 95_000 * GRID,
				},
			);
			look(Charlie);
		});
		assert_eq!(tiers(), [1, 1, 3, 0]);
		chain.blocks(ERA + 1);
		assert_eq!(tiers(), [1, 1, 1, 0]);
		Licensing::do_try_state().expect("the invariants hold");
	});
}

/// What each of host, operator and treasury got of a fee that Charlie paid, and what it paid.
fn shares_of_a_trade(chain: &mut Chain) -> (WattBalance, WattBalance, WattBalance, WattBalance) {
	let free = |id: ParticipantId| pallet_energy_market::Accounts::<Runtime>::get(id, WATT_ID).free;
	let (host, operator) = (ParticipantId(5), ParticipantId(4));
	let before = [host, operator, TREASURY].map(free);
	let mut traded = None;
	chain.block(|| {
		let mut interval = NetworkParams::first_unopened();
		interval.0 -= 1;
		let product = ProductId { interval, zone: ZoneId(1) };
		let order = |side| {
			let order = NewOrder::limit(product, side, Price(100), Lots(1_000));
			pallet_energy_market::Call::<Runtime>::place_order { order }
		};
		send(Alice, order(Side::Ask));
		send(Charlie, order(Side::Bid));
		traded = Some(product);
	});
	chain.blocks(112);
	let product = traded.expect("the block was made");
	let summary = Settlement::interval_summary(product).expect("it has settled");
	let after = [host, operator, TREASURY].map(free);
	let got = |n: usize| after[n] - before[n];
	assert_eq!(got(0) + got(1) + got(2), summary.charge.fee());
	(got(0), got(1), got(2), summary.charge.fee())
}

#[test]
fn a_host_earns_while_its_licence_is_in_force_and_the_treasury_pays_the_discount() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let percent = Permill::from_percent;
		chain.block(|| {
			let shares = Shares { host: percent(30), treasury: percent(20) };
			let tariff = Some(Tariff { shares, ..Tariff::default() });
			let zone = ZoneId(1);
			as_root(pallet_grid::Call::<Runtime>::set_tariff { zone, from: None, tariff });
			let host = Some(ParticipantId(5));
			send(Charlie, pallet_participants::Call::<Runtime>::choose_host { host });
			nominate(Charlie, 100_000 * GRID);
			look(Charlie);
		});
		// Products that are open keep their tariff: ten minutes on there are others.
		chain.blocks(100);
		look(Charlie);
		assert_eq!(Licensing::tier_of(CHARLIE), FeeTier(3));
		// 5 % of 1 WATT; the treasury's part is 10,000, of which it leaves half to Charlie.
		assert_eq!(shares_of_a_trade(&mut chain), (15_000, 25_000, 5_000, 45_000));

		let (participant, class) = (ParticipantId(5), Host);
		assert_ok!(as_admin(Call::<Runtime>::suspend { participant, class }));
		assert!(!Licensing::is_licensed_host(participant));
		assert_eq!(shares_of_a_trade(&mut chain), (0, 40_000, 5_000, 45_000));

		assert_ok!(as_admin(Call::<Runtime>::reinstate { participant, class }));
		as_root(Call::<Runtime>::set_discounts { discounts: None });
		// Those that are open by now keep their discounts.
		assert_eq!(shares_of_a_trade(&mut chain), (15_000, 25_000, 10_000, 50_000));
		EnergyMarket::do_try_state().expect("the market's invariants hold");
		Settlement::do_try_state().expect("the settlement's invariants hold");
		Licensing::do_try_state().expect("the invariants of licences hold");
	});
}

#[test]
fn a_licence_is_granted_by_the_office_of_the_market_and_its_bond_comes_back() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		Chain::new().block(|| {
			let reserved = || Balances::reserved_balance(Alice.to_account_id());
			let jurisdiction = pallet_participants::HOME;
			send(Alice, Call::<Runtime>::apply { class: Host, jurisdiction });
			assert_eq!(reserved(), 10_000 * GRID);
			let participant = ParticipantId(1);
			let grant = Call::<Runtime>::grant { participant, class: Host };
			let by_another = RuntimeCall::from(grant.clone())
				.dispatch(RuntimeOrigin::signed(Eve.to_account_id()));
			assert!(by_another.is_err());
			assert_ok!(as_admin(grant));
			assert!(Licensing::is_licensed_host(participant));
			send(Alice, Call::<Runtime>::surrender { class: Host });
			pallet_timestamp::Now::<Runtime>::mutate(|now| *now += 30 * gridforge_primitives::DAY);
			assert!(!Licensing::is_licensed_host(participant));
			send(Bob, Call::<Runtime>::release_bond { participant, class: Host });
			assert_eq!(reserved(), 0);
		});
	});
}
