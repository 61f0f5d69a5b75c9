//! `gridforge participant`: who trades, as far as the chain knows it, and what participants, their delegates and
//! registrars do about it.

use crate::{
	arguments::participant::{ParticipantCommand, VerificationArguments},
	chain::Chain,
	clock,
	credential::{self, hexadecimal},
	errors::{Problem, Result},
	licence::{self, LicenceReport, StandingReport},
	output::{pairs, Human, Output},
	raw,
	tx::{self, uint, Call, Nonce},
	units,
	view::View,
};
use gridforge_primitives::{Lots, Millis, ParticipantId, WattBalance};
use serde::Serialize;
use std::{fmt::Debug, str::FromStr};
use subxt::{
	ext::scale_value::{Composite, Value},
	transactions::dynamic,
	utils::AccountId32,
};
use subxt_signer::sr25519::Keypair;

/// The end of a verification that never ends.
const FOR_EVER: Millis = Millis::MAX;

/// A participant as somebody names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
	/// By its number.
	Id(u32),
	/// By its own account.
	Account(AccountId32),
}

impl FromStr for Who {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Who, String> {
		if let Ok(id) = text.parse() {
			return Ok(Who::Id(id));
		}
		tx::parse_account(text).map(Who::Account).map_err(|_| {
			format!("{text:?} is neither a participant's number, nor an address, nor a path such as //Alice")
		})
	}
}

impl Who {
	/// The participant that was named, or the signer's own.
	pub fn or_own(who: Option<Who>, signer: Option<&Keypair>) -> Result<Who> {
		match who {
			Some(who) => Ok(who),
			None => crate::whose(None, signer).map(Who::Account),
		}
	}

	/// Its number.
	pub async fn find(&self, view: &View) -> Result<ParticipantId> {
		match self {
			Who::Id(id) => Ok(ParticipantId(*id)),
			Who::Account(account) => view.participant_id(account).await?.ok_or_else(|| {
				Problem::new("no_participant", format!("{account} is no participant's own account"))
					.hint("`gridforge account` shows for whom an account acts.")
			}),
		}
	}
}

/// The host that somebody chooses, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(pub Option<Who>);

impl FromStr for Host {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Host, String> {
		if text == "none" {
			return Ok(Host(None));
		}
		text.parse().map(|who| Host(Some(who)))
	}
}

/// What the chain knows of a participant.
#[derive(Debug, Serialize)]
struct ParticipantReport {
	participant: u32,
	block: u64,
	/// Its own account, which does everything for it.
	account: String,
	jurisdiction: u16,
	kind: String,
	tier: String,
	/// From when on it must be checked anew; nothing where that is never.
	valid_until: Option<String>,
	/// What commits a registrar to its evidence; nothing where there is none.
	credential: Option<String>,
	status: String,
	reason: String,
	/// Whether its money is restricted.
	frozen: bool,
	may_trade: bool,
	host: Option<u32>,
	delegates: Vec<DelegateReport>,
	/// Another own account that it is to get.
	recovery: Option<RecoveryReport>,
	licences: Vec<LicenceReport>,
	stake: StandingReport,
}

#[derive(Debug, Serialize)]
struct DelegateReport {
	account: String,
	/// Where it may trade; nothing where that is everywhere.
	zones: Option<Vec<u16>>,
	kwh: String,
	watt: String,
	until: String,
}

#[derive(Debug, Serialize)]
struct RecoveryReport {
	account: String,
	registrar: String,
	/// From when on the new account can take over.
	from: String,
}

/// What a transaction did, and the participant as it is by that.
#[derive(Debug, Serialize)]
struct ChangedReport {
	done: &'static str,
	transaction: String,
	#[serde(flatten)]
	participant: ParticipantReport,
}

impl Human for ParticipantReport {
	fn human(&self) -> String {
		let may = if self.may_trade { "may trade" } else { "may not trade now" };
		let frozen = if self.frozen { "; its money is restricted" } else { "" };
		let valid = match &self.valid_until {
			Some(moment) => format!("valid until {moment}"),
			None => "valid for ever".into(),
		};
		let none = || "none".to_owned();
		let mut rows = vec![
			("participant", format!("{}, {may}", self.participant)),
			("own account", self.account.clone()),
			("status", format!("{} ({}){frozen}", self.status, self.reason)),
			("kind", self.kind.clone()),
			("tier", format!("{}, {valid}", self.tier)),
			("jurisdiction", self.jurisdiction.to_string()),
			("credential", self.credential.clone().unwrap_or_else(none)),
			("host", self.host.map_or_else(none, |host| host.to_string())),
			("tier by stake", self.stake.words()),
		];
		rows.extend(self.licences.iter().map(|licence| ("licence", licence.words())));
		rows.extend(self.delegates.iter().map(|delegate| ("delegate", delegate.words())));
		rows.extend(self.recovery.iter().map(|recovery| {
			let RecoveryReport { account, registrar, from } = recovery;
			("recovery", format!("{account} can take over from {from} on; begun by {registrar}"))
		}));
		pairs(rows)
	}
}

impl DelegateReport {
	fn words(&self) -> String {
		let DelegateReport { account, zones, kwh, watt, until } = self;
		let zones = match zones {
			Some(zones) => {
				let zones: Vec<_> = zones.iter().map(u16::to_string).collect();
				format!("in zones {}", zones.join(", "))
			}
			None => "in all zones".into(),
		};
		format!(
			"{account} until {until}, {zones}, up to {kwh} kWh an interval and {watt} WATT locked"
		)
	}
}

impl Human for ChangedReport {
	fn human(&self) -> String {
		format!("{} in block {}\n", self.done, self.participant.block) + &self.participant.human()
	}
}

/// `gridforge participant`.
pub async fn run(
	chain: &Chain,
	output: &Output,
	command: ParticipantCommand,
	signer: Option<&Keypair>,
) -> Result<()> {
	match command {
		ParticipantCommand::Show { who } => {
			let view = chain.best().await?;
			let id = Who::or_own(who, signer)?.find(&view).await?;
			output.show(&report(&view, id).await?)
		}
		ParticipantCommand::Credential { evidence, salt } => {
			credential::show(output, &evidence, salt)
		}
		command => {
			let signer = signer.ok_or_else(crate::no_secret)?;
			let own = tx::account_of(signer);
			let step = step(&chain.best().await?, command, own).await?;
			let landed = tx::submit(chain, output, signer, &step.call, Nonce::Next).await?;
			let view = chain.at(landed.block).await?;
			let participant = report(&view, step.who.find(&view).await?).await?;
			output.show(&ChangedReport { done: step.done, transaction: landed.hash, participant })
		}
	}
}

/// What is to be done.
struct Step {
	/// In the words of the report.
	done: &'static str,
	call: Call,
	/// About whom, when it is done.
	who: Who,
}

/// What a command of the account `own` comes to.
async fn step(view: &View, command: ParticipantCommand, own: AccountId32) -> Result<Step> {
	use ParticipantCommand as Do;
	let own_account = Who::Account(own);
	let (done, call, who) = match command {
		Do::Admit { account, verification } => {
			("admitted", admit(&account, &verification), Who::Account(account))
		}
		Do::Renew { who, verification } => {
			("verified anew", renew(who.find(view).await?, &verification), who)
		}
		Do::Suspend { who, reason } => {
			("suspended", change_status(who.find(view).await?, "Suspended", choice(reason)), who)
		}
		Do::Activate { who, reason } => {
			("activated", change_status(who.find(view).await?, "Active", choice(reason)), who)
		}
		Do::Close { who, reason } => {
			("closed", change_status(who.find(view).await?, "Closed", choice(reason)), who)
		}
		Do::Recover { who, account } => {
			("recovery begun", begin_recovery(who.find(view).await?, &account), who)
		}
		Do::StopRecovery { who } => {
			let who = who.unwrap_or(own_account);
			("recovery called off", about("stop_recovery", who.find(view).await?), who)
		}
		Do::CompleteRecovery { who } => {
			// The account that was named is its own no longer then: this one is.
			let id = who.find(view).await?;
			("own account replaced", about("complete_recovery", id), own_account)
		}
		Do::Register { jurisdiction, kind } => {
			let arguments = [("jurisdiction", uint(jurisdiction)), ("kind", choice(kind))];
			("registered", participants("register_myself", arguments), own_account)
		}
		Do::Leave => ("left for good", participants("leave", []), own_account),
		Do::Host { host } => {
			let host = match host {
				Host(Some(who)) => Some(uint(who.find(view).await?.0)),
				Host(None) => None,
			};
			("host chosen", participants("choose_host", [("host", option(host))]), own_account)
		}
		Do::Appoint { account, kwh, watt, until, zones } => {
			("delegate appointed", appoint(&account, kwh, watt, until, &zones), own_account)
		}
		Do::Dismiss { account } => {
			let arguments = [("account", account_value(&account))];
			("delegate dismissed", participants("dismiss_delegate", arguments), own_account)
		}
		Do::Resign => {
			let who = Who::Id(appointed_by(view, &own).await?.0);
			("delegation ended", participants("resign_delegation", []), who)
		}
		Do::Show { .. } | Do::Credential { .. } => {
			return Err(Problem::new("usage", "this command changes nothing"));
		}
	};
	Ok(Step { done, call, who })
}

/// What the chain knows of a participant.
async fn report(view: &View, id: ParticipantId) -> Result<ParticipantReport> {
	let record: raw::Participant =
		view.stored("Participants", "Participants", (id.0,)).await?.ok_or_else(|| {
			Problem::new("no_participant", format!("there is no participant {}", id.0))
				.hint("Numbers begin with 1; an account can be named instead.")
		})?;
	let raw::Verification { kind, tier, valid_until, credential } = record.verification;
	let now = view.market_info().await?.now;
	let (status, reason) = (raw::name(&record.status)?, raw::name(&record.reason)?);
	let recovery: Option<raw::Recovery> =
		view.stored("Participants", "Recoveries", (id.0,)).await?;
	Ok(ParticipantReport {
		participant: id.0,
		block: view.number(),
		account: address(record.account),
		jurisdiction: record.jurisdiction,
		kind: raw::name(&kind)?,
		tier: raw::name(&tier)?,
		valid_until: (valid_until != FOR_EVER).then(|| clock::utc(valid_until)),
		credential: (credential != [0; 32]).then(|| hexadecimal(credential)),
		may_trade: status == "active" && !record.frozen && now < valid_until,
		status,
		reason,
		frozen: record.frozen,
		host: record.host,
		delegates: delegates(view, id).await?,
		recovery: recovery.map(|recovery| RecoveryReport {
			account: address(recovery.account),
			registrar: address(recovery.registrar),
			from: clock::utc(recovery.from),
		}),
		licences: licence::of(view, id, now).await?,
		stake: licence::standing(view, id, now).await?,
	})
}

/// Who trades for a participant.
async fn delegates(view: &View, id: ParticipantId) -> Result<Vec<DelegateReport>> {
	let accounts: Option<Vec<[u8; 32]>> =
		view.stored("Participants", "DelegatesOf", (id.0,)).await?;
	let mut found = Vec::new();
	for account in accounts.unwrap_or_default() {
		let delegation: Option<raw::Delegation> =
			view.stored("Participants", "Delegates", (account,)).await?;
		found.extend(delegation.map(|raw::Delegation { limits, .. }| DelegateReport {
			account: address(account),
			zones: limits.zones,
			kwh: units::kwh(limits.lots),
			watt: units::watt(limits.locked),
			until: clock::utc(limits.until),
		}));
	}
	Ok(found)
}

/// The participant that a delegate trades for.
async fn appointed_by(view: &View, account: &AccountId32) -> Result<ParticipantId> {
	let delegation: Option<raw::Delegation> =
		view.stored("Participants", "Delegates", (account.0,)).await?;
	delegation.map(|delegation| ParticipantId(delegation.participant)).ok_or_else(|| {
		Problem::new("no_delegate", format!("{account} trades for nobody as a delegate"))
			.hint("Sign with the delegate's account.")
	})
}

/// An account as people read it.
pub fn address(account: [u8; 32]) -> String {
	AccountId32(account).to_string()
}

fn admit(account: &AccountId32, verification: &VerificationArguments) -> Call {
	let arguments =
		[("account", account_value(account)), ("verification", verification_value(verification))];
	participants("admit", arguments)
}

fn renew(id: ParticipantId, verification: &VerificationArguments) -> Call {
	let arguments =
		[("participant", uint(id.0)), ("verification", verification_value(verification))];
	participants("renew", arguments)
}

fn change_status(id: ParticipantId, status: &str, reason: Value) -> Call {
	let status = Value::unnamed_variant(status, []);
	let arguments = [("participant", uint(id.0)), ("status", status), ("reason", reason)];
	participants("change_status", arguments)
}

fn begin_recovery(id: ParticipantId, account: &AccountId32) -> Call {
	let arguments = [("participant", uint(id.0)), ("account", account_value(account))];
	participants("begin_recovery", arguments)
}

fn appoint(
	account: &AccountId32,
	lots: Lots,
	locked: WattBalance,
	until: Millis,
	zones: &[u16],
) -> Call {
	let named = Value::unnamed_composite(zones.iter().map(|zone| uint(*zone)));
	let limits = Value::named_composite([
		("zones", option((!zones.is_empty()).then_some(named))),
		("lots", uint(lots.0)),
		("locked", uint(locked)),
		("until", uint(until)),
	]);
	participants("appoint_delegate", [("account", account_value(account)), ("limits", limits)])
}

/// A call that takes a participant and nothing else.
fn about(name: &str, id: ParticipantId) -> Call {
	participants(name, [("participant", uint(id.0))])
}

fn verification_value(verification: &VerificationArguments) -> Value {
	let VerificationArguments { kind, tier, valid_until, credential } = verification;
	Value::named_composite([
		("kind", choice(kind)),
		("tier", choice(tier)),
		("valid_until", uint(*valid_until)),
		("credential", Value::from_bytes(credential)),
	])
}

/// A variant without fields that the chain calls as the command line does: `KeyCompromised` for `key-compromised`.
pub fn choice(choice: impl Debug) -> Value {
	Value::unnamed_variant(format!("{choice:?}"), [])
}

pub fn account_value(account: &AccountId32) -> Value {
	Value::from_bytes(account.0)
}

fn option(value: Option<Value>) -> Value {
	match value {
		Some(value) => Value::unnamed_variant("Some", [value]),
		None => Value::unnamed_variant("None", []),
	}
}

/// A call of the pallet `participants`.
pub fn participants<const N: usize>(name: &str, arguments: [(&str, Value); N]) -> Call {
	dynamic("Participants", name, Composite::named(arguments))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::arguments::participant::{KindArgument, ReasonArgument, TierArgument};
	use clap::ValueEnum;
	use codec::Encode;
	use gridforge_primitives::{DelegateLimits, Kind, Tier, ZoneId};
	use scale_info::TypeInfo;
	use subxt::ext::scale_encode::EncodeAsType;

	fn assert_encodes_as<T: Encode + TypeInfo + 'static>(value: &Value, expected: T) {
		let (types, id) = raw::types::<T>();
		let mut bytes = Vec::new();
		value.encode_as_type_to(id, &types, &mut bytes).unwrap();
		assert_eq!(bytes, expected.encode());
	}

	#[test]
	fn participants_have_numbers_and_accounts() {
		assert_eq!("7".parse(), Ok(Who::Id(7)));
		let bob = tx::parse_account("//Bob").unwrap();
		assert_eq!("//Bob".parse(), Ok(Who::Account(bob)));
		assert_eq!(bob.to_string().parse(), Ok(Who::Account(bob)));
		for text in ["", "-1", "4294967296", "Bob"] {
			assert!(text.parse::<Who>().is_err(), "{text}");
		}
		assert_eq!("none".parse(), Ok(Host(None)));
		assert_eq!("5".parse(), Ok(Host(Some(Who::Id(5)))));
		assert!("nobody".parse::<Host>().is_err());
	}

	#[test]
	fn choices_are_named_as_the_chain_names_them() {
		for kind in KindArgument::value_variants() {
			let option = kind.to_possible_value().unwrap();
			assert_eq!(raw::name(&choice(kind)).unwrap(), option.get_name());
		}
		for reason in ReasonArgument::value_variants() {
			let option = reason.to_possible_value().unwrap();
			assert_eq!(raw::name(&choice(reason)).unwrap(), option.get_name());
		}
		assert_encodes_as(&choice(KindArgument::Aggregator), Kind::Aggregator);
		assert_encodes_as(&choice(TierArgument::Full), Tier::Full);
		assert_encodes_as(&choice(TierArgument::OneTime), Tier::OneTime);
	}

	/// As the pallet has it.
	#[derive(Encode, TypeInfo)]
	struct Verification {
		kind: Kind,
		tier: Tier,
		valid_until: Millis,
		credential: [u8; 32],
	}

	#[test]
	fn a_verification_encodes_as_the_chain_reads_it() {
		let (valid_until, credential) = (1_800_000_000_000, [0x5a; 32]);
		let (kind, tier) = (KindArgument::Business, TierArgument::Basic);
		let arguments = VerificationArguments { kind, tier, valid_until, credential };
		let (kind, tier) = (Kind::Business, Tier::Basic);
		let expected = Verification { kind, tier, valid_until, credential };
		assert_encodes_as(&verification_value(&arguments), expected);
	}

	/// What the metadata says of the call's arguments.
	#[derive(Encode, TypeInfo)]
	struct Appoint {
		account: [u8; 32],
		limits: DelegateLimits,
	}

	#[test]
	fn limits_name_zones_or_mean_all_of_them() {
		let agent = tx::parse_account("//Agent").unwrap();
		let everywhere = DelegateLimits { zones: None, lots: Lots(5), locked: 6, until: 7 };
		let one = everywhere.clone().in_zones(vec![ZoneId(2)]).unwrap();
		let two = everywhere.clone().in_zones(vec![ZoneId(1), ZoneId(3)]).unwrap();
		let cases: [(&[u16], DelegateLimits); 3] = [(&[], everywhere), (&[2], one), (&[1, 3], two)];
		for (zones, limits) in cases {
			let call = appoint(&agent, Lots(5), 6, 7, zones);
			let arguments = Value::from(call.call_data().clone());
			assert_encodes_as(&arguments, Appoint { account: agent.0, limits });
		}
	}

	fn household() -> ParticipantReport {
		ParticipantReport {
			participant: 7,
			block: 9,
			account: "5Home".into(),
			jurisdiction: 1,
			kind: "household".into(),
			tier: "basic".into(),
			valid_until: Some("2027-06-30T00:00:00Z".into()),
			credential: None,
			status: "suspended".into(),
			reason: "key-compromised".into(),
			frozen: true,
			may_trade: false,
			host: None,
			delegates: vec![DelegateReport {
				account: "5Agent".into(),
				zones: Some(vec![1, 3]),
				kwh: "50".into(),
				watt: "20.00".into(),
				until: "2027-01-01T00:00:00Z".into(),
			}],
			recovery: Some(RecoveryReport {
				account: "5New".into(),
				registrar: "5Registrar".into(),
				from: "2026-12-06T00:00:00Z".into(),
			}),
			licences: Vec::new(),
			stake: StandingReport::default(),
		}
	}

	#[test]
	fn a_participant_is_told_in_words() {
		let text = household().human();
		for words in [
			"7, may not trade now",
			"suspended (key-compromised); its money is restricted",
			"basic, valid until 2027-06-30T00:00:00Z",
			"5Agent until 2027-01-01T00:00:00Z, in zones 1, 3, up to 50 kWh an interval and 20.00 WATT locked",
			"5New can take over from 2026-12-06T00:00:00Z on; begun by 5Registrar",
		] {
			assert!(text.contains(words), "no {words:?} in\n{text}");
		}
	}

	#[test]
	fn what_was_done_stands_beside_what_is_now() {
		let transaction = "0x1".into();
		let report = ChangedReport { done: "suspended", transaction, participant: household() };
		let json = serde_json::to_value(&report).unwrap();
		assert_eq!(json["done"], "suspended");
		assert_eq!(json["participant"], 7);
		assert_eq!(json["block"], 9);
		assert!(report.human().starts_with("suspended in block 9\n"));
	}
}
