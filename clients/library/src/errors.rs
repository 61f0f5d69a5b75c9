//! What went wrong, in words: a code for programs, a sentence for people, and what to do next.

use serde_json::json;
use std::fmt;
use subxt::error::{
	BackendError, DispatchError, ExtrinsicError, RpcError, RuntimeApiError, TransactionEventsError,
	TransactionFinalizedSuccessError, TransactionProgressError, TransactionStatusError,
};

/// The result of everything that can fail here.
pub type Result<T> = std::result::Result<T, Problem>;

/// A failure as the user sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
	/// For programs: a word of this tool, or `Pallet.Error` of the chain.
	pub code: String,
	/// What happened.
	pub message: String,
	/// What to do next, where the message does not say it already.
	pub hint: Option<String>,
}

/// The pool has, or just had, a transaction with the same nonce.
pub const NONCE_TAKEN: &str = "nonce_taken";
/// The pool let the transaction go without a verdict on it.
pub const NOT_INCLUDED: &str = "not_included";
/// The call was carried out and failed, by no error of a pallet.
const DISPATCH: &str = "dispatch";
/// The node stopped answering.
pub const CONNECTION_LOST: &str = "connection_lost";

impl Problem {
	pub fn new(code: impl Into<String>, message: impl Into<String>) -> Problem {
		Problem { code: code.into(), message: message.into(), hint: None }
	}

	pub fn hint(mut self, hint: impl Into<String>) -> Problem {
		self.hint = Some(hint.into());
		self
	}

	/// The text for a terminal.
	pub fn human(&self) -> String {
		match &self.hint {
			Some(hint) => format!("error: {}\n  {hint}", self.message),
			None => format!("error: {}", self.message),
		}
	}

	/// The object for a program.
	pub fn json(&self) -> serde_json::Value {
		json!({ "error": { "code": self.code, "message": self.message, "hint": self.hint } })
	}

	/// Whether the same transaction may still be, or become, part of the chain: look again before sending
	/// anything else.
	pub fn is_undecided(&self) -> bool {
		[NONCE_TAKEN, NOT_INCLUDED].contains(&self.code.as_str())
	}

	/// Whether the node has thrown away the state that was asked for.
	pub fn is_pruned(&self) -> bool {
		self.message.contains("discarded") || self.message.contains("pruned")
	}

	/// Whether the chain carried the call out and it failed: it changed nothing but the fee, and that is final.
	pub fn is_verdict(&self) -> bool {
		self.code == DISPATCH || self.code.contains('.')
	}

	/// An answer that this tool cannot read.
	pub fn incompatible(what: impl fmt::Display) -> Problem {
		Problem::new("incompatible", format!("the chain's answer does not fit: {what}"))
			.hint("Use the gridforge command line of the same release as the node.")
	}
}

impl fmt::Display for Problem {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&self.message)
	}
}

impl std::error::Error for Problem {}

macro_rules! from_subxt {
	($($name:ident),* $(,)?) => {$(
		impl From<subxt::error::$name> for Problem {
			fn from(error: subxt::error::$name) -> Problem {
				Problem::from(subxt::Error::from(error))
			}
		}
	)*};
}
from_subxt!(
	BackendError,
	EventsError,
	ExtrinsicDecodeErrorAt,
	ExtrinsicError,
	OnlineClientAtBlockError,
	OnlineClientError,
	RuntimeApiError,
	StorageError,
	StorageKeyError,
	StorageValueError,
	TransactionEventsError,
	TransactionProgressError,
);

impl From<subxt::rpcs::Error> for Problem {
	fn from(error: subxt::rpcs::Error) -> Problem {
		Problem::new("node", format!("the node did not answer: {error}"))
	}
}

impl From<subxt::Error> for Problem {
	fn from(error: subxt::Error) -> Problem {
		use subxt::rpcs::Error::User;
		match error {
			subxt::Error::ExtrinsicError(ExtrinsicError::ErrorSubmittingTransaction(
				BackendError::Rpc(RpcError::ClientError(User(refusal))),
			)) => {
				let data = refusal.data.as_ref().map(|data| data.get().trim_matches('"'));
				refused(refusal.code, &refusal.message, data.unwrap_or_default())
			},
			subxt::Error::TransactionEventsError(TransactionEventsError::ExtrinsicFailed(error))
			| subxt::Error::TransactionFinalizedSuccessError(
				TransactionFinalizedSuccessError::SuccessError(
					TransactionEventsError::ExtrinsicFailed(error),
				),
			) => dispatch(&error),
			subxt::Error::TransactionProgressError(
				TransactionProgressError::TransactionStatusError(status),
			) => not_included(&status),
			subxt::Error::RuntimeApiError(RuntimeApiError::CannotCallApi(BackendError::Rpc(
				RpcError::ClientError(User(refusal)),
			))) => Problem::new("node", format!("the node refused a question: {refusal}"))
				.hint("Check with `gridforge status` that this is a Gridforge node; its state of old blocks may be pruned."),
			other => Problem::new("node", other.to_string()),
		}
	}
}

/// The pool lost sight of a transaction.
pub fn not_included(status: &TransactionStatusError) -> Problem {
	Problem::new(NOT_INCLUDED, format!("the transaction pool gave the transaction up: {status}"))
		.hint("Look with `gridforge account` whether it took effect before you send it again.")
}

/// Why the pool refused a transaction. Codes and texts are those of the node's author RPC.
pub fn refused(code: i32, message: &str, data: &str) -> Problem {
	let (name, sentence, hint) = match (code, data) {
		(1010, "Inability to pay some fees (e.g. account balance too low)") => (
			"cannot_pay_fee",
			"the account cannot pay the transaction fee",
			"Send it GRID, or WATT and pay with --fee-currency; what is in the market pays no fee. `gridforge account` shows what it has.",
		),
		(1010, "Custom error: 1") => (
			"unknown_currency",
			"the chain has no such currency to pay the fee in",
			"Name another with --fee-currency, or leave it out to pay in GRID.",
		),
		(1010, "Custom error: 2") => (
			"no_fee_rate",
			"nobody has said what the currency of the fee is worth in GRID",
			"Leave --fee-currency out to pay in GRID; the treasurer's office sets rates.",
		),
		(1010, "Custom error: 3") => (
			"wallet_restricted",
			"the account may not spend the currency of the fee",
			"Its compliance officer can say why; leave --fee-currency out to pay in GRID.",
		),
		(1010, "Transaction is outdated") => (
			NONCE_TAKEN,
			"another transaction of this account came first",
			"Look with `gridforge account` what it did, then try again.",
		),
		(1010, "Transaction will be valid in the future") => (
			"future",
			"an earlier transaction of this account has not arrived",
			"Wait for the account's other transactions, then try again.",
		),
		(1010, "Transaction has an ancient birth block") => (
			"expired",
			"the transaction is too old for the chain",
			"Run the command again; it signs for the newest block.",
		),
		(1010, "Transaction has a bad signature") => (
			"bad_signature",
			"the chain does not accept the signature",
			"The runtime may have just been upgraded: run the command again.",
		),
		(1010, "Transaction would exhaust the block limits") => (
			"block_full",
			"the transaction does not fit into a block now",
			"Try again in some blocks.",
		),
		(1010, "Transaction call is not expected") => (
			"call_barred",
			"the chain does not take this call at present",
			"See `gridforge status`: the network may be paused.",
		),
		(1012, _) => (
			NONCE_TAKEN,
			"the node has seen this very transaction and put it aside",
			"Look with `gridforge account` whether it took effect; try again in a minute.",
		),
		(1013, _) => (
			NONCE_TAKEN,
			"the node has this very transaction already",
			"Look with `gridforge account` whether it took effect.",
		),
		(1014, _) => (
			NONCE_TAKEN,
			"another transaction of this account is waiting with the same number",
			"Wait for the next block, then try again.",
		),
		(1016, _) => (
			"pool_full",
			"the node's transaction pool is full",
			"Try again in some blocks, or at another node.",
		),
		_ => {
			let detail = if data.is_empty() { String::new() } else { format!(": {data}") };
			return Problem::new(
				"refused",
				format!("the node refused the transaction: {message}{detail} ({code})"),
			);
		}
	};
	Problem::new(name, sentence).hint(hint)
}

/// An error of a call that was executed: the pallet's own words.
pub fn dispatch(error: &DispatchError) -> Problem {
	let DispatchError::Module(module) = error else {
		return Problem::new(DISPATCH, format!("the chain refused the call: {error}"))
			.hint(advice(error));
	};
	match module.details() {
		Ok(details) => {
			of_pallet(details.pallet.name(), &details.variant.name, &details.variant.docs)
		}
		Err(_) => Problem::new(DISPATCH, format!("the chain refused the call: {module}")),
	}
}

fn advice(error: &DispatchError) -> &'static str {
	match error {
		DispatchError::Token(_) => "`gridforge account` shows what the account has.",
		DispatchError::BadOrigin | DispatchError::RootNotAllowed => {
			"Only another account, or governance, may do this."
		}
		_ => "Nothing was changed. Check the command; if it is right, try again in some blocks.",
	}
}

/// `Pallet.Error: what the pallet's documentation says`.
pub fn of_pallet(pallet: &str, error: &str, docs: &[impl AsRef<str>]) -> Problem {
	let words: Vec<&str> =
		docs.iter().map(|line| line.as_ref().trim()).filter(|l| !l.is_empty()).collect();
	let code = format!("{pallet}.{error}");
	let message =
		if words.is_empty() { code.clone() } else { format!("{code}: {}", words.join(" ")) };
	Problem::new(code, message)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_pallet_speaks_for_itself() {
		let problem = of_pallet(
			"EnergyMarket",
			"GateClosed",
			&[" The gate of the interval has closed.", " Choose a later interval."],
		);
		assert_eq!(problem.code, "EnergyMarket.GateClosed");
		assert_eq!(
			problem.message,
			"EnergyMarket.GateClosed: The gate of the interval has closed. Choose a later interval."
		);
		assert_eq!(of_pallet("A", "B", &[] as &[&str]).message, "A.B");
	}

	#[test]
	fn a_refusal_says_what_to_do() {
		let poor = refused(
			1010,
			"Invalid Transaction",
			"Inability to pay some fees (e.g. account balance too low)",
		);
		assert_eq!(poor.code, "cannot_pay_fee");
		assert!(poor.hint.is_some_and(|hint| hint.contains("GRID")));
		for (refusal, code) in
			[(1, "unknown_currency"), (2, "no_fee_rate"), (3, "wallet_restricted")]
		{
			let problem = refused(1010, "Invalid Transaction", &format!("Custom error: {refusal}"));
			assert_eq!(problem.code, code);
			assert!(problem.hint.is_some_and(|hint| hint.contains("--fee-currency")));
		}
		assert!(!refused(1010, "Invalid Transaction", "Custom error: 7").is_undecided());
		assert_eq!(
			refused(1010, "Invalid Transaction", "Custom error: 7").message,
			"the node refused the transaction: Invalid Transaction: Custom error: 7 (1010)"
		);
	}

	#[test]
	fn a_taken_nonce_is_undecided() {
		for (code, data) in
			[(1010, "Transaction is outdated"), (1012, ""), (1013, "0x12"), (1014, "")]
		{
			assert!(refused(code, "", data).is_undecided(), "{code} {data}");
		}
		assert!(not_included(&TransactionStatusError::Dropped("x".into())).is_undecided());
	}

	#[test]
	fn only_a_call_that_was_carried_out_has_a_verdict() {
		assert!(of_pallet("Watt", "ReferenceUsed", &[] as &[&str]).is_verdict());
		assert!(Problem::new(DISPATCH, "").is_verdict());
		for code in [NONCE_TAKEN, NOT_INCLUDED, CONNECTION_LOST, "pool_full", "node"] {
			assert!(!Problem::new(code, "").is_verdict(), "{code}");
		}
	}

	#[test]
	fn an_error_is_an_object_for_programs() {
		let problem = Problem::new("a", "b").hint("c");
		assert_eq!(
			problem.json().to_string(),
			r#"{"error":{"code":"a","hint":"c","message":"b"}}"#
		);
		assert_eq!(problem.human(), "error: b\n  c");
	}
}
