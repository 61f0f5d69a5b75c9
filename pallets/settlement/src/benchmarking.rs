//! Benchmarks: the worst case of each call and of each step.

#![cfg(feature = "runtime-benchmarks")]

use crate::*;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use gridforge_primitives::{
	BySource, CertificateRule, ClosedMarket, Communities, Contract, DeliverySummary, Deviation,
	EnergySource, Flow, ImbalancePrices, IntervalClock, IntervalId, MeterReadings, Metered,
	OnSharing, ParticipantId, Participants, Price, ProductId, ProductRules, Settled, Summary,
	WattBalance, WattHours, Zones, TREASURY,
};

const MUCH: WattBalance = 1_000_000;

fn admit<T: Config>(index: u32) -> ParticipantId {
	T::Participants::admit_for_benchmark(&account("participant", index, 0))
}

/// A product of a metered zone that was delivered long ago, with its rules.
fn closed<T: Config>() -> (ProductId, ProductRules) {
	let (operator, supplier) = (admit::<T>(100), admit::<T>(101));
	let zone = T::Zones::create_for_benchmark(operator);
	T::Zones::meter_for_benchmark(zone, supplier);
	let product = ProductId { interval: IntervalId(0), zone };
	T::Market::close_for_benchmark(product);
	// Two intervals later at the most the time for readings has passed, and another one has begun.
	let read = T::Clock::delivery_end(product.interval) + T::Clock::metering_deadline();
	T::Clock::set_for_benchmark(read + 2 * T::Clock::interval_length());
	let rules = T::Market::closed(product).expect("it was just closed; qed").rules;
	T::Market::account_for_benchmark(supplier, rules.currency);
	(product, rules)
}

fn settling(product: ProductId, rules: ProductRules, stage: Stage) -> Settling {
	let delivery = Some(DeliverySummary::default());
	Settling {
		product,
		rules,
		prices: ImbalancePrices { shortage: Price(400), surplus: Price(20) },
		stage,
		contracts: Contract::default(),
		imported: 0,
		exported: 0,
		to_others: 0,
		pot: 0,
		purse: 0,
		scarce: false,
		claims: 0,
		offer: 0,
		community: None,
		shared_charge: Default::default(),
		passed_on: BySource::default(),
		summary: Summary { delivery, ..Summary::default() },
	}
}

/// A participant's settled interval, which a correction of its readings changes: it had delivered all that it sold.
pub(crate) fn settled<T: Config>(product: ProductId, participant: ParticipantId) {
	let supplier = admit::<T>(101);
	let currency = 1;
	for who in [supplier, participant] {
		T::Market::account_for_benchmark(who, currency);
	}
	let prices = ImbalancePrices { shortage: Price(400), surplus: Price(20) };
	let (certificates, passed_on) = (CertificateRule::Buyer, solar(1_000));
	let terms = Terms { currency, supplier, prices, certificates, passed_on };
	TermsOf::<T>::insert(product, terms);
	let contract = Contract { sold: 100, earned: 150_000, ..Contract::default() };
	let deviation = Deviation { delivered: 100, ..Deviation::default() };
	let metered = Metered { renewable: solar(1_000), ..Metered::default() };
	let record = Settled { contract, metered, deviation, ..Settled::default() };
	Records::<T>::insert(product, participant, record);
	let delivery = DeliverySummary {
		delivered: 100,
		renewable: WattHours(1_000),
		..DeliverySummary::default()
	};
	let summary = Summary { delivery: Some(delivery), ..Summary::default() };
	Summaries::<T>::insert(product.zone, product.interval, summary);
}

/// What a meter feeds in, or takes.
fn flow(gives: bool) -> Flow {
	let (import, export) = if gives { (0, 20) } else { (20, 0) };
	Flow { import: WattHours(import), export: WattHours(export) }
}

fn solar(energy: u64) -> BySource {
	BySource { solar: WattHours(energy), ..BySource::default() }
}

/// Do one step.
fn step<T: Config>() {
	Pallet::<T>::go_on(&mut WeightMeter::new(), 2);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn retry_settlement() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (product, rules) = closed::<T>();
		Parked::<T>::insert(product, settling(product, rules, Stage::Positions));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, product);

		assert!(UnderWay::<T>::exists());
		Ok(())
	}

	/// Looking at an interval and at a product there that is due, and setting the supplier's money aside.
	#[benchmark]
	fn settle_search() -> Result<(), BenchmarkError> {
		let (product, _) = closed::<T>();
		let participant = admit::<T>(0);
		T::Readings::measure_for_benchmark(product, participant, flow(true));
		T::Communities::fill_for_benchmark(product.zone);
		Pallet::<T>::shares_from(product.zone, product.interval);

		#[block]
		{
			let work = Pallet::<T>::next_work(&mut WeightMeter::new(), &mut 1);
			assert!(matches!(work, Some(Work::Settle(s)) if s.product == product && s.pot > 0));
		}
		Ok(())
	}

	/// Entering a full page, each order another participant's.
	#[benchmark]
	fn settle_page() -> Result<(), BenchmarkError> {
		let (product, rules) = closed::<T>();
		T::Market::page_for_benchmark(product);
		UnderWay::<T>::put(Work::Settle(settling(product, rules, Stage::Sweep)));

		#[block]
		{
			step::<T>();
		}

		assert!(T::Market::participants(product).count() > 1);
		Ok(())
	}

	/// Settling a position of a participant with as many meters as there can be, none of them in one page with another,
	/// whose claim on the supplier has to wait.
	#[benchmark]
	fn settle_position() -> Result<(), BenchmarkError> {
		let (product, rules) = closed::<T>();
		let (participant, host) = (admit::<T>(0), admit::<T>(1));
		T::Participants::choose_host_for_benchmark(participant, host);
		T::Market::account_for_benchmark(host, rules.currency);
		T::Market::position_for_benchmark(product, participant);
		T::Readings::measure_for_benchmark(product, participant, flow(true));
		let mut settling = settling(product, rules, Stage::Positions);
		// A seller's shortage at a price below zero: the supplier owes it.
		settling.prices = ImbalancePrices { shortage: Price(-4_000), surplus: Price(-4_000) };
		settling.rules.fees.shares.host = sp_runtime::Permill::from_percent(10);
		settling.scarce = true;
		UnderWay::<T>::put(Work::Settle(settling));

		#[block]
		{
			step::<T>();
		}

		let record = Records::<T>::get(product, participant).ok_or("it was settled")?;
		assert_eq!(record.contract.sold, 100);
		Ok(())
	}

	/// A community of as many members as there can be, each with as many meters.
	#[benchmark]
	fn settle_community() -> Result<(), BenchmarkError> {
		let (product, rules) = closed::<T>();
		let (community, members) = T::Communities::fill_for_benchmark(product.zone);
		let host = admit::<T>(1);
		T::Market::account_for_benchmark(host, rules.currency);
		// The first half feeds in what the others take, all at meters of many pages.
		for (place, participant) in members.iter().enumerate() {
			T::Participants::choose_host_for_benchmark(*participant, host);
			T::Market::account_for_benchmark(*participant, rules.currency);
			let gives = place < members.len() / 2;
			T::Readings::measure_for_benchmark(product, *participant, flow(gives));
		}
		let mut settling = settling(product, rules, Stage::Sharing);
		settling.community = Some(community);
		settling.rules.fees.shares.host = sp_runtime::Permill::from_percent(10);
		UnderWay::<T>::put(Work::Settle(settling));

		#[block]
		{
			step::<T>();
		}

		for participant in members {
			let record = Records::<T>::get(product, participant).ok_or("it is there")?;
			assert!(record.shared.is_some());
		}
		Ok(())
	}

	#[benchmark]
	fn settle_claim() -> Result<(), BenchmarkError> {
		let (product, rules) = closed::<T>();
		let participant = admit::<T>(0);
		T::Market::account_for_benchmark(participant, rules.currency);
		let mut settling = settling(product, rules, Stage::Claims);
		(settling.claims, settling.offer) = (2 * MUCH, MUCH);
		(settling.pot, settling.purse) = (MUCH as i128, MUCH as i128);
		Claims::<T>::insert(product, participant, 2 * MUCH);
		let unpaid = 2 * MUCH as i128;
		Records::<T>::insert(product, participant, Settled { unpaid, ..Settled::default() });
		UnderWay::<T>::put(Work::Settle(settling));

		#[block]
		{
			Pallet::<T>::go_on(&mut WeightMeter::new(), 2);
		}

		assert_eq!(Claims::<T>::iter().count(), 0);
		let record = Records::<T>::get(product, participant).ok_or("it is there")?;
		assert_eq!(record.unpaid, MUCH as i128);
		Ok(())
	}

	/// Paying everybody who is left, and writing the summary.
	#[benchmark]
	fn settle_finish() -> Result<(), BenchmarkError> {
		let (product, rules) = closed::<T>();
		let currency = rules.currency;
		let mut settling = settling(product, rules, Stage::Finish);
		settling.rules.tax_collector = ParticipantId(1_000_000);
		settling.rules.fees.shares.treasury = sp_runtime::Permill::from_percent(10);
		settling.contracts.charge.ad_valorem = 50_000;
		settling.contracts.charge.tax = 10_000;
		settling.to_others = 1_000;
		settling.purse = 5_000;
		settling.pot = 66_000;
		if let Some(delivery) = &mut settling.summary.delivery {
			delivery.unpaid = 1;
		}
		for participant in [rules.operator, settling.rules.tax_collector, TREASURY] {
			T::Market::account_for_benchmark(participant, currency);
		}
		Between::<T>::insert(currency, 1);
		UnderWay::<T>::put(Work::Settle(settling));

		#[block]
		{
			step::<T>();
		}

		assert!(T::Market::closed(product).is_none());
		assert!(Summaries::<T>::contains_key(product.zone, product.interval));
		assert_eq!(Between::<T>::get(currency), 1_001);
		Ok(())
	}

	/// Deleting the record of a participant that gets certificates for it.
	#[benchmark]
	fn forget_record() -> Result<(), BenchmarkError> {
		let (product, _) = closed::<T>();
		let participant = admit::<T>(0);
		settled::<T>(product, participant);
		UnderWay::<T>::put(Work::Forget(product));

		#[block]
		{
			step::<T>();
		}

		assert_eq!(Records::<T>::iter().count(), 0);
		Ok(())
	}

	#[benchmark]
	fn expire_certificate() -> Result<(), BenchmarkError> {
		let (product, _) = closed::<T>();
		let participant = admit::<T>(0);
		Certificates::<T>::insert(product, participant, solar(1_000));
		CertifiedOf::<T>::insert(
			product,
			Certified { issued: solar(1_000), ..Certified::default() },
		);
		UnderWay::<T>::put(Work::Expire(product));

		#[block]
		{
			step::<T>();
		}

		assert_eq!(Certificates::<T>::iter().count(), 0);
		Ok(())
	}

	/// Of an interval that nobody traded, so that it is settled by this.
	#[benchmark]
	fn certify_export() -> Result<(), BenchmarkError> {
		let (product, _) = closed::<T>();
		T::Market::close(product, None);
		let participant = admit::<T>(0);
		T::Readings::measure_for_benchmark(product, participant, flow(true));
		let who: T::AccountId = account("anybody", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), product, participant);

		assert!(Records::<T>::contains_key(product, participant));
		Ok(())
	}

	#[benchmark]
	fn claim_certificates() -> Result<(), BenchmarkError> {
		let (product, _) = closed::<T>();
		let who: T::AccountId = account("participant", 0, 0);
		let participant = T::Participants::admit_for_benchmark(&who);
		Certificates::<T>::insert(product, participant, solar(1_000));
		CertifiedOf::<T>::insert(
			product,
			Certified { issued: solar(1_000), ..Certified::default() },
		);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), product, EnergySource::Solar, WattHours(400));

		assert_eq!(Certificates::<T>::get(product, participant), Some(solar(600)));
		Ok(())
	}

	/// `advance` is weighed by its steps; this shows that it runs them.
	#[benchmark(extra)]
	fn advance() -> Result<(), BenchmarkError> {
		let (product, _) = closed::<T>();
		let who: T::AccountId = account("anybody", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), T::MaxSteps::get());

		assert!(Summaries::<T>::contains_key(product.zone, product.interval));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
