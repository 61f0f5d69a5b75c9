//! What operators watch beside the node's own metrics: the market, its settlement and its money, as of final blocks.

use super::Client;
use codec::Decode;
use frame_system::EventRecord;
use futures::StreamExt;
use gridforge_runtime::{opaque::Block, AccountId, Hash, RuntimeEvent};
use pallet_energy_market::Event as MarketEvent;
use pallet_energy_market_runtime_api::EnergyMarketApi;
use pallet_metering::Event as MeteringEvent;
use pallet_settlement_runtime_api::SettlementApi;
use pallet_watt_runtime_api::WattApi;
use sc_client_api::{BlockchainEvents, StorageProvider};
use sp_api::ProvideRuntimeApi;
use sp_core::storage::{well_known_keys, StorageKey};
use std::sync::Arc;
use substrate_prometheus_endpoint::{register, Counter, Gauge, PrometheusError, Registry, U64};

/// So many notifications of final blocks pass from one count of open orders to the next without one, about a minute
/// where each block has its own: counting takes a look at every book.
const BLOCKS_PER_COUNT: u32 = 10;

/// The market in numbers. Each begins with `gridforge_`.
struct Metrics {
	open_orders: Gauge<U64>,
	open_products: Gauge<U64>,
	orders: Counter<U64>,
	fills: Counter<U64>,
	unsettled_products: Gauge<U64>,
	parked_products: Gauge<U64>,
	backlog_age: Gauge<U64>,
	short_issuers: Gauge<U64>,
	accepted_readings: Counter<U64>,
	refused_readings: Counter<U64>,
	quarantined_meters: Counter<U64>,
	unreadable_blocks: Counter<U64>,
}

impl Metrics {
	fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		let gauge = |name: &str, help: &str| {
			register(Gauge::new(format!("gridforge_{name}"), help)?, registry)
		};
		let counter = |name: &str, help: &str| {
			register(Counter::new(format!("gridforge_{name}"), help)?, registry)
		};
		Ok(Metrics {
			open_orders: gauge(
				"open_orders",
				"Open orders in all books, counted about once a minute",
			)?,
			open_products: gauge("open_products", "Products that have a book")?,
			orders: counter("orders_total", "Orders placed since the node started")?,
			fills: counter("fills_total", "Resting orders that traded since the node started")?,
			unsettled_products: gauge(
				"unsettled_products",
				"Products whose time to settle has come and that are not settled",
			)?,
			parked_products: gauge(
				"parked_products",
				"Products put aside because their settlement failed",
			)?,
			backlog_age: gauge(
				"backlog_age_seconds",
				"For how long the oldest unsettled product has waited since its time came",
			)?,
			short_issuers: gauge(
				"short_issuers",
				"Issuers of WATT, of all currencies, that owe more than their reserves",
			)?,
			accepted_readings: counter(
				"readings_accepted_total",
				"Meter readings taken since the node started",
			)?,
			refused_readings: counter(
				"readings_refused_total",
				"Meter readings refused since the node started",
			)?,
			quarantined_meters: counter(
				"meters_quarantined_total",
				"Meters put into quarantine for contradicting themselves since the node started",
			)?,
			unreadable_blocks: counter(
				"unreadable_blocks_total",
				"Final blocks whose events or state this node could not read for these metrics",
			)?,
		})
	}

	/// Count what one event says.
	fn count(&self, event: &RuntimeEvent) {
		match event {
			RuntimeEvent::EnergyMarket(MarketEvent::OrderPlaced { .. }) => self.orders.inc(),
			RuntimeEvent::EnergyMarket(MarketEvent::OrdersPlaced { results, .. }) => {
				self.orders.inc_by(number(results.iter().filter(|result| result.is_ok()).count()));
			}
			RuntimeEvent::EnergyMarket(MarketEvent::Traded { fills, .. }) => {
				self.fills.inc_by(number(fills.len()));
			}
			RuntimeEvent::Metering(MeteringEvent::ReadingsAccepted {
				accepted, refused, ..
			}) => {
				self.count_readings(*accepted, refused.len());
			}
			RuntimeEvent::Metering(MeteringEvent::DeviceReadingsAccepted {
				accepted,
				refused,
				..
			}) => self.count_readings(*accepted, refused.len()),
			RuntimeEvent::Metering(MeteringEvent::MeterQuarantined { .. }) => {
				self.quarantined_meters.inc();
			}
			_ => {}
		}
	}

	fn count_readings(&self, accepted: u32, refused: usize) {
		self.accepted_readings.inc_by(accepted.into());
		self.refused_readings.inc_by(number(refused));
	}
}

fn number(count: usize) -> u64 {
	u64::try_from(count).unwrap_or(u64::MAX)
}

/// Registers the metrics and returns the task that keeps them, which ends with the client.
pub async fn watch(client: Arc<Client>, registry: Registry) {
	let metrics = match Metrics::register(&registry) {
		Ok(metrics) => metrics,
		Err(error) => {
			log::error!("The market's metrics cannot be registered: {error}");
			return;
		}
	};
	let mut finality = client.finality_notification_stream();
	let mut until_count = 0_u32;
	while let Some(block) = finality.next().await {
		let new = block.tree_route.iter().copied().chain([block.hash]);
		for hash in new {
			match events(&client, hash) {
				Some(events) => events.iter().for_each(|record| metrics.count(&record.event)),
				None => metrics.unreadable_blocks.inc(),
			}
		}
		if read_state(&client, block.hash, &metrics, until_count == 0).is_none() {
			metrics.unreadable_blocks.inc();
		}
		until_count = until_count.checked_sub(1).unwrap_or(BLOCKS_PER_COUNT);
	}
}

/// What happened in a block; nothing where its state is gone, or its runtime has other events than this node knows.
fn events(client: &Client, hash: Hash) -> Option<Vec<EventRecord<RuntimeEvent, Hash>>> {
	let key = frame_support::storage::storage_prefix(b"System", b"Events");
	let stored = client.storage(hash, &StorageKey(key.to_vec())).ok()?;
	match stored {
		Some(bytes) => Decode::decode(&mut &bytes.0[..]).ok(),
		// Without any event nothing is stored, but every state has its code.
		None => client
			.storage(hash, &StorageKey(well_known_keys::CODE.to_vec()))
			.ok()?
			.map(|_| Vec::new()),
	}
}

/// Ask the runtime; nothing where it does not answer.
fn read_state(client: &Client, hash: Hash, metrics: &Metrics, count_orders: bool) -> Option<()> {
	let api = client.runtime_api();
	let products = EnergyMarketApi::<Block, AccountId>::products(&*api, hash).ok()?;
	metrics.open_products.set(number(products.len()));
	let backlog = SettlementApi::<Block>::backlog(&*api, hash).ok()?;
	metrics.unsettled_products.set(backlog.products.into());
	metrics.parked_products.set(backlog.parked.into());
	metrics.backlog_age.set(backlog.waiting / 1_000);
	metrics.short_issuers.set(short_issuers(client, hash)?);
	if count_orders {
		metrics
			.open_orders
			.set(EnergyMarketApi::<Block, AccountId>::open_orders(&*api, hash).ok()?.into());
	}
	Some(())
}

/// How many issuers owe more than their reserves; nothing where the runtime does not answer.
fn short_issuers(client: &Client, hash: Hash) -> Option<u64> {
	let api = client.runtime_api();
	let mut short = 0_u64;
	for currency in WattApi::<Block, AccountId>::currencies(&*api, hash).ok()? {
		let status = WattApi::<Block, AccountId>::currency_status(&*api, hash, currency).ok()?;
		short = short.saturating_add(status.map_or(0, |status| status.short.into()));
	}
	Some(short)
}
