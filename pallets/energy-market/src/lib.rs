//! # Energy market
//!
//! The on-chain energy market: order books, trading accounts and trades.
//!
//! ## Pallet API
//!
//! See [`Call`] for what can be sent, [`Config`] for what the pallet needs, and
//! `EnergyMarketApi` (crate `pallet-energy-market-runtime-api`) for what can be asked.
//!
//! ## Overview
//!
//! Neighbours trade energy for one delivery interval in one zone: a *product*. A household with solar
//! panels *asks* a price for what it will not use; a neighbour *bids* for what it will need. Whoever
//! comes first at a price is served first, and a trade happens at the price of the order that was
//! already there. Some minutes before delivery the *gate* closes; what was traded is then settled by another pallet,
//! through `ClosedMarket`.
//!
//! ### Terminology
//!
//! - **Maker**: the owner of the order that was resting in the book. **Taker**: the owner of the order
//!   that came and traded with it.
//! - **Lock**: money set aside because an order or a trade may come to owe it.
//! - **Gate closure**: the end of trading, by chain time alone.
//! - **Position**: what one participant has bought, sold and promised in one product.
//! - **Opening auction**: until it is held, orders of a product only collect; then all that can trade at one price do.
//! - **Crossing**: a trade with the book of a neighbouring zone.
//! - **Delegate**: an account that trades for a participant within limits.
//!
//! ### Example
//!
//! Alice asks 0.150 WATT per kWh for 20 kWh, Bob 0.120 for 15 kWh; Charlie bids 0.160 for 25 kWh.
//! Charlie buys 15 kWh from Bob at 0.120 and 10 kWh from Alice at 0.150 and owes 3.30 WATT and a fee of
//! 5 %, 0.165. After the gate Bob has 1.80 more, Alice 1.50, the operator 0.165, Charlie 3.465 less,
//! and the 10 kWh of Alice's that nobody took are released. (`tests/golden_day.rs`)
//!
//! ## Design
//!
//! **Goals**: placing an order writes few keys, a fill writes no key of its maker, nobody's frozen wallet
//! can stop a trade, nothing is left here of a settled product.
//!
//! **Money** is moved once into the account of this pallet, and is bookkeeping from there on: each
//! participant has one trading account per currency, with a free and a locked part. Deposits,
//! withdrawals and the top-up of an order are the only transfers.
//!
//! **Storage layout.** [`Products`] holds a header per product with rules and bitmaps of its price
//! levels; [`Levels`] and [`Pages`] hold the orders (see `gridforge-matching`); [`Positions`] one record
//! per participant and product; [`Accounts`] one per participant and currency. A resting order writes
//! its level, its owner's position and its owner's account. All keys are numbers that the chain assigns
//! or bounds, so they are Identity-hashed and lie side by side in the trie.
//!
//! **Charges.** What the grid charges is computed in one place, `FeeTerms::charge`, from the tariff in the
//! product's header and the share of the zone's capacity that had been traded when the order was placed. A
//! preview *is* the placement of the order, rolled back.
//!
//! **Discounts.** The discounts of all tiers stand in the product's header; an order keeps the tier that its owner had when it
//! was placed, in the byte that says under which load it came. A lock does not count on a discount: it covers the whole fee.
//!
//! **The opening auction** of a product is held once its time has come, in [`Hooks::on_idle`] and
//! [`Call::advance`], in steps that each have a measured weight: one level a step in search of the price, one page a
//! step while orders trade. Until it has ended the product takes no command. Trades are entered into positions at
//! once and the orders made smaller, so that a page records only what traded at its own price.
//!
//! **Crossings.** An order that reaches neighbours goes to whichever book has the best price all in, level by
//! level, its own first where they are as good. Energy and money that crossed stand in both headers.
//! Orders that stay in their zone read and write nothing for this.
//!
//! **Market data** stands in the header: prices, volume and the last trades of a product cost no key of their own.
//!
//! **Locks** cover the most that an order can come to owe, whatever its owner delivers or uses later: where meters say
//! what was delivered, the prices of deviations count, or their bounds where they are known only later.
//!
//! **Surveillance** counts in each position what its owner did there: orders, fills, cancels, self-matches. Patterns that
//! look like wash trading or layering are told of by an event, once, from the limits of [`Config::Suspicion`] on. Nothing
//! is read or written for that; a position whose owner has cancelled orders stays until settlement.
//!
//! **Settlement** asks for a closed product page by page and position by position (`ClosedMarket`); a product stays
//! until it says that nothing is left.
//!
//! **Rounding**: energy × price is exact. Each part of a charge is rounded up, away from the buyer, once per taker's
//! command and zone it trades with, and once per resting order. In an auction an order that fills in part pays a
//! unit or two less than that, so that it never pays more than it locked.
//!
//! **Rules of a jurisdiction** are looked up once per command, and bind the order when it is placed: its type and reach, its
//! currency, and caps on energy and money. What counts towards a day's cap stands in the trading account that an order writes
//! anyway. An order must be delivered before its owner's verification ends, so that none rests longer than that.
//!
//! **Limitations**
//! - Where contracts count as delivered and a participant has no meter, what it may trade in an interval is limited by
//!   its zone alone.
//! - The money that a participant may have locked through a delegate, and its lots, count everything it has, whoever
//!   placed it: they limit when the delegate may act, not what it did itself.
//! - Caps on a day count what was placed, at its limit, and give nothing back for what is cancelled; an order placed anew by
//!   an amendment counts anew. An ask can earn more than its limit counts. Caps count each currency by itself.
//! - A trading account with nothing in it stays on record where a day's cap counted in it, until it is used on a later day.
//! - What a maker traded while its order rested is counted in no position before settlement, so surveillance knows fills of
//!   takers only. Whoever makes a market by cancelling and placing anew looks like one that layers.
//! - Orders are counted per block and currency. In a neighbour's book self-trade always cancels the newer order.
//! - An auction that has begun goes on after its product's gate has closed, if blocks had no room for it before.
//! - What crosses between zones is part of the load of the zone in whose book it traded.
//! - A bill keeps thirty-two prices at which its owner took or was filled in the auction; the sums know all.
//! - A participant that is barred while an auction of one of its products is under way still trades in that auction:
//!   what the auction came to is fixed when its price has been found. An auction that has not begun waits until the barred have
//!   no order in its product.
//! - The number of products with a position is limited per currency, over all zones together.
//! - Where the currency's asset is frozen as a whole, nobody can withdraw until it is thawed; trading accounts
//!   keep their money.
//! - Money sent to the pallet's account by a plain transfer belongs to nobody's trading account and
//!   cannot be withdrawn.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

pub use auctions::{Auction, AuctionStage};
pub use pallet::*;
pub use tape::{Print, Tape, LAST_TRADES};
pub use types::*;
pub use weights::WeightInfo;

mod admission;
#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
mod auctions;
mod barring;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod coupling;
mod desk;
mod funds;
#[cfg(test)]
mod mock;
mod orders;
mod settlement;
mod store;
mod surveillance;
mod tape;
pub mod terms;
#[cfg(test)]
mod tests;
mod try_state;
#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
mod types;
mod views;
pub mod weights;

/// Log target of this pallet.
pub const LOG_TARGET: &str = "runtime::energy-market";

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		dispatch::DispatchResultWithPostInfo,
		pallet_prelude::*,
		traits::{fungibles, BuildGenesisConfig},
		weights::WeightMeter,
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use gridforge_matching::{Level, LevelId, Page, PageId};
	use gridforge_primitives::{
		api::MarketStatus, Charge, Conduct, CurrencyId, FeeDiscounts, IntervalClock, IntervalId,
		Lots, MeterCapacity, NewOrder, OrderId, ParticipantId, Participants, Price, ProductId,
		SettlementQueue, Side, Suspicion, WattBalance, WattDelta, ZoneId, Zones,
	};

	/// The layout of this pallet's storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the market needs of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who may change the market's status.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The money: one asset per currency.
		type Assets: fungibles::Inspect<Self::AccountId, AssetId = CurrencyId, Balance = WattBalance>
			+ fungibles::Mutate<Self::AccountId>;

		/// Who may trade.
		type Participants: Participants<Self::AccountId>;

		/// Where energy is traded, and under which rules.
		type Zones: Zones;

		/// What the meters of a participant can carry.
		type Meters: MeterCapacity;

		/// Whose orders are charged less, and by how much.
		type Discounts: FeeDiscounts;

		/// What turns closed products into money.
		type Settlement: SettlementQueue;

		/// The account of the treasury, which has a share of the fees.
		type Treasury: Get<Self::AccountId>;

		/// Chain time in delivery intervals.
		type Clock: IntervalClock;

		/// The account of this name holds all money of the market.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// How many resting orders one command may trade with.
		#[pallet::constant]
		type MaxFills: Get<u32>;

		/// How many open orders a participant may have in one product.
		#[pallet::constant]
		type MaxOpenOrders: Get<u32>;

		/// In how many unsettled products a participant may have a position, per currency.
		#[pallet::constant]
		type MaxProducts: Get<u32>;

		/// How many orders one command may place or cancel.
		#[pallet::constant]
		type MaxBatch: Get<u32>;

		/// How many steps of auctions one `advance` may ask for.
		#[pallet::constant]
		type MaxSteps: Get<u32>;

		/// From when on a participant's conduct in a product is told of.
		#[pallet::constant]
		type Suspicion: Get<Suspicion>;

		/// Measured weights of the calls and of the steps of auctions.
		type WeightInfo: WeightInfo;
	}

	/// A trading account of this runtime.
	pub type AccountOf<T> = TradingAccount<<T as Config>::MaxProducts>;

	/// A position of this runtime.
	pub type PositionOf<T> = Position<<T as Config>::MaxOpenOrders>;

	/// Whether the market takes orders.
	#[pallet::storage]
	pub type Status<T: Config> = StorageValue<_, MarketStatus, ValueQuery>;

	/// Header of each product that has had an order and has not settled. Identity: both parts are bounded
	/// by the chain, and settlement walks the zones of an interval.
	#[pallet::storage]
	pub type Products<T: Config> =
		StorageDoubleMap<_, Identity, IntervalId, Identity, ZoneId, Product>;

	/// Price levels of a product, each with its newest page. Identity: a bounded range of ticks that lie
	/// side by side.
	#[pallet::storage]
	pub type Levels<T: Config> = StorageDoubleMap<_, Identity, ProductId, Identity, LevelId, Level>;

	/// Older pages of a level. Identity: page numbers are given by the chain in sequence.
	#[pallet::storage]
	pub type Pages<T: Config> = StorageDoubleMap<_, Identity, ProductId, Identity, PageId, Page>;

	/// Positions of the participants in each unsettled product. Identity: ids are given by the chain.
	#[pallet::storage]
	pub type Positions<T: Config> = StorageDoubleMap<
		_,
		Identity,
		ProductId,
		Identity,
		ParticipantId,
		PositionOf<T>,
		ValueQuery,
	>;

	/// Trading accounts, by participant and currency. Identity: ids are given by the chain.
	#[pallet::storage]
	pub type Accounts<T: Config> = StorageDoubleMap<
		_,
		Identity,
		ParticipantId,
		Identity,
		CurrencyId,
		AccountOf<T>,
		ValueQuery,
	>;

	/// Products that collect orders, by the interval in which their auction is due. Identity: ids are given by the
	/// chain.
	#[pallet::storage]
	pub type Auctions<T: Config> =
		StorageDoubleMap<_, Identity, IntervalId, Identity, ProductId, ()>;

	/// The earliest interval in which an auction may be due. Nothing before the first product with one.
	#[pallet::storage]
	pub type AuctionFrom<T: Config> = StorageValue<_, IntervalId>;

	/// The auction being held.
	#[pallet::storage]
	pub type Uncrossing<T: Config> = StorageValue<_, Auction>;

	/// The last price of the product of a zone that settled last, of those that traded. Identity: ids are given by
	/// the chain.
	#[pallet::storage]
	pub type ClosingPrices<T: Config> = StorageMap<_, Identity, ZoneId, Price>;

	/// The market's state at genesis.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Whether the market takes orders.
		pub status: MarketStatus,
		/// No further fields.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Status::<T>::put(self.status);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Money was moved into a participant's trading account.
		Deposited {
			/// Whose account.
			participant: ParticipantId,
			/// Which money.
			currency: CurrencyId,
			/// Base units.
			amount: WattBalance,
		},
		/// Money was moved from a participant's trading account to its wallet.
		Withdrawn {
			/// Whose account.
			participant: ParticipantId,
			/// Which money.
			currency: CurrencyId,
			/// Base units.
			amount: WattBalance,
		},
		/// An order was taken. What it traded with is in `Traded`.
		OrderPlaced {
			/// Whose order.
			participant: ParticipantId,
			/// The order as it was sent.
			order: NewOrder,
			/// What became of it.
			outcome: Outcome,
		},
		/// A list of orders was taken. What each traded with is in a `Traded` of its own.
		OrdersPlaced {
			/// Whose orders.
			participant: ParticipantId,
			/// What became of each, in the order of the list; an error has changed nothing.
			results: PlaceResults,
		},
		/// An order traded with resting orders.
		Traded {
			/// The product.
			product: ProductId,
			/// Whose order came.
			taker: ParticipantId,
			/// From which zone it came: the product's own, or a neighbour.
			from: ZoneId,
			/// Whether the taker bought or sold.
			side: Side,
			/// The resting orders, in the order of the trades.
			fills: Vec<TradeFill>,
			/// Price × lots over all fills, in base units.
			notional: WattDelta,
			/// What the grid charges the taker, part by part: buyers pay it. A maker that buys is charged too;
			/// `PositionSettled` states it.
			charge: Charge,
			/// The taker's own number for its order.
			reference: u64,
		},
		/// An order was cancelled: by its owner, or because its owner may trade no longer and it was in the way of
		/// another's.
		OrderCancelled {
			/// Whose order.
			participant: ParticipantId,
			/// The order.
			order: OrderId,
			/// Lots that will not trade.
			lots: Lots,
			/// Base units released.
			released: WattBalance,
			/// The owner's own number for it.
			reference: u64,
		},
		/// A list of orders was cancelled by their owner.
		OrdersCancelled {
			/// Whose orders.
			participant: ParticipantId,
			/// What became of each, in the order of the list; an error has changed nothing.
			results: CancelResults,
		},
		/// All open orders of a participant were cancelled, as far as one command may: by the participant, or because it
		/// may trade no longer.
		AllOrdersCancelled {
			/// Whose orders.
			participant: ParticipantId,
			/// Which of them.
			scope: CancelScope,
			/// The orders.
			cancelled: Vec<ClosedOrder>,
			/// Whether there may be more to cancel.
			more: bool,
		},
		/// An order was made smaller by its owner and kept its place in the queue.
		OrderReduced {
			/// Whose order.
			participant: ParticipantId,
			/// The order.
			order: OrderId,
			/// Its lots from now on, what has traded included.
			lots: Lots,
			/// Base units released.
			released: WattBalance,
			/// The owner's own number for it.
			reference: u64,
		},
		/// Orders of one side traded in an opening auction.
		AuctionTraded {
			/// The product.
			product: ProductId,
			/// Which side they stand on.
			side: Side,
			/// The orders, oldest first, all at one price.
			fills: Vec<TradeFill>,
		},
		/// The opening auction of a product has been held. From here on it trades continuously.
		AuctionHeld {
			/// The product.
			product: ProductId,
			/// The price at which all traded; nothing where no bid reached an ask.
			price: Option<Price>,
			/// Lots traded.
			lots: u64,
		},
		/// The opening auction of a product could not be held: it stays shut until its gate closes, when what has not
		/// traded is released.
		AuctionFailed {
			/// The product.
			product: ProductId,
			/// Why.
			error: DispatchError,
		},
		/// A participant's orders have met its own again and again: it may try to trade with itself. Told once for each
		/// participant and product; it keeps nobody from trading.
		SelfMatchSuspected {
			/// Whose orders.
			participant: ParticipantId,
			/// The product.
			product: ProductId,
			/// What it did there so far.
			conduct: Conduct,
		},
		/// A participant has cancelled many orders, nearly all that it placed: it may try to make a book look other than
		/// it is. Told once for each participant and product; it keeps nobody from trading.
		LayeringSuspected {
			/// Whose orders.
			participant: ParticipantId,
			/// The product.
			product: ProductId,
			/// What it did there so far.
			conduct: Conduct,
		},
		/// The treasury's share of the fees was paid into its account.
		TreasuryPaid {
			/// Which money.
			currency: CurrencyId,
			/// Base units.
			amount: WattBalance,
		},
		/// The market's status was changed.
		MarketStatusSet {
			/// Before.
			old: MarketStatus,
			/// From now on.
			new: MarketStatus,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// This account does not act for a participant, or its mandate has ended. Have it registered, or appointed
		/// as a delegate, first.
		NoParticipant,
		/// This participant may not trade: it is suspended or closed. Open orders can be cancelled and
		/// free money withdrawn.
		MayNotTrade,
		/// The rules of the participant's jurisdiction do not let its tier trade. A registrar can verify it more thoroughly.
		TierMayNotTrade,
		/// The participant's verification ends before this product is delivered, or has ended. Choose an earlier delivery
		/// interval, or have a registrar renew it.
		VerificationEndsTooSoon,
		/// The participant's jurisdiction lets it trade in another currency only. Choose a zone that settles in that.
		CurrencyNotAllowed,
		/// The participant's jurisdiction does not allow this type of order. Send another type, such as a limit order.
		OrderTypeNotAllowed,
		/// The participant's jurisdiction does not let orders reach neighbouring zones. Send it to its own zone alone.
		NeighboursNotAllowed,
		/// The order is larger, in energy or in money at its limit, than the participant's tier may send. Order less, or
		/// have a registrar verify the participant more thoroughly.
		AboveOrderCap,
		/// With this order the participant would have placed more in this day, UTC, in energy or in money, than its tier
		/// may. Order less, or wait for the next day.
		AboveDayCap,
		/// With this order the participant would have more open or unsettled at once, in energy or in money locked, than
		/// its tier may. Order less, cancel other orders, or wait until some have settled.
		AboveOpenCap,
		/// The market takes no orders now. Open orders can be cancelled and free money withdrawn.
		MarketNotOpen,
		/// The market is halted and takes no deposits. Try again when it is open.
		MarketHalted,
		/// There is no such zone. See the pallet `Grid` for the zones.
		UnknownZone,
		/// Trading in this product has not begun. Choose an earlier delivery interval or wait.
		ProductNotOpenYet,
		/// The gate of this product has closed. Choose a later delivery interval.
		ProductClosed,
		/// The price is outside the product's band of 4096 ticks from its floor. Choose a price inside.
		PriceOutsideBand,
		/// The price reaches further past the product's trades than its collar allows. Choose a price nearer to
		/// them, or send a market order, whose protection price is moved.
		PriceOutsideCollar,
		/// The order is smaller than the zone allows, by default 10 lots (0.1 kWh). Order at least that.
		BelowMinimumOrder,
		/// The order is larger than the zone allows. Split it, or check the unit: a lot is 10 Wh.
		AboveMaximumOrder,
		/// The participant would buy, or sell, more in this interval than its meters carry, open and traded
		/// together. Order less, cancel other orders first, or have a meter registered where the zone is metered.
		AboveCapacity,
		/// Nothing has been heard of the participant's meters for too long. Orders can be cancelled; new ones are taken
		/// when its gateway reports again.
		MetersSilent,
		/// The participant has placed as many orders in this block as it may. Send the others in a later block.
		TooManyOrdersInBlock,
		/// By its status the zone takes no orders now. Open orders can be cancelled.
		ZoneCancelOnly,
		/// Trading in the zone is halted. Open orders can be cancelled.
		ZoneHalted,
		/// The zone's calendar allows no orders at this time of its local day. Open orders can be cancelled.
		OutsideTradingHours,
		/// Until the opening auction only limit orders are taken. Send one, or wait until it has been held.
		OnlyLimitOrders,
		/// The opening auction of this product is being held. Try again in a later block.
		AuctionUnderWay,
		/// A delegate may not trade in this zone. The participant can appoint it anew with other limits.
		OutsideDelegateZones,
		/// With this order the participant would buy, or sell, more in this interval than its delegate may bring it to.
		/// Order less, or have the participant raise the limit.
		AboveDelegateLots,
		/// With this order the participant would have more money locked than its delegate may bring it to. Order
		/// less, or have the participant raise the limit.
		AboveDelegateMoney,
		/// There is less money than the order must lock, trading account and wallet together; or less in the
		/// wallet than was to be deposited. Get more WATT, or order or deposit less.
		InsufficientFunds,
		/// The trading account has less free than that. Locked money is released by cancelling orders or
		/// by settlement.
		InsufficientFree,
		/// The participant has as many open orders in this product as are allowed. Cancel one first.
		TooManyOpenOrders,
		/// The participant has positions in as many products as are allowed. Wait until some have
		/// settled.
		TooManyProducts,
		/// There is no such order: it never was, it was cancelled, or it has settled. List your open orders.
		UnknownOrder,
		/// The order belongs to another participant. Check the order's id.
		NotOrderOwner,
		/// Nothing of this order is open: it was filled or cancelled. List your open orders.
		OrderAlreadyClosed,
		/// The order is like that already. Give it another price or size, or leave it.
		NothingToAmend,
		/// The participant may trade, so its orders are its own to cancel.
		MayStillTrade,
		/// There is no open order to cancel. What has traded, and what is in a product whose gate has closed, stays.
		NoOpenOrders,
		/// The list is empty. Name at least one order.
		EmptyList,
		/// The amount is zero. Give an amount above zero.
		ZeroAmount,
		/// The market has this status already. Nothing needs to be done.
		StatusUnchanged,
		/// `advance` was asked for no steps, or for more than allowed. Ask for 1 to `MaxSteps`.
		StepsOutsideLimits,
		/// A sum left the range of its type. Nothing was changed: use smaller amounts.
		Overflow,
		/// The stored book contradicts itself. This must not happen: report it.
		BookCorrupt,
		/// A position owes more than it has locked. This must not happen: report it.
		DoesNotAddUp,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Cancel what those have open who may trade no longer, and hold auctions that are due, as far as the block's
		/// spare weight allows.
		fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(remaining);
			let mut steps = u32::MAX;
			Self::sweep_barred(&mut meter);
			Self::hold_auctions(&mut meter, &mut steps);
			meter.consumed()
		}

		fn integrity_test() {
			assert!(T::MaxFills::get() > 0, "MaxFills must be above zero");
			assert!(T::MaxOpenOrders::get() > 0, "MaxOpenOrders must be above zero");
			assert!(T::MaxProducts::get() > 0, "MaxProducts must be above zero");
			assert!(T::MaxBatch::get() > 0, "MaxBatch must be above zero");
			assert!(T::MaxSteps::get() > 0, "MaxSteps must be above zero");
			assert!(T::Suspicion::get().is_sound(), "Suspicion must tell some conduct from other");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Move `amount` base units of `currency` from the caller's wallet into its participant's trading
		/// account. 1 WATT is 1,000,000 base units. Orders take what they need from the wallet by
		/// themselves, so a deposit is for those who would rather not.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::deposit())]
		pub fn deposit(
			origin: OriginFor<T>,
			currency: CurrencyId,
			#[pallet::compact] amount: WattBalance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_deposit(&who, currency, amount)
		}

		/// Move `amount` base units of `currency` from the free part of the trading account to the caller's
		/// wallet. Works whatever the market's status and the participant's.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(
			origin: OriginFor<T>,
			currency: CurrencyId,
			#[pallet::compact] amount: WattBalance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(&who, currency, amount)
		}

		/// Buy or sell energy: `lots` of 10 Wh at `price` ticks of 0.001 WATT per kWh or better, in one zone and
		/// delivery interval.
		///
		/// The order first trades with resting orders, best price first, oldest first, each at the resting
		/// order's price. What becomes of the rest is for `order_type` to say:
		///
		/// - `Limit`: it rests in the book until it trades, is cancelled or the gate closes. Less than the
		///   minimum does not rest; it is cancelled.
		/// - `PostOnly`: the order does not trade at once. If it would, it is cancelled.
		/// - `ImmediateOrCancel`: it is cancelled.
		/// - `FillOrKill`: there must be none, or the order does nothing.
		/// - `Market`: as `ImmediateOrCancel`; the price protects from worse ones, and may lie outside the
		///   product's band.
		///
		/// An order trades with so many resting ones at most; what is left then is cancelled. Two orders of
		/// one participant never trade: by `self_trade` the newer or the older one is cancelled.
		///
		/// The most that the order can come to owe is locked: price and grid fee for a buyer, a negative
		/// price for a seller. If the trading account is short, the rest is taken from the wallet.
		/// `reference` is any number of the caller's own; it comes back in events.
		#[pallet::call_index(2)]
		#[pallet::weight(Pallet::<T>::weight_of_placing(Pallet::<T>::most_work_of(&[*order])))]
		pub fn place_order(origin: OriginFor<T>, order: NewOrder) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let mut work = Work::default();
			let result = Self::do_place(&who, order, &mut work);
			Self::with_weight(result, Self::weight_of_placing(work))
		}

		/// Take what is open of an order out of the book and release its lock. Only until gate closure;
		/// then settlement releases it. Works whatever the market's status and the participant's.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::cancel_order())]
		pub fn cancel_order(origin: OriginFor<T>, order: OrderId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel(&who, order)
		}

		/// Open the market, allow cancelling only, or halt it. Cancelling, withdrawing and settlement work
		/// always. Needs the admin origin.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_market_status())]
		pub fn set_market_status(origin: OriginFor<T>, status: MarketStatus) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let old = Status::<T>::get();
			ensure!(old != status, Error::<T>::StatusUnchanged);
			Status::<T>::put(status);
			Self::deposit_event(Event::MarketStatusSet { old, new: status });
			Ok(())
		}

		/// Push auctions that are due on by up to `steps` steps. They are held by themselves when blocks have room;
		/// this is for when they have not. What is not used is refunded.
		#[pallet::call_index(5)]
		#[pallet::weight(Pallet::<T>::weight_of_steps(*steps))]
		pub fn advance(origin: OriginFor<T>, steps: u32) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			ensure!((1..=T::MaxSteps::get()).contains(&steps), Error::<T>::StepsOutsideLimits);
			let mut meter = WeightMeter::with_limit(Self::weight_of_steps(steps));
			let mut steps = steps;
			Self::hold_auctions(&mut meter, &mut steps);
			Ok(Some(meter.consumed()).into())
		}

		/// Place up to `MaxBatch` orders, one after another as `place_order` does. Each stands or falls alone;
		/// the event says what became of which. Together they trade with no more resting orders than one
		/// order may. Orders of one product cost least side by side.
		#[pallet::call_index(7)]
		#[pallet::weight(Pallet::<T>::weight_of_placing_many(Pallet::<T>::most_work_of(orders)))]
		pub fn place_orders(
			origin: OriginFor<T>,
			orders: BoundedVec<NewOrder, T::MaxBatch>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let mut work = Work::default();
			let result = Self::do_place_many(&who, &orders, &mut work);
			Self::with_weight(result, Self::weight_of_placing_many(work))
		}

		/// Give an open order another price or another size: `lots` in total, of which what has traded is part.
		///
		/// An order that is only made smaller keeps its place in the queue, whatever the market's status.
		/// Any other change cancels it and places a limit order with its reference anew, which may trade at once, in its
		/// own zone, or be cancelled as any new order may. What traded in the opening auction is no longer part of the
		/// order: it was made smaller by that.
		#[pallet::call_index(8)]
		#[pallet::weight(
			T::WeightInfo::cancel_order()
				.saturating_add(Pallet::<T>::weight_of_placing(Pallet::<T>::most_work(1, 1, false)))
		)]
		pub fn amend_order(
			origin: OriginFor<T>,
			order: OrderId,
			price: Price,
			lots: Lots,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let mut work = Work::default();
			let result = Self::do_amend(&who, order, price, lots, &mut work);
			let placing = Self::weight_of_placing(work);
			Self::with_weight(result, T::WeightInfo::cancel_order().saturating_add(placing))
		}

		/// Cancel up to `MaxBatch` orders, one after another as `cancel_order` does. Each stands or falls
		/// alone; the event says what became of which.
		#[pallet::call_index(9)]
		#[pallet::weight(
			Pallet::<T>::weight_of_cancelling(u32::try_from(orders.len()).unwrap_or(u32::MAX))
		)]
		pub fn cancel_orders(
			origin: OriginFor<T>,
			orders: BoundedVec<OrderId, T::MaxBatch>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel_many(&who, &orders)
		}

		/// Cancel all open orders of the caller's participant, in one product or in all of a currency; at most
		/// `MaxBatch` of them. The event says whether there may be more.
		#[pallet::call_index(10)]
		#[pallet::weight(
			Pallet::<T>::weight_of_cancelling_all(T::MaxProducts::get(), T::MaxBatch::get())
		)]
		pub fn cancel_all(origin: OriginFor<T>, scope: CancelScope) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let (products, orders) = Self::do_cancel_all(&who, scope)?;
			Ok(Some(Self::weight_of_cancelling_all(products, orders)).into())
		}

		/// Pay the treasury's share of the fees, as far as it has gathered, into the treasury's account.
		/// Anybody may send this.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::pay_treasury())]
		pub fn pay_treasury(origin: OriginFor<T>, currency: CurrencyId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_pay_treasury(currency)
		}

		/// Cancel the open orders of a participant that may trade no longer, as many as fit what the call is charged for:
		/// at least `MaxBatch` of them. That is done by itself when blocks have room; this is for when they have not.
		/// Anybody may send this.
		#[pallet::call_index(12)]
		#[pallet::weight(Pallet::<T>::weight_of_cancelling_barred())]
		pub fn cancel_barred(
			origin: OriginFor<T>,
			participant: ParticipantId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Ok(Some(Self::do_cancel_barred(participant)?).into())
		}
	}
}
