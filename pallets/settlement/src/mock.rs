//! A small runtime for the tests: the market, meters that read what a test says, one-minute intervals.
//!
//! Zone 1 is metered: a shortage costs 0.400 WATT per kWh, a surplus earns 0.020, and Sue is the residual supplier. In
//! zone 2, beside it, contracts count as delivered.

use crate::{self as pallet_settlement, *};
use frame_support::{
	derive_impl, parameter_types,
	storage::with_storage_layer,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64, Hooks},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned};
use gridforge_primitives::{
	BySource, CertificateRule, Communities, CommunityId, CurrencyId, Delivery, Discounts, FeeTier,
	Flow, IntervalClock, IntervalId, Lots, MeterReadings, Metered, MeteredDelivery, Millis,
	NewOrder, OnSharing, ParticipantId, Price, ProductId, ReadingCounts, Sharing, SharingKey,
	SharingTerms, Side, WattBalance, WattHours, ZoneId, WATT,
};
use sp_runtime::{BuildStorage, DispatchResult};

pub type AccountId = u64;
pub type Block = frame_system::mocking::MockBlock<Test>;

pub const EUR: CurrencyId = 1;
pub const ZONE: ZoneId = ZoneId(1);
pub const DEEMED_ZONE: ZoneId = ZoneId(2);
pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
pub const CHARLIE: AccountId = 3;
pub const OPERATOR: AccountId = 4;
pub const EVE: AccountId = 5;
/// The residual supplier.
pub const SUE: AccountId = 6;
/// Has money, but is no participant.
pub const STRANGER: AccountId = 9;
pub const EVERYBODY: [AccountId; 6] = [ALICE, BOB, CHARLIE, OPERATOR, EVE, SUE];

/// What everybody's wallet begins with.
pub const ENDOWMENT: WattBalance = 1_000 * WATT;

pub const MINUTE: Millis = 60_000;
/// The interval whose product most tests trade: it delivers from minute 10 on.
pub const INTERVAL: IntervalId = IntervalId(10);
pub const PRODUCT: ProductId = ProductId { interval: INTERVAL, zone: ZONE };
pub const DEEMED: ProductId = ProductId { interval: INTERVAL, zone: DEEMED_ZONE };

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

/// Every step weighs the same, so that tests can say how many a block has room for.
pub struct StepWeight;
pub const STEP: Weight = Weight::from_parts(1_000, 10);

macro_rules! a_step_each {
	($weights:path: $($call:ident($($n:ident)?)),* $(,)?) => {
		impl $weights for StepWeight {
			$(fn $call($($n: u32)?) -> Weight {
				$(let _ = $n;)?
				STEP
			})*
		}
	};
}
a_step_each!(pallet_participants::WeightInfo:
	register(), set_status(), choose_host(), appoint_delegate(), dismiss_delegate(), resign_delegation(),
	create_jurisdiction(), set_jurisdiction_admin(), set_rules(), appoint_registrar(), dismiss_registrar(),
	admit(), renew(), change_status(), register_myself(),
	leave(), begin_recovery(), stop_recovery(), complete_recovery(),
);
a_step_each!(pallet_grid::WeightInfo:
	create_zone(), set_tariff(), set_zone_status(), set_calendar(), set_utc_offsets(), set_limits(), set_collar(),
	set_auction(), set_delivery(), link_zones(), unlink_zones(),
);
a_step_each!(pallet_energy_market::WeightInfo:
	deposit(), withdraw(), place_order(n), place_order_fills(n), place_order_neighbours(n), place_order_opening(),
	place_order_topping_up(), place_order_beginning_page(), place_order_pruning(), place_orders(n), cancel_all(n),
	cancel_order(), set_market_status(), auction_search(), auction_page(), pay_treasury(),
);
a_step_each!(WeightInfo:
	retry_settlement(), settle_search(), settle_page(), settle_position(), settle_community(), settle_claim(),
	settle_finish(), forget_record(), expire_certificate(), certify_export(), claim_certificates(),
);

impl pallet_participants::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Clock = Clock;
	type Hosts = Licensed;
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

/// One-minute intervals; the gate opens ten minutes and closes twelve seconds before delivery. Readings are taken for
/// two minutes after delivery and corrected for ten.
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
		2 * MINUTE
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
	pub const MaxSteps: u32 = 50;
	pub const Treasurer: AccountId = 10;
	pub const Suspicious: gridforge_primitives::Suspicion =
		gridforge_primitives::Suspicion { self_matches: 2, cancels: 4, cancels_in_hundred: 80 };
	/// What the meters of participants read, all of them in every interval.
	pub static Meters: Vec<(ParticipantId, Metered)> = Vec::new();
	/// Participants without a licence as a host.
	pub static Unlicensed: Vec<ParticipantId> = Vec::new();
	/// Whose orders are in which tier.
	pub static Tiers: Vec<(ParticipantId, FeeTier)> = Vec::new();
	/// What the tiers' discounts are.
	pub static TierDiscounts: Discounts = Discounts::default();
	/// Whether the grid's own readings contradict them.
	pub static InDoubt: bool = false;
	/// The communities of the metered zone, as they are in each interval from the first one on, until before the second.
	pub static Sharers: Vec<(Sharing, IntervalId, IntervalId)> = Vec::new();
}

impl pallet_energy_market::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Assets = Assets;
	type Participants = Participants;
	type Zones = Grid;
	type Meters = Unlimited;
	type Settlement = Settlement;
	type Discounts = Discounted;
	type Treasury = Treasurer;
	type Clock = Clock;
	type PalletId = MarketPalletId;
	type MaxFills = ConstU32<100>;
	type MaxBatch = ConstU32<100>;
	type MaxOpenOrders = ConstU32<32>;
	type MaxProducts = ConstU32<8>;
	type MaxSteps = MaxSteps;
	type Suspicion = Suspicious;
	type WeightInfo = StepWeight;
}

/// Everybody's connection carries whatever is traded.
pub struct Unlimited;
impl gridforge_primitives::MeterCapacity for Unlimited {
	fn connection(_: ZoneId, _: ParticipantId) -> Option<gridforge_primitives::Connection> {
		let most = Lots(u32::MAX);
		let capacity = gridforge_primitives::Capacity { import: most, export: most };
		Some(gridforge_primitives::Connection { capacity, silent: false })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn connect_for_benchmark(_: ZoneId, _: ParticipantId) {}
}

/// Meters that read what [`Meters`] says.
pub struct Told;
impl MeterReadings for Told {
	type Cache = ();

	fn metered(_: &mut (), _: ProductId, participant: ParticipantId) -> Metered {
		let meters = Meters::get();
		let found = meters.iter().find(|(of, _)| *of == participant);
		found.map(|(_, metered)| *metered).unwrap_or_default()
	}

	fn counts(_: ProductId) -> ReadingCounts {
		let measured = u32::try_from(Meters::get().len()).unwrap();
		ReadingCounts { measured, ..ReadingCounts::default() }
	}

	fn in_doubt(_: ProductId) -> bool {
		InDoubt::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn measure_for_benchmark(_: ProductId, participant: ParticipantId, flow: Flow) {
		read_as(participant, flow.import.0, flow.export.0);
		Meters::mutate(|meters| {
			let (_, metered) = meters.last_mut().expect("it was just read; qed");
			metered.renewable.solar = flow.export;
		});
	}
}

/// Communities that are what [`Sharers`] says, numbered from 1 on.
pub struct Neighbours;
impl Communities for Neighbours {
	fn next_community(zone: ZoneId, last: Option<CommunityId>) -> Option<CommunityId> {
		let next = last.map_or(1, |last| last.0 + 1);
		(zone == ZONE && next as usize <= Sharers::get().len()).then_some(CommunityId(next))
	}

	fn sharing(community: CommunityId, interval: IntervalId) -> Option<Sharing> {
		let (sharing, from, until) = Sharers::get()[community.0 as usize - 1].clone();
		(from..until).contains(&interval).then_some(sharing)
	}

	fn shares_from(zone: ZoneId, interval: IntervalId) -> bool {
		zone == ZONE && Sharers::get().iter().any(|(_, _, until)| interval < *until)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(_: ZoneId) -> (CommunityId, Vec<ParticipantId>) {
		let members = vec![(ParticipantId(1), 0), (ParticipantId(3), 0)];
		let terms = gridforge_primitives::SharingTerms {
			key: Default::default(),
			price: Price(100),
			part: sp_runtime::Permill::one(),
		};
		let who = members.iter().map(|(who, _)| *who).collect();
		Sharers::set(vec![(Sharing { terms, members }, IntervalId(0), IntervalId(u32::MAX))]);
		(CommunityId(1), who)
	}
}

/// Everybody is licensed as a host but those whom [`Unlicensed`] names.
pub struct Licensed;
impl gridforge_primitives::HostLicences for Licensed {
	fn is_licensed_host(participant: ParticipantId) -> bool {
		!Unlicensed::get().contains(&participant)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn license_host_for_benchmark(_: ParticipantId) {}
}

/// The tier that [`Tiers`] says, and the discounts of [`TierDiscounts`].
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
		Tiers::mutate(|tiers| tiers.push((participant, FeeTier(3))));
	}
}

impl Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Market = EnergyMarket;
	type Readings = Told;
	type Participants = Participants;
	type Communities = Neighbours;
	type Hosts = Licensed;
	type Zones = Grid;
	type Clock = Clock;
	type MaxSteps = MaxSteps;
	type WeightInfo = StepWeight;
}

/// Room for everything.
pub const PLENTY: Weight = Weight::from_parts(u64::MAX, u64::MAX);

pub const IMBALANCE: MeteredDelivery = MeteredDelivery {
	supplier: ParticipantId(6),
	shortage: Price(400),
	surplus: Price(20),
	spread: None,
	certificates: CertificateRule::Seller,
};

/// Builds the state that a test begins with.
pub struct ExtBuilder {
	imbalance: MeteredDelivery,
	tariff: gridforge_primitives::Tariff,
	supplies: WattBalance,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		let tariff = gridforge_primitives::Tariff::default();
		ExtBuilder { imbalance: IMBALANCE, tariff, supplies: 100 * WATT }
	}
}

impl ExtBuilder {
	pub fn prices(mut self, shortage: i32, surplus: i32) -> Self {
		(self.imbalance.shortage, self.imbalance.surplus) = (Price(shortage), Price(surplus));
		self
	}

	pub fn tariff(mut self, tariff: gridforge_primitives::Tariff) -> Self {
		self.tariff = tariff;
		self
	}

	/// Who gets certificates of what was sold.
	pub fn certificates(mut self, rule: CertificateRule) -> Self {
		self.imbalance.certificates = rule;
		self
	}

	pub fn spread(mut self, ticks: u16) -> Self {
		self.imbalance.spread = Some(ticks);
		self
	}

	/// What the residual supplier has in its trading account.
	pub fn supplies(mut self, amount: WattBalance) -> Self {
		self.supplies = amount;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let mut wallets: Vec<_> = EVERYBODY.iter().map(|who| (EUR, *who, ENDOWMENT)).collect();
		wallets.push((EUR, STRANGER, ENDOWMENT));
		let deemed = pallet_grid::NewZone {
			tariff: Some(self.tariff),
			..pallet_grid::NewZone::run_by(ParticipantId(4))
		};
		let metered =
			pallet_grid::NewZone { delivery: Delivery::Metered(self.imbalance), ..deemed };
		let genesis = RuntimeGenesisConfig {
			assets: pallet_assets::GenesisConfig {
				assets: vec![(EUR, OPERATOR, true, 1)],
				metadata: vec![(EUR, b"WATT".to_vec(), b"WATT".to_vec(), 6)],
				accounts: wallets,
				..Default::default()
			},
			participants: pallet_participants::GenesisConfig { participants: EVERYBODY.to_vec() },
			grid: pallet_grid::GenesisConfig { zones: vec![metered, deemed], ..Default::default() },
			..Default::default()
		};
		let mut ext: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
		ext.execute_with(|| {
			System::set_block_number(1);
			set_time(5 * MINUTE);
			Meters::set(Vec::new());
			InDoubt::set(false);
			Unlicensed::set(Vec::new());
			Tiers::set(Vec::new());
			TierDiscounts::set(Discounts::default());
			Sharers::set(Vec::new());
			if self.supplies > 0 {
				let origin = RuntimeOrigin::signed(SUE);
				EnergyMarket::deposit(origin, EUR, self.supplies).unwrap();
			}
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
	Settlement::do_try_state().unwrap();
	EnergyMarket::do_try_state().unwrap();
	Grid::do_try_state().unwrap();
	assert_eq!(EnergyMarket::surplus(EUR).unwrap(), 0, "the market holds more than it owes");
}

pub fn set_time(now: Millis) {
	pallet_timestamp::Now::<Test>::put(now);
}

/// Let a block settle with room for `weight`. Returns what it took.
pub fn idle(weight: Weight) -> Weight {
	System::set_block_number(System::block_number() + 1);
	Settlement::on_idle(System::block_number(), weight)
}

/// Let the time for readings of the tests' product pass.
pub fn pass_deadline() {
	set_time(Clock::delivery_end(INTERVAL) + Clock::metering_deadline());
}

/// Settle the tests' product.
pub fn settle() {
	pass_deadline();
	idle(PLENTY);
}

/// Let the meters of `who` read so many Wh, of which the last are exported by the sun.
pub fn read_solar(who: AccountId, import: u64, export: u64, solar: u64) {
	read(who, import, export);
	Meters::mutate(|meters| {
		let (_, metered) = meters.iter_mut().find(|(of, _)| *of == id_of(who)).unwrap();
		metered.renewable = BySource { solar: WattHours(solar), ..BySource::default() };
	});
}

/// Let `members`, with their weights, share by `key` at 0.100 WATT per kWh all that is beyond their contracts.
pub fn share(key: SharingKey, members: &[(AccountId, u32)]) {
	share_part(key, 100, members, 100);
}

/// The same at `price`, and so many per cent of it.
pub fn share_part(key: SharingKey, price: i32, members: &[(AccountId, u32)], percent: u32) {
	let members = members.iter().map(|(who, weight)| (id_of(*who), *weight)).collect();
	let part = sp_runtime::Permill::from_percent(percent);
	let terms = SharingTerms { key, price: Price(price), part };
	let from = INTERVAL;
	let until = IntervalId(from.0 + 3);
	Sharers::mutate(|all| all.push((Sharing { terms, members }, from, until)));
	Settlement::shares_from(ZONE, from);
}

/// Let the meters of `who` read so many Wh.
pub fn read(who: AccountId, import: u64, export: u64) {
	read_as(id_of(who), import, export);
}

fn read_as(participant: ParticipantId, import: u64, export: u64) {
	let flow = Flow { import: WattHours(import), export: WattHours(export) };
	let metered = Metered { flow, complete: true, ..Metered::default() };
	Meters::mutate(|meters| {
		meters.retain(|(of, _)| *of != participant);
		meters.push((participant, metered));
	});
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
	let order = NewOrder::limit(product, side, Price(price), Lots(lots));
	let origin = RuntimeOrigin::signed(who);
	with_storage_layer(|| EnergyMarket::place_order(origin, order).map(|_| ()).map_err(|e| e.error))
}

/// `seller` sells `buyer` so many lots at `price`.
pub fn trade(seller: AccountId, buyer: AccountId, price: i32, lots: u32) {
	place(seller, Side::Ask, price, lots).unwrap();
	place(buyer, Side::Bid, price, lots).unwrap();
}

/// The settlement's events so far; all events are forgotten.
pub fn events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

pub fn last_event() -> Event<Test> {
	events().pop().expect("there is an event of the settlement")
}

pub fn id_of(who: AccountId) -> ParticipantId {
	ParticipantId(u32::try_from(who).unwrap())
}

pub fn free(who: AccountId) -> WattBalance {
	pallet_energy_market::Accounts::<Test>::get(id_of(who), EUR).free
}

pub fn locked(who: AccountId) -> WattBalance {
	pallet_energy_market::Accounts::<Test>::get(id_of(who), EUR).locked
}

/// Everything that `who` owns in WATT, less what it began with.
pub fn change(who: AccountId) -> i128 {
	let wallet = Assets::balance(EUR, who);
	(wallet + free(who) + locked(who)) as i128 - ENDOWMENT as i128
}

/// What changed for everybody, in the order of [`EVERYBODY`].
pub fn changes() -> [i128; 6] {
	EVERYBODY.map(change)
}

/// The bytes of everything that this pallet stores.
pub fn state() -> Vec<(Vec<u8>, Vec<u8>)> {
	let prefix = sp_io::hashing::twox_128(b"Settlement").to_vec();
	let mut state = Vec::new();
	let mut key = prefix.clone();
	while let Some(next) = sp_io::storage::next_key(&key).filter(|k| k.starts_with(&prefix)) {
		state.push((next.clone(), frame_support::storage::unhashed::get_raw(&next).unwrap()));
		key = next;
	}
	state
}
