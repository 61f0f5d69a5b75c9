//! What is stored of a settlement under way and of one that is over.

use crate::certificates::passed_on;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridforge_primitives::{
	BySource, CertificateRule, Charge, CommunityId, Contract, CurrencyId, Delivery,
	DeliverySummary, ImbalancePrices, ParticipantId, ProductId, ProductRules, Settled, Summary,
	WattBalance, WattDelta,
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
	/// Communities share what their members feed in beyond their contracts.
	Sharing,
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
	/// Delete what was kept for bills and corrections, and issue its certificates.
	Forget,
	/// Delete its certificates.
	Expire,
}

/// What is being done.
#[allow(clippy::large_enum_variant, reason = "it is stored, and there is one of it")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Work {
	/// A product is being settled.
	Settle(Settling),
	/// The records of a product are being deleted, and its certificates issued.
	Forget(ProductId),
	/// The certificates of a product are being deleted.
	Expire(ProductId),
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
	/// The community that shares next; nothing where none does any more.
	pub community: Option<CommunityId>,
	/// What the grid charged for energy that was shared.
	pub shared_charge: Charge,
	/// Renewable energy so far whose certificates go to those who used it.
	pub passed_on: BySource,
	/// What will be kept.
	pub summary: Summary,
}

impl Settling {
	/// Enter one settled position. `None` past the range of the types.
	pub(crate) fn add(&mut self, settled: &Settled, claim: WattBalance) -> Option<()> {
		let Settled { contract, deviation, .. } = settled;
		let to_supplier = deviation.owed()?.checked_add_unsigned(claim)?;
		self.purse = self.purse.checked_add(to_supplier)?;
		self.pot = self.pot.checked_add(contract.owed()?)?.checked_add(to_supplier)?;
		self.claims = self.claims.checked_add(claim)?;
		self.contracts = self.contracts.checked_add(contract)?;
		self.summary.participants = self.summary.participants.checked_add(1)?;
		if let Some(delivery) = &mut self.summary.delivery {
			add_settled(delivery, settled)?;
		}
		let passed_on = passed_on(self.certificates(), settled);
		self.passed_on = self.passed_on.checked_add(&passed_on)?;
		Some(())
	}

	/// Enter that a participant's record is `new` now, because of what its community shared; it was `old`, if any.
	/// `None` past the range of the types.
	pub(crate) fn add_shared(&mut self, old: Option<&Settled>, new: &Settled) -> Option<()> {
		let shared = new.shared?;
		self.pot = self.pot.checked_add(shared.owed()?)?;
		self.shared_charge = self.shared_charge.checked_add(&shared.charge)?;
		let rule = self.certificates();
		if let Some(delivery) = &mut self.summary.delivery {
			if let Some(old) = old {
				take_settled(delivery, old)?;
				self.passed_on = self.passed_on.checked_sub(&passed_on(rule, old))?;
			}
			add_settled(delivery, new)?;
		}
		self.passed_on = self.passed_on.checked_add(&passed_on(rule, new))?;
		Some(())
	}

	/// Everything that the grid charged. `None` past the range of the types.
	pub(crate) fn charge(&self) -> Option<Charge> {
		self.contracts.charge.checked_add(&self.shared_charge)
	}

	/// Who gets certificates of energy that was sold.
	fn certificates(&self) -> CertificateRule {
		match self.rules.delivery {
			Delivery::Deemed => CertificateRule::Seller,
			Delivery::Metered(metered) => metered.certificates,
		}
	}

	/// Take `amount` out of the pot. `None` past the range of the type.
	pub(crate) fn pay(&mut self, amount: WattBalance) -> Option<()> {
		self.pot = self.pot.checked_sub_unsigned(amount)?;
		Some(())
	}
}

/// Add what one participant's record says of delivery. `None` past the range of the types.
pub(crate) fn add_settled(sum: &mut DeliverySummary, settled: &Settled) -> Option<()> {
	change_by(sum, settled, u64::checked_add, i128::checked_add, u128::checked_add)
}

/// Take back what [`add_settled`] added. `None` where there is less.
pub(crate) fn take_settled(sum: &mut DeliverySummary, settled: &Settled) -> Option<()> {
	change_by(sum, settled, u64::checked_sub, i128::checked_sub, u128::checked_sub)
}

fn change_by(
	sum: &mut DeliverySummary,
	settled: &Settled,
	energy: impl Fn(u64, u64) -> Option<u64>,
	money: impl Fn(WattDelta, WattDelta) -> Option<WattDelta>,
	value: impl Fn(WattBalance, WattBalance) -> Option<WattBalance>,
) -> Option<()> {
	let Settled { contract, metered, deviation, unpaid, shared } = settled;
	let of = if contract.sold > contract.bought { &mut sum.delivered } else { &mut sum.used };
	*of = energy(*of, deviation.delivered)?;
	sum.shortfall = energy(sum.shortfall, deviation.shortfall)?;
	sum.unused = energy(sum.unused, deviation.unused)?;
	sum.cost = money(sum.cost, deviation.cost)?;
	sum.credit = money(sum.credit, deviation.credit)?;
	sum.unpaid = money(sum.unpaid, *unpaid)?;
	sum.renewable.0 = energy(sum.renewable.0, metered.renewable.total().0)?;
	let shared = shared.unwrap_or_default();
	sum.shared = energy(sum.shared, shared.taken)?;
	sum.shared_value = value(sum.shared_value, shared.paid)?;
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
	/// Who gets the certificates of energy that was sold.
	pub certificates: CertificateRule,
	/// Renewable energy whose certificates go to those who used it.
	pub passed_on: BySource,
}

/// The certificates of a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Certified {
	/// All that were issued.
	pub issued: BySource,
	/// Of these, what was claimed.
	pub claimed: BySource,
}
