//! What becomes of a product whose gate has closed: what was contracted, what was delivered, what is kept.

use crate::{
	api::Prices,
	derives::{shown, stored},
	tariff::Charge,
	CurrencyId, IntervalId, Metered, ParticipantId, Price, ProductId, ProductRules, ReadingCounts,
	Side, WattBalance, WattDelta, WattHours,
};
use alloc::vec::Vec;

stored! {
	/// All that a participant has traded in one product.
	#[derive(Default)]
	pub struct Contract {
		/// Lots bought.
		pub bought: u64,
		/// Lots sold.
		pub sold: u64,
		/// What the energy bought costs; negative where prices are.
		pub paid: WattDelta,
		/// What the energy sold earns; negative where prices are.
		pub earned: WattDelta,
		/// What the grid charges, part by part.
		pub charge: Charge,
	}
}

impl Contract {
	/// The same with what was traded on `side`. `None` past the range of the types.
	pub fn with_trade(
		mut self,
		side: Side,
		lots: u64,
		notional: WattDelta,
		charge: &Charge,
	) -> Option<Contract> {
		let (sum, money) = match side {
			Side::Bid => (&mut self.bought, &mut self.paid),
			Side::Ask => (&mut self.sold, &mut self.earned),
		};
		*sum = sum.checked_add(lots)?;
		*money = money.checked_add(notional)?;
		self.charge = self.charge.checked_add(charge)?;
		Some(self)
	}

	/// Both together. `None` past the range of the types.
	pub fn checked_add(&self, other: &Contract) -> Option<Contract> {
		Some(Contract {
			bought: self.bought.checked_add(other.bought)?,
			sold: self.sold.checked_add(other.sold)?,
			paid: self.paid.checked_add(other.paid)?,
			earned: self.earned.checked_add(other.earned)?,
			charge: self.charge.checked_add(&other.charge)?,
		})
	}

	/// What is owed for it: costs and charges less earnings. `None` past the range.
	pub fn owed(&self) -> Option<WattDelta> {
		let charge = WattDelta::try_from(self.charge.total()).ok()?;
		self.paid.checked_add(charge)?.checked_sub(self.earned)
	}
}

stored! {
	/// How what flowed differs from what a participant contracted, and what that comes to.
	#[derive(Default)]
	pub struct Deviation {
		/// Lots of the net contract that were delivered, or used.
		pub delivered: u64,
		/// Lots sold on balance and not delivered.
		pub shortfall: u64,
		/// Lots bought on balance and not used.
		pub unused: u64,
		/// What the participant pays the residual supplier for the shortfall; negative where prices are.
		pub cost: WattDelta,
		/// What the residual supplier pays the participant for what was not used; negative where prices are.
		pub credit: WattDelta,
	}
}

impl Deviation {
	/// What is owed to the residual supplier. `None` past the range.
	pub fn owed(&self) -> Option<WattDelta> {
		self.cost.checked_sub(self.credit)
	}
}

stored! {
	/// What a participant shared within its community, in one interval.
	#[derive(Default)]
	pub struct Shared {
		/// Lots that it gave to others.
		pub given: u64,
		/// Lots that it got from others.
		pub taken: u64,
		/// What it earned for those given.
		pub earned: WattBalance,
		/// What it paid for those taken.
		pub paid: WattBalance,
		/// What the grid charged for those taken, part by part.
		pub charge: Charge,
	}
}

impl Shared {
	/// What it cost, the grid's charge included. `None` past the range.
	pub fn cost(&self) -> Option<WattBalance> {
		self.paid.checked_add(self.charge.total())
	}

	/// What is owed for it: costs and charges less earnings. `None` past the range.
	pub fn owed(&self) -> Option<WattDelta> {
		WattDelta::try_from(self.cost()?).ok()?.checked_sub_unsigned(self.earned)
	}
}

stored! {
	/// How one participant's interval was settled.
	#[derive(Default)]
	pub struct Settled {
		/// What it had contracted.
		pub contract: Contract,
		/// What its meters measured; nothing of worth where contracts count as delivered.
		pub metered: Metered,
		/// How the two differ.
		pub deviation: Deviation,
		/// Of the deviation, what the residual supplier still owes the participant; below zero what the participant
		/// still owes the supplier.
		pub unpaid: WattDelta,
		/// What it shared within its community; nothing where it did not.
		pub shared: Option<Shared>,
	}
}

stored! {
	/// What is kept of a settled product.
	#[derive(Default)]
	pub struct Summary {
		/// Lots contracted: bought by participants of the zone.
		pub lots: u64,
		/// What they cost; negative where prices were.
		pub notional: WattDelta,
		/// What the grid charged for that and for energy that was shared, part by part.
		pub charge: Charge,
		/// Of the fees, what application hosts got.
		pub hosts: WattBalance,
		/// Of the fees, what the treasury got. The grid operator got the rest; the tax collector the tax.
		pub treasury: WattBalance,
		/// Participants that traded or had orders.
		pub participants: u32,
		/// What it traded at; nothing where it did not.
		pub prices: Option<Prices>,
		/// What was delivered; nothing where contracts count as delivered.
		pub delivery: Option<DeliverySummary>,
	}
}

stored! {
	/// What meters say of a settled product, summed over its participants.
	#[derive(Default)]
	pub struct DeliverySummary {
		/// Lots sold on balance that were delivered.
		pub delivered: u64,
		/// Lots sold on balance that were not.
		pub shortfall: u64,
		/// Lots bought on balance that were used.
		pub used: u64,
		/// Lots bought on balance that were not.
		pub unused: u64,
		/// What sellers paid the residual supplier.
		pub cost: WattDelta,
		/// What the residual supplier owed buyers.
		pub credit: WattDelta,
		/// Of these, what the residual supplier still owes participants, less what they still owe it.
		pub unpaid: WattDelta,
		/// How many readings there were of each quality.
		pub readings: ReadingCounts,
		/// Lots that went to other zones.
		pub exported: u64,
		/// Lots that communities shared.
		pub shared: u64,
		/// What their members paid one another for these.
		pub shared_value: WattBalance,
		/// What renewable sources were metered to feed in, of those whose interval was settled.
		pub renewable: WattHours,
	}
}

/// A product whose gate has closed, as the market hands it to settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
	/// The rules that it traded under.
	pub rules: ProductRules,
	/// Lots traded in its book.
	pub lots: u64,
	/// Price × lots over those trades.
	pub notional: WattDelta,
	/// Lots that its participants bought in other zones.
	pub imported: u64,
	/// Lots that its participants sold in other zones.
	pub exported: u64,
	/// What is to be handed to other zones for these: costs less earnings.
	pub to_others: WattDelta,
	/// What it traded at; nothing where it did not.
	pub prices: Option<Prices>,
}

shown! {
	/// One interval on a participant's bill.
	#[derive(Copy)]
	pub struct BillEntry {
		/// The product.
		pub product: ProductId,
		/// How it was settled.
		pub settled: Settled,
		/// What it came to: paid by the participant, or to it where negative.
		pub owed: WattDelta,
	}
}

shown! {
	/// What a participant's settled intervals came to, from one interval until before another.
	pub struct PeriodBill {
		/// The intervals in which it had contracts, in order of delivery.
		pub entries: Vec<BillEntry>,
		/// What they come to.
		pub owed: WattDelta,
		/// From where to ask on; nothing where all was told.
		pub next: Option<IntervalId>,
	}
}

/// What the market tells settlement, and asks it.
pub trait SettlementQueue {
	/// A product has got its first resting order: it has to be settled when its time has come.
	fn opened(product: ProductId, rules: &ProductRules);

	/// What is kept of a product that has settled.
	fn summary(product: ProductId) -> Option<Summary>;

	/// Whether a product waits for its time to settle, or is being settled, or was put aside.
	fn awaits(product: ProductId) -> bool;

	/// Whether a product is being settled or was put aside.
	fn is_settling(product: ProductId) -> bool;

	/// Money that settlement has collected and not paid out yet; below zero where it was paid out before.
	fn in_hand(currency: CurrencyId) -> WattDelta;
}

/// What settlement asks of the market.
pub trait ClosedMarket {
	/// A product that has not settled yet.
	fn closed(product: ProductId) -> Option<Closed>;

	/// Enter what resting orders traded into the positions of their owners, one page a step, as long as `go_on` says
	/// so. Whether all have been entered.
	fn sweep(
		product: ProductId,
		go_on: &mut dyn FnMut() -> bool,
	) -> Result<bool, sp_runtime::DispatchError>;

	/// Who has a position in a product that has been swept. It remembers its place while positions are settled.
	fn participants(product: ProductId) -> impl Iterator<Item = ParticipantId>;

	/// End a position: its lock is released, what is owed leaves the participant's account, what is earned enters it.
	/// `owed` says what that is, and how many lots of what was traded meters have confirmed; it is told the contract.
	fn settle_position<R>(
		product: ProductId,
		currency: CurrencyId,
		participant: ParticipantId,
		owed: impl FnOnce(&Contract) -> Result<(WattDelta, u64, R), sp_runtime::DispatchError>,
	) -> Result<R, sp_runtime::DispatchError>;

	/// Pay `amount` into the free money of a participant.
	fn credit(
		participant: ParticipantId,
		currency: CurrencyId,
		amount: WattBalance,
	) -> Result<(), sp_runtime::DispatchError>;

	/// The free money of a participant.
	fn free(participant: ParticipantId, currency: CurrencyId) -> WattBalance;

	/// Take `amount` from the free money of a participant, or what there is of it. What was taken.
	fn take_up_to(
		participant: ParticipantId,
		currency: CurrencyId,
		amount: WattBalance,
	) -> WattBalance;

	/// Delete a product of which nothing is left to settle; `closing` is the last price that it traded at.
	fn close(product: ProductId, closing: Option<Price>);

	/// What positions and resting orders of a product come to that has not been settled yet. `None` for an unknown
	/// product, or past the range of the types.
	fn outstanding(product: ProductId) -> Option<Contract>;

	/// Make `product` one that has traded in its own zone and with as many neighbours as there can be.
	#[cfg(feature = "runtime-benchmarks")]
	fn close_for_benchmark(product: ProductId);

	/// Let `participant` have sold 100 lots in `product` for 1 WATT, and been charged for it, beside many other
	/// products.
	#[cfg(feature = "runtime-benchmarks")]
	fn position_for_benchmark(product: ProductId, participant: ParticipantId);

	/// Let `product` have a full page of traded orders, each another participant's.
	#[cfg(feature = "runtime-benchmarks")]
	fn page_for_benchmark(product: ProductId);

	/// Let the participant's trading account be as large as can be, with money in it.
	#[cfg(feature = "runtime-benchmarks")]
	fn account_for_benchmark(participant: ParticipantId, currency: CurrencyId);
}
