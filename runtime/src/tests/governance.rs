//! Referenda act as the offices of their tracks; what is stopped can be left.

use super::{
	blocks::{send, Chain},
	offices::OFFICES,
	*,
};
use crate::{
	configs::{
		origins::Origin,
		tracks::{Row, Tracks, TRACKS},
		TreasuryAccount,
	},
	constants::{
		currency::{EXISTENTIAL_DEPOSIT, GRID},
		time::{DAYS, HOURS, MINUTES, SLOT_MILLIS},
		watt::WATT_ID,
	},
	*,
};
use frame_support::{assert_noop, assert_ok, traits::StorePreimage};
use gridforge_primitives::{
	IntervalClock, Lots, NewOrder, Price, ProductId, Side, Tariff, ZoneId, Zones, WATT,
};
use pallet_conviction_voting::{AccountVote, Call as VotingCall, Conviction, Vote};
use pallet_referenda::{Call as ReferendaCall, ReferendumInfo, ReferendumInfoFor, TracksInfo};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, DaveStash, Eve, Ferdie};
use sp_runtime::{traits::Dispatchable, DispatchError, Permill};

const ZONE: ZoneId = ZoneId(1);

/// Bring `call` to a referendum as `origin`, put its deposit down, and have three accounts vote for it with a little under 3 % of
/// what can vote.
pub(super) fn propose(
	chain: &mut Chain,
	origin: impl Into<OriginCaller>,
	call: impl Into<RuntimeCall>,
) -> u32 {
	let origin = origin.into();
	let index = pallet_referenda::ReferendumCount::<Runtime>::get();
	chain.block(|| {
		let proposal = Preimage::bound(call.into()).expect("it can be noted");
		send(
			Alice,
			ReferendaCall::submit {
				proposal_origin: Box::new(origin),
				proposal,
				enactment_moment: frame_support::traits::schedule::DispatchTime::After(0),
			},
		);
		send(Alice, ReferendaCall::place_decision_deposit { index });
		for who in [Alice, Bob, Charlie] {
			vote(who, index, true, 1_100_000);
		}
	});
	index
}

fn vote(who: Sr25519Keyring, poll_index: u32, aye: bool, grid: Balance) {
	let vote = Vote { aye, conviction: Conviction::Locked6x };
	send(
		who,
		VotingCall::vote { poll_index, vote: AccountVote::Standard { vote, balance: grid * GRID } },
	);
}

#[test]
fn a_day_of_governance_is_a_minute_on_a_quick_network() {
	let periods = || {
		let root = Tracks::info(0).expect("root has a track");
		(root.prepare_period, root.decision_period, root.confirm_period)
	};
	empty_network().execute_with(|| assert_eq!(periods(), (2 * HOURS, 14 * DAYS, DAYS)));
	network(DEV_RUNTIME_PRESET).execute_with(|| assert_eq!(periods(), (1, 14 * MINUTES, MINUTES)));
}

/// Counted from the end of the era of an offence, and with a block in only four of five slots: eras are of slots, but
/// referenda of blocks.
#[test]
fn a_slash_can_be_cancelled_before_it_is_applied() {
	let networks =
		[empty_network(), network(DEV_RUNTIME_PRESET), network(LOCAL_TESTNET_RUNTIME_PRESET)];
	for mut network in networks {
		network.execute_with(|| {
			let track = Tracks::track_for(&Origin::StakingAdmin.into()).expect("it has a track");
			let track = Tracks::info(track).expect("there is this track");
			let blocks = track.prepare_period
				+ track.decision_period
				+ track.confirm_period
				+ track.min_enactment_period;
			let takes = u64::from(blocks) * SLOT_MILLIS * 5 / 4;
			let eras = u64::from(NetworkParams::params().slash_defer_eras);
			let waits = eras * NetworkParams::era_millis();
			assert!(takes < waits, "a referendum takes {takes} ms, a slash waits {waits} ms");
		});
	}
}

#[test]
fn every_office_has_its_track_and_no_other() {
	empty_network().execute_with(|| {
		Tracks::check_integrity().expect("tracks are sorted");
		for office in OFFICES {
			let tracks = TRACKS.iter().filter(|row| row.origin == OriginCaller::Origins(office));
			let ids: Vec<_> = tracks.map(|row| row.id).collect();
			assert_eq!(ids.len(), 1, "{office:?}");
			assert_eq!(Tracks::track_for(&office.into()), Ok(ids[0]));
		}
		let signed = OriginCaller::system(frame_system::RawOrigin::Signed(Alice.to_account_id()));
		assert_eq!(Tracks::track_for(&signed), Err(()));
	});
}

#[test]
fn an_office_does_its_own_work_only() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		Chain::new().block(|| ());
		let halt = RuntimeCall::EnergyMarket(pallet_energy_market::Call::set_market_status {
			status: gridforge_primitives::api::MarketStatus::Halted,
		});
		let tariff = RuntimeCall::Grid(pallet_grid::Call::set_tariff {
			zone: ZONE,
			from: None,
			tariff: Some(dearer()),
		});
		let validators = RuntimeCall::Staking(pallet_staking::Call::cancel_deferred_slash {
			era: 1,
			slash_indices: vec![],
		});
		let code = RuntimeCall::System(frame_system::Call::authorize_upgrade {
			code_hash: Hash::repeat_byte(7),
		});
		let refused = |call: &RuntimeCall, office: Origin| {
			let done = call.clone().dispatch(office.into());
			assert_eq!(done.expect_err("refused").error, DispatchError::BadOrigin, "{office:?}");
		};
		for office in [Origin::GridAdmin, Origin::StakingAdmin, Origin::MonetaryGuard] {
			refused(&halt, office);
			refused(&code, office);
		}
		refused(&tariff, Origin::MarketAdmin);
		refused(&validators, Origin::MarketAdmin);
		assert_ok!(halt.dispatch(Origin::MarketAdmin.into()));
		assert_ok!(tariff.dispatch(Origin::GridAdmin.into()));
		// The office may; there is nothing to cancel.
		let nothing = validators.dispatch(Origin::StakingAdmin.into());
		assert_eq!(
			nothing.expect_err("there are no slashes").error,
			pallet_staking::Error::<Runtime>::EmptyTargets.into()
		);
	});
}

/// A tariff that takes a tenth instead of a twentieth.
fn dearer() -> Tariff {
	Tariff { ad_valorem: Permill::from_percent(10), ..Tariff::default() }
}

/// The part of a price that the zone takes in the next product to open.
fn ad_valorem() -> Permill {
	let rules = Grid::rules(ZONE, NetworkParams::first_unopened()).expect("a zone");
	rules.fees.ad_valorem
}

fn is_approved(index: u32) -> bool {
	matches!(ReferendumInfoFor::<Runtime>::get(index), Some(ReferendumInfo::Approved(..)))
}

#[test]
fn a_referendum_changes_a_tariff() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let call = pallet_grid::Call::set_tariff { zone: ZONE, from: None, tariff: Some(dearer()) };
		let index = propose(&mut chain, Origin::GridAdmin, call);
		let ongoing = || {
			matches!(ReferendumInfoFor::<Runtime>::get(index), Some(ReferendumInfo::Ongoing(..)))
		};
		// A week of deciding, and half a day of being ahead, in minutes.
		chain.blocks(40);
		assert!(ongoing());
		assert_eq!(ad_valorem(), Permill::from_percent(5));
		chain.blocks(40);
		assert!(is_approved(index));
		assert_eq!(ad_valorem(), Permill::from_percent(10));
	});
}

#[test]
fn who_votes_against_it_stops_it() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let call = pallet_grid::Call::set_tariff { zone: ZONE, from: None, tariff: Some(dearer()) };
		let index = propose(&mut chain, Origin::GridAdmin, call);
		chain.block(|| {
			for who in [Dave, Eve, Ferdie, DaveStash] {
				vote(who, index, false, 8_000_000);
			}
		});
		chain.blocks(90);
		assert!(matches!(
			ReferendumInfoFor::<Runtime>::get(index),
			Some(ReferendumInfo::Rejected(..))
		));
	});
}

#[test]
fn a_referendum_authorises_an_upgrade() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let code_hash = Hash::repeat_byte(7);
		let call = frame_system::Call::authorize_upgrade { code_hash };
		propose(&mut chain, frame_system::RawOrigin::Root, call);
		chain.blocks(140);
		assert!(System::authorized_upgrade().is_none());
		chain.blocks(30);
		let authorised = System::authorized_upgrade().expect("it was approved");
		assert_eq!(authorised.code_hash(), &code_hash);
		// Nobody applies other code than that.
		let apply = System::apply_authorized_upgrade(RuntimeOrigin::none(), vec![1, 2, 3]);
		assert!(apply.is_err());
	});
}

#[test]
fn a_cancelled_referendum_gives_its_deposit_back_and_a_killed_one_does_not() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let call = || pallet_grid::Call::set_tariff { zone: ZONE, from: None, tariff: None };
		let cancelled = propose(&mut chain, Origin::GridAdmin, call());
		let killed = propose(&mut chain, Origin::GridAdmin, call());
		chain.block(|| {
			let track = TRACKS.iter().find(|row| row.name == "grid_admin").expect("a track");
			let deposit = track.deposit;
			let treasury = || Balances::free_balance(TreasuryAccount::get());
			let before = treasury();
			let cancel = RuntimeCall::Referenda(ReferendaCall::cancel { index: cancelled });
			assert_noop!(
				cancel.clone().dispatch(Origin::Killer.into()).map_err(|e| e.error),
				DispatchError::BadOrigin
			);
			assert_ok!(cancel.dispatch(Origin::Canceller.into()));
			let reserved = Balances::reserved_balance(Alice.to_account_id());
			send(Alice, ReferendaCall::refund_decision_deposit { index: cancelled });
			assert_eq!(reserved - Balances::reserved_balance(Alice.to_account_id()), deposit);
			assert_eq!(treasury(), before);
			let kill = RuntimeCall::Referenda(ReferendaCall::kill { index: killed });
			assert_ok!(kill.dispatch(Origin::Killer.into()));
			assert_eq!(treasury() - before, deposit + 100 * GRID);
		});
	});
}

/// An order in the next product, and what came of it.
fn ask(who: Sr25519Keyring) -> Result<(), DispatchError> {
	let product = ProductId { interval: NetworkParams::first_tradable(), zone: ZONE };
	let order = NewOrder::limit(product, Side::Ask, Price(150), Lots(100));
	let call = RuntimeCall::EnergyMarket(pallet_energy_market::Call::place_order { order });
	let done = call.dispatch(RuntimeOrigin::signed(who.to_account_id()));
	done.map(|_| ()).map_err(|e| e.error)
}

#[test]
fn the_drill_stopped_market_open_ways_out() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let filtered = Err(frame_system::Error::<Runtime>::CallFiltered.into());
		let currency = WATT_ID;
		let mut chain = Chain::new();
		chain.blocks(2);
		chain.block(|| {
			send(Alice, pallet_energy_market::Call::deposit { currency, amount: 5 * WATT });
			assert_ok!(ask(Alice));
			let enter = RuntimeCall::SafeMode(pallet_safe_mode::Call::force_enter {});
			let stranger = enter.clone().dispatch(Origin::GridAdmin.into());
			assert_eq!(stranger.expect_err("refused").error, DispatchError::BadOrigin);
			assert_ok!(enter.dispatch(Origin::MonetaryGuard.into()));
		});
		chain.block(|| {
			assert_eq!(ask(Alice), filtered);
			let deposit = pallet_energy_market::Call::deposit { currency, amount: WATT };
			let deposit = RuntimeCall::EnergyMarket(deposit);
			// Nor inside of a batch.
			let batch =
				RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![deposit] });
			let done = batch.dispatch(RuntimeOrigin::signed(Alice.to_account_id()));
			assert_eq!(done.map(|_| ()).map_err(|e| e.error), filtered);
			let pay = RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive {
				dest: Bob.to_account_id().into(),
				value: EXISTENTIAL_DEPOSIT,
			});
			let done = pay.dispatch(RuntimeOrigin::signed(Alice.to_account_id()));
			assert_eq!(done.map(|_| ()).map_err(|e| e.error), filtered);
			// The ways out.
			let scope = pallet_energy_market::CancelScope::Currency(currency);
			send(Alice, pallet_energy_market::Call::cancel_all { scope });
			send(Alice, pallet_energy_market::Call::withdraw { currency, amount: 5 * WATT });
			send(Bob, pallet_settlement::Call::advance { steps: 1 });
			let exit = RuntimeCall::SafeMode(pallet_safe_mode::Call::force_exit {});
			assert_ok!(exit.dispatch(Origin::MarketAdmin.into()));
		});
		chain.block(|| {
			assert_ok!(ask(Alice));
		});
	});
}

#[test]
fn safe_mode_stops_what_an_office_has_decided_and_nothing_of_roots() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let call =
			|| pallet_grid::Call::set_tariff { zone: ZONE, from: None, tariff: Some(dearer()) };
		let index = propose(&mut chain, Origin::GridAdmin, call());
		chain.block(|| {
			let enter = RuntimeCall::SafeMode(pallet_safe_mode::Call::force_enter {});
			assert_ok!(enter.dispatch(Origin::MonetaryGuard.into()));
		});
		chain.blocks(80);
		assert!(is_approved(index));
		assert!(pallet_safe_mode::EnteredUntil::<Runtime>::get().is_some());
		assert_eq!(ad_valorem(), Permill::from_percent(5));
		chain.block(|| {
			assert_ok!(RuntimeCall::from(call()).dispatch(RuntimeOrigin::root()));
		});
		chain.blocks(1);
		assert_eq!(ad_valorem(), Permill::from_percent(10));
	});
}

#[test]
fn safe_mode_ends_by_itself_and_products_settle_in_it() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		chain.blocks(2);
		let product = ProductId { interval: NetworkParams::first_tradable(), zone: ZONE };
		chain.block(|| {
			assert_ok!(ask(Alice));
			let enter = RuntimeCall::SafeMode(pallet_safe_mode::Call::force_enter {});
			assert_ok!(enter.dispatch(Origin::MonetaryGuard.into()));
		});
		chain.blocks(40);
		assert!(Settlement::interval_summary(product).is_some());
		assert!(pallet_safe_mode::EnteredUntil::<Runtime>::get().is_some());
		chain.block(|| {
			pallet_safe_mode::EnteredUntil::<Runtime>::put(System::block_number() + 1);
		});
		chain.blocks(2);
		assert!(pallet_safe_mode::EnteredUntil::<Runtime>::get().is_none());
	});
}

#[test]
fn a_paused_call_is_refused_and_a_way_out_cannot_be_paused() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		chain.blocks(2);
		let name = |call: &str| {
			let text = |text: &str| text.as_bytes().to_vec().try_into().expect("a short name");
			(text("EnergyMarket"), text(call))
		};
		let pause = |call: &str| {
			let full_name = name(call);
			let pause = RuntimeCall::TxPause(pallet_tx_pause::Call::pause { full_name });
			pause.dispatch(Origin::MarketAdmin.into()).map(|_| ()).map_err(|e| e.error)
		};
		chain.block(|| {
			assert_ok!(ask(Alice));
			assert_ok!(pause("place_order"));
			assert_eq!(ask(Bob), Err(frame_system::Error::<Runtime>::CallFiltered.into()));
			for call in [
				"withdraw",
				"cancel_order",
				"cancel_orders",
				"cancel_all",
				"cancel_barred",
				"advance",
			] {
				let refused = pallet_tx_pause::Error::<Runtime>::Unpausable.into();
				assert_eq!(pause(call), Err(refused), "{call}");
			}
			let ident = name("place_order");
			let unpause = RuntimeCall::TxPause(pallet_tx_pause::Call::unpause { ident });
			assert_ok!(unpause.dispatch(Origin::MonetaryGuard.into()));
			assert_ok!(ask(Bob));
		});
	});
}

/// The table of docs/governance.md, as the code has it.
fn table() -> String {
	let time = |blocks: BlockNumber| match blocks {
		blocks if blocks.is_multiple_of(DAYS) => format!("{} d", blocks / DAYS),
		blocks if blocks.is_multiple_of(HOURS) => format!("{} h", blocks / HOURS),
		blocks => format!("{} min", blocks / MINUTES),
	};
	let share = |thousandths: u32| {
		if thousandths.is_multiple_of(10) {
			format!("{} %", thousandths / 10)
		} else {
			format!("{}.{} %", thousandths / 10, thousandths % 10)
		}
	};
	let row = |row: &Row| {
		format!(
			"| {} | `{}` | {} | {} | {} | {} | {} | {} | {} % | {} to {} |\n",
			row.id,
			row.name,
			row.deciding,
			row.deposit / GRID,
			time(row.prepare),
			time(row.decide),
			time(row.confirm),
			time(row.enact),
			row.approval,
			share(row.support.0),
			share(row.support.1),
		)
	};
	TRACKS.iter().map(row).collect()
}

#[test]
fn the_documentation_has_the_tracks() {
	let page = include_str!("../../../docs/governance.md");
	let table = table();
	assert!(page.contains(&table), "docs/governance.md lacks the table:\n{table}");
	for Row { name, .. } in TRACKS {
		assert!(page.contains(&format!("\n| `{name}` | ")), "docs/governance.md lacks why {name}");
	}
}
