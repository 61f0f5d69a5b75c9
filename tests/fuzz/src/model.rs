//! Everybody's money and trades, as the chain's events tell of them. It never asks the chain what it is about to
//! check, except for what each currency and account begins with.
//!
//! **Wallets** are accounts', and **trading accounts**, free or locked, are participants', whatever their own accounts
//! are. Trading moves nothing; transfers, fees in WATT, and the settlement of what was traded, do. What a settlement has
//! collected and not yet paid out is **in transit**. Wallets, trading accounts, what is in transit and what was given to
//! the market's own account come to the supply.
//!
//! **Contracts** are what each participant bought and sold in a product, added up from the events of the trades.
//! A settlement must state exactly these.

use crate::{
	counts::Counts,
	fees::{self, Due},
	people::People,
};
use frame_support::traits::fungibles::Inspect;
use gridforge_primitives::{
	BySource, CurrencyId, Delivery, HostLicences as _, Millis, ParticipantId, Participants as _,
	ProductId, ProductRules, Settled, Shared, Side, WattBalance, WattDelta, Zones as _, TREASURY,
};
use gridforge_runtime::{
	configs::TreasuryAccount, constants::watt::WATT_ID, AccountId, Assets, EnergyMarket, Grid,
	Licensing, Participants, Runtime, RuntimeCall, RuntimeEvent,
};
use pallet_asset_tx_payment::Event as FeeEvent;
use pallet_assets::Event as AssetsEvent;
use pallet_energy_market::{Accounts, Event, Products};
use pallet_settlement::Event as Settlement;
use std::collections::BTreeMap;

/// What a participant traded in a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Contract {
	bought: u64,
	sold: u64,
	paid: WattDelta,
	earned: WattDelta,
	/// What the events of its trades as a taker said that they cost besides.
	taker_charge: WattBalance,
}

/// The model.
pub struct Model {
	wallets: BTreeMap<AccountId, WattDelta>,
	trading: BTreeMap<ParticipantId, WattDelta>,
	/// What has left a wallet for the market, of which the market has not told yet whose it is there.
	paid_in: WattDelta,
	/// What settlements have collected and not paid out.
	in_transit: WattDelta,
	/// What was sent to the market's account and is in nobody's trading account.
	gifts: WattDelta,
	supply: WattDelta,
	/// Whether a transfer to the market's account is one of these.
	gift_expected: bool,
	/// The fee in WATT that is expected.
	due: Option<Due>,
	/// Who is who.
	people: People,
	contracts: BTreeMap<(ProductId, ParticipantId), Contract>,
	/// The rules that each product opened with.
	rules: BTreeMap<ProductId, ProductRules>,
	/// What the residual supplier has in products that are being settled.
	purses: BTreeMap<ProductId, WattDelta>,
	/// Who stepped in for deviations in settled products.
	suppliers: BTreeMap<ProductId, ParticipantId>,
	/// What communities have shared in products that are being settled: all that was given less all that was taken, in
	/// energy and in money.
	shared: BTreeMap<ProductId, (i128, WattDelta)>,
	/// Who holds certificates.
	certificates: BTreeMap<ProductId, BTreeMap<ParticipantId, BySource>>,
}

impl Model {
	/// A model that agrees with the chain as it is, where nobody has traded.
	pub fn of_now() -> Self {
		let wallets: BTreeMap<_, _> = pallet_assets::Account::<Runtime>::iter_keys()
			.filter(|(asset, _)| *asset == WATT_ID)
			.map(|(_, account)| account)
			.filter(|account| *account != EnergyMarket::market_account())
			.map(|account| (account.clone(), wallet_of(&account)))
			.collect();
		let trading: BTreeMap<_, _> = Accounts::<Runtime>::iter_keys()
			.filter(|(_, currency)| *currency == WATT_ID)
			.map(|(participant, _)| (participant, trading_of(participant)))
			.collect();
		assert_eq!(Products::<Runtime>::iter().count(), 0, "a model begins before all trades");
		let supply = signed(Assets::total_issuance(WATT_ID));
		Model {
			gifts: supply
				- wallets.values().sum::<WattDelta>()
				- trading.values().sum::<WattDelta>(),
			wallets,
			trading,
			paid_in: 0,
			in_transit: 0,
			supply,
			gift_expected: false,
			due: None,
			people: People::of_now(),
			contracts: BTreeMap::new(),
			rules: BTreeMap::new(),
			purses: BTreeMap::new(),
			suppliers: BTreeMap::new(),
			shared: BTreeMap::new(),
			certificates: BTreeMap::new(),
		}
	}

	/// Whether the call that comes now sends WATT to the market's account.
	pub fn expect_gift(&mut self, expected: bool) {
		self.gift_expected = expected;
	}

	/// Which fee in WATT the transaction must have paid that comes now, if any.
	pub fn expect_fee(&mut self, due: Option<Due>) {
		self.due = due;
	}

	/// The fee that was expected has been paid.
	pub fn assert_fee_paid(&self) {
		assert!(self.due.is_none(), "nobody has paid {:?}", self.due);
	}

	/// Whether a call about a recovery must succeed that `by` sends now; root if there is nobody. Of other calls it says
	/// nothing.
	pub fn foretell(
		&self,
		by: Option<&AccountId>,
		call: &RuntimeCall,
		now: Millis,
	) -> Option<bool> {
		self.people.foretell(by, call, now)
	}

	/// Follow what has happened.
	pub fn follow(&mut self, event: &RuntimeEvent, counts: &mut Counts) {
		match event {
			RuntimeEvent::Assets(event) => self.follow_assets(event),
			RuntimeEvent::EnergyMarket(event) => self.follow_market(event, counts),
			RuntimeEvent::Settlement(event) => self.follow_settlement(event, counts),
			RuntimeEvent::Participants(event) => self.people.follow(event, counts),
			RuntimeEvent::AssetTxPayment(FeeEvent::AssetTxFeePaid {
				who,
				actual_fee,
				tip,
				asset_id,
			}) => self.charge(who, *asset_id, (*actual_fee, *tip), counts),
			RuntimeEvent::TransactionPayment(_) => {
				assert!(self.due.is_none(), "{:?} was paid in GRID", self.due);
			}
			_ => (),
		}
	}

	/// A fee in WATT goes from wallet to wallet.
	fn charge(
		&mut self,
		who: &AccountId,
		currency: Option<CurrencyId>,
		(fee, tip): (WattBalance, WattBalance),
		counts: &mut Counts,
	) {
		let due = self.due.take().expect("only what is owed is charged");
		due.assert_charged(who, currency, fee, tip);
		let receiver = fees::receiver();
		self.credit(who, -signed(fee));
		self.credit(&receiver, signed(fee));
		let paid = u64::from(fee > 0);
		counts.fees += paid;
		counts.treasury_fees += if receiver == TreasuryAccount::get() { paid } else { 0 };
	}

	fn follow_assets(&mut self, event: &AssetsEvent<Runtime>) {
		match event {
			AssetsEvent::Transferred { asset_id: WATT_ID, from, to, amount } => {
				self.transfer(from, to, *amount);
			}
			AssetsEvent::TransferredApproved {
				asset_id: WATT_ID,
				owner,
				destination,
				amount,
				..
			} => self.transfer(owner, destination, *amount),
			AssetsEvent::Issued { asset_id: WATT_ID, owner, amount } => {
				self.supply += signed(*amount);
				self.credit(owner, signed(*amount));
			}
			AssetsEvent::Burned { asset_id: WATT_ID, owner, balance } => {
				self.supply -= signed(*balance);
				self.credit(owner, -signed(*balance));
			}
			_ => (),
		}
	}

	/// Between wallets. What goes to the market's account and comes from there is in trading accounts meanwhile, of which
	/// the market itself tells.
	fn transfer(&mut self, from: &AccountId, to: &AccountId, amount: WattBalance) {
		let market = EnergyMarket::market_account();
		let amount = signed(amount);
		if *from != market {
			self.credit(from, -amount);
		}
		if *to != market {
			self.credit(to, amount);
		} else if self.gift_expected {
			self.gifts += amount;
		} else {
			self.paid_in += amount;
		}
	}

	fn follow_market(&mut self, event: &Event<Runtime>, counts: &mut Counts) {
		match event {
			Event::Traded { product, taker, from, side, fills, notional, charge, .. } => {
				let lots: u64 = fills.iter().map(|fill| u64::from(fill.lots.0)).sum();
				let worth: WattDelta =
					fills.iter().map(|fill| fill.price.notional(fill.lots)).sum();
				assert_eq!(worth, *notional, "the fills are worth something else");
				let own = ProductId { zone: *from, ..*product };
				let contract = self.contracts.entry((own, *taker)).or_default();
				contract.add(*side, lots, worth);
				contract.taker_charge += charge.total();
				for fill in fills {
					assert_ne!(fill.maker, *taker, "a participant traded with itself");
					let contract = self.contracts.entry((*product, fill.maker)).or_default();
					contract.add(
						side.opposite(),
						fill.lots.0.into(),
						fill.price.notional(fill.lots),
					);
				}
				let fills = u64::try_from(fills.len()).expect("fills are few");
				counts.fills += fills;
				counts.crossings += if own == *product { 0 } else { fills };
			}
			Event::AuctionTraded { product, side, fills } => {
				for fill in fills {
					let contract = self.contracts.entry((*product, fill.maker)).or_default();
					contract.add(*side, fill.lots.0.into(), fill.price.notional(fill.lots));
				}
			}
			Event::Deposited { participant, currency: WATT_ID, amount } => {
				assert_eq!(
					self.paid_in,
					signed(*amount),
					"{participant:?} deposits something else"
				);
				self.pay_in(*participant);
			}
			// An order takes from the wallet what the trading account lacks.
			Event::OrderPlaced { participant, .. } | Event::OrdersPlaced { participant, .. } => {
				self.pay_in(*participant);
			}
			Event::Withdrawn { participant, currency: WATT_ID, amount } => {
				self.earn(*participant, -signed(*amount));
			}
			Event::TreasuryPaid { currency: WATT_ID, amount } => {
				self.earn(TREASURY, -signed(*amount));
			}
			Event::AuctionHeld { lots, .. } => counts.auctions += u64::from(*lots > 0),
			Event::AuctionFailed { product, error } => {
				panic!("the auction of {product} failed: {error:?}")
			}
			_ => (),
		}
	}

	fn follow_settlement(&mut self, event: &Settlement<Runtime>, counts: &mut Counts) {
		match event {
			Settlement::SettlementBegun { product, supplier, prices, reserve } => {
				// Where nobody has traded, the zone's rules hold.
				let rules = self.rules.entry(*product).or_insert_with(|| {
					Grid::rules(product.zone, product.interval).expect("there is such a zone")
				});
				let Delivery::Metered(imbalance) = rules.delivery else {
					panic!("{product} is not metered");
				};
				assert_eq!(*supplier, imbalance.supplier);
				assert!(
					imbalance.surplus <= prices.surplus
						&& prices.surplus <= prices.shortage
						&& prices.shortage <= imbalance.shortage,
					"deviations in {product} cost what no rule allows"
				);
				self.earn(*supplier, -signed(*reserve));
				self.in_transit += signed(*reserve);
				self.purses.insert(*product, signed(*reserve));
			}
			Settlement::PositionSettled { product, participant, settled } => {
				self.settle(*product, *participant, settled);
				counts.positions += 1;
			}
			Settlement::ClaimSettled { product, participant, paid, .. } => {
				self.pay_out(*participant, *paid);
				*self.purses.get_mut(product).expect("it has begun") -= signed(*paid);
				counts.claims += 1;
			}
			Settlement::IntervalSettled { product, summary } => {
				let rules = self.rules.remove(product).expect("it had a header");
				assert!(
					!self.contracts.keys().any(|(of, _)| of == product),
					"a contract in {product} was not settled"
				);
				let balance = self.shared.remove(product).unwrap_or_default();
				assert_eq!(balance, (0, 0), "{product}: what was shared does not add up");
				let (fees, whole) = (summary.charge.fee(), summary.charge.whole_fee());
				// The treasury alone pays for discounts.
				let treasury = rules.fees.shares.treasury_part(whole);
				assert_eq!(summary.treasury + summary.charge.discount, treasury);
				self.pay_out(TREASURY, summary.treasury);
				let operator = fees - summary.hosts - summary.treasury;
				self.pay_out(rules.operator, operator);
				self.pay_out(rules.tax_collector, summary.charge.tax);
				if let Delivery::Metered(imbalance) = rules.delivery {
					let purse = self.purses.remove(product).expect("it has begun");
					let purse = purse.try_into().expect("a supplier never pays what it has not");
					self.pay_out(imbalance.supplier, purse);
					self.suppliers.insert(*product, imbalance.supplier);
				}
				counts.products += 1;
			}
			Settlement::Resettled { product, participant, paid, .. } => {
				let supplier = self.suppliers[product];
				self.earn(*participant, -paid);
				self.earn(supplier, *paid);
				counts.resettled += 1;
			}
			Settlement::EnergyShared { product, participant, shared, .. } => {
				let Shared { given, taken, earned, paid, charge } = *shared;
				assert!(given == 0 || taken == 0, "{participant:?} gives and takes");
				let (energy, money) = self.shared.entry(*product).or_default();
				*energy += i128::from(given) - i128::from(taken);
				*money += signed(earned) - signed(paid);
				let owed = signed(paid) + signed(charge.total()) - signed(earned);
				self.earn(*participant, -owed);
				self.in_transit += owed;
				self.pay_host(*product, *participant, charge.whole_fee());
				counts.shared += 1;
			}
			Settlement::CertificatesIssued { product, participant, issued } => {
				let old =
					self.certificates.entry(*product).or_default().insert(*participant, *issued);
				assert_eq!(old, None, "{participant:?} gets certificates of {product} twice");
				counts.certificates += 1;
			}
			Settlement::CertificatesClaimed { product, participant, source, amount } => {
				let holders = self.certificates.get_mut(product).expect("they were issued");
				let held = holders.get_mut(participant).and_then(|held| held.of(*source));
				let held = held.expect("it holds some");
				*held = held.checked_sub(*amount).expect("a kWh is claimed twice");
				counts.claimed += 1;
			}
			Settlement::CertificatesExpired { product, unclaimed } => {
				let holders = self.certificates.remove(product).expect("they were issued");
				let sum =
					|sum: BySource, held: &BySource| sum.checked_add(held).expect("it is small");
				assert_eq!(*unclaimed, holders.values().fold(BySource::default(), sum));
			}
			Settlement::SettlementParked { product, stage, error } => {
				panic!("the settlement of {product} failed at {stage:?}: {error:?}")
			}
			_ => (),
		}
	}

	/// A position was turned into money: exactly what was traded, and no more than it should be for a deviation.
	fn settle(&mut self, product: ProductId, participant: ParticipantId, settled: &Settled) {
		let contract = self.contracts.remove(&(product, participant)).unwrap_or_default();
		let Contract { taker_charge, .. } = contract;
		let Settled { contract: is, deviation, unpaid, .. } = settled;
		let (bought, sold) = (is.bought, is.sold);
		let stated = Contract { bought, sold, paid: is.paid, earned: is.earned, taker_charge };
		assert_eq!(stated, contract, "{participant:?} settles other trades in {product}");
		let charge = is.charge;
		assert!(charge.total() >= taker_charge, "a charge has become smaller");
		if bought == 0 {
			assert_eq!(charge.total(), charge.crossing, "a seller was charged for energy");
		}
		let promised = deviation.delivered + deviation.shortfall + deviation.unused;
		assert_eq!(promised, sold.abs_diff(bought), "energy is lost in {product}");
		// A deviation never pays: each lot costs at least, or brings at most, what it was traded for.
		let (cost, credit) = (deviation.cost, deviation.credit);
		let at_own_price = |money: WattDelta, part: u64| money * WattDelta::from(part);
		if deviation.shortfall > 0 {
			assert!(cost * WattDelta::from(sold) >= at_own_price(is.earned, deviation.shortfall));
		}
		if deviation.unused > 0 {
			assert!(credit * WattDelta::from(bought) <= at_own_price(is.paid, deviation.unused));
		}
		let to_supplier = cost - credit + unpaid;
		let owed = is.paid - is.earned + signed(charge.total()) + to_supplier;
		self.earn(participant, -owed);
		self.in_transit += owed;
		if let Some(purse) = self.purses.get_mut(&product) {
			*purse += to_supplier;
		} else {
			assert_eq!(to_supplier, 0, "a deviation was settled where none can be");
		}
		self.pay_host(product, participant, charge.whole_fee());
	}

	/// The host of a participant gets its share of the fee, while it is licensed.
	fn pay_host(&mut self, product: ProductId, participant: ParticipantId, fee: WattBalance) {
		let shares = self.rules[&product].fees.shares;
		let host = Participants::host_of(participant);
		if let Some(host) = host.filter(|host| Licensing::is_licensed_host(*host)) {
			self.pay_out(host, shares.host_part(fee));
		}
	}

	fn credit(&mut self, wallet: &AccountId, amount: WattDelta) {
		*self.wallets.entry(wallet.clone()).or_default() += amount;
	}

	fn earn(&mut self, participant: ParticipantId, amount: WattDelta) {
		*self.trading.entry(participant).or_default() += amount;
	}

	fn pay_in(&mut self, participant: ParticipantId) {
		let amount = std::mem::take(&mut self.paid_in);
		self.earn(participant, amount);
	}

	fn pay_out(&mut self, participant: ParticipantId, amount: WattBalance) {
		self.earn(participant, signed(amount));
		self.in_transit -= signed(amount);
	}

	/// Hold the chain against the model.
	pub fn check(&mut self) {
		for (account, wallet) in &self.wallets {
			assert_eq!(
				wallet_of(account),
				*wallet,
				"{account} has money that it should not, or lacks some"
			);
		}
		for (participant, trading) in &self.trading {
			assert_eq!(
				trading_of(*participant),
				*trading,
				"{participant:?} has money in the market that it should not, or lacks some"
			);
		}
		self.people.check();
		assert_eq!(self.paid_in, 0, "the market holds money and does not say whose it is");
		let wallets: WattDelta = self.wallets.values().sum();
		let trading: WattDelta = self.trading.values().sum();
		let sum = wallets + trading + self.in_transit + self.gifts;
		assert_eq!(sum, self.supply, "the model does not add up");
		assert_eq!(signed(Assets::total_issuance(WATT_ID)), self.supply);
		let surplus = EnergyMarket::surplus(WATT_ID).expect("the market can pay what it owes");
		assert_eq!(signed(surplus), self.gifts, "the market holds more than it owes, or less");
		for (interval, zone, header) in Products::<Runtime>::iter() {
			let product = ProductId { interval, zone };
			let rules = *self.rules.entry(product).or_insert(header.rules);
			assert_eq!(rules, header.rules, "{product} has changed its rules");
		}
	}

	/// Nothing is in transit, and nothing was traded that has not been settled.
	pub fn assert_all_settled(&self) {
		assert_eq!(self.in_transit, 0, "money is left in settlements");
		assert!(self.contracts.is_empty(), "contracts are left: {:?}", self.contracts);
		assert!(self.rules.is_empty(), "products are left");
	}

	/// Whether nobody holds certificates.
	pub fn has_no_certificates(&self) -> bool {
		self.certificates.is_empty()
	}

	/// All certificates have expired.
	pub fn assert_all_expired(&self) {
		assert!(self.certificates.is_empty(), "certificates are left");
		assert_eq!(pallet_settlement::Certificates::<Runtime>::iter().count(), 0);
		assert_eq!(pallet_settlement::Records::<Runtime>::iter().count(), 0, "records are left");
	}

	/// The market holds nothing but what it was given, for nobody.
	pub fn assert_paid_out(&self) {
		let accounts: Vec<_> = Accounts::<Runtime>::iter()
			.filter(|(_, _, account)| account.free > 0 || account.locked > 0)
			.collect();
		assert!(accounts.is_empty(), "trading accounts are left: {accounts:?}");
		let held = Assets::total_balance(WATT_ID, &EnergyMarket::market_account());
		assert_eq!(signed(held), self.gifts, "money is left in the market");
	}
}

impl Contract {
	fn add(&mut self, side: Side, lots: u64, notional: WattDelta) {
		match side {
			Side::Bid => {
				self.bought += lots;
				self.paid += notional;
			}
			Side::Ask => {
				self.sold += lots;
				self.earned += notional;
			}
		}
	}
}

/// What the chain says that is in a wallet.
fn wallet_of(account: &AccountId) -> WattDelta {
	signed(Assets::total_balance(WATT_ID, account))
}

/// What the chain says that is in a trading account.
fn trading_of(participant: ParticipantId) -> WattDelta {
	let account = Accounts::<Runtime>::get(participant, WATT_ID);
	signed(account.free + account.locked)
}

fn signed(amount: WattBalance) -> WattDelta {
	amount.try_into().expect("amounts are far below the range of the type")
}
