//! The tracks: for whom a referendum can speak, and what it takes. docs/governance.md shows the same table.

use super::origins::Origin;
use crate::{
	constants::{
		currency::GRID,
		time::{DAYS, HOURS, MINUTES},
	},
	Balance, BlockNumber, OriginCaller, Runtime,
};
use alloc::borrow::Cow;
use frame_support::traits::Get;
use frame_system::RawOrigin;
use pallet_network_params::GovernanceDivisor;
use pallet_referenda::{Curve, Track, TrackInfo, TracksInfo};
use sp_runtime::{str_array as text, Perbill};

/// A track as the table has it: periods in blocks of a live network, shares in per cent.
pub struct Row {
	/// Its number.
	pub id: u16,
	/// Its name.
	pub name: &'static str,
	/// The origin that its referenda act as.
	pub origin: OriginCaller,
	/// How many referenda can be decided at once. Few where each may change everything.
	pub deciding: u32,
	/// GRID to put down before voting can decide; back when the referendum has ended, unless it is killed.
	pub deposit: Balance,
	/// How long it is looked at before it is decided.
	pub prepare: BlockNumber,
	/// How long it may take to be approved.
	pub decide: BlockNumber,
	/// How long it must be ahead without a break.
	pub confirm: BlockNumber,
	/// How long after approval it takes effect at the earliest.
	pub enact: BlockNumber,
	/// The share of votes that must say aye in the end; at the beginning it is all of them.
	pub approval: u32,
	/// The share of all GRID that can vote that must have voted aye: at the beginning, and in the end, in thousandths.
	pub support: (u32, u32),
}

/// All tracks.
pub const TRACKS: [Row; 13] = [
	// Anything, an upgrade of the runtime included: two weeks in which everybody hears of it, a day to leave.
	Row {
		id: 0,
		name: "root",
		origin: OriginCaller::system(RawOrigin::Root),
		deciding: 1,
		deposit: 100_000 * GRID,
		prepare: 2 * HOURS,
		decide: 14 * DAYS,
		confirm: DAYS,
		enact: DAYS,
		approval: 50,
		support: (500, 10),
	},
	// A mend that cannot wait two weeks, of a fault that many need not hear of before it is mended. The collective has
	// looked at it, so fewer must vote; it cannot bring anything by itself.
	Row {
		id: 1,
		name: "whitelisted_caller",
		origin: OriginCaller::Origins(Origin::WhitelistedCaller),
		deciding: 10,
		deposit: 10_000 * GRID,
		prepare: 30 * MINUTES,
		decide: 7 * DAYS,
		confirm: HOURS,
		enact: 10 * MINUTES,
		approval: 60,
		support: (200, 10),
	},
	// A slash is applied a little less than a week after the offence: a wrong one must be cancelled within it.
	Row {
		id: 10,
		name: "staking_admin",
		origin: OriginCaller::Origins(Origin::StakingAdmin),
		deciding: 5,
		deposit: 10_000 * GRID,
		prepare: HOURS,
		decide: 5 * DAYS,
		confirm: 3 * HOURS,
		enact: 10 * MINUTES,
		approval: 50,
		support: (250, 5),
	},
	// Everybody's money, without a limit: as long as the root, but not as much to bring.
	Row {
		id: 11,
		name: "treasurer",
		origin: OriginCaller::Origins(Origin::Treasurer),
		deciding: 5,
		deposit: 10_000 * GRID,
		prepare: 2 * HOURS,
		decide: 14 * DAYS,
		confirm: DAYS,
		enact: HOURS,
		approval: 50,
		support: (500, 10),
	},
	// One person's money is taken: as long as the root, so that its owner is heard.
	Row {
		id: 12,
		name: "court",
		origin: OriginCaller::Origins(Origin::Court),
		deciding: 5,
		deposit: 10_000 * GRID,
		prepare: 2 * HOURS,
		decide: 14 * DAYS,
		confirm: DAYS,
		enact: DAYS,
		approval: 60,
		support: (500, 10),
	},
	// Who may trade, and whether: people's money is in it.
	Row {
		id: 20,
		name: "market_admin",
		origin: OriginCaller::Origins(Origin::MarketAdmin),
		deciding: 5,
		deposit: 10_000 * GRID,
		prepare: 2 * HOURS,
		decide: 7 * DAYS,
		confirm: 12 * HOURS,
		enact: 10 * MINUTES,
		approval: 50,
		support: (250, 5),
	},
	// Tariffs reach only intervals that are not open yet, two days ahead.
	Row {
		id: 21,
		name: "grid_admin",
		origin: OriginCaller::Origins(Origin::GridAdmin),
		deciding: 10,
		deposit: 5_000 * GRID,
		prepare: 2 * HOURS,
		decide: 7 * DAYS,
		confirm: 12 * HOURS,
		enact: 10 * MINUTES,
		approval: 50,
		support: (250, 5),
	},
	// To stop what goes wrong, fast, by many; it gives nobody anything.
	Row {
		id: 30,
		name: "monetary_guard",
		origin: OriginCaller::Origins(Origin::MonetaryGuard),
		deciding: 2,
		deposit: 10_000 * GRID,
		prepare: 10 * MINUTES,
		decide: DAYS,
		confirm: 10 * MINUTES,
		enact: MINUTES,
		approval: 60,
		support: (100, 20),
	},
	// The more is spent, the more must agree to it, and the longer it is looked at.
	Row {
		id: 32,
		name: "small_spender",
		origin: OriginCaller::Origins(Origin::SmallSpender),
		deciding: 20,
		deposit: 200 * GRID,
		prepare: 2 * HOURS,
		decide: 7 * DAYS,
		confirm: 12 * HOURS,
		enact: HOURS,
		approval: 50,
		support: (100, 1),
	},
	Row {
		id: 33,
		name: "medium_spender",
		origin: OriginCaller::Origins(Origin::MediumSpender),
		deciding: 10,
		deposit: 1_000 * GRID,
		prepare: 2 * HOURS,
		decide: 7 * DAYS,
		confirm: DAYS,
		enact: HOURS,
		approval: 50,
		support: (200, 3),
	},
	Row {
		id: 34,
		name: "big_spender",
		origin: OriginCaller::Origins(Origin::BigSpender),
		deciding: 5,
		deposit: 5_000 * GRID,
		prepare: 2 * HOURS,
		decide: 14 * DAYS,
		confirm: DAYS,
		enact: HOURS,
		approval: 50,
		support: (300, 5),
	},
	// A mistake that somebody made in good faith.
	Row {
		id: 40,
		name: "canceller",
		origin: OriginCaller::Origins(Origin::Canceller),
		deciding: 10,
		deposit: 5_000 * GRID,
		prepare: 30 * MINUTES,
		decide: 3 * DAYS,
		confirm: HOURS,
		enact: MINUTES,
		approval: 60,
		support: (100, 10),
	},
	// Spam or an attack: whoever brought it loses the deposit.
	Row {
		id: 41,
		name: "killer",
		origin: OriginCaller::Origins(Origin::Killer),
		deciding: 10,
		deposit: 20_000 * GRID,
		prepare: 30 * MINUTES,
		decide: 3 * DAYS,
		confirm: 2 * HOURS,
		enact: MINUTES,
		approval: 70,
		support: (100, 20),
	},
];

/// A period of a live network, as long as it is on this one; at least a block.
pub fn period(blocks: BlockNumber) -> BlockNumber {
	let divisor = GovernanceDivisor::<Runtime>::get().max(1);
	(blocks / divisor).max(1)
}

impl Row {
	fn track(&self) -> Track<u16, Balance, BlockNumber> {
		let falls = |ceil, floor| Curve::LinearDecreasing { length: Perbill::one(), floor, ceil };
		let (most, least) = self.support;
		let thousandths = |parts: u32| Perbill::from_rational(parts, 1_000);
		Track {
			id: self.id,
			info: TrackInfo {
				name: text(self.name),
				max_deciding: self.deciding,
				decision_deposit: self.deposit,
				prepare_period: period(self.prepare),
				decision_period: period(self.decide),
				confirm_period: period(self.confirm),
				min_enactment_period: period(self.enact),
				min_approval: falls(Perbill::one(), Perbill::from_percent(self.approval)),
				min_support: falls(thousandths(most), thousandths(least)),
			},
		}
	}
}

/// The table as the pallet asks for it.
pub struct Tracks;
impl TracksInfo<Balance, BlockNumber> for Tracks {
	type Id = u16;
	type RuntimeOrigin = OriginCaller;

	fn tracks() -> impl Iterator<Item = Cow<'static, Track<u16, Balance, BlockNumber>>> {
		TRACKS.iter().map(|row| Cow::Owned(row.track()))
	}

	fn track_for(origin: &OriginCaller) -> Result<u16, ()> {
		TRACKS.iter().find(|row| row.origin == *origin).map(|row| row.id).ok_or(())
	}
}
