//! `gridforge day`: play the golden day on a development chain and compare what comes of it.
//!
//! The day survives the loss of the node in its middle. Every step asks the chain what is there already,
//! and each order is signed with the number after the account's last final transaction: whatever became
//! of an earlier attempt, only one of them can take effect.

use crate::{
	chain::{Chain, Link, PAUSE},
	clock::{self, ProductView},
	errors::{Problem, Result},
	events::{MarketEvent, Traded},
	golden::{DayOrder, DayReport, Money, Record, Trade, CAST, OPERATOR, ORDERS},
	output::Output,
	stage::{choose, is_calm, is_closed, standstill, wait_for_blocks, STANDSTILL},
	tx::{self, Nonce},
	units,
	view::View,
};
use gridforge_primitives::{
	api::PositionInfo, IntervalId, Millis, NewOrder, ParticipantId, ProductId, ProductRules, Side,
	WattBalance, ZoneId,
};
use std::time::{Duration, Instant};
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;

/// How long earlier trades of the cast may take to settle.
const CALM_WITHIN: Duration = Duration::from_secs(300);
/// How long after delivery the product must have settled.
const SETTLED_WITHIN: Millis = 300_000;
/// How often an order is tried while another transaction of the account is in the way.
const ATTEMPTS: u32 = 20;
/// How many final blocks a killed node may have forgotten when it is back. Events are looked for from so
/// far before the day began; the product has none there that are not the day's.
const FORGOTTEN: u64 = 20;
/// Pause between these attempts.
const RETRY_AFTER: Duration = Duration::from_secs(3);

/// How to play the day.
#[derive(Clone, Copy, Debug)]
pub struct Options {
	pub zone: u16,
	/// How far ahead the gate of the interval must be when the day begins.
	pub margin: Millis,
}

/// The day, once it has begun.
struct Day<'a> {
	output: &'a Output,
	signers: &'a [Keypair],
	accounts: &'a [AccountId32],
	product: ProductId,
	rules: ProductRules,
	/// Participants, as in the cast.
	ids: Vec<ParticipantId>,
	before: Vec<WattBalance>,
	/// The block at which `before` was read.
	start: u64,
	/// Which orders have been reported to be on the chain.
	reported: [bool; ORDERS.len()],
}

/// Play the day on the chain at `url`.
pub async fn play(url: &str, output: &Output, options: Options) -> Result<()> {
	let signers = CAST.iter().map(|actor| tx::signer(actor.suri)).collect::<Result<Vec<_>>>()?;
	let accounts: Vec<_> = signers.iter().map(tx::account_of).collect();
	let mut link = Link::open(url).await?;
	link.persist(output, async |chain: &Chain| wait_for_blocks(chain, output).await).await?;
	let mut day = link
		.persist(output, async |chain: &Chain| {
			Day::begin(chain, output, &signers, &accounts, options).await
		})
		.await?;
	let record = link.persist(output, async |chain: &Chain| day.run(chain).await).await?;
	let report = DayReport::new(&record);
	output.show(&report)?;
	if report.ok {
		return Ok(());
	}
	Err(Problem::new("day_differs", format!("the day did not go as it must:\n  {}", report.differences.join("\n  ")))
		.hint("Others may have traded in this product, or with these accounts: try again when they do not."))
}

impl<'a> Day<'a> {
	/// Choose an interval and note what everybody has.
	async fn begin(
		chain: &Chain,
		output: &'a Output,
		signers: &'a [Keypair],
		accounts: &'a [AccountId32],
		options: Options,
	) -> Result<Day<'a>> {
		let since = Instant::now();
		let mut said = false;
		loop {
			let (best, last) = (chain.best().await?, chain.finalised().await?);
			let info = best.market_info().await?;
			let product = choose(&best, &info, ZoneId(options.zone), options.margin).await?;
			if is_calm(&best, accounts, product.interval).await?
				&& is_calm(&last, accounts, product.interval).await?
			{
				let day = Day::at(&last, output, signers, accounts, product).await?;
				let gate = clock::gate(&info, product.interval).saturating_sub(info.now) / 1_000;
				output.progress(format!(
					"{}, gate closes in {gate} s",
					ProductView::new(&info, product)
				));
				return Ok(day);
			}
			if since.elapsed() > CALM_WITHIN {
				return Err(Problem::new("unsettled", "earlier trades of the cast do not settle")
					.hint("See them with `gridforge account //Alice`; settlement may be parked."));
			}
			if !std::mem::replace(&mut said, true) {
				output.progress("waiting until earlier trades of the cast have settled");
			}
			tokio::time::sleep(PAUSE).await;
		}
	}

	async fn at(
		view: &View,
		output: &'a Output,
		signers: &'a [Keypair],
		accounts: &'a [AccountId32],
		product: ProductId,
	) -> Result<Day<'a>> {
		let (mut ids, mut before) = (Vec::new(), Vec::new());
		for (actor, account) in CAST.iter().zip(accounts) {
			let id = view.participant_id(account).await?.ok_or_else(|| {
				Problem::new(
					"no_participant",
					format!("{} ({}) is no participant of this chain", actor.name, actor.suri),
				)
				.hint("The day is for a development chain: its genesis registers the cast.")
			})?;
			ids.push(id);
			before.push(view.watt_total(account).await?);
		}
		let rules = view.order_book(product, 1).await?.rules;
		if rules.operator != ids[OPERATOR] {
			return Err(Problem::new(
				"other_operator",
				format!(
					"zone {} is run by participant {}, not by {}",
					product.zone, rules.operator, CAST[OPERATOR].suri
				),
			)
			.hint("Name the zone of the development chain with --zone."));
		}
		let (start, reported) = (view.number(), [false; ORDERS.len()]);
		Ok(Day { output, signers, accounts, product, rules, ids, before, start, reported })
	}

	/// Everything from the first order to the record. May be called again at any point.
	async fn run(&mut self, chain: &Chain) -> Result<Record> {
		for (number, order) in ORDERS.iter().enumerate() {
			self.ensure(chain, number, order).await?;
		}
		let traded = self.scan(chain, chain.finalised().await?.number()).await?.1;
		let settled = self.wait_until_settled(chain).await?;
		self.record(&settled, &traded).await
	}

	/// See to it that an order is on the chain, once.
	async fn ensure(&mut self, chain: &Chain, number: usize, order: &DayOrder) -> Result<()> {
		let limit = NewOrder::limit(self.product, order.side, order.price, order.lots);
		let call = tx::place_order(&limit);
		for _ in 0..ATTEMPTS {
			let view = chain.finalised().await?;
			if let Some(position) = self.standing(&view, order).await? {
				self.report(number, order, &position);
				return Ok(());
			}
			if is_closed(&view.market_info().await?, self.product.interval) {
				return self.look_back(chain, &view, order).await;
			}
			if is_closed(&chain.best().await?.market_info().await?, self.product.interval) {
				// An order in a block that is not final yet may still have made it.
				tokio::time::sleep(RETRY_AFTER).await;
				continue;
			}
			if self.reported[number] {
				self.output.progress(format!(
					"{}: order lost with the node's last blocks",
					CAST[order.actor].short
				));
			}
			let signer = &self.signers[order.actor];
			match tx::submit(chain, self.output, signer, &call, Nonce::AfterFinal).await {
				Ok(landed) => {
					let position = self.standing(&chain.at(landed.block).await?, order).await?;
					let position = position.ok_or_else(|| {
						Problem::new(
							"order_gone",
							format!("{}'s order neither rests nor traded", CAST[order.actor].short),
						)
					})?;
					self.report(number, order, &position);
					return Ok(());
				}
				Err(problem) if problem.is_undecided() => {
					self.output.detail(format!("{}: {problem}", CAST[order.actor].short));
					tokio::time::sleep(RETRY_AFTER).await;
				}
				Err(problem) => return Err(problem),
			}
		}
		Err(Problem::new(
			"order_refused",
			format!("{}'s order does not get into a block", CAST[order.actor].short),
		)
		.hint("See with `gridforge status` whether the chain makes blocks, then try again."))
	}

	/// What the order's owner has in the product, if anything.
	async fn standing(&self, view: &View, order: &DayOrder) -> Result<Option<PositionInfo>> {
		let participant = view.participant(&self.accounts[order.actor]).await?;
		Ok(participant.and_then(|participant| {
			participant.positions.into_iter().find(|position| {
				let idle = position.orders.is_empty() && position.bought == 0 && position.sold == 0;
				position.product == self.product && !idle
			})
		}))
	}

	fn report(&mut self, number: usize, order: &DayOrder, position: &PositionInfo) {
		if std::mem::replace(&mut self.reported[number], true) {
			return;
		}
		let short = CAST[order.actor].short;
		let (traded, value) = match order.side {
			Side::Bid => (position.bought, position.paid),
			Side::Ask => (position.sold, position.earned),
		};
		self.output.progress(if traded == 0 {
			let (kwh, price) = (units::kwh(order.lots.0), units::price(order.price));
			format!("{short}: {} resting {kwh} kWh at {price} WATT/kWh", order.side)
		} else {
			let (kwh, value, fees) =
				(units::kwh(traded), units::watt(value), units::watt(position.charge.total()));
			format!(
				"{short}: {} traded {kwh} kWh for {value} WATT, grid fee {fees} WATT",
				order.side
			)
		});
	}

	/// The gate is closed and positions may have been settled: whether the order had been placed.
	async fn look_back(&self, chain: &Chain, view: &View, order: &DayOrder) -> Result<()> {
		let (placed, _) = self.scan(chain, view.number()).await?;
		if placed.contains(&self.ids[order.actor]) {
			return Ok(());
		}
		Err(Problem::new(
			"gate_closed",
			format!(
				"the gate of interval {} closed before {}'s order was on the chain",
				self.product.interval, CAST[order.actor].short
			),
		)
		.hint("Play the day again; a larger --margin leaves more time for outages."))
	}

	/// Who placed orders in the product and what traded there, up to a block.
	async fn scan(&self, chain: &Chain, last: u64) -> Result<(Vec<ParticipantId>, Vec<Traded>)> {
		let (mut placed, mut traded) = (Vec::new(), Vec::new());
		for number in self.start.saturating_sub(FORGOTTEN)..=last {
			for event in chain.at(number).await?.market_events().await? {
				match event {
					MarketEvent::Placed(order) if order.product == self.product => {
						placed.push(order.participant)
					}
					MarketEvent::Traded(trade) if trade.product == self.product => {
						traded.push(trade)
					}
					_ => {}
				}
			}
		}
		Ok((placed, traded))
	}

	async fn wait_until_settled(&self, chain: &Chain) -> Result<View> {
		let (mut since, mut number) = (Instant::now(), 0);
		let mut said = false;
		loop {
			let view = chain.finalised().await?;
			if view.summary(self.product).await?.is_some() {
				self.output.progress(format!("settled in or before block {}", view.number()));
				return Ok(view);
			}
			let info = view.market_info().await?;
			if !std::mem::replace(&mut said, true) {
				let gate = clock::utc(clock::gate(&info, self.product.interval));
				self.output.progress(format!("waiting for settlement after the gate at {gate}"));
			}
			let end =
				clock::delivery_start(&info, IntervalId(self.product.interval.0.saturating_add(1)));
			if info.now > end.saturating_add(SETTLED_WITHIN) {
				return Err(Problem::new("not_settled", "the product has not been settled long after delivery")
					.hint("Anyone may push settlement with the call `Settlement.advance`; see also the event SettlementParked."));
			}
			if view.number() > number {
				(since, number) = (Instant::now(), view.number());
			} else if since.elapsed() > STANDSTILL {
				return Err(standstill());
			}
			tokio::time::sleep(PAUSE).await;
		}
	}

	/// What the chain tells of the day at a block after settlement.
	async fn record(&self, settled: &View, traded: &[Traded]) -> Result<Record> {
		let mut money = Vec::new();
		for (account, before) in self.accounts.iter().zip(&self.before) {
			let after = settled.watt_total(account).await?;
			money.push(Money { account: *account, before: *before, after });
		}
		let trades = traded.iter().flat_map(|traded| {
			traded.fills.iter().map(|fill| {
				let (seller, buyer) = traded.parties(fill);
				Trade {
					seller: self.name(seller),
					buyer: self.name(buyer),
					lots: fill.lots,
					price: fill.price,
				}
			})
		});
		Ok(Record {
			product: ProductView::new(&settled.market_info().await?, self.product),
			rules: self.rules,
			trades: trades.collect(),
			fees: traded.iter().map(|traded| traded.fee).sum(),
			summary: settled.summary(self.product).await?.unwrap_or_default(),
			money,
		})
	}

	fn name(&self, participant: ParticipantId) -> String {
		match self.ids.iter().position(|id| *id == participant) {
			Some(actor) => CAST[actor].name.to_owned(),
			None => format!("participant {participant}"),
		}
	}
}
