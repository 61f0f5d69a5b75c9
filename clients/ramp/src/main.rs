//! An issuer's back office: payments at a bank become WATT, and WATT that is handed in becomes payments.

mod arguments;
mod calls;
mod camt;
mod chain;
mod config;
mod engine;
mod identifiers;
mod inbox;
mod ledger;
mod money;
mod pain;
mod report;
mod states;
mod store;
#[cfg(test)]
mod tests;

use arguments::{Cli, Command, PayeeCommand, ReferenceCommand};
use chain::{address, IssuerOnChain, NODE_BEHIND};
use clap::Parser;
use config::Config;
use engine::{now, Engine, Interrupt, OnChain, Subject};
use gridforge_client::{
	errors::{Problem, Result},
	output::{self, Output},
};
use gridforge_primitives::ReturnReason;
use identifiers::{check_bic, Iban};
use inbox::{failed, Inbox};
use states::Step;
use std::{
	fs::{self, DirBuilder, File, OpenOptions},
	os::unix::fs::{DirBuilderExt, OpenOptionsExt},
	process::ExitCode,
	time::{Duration, Instant},
};
use store::{Payee, Store};
use subxt_signer::sr25519::Keypair;

/// How long `run --once` waits for a node that is not in step yet, and between two looks.
const IN_STEP_WITHIN: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
	let cli = match Cli::try_parse() {
		Ok(cli) => cli,
		Err(error) => return output::explain(&error),
	};
	let output = Output { json: cli.json, details: !cli.quiet };
	let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
	let result = runtime
		.map_err(|error| Problem::new("system", format!("cannot start: {error}")))
		.and_then(|runtime| runtime.block_on(act(cli, output)));
	let Err(problem) = result else { return ExitCode::SUCCESS };
	complain(&output, &problem);
	ExitCode::FAILURE
}

fn complain(output: &Output, problem: &Problem) {
	output.progress(if output.json { problem.json().to_string() } else { problem.human() });
}

async fn act(cli: Cli, output: Output) -> Result<()> {
	let mut config = Config::read(&cli.config)?;
	if let Some(url) = cli.url {
		config.url = url;
	}
	match cli.command {
		Command::Init => init(&config, &output),
		Command::Run { once, crash_after } => run(&config, output, once, crash_after).await,
		Command::Status => status(&config, &output).await,
		Command::Payments { state } => {
			let engine = open(&config, output, None)?;
			let payments = engine.store.payments(state)?;
			output.show(&report::Payments::new(&engine.settings.debtor.currency, payments))
		}
		Command::Redemptions { state } => {
			let engine = open(&config, output, None)?;
			let redemptions = engine.store.redemptions(state)?;
			output.show(&report::Redemptions::new(&engine.settings.debtor.currency, redemptions))
		}
		Command::Findings => {
			let engine = open(&config, output, None)?;
			output.show(&report::Findings::from(engine.store.findings()?))
		}
		Command::Approve { subject, by } => approve(&config, output, subject, &by).await,
		Command::Reject { subject, by, reason } => {
			reject(&config, output, subject, &by, reason).await
		}
		Command::Assign { subject, reference, by } => {
			open(&config, output, None)?.assign(subject, &reference, &by)
		}
		Command::Reference(command) => references(&config, output, command),
		Command::Payee(command) => payees(&config, output, command),
	}
}

/// Make what is not there. A salt that is there is kept: without it payments would get other references.
fn init(config: &Config, output: &Output) -> Result<()> {
	let settings = config.settings()?;
	DirBuilder::new()
		.recursive(true)
		.mode(0o700)
		.create(&config.state)
		.map_err(|error| failed(&config.state, &error))?;
	if config.store().exists() {
		return Err(Problem::new(
			"exists",
			format!("{} is there already", config.store().display()),
		)
		.hint("There is nothing to do: `gridforge-ramp run` uses it."));
	}
	if !config.salt().exists() {
		config::create_salt(&config.salt())?;
	}
	// Under its name it is there as a whole or not at all.
	let unfinished = config.state.join("ramp.sqlite.new");
	if unfinished.exists() {
		fs::remove_file(&unfinished).map_err(|error| failed(&unfinished, &error))?;
	}
	// There are names and bank accounts in it.
	OpenOptions::new()
		.write(true)
		.create_new(true)
		.mode(0o600)
		.open(&unfinished)
		.map_err(|error| failed(&unfinished, &error))?;
	Store::create(&unfinished)?.close()?;
	fs::rename(&unfinished, config.store()).map_err(|error| failed(&unfinished, &error))?;
	inbox::sync(&config.state)?;
	let engine = open(config, *output, None)?;
	engine.inbox.create()?;
	engine.create_outbox()?;
	let (state, inbox, outbox) =
		(config.state.display(), settings.inbox.display(), settings.outbox.display());
	output.progress(format!(
		"store and salt are in {state}; statements go to {inbox}, payouts come to {outbox}"
	));
	Ok(())
}

/// The ramp with its store, which must be the one of this configuration.
fn open(config: &Config, output: Output, crash_after: Option<(Step, u32)>) -> Result<Engine> {
	let settings = config.settings()?;
	if !config.store().exists() {
		return Err(Problem::new("no_store", format!("{} is not there", config.store().display()))
			.hint("`gridforge-ramp init` makes it."));
	}
	let salt = config::read_salt(&config.salt())?;
	let mut store = Store::open(&config.store())?;
	store.belongs_to("salt", &hex::encode(salt.reference("fingerprint", &[])))?;
	store.belongs_to("bank account", settings.debtor.iban.as_str())?;
	store.belongs_to("issuer", &config.issuer.to_string())?;
	Ok(Engine {
		store,
		inbox: Inbox::new(&settings.inbox),
		settings,
		salt,
		interrupt: Interrupt { after: crash_after, how: die },
		listener: Box::new(move |note| output.show(note)),
	})
}

/// End as a power cut would: nothing is tidied up.
fn die(step: Step) -> Problem {
	eprintln!("dying after {step}, as asked");
	std::process::abort()
}

async fn connect(
	config: &Config,
	engine: &mut Engine,
	output: Output,
	signer: Option<Keypair>,
) -> Result<IssuerOnChain> {
	let code = engine.settings.debtor.currency.code().to_owned();
	let chain = IssuerOnChain::connect(&config.url, config.issuer(), &code, signer, output).await?;
	engine.store.belongs_to("chain", &chain.genesis())?;
	engine.settings.chain = chain.genesis();
	Ok(chain)
}

async fn run(
	config: &Config,
	output: Output,
	once: bool,
	crash_after: Option<(Step, u32)>,
) -> Result<()> {
	let signer = config.signer()?.ok_or_else(|| {
		Problem::new("no_secret", "the secret of an account that signs for the issuer is needed")
			.hint(format!(
				"Set {} or `secret_file`; on a development chain for example //Issuer.",
				config::SECRET
			))
	})?;
	let mut engine = open(config, output, crash_after)?;
	let lock = config.state.join("lock");
	let lock_file = File::create(&lock).map_err(|error| failed(&lock, &error))?;
	if lock_file.try_lock().is_err() {
		return Err(Problem::new("running", "another gridforge-ramp runs on this store")
			.hint("Stop it first, or name another state directory."));
	}
	engine.inbox.create()?;
	engine.create_outbox()?;
	// A first look at the inbox; what looks the same at the next one is complete.
	engine.take_statements()?;
	if once {
		tokio::time::sleep(config.settle()).await;
		engine.take_statements()?;
		let chain = connect(config, &mut engine, output, Some(signer)).await?;
		let since = Instant::now();
		loop {
			match engine.settle(&chain).await {
				// A node that has just started, or its chain has, may be in step in a moment.
				Err(problem) if problem.code == NODE_BEHIND && since.elapsed() < IN_STEP_WITHIN => {
					tokio::time::sleep(PAUSE).await;
				}
				result => return result,
			}
		}
	}
	let mut chain: Option<IssuerOnChain> = None;
	let mut complaint = None;
	loop {
		let round = async {
			engine.take_statements()?;
			if chain.is_none() {
				chain = Some(connect(config, &mut engine, output, Some(signer.clone())).await?);
			}
			match &chain {
				Some(chain) => engine.settle(chain).await,
				None => Ok(()),
			}
		};
		match round.await {
			Ok(()) => complaint = None,
			// Another salt, bank account, issuer, chain or key does not become the right one by waiting.
			Err(problem) if ["other_state", "other_signer"].contains(&problem.code.as_str()) => {
				return Err(problem)
			}
			Err(problem) => {
				// The next round finds out from the chain what was done. The same trouble is told once.
				chain = None;
				if complaint.as_ref() != Some(&problem) {
					complain(&output, &problem);
				}
				complaint = Some(problem);
			}
		}
		tokio::select! {
			() = tokio::time::sleep(config.settle()) => {}
			_ = tokio::signal::ctrl_c() => return Ok(()),
		}
	}
}

async fn status(config: &Config, output: &Output) -> Result<()> {
	let mut engine = open(config, *output, None)?;
	let status = match connect(config, &mut engine, *output, None).await {
		Ok(chain) => chain.status().await,
		Err(problem) => Err(problem),
	};
	output.show(&report::Status::new(config.issuer(), status, engine.store.counts()?))
}

async fn approve(config: &Config, output: Output, subject: Subject, by: &str) -> Result<()> {
	let mut engine = open(config, output, None)?;
	let OnChain::Mint(mint) = engine.on_chain(subject)? else { return engine.approve(subject, by) };
	let signer = config.second_signer()?.ok_or_else(|| {
		Problem::new(
			"no_secret",
			"the mint waits for the signature of another account of the issuer",
		)
		.hint(format!("Set {} or `second_secret_file`.", config::SECOND_SECRET))
	})?;
	let chain = connect(config, &mut engine, output, Some(signer)).await?;
	engine.approve_on_chain(&chain, subject, mint, by).await
}

async fn reject(
	config: &Config,
	output: Output,
	subject: Subject,
	by: &str,
	reason: ReturnReason,
) -> Result<()> {
	let mut engine = open(config, output, None)?;
	let OnChain::Mint(mint) = engine.on_chain(subject)? else {
		if matches!(subject, Subject::Payment(_)) {
			let chain = connect(config, &mut engine, output, None).await?;
			engine.refuse_minted(&chain, subject).await?;
		}
		return engine.reject(subject, by, reason);
	};
	let signer = match config.second_signer()? {
		Some(signer) => Some(signer),
		None => config.signer()?,
	};
	let chain = connect(config, &mut engine, output, signer).await?;
	engine.reject_on_chain(&chain, subject, mint, by).await
}

fn references(config: &Config, output: Output, command: ReferenceCommand) -> Result<()> {
	let mut engine = open(config, output, None)?;
	match command {
		ReferenceCommand::New { account, label } => {
			let reference = engine.store.new_reference(&engine.salt, &account.0, &label, now())?;
			output.show(&report::Made {
				reference: if output.json {
					reference.as_str().into()
				} else {
					reference.to_string()
				},
				account: address(&account.0),
				advice: format!(
					"Whatever is paid to {} with this reference is minted to {account}.",
					engine.settings.debtor.iban
				),
			})
		}
		ReferenceCommand::List => output.show(&report::Customers::from(engine.store.customers()?)),
	}
}

fn payees(config: &Config, output: Output, command: PayeeCommand) -> Result<()> {
	let mut engine = open(config, output, None)?;
	match command {
		PayeeCommand::Add { account, name, iban, bic } => {
			let wrong = |why: String| {
				Problem::new("bad_payee", why)
					.hint("Nothing was registered. Correct it, and try again.")
			};
			pain::check_name(&name).map_err(wrong)?;
			let iban = Iban::new(&iban).map_err(wrong)?;
			bic.as_deref().map_or(Ok(()), check_bic).map_err(wrong)?;
			let parts = [account.0.as_slice(), name.as_bytes(), iban.as_str().as_bytes()];
			let reference = engine.salt.reference("payee", &parts);
			let iban = iban.to_string();
			let payee = Payee { reference, account: account.0, name, iban, bic };
			engine.store.add_payee(&payee, now())?;
			output.show(&report::Made {
				reference: format!("0x{}", hex::encode(reference)),
				account: address(&account.0),
				advice: format!(
					"What {account} redeems with this reference, watt.redeem({}, amount, reference), is paid to {}.",
					config.issuer, payee.iban
				),
			})
		}
		PayeeCommand::List => output.show(&report::Payees::from(engine.store.payees()?)),
	}
}
