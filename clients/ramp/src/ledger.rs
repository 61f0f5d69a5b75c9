//! What the ramp asks of the chain and does there. Every answer is of a final block.

use gridforge_client::errors::Result;
use gridforge_primitives::{
	IssuerStatus, Millis, MintId, RedemptionId, Reference, ReturnReason, WattBalance,
};

/// An account, by its public key.
pub type Account = [u8; 32];

/// Where the chain and the issuer stand.
#[derive(Clone, Debug)]
pub struct Standing {
	/// The newest final block.
	pub block: u64,
	/// The chain's time there.
	pub now: Millis,
	pub issuer: IssuerStatus,
}

/// What became of a payment's reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
	/// Nothing was minted for it.
	Unused,
	/// A mint for it waits for a second signature, until then.
	Proposed(MintId, Millis),
	/// WATT was minted for it.
	Minted,
}

/// A redemption that is neither paid nor given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
	pub redemption: RedemptionId,
	pub holder: Account,
	pub amount: WattBalance,
	pub reference: Reference,
	pub deadline: Millis,
	/// Whether the issuer may end it now: it is the first in the queue, or was put aside.
	pub next: bool,
	/// Whether it was put aside, because its holder is restricted.
	pub aside: bool,
}

/// How a redemption ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
	/// The issuer confirmed that it was paid.
	Paid,
	/// Its holder has the WATT again.
	Returned,
	/// The node does not have the blocks any more in which that stands.
	Forgotten,
}

/// The chain, for one issuer. What is sent returns when it is final; a failure says whether the chain has spoken
/// (`Problem::is_verdict`) or is to be asked later.
pub trait Ledger {
	async fn standing(&self) -> Result<Standing>;
	async fn fate(&self, reference: &Reference) -> Result<Fate>;
	async fn mint(&self, to: &Account, amount: WattBalance, reference: &Reference) -> Result<()>;
	async fn approve_mint(&self, mint: MintId) -> Result<()>;
	async fn cancel_mint(&self, mint: MintId) -> Result<()>;
	/// The whole queue, in its order.
	async fn queue(&self) -> Result<Vec<Open>>;
	async fn redemption(&self, redemption: RedemptionId) -> Result<Option<Open>>;
	/// Whether an account is frozen or blocked in the currency.
	async fn is_restricted(&self, account: &Account) -> Result<bool>;
	async fn confirm(&self, redemption: RedemptionId, proof: &Reference) -> Result<()>;
	async fn give_back(&self, redemption: RedemptionId, reason: ReturnReason) -> Result<()>;
	async fn put_aside(&self, redemption: RedemptionId) -> Result<()>;
	/// How a redemption ended that was open in block `since`.
	async fn ending(&self, redemption: RedemptionId, since: u64) -> Result<Ending>;
}
