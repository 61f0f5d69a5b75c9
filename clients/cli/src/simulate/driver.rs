//! The run itself: quarter hours are taken up one after another, orders and readings sent, final blocks written
//! down, until everything has settled. All that it knows it can read back from its files.

use super::{
	calls,
	chronicle::{self, Actors, Block, Chronicle},
	community::Cast,
	journal::{no_community, Community, Entry, Journal, Placed, Step},
	plan::{self, Wanted},
	post::Post,
	profiles::Profiles,
	progress::Progress,
	strategy::Strategy,
};
use crate::{
	chain::{Chain, PAUSE},
	clock,
	errors::{Problem, Result},
	stage::{standstill, STANDSTILL},
	told::Told,
	tx::{self, Call},
};
use gridforge_primitives::{
	api::MarketInfo, IntervalId, Lots, Millis, NewOrder, ProductId, Side, ZoneId,
};
use std::{collections::BTreeSet, time::Instant};

/// Quarter hours are taken up while the gate of their interval is so far ahead: enough for a run that is broken off and begun
/// again to place its orders.
const LEAST_AHEAD: Millis = 60_000;
/// And no earlier than this, so that not much is lost when a run is interrupted.
const MOST_AHEAD: Millis = 120_000;
/// Transactions that may be under way before another quarter hour is taken up.
const MOST_UNDER_WAY: usize = 512;
/// Readings in one report.
const REPORT: usize = 256;
/// An interval that has not settled so long after its end will not.
const SETTLED_WITHIN: Millis = 600_000;
/// Blocks without an event of the run after which the place is noted all the same.
const NOTE_AFTER: u64 = 10;

/// A run under way.
pub struct Driver<'a> {
	profiles: &'a Profiles,
	strategy: &'a Strategy,
	cast: &'a Cast,
	community: Community,
	actors: Actors,
	journal: Journal,
	chronicle: Chronicle,
	post: Post,
	/// Intervals in which there are orders, and those that have settled.
	ordered: BTreeSet<u32>,
	settled: BTreeSet<u32>,
	progress: Progress,
	/// The newest final block, and since when.
	newest: (u64, Instant),
}

impl<'a> Driver<'a> {
	/// Begin, or go on from what the files say.
	pub async fn new(
		chain: &Chain,
		profiles: &'a Profiles,
		strategy: &'a Strategy,
		cast: &'a Cast,
		mut journal: Journal,
		progress: Progress,
		directory: &std::path::Path,
	) -> Result<Driver<'a>> {
		let community = journal.community.clone().ok_or_else(no_community)?;
		let (block, bytes) = journal.exported;
		let chronicle = Chronicle::open(directory, bytes)?;
		// What had landed then is known by the nonces of then.
		let then = chain.at(block).await.map_err(pruned)?;
		let mut next = Vec::new();
		for key in &cast.traders {
			let transactions = then.client().transactions();
			next.push(transactions.account_nonce(&tx::account_of(key)).await?);
		}
		if journal.nonces.is_empty() {
			let mut nonces = Vec::new();
			let last = chain.finalised().await?;
			for key in &cast.traders {
				let transactions = last.client().transactions();
				nonces.push(transactions.account_nonce(&tx::account_of(key)).await?);
			}
			journal.write(Entry::Nonces(nonces))?;
		}
		let mut driver = Driver {
			profiles,
			strategy,
			cast,
			actors: cast.actors(),
			post: Post::default(),
			ordered: BTreeSet::new(),
			settled: BTreeSet::new(),
			newest: (0, Instant::now()),
			community,
			journal,
			chronicle,
			progress,
		};
		for told in driver.chronicle.all()? {
			driver.note(&told);
		}
		driver.pick_up(&next);
		Ok(driver)
	}

	/// Put everything into the post that is in the journal and had not landed: `next` are the nonces of then.
	fn pick_up(&mut self, next: &[u64]) {
		let lost = |account: usize, nonce: u64| next.get(account).is_none_or(|n| nonce >= *n);
		for step in &self.journal.steps {
			for placed in step.orders.iter().filter(|order| lost(order.household, order.nonce)) {
				self.post.add(placed.household, placed.nonce, self.call_of(step, placed));
			}
		}
		let gateway = self.profiles.households.len();
		for (step, nonces) in &self.journal.readings {
			for (nonce, call) in nonces.iter().zip(self.reports(*step)) {
				if lost(gateway, *nonce) {
					self.post.add(gateway, *nonce, call);
				}
			}
		}
	}

	/// Everything from here to the end. May be called again at any point.
	pub async fn run(&mut self, chain: &Chain) -> Result<()> {
		self.newest.1 = Instant::now();
		loop {
			let last = chain.finalised().await?;
			self.absorb(chain, last.number()).await?;
			if self.is_done() {
				return Ok(());
			}
			let best = chain.best().await?;
			let info = best.market_info().await?;
			self.take_up(&info)?;
			self.report(&info)?;
			self.post.deliver(chain, &last, best.number(), &self.cast.traders).await?;
			self.be_patient(&info)?;
			self.progress.show(self.journal.steps.len(), self.settled.len(), self.post.len());
			tokio::time::sleep(PAUSE).await;
		}
	}

	/// What is on file at the end: the journal, and all events.
	pub fn into_files(self) -> Result<(Journal, Vec<Told>)> {
		self.progress.end();
		let events = self.chronicle.all()?;
		Ok((self.journal, events))
	}

	/// Write down what happened in final blocks.
	async fn absorb(&mut self, chain: &Chain, last: u64) -> Result<()> {
		if last > self.newest.0 {
			self.newest = (last, Instant::now());
		}
		while self.journal.exported.0 < last {
			// Blocks in which nothing of the run happened are noted some at a time.
			let (mut told, mut number) = (Vec::new(), self.journal.exported.0);
			while told.is_empty()
				&& number < last
				&& number < self.journal.exported.0.saturating_add(NOTE_AFTER)
			{
				number = number.saturating_add(1);
				let Block { events, calls, .. } =
					chronicle::read(chain, number, &self.actors).await.map_err(pruned)?;
				told = events.into_iter().filter(|event| self.concerns(event)).collect();
				for (account, nonce, failure) in calls {
					self.post.landed(account, nonce);
					if let Some(reason) = failure {
						self.progress.refused(account, &reason);
					}
				}
			}
			let bytes = self.chronicle.add(told.iter())?;
			told.iter().for_each(|event| self.note(event));
			self.journal.write(Entry::Exported { block: number, bytes })?;
		}
		Ok(())
	}

	/// Whether an event is about the run: its zone, its people, its gateway.
	fn concerns(&self, told: &Told) -> bool {
		let Community { zone, gateway, supplier, ref households, .. } = self.community;
		let number = |path: &str| told.fields.pointer(path).and_then(serde_json::Value::as_u64);
		let own = |participant: u64| {
			participant == u64::from(supplier)
				|| households.iter().any(|member| u64::from(member.participant) == participant)
		};
		if told.pallet == "System" {
			return told.call.is_some();
		}
		let zones = ["/product/zone", "/order/product/zone", "/zone", "/new/zone"];
		match zones.iter().find_map(|path| number(path)) {
			Some(of) => of == u64::from(zone),
			None => {
				number("/gateway") == Some(gateway.into())
					|| number("/participant").is_some_and(own)
					|| number("/meter").is_some_and(|meter| {
						households.iter().any(|member| u64::from(member.meter) == meter)
					})
			}
		}
	}

	/// What an event changes here.
	fn note(&mut self, told: &Told) {
		let Some((_, interval)) = told.product() else { return };
		let Ok(interval) = u32::try_from(interval) else { return };
		if told.is("EnergyMarket", "OrderPlaced") {
			self.ordered.insert(interval);
		}
		if told.is("Settlement", "IntervalSettled") {
			self.settled.insert(interval);
		}
	}

	/// All quarter hours were taken up, all transactions have landed, all readings been sent, all orders settled.
	fn is_done(&self) -> bool {
		self.journal.steps.len() == self.profiles.steps()
			&& self.journal.readings.len() == self.profiles.steps()
			&& self.post.is_empty()
			&& self.ordered.is_subset(&self.settled)
	}

	/// Take up the next quarter hours, each with the next interval that leaves time enough.
	fn take_up(&mut self, info: &MarketInfo) -> Result<()> {
		while self.journal.steps.len() < self.profiles.steps() {
			let step = self.journal.steps.len();
			if self.post.len() > MOST_UNDER_WAY {
				return Ok(());
			}
			let after = self.journal.steps.last().map_or(0, |last| last.interval.saturating_add(1));
			let earliest = clock::first_with_gate_ahead(info, LEAST_AHEAD)?.0;
			let interval = IntervalId(earliest.max(after));
			let early = clock::gate(info, interval) > info.now.saturating_add(MOST_AHEAD);
			// An interval may be longer than that; then its turn comes when it is the next one.
			if interval.0 >= info.first_unopened.0 || (early && interval.0 != earliest) {
				return Ok(());
			}
			let wanted = self.plan(step);
			let mut orders = Vec::new();
			for (household, order) in wanted {
				let nonce = self.journal.nonces.get(household).copied().unwrap_or_default();
				orders.push(Placed { household, nonce, order });
			}
			let taken = Step { step, interval: interval.0, orders };
			self.journal.write(Entry::Step(taken.clone()))?;
			for placed in &taken.orders {
				self.post.add(placed.household, placed.nonce, self.call_of(&taken, placed));
			}
		}
		Ok(())
	}

	/// What households order for a quarter hour.
	fn plan(&self, step: usize) -> Vec<(usize, Wanted)> {
		let seed = self.journal.run.seed;
		let members = self.community.households.iter().zip(&self.profiles.households).enumerate();
		members
			.filter_map(|(at, (member, household))| {
				let carries =
					|side| Lots(if side == Side::Bid { member.import } else { member.export });
				Some((at, plan::order(self.strategy, seed, household, step, carries)?))
			})
			.collect()
	}

	fn call_of(&self, step: &Step, placed: &Placed) -> Call {
		let product =
			ProductId { interval: IntervalId(step.interval), zone: ZoneId(self.community.zone) };
		let Wanted { side, price, lots } = placed.order;
		// The number of the quarter hour, from 1 on.
		let reference = u64::try_from(step.step).unwrap_or(u64::MAX).saturating_add(1);
		tx::place_order(&NewOrder { reference, ..NewOrder::limit(product, side, price, lots) })
	}

	/// Let the gateway report of quarter hours whose interval is over.
	fn report(&mut self, info: &MarketInfo) -> Result<()> {
		let gateway = self.profiles.households.len();
		while let Some(step) = self.journal.steps.get(self.journal.readings.len()) {
			let end = clock::delivery_start(info, IntervalId(step.interval.saturating_add(1)));
			if info.now < end {
				return Ok(());
			}
			let step = step.step;
			let first = self.journal.nonces.last().copied().unwrap_or_default();
			let reports: Vec<_> = (first..).zip(self.reports(step)).collect();
			let nonces = reports.iter().map(|(nonce, _)| *nonce).collect();
			self.journal.write(Entry::Readings { step, nonces })?;
			for (nonce, call) in reports {
				self.post.add(gateway, nonce, call);
			}
		}
		Ok(())
	}

	/// The gateway's reports of a quarter hour: what the profiles say.
	fn reports(&self, step: usize) -> Vec<Call> {
		let Some(taken) = self.journal.steps.get(step) else { return Vec::new() };
		let members = self.community.households.iter().zip(&self.profiles.households);
		let readings: Vec<_> = members
			.map(|(member, household)| {
				(member.meter, household.energy.get(step).copied().unwrap_or_default())
			})
			.collect();
		readings
			.chunks(REPORT)
			.map(|readings| calls::submit_readings(IntervalId(taken.interval), readings))
			.collect()
	}

	/// Give up where the chain stands still, or an interval does not settle.
	fn be_patient(&self, info: &MarketInfo) -> Result<()> {
		if self.newest.1.elapsed() > STANDSTILL {
			return Err(standstill());
		}
		let waiting = self.ordered.iter().find(|interval| !self.settled.contains(interval));
		let late = waiting.filter(|interval| {
			let end = clock::delivery_start(info, IntervalId(interval.saturating_add(1)));
			info.now > end.saturating_add(SETTLED_WITHIN).saturating_add(info.gate_open)
		});
		match late {
			Some(interval) => Err(Problem::new(
				"not_settled",
				format!("interval {interval} has not been settled long after delivery"),
			)
			.hint("See the event SettlementParked or SettlementPostponed in events.jsonl.")),
			None => Ok(()),
		}
	}
}

/// A run that rested too long finds its blocks' state gone.
fn pruned(problem: Problem) -> Problem {
	if problem.is_pruned() {
		return Problem::new(
			"pruned",
			"the node has thrown away the state of blocks that the run has not read",
		)
		.hint("Start the node with --state-pruning archive to let runs rest, and begin anew in another --out.");
	}
	problem
}
