//! Every number that the runtime is made of, with its unit and its reason.

use crate::{Balance, BlockNumber};

/// Time: slots and blocks.
pub mod time {
	use super::BlockNumber;

	/// Milliseconds in a slot, and so the time between two blocks.
	pub const SLOT_MILLIS: u64 = 6_000;

	/// Blocks in a minute.
	pub const MINUTES: BlockNumber = 10;

	/// Blocks in an hour.
	pub const HOURS: BlockNumber = 60 * MINUTES;

	/// Blocks in a day.
	pub const DAYS: BlockNumber = 24 * HOURS;

	/// How many blocks back a transaction's mortality and a block's hash can reach: four hours.
	pub const BLOCK_HASHES: BlockNumber = 4 * HOURS;

	/// Milliseconds in a year of 365.25 days.
	pub const YEAR_MILLIS: u64 = 31_557_600_000;

	/// Of four slots, the author of one is drawn by lot; the rest have theirs by turns.
	pub const PRIMARY_PROBABILITY: (u64, u64) = (1, 4);
}

/// Money: GRID in base units.
pub mod currency {
	use super::Balance;

	/// Decimals of GRID.
	pub const GRID_DECIMALS: u8 = 12;

	/// One GRID in base units.
	pub const GRID: Balance = 1_000_000_000_000;

	/// A thousandth of a GRID.
	pub const MILLI_GRID: Balance = GRID / 1_000;

	/// A millionth of a GRID.
	pub const MICRO_GRID: Balance = GRID / 1_000_000;

	/// GRID that exist at genesis, in base units.
	pub const GENESIS_SUPPLY: Balance = 1_000_000_000 * GRID;

	/// What an account must hold to exist: 0.01 GRID.
	pub const EXISTENTIAL_DEPOSIT: Balance = 10 * MILLI_GRID;

	/// The deposit for `items` storage entries of `bytes` bytes together: 0.1 GRID each and 0.0001 per
	/// byte.
	pub const fn deposit(items: u32, bytes: u32) -> Balance {
		items as Balance * 100 * MILLI_GRID + bytes as Balance * 100 * MICRO_GRID
	}
}

/// Fees of transactions, in base units of GRID.
pub mod fee {
	use super::{currency::MICRO_GRID, Balance};

	/// Per picosecond of execution. A second costs 20 GRID, a simple transfer about 0.01.
	pub const PER_PICOSECOND: Balance = 20;

	/// Per byte of a transaction: 0.00001 GRID.
	pub const PER_BYTE: Balance = 10 * MICRO_GRID;

	/// How much dearer and more urgent an operational transaction is than a normal one.
	pub const OPERATIONAL_MULTIPLIER: u8 = 5;
}

/// What a block may take.
pub mod block {
	use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight};
	use sp_runtime::Perbill;

	/// Two seconds of execution, a third of the slot. There is no proof to bound: the chain validates
	/// its own blocks.
	pub const MAX_WEIGHT: Weight = Weight::from_parts(2 * WEIGHT_REF_TIME_PER_SECOND, u64::MAX);

	/// Bytes in a block: 5 MiB.
	pub const MAX_LENGTH: u32 = 5 * 1024 * 1024;

	/// The share that normal transactions may take; the rest is kept for operational ones.
	pub const NORMAL_SHARE: Perbill = Perbill::from_percent(75);
}

/// Staking and elections.
pub mod staking {
	use super::{currency::GRID, Balance};
	use sp_runtime::Permill;

	/// What staked GRID earns in a year.
	pub const YIELD_PER_YEAR: Permill = Permill::from_percent(8);

	/// An era counts as at most so many times its nominal length, so that a stalled chain does not mint
	/// for the time in which it stood still.
	pub const MAX_ERA_STRETCH: u64 = 2;

	/// The most validators.
	pub const MAX_VALIDATORS: u32 = 100;

	/// The most nominators that one offence is weighed for.
	pub const MAX_NOMINATORS_OF_OFFENDER: u32 = 256;

	/// Nominators in one page of a validator's exposure; a page is paid out at a time.
	pub const EXPOSURE_PAGE: u32 = 64;

	/// Validators that one nominator may name.
	pub const MAX_NOMINATIONS: u32 = 16;

	/// Voters that an election looks at, those with most stake first. Validators solve it off chain, a block checks it.
	pub const ELECTION_VOTERS: u32 = 4_000;

	/// Voters that an election looks at which nobody has solved in time, so that a block has to.
	pub const FALLBACK_VOTERS: u32 = 1_000;

	/// Candidates that an election looks at.
	pub const ELECTION_TARGETS: u32 = 200;

	/// Blocks that each validator was due in an era before one that has made none counts as absent. By chance that
	/// happens to one in five hundred million.
	pub const BLOCKS_DUE: u32 = 20;

	/// An epoch's slots by this number: in so many blocks before the end of an era a solution is taken.
	pub const ELECTION_EPOCH_PARTS: u64 = 4;

	/// Blocks after which a validator whose solution was not taken sends one again.
	pub const ELECTION_REPEAT: u32 = 5;

	/// Eras of history that can be paid out; as long as the longest bonding.
	pub const HISTORY_ERAS: u32 = 84;

	/// Eras in which a pool keeps apart what its members unbond: more than the longest bonding.
	pub const POOL_ERAS: u32 = HISTORY_ERAS + 4;

	/// Shares that a pool's member may be unbonding at once.
	pub const POOL_UNBONDING: u32 = 8;

	/// The least that one joins a pool with.
	pub const MIN_POOL_JOIN: Balance = GRID;

	/// The least that one begins a pool with.
	pub const MIN_POOL_CREATE: Balance = 1_000 * GRID;

	/// The least that a nominator bonds.
	pub const MIN_NOMINATOR_BOND: Balance = 10 * GRID;

	/// The least that a validator bonds.
	pub const MIN_VALIDATOR_BOND: Balance = 10_000 * GRID;
}

/// Governance.
pub mod governance {
	use super::{currency::GRID, Balance};

	/// What bringing a referendum takes, unless the parameter says otherwise.
	pub const SUBMISSION_DEPOSIT: Balance = 100 * GRID;

	/// The most members of the technical collective.
	pub const COLLECTIVE_MEMBERS: u32 = 25;

	/// Motions that the collective may have before it at once.
	pub const COLLECTIVE_MOTIONS: u32 = 20;
}

/// WATT, the money that energy is paid in.
pub mod watt {
	/// The currency that a chain begins with, which is also the id of its asset.
	pub const WATT_ID: u32 = 1;

	/// Accounts that can sign for an issuer.
	pub const MAX_SIGNERS: u32 = 8;

	/// Accounts that can attest an issuer's reserves.
	pub const MAX_ATTESTERS: u32 = 8;

	/// Mints of an issuer that can wait for a second signature.
	pub const MAX_PENDING_MINTS: u32 = 100;

	/// Redemptions that an account can have open at once.
	pub const MAX_REDEMPTIONS: u32 = 16;
}

/// The energy market.
pub mod energy {
	use super::{currency::GRID, Balance};
	use gridforge_primitives::Suspicion;

	/// Resting orders that one order may trade with.
	pub const MAX_FILLS: u32 = 100;

	/// Orders that one command may place or cancel.
	pub const MAX_BATCH: u32 = 100;

	/// From when on a participant's conduct in a product is told of: three orders that met its own; or thirty cancelled,
	/// and nine in ten of all that it placed.
	pub const SUSPICION: Suspicion =
		Suspicion { self_matches: 3, cancels: 30, cancels_in_hundred: 90 };

	/// Open orders of a participant in one product.
	pub const MAX_OPEN_ORDERS: u32 = 32;

	/// Unsettled products in which a participant may have a position: two days of quarter hours are 192,
	/// the rest is for those that settle late.
	pub const MAX_PRODUCTS: u32 = 256;

	/// Steps of auctions, or of settlement, that one `advance` may ask for.
	pub const MAX_STEPS: u32 = 100;

	/// Versions of a zone's tariff: the one in force and changes to come.
	pub const MAX_TARIFF_VERSIONS: u32 = 16;

	/// Entries of a zone's table of UTC offsets: two a year for sixteen years.
	pub const MAX_UTC_OFFSETS: u32 = 32;

	/// Readings that a gateway can send at once.
	pub const MAX_READINGS: u32 = 256;

	/// Readings that devices signed and that can be carried at once.
	pub const MAX_DEVICE_READINGS: u32 = 64;

	/// Meters of a participant in one zone.
	pub const MAX_METERS: u32 = 16;

	/// Communities in one zone.
	pub const MAX_COMMUNITIES: u32 = 64;

	/// Members of a community, those included who have left and whose intervals may still settle.
	pub const MAX_MEMBERS: u32 = 100;

	/// Terms of a community that can still matter.
	pub const MAX_TERMS_VERSIONS: u32 = 8;

	/// What whoever registers itself as a participant puts down.
	pub const SANDBOX_DEPOSIT: Balance = 100 * GRID;

	/// Registrars of one jurisdiction.
	pub const MAX_REGISTRARS: u32 = 64;

	/// Delegates of one participant.
	pub const MAX_DELEGATES: u32 = 16;

	/// Participants barred from trading whose orders are still being cancelled. Most blocks have room for all of one's.
	pub const MAX_BARRED: u32 = 64;
}
