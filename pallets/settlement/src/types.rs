//! What is stored of a settlement under way and of one that is over.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridforge_primitives::{
	Contract, CurrencyId, Delivery, DeliverySummary, Deviation, ImbalancePrices, ParticipantId,
	ProductId, ProductRules, Summary, WattBalance, WattDelta,
};
use scale_info::TypeInfo;

/// Which part of a product is being settled.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Stage {
	/// What resting orders traded is entered into positions.
	Sweep,
	/// Positions: buyers pay, sellers are paid, the rest is released.
	Positions,
	/// What the residual supplier owes is paid as far as its money goes; only where that may not be enough.
	Claims,
	/// Operator, hosts, treasury, tax collector and residual supplier are paid; the summary is written.
	Finish,
}

/// What is to be done with a product when its time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Job {
	/// Settle it.
	Settle,
	/// Delete what was kept for bills and corrections.
	Forget,
}

/// What is being done.
#[allow(clippy::large_enum_variant, reason = "it is stored, and there is one of it")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Work {
	/// A product is being settled.
	Settle(Settling),
	/// The records of a product are being deleted.
	Forget(ProductId),
}

/// How far the settlement of a product has come.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Settling {
	/// The product.
	pub product: ProductId,
	/// Its rules.
	pub rules: ProductRules,
	/// What deviations cost; both zero where contracts count as delivered.
	pub prices: ImbalancePrices,
	/// What comes next.
	pub stage: Stage,
	/// What has been settled so far.
	pub contracts: Contract,
	/// Lots that participants of the zone bought in other zones.
	pub imported: u64,
	/// Lots that participants of the zone sold in other zones.
	pub exported: u64,
	/// What is handed to other zones for these.
	pub to_others: WattDelta,
	/// All money collected and not paid out yet. Below zero while sellers were settled before their buyers, whose
	/// money is locked and certain.
	pub pot: WattDelta,
	/// Of that, the residual supplier's.
	pub purse: WattDelta,
	/// Whether the residual supplier's money may not be enough: then what it owes is paid last, and shared.
	pub scarce: bool,
	/// What the residual supplier owes and has not paid.
	pub claims: WattBalance,
	/// What of its money there is for these.
	pub offer: WattBalance,
	/// What will be kept.
	pub summary: Summary,
}

impl Settling {
	/// Enter one settled position. `None` past the range of the types.
	pub(crate) fn add(
		&mut self,
		contract: &Contract,
		deviation: &Deviation,
		claim: WattBalance,
	) -> Option<()> {
		let to_supplier = deviation.owed()?.checked_add_unsigned(claim)?;
		self.purse = self.purse.checked_add(to_supplier)?;
		self.pot = self.pot.checked_add(contract.owed()?)?.checked_add(to_supplier)?;
		self.claims = self.claims.checked_add(claim)?;
		self.contracts = self.contracts.checked_add(contract)?;
		self.summary.participants = self.summary.participants.checked_add(1)?;
		if let Some(delivery) = &mut self.summary.delivery {
			add_deviation(delivery, contract, deviation)?;
			delivery.unpaid = delivery.unpaid.checked_add_unsigned(claim)?;
		}
		Some(())
	}

	/// Take `amount` out of the pot. `None` past the range of the type.
	pub(crate) fn pay(&mut self, amount: WattBalance) -> Option<()> {
		self.pot = self.pot.checked_sub_unsigned(amount)?;
		Some(())
	}

	/// Who steps in for deviations.
	pub(crate) fn supplier(&self) -> Option<ParticipantId> {
		match self.rules.delivery {
			Delivery::Deemed => None,
			Delivery::Metered(imbalance) => Some(imbalance.supplier),
		}
	}
}

/// Add how one participant deviated from its contract. `None` past the range of the types.
pub(crate) fn add_deviation(
	sum: &mut DeliverySummary,
	contract: &Contract,
	deviation: &Deviation,
) -> Option<()> {
	let Deviation { delivered, shortfall, unused, cost, credit } = *deviation;
	let of = if contract.sold > contract.bought { &mut sum.delivered } else { &mut sum.used };
	*of = of.checked_add(delivered)?;
	sum.shortfall = sum.shortfall.checked_add(shortfall)?;
	sum.unused = sum.unused.checked_add(unused)?;
	sum.cost = sum.cost.checked_add(cost)?;
	sum.credit = sum.credit.checked_add(credit)?;
	Some(())
}

/// Take back what [`add_deviation`] added. `None` where there is less.
pub(crate) fn take_deviation(
	sum: &mut DeliverySummary,
	contract: &Contract,
	deviation: &Deviation,
) -> Option<()> {
	let Deviation { delivered, shortfall, unused, cost, credit } = *deviation;
	let of = if contract.sold > contract.bought { &mut sum.delivered } else { &mut sum.used };
	*of = of.checked_sub(delivered)?;
	sum.shortfall = sum.shortfall.checked_sub(shortfall)?;
	sum.unused = sum.unused.checked_sub(unused)?;
	sum.cost = sum.cost.checked_sub(cost)?;
	sum.credit = sum.credit.checked_sub(credit)?;
	Some(())
}

/// Under what a product was settled: what a correction needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Terms {
	/// The money.
	pub currency: CurrencyId,
	/// Who steps in for deviations.
	pub supplier: ParticipantId,
	/// What they cost.
	pub prices: ImbalancePrices,
}
