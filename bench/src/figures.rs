//! What is measured. A further figure is a function that answers with lines, and a row in [`FIGURES`].

mod blocks;
mod electing;
mod keys;
mod metering;
mod placing;
pub mod settling;
mod storage;
mod sweeping;

use crate::{report::Line, Result};

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
	/// Rounds that count.
	pub rounds: usize,
	/// Participants of each chain.
	pub accounts: usize,
	/// Transactions in a block of single orders or transfers.
	pub block: usize,
	/// Orders in the deep book of P11.
	pub deep: usize,
}

impl Default for Scale {
	/// What the targets are for.
	fn default() -> Self {
		Scale { rounds: 9, accounts: 4_096, block: 300, deep: 100_000 }
	}
}

/// Something that can be measured by name.
pub struct Figure {
	/// Its name.
	pub name: &'static str,
	/// What it is.
	pub about: &'static str,
	/// Measures it.
	pub measure: fn(&Scale) -> Result<Vec<Line>>,
}

/// All that can be measured.
pub const FIGURES: &[Figure] = &[
	Figure {
		name: "P1",
		about: "one signed order that rests / one transfer",
		measure: placing::single,
	},
	Figure {
		name: "P2",
		about: "one order of a list of 100 / one transfer",
		measure: placing::listed,
	},
	Figure {
		name: "P3",
		about: "an order that trades with 100 / with 1",
		measure: sweeping::measure,
	},
	Figure { name: "P4", about: "keys written per order and per maker", measure: keys::measure },
	Figure { name: "P5", about: "real / declared time of a full block", measure: blocks::honesty },
	Figure { name: "P6", about: "orders that fit a block by weight", measure: blocks::capacity },
	Figure {
		name: "P7",
		about: "one reading, packed or signed by its device / one transfer",
		measure: metering::measure_readings,
	},
	Figure {
		name: "P9",
		about: "settling one participant's interval / one transfer of WATT",
		measure: settling::measure,
	},
	Figure {
		name: "P10",
		about: "bytes per live and per settled order",
		measure: storage::measure,
	},
	Figure {
		name: "P11",
		about: "placing in a deep book / in a small one",
		measure: placing::deep,
	},
	Figure {
		name: "P12",
		about: "blocks of the largest election / what a block may take",
		measure: electing::measure,
	},
];

/// The figure of that name, whatever its case.
pub fn find(name: &str) -> Option<&'static Figure> {
	FIGURES.iter().find(|figure| figure.name.eq_ignore_ascii_case(name))
}
