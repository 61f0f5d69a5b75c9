//! The Gridforge command line: trade electricity on a Gridforge chain from a terminal.

mod account;
mod arguments;
mod audit;
mod bill;
mod book;
mod clock;
mod credential;
mod day;
mod fees;
mod follow;
mod golden;
mod jurisdiction;
mod licence;
mod market;
mod order;
mod participant;
mod simulate;
mod stage;
mod status;
mod told;
mod validator;
mod watch;

use arguments::{
	participant::ParticipantCommand, Cli, Command, OrderCommand, ValidatorCommand, WayOut,
};
use clap::{CommandFactory, Parser};
use errors::{Problem, Result};
use fees::FeeCurrency;
use gridforge_client::{chain, errors, events, output, raw, tx, units, view};
use gridforge_primitives::CurrencyId;
use output::Output;
use std::process::ExitCode;
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;

fn main() -> ExitCode {
	let cli = match Cli::try_parse() {
		Ok(cli) => cli,
		Err(error) => return output::explain(&error),
	};
	let json = cli.json;
	let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
	let result = runtime
		.map_err(|error| Problem::new("system", format!("cannot start: {error}")))
		.and_then(|runtime| runtime.block_on(run(cli)));
	let Err(problem) = result else { return ExitCode::SUCCESS };
	let output = Output { json, details: false };
	output.progress(if json { problem.json().to_string() } else { problem.human() });
	ExitCode::FAILURE
}

async fn run(cli: Cli) -> Result<()> {
	let output = Output { json: cli.json, details: !cli.quiet };
	if cli.fee_currency.is_some() && matches!(cli.command, Command::Day(_) | Command::Simulate(_)) {
		return Err(Problem::new("usage", "`day` and `simulate` pay their fees in GRID")
			.hint("Leave --fee-currency out."));
	}
	match cli.command {
		Command::Completion { shell } => {
			let mut script = Vec::new();
			clap_complete::generate(shell, &mut Cli::command(), "gridforge", &mut script);
			output.line(String::from_utf8_lossy(&script))
		}
		Command::Day(options) => {
			// Its own lines are the progress; what each transaction waits for would hide them.
			let output = Output { details: false, ..output };
			day::play(&cli.url, &output, options.into()).await
		}
		Command::Simulate(options) => simulate::simulate(&cli.url, &output, options.into()).await,
		Command::Watch(options) => watch::follow(&cli.url, &output, options.into()).await,
		Command::Participant(ParticipantCommand::Credential { evidence, salt }) => {
			credential::show(&output, &evidence, salt)
		}
		Command::Book { product, depth, follow: true } => {
			follow::follow(&cli.url, &output, product.zone, product.interval, depth).await
		}
		command => {
			// Before the network: a missing secret is known at once.
			let signer = cli.suri.as_deref().map(tx::signer).transpose()?;
			if command.signs() && signer.is_none() {
				return Err(no_secret());
			}
			let mut chain = chain::Chain::connect(&cli.url).await?;
			if let Some(currency) = cli.fee_currency.filter(|_| command.signs()) {
				chain = match pays_in(&chain, &currency).await {
					Ok(currency) => chain.paying_in(currency),
					Err(problem) => return Err(chain.explain(problem).await),
				};
			}
			match ask(&chain, &output, command, signer.as_ref()).await {
				Ok(()) => Ok(()),
				Err(problem) => Err(chain.explain(problem).await),
			}
		}
	}
}

/// The currency of WATT that fees are to be paid in.
async fn pays_in(chain: &chain::Chain, currency: &FeeCurrency) -> Result<CurrencyId> {
	currency.find(&chain.best().await?).await
}

/// Commands that put one question, or one transaction, to the chain.
async fn ask(
	chain: &chain::Chain,
	output: &Output,
	command: Command,
	signer: Option<&Keypair>,
) -> Result<()> {
	let secret = || signer.ok_or_else(no_secret);
	match command {
		Command::Status => status::show(chain, output).await,
		Command::Book { product, depth, .. } => {
			book::show(chain, output, product.zone, product.interval, depth).await
		}
		Command::Ticker { product } => {
			market::ticker(chain, output, product.zone, product.interval).await
		}
		Command::Trades { product } => {
			market::trades(chain, output, product.zone, product.interval).await
		}
		Command::Account { account } => {
			account::show(chain, output, &whose(account, signer)?).await
		}
		Command::Bill { account, product } => {
			let account = whose(account, signer)?;
			bill::show(chain, output, &account, product.zone, product.interval).await
		}
		Command::Deposit { amount } => account::deposit(chain, output, secret()?, amount).await,
		Command::Withdraw { amount } => account::withdraw(chain, output, secret()?, amount).await,
		Command::Order(OrderCommand::List { account }) => {
			order::list(chain, output, &whose(account, signer)?).await
		}
		Command::Order(OrderCommand::Cancel { orders }) => {
			for id in orders {
				order::cancel(chain, output, secret()?, id).await?;
			}
			Ok(())
		}
		Command::Order(OrderCommand::CancelAll { zone, interval }) => {
			order::cancel_all(chain, output, secret()?, zone, interval).await
		}
		Command::Order(OrderCommand::Amend { order, energy, price }) => {
			order::amend(chain, output, secret()?, order, energy, price).await
		}
		Command::Order(OrderCommand::Place(wanted)) if wanted.dry_run => {
			order::preview(chain, output, signer, wanted.into()).await
		}
		Command::Order(OrderCommand::Place(wanted)) => {
			order::place(chain, output, secret()?, wanted.into()).await
		}
		Command::Audit(options) => audit::export(chain, output, options.into()).await,
		Command::Participant(command) => participant::run(chain, output, command, signer).await,
		Command::Jurisdiction(command) => jurisdiction::run(chain, output, command, signer).await,
		Command::Licence(command) => licence::run(chain, output, command, signer).await,
		Command::Validator(command) => as_validator(chain, output, command, signer).await,
		Command::Day(_) | Command::Simulate(_) | Command::Watch(_) | Command::Completion { .. } => {
			Err(Problem::new("usage", "this command does not put a single question"))
		}
	}
}

/// `gridforge validator`.
async fn as_validator(
	chain: &chain::Chain,
	output: &Output,
	command: ValidatorCommand,
	signer: Option<&Keypair>,
) -> Result<()> {
	let secret = || signer.ok_or_else(no_secret);
	match command {
		ValidatorCommand::Status { stash } => {
			validator::status(chain, output, &whose(stash, signer)?).await
		}
		ValidatorCommand::Setup { stash, bond, commission, rotate, other, submit } => {
			let stash = whose(stash, signer)?;
			let signer = if submit { Some(secret()?) } else { None };
			if signer.is_some_and(|signer| tx::account_of(signer) != stash) {
				return Err(Problem::new("other_stash", "the secret is not that of the stash")
					.hint("Leave the stash out, or --submit."));
			}
			let wanted = validator::Wanted { stash, bond, commission, rotate, others: other };
			validator::setup(chain, output, &wanted, signer).await
		}
		ValidatorCommand::Payout { stash } => {
			validator::payout(chain, output, &whose(stash, signer)?, secret()?).await
		}
		ValidatorCommand::Leave(WayOut { stash }) => {
			let (stash, signer) = own_or_printed(stash, secret)?;
			validator::leave(chain, output, &stash, signer).await
		}
		ValidatorCommand::Withdraw(WayOut { stash }) => {
			let (stash, signer) = own_or_printed(stash, secret)?;
			validator::withdraw(chain, output, &stash, signer).await
		}
	}
}

/// The account that was named, whose call is printed; or the signer's own, with the signer.
fn own_or_printed<'s>(
	account: Option<AccountId32>,
	secret: impl FnOnce() -> Result<&'s Keypair>,
) -> Result<(AccountId32, Option<&'s Keypair>)> {
	match account {
		Some(account) => Ok((account, None)),
		None => secret().map(|signer| (tx::account_of(signer), Some(signer))),
	}
}

/// The account that was named, or the signer's own.
fn whose(account: Option<AccountId32>, signer: Option<&Keypair>) -> Result<AccountId32> {
	account.or_else(|| signer.map(tx::account_of)).ok_or_else(|| {
		Problem::new("no_account", "whose? name an account, or your own by its secret")
			.hint("For example: gridforge account //Alice, or set --suri or GRIDFORGE_SURI.")
	})
}

fn no_secret() -> Problem {
	Problem::new("no_suri", "this command signs a transaction and needs the account's secret").hint(
		"Set it with --suri or GRIDFORGE_SURI; on a development chain for example --suri //Alice.",
	)
}
