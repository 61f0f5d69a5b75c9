//! The report's files: `intervals.csv`, `households.csv`, `run.json` and what is printed at the end.

use super::{
	figures::Figures,
	journal::{unwritable, Community, Journal},
	page,
	profiles::Profiles,
	rows::{Bill, Interval},
	strategy::{Outside, Strategy},
	Options,
};
use crate::{
	errors::{Problem, Result},
	output::{pairs, Human},
};
use gridforge_primitives::text::decimal;
use serde::Serialize;
use std::path::Path;

/// The table of delivery intervals.
const INTERVALS: [&str; 20] = [
	"step",
	"time",
	"interval",
	"orders",
	"refused",
	"trades",
	"price",
	"traded_kwh",
	"delivered_kwh",
	"shortfall_kwh",
	"used_kwh",
	"unused_kwh",
	"consumption_kwh",
	"generation_kwh",
	"local_cover",
	"fees",
	"tax",
	"cost",
	"credit",
	"meters_read",
];

/// The table of bills.
const BILLS: [&str; 23] = [
	"household",
	"participant",
	"orders",
	"refused",
	"bought_kwh",
	"sold_kwh",
	"paid",
	"earned",
	"fees",
	"tax",
	"shortfall_kwh",
	"unused_kwh",
	"cost",
	"credit",
	"import_kwh",
	"export_kwh",
	"import_beyond_kwh",
	"export_beyond_kwh",
	"retail",
	"feed_in",
	"with_market",
	"without_market",
	"saving",
];

/// `units × 10^-places`, with all of its decimals.
pub fn fixed(units: i128, places: u32) -> String {
	let all = usize::try_from(places).unwrap_or_default();
	decimal(units < 0, units.unsigned_abs(), places, all)
}

/// Base units in WATT.
pub fn watt(units: i128) -> String {
	fixed(units, 6)
}

fn row_of_interval(row: &Interval) -> [String; INTERVALS.len()] {
	let lots = |lots| fixed(lots, 2);
	[
		row.step.to_string(),
		row.time.clone(),
		row.interval.to_string(),
		row.orders.to_string(),
		row.refused.to_string(),
		row.trades.to_string(),
		row.price().map(watt).unwrap_or_default(),
		lots(row.traded),
		lots(row.delivered),
		lots(row.shortfall),
		lots(row.used),
		lots(row.unused),
		fixed(row.consumption, 3),
		fixed(row.generation, 3),
		row.cover().map(|cover| fixed(cover, 4)).unwrap_or_default(),
		watt(row.fees),
		watt(row.tax),
		watt(row.cost),
		watt(row.credit),
		row.read.to_string(),
	]
}

fn row_of_bill(bill: &Bill) -> [String; BILLS.len()] {
	[
		bill.household.clone(),
		bill.participant.to_string(),
		bill.orders.to_string(),
		bill.refused.to_string(),
		fixed(bill.bought, 2),
		fixed(bill.sold, 2),
		watt(bill.paid),
		watt(bill.earned),
		watt(bill.fees),
		watt(bill.tax),
		fixed(bill.shortfall, 2),
		fixed(bill.unused, 2),
		watt(bill.cost),
		watt(bill.credit),
		fixed(bill.import, 3),
		fixed(bill.export, 3),
		fixed(bill.import_beyond, 3),
		fixed(bill.export_beyond, 3),
		watt(bill.retail),
		watt(bill.feed_in),
		watt(bill.with()),
		watt(bill.without),
		watt(bill.saving()),
	]
}

/// What readers of the events need besides them.
#[derive(Serialize)]
struct Facts<'a> {
	/// As it was named on the command line.
	profiles: String,
	chain: &'a str,
	seed: u64,
	first: usize,
	outside: OutsideFacts,
	community: &'a Community,
	/// By number in the community.
	households: Vec<&'a str>,
	/// The delivery interval of each quarter hour.
	steps: Vec<u32>,
}

/// Ticks of 0.001 WATT per kWh.
#[derive(Serialize)]
struct OutsideFacts {
	retail: i32,
	feed_in: i32,
}

/// Write all files of the report.
pub fn write(
	options: &Options,
	journal: &Journal,
	profiles: &Profiles,
	strategy: &Strategy,
	community: &Community,
	figures: &Figures,
) -> Result<()> {
	let out = &options.out;
	table(&out.join("intervals.csv"), &INTERVALS, figures.intervals.iter().map(row_of_interval))?;
	table(&out.join("households.csv"), &BILLS, figures.bills.iter().map(row_of_bill))?;
	let Outside { retail, feed_in } = strategy.outside;
	let facts = Facts {
		profiles: options.profiles.display().to_string(),
		chain: &journal.run.chain,
		seed: journal.run.seed,
		first: options.first,
		outside: OutsideFacts { retail: retail.0, feed_in: feed_in.0 },
		community,
		households: profiles.households.iter().map(|household| household.name.as_str()).collect(),
		steps: journal.steps.iter().map(|step| step.interval).collect(),
	};
	let facts = serde_json::to_string_pretty(&facts)
		.map_err(|error| Problem::new("output", format!("cannot write run.json: {error}")))?;
	save(&out.join("run.json"), &(facts + "\n"))?;
	save(&out.join("report.html"), &page::page(figures, strategy)?)
}

fn table<const N: usize>(
	path: &Path,
	header: &[&str; N],
	rows: impl Iterator<Item = [String; N]>,
) -> Result<()> {
	let mut writer = csv::Writer::from_writer(Vec::new());
	let failed = |error: csv::Error| unwritable(path, &error);
	writer.write_record(header).map_err(failed)?;
	for row in rows {
		writer.write_record(&row).map_err(failed)?;
	}
	let bytes = writer.into_inner().map_err(|error| unwritable(path, &error))?;
	save(path, &String::from_utf8_lossy(&bytes))
}

/// Write a file, or leave the one that is there as it is.
fn save(path: &Path, text: &str) -> Result<()> {
	let beside = path.with_extension("new");
	std::fs::write(&beside, text)
		.and_then(|()| std::fs::rename(&beside, path))
		.map_err(|error| unwritable(path, &error))
}

/// What is printed at the end. Energy in kWh, money in WATT.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
	pub out: String,
	pub zone: u16,
	pub households: usize,
	pub intervals: usize,
	pub orders: usize,
	pub refused: usize,
	/// Intervals in which not all meters were read in time.
	pub unread: usize,
	pub trades: usize,
	pub traded_kwh: String,
	pub delivered_kwh: String,
	pub shortfall_kwh: String,
	pub unused_kwh: String,
	pub consumption_kwh: String,
	pub local_kwh: String,
	pub local_cover: String,
	pub fees: String,
	pub with_market: String,
	pub without_market: String,
	pub saving: String,
	/// Households that pay less, or get more, than without the market; and the reverse.
	pub better_off: usize,
	pub worse_off: usize,
}

impl Summary {
	pub fn new(options: &Options, community: &Community, figures: &Figures) -> Summary {
		let sum = |of: fn(&Interval) -> i128| figures.sum_of_intervals(of);
		let (local, consumption) = (sum(Interval::local), sum(|row| row.consumption));
		let cover = local.saturating_mul(10_000).checked_div_euclid(consumption);
		let households = figures.bills.len();
		Summary {
			out: options.out.display().to_string(),
			zone: community.zone,
			households,
			intervals: figures.intervals.len(),
			orders: figures.intervals.iter().map(|row| row.orders).sum(),
			refused: figures.intervals.iter().map(|row| row.refused).sum(),
			unread: figures.unread(),
			trades: figures.intervals.iter().map(|row| row.trades).sum(),
			traded_kwh: fixed(sum(|row| row.traded), 2),
			delivered_kwh: fixed(sum(|row| row.delivered), 2),
			shortfall_kwh: fixed(sum(|row| row.shortfall), 2),
			unused_kwh: fixed(sum(|row| row.unused), 2),
			consumption_kwh: fixed(consumption, 3),
			local_kwh: fixed(local, 3),
			local_cover: cover.map(|cover| fixed(cover, 4)).unwrap_or_default(),
			fees: watt(sum(|row| row.fees)),
			with_market: watt(figures.sum(Bill::with)),
			without_market: watt(figures.sum(|bill| bill.without)),
			saving: watt(figures.sum(Bill::saving)),
			better_off: figures.bills.iter().filter(|bill| bill.saving() > 0).count(),
			worse_off: figures.bills.iter().filter(|bill| bill.saving() < 0).count(),
		}
	}
}

impl Human for Summary {
	fn human(&self) -> String {
		let mut rows = vec![
			("households", format!("{} in zone {}", self.households, self.zone)),
			("intervals", self.intervals.to_string()),
			("orders", format!("{} taken, {} refused", self.orders, self.refused)),
			("trades", format!("{}, {} kWh", self.trades, self.traded_kwh)),
			("not delivered", format!("{} kWh", self.shortfall_kwh)),
			("not used", format!("{} kWh", self.unused_kwh)),
			(
				"local cover",
				format!(
					"{} of {} kWh consumption: {}",
					self.local_kwh, self.consumption_kwh, self.local_cover
				),
			),
			(
				"bills",
				format!("{} WATT, without the market {}", self.with_market, self.without_market),
			),
			("saving", format!("{} WATT, after {} WATT of grid fees", self.saving, self.fees)),
			("better off", format!("{} households, worse off {}", self.better_off, self.worse_off)),
			("report", format!("{}/report.html", self.out)),
		];
		if self.unread > 0 {
			rows.insert(4, ("not read in time", format!("meters in {} intervals", self.unread)));
		}
		pairs(rows)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::simulate::figures::tests::figures;

	#[test]
	fn money_has_all_decimals() {
		assert_eq!(watt(-1), "-0.000001");
		assert_eq!(watt(1_500_000), "1.500000");
		assert_eq!(fixed(1_205, 2), "12.05");
	}

	#[test]
	fn tables_have_a_cell_for_each_column() {
		let figures = figures();
		let row = row_of_interval(&figures.intervals[0]);
		let cell =
			|name| row[INTERVALS.iter().position(|column| *column == name).unwrap()].as_str();
		assert_eq!((cell("price"), cell("local_cover")), ("0.150000", "1.0000"));
		assert_eq!((cell("traded_kwh"), cell("meters_read")), ("1.00", "2"));
		let row = row_of_bill(&figures.bills[1]);
		let cell = |name| row[BILLS.iter().position(|column| *column == name).unwrap()].as_str();
		assert_eq!((cell("with_market"), cell("saving")), ("0.145500", "-0.017500"));
	}

	#[test]
	fn a_file_is_written_wholly_or_not_at_all() {
		let directory = tempfile::tempdir().unwrap();
		let path = directory.path().join("a.csv");
		table(&path, &["a", "b"], [["1".to_owned(), "x,y".to_owned()]].into_iter()).unwrap();
		assert_eq!(std::fs::read_to_string(&path).unwrap(), "a,b\n1,\"x,y\"\n");
		let problem = save(&directory.path().join("none/a.csv"), "").unwrap_err();
		assert_eq!(problem.code, "unwritable");
	}
}
