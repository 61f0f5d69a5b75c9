//! WATT comes into being against reserves, goes back to the bank, and stays what the issuers owe.

use super::*;
use crate::{
	configs::{origins::Origin, CourtAccount, TreasuryAccount},
	constants::watt::WATT_ID,
	genesis_config_presets::keepers::*,
	AccountId, Assets, EnergyMarket, NetworkParams, RuntimeCall, RuntimeEvent, RuntimeOrigin,
	SafeMode, System, Timestamp, Watt,
};
use frame_support::{assert_noop, assert_ok, traits::fungibles::Inspect};
use gridforge_primitives::{
	CurrencyId, IntervalClock, IssuerId, Limits, Lots, NewOrder, Price, ProductId, RedemptionId,
	Restraint, RestraintReason, Side, WattBalance, ZoneId, DAY, WATT,
};
use pallet_watt::{Call, Code, Error, Officers, Text};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve};
use sp_runtime::{
	traits::{Dispatchable, StaticLookup},
	DispatchResult,
};

const NOW: u64 = 20_000 * DAY;
const ISSUER: IssuerId = IssuerId(1);

/// The development chain on some day, after `test`: pallets' invariants hold then.
fn day(test: impl FnOnce()) {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		System::set_block_number(1);
		pallet_timestamp::Now::<Runtime>::put(NOW);
		test();
		Watt::do_try_state().expect("invariants hold");
	});
}

fn by(key: [u8; 32], call: impl Into<RuntimeCall>) -> DispatchResult {
	act(RuntimeOrigin::signed(key.into()), call)
}

fn act(origin: RuntimeOrigin, call: impl Into<RuntimeCall>) -> DispatchResult {
	call.into().dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

fn attest(amount: WattBalance) {
	for attester in ATTESTERS {
		let as_of = Timestamp::get();
		assert_ok!(by(attester, Call::attest { amount, as_of, report: [7; 32] }));
	}
}

fn balance(who: &AccountId) -> WattBalance {
	Assets::balance(WATT_ID, who)
}

fn refused(error: Error<Runtime>) -> sp_runtime::DispatchError {
	error.into()
}

#[test]
fn watt_is_minted_for_a_payment_and_paid_back() {
	day(|| {
		let newcomer = AccountId::from([9; 32]);
		let mint = |reference| Call::mint { to: newcomer.clone(), amount: 50 * WATT, reference };
		// What genesis attested is of 1970.
		assert_noop!(by(SIGNERS[0], mint([1; 32])), refused(Error::StaleReserve));
		attest(6_040 * WATT);
		assert_noop!(by(SIGNERS[0], mint([1; 32])), refused(Error::AboveReserve));
		pallet_timestamp::Now::<Runtime>::put(NOW + 1);
		attest(6_100 * WATT);
		assert_ok!(by(SIGNERS[0], mint([1; 32])));
		assert_noop!(by(SIGNERS[1], mint([1; 32])), refused(Error::ReferenceUsed));
		assert_eq!(Assets::total_issuance(WATT_ID), 6_050 * WATT);

		let redeem = Call::redeem { issuer: ISSUER, amount: 20 * WATT, reference: [2; 32] };
		assert_ok!(act(RuntimeOrigin::signed(newcomer.clone()), redeem));
		assert_eq!(balance(&newcomer), 30 * WATT);
		let confirm = Call::confirm_redemption { redemption: RedemptionId(1), proof: [3; 32] };
		assert_ok!(by(SIGNERS[1], confirm));
		assert_eq!(Assets::total_issuance(WATT_ID), 6_030 * WATT);
	});
}

#[test]
fn nobody_makes_or_burns_watt_past_its_issuers() {
	day(|| {
		let alice = || RuntimeOrigin::signed(Alice.to_account_id());
		let who = <Runtime as frame_system::Config>::Lookup::unlookup(Alice.to_account_id());
		let (id, amount) = (WATT_ID.into(), WATT);
		let before = balance(&Alice.to_account_id());
		for call in [
			pallet_assets::Call::mint { id, beneficiary: who.clone(), amount },
			pallet_assets::Call::burn { id, who: who.clone(), amount },
			pallet_assets::Call::freeze { id, who: who.clone() },
			pallet_assets::Call::start_destroy { id },
			pallet_assets::Call::set_team {
				id,
				issuer: who.clone(),
				admin: who.clone(),
				freezer: who.clone(),
			},
			pallet_assets::Call::transfer_ownership { id, owner: who.clone() },
			pallet_assets::Call::create { id: 9.into(), admin: who, min_balance: 1 },
		] {
			let shown = format!("{call:?}");
			assert!(act(alice(), call).is_err(), "{shown}");
		}
		// Nobody makes an account by a deposit: it could be given up with what is in it, or with its restriction, and it could
		// be made for somebody whose transactions it would keep out.
		let calls = [
			pallet_assets::Call::touch { id },
			pallet_assets::Call::touch_other { id, who: AccountId::from([8; 32]).into() },
			pallet_assets::Call::refund { id, allow_burn: true },
			pallet_assets::Call::refund { id, allow_burn: false },
		];
		for call in calls {
			let filtered = frame_system::Error::<Runtime>::CallFiltered;
			assert_noop!(act(alice(), call.clone()), filtered);
			System::reset_events();
			assert_ok!(act(alice(), pallet_utility::Call::batch { calls: vec![call.into()] }));
			assert!(System::events().iter().any(|record| matches!(
				record.event,
				RuntimeEvent::Utility(pallet_utility::Event::BatchInterrupted { index: 0, .. })
			)));
		}
		assert_eq!(balance(&Alice.to_account_id()), before);
	});
}

#[test]
fn redemption_works_in_safe_mode_and_minting_does_not() {
	day(|| {
		attest(7_000 * WATT);
		let redeem = || Call::redeem { issuer: ISSUER, amount: WATT, reference: [2; 32] };
		assert_ok!(act(RuntimeOrigin::signed(Bob.to_account_id()), redeem()));
		assert_ok!(SafeMode::force_enter(Origin::MonetaryGuard.into()));
		let mint = Call::mint { to: Bob.to_account_id(), amount: WATT, reference: [1; 32] };
		assert_noop!(by(SIGNERS[0], mint), frame_system::Error::<Runtime>::CallFiltered);
		assert_ok!(act(RuntimeOrigin::signed(Bob.to_account_id()), redeem()));
		for redemption in [1, 2].map(RedemptionId) {
			assert_ok!(by(SIGNERS[0], Call::confirm_redemption { redemption, proof: [3; 32] }));
		}
		assert_ok!(by(GUARDIAN, Call::stop_minting { issuer: None }));
	});
}

#[test]
fn only_the_court_takes_and_only_from_a_restricted_account() {
	day(|| {
		let seize = |account: AccountId| Call::seize {
			currency: WATT_ID,
			account,
			amount: 100 * WATT,
			case: [4; 32],
		};
		let restrict = |account: AccountId| Call::restrict {
			account,
			restraint: Restraint::Frozen,
			reason: RestraintReason::Order,
		};
		let eve = Eve.to_account_id();
		assert_noop!(act(Origin::Court.into(), seize(eve.clone())), refused(Error::NotRestricted));
		assert_ok!(by(COMPLIANCE_OFFICER, restrict(eve.clone())));
		assert!(by(COMPLIANCE_OFFICER, seize(eve.clone())).is_err());
		assert!(act(Origin::Treasurer.into(), seize(eve.clone())).is_err());
		assert_ok!(act(Origin::Court.into(), seize(eve.clone())));
		assert_eq!(balance(&CourtAccount::get()), 100 * WATT);
		assert_eq!(balance(&eve), 900 * WATT);
		// Somebody without any WATT can be restricted, too: the keeper pays the deposit.
		assert_ok!(by(COMPLIANCE_OFFICER, restrict([9; 32].into())));
		for others in [EnergyMarket::market_account(), TreasuryAccount::get(), CourtAccount::get()]
		{
			assert_noop!(
				by(COMPLIANCE_OFFICER, restrict(others)),
				refused(Error::AccountProtected)
			);
		}
	});
}

#[test]
fn a_restricted_participant_trades_no_more_and_gets_its_money_out() {
	day(|| {
		let bob = || RuntimeOrigin::signed(Bob.to_account_id());
		let deposit = pallet_energy_market::Call::deposit { currency: WATT_ID, amount: 10 * WATT };
		let order = || {
			let interval = NetworkParams::first_tradable();
			let product = ProductId { interval, zone: ZoneId(1) };
			let order = NewOrder::limit(product, Side::Bid, Price(100), Lots(10));
			pallet_energy_market::Call::place_order { order }
		};
		assert_ok!(act(bob(), deposit));
		assert_ok!(act(bob(), order()));
		let (account, reason) = (Bob.to_account_id(), RestraintReason::Suspicion);
		let restraint = Restraint::Frozen;
		assert_ok!(by(COMPLIANCE_OFFICER, Call::restrict { account, restraint, reason }));
		let refusal = pallet_energy_market::Error::<Runtime>::MayNotTrade;
		assert_noop!(act(bob(), order()), refusal);
		let scope = pallet_energy_market::CancelScope::Currency(WATT_ID);
		assert_ok!(act(bob(), pallet_energy_market::Call::cancel_all { scope }));
		let withdraw = pallet_energy_market::Call::withdraw { currency: WATT_ID, amount: WATT };
		assert_ok!(act(bob(), withdraw));
		assert!(act(
			bob(),
			pallet_assets::Call::transfer {
				id: WATT_ID.into(),
				target: Alice.to_account_id().into(),
				amount: WATT,
			}
		)
		.is_err());
		let (account, reason) = (Bob.to_account_id(), RestraintReason::Cleared);
		let lift = Call::lift_restriction { currency: WATT_ID, account, reason };
		assert_ok!(by(COMPLIANCE_OFFICER, lift));
		assert_ok!(act(bob(), order()));
	});
}

#[test]
fn the_treasurer_adds_a_currency_in_one_call() {
	day(|| {
		const YEN: CurrencyId = 2;
		let add = |officers: [[u8; 32]; 3]| Call::add_currency {
			currency: YEN,
			code: Code::truncate_from(b"JPY".to_vec()),
			name: Text::truncate_from(b"WATT yen".to_vec()),
			symbol: Text::truncate_from(b"WATTJPY".to_vec()),
			limits: Limits {
				max_age: DAY,
				increase_delay: DAY,
				day_cap: 1_000 * WATT,
				single_cap: 0,
				approval_period: DAY,
				min_redemption: WATT,
				redemption_period: DAY,
			},
			officers: Officers {
				master_minter: officers[0].into(),
				compliance_officer: officers[1].into(),
				guardian: officers[2].into(),
			},
		};
		let fresh = [[11; 32], [12; 32], [13; 32]];
		assert!(act(Origin::MarketAdmin.into(), add(fresh)).is_err());
		let treasurer = || RuntimeOrigin::from(Origin::Treasurer);
		// The officers of the euro have roles already.
		let taken = [[11; 32], [12; 32], GUARDIAN];
		assert_noop!(act(treasurer(), add(taken)), refused(Error::AccountHasRole));
		assert_ok!(act(treasurer(), add(fresh)));
		assert!(Assets::asset_exists(YEN));
		assert_eq!(Watt::currencies(), [WATT_ID, YEN]);
	});
}
