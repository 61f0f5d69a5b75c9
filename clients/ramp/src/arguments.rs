//! What may be typed, and the help that explains it.

use crate::{
	engine::Subject,
	identifiers::CustomerReference,
	states::{PaymentState, RedemptionState, Step},
	store::parse_reason,
};
use clap::{Parser, Subcommand};
use gridforge_client::tx::parse_account;
use gridforge_primitives::ReturnReason;
use std::path::PathBuf;
use subxt::utils::AccountId32;

/// An issuer's back office: turns payments at a bank into WATT, and WATT that is handed in into payments.
///
/// Reads bank statements (ISO 20022 camt.053) from a directory, mints WATT for each payment once, writes payout files
/// (pain.001) for redemptions, and confirms them once a statement shows that the bank has paid. Results go to standard
/// output, progress and errors to standard error; the exit code is 0 for success, 1 for a failure, 2 for a mistyped
/// command.
///
/// Secrets are never arguments: set GRIDFORGE_RAMP_SURI, or `secret_file` in the configuration.
#[derive(Debug, Parser)]
#[command(
	name = "gridforge-ramp",
	version,
	after_help = "\
Examples:
  gridforge-ramp --config ramp.toml init
  gridforge-ramp --config ramp.toml reference new --account 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
  gridforge-ramp --config ramp.toml run
  gridforge-ramp --config ramp.toml payments --state awaiting_approval
  gridforge-ramp --config ramp.toml approve P12 --by \"A. Clerk\""
)]
pub struct Cli {
	/// The configuration, a TOML file.
	#[arg(long, global = true, env = "GRIDFORGE_RAMP_CONFIG", default_value = "ramp.toml")]
	pub config: PathBuf,

	/// Where the node listens, instead of `url` in the configuration.
	#[arg(long, global = true, env = "GRIDFORGE_URL")]
	pub url: Option<String>,

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
	/// Make the store, the salt and the directories.
	///
	/// The salt keeps references on the chain from being guessed, and makes a payment's reference the same again. Back it
	/// up, apart from the store: without it a new store could mint twice for a payment.
	Init,

	/// Take statements over, mint, write payout files and confirm, until Ctrl-C.
	Run {
		/// Do what can be done now, and end.
		#[arg(long)]
		once: bool,
		/// For tests: die after a step, as by a power cut; STEP or STEP:N for its N-th time.
		#[arg(long, hide = true, env = "GRIDFORGE_RAMP_CRASH_AFTER", value_parser = parse_crash)]
		crash_after: Option<(Step, u32)>,
	},

	/// Show the issuer on the chain, and how much is in which state.
	Status,

	/// Show the money that came in.
	Payments {
		/// Only what is in this state.
		#[arg(long)]
		state: Option<PaymentState>,
	},

	/// Show the WATT that was handed in.
	Redemptions {
		/// Only what is in this state.
		#[arg(long)]
		state: Option<RedemptionState>,
	},

	/// Show what else statements had: duplicates, other currencies, debits, and what cannot be relied on.
	Findings,

	/// Approve a payment or a payout that waits for it, or try one again that is held.
	///
	/// Where a mint waits on the chain for a second signature this gives it, with the secret of another account that signs
	/// for the issuer: GRIDFORGE_RAMP_SECOND_SURI, or `second_secret_file`.
	Approve {
		/// A payment such as P12 or a redemption such as R5.
		subject: Subject,
		/// Who approves. It is written down.
		#[arg(long, value_name = "NAME")]
		by: String,
	},

	/// Mint nothing for a payment, or give a redemption back to its holder instead of paying it.
	///
	/// What is done about a rejected payment's money, at the bank, is for people to decide. A redemption in a payout file
	/// can be rejected only as `payment-refused`, which must be true.
	Reject {
		/// A payment such as P12 or a redemption such as R5.
		subject: Subject,
		/// Who rejects. It is written down.
		#[arg(long, value_name = "NAME")]
		by: String,
		/// What the chain says of a redemption: unknown-payout, payment-refused, not-identified, holder-asked.
		#[arg(long, default_value = "payment-refused", value_parser = parse_reason)]
		reason: ReturnReason,
	},

	/// Say for which customer an unmatched payment is. That approves it.
	Assign {
		/// A payment such as P12.
		subject: Subject,
		/// The customer's reference.
		#[arg(value_parser = CustomerReference::new)]
		reference: CustomerReference,
		/// Who says so. It is written down.
		#[arg(long, value_name = "NAME")]
		by: String,
	},

	/// References that customers write on their payments.
	#[command(subcommand)]
	Reference(ReferenceCommand),

	/// Bank accounts to which holders are paid.
	#[command(subcommand)]
	Payee(PayeeCommand),
}

#[derive(Debug, Subcommand)]
pub enum ReferenceCommand {
	/// Issue a reference: whatever is paid with it is minted to the account.
	New {
		/// Address (SS58 or 0x…) or, on a development chain, a path such as //Alice.
		#[arg(long, value_parser = parse_account)]
		account: AccountId32,
		/// Anything by which you know the customer. It stays in the store.
		#[arg(long, default_value = "")]
		label: String,
	},
	/// Show all of them.
	List,
}

#[derive(Debug, Subcommand)]
pub enum PayeeCommand {
	/// Register a holder's bank account. Prints the reference that the holder redeems with.
	Add {
		/// Address (SS58 or 0x…) or, on a development chain, a path such as //Alice.
		#[arg(long, value_parser = parse_account)]
		account: AccountId32,
		/// Whose bank account it is.
		#[arg(long)]
		name: String,
		#[arg(long)]
		iban: String,
		#[arg(long)]
		bic: Option<String>,
	},
	/// Show all of them.
	List,
}

fn parse_crash(text: &str) -> Result<(Step, u32), String> {
	let (step, times) = text.split_once(':').unwrap_or((text, "1"));
	let times: u32 = times.parse().map_err(|_| format!("{times:?} is not a number"))?;
	Ok((step.parse()?, times.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn the_command_is_well_formed() {
		Cli::command().debug_assert();
	}

	#[test]
	fn no_argument_holds_a_secret() {
		let help = Cli::command().render_long_help().to_string();
		assert!(!help.contains("--suri"), "{help}");
		assert!(Cli::try_parse_from(["gridforge-ramp", "--suri", "//Issuer", "status"]).is_err());
	}

	#[test]
	fn crashes_are_steps_with_a_number() {
		assert_eq!(parse_crash("mint-submitted"), Ok((Step::MintSubmitted, 0)));
		assert_eq!(parse_crash("payout-staged:3"), Ok((Step::PayoutStaged, 2)));
		assert!(parse_crash("lunch").is_err());
	}

	#[test]
	fn decisions_carry_a_name() {
		assert!(Cli::try_parse_from(["gridforge-ramp", "approve", "P1"]).is_err());
		assert!(Cli::try_parse_from(["gridforge-ramp", "approve", "P1", "--by", "A"]).is_ok());
		assert!(Cli::try_parse_from(["gridforge-ramp", "approve", "7", "--by", "A"]).is_err());
	}
}
