//! What may be typed, and the help that explains it.

pub mod licence;
pub mod participant;

use crate::{
	audit, day, fees::FeeCurrency, order::Wanted, simulate, tx::parse_account, units,
	validator::parse_commission, watch,
};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use gridforge_primitives::{Lots, OrderId, OrderType, Price, Reach, SelfTrade, Side, WattBalance};
use licence::LicenceCommand;
use participant::{JurisdictionCommand, ParticipantCommand};
use std::path::PathBuf;
use subxt::utils::AccountId32;

/// Trade electricity with your neighbours on a Gridforge chain.
///
/// Energy is in kWh (steps of 0.01), prices in WATT per kWh (steps of 0.001, may be negative), money in
/// WATT. Numbers are converted exactly or refused. Results go to standard output, progress and errors to
/// standard error; the exit code is 0 for success, 1 for a failure, 2 for a mistyped command.
#[derive(Debug, Parser)]
#[command(
	name = "gridforge",
	version,
	after_help = "\
Examples:
  gridforge status
  gridforge book
  gridforge --suri //Alice order place sell 20 0.15
  gridforge --suri //Bob --fee-currency EUR order place sell 15 0.12
  gridforge --suri //Charlie order place buy 25 0.16 --dry-run
  gridforge account //Bob
  gridforge day"
)]
pub struct Cli {
	/// Where the node listens.
	#[arg(long, global = true, env = "GRIDFORGE_URL", default_value = "ws://127.0.0.1:9944")]
	pub url: String,

	/// Secret of the account that signs: a mnemonic, a 0x seed, or a development path such as //Alice.
	///
	/// A secret on the command line can be read by others on this machine: prefer the environment
	/// variable for accounts that matter.
	#[arg(long, global = true, env = "GRIDFORGE_SURI", hide_env_values = true)]
	pub suri: Option<String>,

	/// Pay the fee of a transaction in WATT: the currency's code, such as EUR, or its number. In GRID if left out.
	///
	/// It is taken from the WATT in the signer's wallet, not from what is in the market; what the transaction did
	/// not need comes back. `day` and `simulate` pay in GRID.
	#[arg(long, global = true, value_name = "CURRENCY")]
	pub fee_currency: Option<FeeCurrency>,

	/// Print results and errors as JSON, amounts as decimal strings.
	#[arg(long, global = true)]
	pub json: bool,

	/// Do not say what a transaction is waiting for.
	#[arg(long, short, global = true)]
	pub quiet: bool,

	#[command(subcommand)]
	pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
	/// Play the golden day on a development chain: three orders, two trades, settlement.
	///
	/// Alice's Solar Farm sells 20 kWh at 0.15, Bob's Wind Turbine 15 kWh at 0.12, Charlie's Home buys 25
	/// kWh at up to 0.16. Prints trades, grid fees and balances, and fails if they are not what they
	/// must be. A node that is restarted meanwhile is waited for.
	#[command(after_help = "\
Examples:
  gridforge day
  gridforge --json day --margin 120")]
	Day(DayOptions),

	/// Place, cancel and list orders.
	#[command(subcommand)]
	Order(OrderCommand),

	/// Let a community of households trade a day of profiles on a development chain, and report what it came to.
	///
	/// Registers the households, a zone and meters of their own, places one order for each household and quarter
	/// hour, sends what the profiles say as readings, and waits for settlement. A quarter hour stands for one
	/// delivery interval of the chain, whatever its length. Writes events, bills and a report to --out; run it
	/// again after an interruption and it goes on. `scripts/simulate` starts a chain with short intervals for it.
	#[command(after_help = "\
Examples:
  gridforge simulate --profiles tests/simulate/profiles --strategy tests/simulate/strategy.toml --out day
  gridforge simulate --profiles day-in-june --strategy mine.toml --out out --seed 7 --households 20 --intervals 8")]
	Simulate(SimulateOptions),

	/// Show the order book of an interval as a ladder: asks above, bids below.
	#[command(after_help = "\
Examples:
  gridforge book
  gridforge book --interval 29654321 --depth 20
  gridforge book --follow
  gridforge --json book --follow")]
	Book {
		#[command(flatten)]
		product: ProductArguments,
		/// How many price levels to show on each side, at most 100.
		#[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
		depth: u32,
		/// Show it again with each block that changes it, until Ctrl-C; with --json each message of the node.
		///
		/// Follows the newest block: what is shown may still be undone until it is final.
		#[arg(long, short)]
		follow: bool,
	},

	/// Show an interval at a glance: best prices, what it has traded at, how much.
	#[command(
		after_help = "Examples:\n  gridforge ticker\n  gridforge ticker --interval 29654321"
	)]
	Ticker {
		#[command(flatten)]
		product: ProductArguments,
	},

	/// Show the last trades of an interval that has not settled, newest first.
	#[command(
		after_help = "Examples:\n  gridforge trades\n  gridforge --json trades --interval 29654321"
	)]
	Trades {
		#[command(flatten)]
		product: ProductArguments,
	},

	/// Show what an account has: GRID, WATT, positions and open orders.
	#[command(after_help = "\
Examples:
  gridforge account //Alice
  gridforge account 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
  gridforge --suri //Alice account")]
	Account {
		/// Address (SS58 or 0x…) or development path; the signer's own account if left out.
		#[arg(value_parser = parse_account)]
		account: Option<AccountId32>,
	},

	/// Explain what an account owes or gets for an interval that has not settled: trade by trade.
	#[command(after_help = "\
Examples:
  gridforge bill //Charlie
  gridforge --suri //Charlie bill --interval 29654321")]
	Bill {
		/// Address (SS58 or 0x…) or development path; the signer's own account if left out.
		#[arg(value_parser = parse_account)]
		account: Option<AccountId32>,
		#[command(flatten)]
		product: ProductArguments,
	},

	/// Move WATT from the wallet into the market.
	///
	/// Placing an order does this by itself where the market account is short.
	#[command(after_help = "Example:\n  gridforge --suri //Alice deposit 25.50")]
	Deposit {
		/// How much, in WATT.
		#[arg(value_parser = units::parse_watt)]
		amount: WattBalance,
	},

	/// Move free WATT from the market into the wallet.
	#[command(after_help = "Example:\n  gridforge --suri //Alice withdraw 10")]
	Withdraw {
		/// How much, in WATT.
		#[arg(value_parser = units::parse_watt)]
		amount: WattBalance,
	},

	/// Show trades as they happen, until Ctrl-C.
	///
	/// A lost connection is opened again and nothing is left out.
	#[command(after_help = "\
Examples:
  gridforge watch
  gridforge --json watch --count 1
  gridforge watch --from 100 --zone 1")]
	Watch(WatchOptions),

	/// Write everything that happened on the market in a period into files for an auditor.
	///
	/// Orders, changes of orders, trades, readings and money of final blocks, a file for each, in the field names of
	/// REMIT's standard form where it has one, and a manifest with the range of blocks and a SHA-256 of every file. The
	/// same period gives the same bytes again. The node must have the state of these blocks: --state-pruning archive.
	#[command(after_help = "\
Examples:
  gridforge audit --from 1 --to 14400 --out day-1
  gridforge audit --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z --out november --format json-lines
  gridforge audit --from 1 --to 14400 --participant 3 --zone 1 --out three")]
	Audit(AuditOptions),

	/// Show the node, the chain, and the market's clock and status.
	Status,

	/// Who trades: show a participant, or act as one, as a delegate or as a registrar.
	#[command(subcommand)]
	Participant(ParticipantCommand),

	/// By whose rules participants trade, and who admits them.
	#[command(subcommand)]
	Jurisdiction(JurisdictionCommand),

	/// Licences that GRID is bonded for, and discounts for those who stake it.
	#[command(subcommand)]
	Licence(LicenceCommand),

	/// Join the validators of a network, watch one, or leave.
	#[command(subcommand)]
	Validator(ValidatorCommand),

	/// Print a completion script for a shell.
	#[command(
		after_help = "Example:\n  gridforge completion bash > ~/.local/share/bash-completion/completions/gridforge"
	)]
	Completion {
		/// Which shell.
		shell: Shell,
	},
}

impl Command {
	/// Whether the command needs a secret.
	pub fn signs(&self) -> bool {
		match self {
			Command::Deposit { .. } | Command::Withdraw { .. } => true,
			Command::Validator(ValidatorCommand::Setup { submit, .. }) => *submit,
			Command::Validator(
				ValidatorCommand::Leave(way_out) | ValidatorCommand::Withdraw(way_out),
			) => way_out.stash.is_none(),
			Command::Validator(ValidatorCommand::Payout { .. }) => true,
			Command::Participant(command) => command.signs(),
			Command::Jurisdiction(command) => command.signs(),
			Command::Licence(command) => command.signs(),
			Command::Order(OrderCommand::Place(place)) => !place.dry_run,
			Command::Order(
				OrderCommand::Amend { .. }
				| OrderCommand::Cancel { .. }
				| OrderCommand::CancelAll { .. },
			) => true,
			Command::Order(OrderCommand::List { .. })
			| Command::Day(_)
			| Command::Simulate(_)
			| Command::Book { .. }
			| Command::Ticker { .. }
			| Command::Trades { .. }
			| Command::Account { .. }
			| Command::Bill { .. }
			| Command::Watch(_)
			| Command::Audit(_)
			| Command::Status
			| Command::Validator(ValidatorCommand::Status { .. })
			| Command::Completion { .. } => false,
		}
	}
}

#[derive(Debug, Subcommand)]
pub enum ValidatorCommand {
	/// Make session keys on a validator's node and join: bond, set keys, stand for election.
	///
	/// Ask the validator's own node, on its machine: it makes the keys and keeps them. It must be in step with its
	/// chain and run with --validator. Keys that the node holds and the chain knows are kept unless --rotate is said.
	/// Prints one call that does all steps or none; --submit also signs and sends it with the stash's secret. Two
	/// nodes with the same keys are slashed: name your other nodes with --other, and none of them may hold these. A node
	/// that is not named is not asked: without --other nothing is checked.
	#[command(after_help = "\
Examples:
  gridforge validator setup 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY --bond 10000
  gridforge --suri //Dave validator setup --bond 10000 --commission 2.5 --submit
  gridforge --suri //Dave validator setup --rotate --submit --other ws://127.0.0.1:9945

The last one reaches another machine through a tunnel, for a validator's RPC is open to its own machine only; its node has --rpc-port 9945
and the tunnel is made by: ssh -N -L 9945:127.0.0.1:9945 HOST")]
	Setup {
		/// Whose GRID is staked: address or development path; the signer's own account if left out.
		#[arg(value_parser = parse_account)]
		stash: Option<AccountId32>,
		/// GRID to have bonded in the end; what is bonded already if left out.
		#[arg(long, value_name = "GRID", value_parser = units::parse_grid)]
		bond: Option<u128>,
		/// What the validator keeps of rewards before its nominators share the rest, in per cent; if left out what it keeps
		/// already, and 5 where it does not stand for election.
		#[arg(long, value_name = "PERCENT", value_parser = parse_commission)]
		commission: Option<u32>,
		/// Make new keys even where the node holds those that the chain knows.
		#[arg(long)]
		rotate: bool,
		/// Another node of yours, which must not hold these keys; may be repeated. No others are asked.
		#[arg(long, value_name = "URL")]
		other: Vec<String>,
		/// Sign and send it with the stash's secret.
		#[arg(long)]
		submit: bool,
	},

	/// Show where a stash stands: bond, election, unpaid eras, session keys and whether this node holds them.
	#[command(after_help = "Example:\n  gridforge validator status //Alice")]
	Status {
		/// Address or development path; the signer's own account if left out.
		#[arg(value_parser = parse_account)]
		stash: Option<AccountId32>,
	},

	/// Have rewards paid to a validator and its nominators, for all eras that have ended and are not paid yet.
	///
	/// Staking pays nobody by itself, and forgets an era's rewards after 84 eras (three weeks on a live network) and with the last
	/// of the validator's bond. Anybody may run this for any validator, at the price of the fee.
	#[command(after_help = "\
Examples:
  gridforge --suri //Dave validator payout
  gridforge --suri //Eve validator payout 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")]
	Payout {
		/// Whose eras are paid: address or development path of the stash; the signer's own account if left out.
		#[arg(value_parser = parse_account)]
		stash: Option<AccountId32>,
	},

	/// Stand for election no longer and unbond all GRID; rewards that are paid from then on are not staked.
	///
	/// The node has to run until the stash makes no more blocks, which `validator status` shows. A stash that is named is not the
	/// signer's: its call is printed, to be signed where its secret is, and nothing is sent.
	#[command(after_help = "\
Examples:
  gridforge --suri //Dave validator leave
  gridforge validator leave 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")]
	Leave(WayOut),

	/// Take out GRID that has unbonded; with the last of it, the session keys and their deposit.
	///
	/// The last of it stays until all rewards are paid: `validator payout`. A stash that is named is not the signer's: its call is
	/// printed, to be signed where its secret is, and nothing is sent.
	#[command(after_help = "\
Examples:
  gridforge --suri //Dave validator withdraw
  gridforge validator withdraw 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")]
	Withdraw(WayOut),
}

/// Whose way out of the validators it is, and so who signs.
#[derive(Debug, Args)]
pub struct WayOut {
	/// Whose call is printed: address or development path of the stash. If left out, the signer's own is sent.
	#[arg(value_parser = parse_account)]
	pub stash: Option<AccountId32>,
}

#[derive(Debug, Subcommand)]
pub enum OrderCommand {
	/// Place an order and wait until it is final.
	///
	/// What can trade does so at once, at the price of the resting order; the rest waits in the book
	/// until the gate closes. A negative price means that the seller pays to be rid of the energy.
	#[command(after_help = "\
Examples:
  gridforge --suri //Alice order place sell 20 0.15
  gridforge --suri //Charlie order place buy 25 0.16 --interval 29654321
  gridforge --suri //Bob order place sell 5 -0.05
  gridforge --suri //Charlie order place buy 25 0.16 --type fill-or-kill --reference 7
  gridforge order place buy 25 0.16 --dry-run")]
	Place(PlaceArguments),

	/// Give an open order another size or price.
	///
	/// An order that is only made smaller keeps its place in the queue. Any other change cancels it and
	/// places it anew, with another id; it may then trade at once.
	#[command(
		after_help = "Example:\n  gridforge --suri //Alice order amend 1-29654321-ask-650-0-3 15 0.15"
	)]
	Amend {
		/// The order: zone-interval-side-tick-page-slot.
		order: OrderId,
		/// Energy in kWh in total, what has traded since it came to rest included; in steps of 0.01.
		#[arg(value_name = "KWH", value_parser = units::parse_kwh, allow_negative_numbers = true)]
		energy: Lots,
		/// Limit in WATT per kWh, in steps of 0.001; may be negative.
		#[arg(value_parser = units::parse_price, allow_negative_numbers = true)]
		price: Price,
	},

	/// Cancel all open orders, in one delivery interval or in all.
	#[command(after_help = "\
Examples:
  gridforge --suri //Alice order cancel-all
  gridforge --suri //Alice order cancel-all --zone 1 --interval 29654321")]
	CancelAll {
		/// Zone of the grid, with --interval.
		#[arg(long, default_value_t = 1, requires = "interval")]
		zone: u16,
		/// Only in this delivery interval.
		#[arg(long)]
		interval: Option<u32>,
	},

	/// Cancel orders by their ids, as `order list` shows them.
	#[command(
		after_help = "Example:\n  gridforge --suri //Alice order cancel 1-29654321-ask-650-0-3"
	)]
	Cancel {
		/// The orders: zone-interval-side-tick-page-slot.
		#[arg(required = true, value_name = "ORDER")]
		orders: Vec<OrderId>,
	},

	/// List the open orders of an account.
	#[command(
		after_help = "Examples:\n  gridforge order list //Alice\n  gridforge --suri //Alice order list"
	)]
	List {
		/// Address (SS58 or 0x…) or development path; the signer's own account if left out.
		#[arg(value_parser = parse_account)]
		account: Option<AccountId32>,
	},
}

/// Which product.
#[derive(Clone, Copy, Debug, Args)]
pub struct ProductArguments {
	/// Zone of the grid.
	#[arg(long, default_value_t = 1)]
	pub zone: u16,
	/// Number of the delivery interval; the next whose gate closes in 15 s or later if left out.
	#[arg(long)]
	pub interval: Option<u32>,
}

#[derive(Debug, Args)]
pub struct PlaceArguments {
	/// Buy or sell.
	#[arg(value_enum)]
	pub side: SideArgument,
	/// Energy in kWh, in steps of 0.01.
	#[arg(value_name = "KWH", value_parser = units::parse_kwh, allow_negative_numbers = true)]
	pub energy: Lots,
	/// Limit in WATT per kWh, in steps of 0.001; may be negative.
	#[arg(value_parser = units::parse_price, allow_negative_numbers = true)]
	pub price: Price,
	#[command(flatten)]
	pub product: ProductArguments,
	/// What may happen to the order when it comes, and to what is left of it.
	#[arg(long = "type", value_enum, value_name = "TYPE", default_value_t)]
	pub order_type: TypeArgument,
	/// Which one is cancelled when the order meets one of your own: the two never trade.
	#[arg(long, value_enum, value_name = "WHICH", default_value_t)]
	pub self_trade: SelfTradeArgument,
	/// Let the order trade with the books of neighbouring zones, too: wherever price and crossing fee together are
	/// best. What is left waits in the own zone's book.
	#[arg(long)]
	pub neighbours: bool,
	/// A number of your own for the order, which comes back in events and lists.
	#[arg(long, value_name = "NUMBER", default_value_t = 0)]
	pub reference: u64,
	/// Only show what the order would lock, cost and trade. Needs no secret.
	#[arg(long)]
	pub dry_run: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SideArgument {
	/// Bid for energy.
	#[value(alias = "bid")]
	Buy,
	/// Offer energy.
	#[value(alias = "ask")]
	Sell,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum TypeArgument {
	/// What does not trade at once waits in the book.
	#[default]
	Limit,
	/// Waits in the book; cancelled if it would trade at once.
	PostOnly,
	/// What does not trade at once is cancelled.
	#[value(alias = "ioc")]
	ImmediateOrCancel,
	/// Trades in full at once, or not at all.
	#[value(alias = "fok")]
	FillOrKill,
	/// Trades at once with whoever is best; the price only protects from worse ones.
	Market,
}

impl From<TypeArgument> for OrderType {
	fn from(argument: TypeArgument) -> OrderType {
		match argument {
			TypeArgument::Limit => OrderType::Limit,
			TypeArgument::PostOnly => OrderType::PostOnly,
			TypeArgument::ImmediateOrCancel => OrderType::ImmediateOrCancel,
			TypeArgument::FillOrKill => OrderType::FillOrKill,
			TypeArgument::Market => OrderType::Market,
		}
	}
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum SelfTradeArgument {
	/// What is left of the new order.
	#[default]
	CancelNewest,
	/// The order in the book.
	CancelOldest,
}

impl From<SelfTradeArgument> for SelfTrade {
	fn from(argument: SelfTradeArgument) -> SelfTrade {
		match argument {
			SelfTradeArgument::CancelNewest => SelfTrade::CancelNewest,
			SelfTradeArgument::CancelOldest => SelfTrade::CancelOldest,
		}
	}
}

impl From<PlaceArguments> for Wanted {
	fn from(arguments: PlaceArguments) -> Wanted {
		Wanted {
			zone: arguments.product.zone,
			interval: arguments.product.interval,
			side: match arguments.side {
				SideArgument::Buy => Side::Bid,
				SideArgument::Sell => Side::Ask,
			},
			price: arguments.price,
			lots: arguments.energy,
			order_type: arguments.order_type.into(),
			self_trade: arguments.self_trade.into(),
			reach: if arguments.neighbours { Reach::Neighbours } else { Reach::Zone },
			reference: arguments.reference,
		}
	}
}

#[derive(Debug, Args)]
pub struct DayOptions {
	/// Zone of the grid; //Dave must operate it.
	#[arg(long, default_value_t = 1)]
	zone: u16,
	/// How many seconds ahead the interval's gate must be when the day begins.
	///
	/// Three orders take about a minute, because each is waited for until it is final; longer where blocks are late.
	#[arg(long, value_name = "SECONDS", default_value_t = 90)]
	margin: u32,
}

impl From<DayOptions> for day::Options {
	fn from(options: DayOptions) -> day::Options {
		day::Options { zone: options.zone, margin: u64::from(options.margin).saturating_mul(1_000) }
	}
}

#[derive(Debug, Args)]
pub struct SimulateOptions {
	/// Directory with a CSV file for each household, of the columns time,import,export: RFC 3339 times a quarter
	/// hour apart, energy in kWh.
	#[arg(long, value_name = "DIRECTORY")]
	profiles: PathBuf,
	/// TOML file that says how households forecast and trade; tests/simulate/strategy.toml explains it.
	#[arg(long, value_name = "FILE")]
	strategy: PathBuf,
	/// Directory for events, bills and report. With a run in it that was interrupted, that run goes on.
	#[arg(long, value_name = "DIRECTORY")]
	out: PathBuf,
	/// Decides all draws, and the accounts: the same seed gives the same forecasts and orders.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Only so many households, by name; all if left out.
	#[arg(long, value_name = "NUMBER")]
	households: Option<usize>,
	/// How many quarter hours of the profiles to skip.
	#[arg(long, value_name = "NUMBER", default_value_t = 0)]
	first: usize,
	/// Only so many quarter hours; all if left out.
	#[arg(long, value_name = "NUMBER")]
	intervals: Option<usize>,
}

impl From<SimulateOptions> for simulate::Options {
	fn from(options: SimulateOptions) -> simulate::Options {
		let SimulateOptions { profiles, strategy, out, seed, households, first, intervals } =
			options;
		simulate::Options { profiles, strategy, out, seed, households, first, intervals }
	}
}

#[derive(Debug, Args)]
pub struct WatchOptions {
	/// Only trades of this zone.
	#[arg(long)]
	zone: Option<u16>,
	/// Stop after so many trades.
	#[arg(long)]
	count: Option<u64>,
	/// Begin with this block instead of the next one.
	#[arg(long, value_name = "BLOCK")]
	from: Option<u64>,
	/// Do not wait until a block is final: sooner, but what is shown may still be undone.
	#[arg(long)]
	best: bool,
}

impl From<WatchOptions> for watch::Options {
	fn from(WatchOptions { zone, count, from, best }: WatchOptions) -> watch::Options {
		watch::Options { zone, count, from, best }
	}
}

#[derive(Debug, Args)]
pub struct AuditOptions {
	/// First block of the period, or the first moment in it: a number or an RFC 3339 time.
	#[arg(long, value_name = "BLOCK|TIME", value_parser = audit::parse_bound)]
	from: audit::Bound,
	/// Last block of the period, or the first moment after it: a number or an RFC 3339 time.
	#[arg(long, value_name = "BLOCK|TIME", value_parser = audit::parse_bound)]
	to: audit::Bound,
	/// Directory for the files. Those of an earlier audit are replaced.
	#[arg(long, value_name = "DIRECTORY")]
	out: PathBuf,
	/// How the files are written.
	#[arg(long, value_enum, default_value_t)]
	format: FormatArgument,
	/// Only records of this participant, by its number.
	#[arg(long, value_name = "NUMBER")]
	participant: Option<u32>,
	/// Only records of this zone. Money that belongs to no zone is left out.
	#[arg(long)]
	zone: Option<u16>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum FormatArgument {
	/// Comma-separated values with a header.
	#[default]
	Csv,
	/// A JSON object a line.
	JsonLines,
}

impl From<AuditOptions> for audit::Options {
	fn from(options: AuditOptions) -> audit::Options {
		let AuditOptions { from, to, out, format, participant, zone } = options;
		let format = match format {
			FormatArgument::Csv => audit::Format::Csv,
			FormatArgument::JsonLines => audit::Format::JsonLines,
		};
		audit::Options { from, to, out, format, filter: audit::Filter { participant, zone } }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	fn place(line: &str) -> Result<Wanted, String> {
		let cli = Cli::try_parse_from(line.split(' ')).map_err(|e| e.to_string())?;
		match cli.command {
			Command::Order(OrderCommand::Place(arguments)) => Ok(arguments.into()),
			_ => Err("another command".into()),
		}
	}

	#[test]
	fn the_command_is_well_formed() {
		Cli::command().debug_assert();
	}

	#[test]
	fn prices_may_be_negative_and_options_stand_anywhere() {
		let wanted = place("gridforge order place sell 5 -0.05 --zone 2 --suri //Bob").unwrap();
		assert_eq!((wanted.side, wanted.price, wanted.lots), (Side::Ask, Price(-50), Lots(500)));
		assert_eq!((wanted.zone, wanted.interval), (2, None));
		let wanted = place("gridforge order place --interval 7 bid 0.1 0.16").unwrap();
		assert_eq!((wanted.side, wanted.interval), (Side::Bid, Some(7)));
		assert_eq!((wanted.order_type, wanted.reference), (OrderType::Limit, 0));
		let wanted = place("gridforge order place buy 1 9 --type ioc --reference 5").unwrap();
		assert_eq!((wanted.order_type, wanted.reference), (OrderType::ImmediateOrCancel, 5));
		let wanted = place("gridforge order place buy 1 9 --self-trade cancel-oldest").unwrap();
		assert_eq!(wanted.self_trade, SelfTrade::CancelOldest);
	}

	#[test]
	fn inexact_numbers_are_refused_by_name() {
		let error = place("gridforge order place buy 1 0.1205").unwrap_err();
		assert!(error.contains("0.1205 is not a multiple of 0.001"), "{error}");
		let error = place("gridforge order place buy -1 0.12").unwrap_err();
		assert!(error.contains("-1 kWh is not a positive amount of energy"), "{error}");
	}

	#[test]
	fn order_ids_are_read_or_explained() {
		let parse = |id: &str| Cli::try_parse_from(["gridforge", "order", "cancel", id]);
		assert!(parse("1-29654321-ask-650-0-3").is_ok());
		let error = parse("1-2-3").map(|_| ()).unwrap_err().to_string();
		assert!(error.contains("zone-interval-side-tick-page-slot"), "{error}");
	}

	#[test]
	fn only_what_changes_the_chain_needs_a_secret() {
		let signs = |line: &str| Cli::try_parse_from(line.split(' ')).unwrap().command.signs();
		assert!(signs("gridforge deposit 1"));
		assert!(signs("gridforge order place buy 1 0.1"));
		assert!(!signs("gridforge order place buy 1 0.1 --dry-run"));
		assert!(!signs("gridforge status"));
		assert!(signs("gridforge participant leave"));
		assert!(!signs("gridforge participant show 3"));
		assert!(signs("gridforge jurisdiction appoint-registrar 1 //Bob"));
		assert!(!signs("gridforge jurisdiction list"));
		assert!(signs("gridforge validator leave"));
		assert!(!signs("gridforge validator leave //Eve"));
		assert!(signs("gridforge validator withdraw"));
		assert!(!signs("gridforge validator withdraw //Eve"));
		assert!(signs("gridforge licence apply host --jurisdiction 0"));
		assert!(!signs("gridforge licence list --class host"));
	}

	#[test]
	fn reasons_are_those_that_a_registrar_may_give() {
		let suspend = |reason: &str| {
			let line = ["gridforge", "participant", "suspend", "7", "--reason", reason];
			Cli::try_parse_from(line).map(|_| ()).map_err(|error| error.to_string())
		};
		assert_eq!(suspend("key-compromised"), Ok(()));
		let error = suspend("administration").unwrap_err();
		assert!(error.contains("misconduct"), "{error}");
	}

	#[test]
	fn a_verification_takes_a_moment_and_32_bytes() {
		let admit = |until: &str, credential: &str| {
			let mut line =
				vec!["gridforge", "participant", "admit", "//Home", "--kind", "household"];
			line.extend(["--tier", "basic", "--valid-until", until, "--credential", credential]);
			Cli::try_parse_from(line).map(|_| ()).map_err(|error| error.to_string())
		};
		let (until, credential) = ("2027-06-30T00:00:00Z", format!("0x{}", "5a".repeat(32)));
		assert_eq!(admit(until, &credential), Ok(()));
		let error = admit("2027-06-30", &credential).unwrap_err();
		assert!(error.contains("is not a time such as"), "{error}");
		let error = admit(until, "0x5a").unwrap_err();
		assert!(error.contains("64 hexadecimal digits"), "{error}");
	}
}
