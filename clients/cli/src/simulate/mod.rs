//! `gridforge simulate`: a community of households trades a day of profiles on a development chain.
//!
//! A quarter hour of the profiles stands for one delivery interval of the chain. Households order what they foresee,
//! their gateway reports what the profiles say, the chain settles, and the report compares every bill with what it
//! would have been without the market. A run that was interrupted goes on where it stopped.

mod calls;
mod chronicle;
mod community;
mod driver;
mod figures;
mod journal;
mod page;
mod plan;
mod post;
mod profiles;
mod progress;
mod report;
mod rows;
mod strategy;

use crate::{
	chain::{Chain, Link},
	errors::Result,
	output::Output,
	stage,
};
use community::{Cast, Founding};
use driver::Driver;
use figures::{Figures, Sources};
use journal::{unwritable, Entry, Journal, Run};
use profiles::{fingerprint, Profiles};
use progress::Progress;
use report::Summary;
use std::path::PathBuf;
use strategy::Strategy;

/// What to simulate.
#[derive(Clone, Debug)]
pub struct Options {
	pub profiles: PathBuf,
	pub strategy: PathBuf,
	pub out: PathBuf,
	pub seed: u64,
	pub households: Option<usize>,
	pub first: usize,
	pub intervals: Option<usize>,
}

/// Simulate on the chain at `url`, and write the report.
pub async fn simulate(url: &str, output: &Output, options: Options) -> Result<()> {
	let profiles =
		Profiles::read(&options.profiles, options.households, options.first, options.intervals)?;
	let (strategy, text) = Strategy::read(&options.strategy)?;
	std::fs::create_dir_all(&options.out).map_err(|e| unwritable(&options.out, &e))?;
	let mut link = Link::open(url).await?;
	let sudo = async |chain: &Chain| community::require_sudo(&chain.best().await?).await;
	link.persist(output, sudo).await?;
	link.persist(output, async |chain: &Chain| stage::wait_for_blocks(chain, output).await).await?;
	let last = link.persist(output, async |chain: &Chain| chain.finalised().await).await?;
	let run = Run {
		chain: format!("{:?}", link.chain().genesis()),
		seed: options.seed,
		profiles: profiles.fingerprint(),
		strategy: fingerprint(text.as_bytes()),
		start: last.number(),
	};
	let mut journal = Journal::open(&options.out, run)?;
	let cast = Cast::new(options.seed, journal.run.start, &profiles)?;
	if journal.is_resumed() {
		let taken = journal.steps.len();
		output.progress(format!(
			"going on with a run: {taken} of {} quarter hours taken up",
			profiles.steps()
		));
	} else {
		let founding = Founding {
			output,
			cast: &cast,
			profiles: &profiles,
			strategy: &strategy,
			start: journal.run.start,
		};
		let community =
			link.persist(output, async |chain: &Chain| founding.found(chain).await).await?;
		journal.write(Entry::Community(community))?;
	}
	let community = journal.community.clone().ok_or_else(journal::no_community)?;
	let names = profiles.households.iter().map(|household| household.name.clone());
	let names: Vec<_> = names.chain(["gateway".to_owned()]).collect();
	let progress = Progress::new(output, profiles.steps(), names);
	let mut driver =
		Driver::new(link.chain(), &profiles, &strategy, &cast, journal, progress, &options.out)
			.await?;
	link.persist(output, async |chain: &Chain| driver.run(chain).await).await?;
	let (journal, events) = driver.into_files()?;
	let figures = Figures::of(&Sources {
		events: &events,
		profiles: &profiles,
		outside: strategy.outside,
		community: &community,
		steps: &journal.steps,
	})?;
	report::write(&options, &journal, &profiles, &strategy, &community, &figures)?;
	output.show(&Summary::new(&options, &community, &figures))
}
