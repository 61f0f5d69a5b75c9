//! `report.html`: charts and tables in one file that needs nothing else.

use super::{
	figures::Figures,
	report::{fixed, watt},
	rows::{Bill, Interval},
	strategy::Strategy,
};
use crate::errors::{Problem, Result};
use plotters::{
	backend::SVGBackend,
	chart::{ChartBuilder, SeriesLabelPosition},
	coord::Shift,
	drawing::{DrawingArea, IntoDrawingArea},
	element::{PathElement, Rectangle},
	style::{Color, RGBColor, BLACK, WHITE},
};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 320;
/// Colours that differ in lightness, too.
const AMBER: RGBColor = RGBColor(230, 159, 0);
const BLUE: RGBColor = RGBColor(0, 90, 160);
const GREY: RGBColor = RGBColor(150, 150, 150);

/// A line's name, colour and points.
type Line<'a> = (&'a str, RGBColor, Vec<(f64, f64)>);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The whole page.
pub fn page(figures: &Figures, strategy: &Strategy) -> Result<String> {
	let Figures { intervals, bills, .. } = figures;
	let mut out = String::from(HEAD);
	out += &format!(
		"<h1>A day in the neighbourhood</h1>\n<p>{} households, {} quarter hours. All numbers come from final blocks \
		 of the chain, the profiles and the strategy; amounts are in WATT, energy is in kWh.</p>\n",
		bills.len(),
		intervals.len()
	);
	out += &totals(figures);
	out += "<h2>Prices</h2>\n";
	out += &prices(intervals, strategy)?;
	out += "<h2>Energy</h2>\n";
	out += &energy(intervals)?;
	out += "<h2>Local cover</h2>\n<p>The share of what households took from the grid that neighbours delivered and \
	        used under contract.</p>\n";
	out += &cover(intervals)?;
	out +=
		"<h2>Bills</h2>\n<p>In the order of the table. Below zero is what a household gets.</p>\n";
	out += &bills_chart(bills)?;
	out += &bills_table(bills);
	out += &troubles(figures);
	out += "</body>\n</html>\n";
	Ok(out)
}

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
<title>Gridforge simulation</title>\n<style>\n\
body { font: 15px/1.5 sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222; }\n\
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }\n\
th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid #ddd; }\n\
th:first-child, td:first-child { text-align: left; }\n\
svg { width: 100%; height: auto; }\n</style>\n</head>\n<body>\n";

fn totals(figures: &Figures) -> String {
	let sum = |of: fn(&Interval) -> i128| figures.sum_of_intervals(of);
	let (local, consumption) = (sum(Interval::local), sum(|row| row.consumption));
	let cover = local.saturating_mul(10_000).checked_div_euclid(consumption).unwrap_or_default();
	let rows = [
		("Traded", format!("{} kWh", fixed(sum(|row| row.traded), 2))),
		("Sold and not delivered", format!("{} kWh", fixed(sum(|row| row.shortfall), 2))),
		("Bought and not used", format!("{} kWh", fixed(sum(|row| row.unused), 2))),
		("Taken from the grid", format!("{} kWh", fixed(consumption, 3))),
		("Of that local", format!("{} kWh, {} %", fixed(local, 3), fixed(cover, 2))),
		("Bills with the market", watt(figures.sum(Bill::with))),
		("Bills without it", watt(figures.sum(|bill| bill.without))),
		("Saving of all households", watt(figures.sum(Bill::saving))),
		("To the grid operator", watt(figures.operator)),
		("To the treasury", watt(figures.treasury)),
		("Taxes", watt(figures.tax)),
		("To the residual supplier", watt(figures.supplier)),
	];
	let rows =
		rows.iter().map(|(name, value)| format!("<tr><td>{name}</td><td>{value}</td></tr>\n"));
	format!("<table>\n{}</table>\n", rows.collect::<String>())
}

fn prices(intervals: &[Interval], strategy: &Strategy) -> Result<String> {
	let flat = |ticks: i32| points(intervals, |_| Some(f64::from(ticks) / 1_000.0));
	let traded = points(intervals, |row| row.price().map(|price| scaled(price, 6)));
	let lines = [
		("retail price", GREY, flat(strategy.outside.retail.0)),
		("average price of trades", BLUE, traded),
		("feed-in tariff", AMBER, flat(strategy.outside.feed_in.0)),
	];
	lines_chart(intervals, "WATT per kWh", &lines)
}

fn energy(intervals: &[Interval]) -> Result<String> {
	let lines = [
		("taken from the grid", GREY, points(intervals, |row| Some(scaled(row.consumption, 3)))),
		("fed in", AMBER, points(intervals, |row| Some(scaled(row.generation, 3)))),
		("traded", BLUE, points(intervals, |row| Some(scaled(row.traded, 2)))),
	];
	lines_chart(intervals, "kWh in a quarter hour", &lines)
}

fn cover(intervals: &[Interval]) -> Result<String> {
	let share = points(intervals, |row| row.cover().map(|cover| scaled(cover, 2)));
	lines_chart(intervals, "per cent", &[("local cover", BLUE, share)])
}

fn points(intervals: &[Interval], of: impl Fn(&Interval) -> Option<f64>) -> Vec<(f64, f64)> {
	let numbered = intervals.iter().enumerate();
	numbered.filter_map(|(at, row)| Some((at as f64, of(row)?))).collect()
}

/// For the eye: a chart shows no more digits than a float has.
fn scaled(units: i128, places: i32) -> f64 {
	units as f64 / 10_f64.powi(places)
}

/// The least and the most of a chart, zero and some room included.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
	let (low, high) =
		values.fold((0.0, 0.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
	let room = ((high - low) * 0.08).max(0.01);
	(if low < 0.0 { low - room } else { 0.0 }, high + room)
}

fn lines_chart(intervals: &[Interval], unit: &str, lines: &[Line<'_>]) -> Result<String> {
	let mut svg = String::new();
	let draw = |area: Area<'_>| -> std::result::Result<(), String> {
		let (low, high) = range(lines.iter().flat_map(|(_, _, points)| points.iter().map(|p| p.1)));
		let last = intervals.len().saturating_sub(1).max(1) as f64;
		let mut chart = ChartBuilder::on(&area)
			.margin(8)
			.margin_right(24)
			.x_label_area_size(28)
			.y_label_area_size(64)
			.build_cartesian_2d(0.0..last, low..high)
			.map_err(words)?;
		let hour = |at: &f64| {
			#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a label")]
			let row = intervals.get(at.round().max(0.0) as usize).filter(|_| at.fract() == 0.0);
			row.and_then(|row| row.time.get(11..16)).unwrap_or_default().to_owned()
		};
		chart
			.configure_mesh()
			.disable_x_mesh()
			.light_line_style(WHITE)
			.x_labels(13)
			.x_label_formatter(&hour)
			.y_desc(unit)
			.draw()
			.map_err(words)?;
		for (name, colour, points) in lines {
			let style = colour.stroke_width(2);
			// Where there is nothing to show the line ends, and goes on after that.
			let parts = points.chunk_by(|a, b| b.0 - a.0 < 1.5).map(|part| match part {
				[(x, y)] => PathElement::new(vec![(x - 0.3, *y), (x + 0.3, *y)], style),
				part => PathElement::new(part.to_vec(), style),
			});
			chart
				.draw_series(parts)
				.map_err(words)?
				.label(*name)
				.legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], style));
		}
		chart
			.configure_series_labels()
			.position(SeriesLabelPosition::UpperLeft)
			.background_style(WHITE.mix(0.8))
			.border_style(BLACK.mix(0.2))
			.draw()
			.map_err(words)?;
		area.present().map_err(words)
	};
	draw(SVGBackend::with_string(&mut svg, (WIDTH, HEIGHT)).into_drawing_area()).map_err(broken)?;
	Ok(svg)
}

/// Two bars for each household: without the market, and with it.
fn bills_chart(bills: &[Bill]) -> Result<String> {
	let mut svg = String::new();
	let draw = |area: Area<'_>| -> std::result::Result<(), String> {
		let values = bills.iter().flat_map(|bill| [bill.with(), bill.without]);
		let (low, high) = range(values.map(|value| scaled(value, 6)));
		let mut chart = ChartBuilder::on(&area)
			.margin(8)
			.x_label_area_size(8)
			.y_label_area_size(64)
			.build_cartesian_2d(0.0..(bills.len().max(1) as f64), low..high)
			.map_err(words)?;
		chart
			.configure_mesh()
			.disable_x_mesh()
			.disable_x_axis()
			.light_line_style(WHITE)
			.y_desc("WATT, paid")
			.draw()
			.map_err(words)?;
		let bars = [
			("without the market", GREY, 0.08, (|bill| bill.without) as fn(&Bill) -> i128),
			("with the market", BLUE, 0.5, Bill::with),
		];
		for (name, colour, from, of) in bars {
			let bars = bills.iter().enumerate().map(|(at, bill)| {
				let left = at as f64 + from;
				Rectangle::new([(left, 0.0), (left + 0.42, scaled(of(bill), 6))], colour.filled())
			});
			chart.draw_series(bars).map_err(words)?.label(name).legend(move |(x, y)| {
				Rectangle::new([(x, y - 5), (x + 18, y + 5)], colour.filled())
			});
		}
		chart
			.configure_series_labels()
			.position(SeriesLabelPosition::UpperRight)
			.background_style(WHITE.mix(0.8))
			.border_style(BLACK.mix(0.2))
			.draw()
			.map_err(words)?;
		area.present().map_err(words)
	};
	draw(SVGBackend::with_string(&mut svg, (WIDTH, HEIGHT)).into_drawing_area()).map_err(broken)?;
	Ok(svg)
}

fn bills_table(bills: &[Bill]) -> String {
	let head = [
		"Household",
		"Bought",
		"Sold",
		"Market",
		"Beyond contracts",
		"With the market",
		"Without it",
		"Saving",
	];
	let head: String = head.iter().map(|name| format!("<th>{name}</th>")).collect();
	let rows = bills.iter().map(|bill| {
		let cells = [
			escaped(&bill.household),
			fixed(bill.bought, 2),
			fixed(bill.sold, 2),
			watt(bill.market()),
			watt(bill.retail.saturating_sub(bill.feed_in)),
			watt(bill.with()),
			watt(bill.without),
			watt(bill.saving()),
		];
		let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
		format!("<tr>{cells}</tr>\n")
	});
	format!("<table>\n<tr>{head}</tr>\n{}</table>\n", rows.collect::<String>())
}

/// What did not go as it should.
fn troubles(figures: &Figures) -> String {
	let refused: Vec<_> = figures.intervals.iter().filter(|row| row.refused > 0).collect();
	let unread = figures.unread();
	if refused.is_empty() && unread == 0 {
		return String::new();
	}
	let mut out = String::from("<h2>What went wrong</h2>\n<ul>\n");
	for row in refused {
		out += &format!(
			"<li>{}: {} of {} orders were refused, most likely because the gate had closed before they were in \
			 a block. It traded with the others.</li>\n",
			escaped(&row.time),
			row.refused,
			row.refused.saturating_add(row.orders)
		);
	}
	if unread > 0 {
		out += &format!(
			"<li>In {unread} intervals not all meters were read in time: sellers count as having delivered nothing, \
			 buyers as having used everything.</li>\n"
		);
	}
	out + "</ul>\n"
}

fn escaped(text: &str) -> String {
	text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn words(error: impl std::fmt::Display) -> String {
	error.to_string()
}

fn broken(message: String) -> Problem {
	Problem::new("output", format!("cannot draw a chart: {message}"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::simulate::{figures::tests::figures, strategy::tests::example};

	#[test]
	fn the_page_has_charts_and_numbers_and_needs_nothing_else() {
		let page = page(&figures(), &example()).unwrap();
		assert_eq!(page.matches("<svg").count(), 4);
		for text in ["charlie", "0.145500", "orders were refused", "local cover"] {
			assert!(page.contains(text), "{text}");
		}
		for link in ["<script", "<link", "src=", "@import"] {
			assert!(!page.contains(link), "{link}");
		}
	}

	#[test]
	fn charts_show_what_is_below_zero() {
		assert_eq!(range([1.0, 5.0].into_iter()).0, 0.0);
		assert!(range([-1.0, 5.0].into_iter()).0 < -1.0);
		assert_eq!(escaped("<a&b>"), "&lt;a&amp;b&gt;");
	}
}
