//! What may be typed after `gridforge licence`.

use crate::{participant::Who, tx::parse_account};
use clap::{Subcommand, ValueEnum};
use subxt::utils::AccountId32;

#[derive(Debug, Subcommand)]
pub enum LicenceCommand {
	/// Show what licences take that are applied for or renewed now: bond, duration and notice.
	Terms,

	/// Show what staking GRID takes off the fees.
	Discounts,

	/// List the licences and applications of everybody.
	#[command(after_help = "\
Examples:
  gridforge licence list
  gridforge licence list --class host")]
	List {
		/// Only those of this class.
		#[arg(long, value_enum)]
		class: Option<ClassArgument>,
	},

	/// Show the licences and applications of a participant, and its tier of discounts.
	#[command(
		after_help = "Examples:\n  gridforge licence show 5\n  gridforge --suri //Bob licence show"
	)]
	Show {
		/// Its number, or its own account; the signer's own if left out.
		#[arg(value_name = "ID|ACCOUNT")]
		who: Option<Who>,
	},

	/// Apply for a licence. The bond goes on hold; it is in force when it has been granted.
	///
	/// The market admin grants licences, by referendum, and on a development chain sudo does.
	#[command(
		after_help = "Example:\n  gridforge --suri //Bob licence apply host --jurisdiction 0"
	)]
	Apply {
		/// What it is to allow.
		#[arg(value_enum)]
		class: ClassArgument,
		/// Under whose law: a jurisdiction's number.
		#[arg(long, value_name = "ID")]
		jurisdiction: u16,
	},

	/// Let a licence last for one duration more, under the terms that hold now.
	#[command(after_help = "Example:\n  gridforge --suri //Bob licence renew host")]
	Renew {
		/// Which of your licences.
		#[arg(value_enum)]
		class: ClassArgument,
	},

	/// Give a licence up: it ends after its notice. An application is withdrawn at once, and its bond released.
	#[command(after_help = "Example:\n  gridforge --suri //Bob licence surrender host")]
	Surrender {
		/// Which of your licences.
		#[arg(value_enum)]
		class: ClassArgument,
	},

	/// Release the bond of a licence that has ended, to the account that it came from. Anybody may.
	#[command(
		after_help = "Examples:\n  gridforge --suri //Bob licence release host\n  gridforge --suri //Alice licence release host 2"
	)]
	Release {
		/// Of which class.
		#[arg(value_enum)]
		class: ClassArgument,
		/// Its holder's number or own account; the signer's own if left out.
		#[arg(value_name = "ID|ACCOUNT")]
		who: Option<Who>,
	},

	/// Have the GRID looked at that an account stakes, for its tier of discounts. Anybody may.
	///
	/// A higher tier counts an era later at the earliest. From the first look on there is one in each era by itself.
	#[command(after_help = "Example:\n  gridforge --suri //Charlie licence look-at-stake")]
	LookAtStake {
		/// A participant's own account: address or development path; the signer's own if left out.
		#[arg(value_parser = parse_account)]
		account: Option<AccountId32>,
	},
}

impl LicenceCommand {
	/// Whether the command needs a secret.
	pub fn signs(&self) -> bool {
		!matches!(
			self,
			LicenceCommand::Terms
				| LicenceCommand::Discounts
				| LicenceCommand::List { .. }
				| LicenceCommand::Show { .. }
		)
	}
}

// The classes have the names that the chain gives them: see `participant::choice`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClassArgument {
	/// Feeding in energy as a business.
	Generation,
	/// Selling energy to households.
	Retail,
	/// Bundling what many feed in and take.
	Aggregation,
	/// Offering an application, for a share of its users' fees.
	Host,
}
