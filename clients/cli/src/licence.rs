//! `gridforge licence`: what licences take, who has them, and what staking GRID and trading much take off the fees.

use crate::{
	arguments::licence::{ClassArgument, LicenceCommand},
	chain::Chain,
	clock,
	errors::Result,
	output::{pairs, table, Human, Output},
	participant::{account_value, address, choice, Who},
	raw,
	tx::{self, uint, Call, Nonce},
	units,
	view::View,
};
use gridforge_primitives::{Millis, ParticipantId, VOLUME_PERIOD};
use serde::Serialize;
use subxt::{
	ext::scale_value::{Composite, Value},
	transactions::dynamic,
	utils::AccountId32,
};
use subxt_signer::sr25519::Keypair;

/// A licence, or an application for one.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct LicenceReport {
	participant: u32,
	class: String,
	jurisdiction: u16,
	state: State,
	/// Whether it was revoked or surrendered: it cannot be renewed.
	ending: bool,
	/// When it ends; nothing for an application.
	until: Option<String>,
	/// GRID that is bonded for it, and whose they are.
	bond: String,
	account: String,
	duration_seconds: u64,
	notice_seconds: u64,
}

/// Where a licence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
	/// Nobody has granted it.
	Applied,
	InForce,
	/// It is not in force until it is reinstated. Its time goes on.
	Suspended,
	/// Its bond can be released.
	Ended,
}

/// Which tier of discounts a participant's stake makes, by what was seen of it.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct StandingReport {
	/// The tier that counts; 0 where none does.
	tier: u8,
	/// Until when it counts without another look.
	until: Option<String>,
	rising: Option<RisingReport>,
}

/// A higher tier, and from when on a look can let it count.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct RisingReport {
	tier: u8,
	from: String,
}

#[derive(Debug, Serialize)]
struct TermsReport {
	block: u64,
	/// The classes that licences can be had of.
	terms: Vec<Terms>,
}

#[derive(Debug, Serialize)]
struct Terms {
	class: String,
	bond: String,
	duration_seconds: u64,
	notice_seconds: u64,
}

#[derive(Debug, Serialize)]
struct DiscountsReport {
	block: u64,
	tiers: Vec<DiscountReport>,
}

#[derive(Debug, Serialize)]
struct DiscountReport {
	tier: usize,
	/// The least GRID that is staked.
	stake: String,
	/// The energy that is traded in a period of 30 days, at least; nothing where only a stake makes the tier.
	volume_kwh: Option<String>,
	/// What the treasury leaves of its part of a fee, in per cent.
	percent: String,
}

#[derive(Debug, Serialize)]
struct ListReport {
	block: u64,
	licences: Vec<LicenceReport>,
}

#[derive(Debug, Serialize)]
struct ShowReport {
	participant: u32,
	block: u64,
	licences: Vec<LicenceReport>,
	stake: StandingReport,
	/// What it has traded that meters confirm, in each currency.
	volumes: Vec<VolumeReport>,
}

/// Volume in one currency: in the latest period in which there was any, and in the one before it.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct VolumeReport {
	currency: u32,
	/// When the latest period began. It lasts for 30 days.
	since: String,
	kwh: String,
	before_kwh: String,
}

/// What a transaction did, and the licence as it is by that.
#[derive(Debug, Serialize)]
struct ChangedReport {
	done: &'static str,
	block: u64,
	transaction: String,
	participant: u32,
	class: String,
	/// Nothing where it is gone.
	licence: Option<LicenceReport>,
	/// GRID whose bond was released.
	released: Option<String>,
}

/// What a look at a stake came to.
#[derive(Debug, Serialize)]
struct LookReport {
	block: u64,
	transaction: String,
	participant: u32,
	stake: StandingReport,
}

impl LicenceReport {
	fn new(id: ParticipantId, class: String, licence: raw::Licence, now: Millis) -> LicenceReport {
		let raw::Licence { account, jurisdiction, terms, until, suspended, ending } = licence;
		LicenceReport {
			participant: id.0,
			class,
			jurisdiction,
			state: match until {
				None => State::Applied,
				Some(until) if until <= now => State::Ended,
				Some(_) if suspended => State::Suspended,
				Some(_) => State::InForce,
			},
			ending,
			until: until.map(clock::utc),
			bond: units::grid(terms.bond),
			account: address(account),
			duration_seconds: terms.duration / 1_000,
			notice_seconds: terms.notice / 1_000,
		}
	}

	fn standing(&self) -> String {
		let ending = if self.ending { ", given up or revoked" } else { "" };
		match (self.state, self.until.as_deref().unwrap_or_default()) {
			(State::Applied, _) => "applied for".into(),
			(State::InForce, until) => format!("in force until {until}{ending}"),
			(State::Suspended, until) => format!("suspended, ends {until}{ending}"),
			(State::Ended, until) => format!("ended {until}{ending}"),
		}
	}

	/// The licence in one line.
	pub fn words(&self) -> String {
		let LicenceReport { class, jurisdiction, bond, .. } = self;
		format!("{class}: {}; {bond} GRID, jurisdiction {jurisdiction}", self.standing())
	}
}

impl StandingReport {
	fn new(standing: raw::Standing, now: Millis) -> StandingReport {
		let raw::Standing { tier, rising, until } = standing;
		// Without a look for too long, nothing that was seen counts any more.
		let tier = if until <= now { 0 } else { tier };
		StandingReport {
			tier,
			until: (tier > 0).then(|| clock::utc(until)),
			rising: rising.map(|(tier, from)| RisingReport { tier, from: clock::utc(from) }),
		}
	}

	/// The tier in one line.
	pub fn words(&self) -> String {
		let mut words = match &self.until {
			Some(until) => format!("tier {} until {until}, or the next look", self.tier),
			None => "none".into(),
		};
		if let Some(RisingReport { tier, from }) = &self.rising {
			words += &format!("; tier {tier} by a look from {from} on");
		}
		words
	}
}

impl VolumeReport {
	/// Nothing where there is none.
	fn new(currency: u32, volume: raw::Volume) -> Option<VolumeReport> {
		let raw::Volume { period, lots, before } = volume;
		(lots > 0).then(|| VolumeReport {
			currency,
			since: clock::utc(u64::from(period).saturating_mul(VOLUME_PERIOD)),
			kwh: units::kwh(lots),
			before_kwh: units::kwh(before),
		})
	}

	fn words(&self) -> String {
		let VolumeReport { currency, since, kwh, before_kwh } = self;
		format!("{kwh} kWh in the 30 days from {since} on, {before_kwh} kWh in those before; currency {currency}")
	}
}

/// A length of time in the largest unit that it is a number of.
fn span(seconds: u64) -> String {
	let units = [(86_400, "d"), (3_600, "h"), (60, "min")];
	let whole = units.iter().find(|(unit, _)| seconds >= *unit && seconds.is_multiple_of(*unit));
	match whole {
		Some((unit, name)) => format!("{} {name}", seconds / unit),
		None => format!("{seconds} s"),
	}
}

fn licences_table(licences: &[LicenceReport]) -> String {
	if licences.is_empty() {
		return "no licences\n".into();
	}
	let rows = licences.iter().map(|licence| {
		vec![
			licence.participant.to_string(),
			licence.class.clone(),
			licence.jurisdiction.to_string(),
			licence.standing(),
			licence.bond.clone(),
		]
	});
	table(&[">participant", "class", ">jurisdiction", "state", ">bond GRID"], rows)
}

impl Human for TermsReport {
	fn human(&self) -> String {
		if self.terms.is_empty() {
			return "no licences are to be had\n".into();
		}
		let rows = self.terms.iter().map(|terms| {
			let Terms { class, bond, duration_seconds, notice_seconds } = terms;
			vec![class.clone(), bond.clone(), span(*duration_seconds), span(*notice_seconds)]
		});
		table(&["class", ">bond GRID", ">lasts", ">notice"], rows)
	}
}

impl Human for DiscountsReport {
	fn human(&self) -> String {
		if self.tiers.is_empty() {
			return "no discounts\n".into();
		}
		let rows = self.tiers.iter().map(|tier| {
			let DiscountReport { tier, stake, volume_kwh, percent } = tier;
			let volume = volume_kwh.clone().unwrap_or_else(|| "-".into());
			vec![tier.to_string(), stake.clone(), volume, percent.clone()]
		});
		table(&[">tier", ">staked GRID", ">or kWh in 30 days", ">% off the treasury's part"], rows)
	}
}

impl Human for ListReport {
	fn human(&self) -> String {
		licences_table(&self.licences)
	}
}

impl Human for ShowReport {
	fn human(&self) -> String {
		let mut rows = vec![
			("participant", self.participant.to_string()),
			("tier by stake", self.stake.words()),
		];
		rows.extend(self.volumes.iter().map(|volume| ("volume", volume.words())));
		pairs(rows) + &licences_table(&self.licences)
	}
}

impl Human for ChangedReport {
	fn human(&self) -> String {
		let mut text = format!("{}: {} in block {}\n", self.class, self.done, self.block);
		if let Some(licence) = &self.licence {
			text += &pairs([("licence", licence.words())]);
		}
		if let Some(bond) = &self.released {
			text += &pairs([("released", format!("{bond} GRID"))]);
		}
		text
	}
}

impl Human for LookReport {
	fn human(&self) -> String {
		pairs([
			("participant", self.participant.to_string()),
			("looked at", format!("in block {}", self.block)),
			("tier by stake", self.stake.words()),
		])
	}
}

/// `gridforge licence`.
pub async fn run(
	chain: &Chain,
	output: &Output,
	command: LicenceCommand,
	signer: Option<&Keypair>,
) -> Result<()> {
	use LicenceCommand as Do;
	let view = chain.best().await?;
	let secret = || signer.ok_or_else(crate::no_secret);
	let named = |who| Who::or_own(who, signer);
	let (done, name, id, class, more) = match command {
		Do::Terms => return output.show(&terms(&view).await?),
		Do::Discounts => return output.show(&discounts(&view).await?),
		Do::List { class } => return output.show(&list(&view, class).await?),
		Do::Show { who } => {
			return output.show(&show(&view, named(who)?.find(&view).await?).await?);
		}
		Do::LookAtStake { account } => {
			let account = crate::whose(account, signer)?;
			return look(chain, output, secret()?, &account).await;
		}
		Do::Apply { class, jurisdiction } => {
			let id = named(None)?.find(&view).await?;
			("applied for", "apply", id, class, vec![("jurisdiction", uint(jurisdiction))])
		}
		Do::Renew { class } => {
			("renewed", "renew", named(None)?.find(&view).await?, class, Vec::new())
		}
		Do::Surrender { class } => {
			("given up", "surrender", named(None)?.find(&view).await?, class, Vec::new())
		}
		Do::Release { class, who } => {
			let id = named(who)?.find(&view).await?;
			("released", "release_bond", id, class, vec![("participant", uint(id.0))])
		}
	};
	let call = licensing(name, more.into_iter().chain([("class", choice(class))]));
	let before = one(&view, id, class).await?;
	let landed = tx::submit(chain, output, secret()?, &call, Nonce::Next).await?;
	let licence = one(&chain.at(landed.block).await?, id, class).await?;
	output.show(&ChangedReport {
		done,
		block: landed.block,
		transaction: landed.hash,
		participant: id.0,
		class: raw::name(&choice(class))?,
		released: if licence.is_none() { before.map(|before| before.bond) } else { None },
		licence,
	})
}

/// Have a stake looked at, and show the tier that it comes to.
async fn look(
	chain: &Chain,
	output: &Output,
	signer: &Keypair,
	account: &AccountId32,
) -> Result<()> {
	let id = Who::Account(*account).find(&chain.best().await?).await?;
	let call = licensing("look_at_stake", [("account", account_value(account))]);
	let landed = tx::submit(chain, output, signer, &call, Nonce::Next).await?;
	let view = chain.at(landed.block).await?;
	let stake = standing(&view, id, view.market_info().await?.now).await?;
	output.show(&LookReport {
		block: landed.block,
		transaction: landed.hash,
		participant: id.0,
		stake,
	})
}

async fn terms(view: &View) -> Result<TermsReport> {
	let stored = view.all_stored::<(Value,), raw::LicenceTerms>("Licensing", "Terms", ()).await?;
	let mut terms = Vec::new();
	for ((class,), raw::LicenceTerms { bond, duration, notice }) in stored {
		terms.push(Terms {
			class: raw::name(&class)?,
			bond: units::grid(bond),
			duration_seconds: duration / 1_000,
			notice_seconds: notice / 1_000,
		});
	}
	Ok(TermsReport { block: view.number(), terms })
}

async fn discounts(view: &View) -> Result<DiscountsReport> {
	let stored: Option<Vec<raw::DiscountTier>> = view.stored("Licensing", "Discounts", ()).await?;
	let tiers = stored.unwrap_or_default().into_iter().enumerate();
	let tiers = tiers.map(|(below, tier)| DiscountReport {
		tier: below.saturating_add(1),
		stake: units::grid(tier.stake),
		volume_kwh: tier.volume.map(units::kwh),
		percent: units::percent(tier.discount),
	});
	Ok(DiscountsReport { block: view.number(), tiers: tiers.collect() })
}

async fn list(view: &View, wanted: Option<ClassArgument>) -> Result<ListReport> {
	let now = view.market_info().await?.now;
	let wanted = wanted.map(|class| raw::name(&choice(class))).transpose()?;
	let stored = view.all_stored::<(u32, Value), raw::Licence>("Licensing", "Licences", ()).await?;
	let mut licences = Vec::new();
	for ((id, class), licence) in stored {
		let class = raw::name(&class)?;
		if wanted.as_ref().is_none_or(|wanted| *wanted == class) {
			licences.push(LicenceReport::new(ParticipantId(id), class, licence, now));
		}
	}
	// In storage the low byte of a number comes first.
	licences.sort_by_key(|licence| licence.participant);
	Ok(ListReport { block: view.number(), licences })
}

async fn show(view: &View, id: ParticipantId) -> Result<ShowReport> {
	let now = view.market_info().await?.now;
	let (licences, stake) = (of(view, id, now).await?, standing(view, id, now).await?);
	let accounts = view
		.all_stored::<(u32, u32), raw::VolumeOfAccount>("EnergyMarket", "Accounts", (id.0,))
		.await?;
	let volumes = accounts
		.into_iter()
		.filter_map(|((_, currency), account)| VolumeReport::new(currency, account.volume));
	Ok(ShowReport {
		participant: id.0,
		block: view.number(),
		licences,
		stake,
		volumes: volumes.collect(),
	})
}

/// The licences of a participant, and its applications.
pub async fn of(view: &View, id: ParticipantId, now: Millis) -> Result<Vec<LicenceReport>> {
	let stored =
		view.all_stored::<(u32, Value), raw::Licence>("Licensing", "Licences", (id.0,)).await?;
	let mut licences = Vec::new();
	for ((_, class), licence) in stored {
		licences.push(LicenceReport::new(id, raw::name(&class)?, licence, now));
	}
	Ok(licences)
}

/// A participant's licence of one class.
async fn one(
	view: &View,
	id: ParticipantId,
	class: ClassArgument,
) -> Result<Option<LicenceReport>> {
	let licences = of(view, id, view.market_info().await?.now).await?;
	let class = raw::name(&choice(class))?;
	Ok(licences.into_iter().find(|licence| licence.class == class))
}

/// The tier of discounts that a participant's stake makes.
pub async fn standing(view: &View, id: ParticipantId, now: Millis) -> Result<StandingReport> {
	let stored: Option<raw::Standing> = view.stored("Licensing", "Standings", (id.0,)).await?;
	Ok(stored.map(|stored| StandingReport::new(stored, now)).unwrap_or_default())
}

fn licensing<'a>(name: &str, arguments: impl IntoIterator<Item = (&'a str, Value)>) -> Call {
	dynamic("Licensing", name, Composite::named(arguments))
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::ValueEnum;

	fn licence(until: Option<Millis>, suspended: bool) -> LicenceReport {
		let terms = raw::LicenceTerms {
			bond: 10_000_000_000_000_000,
			duration: 31_536_000_000,
			notice: 2_592_000_000,
		};
		let (account, jurisdiction, ending) = ([1; 32], 0, false);
		let licence = raw::Licence { account, jurisdiction, terms, until, suspended, ending };
		LicenceReport::new(ParticipantId(5), "host".into(), licence, 100_000)
	}

	#[test]
	fn a_licence_is_in_force_between_its_grant_and_its_end() {
		for (until, suspended, state) in [
			(None, false, State::Applied),
			(Some(100_001), false, State::InForce),
			(Some(100_001), true, State::Suspended),
			(Some(100_000), false, State::Ended),
			(Some(100_000), true, State::Ended),
		] {
			assert_eq!(licence(until, suspended).state, state, "{until:?} {suspended}");
		}
	}

	#[test]
	fn a_licence_is_told_in_words_and_json() {
		let licence = licence(Some(200_000), false);
		assert_eq!(
			licence.words(),
			"host: in force until 1970-01-01T00:03:20Z; 10000.00 GRID, jurisdiction 0"
		);
		let json = serde_json::to_value(&licence).unwrap();
		assert_eq!(json["state"], "in-force");
		assert_eq!(json["until"], "1970-01-01T00:03:20Z");
		assert_eq!(json["notice_seconds"], 2_592_000);
	}

	#[test]
	fn a_tier_that_nobody_looked_at_for_too_long_counts_no_more() {
		let standing = || raw::Standing { tier: 2, rising: Some((3, 90_000)), until: 100_000 };
		let counts = StandingReport::new(standing(), 99_999);
		assert_eq!(counts.tier, 2);
		assert_eq!(
			counts.words(),
			"tier 2 until 1970-01-01T00:01:40Z, or the next look; tier 3 by a look from 1970-01-01T00:01:30Z on"
		);
		let lapsed = StandingReport::new(standing(), 100_000);
		assert_eq!((lapsed.tier, lapsed.until), (0, None));
		assert_eq!(StandingReport::default().words(), "none");
	}

	#[test]
	fn a_volume_is_told_where_there_is_one() {
		let volume = |lots| raw::Volume { period: 1, lots, before: 50 };
		assert_eq!(VolumeReport::new(1, volume(0)), None);
		assert_eq!(
			VolumeReport::new(1, volume(1_250)).unwrap().words(),
			"12.5 kWh in the 30 days from 1970-01-31T00:00:00Z on, 0.5 kWh in those before; currency 1"
		);
	}

	#[test]
	fn classes_are_named_as_the_chain_names_them() {
		for class in ClassArgument::value_variants() {
			let option = class.to_possible_value().unwrap();
			assert_eq!(raw::name(&choice(class)).unwrap(), option.get_name());
		}
	}

	#[test]
	fn lengths_of_time_have_the_unit_that_fits() {
		for (seconds, text) in
			[(31_536_000, "365 d"), (90_000, "25 h"), (5_400, "90 min"), (61, "61 s"), (0, "0 s")]
		{
			assert_eq!(span(seconds), text);
		}
	}
}
