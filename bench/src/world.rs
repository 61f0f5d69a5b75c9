//! A chain with hundreds of participants that have money in the market, and what they sign.

use crate::{
	chain::{self, Built, Chain},
	Failure, Result,
};
use codec::Encode;
use gridforge_primitives::{
	EnergySource, GatewayId, IntervalId, Lots, MeterId, NewOrder, ParticipantId, Price, ProductId,
	Quality, Side, WattBalance, ZoneId, WATT,
};
use gridforge_runtime::{
	constants::{currency::GRID, watt::WATT_ID},
	genesis_config_presets::get_preset,
	tx_extension, AccountId, Hash, Nonce, Runtime, RuntimeCall, RuntimeEvent, Signature,
	SignedPayload, UncheckedExtrinsic, VERSION, WASM_BINARY,
};
use pallet_energy_market::{Event as MarketEvent, Outcome};
use pallet_metering::{Call as Metering, DeviceKey, Reading};
use sc_chain_spec::{ChainType, GenericChainSpec};
use serde_json::{json, Value};
use sp_core::{crypto::Ss58Codec, ed25519, sr25519, Pair};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_runtime::{generic::Era, OpaqueExtrinsic};
use std::ops::Range;

/// A delivery interval of these chains: a quarter hour, as on live networks.
pub const INTERVAL_MILLIS: u64 = 900_000;
/// Readings that a gateway sends at once.
pub const READINGS: usize = 256;
/// What each meter can carry, in W.
const POWER: u32 = 10_000;
/// For how long readings can be corrected on these chains: two hours, so that no benchmark waits for a week.
pub const CORRECTION_WINDOW_MILLIS: u64 = 2 * 3_600_000;
/// GRID of each trader: enough for the fees of many blocks.
const TRADER_GRID: u128 = 10_000 * GRID;
/// WATT of each trader.
const TRADER_WATT: WattBalance = 10_000 * WATT;
/// Of that, what it puts into the market.
const DEPOSIT: WattBalance = 5_000 * WATT;
/// Where the genesis says who has WATT.
const ENDOWED: &str = "/watt/currencies/0/issuers/0/endowed";
/// The only zone of the preset.
const ZONE: ZoneId = ZoneId(1);
/// The first trader; the preset has five participants.
const FIRST_PARTICIPANT: u32 = 6;
/// Dave, who runs the grid of the only zone.
const OPERATOR_SEED: &str = "//Dave";

/// One that signs.
struct Trader {
	key: sr25519::Pair,
	account: AccountId,
	nonce: Nonce,
}

/// A chain and its traders.
pub struct World {
	/// The chain.
	pub chain: Chain,
	traders: Vec<Trader>,
}

/// Transactions of which none is on the chain yet.
pub struct Draft<'a> {
	world: &'a World,
	nonces: Vec<Nonce>,
	extrinsics: Vec<OpaqueExtrinsic>,
}

/// What came of the orders in a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
	/// Orders that were taken.
	pub orders: usize,
	/// Of these, such as rest.
	pub resting: usize,
	/// Resting orders that they traded with.
	pub fills: usize,
	/// Transfers of GRID.
	pub transfers: usize,
}

impl World {
	/// A chain with `traders` participants, each with money in its trading account. The last one, beyond
	/// their number, is the zone's operator.
	pub fn new(traders: usize) -> Result<Self> {
		Self::with(traders, |_| Ok(()))
	}

	/// The same where meters say what was delivered; the residual supplier is Eve, and owes nobody anything.
	pub fn metered(traders: usize) -> Result<Self> {
		Self::metered_correctable(traders, CORRECTION_WINDOW_MILLIS)
	}

	/// The same where readings can be corrected for so long: until then what settlement records is kept.
	pub fn metered_correctable(traders: usize, window_millis: u64) -> Result<Self> {
		Self::with(traders, |genesis| {
			let zone = genesis.pointer_mut("/grid/zones/0").ok_or("the preset has a zone")?;
			zone["delivery"] =
				json!({ "metered": { "supplier": 5, "shortage": 400, "surplus": 0 } });
			genesis["networkParams"]["correctionWindowMs"] = json!(window_millis);
			Ok(())
		})
	}

	fn with(traders: usize, change: impl FnOnce(&mut Value) -> Result<()>) -> Result<Self> {
		let mut keys: Vec<_> = (0..traders).map(trader_key).collect::<Result<_>>()?;
		let spec = specification(&keys, change)?;
		keys.push(sr25519::Pair::from_string(OPERATOR_SEED, None).map_err(|e| format!("{e:?}"))?);
		let traders = keys.into_iter().map(|key| {
			let account = AccountId::from(key.public());
			Trader { key, account, nonce: 0 }
		});
		let mut world = World { chain: Chain::new(&spec)?, traders: traders.collect() };
		world.chain.advance()?;
		let deposit =
			|who| (who, deposit(if who + 1 == world.traders.len() { WATT } else { DEPOSIT }));
		let deposits: Vec<_> = (0..world.traders.len()).map(deposit).collect();
		world.commit(deposits)?;
		Ok(world)
	}

	/// The product that delivers so many intervals after the next one; 0 to 100 are open.
	pub fn product(&self, nth: u32) -> Result<ProductId> {
		let next = u32::try_from(self.chain.next_time() / INTERVAL_MILLIS)?;
		Ok(ProductId { interval: IntervalId(next + 2 + nth), zone: ZONE })
	}

	/// When the delivery of `product` begins.
	pub fn delivery(product: ProductId) -> u64 {
		u64::from(product.interval.0) * INTERVAL_MILLIS
	}

	/// Let the trader `who` be a gateway of the zone.
	pub fn admit_gateway(&mut self, who: usize) -> Result<GatewayId> {
		let (zone, account) = (ZONE, self.account(who)?);
		let call = Metering::admit_gateway { zone, account, silent_after: 0 };
		self.commit(vec![(self.traders(), call.into())])?;
		Ok(GatewayId(1))
	}

	/// Register a meter for each of these traders, with the key of its device if it has one. They count from the next
	/// interval on.
	pub fn register_meters(
		&mut self,
		gateway: GatewayId,
		meters: impl Iterator<Item = (usize, Option<ed25519::Public>)>,
	) -> Result<()> {
		let operator = self.traders();
		let register = |(who, key): (usize, Option<ed25519::Public>)| {
			let call = Metering::register_meter {
				gateway,
				participant: ParticipantId(FIRST_PARTICIPANT + u32::try_from(who)?),
				import_capacity: POWER,
				export_capacity: POWER,
				source: EnergySource::Solar,
				device: key.map(DeviceKey::Ed25519),
			};
			Ok((operator, call.into()))
		};
		let calls = meters.map(register).collect::<Result<_>>()?;
		self.commit(calls)?;
		Ok(())
	}

	/// Let an interval pass in which all meters count. It is just over then.
	pub fn pass_interval(&mut self) -> Result<IntervalId> {
		let next = self.chain.next_time() / INTERVAL_MILLIS + 1;
		self.chain.skip_to((next + 1) * INTERVAL_MILLIS);
		self.chain.advance()?;
		Ok(IntervalId(u32::try_from(next)?))
	}

	/// What the meters read in an interval: 100 Wh each.
	pub fn readings(interval: IntervalId, meters: Range<usize>) -> Result<Metering<Runtime>> {
		let reading = |nth: usize| {
			Ok(Reading {
				meter: MeterId(u32::try_from(nth + 1)?),
				import: 0,
				export: 100,
				quality: Quality::Measured,
			})
		};
		let readings: Vec<_> = meters.map(reading).collect::<Result<_>>()?;
		let readings = readings.try_into().map_err(|_| "a gateway sends at most 256 at once")?;
		Ok(Metering::submit_readings { interval, readings })
	}

	/// Begin to sign transactions.
	pub fn draft(&self) -> Draft<'_> {
		let nonces = self.traders.iter().map(|trader| trader.nonce).collect();
		Draft { world: self, nonces, extrinsics: Vec::new() }
	}

	/// Sign `calls` in their order and put all of them on the chain, in as many blocks as it takes.
	pub fn commit(&mut self, calls: Vec<(usize, RuntimeCall)>) -> Result<Tally> {
		let mut draft = self.draft();
		for (who, call) in calls {
			draft.sign(who, call)?;
		}
		let (nonces, extrinsics) = (draft.nonces, draft.extrinsics);
		let mut left = extrinsics.as_slice();
		let mut tally = Tally::default();
		while !left.is_empty() {
			let (built, count) = self.chain.fill(left)?;
			if count == 0 {
				return Err(Failure::from("a transaction does not fit an empty block".to_string()));
			}
			tally.add(&built)?;
			self.chain.adopt(built)?;
			left = left.get(count..).unwrap_or_default();
		}
		for (trader, nonce) in self.traders.iter_mut().zip(nonces) {
			trader.nonce = nonce;
		}
		Ok(tally)
	}

	/// How many traders there are, the operator apart.
	pub fn traders(&self) -> usize {
		self.traders.len() - 1
	}

	/// The account of a trader.
	pub fn account(&self, who: usize) -> Result<AccountId> {
		Ok(self.trader(who)?.account.clone())
	}

	fn trader(&self, who: usize) -> Result<&Trader> {
		let trader = self.traders.get(who);
		trader
			.ok_or_else(|| Failure::from(format!("there is no trader {who}; use more --accounts")))
	}
}

impl Draft<'_> {
	/// Let the trader `who` sign `call`.
	pub fn sign(&mut self, who: usize, call: impl Into<RuntimeCall>) -> Result<()> {
		let trader = self.world.trader(who)?;
		let nonce = self.nonces.get_mut(who).ok_or("each trader has a nonce")?;
		let genesis = self.world.chain.genesis();
		self.extrinsics.push(signed(trader, call.into(), *nonce, genesis));
		*nonce += 1;
		Ok(())
	}

	/// The transactions, in the order in which they were signed.
	pub fn finish(self) -> Vec<OpaqueExtrinsic> {
		self.extrinsics
	}
}

impl Tally {
	/// What came of the orders of `built`; an error where any was refused.
	pub fn of(built: &Built) -> Result<Self> {
		let mut tally = Tally::default();
		tally.add(built)?;
		Ok(tally)
	}

	fn add(&mut self, built: &Built) -> Result<()> {
		for record in chain::events(built)? {
			match record.event {
				RuntimeEvent::System(frame_system::Event::ExtrinsicFailed {
					dispatch_error,
					..
				}) => return Err(Failure::from(format!("a call failed: {dispatch_error:?}"))),
				RuntimeEvent::Balances(pallet_balances::Event::Transfer { .. }) => {
					self.transfers += 1;
				}
				RuntimeEvent::EnergyMarket(event) => self.add_market(event)?,
				_ => {}
			}
		}
		Ok(())
	}

	fn add_market(&mut self, event: MarketEvent<Runtime>) -> Result<()> {
		match event {
			MarketEvent::OrderPlaced { outcome, .. } => self.add_order(&outcome),
			MarketEvent::OrdersPlaced { results, .. } => {
				for result in results {
					let outcome = result.map_err(|e| format!("an order failed: {e:?}"))?;
					self.add_order(&outcome);
				}
			}
			MarketEvent::Traded { fills, .. } => self.fills += fills.len(),
			_ => {}
		}
		Ok(())
	}

	fn add_order(&mut self, outcome: &Outcome) {
		self.orders += 1;
		self.resting += usize::from(outcome.resting.is_some());
	}
}

/// A bid or ask of the smallest size.
pub fn order(product: ProductId, side: Side, price: i32, lots: u32) -> NewOrder {
	NewOrder::limit(product, side, Price(price), Lots(lots))
}

/// Place one order.
pub fn place(order: NewOrder) -> RuntimeCall {
	pallet_energy_market::Call::place_order { order }.into()
}

/// Place a list of orders.
pub fn place_many(orders: Vec<NewOrder>) -> Result<RuntimeCall> {
	let orders = orders.try_into().map_err(|_| "a list has at most 100 orders")?;
	Ok(pallet_energy_market::Call::place_orders { orders }.into())
}

/// Transfer a thousandth of a GRID to `dest`, which exists.
pub fn transfer(dest: AccountId) -> RuntimeCall {
	pallet_balances::Call::transfer_keep_alive { dest: dest.into(), value: GRID / 1_000 }.into()
}

/// Transfer a thousandth of a WATT to `dest`, who has some.
pub fn transfer_watt(dest: AccountId) -> RuntimeCall {
	let (id, target, amount) = (WATT_ID.into(), dest.into(), WATT / 1_000);
	pallet_assets::Call::transfer { id, target, amount }.into()
}

fn deposit(amount: WattBalance) -> RuntimeCall {
	pallet_energy_market::Call::deposit { currency: WATT_ID, amount }.into()
}

/// Keys that follow from a number, so that each run measures the same state.
fn trader_key(number: usize) -> Result<sr25519::Pair> {
	let seed = sp_io::hashing::blake2_256(&(b"trader", u64::try_from(number)?).encode());
	Ok(sr25519::Pair::from_seed(&seed))
}

fn signed(trader: &Trader, call: RuntimeCall, nonce: Nonce, genesis: Hash) -> OpaqueExtrinsic {
	let extension = tx_extension(Era::Immortal, nonce);
	let (spec, version) = (VERSION.spec_version, VERSION.transaction_version);
	let implicit = ((), (), spec, version, genesis, genesis, (), (), (), None, ());
	let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
	let signature = payload.using_encoded(|bytes| trader.key.sign(bytes));
	let extrinsic = UncheckedExtrinsic::new_signed(
		call,
		trader.account.clone().into(),
		Signature::Sr25519(signature),
		extension,
	);
	extrinsic.into()
}

/// The development chain with the time lengths of a live one, and with the holders of `keys` as further
/// participants.
pub(crate) fn specification(
	keys: &[sr25519::Pair],
	change: impl FnOnce(&mut Value) -> Result<()>,
) -> Result<GenericChainSpec> {
	let wasm = WASM_BINARY.ok_or("this program was built without the runtime's wasm")?;
	let preset = get_preset(&DEV_RUNTIME_PRESET.into()).ok_or("there is no such preset")?;
	let mut genesis: Value = serde_json::from_slice(&preset)?;
	genesis["networkParams"] = json!({
		"intervalMs": INTERVAL_MILLIS,
		"correctionWindowMs": CORRECTION_WINDOW_MILLIS,
	});
	change(&mut genesis)?;
	let accounts: Vec<_> = keys.iter().map(|key| AccountId::from(key.public())).collect();
	let addresses = accounts.iter().map(|account| account.to_ss58check());
	for address in addresses {
		append(&mut genesis, "/balances/balances", json!([address, number(TRADER_GRID)?]))?;
		append(&mut genesis, ENDOWED, json!([address, number(TRADER_WATT)?]))?;
		append(&mut genesis, "/participants/participants", json!(address))?;
	}
	Ok(GenericChainSpec::builder(wasm, None)
		.with_name("Gridforge Benchmark")
		.with_id("gridforge_bench")
		.with_chain_type(ChainType::Development)
		.with_genesis_config_patch(genesis)
		.build())
}

/// A number that JSON can carry exactly.
pub(crate) fn number(amount: u128) -> Result<u64> {
	Ok(u64::try_from(amount)?)
}

pub(crate) fn append(genesis: &mut Value, path: &str, entry: Value) -> Result<()> {
	let list = genesis.pointer_mut(path).and_then(Value::as_array_mut);
	list.ok_or_else(|| format!("the preset has no list {path}"))?.push(entry);
	Ok(())
}
