//! A small runtime for the tests: WATT, five participants, two zones, one-minute intervals.

use crate::{self as pallet_energy_market, *};
use frame_support::{
	derive_impl, parameter_types,
	storage::with_storage_layer,
	traits::{fungibles::Inspect, AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64, Hooks},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned};
use gridforge_primitives::{
	Collar, CurrencyId, Discounts, FeeTier, IntervalClock, IntervalId, Lots, Millis, NewOrder,
	NoMeters, OrderLimits, ParticipantId, Price, ProductId, Side, Suspicion, Tariff, WattBalance,
	ZoneId, WATT,
};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult, Permill};

pub type AccountId = u64;
pub type Block = frame_system::mocking::MockBlock<Test>;

pub const EUR: CurrencyId = 1;
pub const ZONE: ZoneId = ZoneId(1);
/// A zone beside it, of the same operator and under the same terms.
pub const NEIGHBOUR: ZoneId = ZoneId(2);
pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
pub const CHARLIE: AccountId = 3;
pub const OPERATOR: AccountId = 4;
pub const EVE: AccountId = 5;
/// Has money, but is no participant.
pub const STRANGER: AccountId = 9;
/// Receives the treasury's share of the fees.
pub const TREASURER: AccountId = 10;

/// What everybody's wallet begins with.
pub const ENDOWMENT: WattBalance = 1_000 * WATT;

pub const MINUTE: Millis = 60_000;
/// The interval whose product most tests trade: it delivers from minute 10 on.
pub const INTERVAL: IntervalId = IntervalId(10);
pub const PRODUCT: ProductId = ProductId { interval: INTERVAL, zone: ZONE };
/// What is delivered at that time in the neighbouring zone.
pub const NEXT_DOOR: ProductId = ProductId { interval: INTERVAL, zone: NEIGHBOUR };

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeTask,
		RuntimeHoldReason,
		RuntimeFreezeReason,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(3)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(4)]
	pub type Participants = pallet_participants;
	#[runtime::pallet_index(5)]
	pub type Grid = pallet_grid;
	#[runtime::pallet_index(6)]
	pub type EnergyMarket = pallet_energy_market;
	#[runtime::pallet_index(7)]
	pub type Settlement = pallet_settlement;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {
	type MinimumPeriod = ConstU64<1>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = u128;
	type AssetId = CurrencyId;
	type AssetIdParameter = codec::Compact<CurrencyId>;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type Freezer = ();
	type Holder = ();
}

impl pallet_participants::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Clock = Clock;
	type Hosts = ();
	type MaxDelegates = ConstU32<4>;
	type MaxBarred = ConstU32<4>;
	type MaxRegistrars = ConstU32<4>;
	type SandboxDeposit = ();
	type RecoveryDelay = ConstU64<600_000>;
	type WeightInfo = StepWeight;
}

impl pallet_grid::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Participants = Participants;
	type Clock = Clock;
	type MaxTariffVersions = ConstU32<8>;
	type MaxUtcOffsets = ConstU32<8>;
	type WeightInfo = StepWeight;
}

/// One-minute intervals; the gate opens ten minutes and closes twelve seconds before delivery.
pub struct Clock;
impl IntervalClock for Clock {
	fn now() -> Millis {
		Timestamp::get()
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
		set_time(now);
	}
}

parameter_types! {
	pub const MarketPalletId: PalletId = PalletId(*b"gf/mrket");
	pub const MaxFills: u32 = 100;
	pub const MaxBatch: u32 = 100;
	pub const MaxOpenOrders: u32 = 32;
	pub const MaxProducts: u32 = 8;
	pub const MaxSteps: u32 = 50;
	pub const Treasurer: AccountId = TREASURER;
	pub static Tiers: Vec<(ParticipantId, FeeTier)> = Vec::new();
	pub static TierDiscounts: Discounts = Discounts::default();
	pub const Suspicious: Suspicion = Suspicion { self_matches: 2, cancels: 4, cancels_in_hundred: 80 };
}

impl Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Assets = Assets;
	type Participants = Participants;
	type Zones = Grid;
	type Meters = NoMeters;
	type Settlement = Settlement;
	type Discounts = Discounted;
	type Treasury = Treasurer;
	type Clock = Clock;
	type PalletId = MarketPalletId;
	type MaxFills = MaxFills;
	type MaxBatch = MaxBatch;
	type MaxOpenOrders = MaxOpenOrders;
	type MaxProducts = MaxProducts;
	type MaxSteps = MaxSteps;
	type Suspicion = Suspicious;
	type WeightInfo = StepWeight;
}

/// Everybody is in the tier that [`Tiers`] says of it, and discounts are what [`TierDiscounts`] says.
pub struct Discounted;
impl gridforge_primitives::FeeDiscounts for Discounted {
	fn tier_of(participant: ParticipantId) -> FeeTier {
		let tiers = Tiers::get();
		let found = tiers.iter().find(|(of, _)| *of == participant);
		found.map(|(_, tier)| *tier).unwrap_or_default()
	}

	fn discounts() -> Discounts {
		TierDiscounts::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn give_tier_for_benchmark(participant: ParticipantId) {
		set_tier(participant, 3);
	}
}

/// Let the participant be in a tier from now on.
pub fn set_tier(participant: ParticipantId, tier: u8) {
	Tiers::mutate(|tiers| {
		tiers.retain(|(of, _)| *of != participant);
		tiers.push((participant, FeeTier(tier)));
	});
}

/// Let the tiers that products open with from now on have these discounts, in per cent.
pub fn set_discounts(percents: [u32; 3]) {
	TierDiscounts::mutate(|discounts| discounts.shares = percents.map(Permill::from_percent));
}

impl pallet_settlement::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Market = EnergyMarket;
	type Readings = NoMeters;
	type Participants = Participants;
	type Communities = ();
	type Hosts = ();
	type Zones = Grid;
	type Clock = Clock;
	type MaxSteps = MaxSteps;
	type WeightInfo = StepWeight;
}

/// Every step weighs the same, so that tests can say how many a block has room for.
pub struct StepWeight;
pub const STEP: Weight = Weight::from_parts(1_000, 10);
impl WeightInfo for StepWeight {
	fn deposit() -> Weight {
		STEP
	}
	fn withdraw() -> Weight {
		STEP
	}
	fn place_order(p: u32) -> Weight {
		STEP.saturating_mul(u64::from(p) + 1)
	}
	fn place_order_fills(f: u32) -> Weight {
		Weight::from_parts(1, 0).saturating_mul(u64::from(f))
	}
	fn place_order_neighbours(n: u32) -> Weight {
		STEP.saturating_mul(u64::from(n) + 1)
	}
	fn place_order_opening() -> Weight {
		STEP.saturating_mul(3)
	}
	fn place_order_topping_up() -> Weight {
		STEP.saturating_mul(5)
	}
	fn place_order_beginning_page() -> Weight {
		STEP.saturating_mul(9)
	}
	fn place_order_pruning() -> Weight {
		STEP.saturating_mul(17)
	}
	fn place_orders(n: u32) -> Weight {
		STEP.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(u64::from(n)))
	}
	fn cancel_all(p: u32) -> Weight {
		STEP.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(u64::from(p)))
	}
	fn cancel_order() -> Weight {
		STEP
	}
	fn set_market_status() -> Weight {
		STEP
	}
	fn auction_search() -> Weight {
		STEP
	}
	fn auction_page() -> Weight {
		STEP
	}
	fn pay_treasury() -> Weight {
		STEP
	}
}

macro_rules! a_step_each {
	($weights:path: $($call:ident),* $(,)?) => {
		impl $weights for StepWeight {
			$(fn $call() -> Weight {
				STEP
			})*
		}
	};
}
a_step_each!(pallet_participants::WeightInfo:
	register, set_status, choose_host, appoint_delegate, dismiss_delegate, resign_delegation,
	create_jurisdiction, set_jurisdiction_admin, set_rules, appoint_registrar, dismiss_registrar,
	admit, renew, change_status, register_myself,
	leave, begin_recovery, stop_recovery, complete_recovery,
);
a_step_each!(pallet_grid::WeightInfo:
	create_zone, set_tariff, set_zone_status, set_calendar, set_utc_offsets, set_limits, set_collar,
	set_auction, set_delivery, link_zones, unlink_zones,
);
a_step_each!(pallet_settlement::WeightInfo:
	retry_settlement, settle_search, settle_page, settle_position, settle_community, settle_claim, settle_finish,
	forget_record, expire_certificate, certify_export, claim_certificates,
);

/// Room for everything.
pub const PLENTY: Weight = Weight::from_parts(u64::MAX, u64::MAX);

/// Builds the state that a test begins with.
#[derive(Default)]
pub struct ExtBuilder {
	tariff: Tariff,
	limits: OrderLimits,
	collar: Option<Collar>,
	auction: Option<Millis>,
}

impl ExtBuilder {
	pub fn tariff(mut self, change: impl FnOnce(&mut Tariff)) -> Self {
		change(&mut self.tariff);
		self
	}

	pub fn ad_valorem(self, share: Permill) -> Self {
		self.tariff(|tariff| tariff.ad_valorem = share)
	}

	pub fn limits(mut self, change: impl FnOnce(&mut OrderLimits)) -> Self {
		change(&mut self.limits);
		self
	}

	pub fn max_order(self, lots: Lots) -> Self {
		self.limits(|limits| limits.max_order = lots)
	}

	pub fn collar(mut self, collar: Collar) -> Self {
		self.collar = Some(collar);
		self
	}

	/// Orders collect until so long before delivery.
	pub fn auction(mut self, before: Millis) -> Self {
		self.auction = Some(before);
		self
	}

	fn zone(&self) -> pallet_grid::NewZone {
		pallet_grid::NewZone {
			tariff: Some(self.tariff),
			limits: self.limits,
			collar: self.collar,
			auction: self.auction,
			..pallet_grid::NewZone::run_by(ParticipantId(4))
		}
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let traders = vec![ALICE, BOB, CHARLIE, OPERATOR, EVE];
		let mut wallets: Vec<_> = traders.iter().map(|who| (EUR, *who, ENDOWMENT)).collect();
		wallets.push((EUR, STRANGER, ENDOWMENT));
		let genesis = RuntimeGenesisConfig {
			assets: pallet_assets::GenesisConfig {
				assets: vec![(EUR, OPERATOR, true, 1)],
				metadata: vec![(EUR, b"WATT".to_vec(), b"WATT".to_vec(), 6)],
				accounts: wallets,
				..Default::default()
			},
			participants: pallet_participants::GenesisConfig { participants: traders },
			grid: pallet_grid::GenesisConfig {
				zones: vec![self.zone(), self.zone()],
				..Default::default()
			},
			..Default::default()
		};
		let mut ext: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
		ext.execute_with(|| {
			System::set_block_number(1);
			set_time(5 * MINUTE);
			Tiers::set(Vec::new());
			TierDiscounts::set(Discounts::default());
		});
		ext
	}

	/// Run `test`, then check every invariant, and that no money has gone astray.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// Every invariant, and that the market holds exactly what it owes.
pub fn check() {
	EnergyMarket::do_try_state().unwrap();
	Settlement::do_try_state().unwrap();
	assert_eq!(EnergyMarket::surplus(EUR).unwrap(), 0, "the market holds more than it owes");
	assert_eq!(Participants::do_try_state(), Ok(()));
	assert_eq!(Grid::do_try_state(), Ok(()));
}

pub fn set_time(now: Millis) {
	pallet_timestamp::Now::<Test>::put(now);
}

/// Move time past the gate of `interval`: it can be traded no longer, and does not settle yet.
pub fn close_gate(interval: IntervalId) {
	set_time(Clock::delivery_start(interval) - Clock::gate_close());
}

/// Let a block hold auctions and settle with room for `weight`. Returns what it took.
pub fn idle(weight: Weight) -> Weight {
	System::set_block_number(System::block_number() + 1);
	let auctions = EnergyMarket::on_idle(System::block_number(), weight);
	let left = weight.saturating_sub(auctions);
	auctions.saturating_add(Settlement::on_idle(System::block_number(), left))
}

/// Begin delivery of the tests' product and settle it.
pub fn settle() {
	set_time(Clock::delivery_start(INTERVAL));
	idle(PLENTY);
}

pub fn place(who: AccountId, side: Side, price: i32, lots: u32) -> DispatchResult {
	place_in(PRODUCT, who, side, price, lots)
}

/// As a transaction would: whole or not at all.
pub fn place_in(
	product: ProductId,
	who: AccountId,
	side: Side,
	price: i32,
	lots: u32,
) -> DispatchResult {
	let origin = RuntimeOrigin::signed(who);
	with_storage_layer(|| {
		EnergyMarket::place_order(origin, NewOrder::limit(product, side, Price(price), Lots(lots)))
			.map(|_| ())
			.map_err(|e| e.error)
	})
}

/// Place an order of any kind; what became of it.
pub fn send(who: AccountId, order: NewOrder) -> Result<Outcome, DispatchError> {
	let origin = RuntimeOrigin::signed(who);
	with_storage_layer(|| {
		EnergyMarket::place_order(origin, order).map(|_| ()).map_err(|e| e.error)
	})?;
	match last_event() {
		Event::OrderPlaced { outcome, .. } => Ok(outcome),
		other => panic!("no order was placed: {other:?}"),
	}
}

/// Place an order that is to rest; its id.
pub fn rest(who: AccountId, side: Side, price: i32, lots: u32) -> gridforge_primitives::OrderId {
	assert_eq!(place(who, side, price, lots), Ok(()));
	match last_event() {
		Event::OrderPlaced { outcome: Outcome { resting: Some(order), .. }, .. } => order,
		other => panic!("does not rest: {other:?}"),
	}
}

pub fn cancel(who: AccountId, order: gridforge_primitives::OrderId) -> DispatchResult {
	with_storage_layer(|| EnergyMarket::cancel_order(RuntimeOrigin::signed(who), order))
}

/// The market's events so far, which are forgotten.
pub fn events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

pub fn last_event() -> Event<Test> {
	events().pop().expect("there is an event of the market")
}

pub fn id_of(who: AccountId) -> ParticipantId {
	EnergyMarket::participant_of(&who).unwrap()
}

pub fn free(who: AccountId) -> WattBalance {
	Accounts::<Test>::get(id_of(who), EUR).free
}

/// Whether all that is left of an account is how many orders its owner placed in this block.
pub fn is_clear(who: AccountId) -> bool {
	let account = Accounts::<Test>::get(id_of(who), EUR);
	(account.free, account.locked, account.products.len()) == (0, 0, 0)
}

/// The participant's position in the tests' product.
pub fn position(who: AccountId) -> PositionOf<Test> {
	Positions::<Test>::get(PRODUCT, id_of(who))
}

pub fn locked(who: AccountId) -> WattBalance {
	Accounts::<Test>::get(id_of(who), EUR).locked
}

pub fn wallet(who: AccountId) -> WattBalance {
	<Assets as Inspect<AccountId>>::total_balance(EUR, &who)
}

/// Everything that `who` owns in WATT, less what it began with.
pub fn change(who: AccountId) -> i128 {
	let owned = wallet(who) + free(who) + locked(who);
	owned as i128 - ENDOWMENT as i128
}
