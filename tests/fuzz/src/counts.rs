//! What has been done: how many calls of which kind, with which result, and what came of them.

use std::{collections::BTreeMap, fmt};

/// How often a kind of call was taken and refused.
#[derive(Clone, Copy, Debug, Default)]
pub struct Results {
	/// Calls that did what they say.
	pub done: u64,
	/// Calls that ended in an error, and changed nothing.
	pub refused: u64,
}

/// What has been done, by one input or by many.
#[derive(Clone, Debug, Default)]
pub struct Counts {
	/// Inputs.
	pub inputs: u64,
	/// Blocks made.
	pub blocks: u64,
	/// All calls.
	pub calls: Results,
	/// Transactions that no block takes: the block was full, or they could not be paid for.
	pub invalid: u64,
	/// Of these, such as could not pay a fee in WATT.
	pub unpayable: u64,
	/// Fees paid in WATT.
	pub fees: u64,
	/// Of these, such as the treasury got.
	pub treasury_fees: u64,
	/// Orders that a taker traded with.
	pub fills: u64,
	/// Of these, in a neighbouring zone's book.
	pub crossings: u64,
	/// Opening auctions that traded something.
	pub auctions: u64,
	/// Positions turned into money.
	pub positions: u64,
	/// Products settled.
	pub products: u64,
	/// Claims on a residual supplier that had too little.
	pub claims: u64,
	/// Corrections that moved money after settlement.
	pub resettled: u64,
	/// Members of communities that gave or got energy.
	pub shared: u64,
	/// Participants that got certificates of a product.
	pub certificates: u64,
	/// Claims of certificates.
	pub claimed: u64,
	/// Participants that got another own account.
	pub recovered: u64,
	/// Recoveries that somebody stopped.
	pub objections: u64,
	/// Results by kind of call.
	pub by_call: BTreeMap<String, Results>,
	/// How often each error came.
	pub by_error: BTreeMap<String, u64>,
}

impl Counts {
	/// Count one call.
	pub fn add_call(&mut self, name: String, error: Option<String>) {
		let kind = self.by_call.entry(name).or_default();
		for results in [&mut self.calls, kind] {
			match error {
				None => results.done += 1,
				Some(_) => results.refused += 1,
			}
		}
		if let Some(error) = error {
			*self.by_error.entry(error).or_default() += 1;
		}
	}

	/// Add what another input has done.
	pub fn add(&mut self, other: &Counts) {
		self.inputs += other.inputs;
		self.blocks += other.blocks;
		self.calls.add(other.calls);
		self.invalid += other.invalid;
		self.unpayable += other.unpayable;
		self.fees += other.fees;
		self.treasury_fees += other.treasury_fees;
		self.fills += other.fills;
		self.crossings += other.crossings;
		self.auctions += other.auctions;
		self.positions += other.positions;
		self.products += other.products;
		self.claims += other.claims;
		self.resettled += other.resettled;
		self.shared += other.shared;
		self.certificates += other.certificates;
		self.claimed += other.claimed;
		self.recovered += other.recovered;
		self.objections += other.objections;
		for (name, results) in &other.by_call {
			self.by_call.entry(name.clone()).or_default().add(*results);
		}
		for (error, count) in &other.by_error {
			*self.by_error.entry(error.clone()).or_default() += count;
		}
	}
}

impl Results {
	fn add(&mut self, other: Results) {
		self.done += other.done;
		self.refused += other.refused;
	}
}

/// A line for each, and a table of the kinds of calls and of the errors.
impl fmt::Display for Counts {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Results { done, refused } = self.calls;
		writeln!(f, "{:10} calls: {done} done, {refused} refused", done + refused)?;
		for (count, what) in [
			(self.inputs, "inputs"),
			(self.blocks, "blocks"),
			(self.invalid, "transactions that no block takes"),
			(self.unpayable, "fees in WATT that could not be paid, of these"),
			(self.fees, "fees paid in WATT"),
			(self.treasury_fees, "to the treasury, of these"),
			(self.fills, "orders filled by takers"),
			(self.crossings, "across a border, of these"),
			(self.auctions, "auctions with trades"),
			(self.positions, "positions settled"),
			(self.products, "products settled"),
			(self.claims, "claims on a supplier that had too little"),
			(self.resettled, "settlements corrected"),
			(self.shared, "shares of energy within communities"),
			(self.certificates, "certificates issued"),
			(self.claimed, "certificates claimed"),
			(self.recovered, "own accounts recovered"),
			(self.objections, "recoveries stopped"),
		] {
			writeln!(f, "{count:10} {what}")?;
		}
		writeln!(f, "\n      done    refused")?;
		for (name, Results { done, refused }) in &self.by_call {
			writeln!(f, "{done:10} {refused:10} {name}")?;
		}
		writeln!(f)?;
		for (error, count) in &self.by_error {
			writeln!(f, "{count:10} {error}")?;
		}
		Ok(())
	}
}
