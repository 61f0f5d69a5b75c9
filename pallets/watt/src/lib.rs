//! # WATT
//!
//! Money for energy: who gives it out against which reserves, how it is paid back, and whose is frozen.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for storage, events, errors and calls. Clients ask through the runtime API of
//! `pallet-watt-runtime-api`; what it answers is computed here. The runtime joins in the assets' pallet through
//! [`Wallets`] and the keeper of trading accounts through [`gridforge_primitives::OnRestriction`].
//!
//! ## Overview
//!
//! WATT is worth what it can be exchanged for. An issuer takes a euro into its bank account and gives out a WATT of the
//! currency `EUR`; it takes the WATT back and pays the euro out. So that nobody has to believe the issuer alone, others
//! look at its bank account and state here what is in it. WATT beyond that cannot be made: not by a slip of the hand,
//! and not by whoever steals the issuer's key.
//!
//! Whoever has WATT can hand it in at an issuer at any time. It leaves the account at once and waits in the issuer's
//! queue. The issuer pays those who came first, first. Where it does not pay in time, the holder takes the WATT back,
//! and the issuer can make no more until it has been put right.
//!
//! ## Terminology
//!
//! - **Currency**: a kind of WATT, worth one unit of one country's money. It is an asset of the assets' pallet, under
//!   the same id.
//! - **Keeper**: this pallet's account. It owns every currency's asset, holds what is in redemption, and has no key.
//! - **Issuer**: who gives WATT out and takes it back. Several accounts may sign for it.
//! - **Outstanding**: what an issuer has minted and not paid back yet.
//! - **Attester**: who states what reserves an issuer has. **Fresh** is a statement that is young enough to count.
//! - **Shortfall**: the state of an issuer that owes more than its reserves.
//! - **Master minter**: says how much an issuer may mint: its **allowance**.
//! - **Guardian**: stops minting. **Compliance officer**: restricts accounts, that is, freezes or blocks them.
//! - **Redemption**: WATT handed in for money; it is **paid** or **given back**. **Put aside** is one whose holder is
//!   restricted, so that it does not hold up those behind it.
//! - **Reference**: a salted hash of something outside the chain: a payment, a report, a case.
//!
//! ## Example
//!
#![doc = concat!("```ignore\n", include_str!("tests/scenario.rs"), "```")]
//!
//! ## Design
//!
//! **Goals.** No single key can raise the supply beyond the reserves, and none can keep a holder from redeeming. Every
//! call costs the same however many redemptions, issuers or holders there are.
//!
//! **Roles.** An account has one role in one currency, because a role is stored under the account ([`Seats`]). So an
//! issuer cannot attest its own reserves, nor a master minter mint. Who holds two accounts cannot be seen from here.
//!
//! **Reserves.** The lowest fresh statement counts, and minting takes two of them. A lower one counts at once. A higher
//! one waits, so that it can be looked at; until it counts, the newer statement still says that what counted before is
//! there. What waits is neither put off nor raised by a newer statement. An attester's first statement is measured by
//! what the others said. Statements about one moment, and about older ones, are not taken again.
//!
//! **Minting** needs all of: nobody has stopped it; no issuer of the currency is short, since its WATT cannot be told
//! from others'; the issuer has not defaulted and its oldest redemption is not overdue; and the amount is within its
//! allowance, its reserves less what is outstanding, and what is left of the day. Of a day's sum the smaller part can be
//! minted on one signature; splitting a mint does not get round that. A payment's reference is good for one mint of
//! the issuer, for ever.
//!
//! **Redemption** asks nothing of reserves, allowances, stops, governance or other pallets' state but that the holder is
//! not restricted and the issuer owes that much. No fee is taken. Supply falls when the issuer confirms the payment:
//! until then the WATT is owed still. Deadlines never fall along the queue, so whether the first is overdue tells of all.
//! The queue is a linked list, so paying, giving back and putting aside cost the same wherever the redemption stands.
//!
//! **Giving back.** An issuer that cannot pay because of what the holder said, gives the redemption back with a
//! reason; or else whoever names an account that does not exist would bring every issuer into default.
//!
//! **Restrictions** are stored here, with the reason, and carried out by the assets' pallet, where wallets show them.
//! A redemption made before stays what it is. Accounts that others' money is in, such as the market's, cannot be
//! restricted. A court can have what a restricted account has moved to one fixed account, all but the last base unit, so that
//! the account and its restriction stay.
//!
//! **Storage.** Issuers, mints and redemptions are numbered in sequence. What is paid or given back leaves nothing; a
//! mint leaves the key of its reference, because a reference must never be used again.
//!
//! **Limitations.** The chain believes two attesters who agree to lie, and an issuer who confirms a payment that it did
//! not make: the proof's reference is on record for a court. An issuer that stays short stops its currency's minting
//! until it has paid back enough or has more reserves. Whoever sends WATT to the keeper's account gives it away.
//! Holders of an asset account with a deposit of their own could burn what they have through the assets' pallet, so that
//! supply and issuers' sums part, or be rid of a restriction with the empty account: the runtime has to bar `touch`,
//! `touch_other` and `refund`. Currencies and issuers are never removed. A court cannot have WATT that is in redemption or in a trading account moved.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod minting;
#[cfg(test)]
mod mock;
mod redemptions;
mod reserves;
mod restrictions;
mod roles;
#[cfg(test)]
mod tests;
mod try_state;
#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
pub mod types;
mod views;
pub mod wallets;
pub mod weights;

pub use pallet::*;
pub use types::{
	Code, Currency, GenesisCurrency, GenesisIssuer, Issuer, Officers, PendingMint, Place, Queue,
	Redemption, Reserve, Restriction, Seat, Statement, Text, Today, Waiting, LEAST_ATTESTERS,
};
pub use views::MAX_QUEUE_SHOWN;
pub use wallets::{InAssets, Wallets};
pub use weights::WeightInfo;

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::fungibles, PalletId};
	use frame_system::pallet_prelude::*;
	use gridforge_primitives::{
		CurrencyId, IntervalClock, IssuerId, Limits, Millis, MintId, OnRestriction, RedemptionId,
		Reference, Restraint, RestraintReason, ReturnReason, Role, WattBalance,
	};

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Who adds currencies and issuers, sets limits, gives roles, and lets stopped issuers mint again.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who has a restricted account's money moved to [`Self::CourtAccount`].
		type CourtOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Where that money goes.
		type CourtAccount: Get<Self::AccountId>;

		/// Accounts that cannot be restricted, because others' money is in them.
		type Protected: frame_support::traits::Contains<Self::AccountId>;

		/// The assets that currencies are.
		type Assets: fungibles::Mutate<Self::AccountId, AssetId = CurrencyId, Balance = WattBalance>;

		/// How their accounts are restricted.
		type Wallets: Wallets<Self::AccountId>;

		/// Who keeps trading accounts, and hears of restrictions.
		type OnRestriction: OnRestriction<Self::AccountId>;

		/// Chain time.
		type Clock: IntervalClock;

		/// Of which this pallet's account is made.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// How many accounts can sign for an issuer.
		#[pallet::constant]
		type MaxSigners: Get<u32>;

		/// How many attesters an issuer can have.
		#[pallet::constant]
		type MaxAttesters: Get<u32>;

		/// How many mints of an issuer can wait for a second signature.
		#[pallet::constant]
		type MaxPendingMints: Get<u32>;

		/// How many redemptions an account can have open at once.
		#[pallet::constant]
		type MaxRedemptions: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// What attesters say of an issuer, as this runtime stores it.
	pub type Statements<T> =
		BoundedVec<Statement<<T as frame_system::Config>::AccountId>, <T as Config>::MaxAttesters>;

	/// The first signers of an issuer.
	pub type Signers<T> =
		BoundedVec<<T as frame_system::Config>::AccountId, <T as Config>::MaxSigners>;

	/// The first attesters of an issuer.
	pub type Attesters<T> =
		BoundedVec<<T as frame_system::Config>::AccountId, <T as Config>::MaxAttesters>;

	/// Every currency. Not hashed, because the admin origin chooses the ids.
	#[pallet::storage]
	pub type Currencies<T: Config> = StorageMap<_, Identity, CurrencyId, Currency, OptionQuery>;

	/// The currency that has a code. Hashed, although the admin origin chooses codes, because they are text.
	#[pallet::storage]
	pub type CurrencyOf<T: Config> = StorageMap<_, Blake2_128Concat, Code, CurrencyId, OptionQuery>;

	/// The role of each account that has one. Hashed, because users choose their accounts.
	#[pallet::storage]
	pub type Seats<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Seat, OptionQuery>;

	/// The id that the next issuer will get; ids begin with 1.
	#[pallet::storage]
	pub type NextIssuer<T: Config> = StorageValue<_, IssuerId, ValueQuery, FirstIssuer>;

	/// The id of the first issuer.
	#[pallet::type_value]
	pub fn FirstIssuer() -> IssuerId {
		IssuerId(1)
	}

	/// Every issuer. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Issuers<T: Config> = StorageMap<_, Identity, IssuerId, Issuer, OptionQuery>;

	/// What attesters say of each issuer's reserves, in the order in which they first spoke. Not hashed, because the
	/// chain assigns the ids.
	#[pallet::storage]
	pub type Attested<T: Config> = StorageMap<_, Identity, IssuerId, Statements<T>, ValueQuery>;

	/// The payments that each issuer has minted for, or is about to. Ids are not hashed, because the chain assigns them;
	/// references are, because issuers choose them.
	#[pallet::storage]
	pub type References<T: Config> =
		StorageDoubleMap<_, Identity, IssuerId, Blake2_128Concat, Reference, (), OptionQuery>;

	/// The id that the next mint with two signatures will get; ids begin with 1.
	#[pallet::storage]
	pub type NextMint<T: Config> = StorageValue<_, MintId, ValueQuery, FirstMint>;

	/// The id of the first mint with two signatures.
	#[pallet::type_value]
	pub fn FirstMint() -> MintId {
		MintId(1)
	}

	/// The mints of each issuer that wait for a second signature. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type PendingMints<T: Config> = StorageDoubleMap<
		_,
		Identity,
		IssuerId,
		Identity,
		MintId,
		PendingMint<T::AccountId>,
		OptionQuery,
	>;

	/// The id that the next redemption will get; ids begin with 1.
	#[pallet::storage]
	pub type NextRedemption<T: Config> = StorageValue<_, RedemptionId, ValueQuery, FirstRedemption>;

	/// The id of the first redemption.
	#[pallet::type_value]
	pub fn FirstRedemption() -> RedemptionId {
		RedemptionId(1)
	}

	/// The redemptions that are neither paid nor given back. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Redemptions<T: Config> =
		StorageMap<_, Identity, RedemptionId, Redemption<T::AccountId>, OptionQuery>;

	/// The redemptions of each account that has any, oldest first. Hashed, because users choose their accounts.
	#[pallet::storage]
	pub type RedemptionsOf<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<RedemptionId, T::MaxRedemptions>,
		ValueQuery,
	>;

	/// The accounts that are restricted, and in which currency. Accounts are hashed, because users choose them;
	/// currencies are not, because the admin origin does.
	#[pallet::storage]
	pub type Restrictions<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Identity,
		CurrencyId,
		Restriction,
		OptionQuery,
	>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The currencies that the chain begins with.
		pub currencies: Vec<GenesisCurrency<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for currency in &self.currencies {
				Pallet::<T>::build_currency(currency).expect("genesis lists sound currencies");
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A currency was added, with its asset.
		CurrencyAdded {
			/// Its id.
			currency: CurrencyId,
			/// Its code.
			code: Code,
			/// Its limits.
			limits: Limits,
		},
		/// A currency has other limits.
		LimitsChanged {
			/// The currency.
			currency: CurrencyId,
			/// What they were.
			old: Limits,
			/// What they are from now on.
			new: Limits,
		},
		/// An issuer was added. It may mint once it has an allowance and reserves.
		IssuerAdded {
			/// The id that it got.
			issuer: IssuerId,
			/// Its currency.
			currency: CurrencyId,
		},
		/// An account was given a role.
		RoleGiven {
			/// The account.
			account: T::AccountId,
			/// In which currency.
			currency: CurrencyId,
			/// Which role.
			role: Role,
		},
		/// An account has its role no longer.
		RoleTaken {
			/// The account.
			account: T::AccountId,
			/// In which currency.
			currency: CurrencyId,
			/// Which role.
			role: Role,
		},
		/// An issuer may mint more, or less.
		AllowanceChanged {
			/// The issuer.
			issuer: IssuerId,
			/// What was left.
			old: WattBalance,
			/// What is left now.
			new: WattBalance,
		},
		/// The guardian stopped minting.
		MintingStopped {
			/// In which currency.
			currency: CurrencyId,
			/// Of which issuer; of all where there is none.
			issuer: Option<IssuerId>,
		},
		/// Minting is no longer stopped.
		MintingResumed {
			/// In which currency.
			currency: CurrencyId,
			/// Of which issuer; of the currency where there is none.
			issuer: Option<IssuerId>,
		},
		/// An issuer that had defaulted may mint again.
		IssuerCured {
			/// The issuer.
			issuer: IssuerId,
		},
		/// An attester stated what reserves an issuer has.
		ReserveAttested {
			/// The issuer.
			issuer: IssuerId,
			/// Who says so.
			attester: T::AccountId,
			/// The reserve that was stated.
			amount: WattBalance,
			/// The moment that it is about.
			as_of: Millis,
			/// The report that it rests on.
			report: Reference,
			/// How much of this attester's word counts now.
			counts: Option<WattBalance>,
			/// What waits, and from when on it counts.
			waiting: Option<(WattBalance, Millis)>,
		},
		/// An issuer owes more than its reserves: its currency is minted no longer.
		ShortfallBegan {
			/// The issuer.
			issuer: IssuerId,
			/// What it owes.
			outstanding: WattBalance,
			/// What it has.
			reserve: WattBalance,
		},
		/// An issuer owes no more than its reserves again.
		ShortfallEnded {
			/// The issuer.
			issuer: IssuerId,
			/// What it owes.
			outstanding: WattBalance,
			/// What it has.
			reserve: WattBalance,
		},
		/// WATT was given out.
		Minted {
			/// By whom.
			issuer: IssuerId,
			/// To whom.
			to: T::AccountId,
			/// How much.
			amount: WattBalance,
			/// For which payment.
			reference: Reference,
		},
		/// A mint waits for a second signature.
		MintProposed {
			/// Whose it is.
			issuer: IssuerId,
			/// The id that it got.
			mint: MintId,
			/// To whom.
			to: T::AccountId,
			/// How much.
			amount: WattBalance,
			/// For which payment.
			reference: Reference,
			/// Until when.
			until: Millis,
		},
		/// A mint got its second signature.
		MintApproved {
			/// Whose it is.
			issuer: IssuerId,
			/// The mint.
			mint: MintId,
			/// Who signed.
			approver: T::AccountId,
		},
		/// A mint waits no longer, and will not be made. Its reference can be used again.
		MintCancelled {
			/// Whose it was.
			issuer: IssuerId,
			/// The mint.
			mint: MintId,
		},
		/// WATT was handed in for money.
		RedemptionRequested {
			/// The id that it got.
			redemption: RedemptionId,
			/// Who has to pay.
			issuer: IssuerId,
			/// Whose WATT it was.
			holder: T::AccountId,
			/// How much.
			amount: WattBalance,
			/// Where to pay it.
			reference: Reference,
			/// Until when.
			deadline: Millis,
		},
		/// A redemption was paid, and its WATT is gone.
		RedemptionPaid {
			/// The redemption.
			redemption: RedemptionId,
			/// Who paid.
			issuer: IssuerId,
			/// Who was paid.
			holder: T::AccountId,
			/// How much.
			amount: WattBalance,
			/// What proves it.
			proof: Reference,
		},
		/// An issuer gave a redemption back.
		RedemptionReturned {
			/// The redemption.
			redemption: RedemptionId,
			/// Who gave it back.
			issuer: IssuerId,
			/// Who has the WATT again.
			holder: T::AccountId,
			/// How much.
			amount: WattBalance,
			/// Why it was not paid.
			reason: ReturnReason,
		},
		/// A redemption waits outside the queue, because its holder is restricted.
		RedemptionPutAside {
			/// The redemption.
			redemption: RedemptionId,
			/// Who has to pay it.
			issuer: IssuerId,
		},
		/// A holder took back a redemption that was not paid in time.
		RedemptionReclaimed {
			/// The redemption.
			redemption: RedemptionId,
			/// Who did not pay.
			issuer: IssuerId,
			/// Who has the WATT again.
			holder: T::AccountId,
			/// How much.
			amount: WattBalance,
			/// Whether the issuer is in default by it.
			defaulted: bool,
		},
		/// An account was restricted, or is restricted otherwise.
		AccountRestricted {
			/// The account.
			account: T::AccountId,
			/// In which currency.
			currency: CurrencyId,
			/// How far it was restricted.
			old: Option<Restraint>,
			/// How far it is from now on.
			new: Restraint,
			/// Why.
			reason: RestraintReason,
			/// Whether that has kept a participant from trading, in all currencies.
			trading: bool,
		},
		/// An account is restricted no longer.
		RestrictionLifted {
			/// The account.
			account: T::AccountId,
			/// In which currency.
			currency: CurrencyId,
			/// How far it was restricted.
			old: Restraint,
			/// Why not any longer.
			reason: RestraintReason,
			/// Whether that lets a participant trade again.
			trading: bool,
		},
		/// A court had money moved.
		Seized {
			/// Whose it was.
			account: T::AccountId,
			/// In which currency.
			currency: CurrencyId,
			/// How much.
			amount: WattBalance,
			/// The case.
			case: Reference,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is a currency or another asset of this id. Choose another id.
		CurrencyExists,
		/// There is a currency of this code. Change its limits instead.
		CodeTaken,
		/// A code is three to eight capital letters, such as EUR.
		BadCode,
		/// A name and a symbol are printable ASCII, one to 32 characters.
		BadText,
		/// The limits are outside what the chain allows, or the sum on one signature is above that of a day. Look the
		/// bounds up in the documentation of `Limits`.
		UnsoundLimits,
		/// The currency has these limits already. There is nothing to do.
		LimitsUnchanged,
		/// No currency has this id. Look the ids up in `currencies`.
		UnknownCurrency,
		/// No issuer has this id. Look the ids up in `issuers`.
		UnknownIssuer,
		/// The issuer gives out another currency. Name one of this currency.
		IssuerOfAnotherCurrency,
		/// The account has a role already, perhaps in another currency. Use another account, or take its role first.
		AccountHasRole,
		/// The account has no role. There is nothing to take.
		NoRole,
		/// The account that signed does not have the role that this takes. Look it up in `seats`.
		NotPermitted,
		/// An issuer begins with one signer and two attesters at least.
		TooFewKeepers,
		/// The issuer has as many signers or attesters as it can have. Take the role of another first.
		TooManyKeepers,
		/// All ids are used up. No more can be added before the runtime is upgraded.
		NoIdsLeft,
		/// The amount is zero. Name one above it.
		ZeroAmount,
		/// The amount is more than numbers on this chain can hold, added to what there is.
		AmountTooLarge,
		/// The issuer's allowance is less than that. Look it up, and reduce it by no more.
		AllowanceTooLow,
		/// Minting is stopped already. There is nothing to do.
		AlreadyStopped,
		/// Minting is not stopped. There is nothing to do.
		NotStopped,
		/// The issuer has not defaulted. There is nothing to do.
		NotDefaulted,
		/// The statement is about a moment to come. Name the moment of the report, in milliseconds since the Unix epoch.
		AttestedTooEarly,
		/// The statement is about a moment too long ago to count. State what the reserves are now.
		AttestedTooLate,
		/// You have stated already what the reserves were at that moment or a later one. State a newer one.
		NotNewer,
		/// The guardian has stopped the minting of this currency. The admin origin can let it go on.
		CurrencyStopped,
		/// The guardian has stopped this issuer. The admin origin can let it go on.
		IssuerStopped,
		/// An issuer of the currency owes more than its reserves. Nobody can mint until it has redeemed enough or its
		/// attesters state enough.
		Shortfall,
		/// The issuer left a redemption unpaid. It has to be cured before it mints.
		IssuerDefaulted,
		/// The oldest redemption in the issuer's queue is past its deadline. Pay it first.
		RedemptionsOverdue,
		/// Fewer than two attesters have said lately what reserves the issuer has. Ask them to.
		StaleReserve,
		/// That is more than the master minter allows the issuer. Mint less, or ask for a higher allowance.
		AboveAllowance,
		/// That is more than the issuer can mint today. Go on after midnight UTC.
		AboveDayCap,
		/// The issuer would owe more than its attested reserves. Mint less, or have the reserves attested.
		AboveReserve,
		/// The issuer has minted, or is about to mint, for this payment. A payment is minted for once.
		ReferenceUsed,
		/// As many mints of the issuer as can be wait for a second signature. Approve or cancel one.
		TooManyPendingMints,
		/// No mint of the issuer that waits has this id. Look it up in `pendingMints`.
		UnknownMint,
		/// The second signature has to be another account's.
		ApproverIsProposer,
		/// The second signature came too late. Cancel the mint and propose it anew.
		ApprovalTooLate,
		/// The amount is below the smallest redemption. Look it up in the currency's limits.
		BelowMinimum,
		/// The account does not have that much.
		InsufficientFunds,
		/// The issuer does not owe that much beyond what is in redemption. Redeem less there, or at another issuer.
		IssuerOwesLess,
		/// The account has as many open redemptions as it can. Wait until one is paid.
		TooManyRedemptions,
		/// No open redemption has this id. It was paid or given back, or it never was.
		UnknownRedemption,
		/// The redemption is another issuer's. Sign with an account of that issuer.
		RedemptionOfAnotherIssuer,
		/// The redemption is another holder's. Sign with the account that handed it in.
		RedemptionOfAnother,
		/// Others came first. Pay, give back or put aside the first in the queue.
		NotFirst,
		/// The redemption is not past its deadline. Wait until then.
		NotOverdue,
		/// The holder is not restricted. Pay the redemption or give it back.
		HolderNotRestricted,
		/// The redemption was put aside already. There is nothing to do.
		AlreadyAside,
		/// The holder is blocked, so nothing can be given back. Put the redemption aside.
		HolderBlocked,
		/// The account is restricted in this currency. Its compliance officer can say why.
		AccountRestricted,
		/// The account is restricted like that already. There is nothing to do.
		AlreadyRestricted,
		/// The account is not restricted. There is nothing to lift; or restrict it before seizing.
		NotRestricted,
		/// Others' money is in this account, so that it cannot be restricted. Restrict theirs.
		AccountProtected,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}

		fn integrity_test() {
			assert!(
				T::MaxAttesters::get() >= LEAST_ATTESTERS,
				"minting takes {LEAST_ATTESTERS} attesters"
			);
			assert!(T::MaxSigners::get() >= 2, "a second signature takes a second signer");
			assert!(T::MaxRedemptions::get() > 0, "holders can redeem");
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Add a currency: its asset, what it is called, its limits, and who keeps it. `currency` is the id of its asset.
		///
		/// Needs the admin origin.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::add_currency())]
		pub fn add_currency(
			origin: OriginFor<T>,
			currency: CurrencyId,
			code: Code,
			name: Text,
			symbol: Text,
			limits: Limits,
			officers: Officers<T::AccountId>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_add_currency(currency, code, &name, &symbol, limits, officers)
		}

		/// Set the limits of a currency. Redemptions and mints that wait keep their deadlines.
		///
		/// Needs the admin origin.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_limits())]
		pub fn set_limits(
			origin: OriginFor<T>,
			currency: CurrencyId,
			limits: Limits,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let old = Self::do_set_limits(currency, limits)?;
			Self::deposit_event(Event::LimitsChanged { currency, old, new: limits });
			Ok(())
		}

		/// Add an issuer to a currency, with the accounts that sign for it and those that attest its reserves. It gets
		/// the next id.
		///
		/// Needs the admin origin.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::add_issuer())]
		pub fn add_issuer(
			origin: OriginFor<T>,
			currency: CurrencyId,
			signers: Signers<T>,
			attesters: Attesters<T>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_add_issuer(currency, &signers, &attesters).map(|_| ())
		}

		/// Give an account that has no role a role in a currency.
		///
		/// Needs the admin origin.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::give_role())]
		pub fn give_role(
			origin: OriginFor<T>,
			account: T::AccountId,
			currency: CurrencyId,
			role: Role,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			ensure!(Currencies::<T>::contains_key(currency), Error::<T>::UnknownCurrency);
			Self::do_give_role(account, Seat { currency, role })
		}

		/// Take an account's role. What an attester stated counts no longer.
		///
		/// Needs the admin origin.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::take_role())]
		pub fn take_role(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_take_role(account)
		}

		/// Let an issuer mint `amount` more.
		///
		/// Needs the master minter of its currency.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::grant_allowance())]
		pub fn grant_allowance(
			origin: OriginFor<T>,
			issuer: IssuerId,
			amount: WattBalance,
		) -> DispatchResult {
			Self::ensure_master_minter(origin, issuer)?;
			Self::do_change_allowance(issuer, |allowance| {
				allowance.checked_add(amount).ok_or(Error::<T>::AmountTooLarge)
			})
		}

		/// Let an issuer mint `amount` less.
		///
		/// Needs the master minter of its currency.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::reduce_allowance())]
		pub fn reduce_allowance(
			origin: OriginFor<T>,
			issuer: IssuerId,
			amount: WattBalance,
		) -> DispatchResult {
			Self::ensure_master_minter(origin, issuer)?;
			Self::do_change_allowance(issuer, |allowance| {
				allowance.checked_sub(amount).ok_or(Error::<T>::AllowanceTooLow)
			})
		}

		/// Stop the minting of your currency, or of one of its issuers, whose allowance is zero then. Redemption goes on.
		///
		/// Needs the guardian.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::stop_minting())]
		pub fn stop_minting(origin: OriginFor<T>, issuer: Option<IssuerId>) -> DispatchResult {
			let currency = Self::ensure_role(origin, |role| role == Role::Guardian)?.1.currency;
			match issuer {
				Some(issuer) => Self::do_stop_issuer(currency, issuer)?,
				None => Self::do_stop_currency(currency)?,
			}
			Self::deposit_event(Event::MintingStopped { currency, issuer });
			Ok(())
		}

		/// Let the minting of a currency go on, or that of one of its issuers.
		///
		/// Needs the admin origin.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::resume_minting())]
		pub fn resume_minting(
			origin: OriginFor<T>,
			currency: CurrencyId,
			issuer: Option<IssuerId>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			match issuer {
				Some(issuer) => Self::do_resume_issuer(currency, issuer)?,
				None => Self::do_resume_currency(currency)?,
			}
			Self::deposit_event(Event::MintingResumed { currency, issuer });
			Ok(())
		}

		/// Let an issuer that left a redemption unpaid mint again. None of its redemptions may be overdue.
		///
		/// Needs the admin origin or the master minter of its currency.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::cure_issuer())]
		pub fn cure_issuer(origin: OriginFor<T>, issuer: IssuerId) -> DispatchResult {
			if let Err(origin) = T::AdminOrigin::try_origin(origin) {
				Self::ensure_master_minter(origin, issuer)?;
			}
			Self::do_cure(issuer)?;
			Self::deposit_event(Event::IssuerCured { issuer });
			Ok(())
		}

		/// State what reserves your issuer had at the moment `as_of`, by the report that `report` stands for.
		///
		/// Less than counts now counts at once; more has to wait. Needs an attester.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::attest())]
		pub fn attest(
			origin: OriginFor<T>,
			amount: WattBalance,
			as_of: Millis,
			report: Reference,
		) -> DispatchResult {
			let (attester, issuer) = Self::ensure_attester(origin)?;
			Self::do_attest(issuer, attester, amount, as_of, report)
		}

		/// Give out WATT for a payment that you have received. `reference` stands for the payment; it is good once.
		///
		/// Where the sum of today's mints on one signature would be above the limit, the mint waits for a second
		/// signature. Needs a signer of an issuer.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::mint())]
		pub fn mint(
			origin: OriginFor<T>,
			to: T::AccountId,
			amount: WattBalance,
			reference: Reference,
		) -> DispatchResult {
			let (signer, issuer) = Self::ensure_signer(origin)?;
			Self::do_mint(issuer, signer, to, amount, reference)
		}

		/// Give a mint of your issuer its second signature: it is made at once, if it may be made now.
		///
		/// Needs a signer of the issuer other than the first.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::approve_mint())]
		pub fn approve_mint(origin: OriginFor<T>, mint: MintId) -> DispatchResult {
			let (signer, issuer) = Self::ensure_signer(origin)?;
			Self::do_approve_mint(issuer, mint, signer)
		}

		/// Cancel a mint that waits for a second signature. Its payment can be minted for again.
		///
		/// Needs a signer of the issuer or the guardian of its currency; once the time for approval is over, anybody.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::cancel_mint())]
		pub fn cancel_mint(origin: OriginFor<T>, issuer: IssuerId, mint: MintId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel_mint(&who, issuer, mint)?;
			Self::deposit_event(Event::MintCancelled { issuer, mint });
			Ok(())
		}

		/// Hand in WATT to be paid out by `issuer`. It leaves your account at once. `reference` stands for where to pay.
		///
		/// It costs no fee beyond the transaction's, and works while minting is stopped.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::redeem())]
		pub fn redeem(
			origin: OriginFor<T>,
			issuer: IssuerId,
			amount: WattBalance,
			reference: Reference,
		) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_redeem(issuer, holder, amount, reference)
		}

		/// Say that you have paid a redemption; `proof` stands for the payment. It must be the first in your queue, or
		/// put aside.
		///
		/// Needs a signer of the issuer.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::confirm_redemption())]
		pub fn confirm_redemption(
			origin: OriginFor<T>,
			redemption: RedemptionId,
			proof: Reference,
		) -> DispatchResult {
			let (_, issuer) = Self::ensure_signer(origin)?;
			Self::do_confirm(issuer, redemption, proof)
		}

		/// Give a redemption back that cannot be paid because of what its holder said. It must be the first in your
		/// queue, or put aside.
		///
		/// Needs a signer of the issuer.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::return_redemption())]
		pub fn return_redemption(
			origin: OriginFor<T>,
			redemption: RedemptionId,
			reason: ReturnReason,
		) -> DispatchResult {
			let (_, issuer) = Self::ensure_signer(origin)?;
			Self::do_return(issuer, redemption, reason)
		}

		/// Put the redemption of a restricted holder aside, so that it does not hold up the others. It stays the
		/// holder's; it can be paid, given back, or taken back after its deadline.
		///
		/// Needs a signer of the issuer.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::put_redemption_aside())]
		pub fn put_redemption_aside(
			origin: OriginFor<T>,
			redemption: RedemptionId,
		) -> DispatchResult {
			let (_, issuer) = Self::ensure_signer(origin)?;
			Self::do_put_aside(issuer, redemption)?;
			Self::deposit_event(Event::RedemptionPutAside { redemption, issuer });
			Ok(())
		}

		/// Take back a redemption of yours that was not paid in time. Its issuer can mint no more until it is cured.
		///
		/// Needs the account that handed it in.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::reclaim_redemption())]
		pub fn reclaim_redemption(
			origin: OriginFor<T>,
			redemption: RedemptionId,
		) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_reclaim(&holder, redemption)
		}

		/// Freeze or block an account in your currency. Its redemptions stay what they are.
		///
		/// Needs the compliance officer.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::restrict())]
		pub fn restrict(
			origin: OriginFor<T>,
			account: T::AccountId,
			restraint: Restraint,
			reason: RestraintReason,
		) -> DispatchResult {
			let seat = Self::ensure_role(origin, |role| role == Role::ComplianceOfficer)?.1;
			Self::do_restrict(seat.currency, account, restraint, reason)
		}

		/// Restrict an account in a currency no longer.
		///
		/// Needs the compliance officer of the currency or the admin origin.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::lift_restriction())]
		pub fn lift_restriction(
			origin: OriginFor<T>,
			currency: CurrencyId,
			account: T::AccountId,
			reason: RestraintReason,
		) -> DispatchResult {
			if let Err(origin) = T::AdminOrigin::try_origin(origin) {
				let seat = Self::ensure_role(origin, |role| role == Role::ComplianceOfficer)?.1;
				ensure!(seat.currency == currency, Error::<T>::NotPermitted);
			}
			Self::do_lift(currency, account, reason)
		}

		/// Move money of a restricted account to the court's. `case` stands for the decision.
		///
		/// Needs the court origin.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::seize())]
		pub fn seize(
			origin: OriginFor<T>,
			currency: CurrencyId,
			account: T::AccountId,
			amount: WattBalance,
			case: Reference,
		) -> DispatchResult {
			T::CourtOrigin::ensure_origin(origin)?;
			Self::do_seize(currency, &account, amount)?;
			Self::deposit_event(Event::Seized { account, currency, amount, case });
			Ok(())
		}
	}
}
