//! The community: accounts, participants, a zone of its own, a gateway and meters, by ordinary transactions of the
//! development chain's accounts. Each task asks the chain first whether it has been done.

use super::{
	calls, chronicle,
	journal::{Community, Member},
	profiles::{Energy, Profiles},
	strategy::Strategy,
};
use crate::{
	chain::{Chain, PAUSE},
	errors::{Problem, Result},
	output::Output,
	raw::{AssetDetails, Connected},
	told::error_name,
	tx::{self, Call, Nonce},
	view::{View, WATT_ID},
};
use futures::{StreamExt, TryStreamExt};
use gridforge_primitives::{ParticipantId, WattBalance, WattHours};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use subxt::{dynamic::storage, utils::AccountId32};
use subxt_signer::sr25519::Keypair;

/// Who may do everything on a development chain.
const SUDO: &str = "//Alice";
/// Who runs the zone.
const OPERATOR: &str = "//Dave";
/// Signs for the issuer of WATT.
const ISSUER: &str = "//Issuer";
/// State what reserves it has.
const ATTESTERS: [&str; 2] = ["//Attester", "//Attester//2"];
/// Base units in a GRID.
const GRID: u128 = 1_000_000_000_000;
/// How often a transaction is tried while another one of the account is in the way.
const ATTEMPTS: u32 = 20;
/// Deposits under way at once.
const AT_ONCE: usize = 32;

/// The keys of a run, all derived from its seed but for those of the development chain.
pub struct Cast {
	sudo: Keypair,
	operator: Keypair,
	supplier: Keypair,
	issuer: AccountId32,
	attesters: Vec<AccountId32>,
	/// The households', then the gateway's.
	pub traders: Vec<Keypair>,
	names: Vec<String>,
}

impl Cast {
	/// The cast of a run that began after the block `start`: a gateway serves one zone only, so each has its own.
	pub fn new(seed: u64, start: u64, profiles: &Profiles) -> Result<Cast> {
		let own = |path: String| tx::signer(&format!("//simulate//{seed}//{path}"));
		let known = |secret| tx::signer(secret).map(|key| tx::account_of(&key));
		let mut names: Vec<_> = profiles.households.iter().map(|h| h.name.clone()).collect();
		let mut traders = names
			.iter()
			.map(|name| own(format!("household//{name}")))
			.collect::<Result<Vec<_>>>()?;
		traders.push(own(format!("gateway//{start}"))?);
		names.push("gateway".to_owned());
		Ok(Cast {
			sudo: tx::signer(SUDO)?,
			operator: tx::signer(OPERATOR)?,
			supplier: own("supplier".to_owned())?,
			issuer: known(ISSUER)?,
			attesters: ATTESTERS.into_iter().map(known).collect::<Result<_>>()?,
			traders,
			names,
		})
	}

	/// Households and gateway by their accounts.
	pub fn actors(&self) -> chronicle::Actors {
		let named = self.traders.iter().zip(&self.names).enumerate();
		named.map(|(at, (key, name))| (tx::account_of(key).0, (at, name.clone()))).collect()
	}

	fn households(&self) -> &[Keypair] {
		self.traders.split_last().map_or(&[], |(_, households)| households)
	}

	fn gateway(&self) -> Result<AccountId32> {
		self.traders.last().map(tx::account_of).ok_or_else(|| gone("the gateway"))
	}
}

/// What is registered, task by task.
#[derive(Clone, Copy, Debug)]
enum Task {
	Enrol,
	Zone,
	Gateway,
	Meters,
}

impl Task {
	fn words(self) -> &'static str {
		match self {
			Task::Enrol => "registering and funding participants",
			Task::Zone => "creating a zone",
			Task::Gateway => "admitting a gateway",
			Task::Meters => "registering meters",
		}
	}
}

/// Everything that is registered before trading begins.
pub struct Founding<'a> {
	pub output: &'a Output,
	pub cast: &'a Cast,
	pub profiles: &'a Profiles,
	pub strategy: &'a Strategy,
	/// The final block before the run.
	pub start: u64,
}

/// Refuse a chain that is not for development.
pub async fn require_sudo(view: &View) -> Result<()> {
	let sudo = tx::account_of(&tx::signer(SUDO)?);
	let address = storage::<(), [u8; 32]>("Sudo", "Key");
	let key = match view.client().storage().try_fetch(address, ()).await {
		Ok(Some(key)) => Some(key.decode()?),
		Ok(None) | Err(_) => None,
	};
	if key == Some(sudo.0) {
		return Ok(());
	}
	Err(Problem::new("no_sudo", format!("{SUDO} does not hold the sudo key of this chain"))
		.hint("A simulation needs a development chain: `scripts/simulate` starts one of its own."))
}

impl Founding<'_> {
	/// Register whoever and whatever is missing.
	pub async fn found(&self, chain: &Chain) -> Result<Community> {
		self.ensure(chain, Task::Enrol).await?;
		let zone = async {
			for task in [Task::Zone, Task::Gateway, Task::Meters] {
				self.ensure(chain, task).await?;
			}
			Ok(())
		};
		tokio::try_join!(zone, self.deposit(chain))?;
		let view = chain.finalised().await?;
		let zone = self.zone(chain, &view).await?.ok_or_else(|| gone("the zone"))?;
		let gateway = self.gateway(&view).await?.ok_or_else(|| gone("the gateway"))?;
		let length = view.market_info().await?.interval_length;
		let mut households = Vec::new();
		for key in self.cast.households() {
			let participant = self.participant(&view, key).await?;
			let connected =
				self.connected(&view, zone, participant).await?.ok_or_else(|| gone("a meter"))?;
			let lots = |watts: u64| {
				u32::try_from(WattHours::at_power(watts, length).lots_down()).unwrap_or(u32::MAX)
			};
			households.push(Member {
				participant: participant.0,
				meter: connected.meters.first().map(|own| own.id).ok_or_else(|| gone("a meter"))?,
				import: lots(connected.import),
				export: lots(connected.export),
			});
		}
		Ok(Community {
			zone,
			operator: self.participant(&view, &self.cast.operator).await?.0,
			supplier: self.participant(&view, &self.cast.supplier).await?.0,
			gateway,
			households,
		})
	}

	/// See to it that a task is done, once. Signed with the nonce after the last final one, at most one of several
	/// attempts takes effect.
	async fn ensure(&self, chain: &Chain, task: Task) -> Result<()> {
		let mut landed = None;
		for attempt in 0..ATTEMPTS {
			let view = chain.finalised().await?;
			let Some((signer, call)) = self.missing(chain, &view, task).await? else {
				return Ok(());
			};
			if let Some(block) = landed {
				return Err(self.why(chain, task, block).await);
			}
			if attempt == 0 {
				self.output.progress(task.words());
			}
			match tx::submit(chain, self.output, signer, &call, Nonce::AfterFinal).await {
				Ok(done) => landed = Some(done.block),
				Err(problem) if problem.is_undecided() => tokio::time::sleep(3 * PAUSE).await,
				Err(problem) => return Err(problem),
			}
		}
		Err(Problem::new("not_founded", format!("{} does not get into a block", task.words()))
			.hint(
				"Others may be using the accounts //Alice and //Dave: try again when they do not.",
			))
	}

	/// The call that a task still needs, and who signs it.
	async fn missing(
		&self,
		chain: &Chain,
		view: &View,
		task: Task,
	) -> Result<Option<(&Keypair, Call)>> {
		let Cast { sudo, operator, supplier, .. } = self.cast;
		Ok(match task {
			Task::Enrol => self.enrol(view).await?.map(|call| (sudo, calls::sudo(call))),
			Task::Zone if self.zone(chain, view).await?.is_some() => None,
			Task::Zone => {
				let supplier = self.participant(view, supplier).await?;
				let operator = self.participant(view, operator).await?;
				let call = calls::create_zone(operator, supplier, self.strategy);
				Some((sudo, calls::sudo(call)))
			}
			Task::Gateway if self.gateway(view).await?.is_some() => None,
			Task::Gateway => {
				let zone = self.zone(chain, view).await?.ok_or_else(|| gone("the zone"))?;
				Some((operator, calls::admit_gateway(zone, &self.cast.gateway()?)))
			}
			Task::Meters => {
				let zone = self.zone(chain, view).await?.ok_or_else(|| gone("the zone"))?;
				self.meters(view, zone).await?.map(|call| (operator, call))
			}
		})
	}

	/// Register participants and give everybody what they begin with.
	async fn enrol(&self, view: &View) -> Result<Option<Call>> {
		let (mut wanted, funding) = (Vec::new(), self.strategy.funding);
		let treasurer = tx::account_of(&self.cast.sudo);
		let now = view.market_info().await?.now;
		let (mut mints, mut reserve) = (Vec::new(), watt_supply(view).await?);
		let households = self.cast.households().iter().map(|key| (key, funding.household));
		let trading = households.chain([(&self.cast.supplier, funding.supplier)]);
		for (key, watt) in trading {
			let account = tx::account_of(key);
			if view.participant_id(&account).await?.is_none() {
				wanted.push(calls::register(&account));
			}
			let has = view.watt_total(&account).await?;
			if has < watt {
				let amount = watt.saturating_sub(has);
				reserve = reserve.saturating_add(amount);
				mints.push(calls::mint_watt(&self.cast.issuer, &account, amount, now));
			}
		}
		if !mints.is_empty() {
			let attesters = self.cast.attesters.iter();
			wanted.extend(attesters.map(|who| calls::attest(who, reserve, now)));
			wanted.extend(mints);
		}
		let traders = self.cast.traders.iter().chain([&self.cast.supplier]).map(tx::account_of);
		for account in traders {
			let enough = u128::from(funding.grid).saturating_mul(GRID);
			let has = view.grid(&account).await?.free;
			// Transaction fees have been paid of it, perhaps.
			if has < enough / 2 {
				let amount = enough.saturating_sub(has);
				wanted.push(calls::give_grid(&treasurer, &account, amount));
			}
		}
		Ok((!wanted.is_empty()).then(|| calls::all(wanted)))
	}

	/// Meters for the households that have none in the zone.
	async fn meters(&self, view: &View, zone: u16) -> Result<Option<Call>> {
		let gateway = self.gateway(view).await?.ok_or_else(|| gone("the gateway"))?;
		let length = view.market_info().await?.interval_length;
		let mut wanted = Vec::new();
		for (key, household) in self.cast.households().iter().zip(&self.profiles.households) {
			let participant = self.participant(view, key).await?;
			if self.connected(view, zone, participant).await?.is_some() {
				continue;
			}
			let most = |of: fn(&Energy) -> u32| household.energy.iter().map(of).max().unwrap_or(0);
			let headroom = self.strategy.orders.headroom;
			let carries = |energy: u32| calls::power(energy, headroom, length);
			// A lot at least, so that a household that never takes anything has a connection, too.
			let carries = carries(most(|energy| energy.import).max(10))
				.zip(carries(most(|energy| energy.export)))
				.ok_or_else(|| {
					let name = &household.name;
					Problem::new(
						"too_much_energy",
						format!("no connection carries the peak of {name}"),
					)
					.hint("Check that the profile is in kWh.")
				})?;
			let carries = Energy { import: carries.0, export: carries.1 };
			wanted.push(calls::register_meter(gateway, participant, carries));
		}
		Ok((!wanted.is_empty()).then(|| calls::all(wanted)))
	}

	/// Move everybody's WATT into the market.
	async fn deposit(&self, chain: &Chain) -> Result<()> {
		self.output.progress("depositing WATT");
		let keys = self.cast.households().iter().chain([&self.cast.supplier]);
		let deposits = keys.map(|key| self.deposit_of(chain, key));
		futures::stream::iter(deposits).buffer_unordered(AT_ONCE).try_collect::<Vec<()>>().await?;
		Ok(())
	}

	async fn deposit_of(&self, chain: &Chain, key: &Keypair) -> Result<()> {
		let silent = Output { details: false, ..*self.output };
		let account = tx::account_of(key);
		for _ in 0..ATTEMPTS {
			let wallet = chain.finalised().await?.watt_wallet(&account).await?;
			if wallet == 0 {
				return Ok(());
			}
			match tx::submit(chain, &silent, key, &tx::deposit(wallet), Nonce::AfterFinal).await {
				Err(problem) if problem.is_undecided() => tokio::time::sleep(3 * PAUSE).await,
				result => result.map(|_| ())?,
			}
		}
		Err(Problem::new("not_founded", "a deposit does not get into a block")
			.hint("See with `gridforge status` whether the chain makes blocks, then try again."))
	}

	/// The zone that was created for the run, after it began.
	async fn zone(&self, chain: &Chain, view: &View) -> Result<Option<u16>> {
		let Some(supplier) = view.participant_id(&tx::account_of(&self.cast.supplier)).await?
		else {
			return Ok(None);
		};
		let nobody = BTreeMap::new();
		for number in self.start.saturating_add(1)..=view.number() {
			for event in chronicle::read(chain, number, &nobody).await?.events {
				let of = event.fields.pointer("/new/delivery/Metered/supplier");
				if event.is("Grid", "ZoneCreated")
					&& of.and_then(Json::as_u64) == Some(supplier.0.into())
				{
					let zone = event.fields.get("zone").and_then(Json::as_u64);
					return Ok(zone.and_then(|zone| u16::try_from(zone).ok()));
				}
			}
		}
		Ok(None)
	}

	async fn gateway(&self, view: &View) -> Result<Option<u32>> {
		let address = storage::<([u8; 32],), u32>("Metering", "GatewayOf");
		let key = (self.cast.gateway()?.0,);
		Ok(match view.client().storage().try_fetch(address, key).await? {
			Some(found) => Some(found.decode()?),
			None => None,
		})
	}

	async fn connected(
		&self,
		view: &View,
		zone: u16,
		participant: ParticipantId,
	) -> Result<Option<Connected>> {
		let address = storage::<(u16, u32), Connected>("Metering", "MetersOf");
		Ok(match view.client().storage().try_fetch(address, (zone, participant.0)).await? {
			Some(found) => Some(found.decode()?),
			None => None,
		})
	}

	async fn participant(&self, view: &View, key: &Keypair) -> Result<ParticipantId> {
		let account = tx::account_of(key);
		view.participant_id(&account).await?.ok_or_else(|| {
			Problem::new("no_participant", format!("{account} is no participant of this chain"))
				.hint(
				"A simulation needs a development chain: `scripts/simulate` starts one of its own.",
			)
		})
	}

	/// Why a task is not done although its transaction is in that block: calls in somebody's name fail by themselves.
	async fn why(&self, chain: &Chain, task: Task, block: u64) -> Problem {
		let failed =
			match (chain.at(block).await, chronicle::read(chain, block, &BTreeMap::new()).await) {
				(Ok(view), Ok(block)) => block.events.iter().find_map(|event| {
					let result = event.fields.get("sudo_result").or(event.fields.get("result"))?;
					let error = result.get("Err")?;
					let name = error_name(&view.client().metadata(), error);
					Some(name.unwrap_or_else(|| error.to_string()))
				}),
				_ => None,
			};
		let reason = failed.unwrap_or_else(|| "it had no effect".to_owned());
		Problem::new("not_founded", format!("{} failed: {reason}", task.words()))
			.hint("The run needs a development chain as its genesis made it.")
	}
}

/// How much WATT there is, which the issuer owes.
async fn watt_supply(view: &View) -> Result<WattBalance> {
	let address = storage::<(u32,), AssetDetails>("Assets", "Asset");
	let found = view.client().storage().try_fetch(address, (WATT_ID,)).await?;
	let found = found.ok_or_else(|| Problem::incompatible("there is no WATT"))?;
	Ok(found.decode()?.supply)
}

fn gone(what: &str) -> Problem {
	Problem::incompatible(format!("{what} is not there any more"))
}
