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
		pub renewable: WattHours,
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
}
