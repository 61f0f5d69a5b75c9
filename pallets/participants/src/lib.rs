//! # Participants
//!
//! Who may trade: participants, the accounts that act for them, and their status.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for storage, events, errors and calls. Other pallets ask through
//! [`gridforge_primitives::Participants`].
//!
//! ## Overview
//!
//! Before a household or a company trades electricity, somebody has to have checked that it may. In each jurisdiction
//! registrars do that outside the chain and then admit the participant's account here, for as long as what they found
//! holds. The chain gives it a number, by which every order and trade names it from then on. When a participant
//! has to stop for a while it is suspended; when it leaves for good it is closed.
//!
//! Each jurisdiction has rules of its own: how much participants may trade who were checked more or less thoroughly, with
//! which orders, in which currency. Where it lets that be, anybody can register itself for a deposit, and trade a little.
//!
//! Whoever loses its key turns to a registrar, who can give it another account after a delay. Whoever still has the key
//! can stop that.
//!
//! A participant can let other accounts trade for it: a program that bids while it sleeps, an employee. It says in
//! which zones, how much, and until when, and can dismiss them at any time.
//!
//! ## Terminology
//!
//! - **Participant**: a legal person or household that trades, known by its
//!   [`ParticipantId`](gridforge_primitives::ParticipantId).
//! - **Jurisdiction**: where the same registrars admit participants that trade by the same rules, known by its
//!   [`JurisdictionId`](gridforge_primitives::JurisdictionId). [`HOME`] is the chain's own, of those whom the admin origin
//!   registers.
//! - **Registrar**: an account that admits participants of one jurisdiction and decides about them, and about nobody else.
//! - **Verification**: what a registrar has found out: kind of person, tier, until when that holds, and a salted commitment to
//!   the evidence.
//! - **Tier**: how thoroughly it was checked: [`Sandbox`](gridforge_primitives::Tier::Sandbox), not at all;
//!   [`Basic`](gridforge_primitives::Tier::Basic); [`Full`](gridforge_primitives::Tier::Full);
//!   [`OneTime`](gridforge_primitives::Tier::OneTime), under another number.
//! - **One-time account**: a participant of that tier: a further account of a person, which only its registrar can link to it.
//! - **Cap**: the most that a tier may trade in its jurisdiction, in energy and money: in an order, a day, open at once.
//! - **Reason**: the code that says why a participant has its status.
//! - **Recovery**: giving a participant another own account because it has lost its key.
//! - **Own account**: the key that was registered with it. It may do everything for it.
//! - **Delegate**: another account that trades for it, within limits and until a time. It cannot take money out. An
//!   account is one participant's own, or one participant's delegate, or neither.
//! - **Host**: the participant whose application it uses and that gets a share of its fees.
//! - **Frozen**: its own account's money is restricted by WATT's compliance officer. It may not trade, whatever its
//!   status.
//! - **Status**: [`Status::Active`] may trade, [`Status::Suspended`] may not for now,
//!   [`Status::Closed`] may never again.
//!
//! ## Example
//!
#![doc = concat!("```ignore\n", include_str!("tests/scenario.rs"), "```")]
//!
//! ## Design
//!
//! **Goals.** A consumer can look up the participant of an account, and whether it may trade, with one
//! read each; for whom a delegate trades, with two. What its jurisdiction lets it do takes one read more. Numbers are never given twice, so that a record about a participant stays about that
//! participant.
//!
//! **Storage.** A participant lives once, under its number; these keys lie side by side because the chain
//! assigns them. The account index holds only the number. Participants are never removed: closed ones
//! remain nameable in the records of what they traded, and their account cannot slip back in under a new
//! number. A delegation lives once, under the delegate's account; the list by participant holds accounts only.
//!
//! **Barring.** Whoever is suspended, closed or frozen stands in one short list until the market has cancelled its
//! orders. A fill reads it once and looks each maker up, so that no trade follows, not even in the same block. It is
//! bounded; while it is full nobody else can be barred, for some blocks at the most.
//!
//! **Mandates.** A delegate's mandate ends by itself at the time that it was given; it can be renewed then, and until
//! then it keeps its place in the list. Registering an account ends its delegation, so that nobody can bar an account
//! from being registered by appointing it. A suspended participant may appoint, though its delegates cannot trade
//! until it is active again; a closed one may only dismiss.
//!
//! **Verifications** end by themselves. An order must be delivered before its owner's ends, and a verification can be shortened
//! only to a moment by which all has been delivered that could be ordered: so no order of anybody rests longer than its
//! owner was verified for.
//!
//! **Powers.** An account is registrar of one jurisdiction at the most, and acts on that one's participants only: the chain
//! looks up both, nothing is taken from the call. It cannot decide about itself, cannot move money, and cannot undo what
//! the admin origin decided. Where its key is stolen its dismissal ends everything that it began and did not finish.
//!
//! **Sandbox.** Whoever registers itself is nobody's to vouch for. No jurisdiction can set its caps above
//! [`SANDBOX_CEILING`](gridforge_primitives::TierCaps::SANDBOX_CEILING), and each such account costs a deposit.
//!
//! **Recovery** moves the own account and nothing else: orders, money in the market, meters and certificates are the
//! participant's. It waits for [`Config::RecoveryDelay`]; the new account must sign for it, so that none is named whose key
//! nobody has. It is refused while the participant's money is restricted.
//!
//! **One-time accounts** are for whoever does not want all its quarter hours to be laid side by side. The registrar admits an
//! account of its own choosing as a participant of its own, for some days; what links it is the credential, which is
//! blinded by a salt that the registrar keeps, so that it can show the link to a court and nobody else can find it.
//! Each has its own number, account, money, caps and meter, and is never verified anew. What the chain cannot know it does
//! not check: whether one person's accounts trade with each other, and what they come to together. So their caps have the
//! ceiling of the sandbox everywhere, and how many of them a person gets and what they do together is for the registrar to watch, who knows it.
//!
//! **Limitations.** An account can be appointed as a delegate without being asked:
//! it has to resign before another participant can appoint it. Whether a host may still trade
//! is checked when it is chosen, not later; its licence also whenever it would earn, by settlement. A participant's kind is on record and allows or forbids nothing by itself. It
//! cannot move to another jurisdiction: it is closed here and admitted there with another account. Rules bind new orders
//! only. Registering an account, or recovering one, does not ask whether the new account's money is restricted already: the
//! compliance officer has to restrict it anew, by the other restraint. Whoever has stolen a key can object to its recovery as its owner can; the
//! registrar can then suspend the participant, but not give its money to another account. What is in a lost account's
//! wallet stays there. Somebody with money for many deposits can have many sandbox accounts, each with caps of its own.
//! On chain there is no name, address or document, nor an unsalted hash of one. Money that goes from a person's wallet to
//! that of its one-time account links them, and so does choosing a rare host or appointing the same delegate.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
mod recovery;
mod registry;
mod sandbox;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

pub use pallet::*;
pub use types::{
	Delegation, Jurisdiction, Participant, Reason, Recovery, Status, Verification, HOME,
};
pub use weights::WeightInfo;

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{Consideration, Footprint},
	};
	use frame_system::pallet_prelude::*;
	use gridforge_primitives::{
		DelegateLimits, HostLicences, IntervalClock, JurisdictionId, JurisdictionRules, Kind,
		Millis, ParticipantId,
	};

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Creates jurisdictions; registers participants and sets their status wherever they belong.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Chain time, by which a verification or a delegate's mandate ends.
		type Clock: IntervalClock;

		/// Who can be chosen as an application host.
		type Hosts: HostLicences;
		/// What whoever registers itself puts down until it is verified or leaves.
		type SandboxDeposit: Consideration<Self::AccountId, Footprint>;

		/// How long the owner of an account has to object to its recovery, in milliseconds.
		type RecoveryDelay: Get<Millis>;

		/// How many registrars a jurisdiction can have.
		#[pallet::constant]
		type MaxRegistrars: Get<u32>;

		/// How many delegates a participant can have.
		#[pallet::constant]
		type MaxDelegates: Get<u32>;

		/// How many participants can be barred at a time whose orders the market has still to cancel.
		#[pallet::constant]
		type MaxBarred: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// The participant whose own account this is. Hashed, because users choose their accounts.
	#[pallet::storage]
	pub type Accounts<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, ParticipantId, OptionQuery>;

	/// Every participant that was ever registered. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Participants<T: Config> =
		StorageMap<_, Identity, ParticipantId, Participant<T::AccountId>, OptionQuery>;

	/// For whom an account trades as a delegate. Hashed, because users choose their accounts.
	#[pallet::storage]
	pub type Delegates<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Delegation, OptionQuery>;

	/// The delegates of each participant that has any, in the order in which it appointed them. Not hashed, because
	/// the chain assigns the ids.
	#[pallet::storage]
	pub type DelegatesOf<T: Config> = StorageMap<
		_,
		Identity,
		ParticipantId,
		BoundedVec<T::AccountId, T::MaxDelegates>,
		ValueQuery,
	>;

	/// Those who may trade no longer and of whom the market may still have open orders, ascending. Each fill looks
	/// its maker up here, so that nobody trades with them; the market takes them off when it has cancelled their orders.
	#[pallet::storage]
	pub type Barred<T: Config> =
		StorageValue<_, BoundedVec<ParticipantId, T::MaxBarred>, ValueQuery>;

	/// Every jurisdiction, with who looks after it. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Jurisdictions<T: Config> =
		StorageMap<_, Identity, JurisdictionId, Jurisdiction<T::AccountId>, OptionQuery>;

	/// The rules of each jurisdiction, apart from who looks after it, for each order reads them. Not hashed, because the
	/// chain assigns the ids.
	#[pallet::storage]
	pub type JurisdictionRulesOf<T: Config> =
		StorageMap<_, Identity, JurisdictionId, JurisdictionRules, OptionQuery>;

	/// The jurisdiction whose registrar an account is. Hashed, because users choose their accounts.
	#[pallet::storage]
	pub type Registrars<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, JurisdictionId, OptionQuery>;

	/// The id that the next jurisdiction will get; [`HOME`] has 0.
	#[pallet::storage]
	pub type NextJurisdiction<T: Config> =
		StorageValue<_, JurisdictionId, ValueQuery, FirstJurisdiction>;

	/// The id of the first jurisdiction that is created.
	#[pallet::type_value]
	pub fn FirstJurisdiction() -> JurisdictionId {
		JurisdictionId(1)
	}

	/// What each participant put down that registered itself and was neither verified nor closed since. Not hashed,
	/// because the chain assigns the ids.
	#[pallet::storage]
	pub type Deposits<T: Config> =
		StorageMap<_, Identity, ParticipantId, T::SandboxDeposit, OptionQuery>;

	/// Participants that are to get another own account. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Recoveries<T: Config> =
		StorageMap<_, Identity, ParticipantId, Recovery<T::AccountId>, OptionQuery>;

	/// The id that the next participant will get; ids begin with 1.
	#[pallet::storage]
	pub type NextId<T: Config> = StorageValue<_, ParticipantId, ValueQuery, FirstId>;

	/// The id of the first participant.
	#[pallet::type_value]
	pub fn FirstId() -> ParticipantId {
		ParticipantId(1)
	}

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Accounts of the first participants, which get the ids 1, 2, 3 … in this order.
		pub participants: Vec<T::AccountId>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Jurisdictions::<T>::insert(HOME, Jurisdiction { admin: None, registrars: 0 });
			JurisdictionRulesOf::<T>::insert(HOME, JurisdictionRules::default());
			for account in &self.participants {
				Pallet::<T>::do_register(account)
					.expect("genesis lists each participant's account once");
			}
		}
	}

	/// Why GRID of an account is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// It registered itself as a participant and was not verified yet.
		SandboxDeposit,
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	#[allow(clippy::large_enum_variant, reason = "an event is made once, to be encoded")]
	pub enum Event<T: Config> {
		/// A participant was registered and may trade.
		ParticipantRegistered {
			/// The id that it got.
			participant: ParticipantId,
			/// The account that acts for it.
			account: T::AccountId,
			/// By whose rules it trades.
			jurisdiction: JurisdictionId,
			/// Who it is, as far as it was checked.
			verification: Verification,
		},
		/// A participant's status changed.
		StatusChanged {
			/// The participant.
			participant: ParticipantId,
			/// What it was.
			old: Status,
			/// What it is from now on.
			new: Status,
			/// Why.
			reason: Reason,
		},
		/// A registrar has checked anew who a participant is.
		VerificationRenewed {
			/// The participant.
			participant: ParticipantId,
			/// What was known of it.
			old: Verification,
			/// What is known from now on.
			new: Verification,
		},
		/// What a participant put down when it registered itself was returned.
		DepositReturned {
			/// The participant.
			participant: ParticipantId,
			/// To which account.
			account: T::AccountId,
		},
		/// A jurisdiction was created.
		JurisdictionCreated {
			/// The id that it got.
			jurisdiction: JurisdictionId,
			/// Who looks after it.
			admin: T::AccountId,
			/// Its rules.
			rules: JurisdictionRules,
		},
		/// Somebody else looks after a jurisdiction.
		JurisdictionAdminSet {
			/// The jurisdiction.
			jurisdiction: JurisdictionId,
			/// Who did; nobody but the admin origin if nothing is said.
			old: Option<T::AccountId>,
			/// Who does from now on.
			new: T::AccountId,
		},
		/// The rules of a jurisdiction were changed.
		RulesSet {
			/// The jurisdiction.
			jurisdiction: JurisdictionId,
			/// What they were.
			old: JurisdictionRules,
			/// What they are for orders from now on.
			new: JurisdictionRules,
		},
		/// An account may admit participants of a jurisdiction from now on.
		RegistrarAppointed {
			/// The jurisdiction.
			jurisdiction: JurisdictionId,
			/// The registrar's account.
			account: T::AccountId,
		},
		/// An account may admit participants of a jurisdiction no longer.
		RegistrarDismissed {
			/// The jurisdiction.
			jurisdiction: JurisdictionId,
			/// The account that was its registrar.
			account: T::AccountId,
		},
		/// A registrar says that a participant has lost its key. Whoever still has it can object with `stopRecovery`.
		RecoveryBegun {
			/// The participant.
			participant: ParticipantId,
			/// The registrar.
			registrar: T::AccountId,
			/// The account that is to be its own.
			account: T::AccountId,
			/// From when on that account can take over, in milliseconds since the Unix epoch.
			from: Millis,
		},
		/// A recovery was called off.
		RecoveryStopped {
			/// The participant.
			participant: ParticipantId,
			/// By whom.
			by: T::AccountId,
		},
		/// A participant has another own account.
		AccountRecovered {
			/// The participant.
			participant: ParticipantId,
			/// The account that was its own, and acts for nobody now.
			old: T::AccountId,
			/// The account that is its own.
			new: T::AccountId,
		},
		/// A participant chose its application host.
		HostChosen {
			/// The participant.
			participant: ParticipantId,
			/// Whom it had chosen.
			old: Option<ParticipantId>,
			/// Whom it has chosen now.
			new: Option<ParticipantId>,
		},
		/// A participant appointed a delegate, or gave it other limits.
		DelegateAppointed {
			/// The participant.
			participant: ParticipantId,
			/// The account that trades for it.
			account: T::AccountId,
			/// What it had to keep to; nothing if it was no delegate.
			old: Option<DelegateLimits>,
			/// What it has to keep to now.
			new: DelegateLimits,
		},
		/// The money of a participant's own account was restricted, so that it may not trade, nor its delegates.
		ParticipantFrozen {
			/// The participant.
			participant: ParticipantId,
		},
		/// The money of a participant's own account is restricted no longer. It may trade if its status lets it.
		ParticipantThawed {
			/// The participant.
			participant: ParticipantId,
		},
		/// An account trades for a participant no longer: it was dismissed, it resigned, or it was registered as a
		/// participant's own.
		DelegationEnded {
			/// The participant.
			participant: ParticipantId,
			/// The account that was its delegate.
			account: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account acts for a participant already, perhaps a closed one. Look its id up in
		/// `accounts`; for another participant use another account.
		AccountAlreadyRegistered,
		/// No participant has this id. Look the id up in `accounts` under the participant's account.
		UnknownParticipant,
		/// The participant has this status for this reason already. There is nothing to do.
		StatusUnchanged,
		/// The participant is closed, which is final. Register it anew with another account.
		ParticipantClosed,
		/// The account that signed is no participant's own. Sign with the account that was registered; a delegate
		/// cannot do this.
		NotAParticipant,
		/// The host is not a participant that may trade. Choose one that is registered and active.
		HostMayNotTrade,
		/// The host has no licence as an application host that is in force. Choose another, or none.
		HostNotLicensed,
		/// A participant cannot be its own host. Choose another, or none.
		HostIsOneself,
		/// The participant has chosen this host already. There is nothing to do.
		HostUnchanged,
		/// The account belongs to a participant, perhaps to the one that signed. Appoint an account that is not
		/// registered.
		DelegateIsParticipant,
		/// The account trades for another participant. It has to resign there first.
		DelegateOfAnother,
		/// The mandate would have ended already. Name a time in the future, in milliseconds since the Unix epoch.
		MandateInThePast,
		/// The delegate has these limits already. There is nothing to do.
		LimitsUnchanged,
		/// The participant has as many delegates as it can have. Dismiss one first.
		TooManyDelegates,
		/// The account does not trade for the participant. Look the delegates up in `delegatesOf`.
		NotADelegate,
		/// The orders of as many participants that may trade no longer are being cancelled as can be at a time. Try again
		/// in a later block, or push the market with `cancelBarred`.
		TooManyBarred,
		/// All ids are used up. No participant, or no jurisdiction, can be added before the runtime is upgraded.
		NoIdsLeft,
		/// There is no such jurisdiction. Look the ids up in `jurisdictions`.
		UnknownJurisdiction,
		/// The account that signed does not look after this jurisdiction. Sign with the one that `jurisdictions` names.
		NotJurisdictionAdmin,
		/// This account looks after the jurisdiction already. There is nothing to do.
		AdminUnchanged,
		/// These are the jurisdiction's rules already. There is nothing to do.
		RulesUnchanged,
		/// A cap is below the smallest order (10 lots) or allows no money, or that of an order is above that of a day or of
		/// what is open. Raise it, or say nothing where there is to be no cap.
		UnsoundCaps,
		/// The tiers `Sandbox` and `OneTime` need every cap, each within its ceiling: 1,000 lots and 5 WATT in an order,
		/// 5,000 lots and 25 WATT in a day and open at once. Lower them, or say nothing where the tier is not to trade.
		AboveSandboxCeiling,
		/// The rules allow no type of order. Allow at least one; suspend participants to stop them.
		NoOrderType,
		/// The account that signed is no registrar. Have the jurisdiction's admin appoint it.
		NotARegistrar,
		/// The account is not a registrar of this jurisdiction. Look the registrars up in `registrars`.
		NotItsRegistrar,
		/// The account is a registrar already, perhaps of another jurisdiction. Appoint another account.
		AlreadyARegistrar,
		/// The jurisdiction has as many registrars as it can have. Dismiss one first.
		TooManyRegistrars,
		/// The participant belongs to another jurisdiction, whose registrars decide about it.
		OtherJurisdiction,
		/// A registrar cannot decide about itself. Have another one do it.
		OwnCase,
		/// A registrar admits to the tiers `Basic`, `Full` and `OneTime`; that of `Sandbox` is for whoever registers itself.
		NotAVerifiedTier,
		/// The verification would end before all has been delivered that can be ordered now. Name a later end, in
		/// milliseconds since the Unix epoch; to stop a participant at once, suspend it.
		ValidityTooShort,
		/// A one-time account is verified for seven days at most, beyond what can be ordered now. Name an earlier end.
		ValidityTooLong,
		/// A one-time account is not verified anew, and nobody becomes one. Admit another account.
		OneTimeStaysSo,
		/// The commitment to the evidence is all zeros. Give a hash over the evidence and a random salt.
		NoCredential,
		/// All that is the same as it was. There is nothing to renew.
		VerificationUnchanged,
		/// Only the admin origin gives the reason `Administration`. Give the one for which the registrar acts.
		ReasonReserved,
		/// The admin origin suspended this participant, and only it can change that.
		SuspendedByAdmin,
		/// Nobody can register itself in this jurisdiction. Ask a registrar of it.
		NoSelfRegistration,
		/// The participant registered itself, so nobody can say whose it is. Have it verified first.
		NotVerified,
		/// The participant's money is restricted. It can have another account when WATT's compliance officer has lifted
		/// that.
		ParticipantIsFrozen,
		/// The participant is to get another account already. Stop that first.
		RecoveryUnderWay,
		/// The participant is to get no other account. There is nothing to stop or to complete.
		NoRecovery,
		/// Only the participant's own account, and registrars and admin of its jurisdiction, can stop this.
		MayNotStopRecovery,
		/// Only the account that is to take over can complete this. Sign with it.
		NotTheNewAccount,
		/// The owner can still object. Try again when the moment has come that `recoveries` names.
		RecoveryTooEarly,
		/// The registrar that began this has been dismissed since. Stop it, and have another registrar begin anew.
		RegistrarDismissed,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Register the participant whose own account `account` is. It gets the next id and may trade at once, in the
		/// chain's own jurisdiction, verified in full and for ever.
		///
		/// An account that traded for somebody as a delegate does so no longer: nobody can keep an account from being
		/// registered by appointing it.
		///
		/// Needs the admin origin.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register())]
		pub fn register(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let participant = Self::do_register(&account)?;
			Self::deposit_event(Event::ParticipantRegistered {
				participant,
				account,
				jurisdiction: HOME,
				verification: Verification::by_the_chain(),
			});
			Ok(())
		}

		/// Let a participant trade, suspend it, or close it for good. From this call on nobody trades with one that is
		/// suspended or closed: orders of its that are next in turn give way, and the market cancels the others.
		///
		/// Needs the admin origin.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_status())]
		pub fn set_status(
			origin: OriginFor<T>,
			participant: ParticipantId,
			status: Status,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let reason = Reason::Administration;
			let old = Self::do_set_status(participant, status, reason)?;
			Self::deposit_event(Event::StatusChanged { participant, old, new: status, reason });
			Ok(())
		}

		/// Choose the application host that gets a share of the fees you pay, or none.
		///
		/// It must be another participant that may trade. Needs a participant's own account.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::choose_host())]
		pub fn choose_host(origin: OriginFor<T>, host: Option<ParticipantId>) -> DispatchResult {
			let participant = Self::ensure_own_account(origin)?;
			let old = Self::do_choose_host(participant, host)?;
			Self::deposit_event(Event::HostChosen { participant, old, new: host });
			Ok(())
		}

		/// Let `account` trade for you within `limits`. For a delegate that you have, these are its new limits.
		///
		/// A delegate places, amends and cancels orders; it cannot move money out, and appoints nobody. Needs a
		/// participant's own account.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::appoint_delegate())]
		pub fn appoint_delegate(
			origin: OriginFor<T>,
			account: T::AccountId,
			limits: DelegateLimits,
		) -> DispatchResult {
			let participant = Self::ensure_own_account(origin)?;
			let old = Self::do_appoint(participant, &account, &limits)?;
			Self::deposit_event(Event::DelegateAppointed {
				participant,
				account,
				old,
				new: limits,
			});
			Ok(())
		}

		/// Let `account` trade for you no longer, at once. Its orders stay: cancel them yourself.
		///
		/// Needs a participant's own account, of whatever status.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::dismiss_delegate())]
		pub fn dismiss_delegate(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			let participant = Self::ensure_own_account(origin)?;
			let appointed_by = Delegates::<T>::get(&account).map(|d| d.participant);
			ensure!(appointed_by == Some(participant), Error::<T>::NotADelegate);
			Self::end_delegation(&account);
			Ok(())
		}

		/// Trade no longer for the participant that appointed you.
		///
		/// Needs the account of a delegate.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::resign_delegation())]
		pub fn resign_delegation(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			ensure!(Delegates::<T>::contains_key(&account), Error::<T>::NotADelegate);
			Self::end_delegation(&account);
			Ok(())
		}

		/// Create a jurisdiction under the next id, looked after by `admin`.
		///
		/// Needs the admin origin.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::create_jurisdiction())]
		pub fn create_jurisdiction(
			origin: OriginFor<T>,
			admin: T::AccountId,
			rules: JurisdictionRules,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let jurisdiction = Self::do_create_jurisdiction(Some(admin.clone()), rules)?;
			Self::deposit_event(Event::JurisdictionCreated { jurisdiction, admin, rules });
			Ok(())
		}

		/// Have `admin` look after a jurisdiction, and nobody else but the admin origin. Its registrars stay.
		///
		/// Needs the admin origin.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_jurisdiction_admin())]
		pub fn set_jurisdiction_admin(
			origin: OriginFor<T>,
			jurisdiction: JurisdictionId,
			admin: T::AccountId,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let old = Self::do_set_jurisdiction_admin(jurisdiction, admin.clone())?;
			Self::deposit_event(Event::JurisdictionAdminSet { jurisdiction, old, new: admin });
			Ok(())
		}

		/// Change the rules of a jurisdiction. They bind orders placed from now on; what rests or has traded stays.
		///
		/// Needs the jurisdiction's admin, or the admin origin.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_rules())]
		pub fn set_rules(
			origin: OriginFor<T>,
			jurisdiction: JurisdictionId,
			rules: JurisdictionRules,
		) -> DispatchResult {
			Self::ensure_admin_of(origin, jurisdiction)?;
			let old = Self::do_set_rules(jurisdiction, rules)?;
			Self::deposit_event(Event::RulesSet { jurisdiction, old, new: rules });
			Ok(())
		}

		/// Let `account` admit participants of a jurisdiction and decide about them.
		///
		/// Needs the jurisdiction's admin, or the admin origin.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::appoint_registrar())]
		pub fn appoint_registrar(
			origin: OriginFor<T>,
			jurisdiction: JurisdictionId,
			account: T::AccountId,
		) -> DispatchResult {
			Self::ensure_admin_of(origin, jurisdiction)?;
			Self::do_appoint_registrar(jurisdiction, &account)?;
			Self::deposit_event(Event::RegistrarAppointed { jurisdiction, account });
			Ok(())
		}

		/// Let `account` act for a jurisdiction no longer, at once. What it did stays, but for recoveries that it began.
		///
		/// Needs the jurisdiction's admin, or the admin origin.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::dismiss_registrar())]
		pub fn dismiss_registrar(
			origin: OriginFor<T>,
			jurisdiction: JurisdictionId,
			account: T::AccountId,
		) -> DispatchResult {
			Self::ensure_admin_of(origin, jurisdiction)?;
			Self::do_dismiss_registrar(jurisdiction, &account)?;
			Self::deposit_event(Event::RegistrarDismissed { jurisdiction, account });
			Ok(())
		}

		/// Admit the participant whose own account `account` is, in the registrar's jurisdiction. It gets the next id and
		/// may trade at once, by that jurisdiction's rules, until its verification ends.
		///
		/// Name, address and documents stay with the registrar. On chain goes a commitment to them, made with a random salt.
		///
		/// Needs the account of a registrar.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::admit())]
		pub fn admit(
			origin: OriginFor<T>,
			account: T::AccountId,
			verification: Verification,
		) -> DispatchResult {
			let (registrar, jurisdiction) = Self::ensure_registrar(origin)?;
			let participant = Self::do_admit(&registrar, jurisdiction, &account, verification)?;
			Self::deposit_event(Event::ParticipantRegistered {
				participant,
				account,
				jurisdiction,
				verification,
			});
			Ok(())
		}

		/// Say anew who a participant is, how thoroughly that was checked and until when that holds. One that registered
		/// itself gets its deposit back.
		///
		/// A verification can be shortened, but not below what can be ordered already: suspend a participant to stop it at
		/// once.
		///
		/// Needs the account of a registrar of the participant's jurisdiction.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::renew())]
		pub fn renew(
			origin: OriginFor<T>,
			participant: ParticipantId,
			verification: Verification,
		) -> DispatchResult {
			let (_, record) = Self::ensure_registrar_of(origin, participant)?;
			let old = Self::do_renew(participant, record, verification)?;
			Self::deposit_event(Event::VerificationRenewed { participant, old, new: verification });
			Ok(())
		}

		/// Let a participant trade, suspend it, or close it for good, as `setStatus` does, and say why. What the admin origin
		/// suspended stays so.
		///
		/// Needs the account of a registrar of the participant's jurisdiction.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::change_status())]
		pub fn change_status(
			origin: OriginFor<T>,
			participant: ParticipantId,
			status: Status,
			reason: Reason,
		) -> DispatchResult {
			let (_, record) = Self::ensure_registrar_of(origin, participant)?;
			Self::ensure_registrar_may(&record, reason)?;
			let old = Self::do_set_status(participant, status, reason)?;
			Self::deposit_event(Event::StatusChanged { participant, old, new: status, reason });
			Ok(())
		}

		/// Become a participant without being checked, where the jurisdiction lets that be: with its small caps of the
		/// tier `Sandbox`, for 90 days, and for a deposit of GRID. The deposit is returned when a registrar verifies you or
		/// when you leave.
		///
		/// Needs an account that is no participant's.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::register_myself())]
		pub fn register_myself(
			origin: OriginFor<T>,
			jurisdiction: JurisdictionId,
			kind: Kind,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			let (participant, verification) =
				Self::do_register_myself(&account, jurisdiction, kind)?;
			Self::deposit_event(Event::ParticipantRegistered {
				participant,
				account,
				jurisdiction,
				verification,
			});
			Ok(())
		}

		/// Trade no more, for good. Your open orders are cancelled; what has traded is settled as it was agreed, and your
		/// money can be withdrawn as ever. The account cannot be registered again.
		///
		/// Needs a participant's own account.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::leave())]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			let participant = Self::ensure_own_account(origin)?;
			let old = Self::do_leave(participant)?;
			let (new, reason) = (Status::Closed, Reason::OwnRequest);
			Self::deposit_event(Event::StatusChanged { participant, old, new, reason });
			Ok(())
		}

		/// Begin to give a participant that has lost its key another own account. That account can take over after
		/// `RecoveryDelay`, unless somebody objects: whoever still has the key can.
		///
		/// Money in the market follows the participant; what is in the wallet of the lost account does not.
		///
		/// Needs the account of a registrar of the participant's jurisdiction.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::begin_recovery())]
		pub fn begin_recovery(
			origin: OriginFor<T>,
			participant: ParticipantId,
			account: T::AccountId,
		) -> DispatchResult {
			let (registrar, record) = Self::ensure_registrar_of(origin, participant)?;
			let from =
				Self::do_begin_recovery(registrar.clone(), participant, &record, account.clone())?;
			Self::deposit_event(Event::RecoveryBegun { participant, registrar, account, from });
			Ok(())
		}

		/// Call off that a participant gets another own account.
		///
		/// Needs the account that it has, or that of a registrar or the admin of its jurisdiction.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::stop_recovery())]
		pub fn stop_recovery(origin: OriginFor<T>, participant: ParticipantId) -> DispatchResult {
			let by = ensure_signed(origin)?;
			Self::do_stop_recovery(&by, participant)?;
			Self::deposit_event(Event::RecoveryStopped { participant, by });
			Ok(())
		}

		/// Take over as a participant's own account, when the time to object has passed. Its delegates trade for it no
		/// longer, and its old account acts for nobody.
		///
		/// Needs the account that is to take over.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::complete_recovery())]
		pub fn complete_recovery(
			origin: OriginFor<T>,
			participant: ParticipantId,
		) -> DispatchResult {
			let new = ensure_signed(origin)?;
			let old = Self::do_complete_recovery(&new, participant)?;
			Self::deposit_event(Event::AccountRecovered { participant, old, new });
			Ok(())
		}
	}
}
