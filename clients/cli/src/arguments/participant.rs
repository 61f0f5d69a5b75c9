//! What may be typed after `gridforge participant` and `gridforge jurisdiction`.

use crate::{
	clock::parse_moment,
	credential::parse_hash,
	participant::{Host, Who},
	tx::parse_account,
	units,
};
use clap::{Args, Subcommand, ValueEnum};
use gridforge_primitives::{Lots, Millis, WattBalance};
use std::path::PathBuf;
use subxt::utils::AccountId32;

#[derive(Debug, Subcommand)]
pub enum ParticipantCommand {
	/// Show a participant: who it is as far as it was checked, its status, delegates, licences and discount.
	#[command(after_help = "\
Examples:
  gridforge participant show 3
  gridforge participant show //Bob
  gridforge --suri //Bob --json participant show")]
	Show {
		/// Its number, or its own account; the signer's own if left out.
		#[arg(value_name = "ID|ACCOUNT")]
		who: Option<Who>,
	},

	/// Make the 32 bytes that commit a registrar to its evidence, with a fresh random salt. Needs no node.
	///
	/// The credential is the SHA-256 of the salt's bytes, followed by those of the file. Only the credential goes on
	/// chain. Keep the salt with the evidence, and both to yourself: without the salt nobody can show what the credential
	/// commits to, and whoever has the salt can try out what was hashed.
	#[command(after_help = "\
Examples:
  gridforge participant credential --evidence household-17.pdf
  gridforge participant credential --evidence household-17.pdf --salt 0x… # the same credential once more")]
	Credential {
		/// What was found out, as one file: an archive of all documents, for example.
		#[arg(long, value_name = "FILE")]
		evidence: PathBuf,
		/// Only to compute a credential again: the salt that it was made with. Never use one twice for new evidence.
		#[arg(long, value_name = "HEX", value_parser = parse_hash)]
		salt: Option<[u8; 32]>,
	},

	/// As a registrar: admit a participant to your jurisdiction.
	#[command(after_help = "\
Example:
  gridforge --suri //Registrar participant admit //Home --kind household --tier basic \\
    --valid-until 2027-06-30T00:00:00Z --credential 0x…")]
	Admit {
		/// The account that is to act for it: address or development path.
		#[arg(value_parser = parse_account)]
		account: AccountId32,
		#[command(flatten)]
		verification: VerificationArguments,
	},

	/// As a registrar: say anew who a participant is, how thoroughly that was checked and until when it holds.
	#[command(after_help = "\
Example:
  gridforge --suri //Registrar participant renew 7 --kind household --tier full \\
    --valid-until 2028-06-30T00:00:00Z --credential 0x…")]
	Renew {
		/// Its number, or its own account.
		#[arg(value_name = "ID|ACCOUNT")]
		who: Who,
		#[command(flatten)]
		verification: VerificationArguments,
	},

	/// As a registrar: let a participant trade no longer, for now. What it has open is cancelled.
	#[command(
		after_help = "Example:\n  gridforge --suri //Registrar participant suspend 7 --reason misconduct"
	)]
	Suspend {
		/// Its number, or its own account.
		#[arg(value_name = "ID|ACCOUNT")]
		who: Who,
		/// Why. The grounds stay with you.
		#[arg(long, value_enum)]
		reason: ReasonArgument,
	},

	/// As a registrar: let a suspended participant trade again.
	#[command(after_help = "Example:\n  gridforge --suri //Registrar participant activate 7")]
	Activate {
		/// Its number, or its own account.
		#[arg(value_name = "ID|ACCOUNT")]
		who: Who,
		/// Why. The grounds stay with you.
		#[arg(long, value_enum, default_value_t = ReasonArgument::Verified)]
		reason: ReasonArgument,
	},

	/// As a registrar: let a participant trade no longer, for good. This cannot be undone.
	#[command(
		after_help = "Example:\n  gridforge --suri //Registrar participant close 7 --reason ended"
	)]
	Close {
		/// Its number, or its own account.
		#[arg(value_name = "ID|ACCOUNT")]
		who: Who,
		/// Why. The grounds stay with you.
		#[arg(long, value_enum)]
		reason: ReasonArgument,
	},

	/// As a registrar: begin to give a participant that has lost its key another own account.
	///
	/// Until the moment that is shown whoever has the old key can object with `stop-recovery`. Then the new account sends
	/// `complete-recovery`. What is in the old account's wallet stays there.
	#[command(
		after_help = "Example:\n  gridforge --suri //Registrar participant recover 7 //Home//New"
	)]
	Recover {
		/// Its number, or the account that is lost.
		#[arg(value_name = "ID|ACCOUNT")]
		who: Who,
		/// The account that is to be its own: address or development path.
		#[arg(value_parser = parse_account)]
		account: AccountId32,
	},

	/// Call off that a participant gets another own account: as its owner, its registrar or its jurisdiction's admin.
	#[command(after_help = "Example:\n  gridforge --suri //Home participant stop-recovery")]
	StopRecovery {
		/// Its number, or its own account; the signer's own if left out.
		#[arg(value_name = "ID|ACCOUNT")]
		who: Option<Who>,
	},

	/// With the new account: take over as a participant's own, when the time to object is over.
	#[command(
		after_help = "Example:\n  gridforge --suri //Home//New participant complete-recovery 7"
	)]
	CompleteRecovery {
		/// Its number, or the account that is lost.
		#[arg(value_name = "ID|ACCOUNT")]
		who: Who,
	},

	/// Try it out: become a participant without being checked, with small caps, for 90 days and a deposit of GRID.
	///
	/// `gridforge jurisdiction show` says whether a jurisdiction lets that be. The deposit comes back when a registrar
	/// verifies you, or when you leave.
	#[command(
		after_help = "Example:\n  gridforge --suri //Guest participant register --jurisdiction 1"
	)]
	Register {
		/// By whose rules: a jurisdiction's number.
		#[arg(long, value_name = "ID")]
		jurisdiction: u16,
		/// What kind of person you are.
		#[arg(long, value_enum, default_value_t = KindArgument::Household)]
		kind: KindArgument,
	},

	/// Trade no more, for good: your orders are cancelled, and the account cannot be registered again.
	///
	/// What has traded is settled as agreed, and your money can be withdrawn as ever.
	#[command(after_help = "Example:\n  gridforge --suri //Guest participant leave")]
	Leave,

	/// Choose the application host that gets a share of the fees you pay, or none.
	///
	/// `gridforge licence list --class host` shows who has a licence for it.
	#[command(after_help = "\
Examples:
  gridforge --suri //Charlie participant host 5
  gridforge --suri //Charlie participant host none")]
	Host {
		/// The host's number or own account, or `none`.
		#[arg(value_name = "ID|ACCOUNT|none")]
		host: Host,
	},

	/// Let an account trade for you within limits. For a delegate that you have, these are its new limits.
	///
	/// A delegate places, amends and cancels orders. It moves no money and appoints nobody.
	#[command(after_help = "\
Example:
  gridforge --suri //Charlie participant appoint //Agent --kwh 50 --watt 20 --until 2027-06-30T00:00:00Z --zones 1,2")]
	Appoint {
		/// The delegate's account, which is no participant's: address or development path.
		#[arg(value_parser = parse_account)]
		account: AccountId32,
		/// The most that you buy, or sell, in one interval, open and traded together, by its orders.
		#[arg(long, value_name = "KWH", value_parser = units::parse_kwh)]
		kwh: Lots,
		/// The most WATT that you have locked by its orders.
		#[arg(long, value_name = "WATT", value_parser = units::parse_watt)]
		watt: WattBalance,
		/// When its mandate ends, as an RFC 3339 time.
		#[arg(long, value_name = "TIME", value_parser = parse_moment)]
		until: Millis,
		/// Where it may trade, separated by commas; in all zones if left out.
		#[arg(long, value_name = "ZONE", value_delimiter = ',')]
		zones: Vec<u16>,
	},

	/// Let a delegate trade for you no longer, at once. Its orders stay: `order cancel-all` cancels them.
	#[command(after_help = "Example:\n  gridforge --suri //Charlie participant dismiss //Agent")]
	Dismiss {
		/// The delegate's account: address or development path.
		#[arg(value_parser = parse_account)]
		account: AccountId32,
	},

	/// As a delegate: trade no longer for the participant that appointed you.
	#[command(after_help = "Example:\n  gridforge --suri //Agent participant resign")]
	Resign,
}

impl ParticipantCommand {
	/// Whether the command needs a secret.
	pub fn signs(&self) -> bool {
		!matches!(self, ParticipantCommand::Show { .. } | ParticipantCommand::Credential { .. })
	}
}

/// What a registrar has found out.
#[derive(Clone, Debug, Args)]
pub struct VerificationArguments {
	/// What kind of person it is.
	#[arg(long, value_enum)]
	pub kind: KindArgument,
	/// How thoroughly it was checked.
	#[arg(long, value_enum)]
	pub tier: TierArgument,
	/// From when on it must be checked anew, as an RFC 3339 time.
	#[arg(long, value_name = "TIME", value_parser = parse_moment)]
	pub valid_until: Millis,
	/// What commits you to the evidence you keep: `gridforge participant credential` makes it.
	#[arg(long, value_name = "HEX", value_parser = parse_hash)]
	pub credential: [u8; 32],
}

// The choices below have the names that the chain gives them: see `participant::choice`.

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum KindArgument {
	/// People in a home.
	Household,
	/// A company or an institution that trades for itself.
	Business,
	/// Trades for others under one name.
	Aggregator,
	/// Runs an application through which others trade.
	Host,
	/// Runs a part of the grid.
	Operator,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum TierArgument {
	/// Simplified.
	Basic,
	/// In full.
	Full,
	/// A further account of somebody who was checked: for seven days, not to be linked by others.
	OneTime,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ReasonArgument {
	/// It was checked, and nothing was found against it.
	Verified,
	/// A check is due, or could not be brought to an end.
	VerificationDue,
	/// It asked for it itself.
	OwnRequest,
	/// It owes money outside the chain.
	Arrears,
	/// It is suspected of trading against the rules, or has done so.
	Misconduct,
	/// It is on a list of sanctions.
	Sanctions,
	/// Its key is lost or in other hands.
	KeyCompromised,
	/// The person has died, or the company is dissolved.
	Ended,
}

#[derive(Debug, Subcommand)]
pub enum JurisdictionCommand {
	/// List all jurisdictions, with who looks after them and which tiers may trade.
	List,

	/// Show a jurisdiction: admin, registrars and rules.
	#[command(after_help = "Example:\n  gridforge jurisdiction show 0")]
	Show {
		/// Its number; that of the chain's own is 0.
		#[arg(value_name = "ID")]
		jurisdiction: u16,
	},

	/// As its admin: let an account admit participants of a jurisdiction and decide about them.
	#[command(
		after_help = "Example:\n  gridforge --suri //Admin jurisdiction appoint-registrar 1 //Registrar"
	)]
	AppointRegistrar {
		/// Its number.
		#[arg(value_name = "ID")]
		jurisdiction: u16,
		/// The registrar's account: address or development path.
		#[arg(value_parser = parse_account)]
		account: AccountId32,
	},

	/// As its admin: let an account act for a jurisdiction no longer, at once. Recoveries that it has begun end with that.
	#[command(
		after_help = "Example:\n  gridforge --suri //Admin jurisdiction dismiss-registrar 1 //Registrar"
	)]
	DismissRegistrar {
		/// Its number.
		#[arg(value_name = "ID")]
		jurisdiction: u16,
		/// The registrar's account: address or development path.
		#[arg(value_parser = parse_account)]
		account: AccountId32,
	},
}

impl JurisdictionCommand {
	/// Whether the command needs a secret.
	pub fn signs(&self) -> bool {
		!matches!(self, JurisdictionCommand::List | JurisdictionCommand::Show { .. })
	}
}
