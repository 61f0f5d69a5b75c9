//! A model of the chain: what the WATT pallet does of what the ramp asks for, with finality that comes late, and with a
//! network that loses what is sent.

use crate::ledger::{Account, Ending, Fate, Ledger, Open, Standing};
use gridforge_client::errors::{of_pallet, Problem, Result, CONNECTION_LOST, NONCE_TAKEN};
use gridforge_primitives::{
	IssuerId, IssuerStatus, Millis, MintId, RedemptionId, Reference, ReturnReason, WattBalance,
};
use std::{
	cell::{Ref, RefCell, RefMut},
	collections::{BTreeMap, BTreeSet},
};

/// How long a redemption may take, and a second signature.
pub const PERIOD: Millis = 3_600_000;

/// What becomes of the next thing that is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
	/// It never reaches the node.
	Lost,
	/// It is final, but the answer is lost.
	Unheard,
	/// It waits in the pool, and the connection is lost.
	Late,
}

#[derive(Clone, Debug)]
enum Sent {
	Mint(Account, WattBalance, Reference),
	Cancel(MintId),
	Confirm(RedemptionId, Reference),
	Return(RedemptionId, ReturnReason),
	Aside(RedemptionId),
}

#[derive(Clone, Debug)]
pub struct State {
	pub block: u64,
	pub now: Millis,
	pub balances: BTreeMap<Account, WattBalance>,
	pub minted: WattBalance,
	pub redeemed: WattBalance,
	/// How often WATT was minted for each payment.
	pub mints: BTreeMap<Reference, u32>,
	pub pending: BTreeMap<u64, (Account, WattBalance, Reference, Millis)>,
	next_mint: u64,
	pub open: BTreeMap<u64, Open>,
	pub queue: Vec<RedemptionId>,
	next_redemption: u64,
	pub proofs: BTreeMap<u64, Reference>,
	pub returned: BTreeMap<u64, ReturnReason>,
	pub restricted: BTreeSet<Account>,
	pub blocked: BTreeSet<Account>,
	pub mintable: WattBalance,
	pub single_cap: WattBalance,
	pub loss: Option<Loss>,
	/// What was sent and is not final.
	pool: Option<Sent>,
}

pub struct Model(RefCell<State>);

impl Model {
	pub fn new() -> Model {
		Model(RefCell::new(State {
			block: 1,
			now: 1_790_000_000_000,
			balances: BTreeMap::new(),
			minted: 0,
			redeemed: 0,
			mints: BTreeMap::new(),
			pending: BTreeMap::new(),
			next_mint: 1,
			open: BTreeMap::new(),
			queue: Vec::new(),
			next_redemption: 1,
			proofs: BTreeMap::new(),
			returned: BTreeMap::new(),
			restricted: BTreeSet::new(),
			blocked: BTreeSet::new(),
			mintable: 10_000_000_000_000,
			single_cap: 1_000_000_000_000,
			loss: None,
			pool: None,
		}))
	}

	pub fn state(&self) -> Ref<'_, State> {
		self.0.borrow()
	}

	pub fn change(&self) -> RefMut<'_, State> {
		self.0.borrow_mut()
	}

	/// A block becomes final, and what waited with it.
	pub fn finalise(&self) {
		let mut state = self.change();
		state.block += 1;
		state.now += 6_000;
		if let Some(sent) = state.pool.take() {
			// An error of the call changes nothing.
			let _ = state.apply(&sent);
		}
	}

	/// A holder hands WATT in.
	pub fn redeem(
		&self,
		holder: Account,
		amount: WattBalance,
		reference: Reference,
	) -> RedemptionId {
		let mut state = self.change();
		let balance = state.balances.get_mut(&holder).unwrap();
		*balance = balance.checked_sub(amount).unwrap();
		let redemption = RedemptionId(state.next_redemption);
		state.next_redemption += 1;
		let deadline = state.now + PERIOD;
		let open =
			Open { redemption, holder, amount, reference, deadline, next: false, aside: false };
		state.open.insert(redemption.0, open);
		state.queue.push(redemption);
		redemption
	}

	/// A holder takes back what was not paid in time.
	pub fn reclaim(&self, redemption: RedemptionId) {
		let mut state = self.change();
		let open = state.end(redemption).unwrap();
		*state.balances.entry(open.holder).or_default() += open.amount;
		state.returned.insert(redemption.0, ReturnReason::HolderAsked);
	}

	fn send(&self, sent: Sent) -> Result<()> {
		let mut state = self.change();
		if state.pool.is_some() {
			return Err(Problem::new(NONCE_TAKEN, "another transaction waits"));
		}
		let lost = || Err(Problem::new(CONNECTION_LOST, "the connection was lost"));
		match state.loss.take() {
			None => {
				state.block += 1;
				state.now += 6_000;
				state.apply(&sent)
			}
			Some(Loss::Lost) => lost(),
			Some(Loss::Unheard) => {
				state.block += 1;
				let _ = state.apply(&sent);
				lost()
			}
			Some(Loss::Late) => {
				state.pool = Some(sent);
				lost()
			}
		}
	}
}

fn refused(error: &str) -> Problem {
	of_pallet("Watt", error, &[] as &[&str])
}

impl State {
	fn apply(&mut self, sent: &Sent) -> Result<()> {
		match sent.clone() {
			Sent::Mint(to, amount, reference) => self.mint(to, amount, reference),
			Sent::Cancel(mint) => {
				self.pending.remove(&mint.0).map(|_| ()).ok_or_else(|| refused("UnknownMint"))
			}
			Sent::Confirm(id, proof) => {
				self.must_be_next(id)?;
				let open = self.end(id)?;
				self.redeemed += open.amount;
				self.proofs.insert(id.0, proof);
				Ok(())
			}
			Sent::Return(id, reason) => {
				self.must_be_next(id)?;
				if self.open.get(&id.0).is_some_and(|open| self.blocked.contains(&open.holder)) {
					return Err(refused("HolderBlocked"));
				}
				let open = self.end(id)?;
				*self.balances.entry(open.holder).or_default() += open.amount;
				self.returned.insert(id.0, reason);
				Ok(())
			}
			Sent::Aside(id) => {
				let open = self.open.get_mut(&id.0).ok_or_else(|| refused("UnknownRedemption"))?;
				if open.aside {
					return Err(refused("AlreadyAside"));
				}
				if !self.restricted.contains(&open.holder) {
					return Err(refused("HolderNotRestricted"));
				}
				open.aside = true;
				self.queue.retain(|other| *other != id);
				Ok(())
			}
		}
	}

	fn mint(&mut self, to: Account, amount: WattBalance, reference: Reference) -> Result<()> {
		if amount > self.mintable {
			return Err(refused("AboveReserve"));
		}
		if self.restricted.contains(&to) {
			return Err(refused("AccountRestricted"));
		}
		let waits = self.pending.values().any(|(_, _, waiting, _)| *waiting == reference);
		if waits || self.mints.contains_key(&reference) {
			return Err(refused("ReferenceUsed"));
		}
		if amount > self.single_cap {
			self.pending.insert(self.next_mint, (to, amount, reference, self.now + PERIOD));
			self.next_mint += 1;
			return Ok(());
		}
		self.give_out(to, amount, reference);
		Ok(())
	}

	fn give_out(&mut self, to: Account, amount: WattBalance, reference: Reference) {
		*self.balances.entry(to).or_default() += amount;
		self.minted += amount;
		self.mintable -= amount;
		*self.mints.entry(reference).or_default() += 1;
	}

	fn must_be_next(&self, id: RedemptionId) -> Result<()> {
		let open = self.open.get(&id.0).ok_or_else(|| refused("UnknownRedemption"))?;
		if open.aside || self.queue.first() == Some(&id) {
			Ok(())
		} else {
			Err(refused("NotFirst"))
		}
	}

	fn end(&mut self, id: RedemptionId) -> Result<Open> {
		self.queue.retain(|other| *other != id);
		self.open.remove(&id.0).ok_or_else(|| refused("UnknownRedemption"))
	}

	fn shown(&self, id: RedemptionId) -> Option<Open> {
		let open = self.open.get(&id.0)?;
		Some(Open { next: open.aside || self.queue.first() == Some(&id), ..open.clone() })
	}
}

impl Ledger for Model {
	async fn standing(&self) -> Result<Standing> {
		let state = self.state();
		let issuer = IssuerStatus {
			issuer: IssuerId(1),
			outstanding: state.minted - state.redeemed,
			in_redemption: state.open.values().map(|open| open.amount).sum(),
			queue: 0,
			first_deadline: None,
			reserve: None,
			fresh: 2,
			as_of: None,
			allowance: state.mintable,
			mintable: state.mintable,
			mintable_alone: state.mintable.min(state.single_cap),
			barriers: Vec::new(),
		};
		Ok(Standing { block: state.block, now: state.now, issuer })
	}

	async fn fate(&self, reference: &Reference) -> Result<Fate> {
		let state = self.state();
		if state.mints.contains_key(reference) {
			return Ok(Fate::Minted);
		}
		let waiting = state.pending.iter().find(|(_, (_, _, waiting, _))| waiting == reference);
		Ok(waiting
			.map_or(Fate::Unused, |(mint, (_, _, _, until))| Fate::Proposed(MintId(*mint), *until)))
	}

	async fn mint(&self, to: &Account, amount: WattBalance, reference: &Reference) -> Result<()> {
		self.send(Sent::Mint(*to, amount, *reference))
	}

	async fn approve_mint(&self, mint: MintId) -> Result<()> {
		let mut state = self.change();
		let (to, amount, reference, _) =
			state.pending.remove(&mint.0).ok_or_else(|| refused("UnknownMint"))?;
		state.give_out(to, amount, reference);
		Ok(())
	}

	async fn cancel_mint(&self, mint: MintId) -> Result<()> {
		self.send(Sent::Cancel(mint))
	}

	async fn queue(&self) -> Result<Vec<Open>> {
		let state = self.state();
		Ok(state.queue.iter().filter_map(|id| state.shown(*id)).collect())
	}

	async fn redemption(&self, redemption: RedemptionId) -> Result<Option<Open>> {
		Ok(self.state().shown(redemption))
	}

	async fn is_restricted(&self, account: &Account) -> Result<bool> {
		Ok(self.state().restricted.contains(account))
	}

	async fn confirm(&self, redemption: RedemptionId, proof: &Reference) -> Result<()> {
		self.send(Sent::Confirm(redemption, *proof))
	}

	async fn give_back(&self, redemption: RedemptionId, reason: ReturnReason) -> Result<()> {
		self.send(Sent::Return(redemption, reason))
	}

	async fn put_aside(&self, redemption: RedemptionId) -> Result<()> {
		self.send(Sent::Aside(redemption))
	}

	async fn ending(&self, redemption: RedemptionId, _since: u64) -> Result<Ending> {
		let state = self.state();
		Ok(if state.proofs.contains_key(&redemption.0) {
			Ending::Paid
		} else if state.returned.contains_key(&redemption.0) {
			Ending::Returned
		} else {
			Ending::Forgotten
		})
	}
}
