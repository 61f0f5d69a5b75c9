//! What meters measure, and how far it can be relied upon.

use crate::{
	derives::{shown, stored},
	units::WattHours,
	Capacity,
};

stored! {
	/// How a reading came about.
	#[derive(Default, PartialOrd, Ord)]
	#[serde(rename_all = "kebab-case")]
	pub enum Quality {
		/// The meter measured it.
		#[default]
		Measured,
		/// The gateway computed it, for lack of a measurement.
		Estimated,
		/// The grid operator put it in the place of another.
		Substituted,
	}
}

stored! {
	/// Where the energy that a meter exports comes from.
	#[derive(Default, PartialOrd, Ord)]
	#[serde(rename_all = "kebab-case")]
	pub enum EnergySource {
		/// It is not known, or not renewable: no certificates are issued.
		#[default]
		Other,
		/// Sunlight.
		Solar,
		/// Wind.
		Wind,
		/// Running water.
		Hydro,
		/// Plants and what is left of them.
		Biomass,
	}
}

impl EnergySource {
	/// Whether certificates are issued for it.
	pub const fn is_renewable(self) -> bool {
		match self {
			EnergySource::Other => false,
			EnergySource::Solar
			| EnergySource::Wind
			| EnergySource::Hydro
			| EnergySource::Biomass => true,
		}
	}
}

stored! {
	/// Energy by the renewable source that it comes from.
	#[derive(Default)]
	pub struct BySource {
		/// From sunlight.
		pub solar: WattHours,
		/// From wind.
		pub wind: WattHours,
		/// From running water.
		pub hydro: WattHours,
		/// From plants and what is left of them.
		pub biomass: WattHours,
	}
}

impl BySource {
	/// What is from `source`; nothing for one that is not renewable.
	pub fn of(&mut self, source: EnergySource) -> Option<&mut WattHours> {
		match source {
			EnergySource::Other => None,
			EnergySource::Solar => Some(&mut self.solar),
			EnergySource::Wind => Some(&mut self.wind),
			EnergySource::Hydro => Some(&mut self.hydro),
			EnergySource::Biomass => Some(&mut self.biomass),
		}
	}

	/// All of it together; saturates.
	pub const fn total(&self) -> WattHours {
		let BySource { solar, wind, hydro, biomass } = *self;
		WattHours(solar.0.saturating_add(wind.0).saturating_add(hydro.0).saturating_add(biomass.0))
	}

	/// Whether there is none.
	pub fn is_zero(&self) -> bool {
		*self == BySource::default()
	}

	/// What `join` makes of each source's energy here and in `other`.
	fn joined(
		&self,
		other: &BySource,
		join: impl Fn(WattHours, WattHours) -> Option<WattHours>,
	) -> Option<BySource> {
		Some(BySource {
			solar: join(self.solar, other.solar)?,
			wind: join(self.wind, other.wind)?,
			hydro: join(self.hydro, other.hydro)?,
			biomass: join(self.biomass, other.biomass)?,
		})
	}

	/// Both together. `None` past the range.
	pub fn checked_add(&self, other: &BySource) -> Option<BySource> {
		self.joined(other, WattHours::checked_add)
	}

	/// What is left without `other`. `None` where there is less of a source.
	pub fn checked_sub(&self, other: &BySource) -> Option<BySource> {
		self.joined(other, WattHours::checked_sub)
	}

	/// The share of `part` in `whole` of each source, rounded down.
	pub fn share(&self, part: u64, whole: u64) -> BySource {
		let share = |energy: WattHours| energy.share(part, whole);
		BySource {
			solar: share(self.solar),
			wind: share(self.wind),
			hydro: share(self.hydro),
			biomass: share(self.biomass),
		}
	}
}

stored! {
	/// What flowed in one interval.
	#[derive(Default)]
	pub struct Flow {
		/// Taken from the grid.
		pub import: WattHours,
		/// Fed into the grid.
		pub export: WattHours,
	}
}

impl Flow {
	/// Both together. `None` past the range.
	pub fn checked_add(self, other: Flow) -> Option<Flow> {
		Some(Flow {
			import: self.import.checked_add(other.import)?,
			export: self.export.checked_add(other.export)?,
		})
	}

	/// What was taken from the grid above what was fed into it.
	pub const fn net_import(&self) -> WattHours {
		self.import.less(self.export)
	}

	/// What was fed into the grid above what was taken from it.
	pub const fn net_export(&self) -> WattHours {
		self.export.less(self.import)
	}
}

stored! {
	/// What the meters of a participant in a zone measured in one interval.
	#[derive(Default)]
	pub struct Metered {
		/// The sum over its meters that have been read.
		pub flow: Flow,
		/// Of what was exported, what renewable sources were metered to give.
		pub renewable: BySource,
		/// Whether all its meters have been read, and it has any.
		pub complete: bool,
	}
}

stored! {
	/// How many readings of each quality there are.
	#[derive(Default)]
	pub struct ReadingCounts {
		/// Measured.
		pub measured: u32,
		/// Estimated.
		pub estimated: u32,
		/// Substituted.
		pub substituted: u32,
	}
}

impl ReadingCounts {
	/// How many there are of `quality`.
	pub fn of(&mut self, quality: Quality) -> &mut u32 {
		match quality {
			Quality::Measured => &mut self.measured,
			Quality::Estimated => &mut self.estimated,
			Quality::Substituted => &mut self.substituted,
		}
	}
}

shown! {
	/// How a participant is connected to the grid of a zone.
	#[derive(Copy)]
	pub struct Connection {
		/// What its meters can carry in one interval.
		pub capacity: Capacity,
		/// Whether its gateway has not been heard of for too long.
		pub silent: bool,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn net_flows_go_one_way() {
		let flow = |import, export| Flow { import: WattHours(import), export: WattHours(export) };
		for (import, export, net_import, net_export) in
			[(0, 0, 0, 0), (700, 200, 500, 0), (200, 700, 0, 500), (300, 300, 0, 0)]
		{
			assert_eq!(flow(import, export).net_import(), WattHours(net_import));
			assert_eq!(flow(import, export).net_export(), WattHours(net_export));
		}
		assert_eq!(flow(u64::MAX, 0).checked_add(flow(1, 0)), None);
	}

	#[test]
	fn energy_by_source_adds_up_source_by_source() {
		let all = |solar, wind, hydro, biomass| BySource {
			solar: WattHours(solar),
			wind: WattHours(wind),
			hydro: WattHours(hydro),
			biomass: WattHours(biomass),
		};
		let some = all(10, 20, 30, 41);
		assert_eq!(some.total(), WattHours(101));
		assert_eq!(some.checked_add(&all(1, 0, 0, 1)), Some(all(11, 20, 30, 42)));
		assert_eq!(some.checked_sub(&all(10, 20, 30, 40)), Some(all(0, 0, 0, 1)));
		assert_eq!(some.checked_sub(&all(0, 21, 0, 0)), None);
		assert_eq!(all(u64::MAX, 0, 0, 0).checked_add(&all(1, 0, 0, 0)), None);
		assert_eq!(some.share(1, 4), all(2, 5, 7, 10), "rounded down, source by source");
		assert_eq!((some.share(5, 4), some.share(1, 0)), (some, BySource::default()));
		let mut sum = BySource::default();
		assert_eq!(sum.of(EnergySource::Other), None);
		for (source, energy) in [
			(EnergySource::Solar, 10),
			(EnergySource::Wind, 20),
			(EnergySource::Hydro, 30),
			(EnergySource::Biomass, 41),
		] {
			assert!(source.is_renewable());
			*sum.of(source).unwrap() = WattHours(energy);
		}
		assert_eq!(sum, some);
	}
}
