//! Money that moved, as the chain's pallets tell of it.

use super::{
	block::{address, moment},
	ledger::{At, Ledger},
	rows::{MoneyRow, WATT},
	shapes::{
		Charge, ClaimSettled, EnergyShared, IntervalSettled, Minted, Moved, Outcome,
		PositionSettled, Redemption, Resettled, Seized, Settled, TreasuryPaid, Whole,
	},
};
use crate::{
	errors::{Problem, Result},
	units,
	view::WATT_ID,
};
use gridforge_primitives::{text::decimal, ProductId};

/// Decimal places of a lot in kWh.
const LOT_PLACES: u32 = 2;

fn watt(amount: Whole) -> Option<String> {
	Some(units::watt(amount.0))
}

fn energy(lots: Whole) -> Option<String> {
	Some(decimal(lots.0 < 0, lots.0.unsigned_abs(), LOT_PLACES, 0))
}

fn currency(id: u32) -> String {
	if id == WATT_ID {
		WATT.into()
	} else {
		format!("currency {id}")
	}
}

fn row(at: At<'_>, kind: &'static str, product: Option<ProductId>) -> MoneyRow {
	let times = at.times();
	MoneyRow {
		block: at.block.number,
		event: at.event.told.index,
		time: at.time(),
		kind,
		contract: product.map(|product| product.to_string()),
		zone: product.map(|product| product.zone.0),
		delivery_start: product.map(|product| moment(times.start(product.interval))),
		delivery_end: product.map(|product| moment(times.end(product.interval))),
		currency: WATT.into(),
		..MoneyRow::default()
	}
}

fn charged(row: MoneyRow, charge: &Charge) -> MoneyRow {
	MoneyRow {
		fee_by_value: watt(charge.ad_valorem),
		fee_by_energy: watt(charge.per_kwh),
		fee_above_cap: watt(charge.over_cap),
		fee_crossing: watt(charge.crossing),
		fee_discount: watt(charge.discount),
		tax: watt(charge.tax),
		..row
	}
}

/// Adds up what came in and takes off what went out.
fn sum(into: &[i128], out: &[i128]) -> Result<i128> {
	let overflow = || Problem::incompatible("more money than there can be");
	let plus = |sum: i128, each: &i128| sum.checked_add(*each);
	let minus = |sum: i128, each: &i128| sum.checked_sub(*each);
	let gained = into.iter().try_fold(0, plus).ok_or_else(overflow)?;
	out.iter().try_fold(gained, minus).ok_or_else(overflow)
}

/// The total of a charge, tax included.
fn total(charge: &Charge) -> Result<i128> {
	let Charge { ad_valorem, per_kwh, over_cap, crossing, discount, tax } = charge;
	let part = |whole: &Whole| u128::try_from(whole.0).map_err(Problem::incompatible);
	let charge = gridforge_primitives::Charge {
		ad_valorem: part(ad_valorem)?,
		per_kwh: part(per_kwh)?,
		over_cap: part(over_cap)?,
		crossing: part(crossing)?,
		discount: part(discount)?,
		tax: part(tax)?,
	};
	i128::try_from(charge.total()).map_err(Problem::incompatible)
}

/// What a participant gained when its interval was settled, what the supplier could not pay apart.
fn gained(settled: &Settled) -> Result<i128> {
	let Settled { contract, deviation, unpaid, .. } = settled;
	sum(
		&[contract.earned.0, deviation.credit.0],
		&[contract.paid.0, total(&contract.charge)?, deviation.cost.0, unpaid.0],
	)
}

fn settled(row: MoneyRow, settled: &Settled) -> MoneyRow {
	let Settled { contract, deviation, unpaid, .. } = settled;
	MoneyRow {
		bought_kwh: energy(contract.bought),
		sold_kwh: energy(contract.sold),
		paid: watt(contract.paid),
		earned: watt(contract.earned),
		delivered_kwh: energy(deviation.delivered),
		shortfall_kwh: energy(deviation.shortfall),
		unused_kwh: energy(deviation.unused),
		shortfall_cost: watt(deviation.cost),
		unused_credit: watt(deviation.credit),
		unpaid: watt(*unpaid),
		..charged(row, &contract.charge)
	}
}

impl Ledger {
	/// Between wallet and market.
	pub(super) fn moved(&mut self, at: At<'_>, kind: &'static str) -> Result<()> {
		let Moved { participant, currency: id, amount } = at.read()?;
		self.rows.money.push(MoneyRow {
			participant: Some(participant),
			amount: watt(amount),
			currency: currency(id),
			..row(at, kind, None)
		});
		Ok(())
	}

	/// What an order took from its owner's wallet.
	pub(super) fn topped_up(
		&mut self,
		at: At<'_>,
		participant: u32,
		product: Option<ProductId>,
		outcome: &Outcome,
	) {
		if outcome.topped_up.0 > 0 {
			self.rows.money.push(MoneyRow {
				participant: Some(participant),
				amount: watt(outcome.topped_up),
				..row(at, "top-up", product)
			});
		}
	}

	pub(super) fn treasury_paid(&mut self, at: At<'_>) -> Result<()> {
		let TreasuryPaid { currency: id, amount } = at.read()?;
		let row = row(at, "treasury paid", None);
		let amount = watt(amount);
		self.rows.money.push(MoneyRow { amount, currency: currency(id), ..row });
		Ok(())
	}

	pub(super) fn position_settled(&mut self, at: At<'_>) -> Result<()> {
		let PositionSettled { product, participant, settled: of } = at.read()?;
		let row = MoneyRow {
			participant: Some(participant),
			amount: Some(units::watt(gained(&of)?)),
			..row(at, "settlement", Some(product.into()))
		};
		self.rows.money.push(settled(row, &of));
		Ok(())
	}

	/// The parts are how the interval is settled now; the amount is the difference to before.
	pub(super) fn resettled(&mut self, at: At<'_>) -> Result<()> {
		let Resettled { product, participant, new, paid } = at.read()?;
		let row = MoneyRow {
			participant: Some(participant),
			amount: Some(units::watt(sum(&[], &[paid.0])?)),
			..row(at, "correction", Some(product.into()))
		};
		self.rows.money.push(settled(row, &new));
		Ok(())
	}

	pub(super) fn claim_settled(&mut self, at: At<'_>) -> Result<()> {
		let ClaimSettled { product, participant, paid, unpaid } = at.read()?;
		self.rows.money.push(MoneyRow {
			participant: Some(participant),
			amount: watt(paid),
			unpaid: watt(unpaid),
			..row(at, "claim", Some(product.into()))
		});
		Ok(())
	}

	/// Energy that was shared within a community: given counts as sold, got as bought.
	pub(super) fn energy_shared(&mut self, at: At<'_>) -> Result<()> {
		let EnergyShared { product, participant, shared } = at.read()?;
		let gained = sum(&[shared.earned.0], &[shared.paid.0, total(&shared.charge)?])?;
		let row = MoneyRow {
			participant: Some(participant),
			amount: Some(units::watt(gained)),
			bought_kwh: energy(shared.taken),
			sold_kwh: energy(shared.given),
			paid: watt(shared.paid),
			earned: watt(shared.earned),
			..row(at, "shared", Some(product.into()))
		};
		self.rows.money.push(charged(row, &shared.charge));
		Ok(())
	}

	/// The sums of a product, and who has which part of the fees.
	pub(super) fn interval_settled(&mut self, at: At<'_>) -> Result<()> {
		let IntervalSettled { product, summary } = at.read()?;
		let fee = sum(&[total(&summary.charge)?], &[summary.charge.tax.0])?;
		let operator = sum(&[fee], &[summary.hosts.0, summary.treasury.0])?;
		let row = MoneyRow {
			bought_kwh: energy(summary.lots),
			paid: watt(summary.notional),
			to_operator: Some(units::watt(operator)),
			to_hosts: watt(summary.hosts),
			to_treasury: watt(summary.treasury),
			..row(at, "interval", Some(product.into()))
		};
		self.rows.money.push(charged(row, &summary.charge));
		Ok(())
	}

	pub(super) fn minted(&mut self, at: At<'_>) -> Result<()> {
		let Minted { issuer, to, amount, reference } = at.read()?;
		self.rows.money.push(MoneyRow {
			participant: at.owner(&to),
			account: address(&to),
			amount: watt(amount),
			issuer: Some(issuer),
			reference: Some(reference),
			..row(at, "minted", None)
		});
		Ok(())
	}

	/// WATT that was handed in for money, and what became of it.
	pub(super) fn redemption(&mut self, at: At<'_>, kind: &'static str) -> Result<()> {
		let Redemption { redemption, issuer, holder, amount } = at.read()?;
		self.rows.money.push(MoneyRow {
			participant: at.owner(&holder),
			account: address(&holder),
			amount: watt(amount),
			issuer: Some(issuer),
			reference: Some(redemption.0.to_string()),
			..row(at, kind, None)
		});
		Ok(())
	}

	pub(super) fn seized(&mut self, at: At<'_>) -> Result<()> {
		let Seized { account, currency: id, amount, case } = at.read()?;
		self.rows.money.push(MoneyRow {
			participant: at.owner(&account),
			account: address(&account),
			amount: watt(amount),
			currency: currency(id),
			reference: Some(case),
			..row(at, "seized", None)
		});
		Ok(())
	}
}
