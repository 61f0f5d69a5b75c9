//! What becomes of payments, redemptions and payout files: the states that each goes through.

/// An enum whose variants are words, in the store and for people.
macro_rules! words {
	($(#[$of:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
		$(#[$of])*
		#[derive(Clone, Copy, Debug, PartialEq, Eq)]
		pub enum $name { $($(#[$doc])* $variant,)* }

		impl $name {
			pub const ALL: &'static [$name] = &[$($name::$variant,)*];

			pub const fn word(self) -> &'static str {
				match self { $($name::$variant => $word,)* }
			}
		}

		impl std::fmt::Display for $name {
			fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
				f.write_str(self.word())
			}
		}

		impl std::str::FromStr for $name {
			type Err = String;

			fn from_str(text: &str) -> Result<$name, String> {
				$name::ALL.iter().copied().find(|one| one.word() == text).ok_or_else(|| {
					let words: Vec<_> = $name::ALL.iter().map(|one| one.word()).collect();
					format!("{text:?} is none of {}", words.join(", "))
				})
			}
		}

		impl rusqlite::ToSql for $name {
			fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
				Ok(self.word().into())
			}
		}

		impl rusqlite::types::FromSql for $name {
			fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<$name> {
				value.as_str()?.parse().map_err(|error: String| rusqlite::types::FromSqlError::Other(error.into()))
			}
		}
	};
}

words! {
	/// What becomes of money that came in.
	PaymentState {
		/// It names no customer that is known, or several.
		Unmatched = "unmatched",
		/// Somebody has to approve it.
		AwaitingApproval = "awaiting_approval",
		/// WATT can be minted for it.
		Ready = "ready",
		/// A mint is about to be sent, or has been; the chain knows.
		Submitting = "submitting",
		/// The mint waits on the chain for a second signature.
		Proposed = "proposed",
		/// WATT was minted for it.
		Minted = "minted",
		/// Somebody decided that nothing is minted for it.
		Rejected = "rejected",
		/// The chain refuses the mint.
		Held = "held",
	}
}

words! {
	/// What becomes of WATT that was handed in.
	RedemptionState {
		/// Somebody has to approve the payout.
		AwaitingApproval = "awaiting_approval",
		/// It can go into a payout file.
		Ready = "ready",
		/// It is in a payout file, which the bank has or is about to get.
		Ordered = "ordered",
		/// A bank statement shows the payment.
		Paid = "paid",
		/// A confirmation is about to be sent, or has been; the chain knows.
		Confirming = "confirming",
		/// The chain has the confirmation, and the WATT is gone.
		Confirmed = "confirmed",
		/// It cannot be paid and goes back to its holder when its turn comes.
		Returning = "returning",
		/// Its holder has the WATT again, and was not paid.
		Returned = "returned",
		/// Somebody has to look at it.
		Held = "held",
		/// Its holder has the WATT again, and was paid or may still be.
		Disputed = "disputed",
	}
}

words! {
	/// How far a payout file is.
	PayoutState {
		/// It is decided what will be in it.
		Planned = "planned",
		/// It is written, where the bank does not look.
		Staged = "staged",
		/// It is where the bank fetches it.
		Released = "released",
	}
}

words! {
	/// What was seen on a statement and is no payment.
	FindingKind {
		/// The payment was seen before.
		Duplicate = "duplicate",
		/// The bank gives two different payments one reference.
		Conflict = "conflict",
		/// The bank has not booked it yet.
		Pending = "pending",
		/// It is in another currency.
		WrongCurrency = "wrong_currency",
		/// Money went out that this program did not order.
		Debit = "debit",
		/// It takes an earlier payment back.
		Reversal = "reversal",
		/// The bank gives it no reference by which to know it again.
		NoReference = "no_reference",
		/// Its parts contradict it.
		Flawed = "flawed",
		/// It is nothing.
		Zero = "zero",
		/// It is about a payout, and not what was ordered.
		PayoutDiffers = "payout_differs",
	}
}

words! {
	/// Places between two steps, at which tests let the program die. Each follows on something that is there for good.
	Step {
		StatementRecorded = "statement-recorded",
		StatementMoved = "statement-moved",
		MintIntended = "mint-intended",
		MintSubmitted = "mint-submitted",
		MintRecorded = "mint-recorded",
		RedemptionsRecorded = "redemptions-recorded",
		PayoutPlanned = "payout-planned",
		PayoutStaged = "payout-staged",
		PayoutReleased = "payout-released",
		PayoutRecorded = "payout-recorded",
		ConfirmationIntended = "confirmation-intended",
		ConfirmationSubmitted = "confirmation-submitted",
		ConfirmationRecorded = "confirmation-recorded",
		ReturnSubmitted = "return-submitted",
		ReturnRecorded = "return-recorded",
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn words_read_back() {
		for state in PaymentState::ALL {
			assert_eq!(state.word().parse(), Ok(*state));
		}
		assert!("minting".parse::<PaymentState>().unwrap_err().contains("awaiting_approval"));
	}
}
