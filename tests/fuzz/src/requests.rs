//! Bytes become calls. Most are what a participant, an operator or root might send, about products and orders that
//! are there; some are about what is not, or beyond every bound.
//!
//! To add a call, write a function that draws its arguments, and name it in one of the two tables.

use crate::{
	admission,
	fees::{self, Payment},
	licensing, readings, recovery, reserves, sharing,
};
use arbitrary::{Result, Unstructured};
use codec::{DecodeLimit, Encode};
use frame_support::{traits::ConstU32, BoundedVec};
use gridforge_primitives::{
	api::MarketStatus, Calendar, CertificateRule, Collar, CollarReference, DelegateLimits,
	Delivery, IntervalClock, IntervalId, Lots, MeteredDelivery, Multiplier, NewOrder, OrderId,
	OrderLimits, OrderRef, OrderType, ParticipantId, PerKwh, Price, ProductId, Reach, SelfTrade,
	Shares, Side, Tariff, Tick, UtcOffset, ZoneId, ZoneKind, TREASURY,
};
use gridforge_runtime::{
	configs::ProxyType,
	constants::{currency::GRID, energy, time::SLOT_MILLIS, watt::WATT_ID},
	AccountId, EnergyMarket, NetworkParams, Runtime, RuntimeCall, RuntimeEvent,
};
use pallet_energy_market::{
	Accounts, Call as Market, CancelScope, Event as MarketEvent, Positions,
};
use pallet_grid::{Call as Grid, NewZone};
use pallet_participants::{Call as Participants, Status};
use pallet_settlement::{Call as Settlement, Parked};
use sp_keyring::Sr25519Keyring::{self, *};
use sp_runtime::Permill;

/// Who sends calls: participants 1 to 5, a delegate of the first one, and two strangers, of whom one has WATT.
pub const ACTORS: [Sr25519Keyring; 8] = [Alice, Bob, Charlie, Dave, Eve, Ferdie, One, Two];

/// Participants at the beginning.
const PARTICIPANTS: u32 = 5;

/// Zones at the beginning; more may be created.
const ZONES: u16 = 5;

/// The one of them whose products open by an auction.
const WITH_AUCTIONS: ZoneId = ZoneId(3);

/// How many orders an input remembers.
const MEMORY: usize = 24;

/// How deep a call that was decoded from bytes may nest.
const DECODE_DEPTH: u32 = 6;

/// The most bytes of such a call.
const DECODE_BYTES: usize = 96;

/// A call, and who sends it.
#[derive(Clone, Debug)]
pub struct Request {
	/// Who sends it.
	pub by: By,
	/// The call.
	pub call: RuntimeCall,
	/// Whether it transfers WATT to the market's own account.
	pub gift: bool,
	/// How it pays its fee.
	pub payment: Payment,
}

/// Who sends a call.
#[derive(Clone, Debug)]
pub enum By {
	/// An account that signs it.
	Signed(Sr25519Keyring),
	/// Root.
	Root,
	/// Another account, for which root speaks.
	As(AccountId),
}

/// The actor whose own account a participant has, if there is such a participant.
pub(crate) fn actor_of(participant: ParticipantId) -> Option<Sr25519Keyring> {
	let account = pallet_participants::Participants::<Runtime>::get(participant)?.account;
	ACTORS.into_iter().find(|actor| actor.to_account_id() == account)
}

/// What an input has seen, for later calls to be about.
#[derive(Default)]
pub struct Scene {
	/// Orders that rested, the newest last.
	orders: Vec<OrderId>,
}

impl Scene {
	/// Remember what `event` tells of.
	pub fn remember(&mut self, event: &RuntimeEvent) {
		let RuntimeEvent::EnergyMarket(event) = event else { return };
		match event {
			MarketEvent::OrderPlaced { outcome, .. } => self.orders.extend(outcome.resting),
			MarketEvent::OrdersPlaced { results, .. } => {
				self.orders.extend(results.iter().flatten().filter_map(|outcome| outcome.resting));
			}
			_ => (),
		}
		let excess = self.orders.len().saturating_sub(MEMORY);
		self.orders.drain(..excess);
	}
}

impl Request {
	pub(crate) fn signed(by: Sr25519Keyring, call: impl Into<RuntimeCall>) -> Self {
		Request::by(By::Signed(by), call.into())
	}

	pub(crate) fn root(call: impl Into<RuntimeCall>) -> Self {
		Request::by(By::Root, call.into())
	}

	pub(crate) fn by_account(account: AccountId, call: impl Into<RuntimeCall>) -> Self {
		Request::by(By::As(account), call.into())
	}

	/// The same, paid in another way.
	pub(crate) fn paying(self, payment: Payment) -> Self {
		Request { payment, ..self }
	}

	fn by(by: By, call: RuntimeCall) -> Self {
		Request { by, call, gift: false, payment: Payment::default() }
	}
}

/// How many slots later the next block comes: mostly one, now and then past a gate, to the time for readings, or
/// through several intervals, until a recovery can be completed if there is one.
pub fn slots(input: &mut Unstructured) -> Result<u64> {
	Ok(match input.int_in_range(0..=9u8)? {
		0..=3 => 1,
		4..=5 => readings::until_over().map_or(1, |time| time.div_ceil(SLOT_MILLIS).max(1)),
		6..=7 => input.int_in_range(2..=9)?,
		8 => input.int_in_range(10..=30)?,
		_ => {
			let due = recovery::until_due().map_or(0, |time| time.div_ceil(SLOT_MILLIS));
			input.int_in_range(30..=120)?.max(due)
		}
	})
}

/// A call.
pub fn request(input: &mut Unstructured, scene: &Scene) -> Result<Request> {
	// Twice as often one of the participants, who come first.
	let by = ACTORS[input.int_in_range(0..=12usize)? % ACTORS.len()];
	// Of a hundred kinds. Most bytes above that say the same again and how the fee is paid, so that inputs mean the calls
	// that they meant when all fees were in GRID.
	let kind = input.arbitrary::<u8>()?;
	match kind {
		252..=254 => return recovery::request(input, by),
		255 => return fees::request(input, scene, by),
		_ => (),
	}
	let request = match kind % 100 {
		0..=64 => Request::signed(by, simple(input, scene, by)?),
		65..=76 => readings::request(input, by)?,
		77..=79 => sharing::request(input, by)?,
		80..=83 => reserves::request(input, by)?,
		84..=88 => by_the_admin(input, scene)?,
		89..=90 => Request::signed(by, batch(input, scene, by)?),
		91..=92 => proxied(input, scene, by)?,
		93..=94 => gift(input, by)?,
		95..=97 => admission::request(input, by)?,
		98 => licensing::request(input, by)?,
		_ => match decoded(input, by)? {
			Some(request) => request,
			None => Request::signed(by, simple(input, scene, by)?),
		},
	};
	Ok(request.paying(Payment::drawn(kind)))
}

/// A call that any account may try.
pub(crate) fn simple(
	input: &mut Unstructured,
	scene: &Scene,
	by: Sr25519Keyring,
) -> Result<RuntimeCall> {
	Ok(match input.int_in_range(0..=39u8)? {
		0..=13 => Market::place_order { order: order(input)? }.into(),
		14..=16 => place_orders(input)?,
		17..=19 => Market::cancel_order { order: order_id(input, scene, by)? }.into(),
		20..=22 => amend(input, scene, by)?,
		23 => cancel_orders(input, scene, by)?,
		24 => Market::cancel_all { scope: scope(input)? }.into(),
		25..=26 => Market::deposit { currency: currency(input)?, amount: amount(input)? }.into(),
		27..=28 => withdraw(input, by)?,
		29 => {
			let steps = some_or(input, 1..=20, 0..=u32::MAX)?;
			match input.arbitrary::<u8>()? {
				254 => Market::cancel_barred { participant: participant(input)? }.into(),
				odd if odd % 2 == 1 => Market::advance { steps }.into(),
				_ => Settlement::advance { steps }.into(),
			}
		}
		30 => Market::pay_treasury { currency: currency(input)? }.into(),
		31 => Participants::choose_host {
			host: input.arbitrary::<bool>()?.then_some(participant(input)?),
		}
		.into(),
		32..=33 => appoint(input)?,
		34 => Participants::dismiss_delegate { account: account(input)? }.into(),
		35 => Participants::resign_delegation {}.into(),
		36 => Grid::set_zone_status { zone: zone(input)?, status: status(input)? }.into(),
		37 => transfer_watt(input)?,
		38 => transfer_grid(input)?,
		_ => Market::set_market_status { status: status(input)? }.into(),
	})
}

/// A call that needs rights that no signer has.
fn by_the_admin(input: &mut Unstructured, scene: &Scene) -> Result<Request> {
	let zone = zone(input)?;
	Ok(match input.int_in_range(0..=20u8)? {
		0..=1 => Request::root(Market::set_market_status { status: status(input)? }),
		2 => Request::root(Settlement::retry_settlement { product: parked_or(input)? }),
		3 => Request::root(Participants::register { account: account(input)? }),
		4..=5 => Request::root(Participants::set_status {
			participant: participant(input)?,
			status: *input.choose(&[
				Status::Active,
				Status::Active,
				Status::Suspended,
				Status::Closed,
			])?,
		}),
		6 => Request::root(Grid::create_zone { zone: new_zone(input)? }),
		7..=8 => Request::root(Grid::set_tariff {
			zone,
			from: input.arbitrary::<bool>()?.then_some(interval(input)?),
			tariff: input.arbitrary::<bool>()?.then_some(tariff(input)?),
		}),
		9 => Request::root(Grid::set_zone_status { zone, status: status(input)? }),
		10 => Request::root(Grid::set_calendar { zone, calendar: calendar(input)? }),
		11 => Request::root(Grid::set_utc_offsets { zone, table: offsets(input)? }),
		12 => Request::root(Grid::set_limits { zone, limits: limits(input)? }),
		13 => Request::root(Grid::set_collar { zone, collar: collar(input)? }),
		14 => Request::root(Grid::set_auction {
			zone,
			auction: input.arbitrary::<bool>()?.then_some(some_or(
				input,
				13_000..=599_000,
				0..=u64::MAX,
			)?),
		}),
		15 => Request::root(Grid::link_zones {
			a: zone,
			b: self::zone(input)?,
			capacity: lots(input)?,
			fee: Price(some_or(input, 0..=20, i32::MIN..=i32::MAX)?),
		}),
		16 => Request::root(Grid::unlink_zones { a: zone, b: self::zone(input)? }),
		17..=18 => reserves::restrict(input)?,
		20 => Request::root(Grid::set_delivery { zone, delivery: delivery(input)? }),
		_ => Request::root(simple(input, scene, Alice)?),
	})
}

// --- The market ------------------------------------------------------------------------------------

fn order(input: &mut Unstructured) -> Result<NewOrder> {
	Ok(NewOrder {
		product: product(input)?,
		side: *input.choose(&[Side::Bid, Side::Ask])?,
		price: price(input)?,
		lots: lots(input)?,
		order_type: *input.choose(&[
			OrderType::Limit,
			OrderType::Limit,
			OrderType::Limit,
			OrderType::PostOnly,
			OrderType::ImmediateOrCancel,
			OrderType::FillOrKill,
			OrderType::Market,
		])?,
		self_trade: *input.choose(&[SelfTrade::CancelNewest, SelfTrade::CancelOldest])?,
		reach: *input.choose(&[Reach::Zone, Reach::Zone, Reach::Neighbours])?,
		reference: input.arbitrary::<u8>()?.into(),
	})
}

fn place_orders(input: &mut Unstructured) -> Result<RuntimeCall> {
	let count = input.int_in_range(0..=12u32)?;
	// A page of the book, or a list of open orders, fills only where many are alike.
	let orders = if input.arbitrary()? {
		vec![order(input)?; usize::try_from(count * 4).expect("it is small")]
	} else {
		(0..count).map(|_| order(input)).collect::<Result<_>>()?
	};
	Ok(Market::place_orders { orders: BoundedVec::truncate_from(orders) }.into())
}

fn amend(input: &mut Unstructured, scene: &Scene, by: Sr25519Keyring) -> Result<RuntimeCall> {
	let order = order_id(input, scene, by)?;
	Ok(Market::amend_order { order, price: price(input)?, lots: lots(input)? }.into())
}

fn cancel_orders(
	input: &mut Unstructured,
	scene: &Scene,
	by: Sr25519Keyring,
) -> Result<RuntimeCall> {
	let count = input.int_in_range(0..=6u8)?;
	let orders = (0..count).map(|_| order_id(input, scene, by)).collect::<Result<Vec<_>>>()?;
	Ok(Market::cancel_orders { orders: BoundedVec::truncate_from(orders) }.into())
}

fn scope(input: &mut Unstructured) -> Result<CancelScope> {
	Ok(if input.arbitrary()? {
		CancelScope::Product(product(input)?)
	} else {
		CancelScope::Currency(currency(input)?)
	})
}

/// All, some, or more than there is free.
fn withdraw(input: &mut Unstructured, by: Sr25519Keyring) -> Result<RuntimeCall> {
	let participant = pallet_participants::Accounts::<Runtime>::get(by.to_account_id());
	let free = participant.map_or(0, |p| Accounts::<Runtime>::get(p, WATT_ID).free);
	let amount = match input.int_in_range(0..=3u8)? {
		0 => free,
		1 => free / 2,
		2 => free + 1,
		_ => amount(input)?,
	};
	Ok(Market::withdraw { currency: currency(input)?, amount }.into())
}

/// An order of the signer's, one that somebody has placed, or any.
fn order_id(input: &mut Unstructured, scene: &Scene, by: Sr25519Keyring) -> Result<OrderId> {
	let mandate = pallet_participants::Accounts::<Runtime>::get(by.to_account_id());
	let own: Vec<_> = mandate.map_or(vec![], |participant| {
		let products = Accounts::<Runtime>::get(participant, WATT_ID).products;
		let orders = |product| Positions::<Runtime>::get(product, participant).orders;
		let name = |product, orders: Vec<OrderRef>| {
			orders.into_iter().map(move |place| OrderId { product, place })
		};
		products.into_iter().flat_map(|p| name(p, orders(p).into_iter().collect())).collect()
	});
	Ok(match input.int_in_range(0..=7u8)? {
		0..=4 if !own.is_empty() => *input.choose(&own)?,
		0..=6 if !scene.orders.is_empty() => *input.choose(&scene.orders)?,
		_ => {
			let place = OrderRef {
				side: *input.choose(&[Side::Bid, Side::Ask])?,
				tick: Tick(input.int_in_range(0..=5_000)?),
				page: input.int_in_range(0..=3)?,
				slot: input.arbitrary()?,
			};
			OrderId { product: product(input)?, place }
		}
	})
}

/// Where there are auctions mostly one that has not been held yet.
fn product(input: &mut Unstructured) -> Result<ProductId> {
	let (zone, mut interval) = (zone(input)?, interval(input)?);
	if zone == WITH_AUCTIONS && input.ratio(3u8, 4u8)? {
		interval.0 = interval.0.saturating_add(5);
	}
	Ok(ProductId { interval, zone })
}

/// Mostly the second that can be traded, so that orders meet; else another, or any.
fn interval(input: &mut Unstructured) -> Result<IntervalId> {
	let first = NetworkParams::first_tradable().0;
	Ok(IntervalId(match input.int_in_range(0..=19u8)? {
		0..=13 => first.saturating_add(1),
		14..=16 => first.saturating_add(input.int_in_range(0..=2)?),
		17 => first.saturating_add(input.int_in_range(3..=9)?),
		18 => first.saturating_sub(input.int_in_range(1..=12)?),
		_ => input.arbitrary()?,
	}))
}

pub(crate) fn zone(input: &mut Unstructured) -> Result<ZoneId> {
	Ok(ZoneId(match input.int_in_range(0..=11u8)? {
		0..=2 => 1,
		3..=4 => 4,
		5..=6 => WITH_AUCTIONS.0,
		7..=10 => readings::METERED.0,
		_ => some_or(input, 1..=ZONES, 0..=ZONES + 3)?,
	}))
}

/// Close to one another, so that they meet; now and then beyond every band.
fn price(input: &mut Unstructured) -> Result<Price> {
	Ok(Price(match input.int_in_range(0..=31u8)? {
		0..=25 => input.int_in_range(95..=105)?,
		26..=29 => input.int_in_range(-60..=300)?,
		30 => input.int_in_range(-520..=4_000)?,
		_ => input.arbitrary()?,
	}))
}

fn lots(input: &mut Unstructured) -> Result<Lots> {
	Ok(Lots(match input.int_in_range(0..=31u8)? {
		0..=23 => input.int_in_range(10..=120)?,
		24..=29 => input.int_in_range(1..=5_000)?,
		30 => *input.choose(&[0, 1, 9, 10, 11, 100_000, 100_001])?,
		_ => input.arbitrary()?,
	}))
}

fn status(input: &mut Unstructured) -> Result<MarketStatus> {
	use MarketStatus::{CancelOnly, Halted, Open};
	Ok(*input.choose(&[Open, Open, Open, Open, Open, CancelOnly, Halted])?)
}

fn parked_or(input: &mut Unstructured) -> Result<ProductId> {
	Parked::<Runtime>::iter_keys().next().map_or_else(|| product(input), Ok)
}

// --- Participants ----------------------------------------------------------------------------------

pub(crate) fn participant(input: &mut Unstructured) -> Result<ParticipantId> {
	Ok(ParticipantId(some_or(input, 1..=PARTICIPANTS, 0..=PARTICIPANTS + 3)?))
}

fn appoint(input: &mut Unstructured) -> Result<RuntimeCall> {
	let zones = if input.arbitrary()? {
		let count = input.int_in_range(0..=3u8)?;
		let zones = (0..count).map(|_| zone(input)).collect::<Result<Vec<_>>>()?;
		Some(BoundedVec::truncate_from(zones))
	} else {
		None
	};
	let until = NetworkParams::now().saturating_add_signed(some_or(
		input,
		0..=1_200_000,
		i64::MIN..=i64::MAX,
	)?);
	let limits = DelegateLimits { zones, lots: lots(input)?, locked: amount(input)?, until };
	Ok(Participants::appoint_delegate { account: account(input)?, limits }.into())
}

// --- The grid --------------------------------------------------------------------------------------

/// Mostly such that a zone that is metered stays so.
fn delivery(input: &mut Unstructured) -> Result<Delivery> {
	if input.ratio(1u8, 4u8)? {
		return Ok(Delivery::Deemed);
	}
	let (a, b) = (price(input)?, price(input)?);
	let ordered = input.ratio(15u8, 16u8)?;
	Ok(Delivery::Metered(MeteredDelivery {
		supplier: participant(input)?,
		shortage: if ordered { a.max(b) } else { a },
		surplus: if ordered { a.min(b) } else { b },
		spread: input.arbitrary::<bool>()?.then_some(input.int_in_range(0..=200)?),
		certificates: if input.arbitrary()? {
			CertificateRule::Buyer
		} else {
			CertificateRule::Seller
		},
	}))
}

fn new_zone(input: &mut Unstructured) -> Result<NewZone> {
	Ok(NewZone {
		tax_collector: input.arbitrary::<bool>()?.then_some(participant(input)?),
		currency: currency(input)?,
		floor: Price(some_or(input, -500..=0, i32::MIN..=i32::MAX)?),
		kind: *input.choose(&[ZoneKind::Feeder, ZoneKind::Substation, ZoneKind::Region])?,
		parent: input.arbitrary::<bool>()?.then_some(zone(input)?),
		limits: limits(input)?,
		collar: collar(input)?,
		auction: input.arbitrary::<bool>()?.then_some(some_or(
			input,
			13_000..=599_000,
			0..=u64::MAX,
		)?),
		delivery: delivery(input)?,
		tariff: input.arbitrary::<bool>()?.then_some(tariff(input)?),
		..NewZone::run_by(participant(input)?)
	})
}

fn tariff(input: &mut Unstructured) -> Result<Tariff> {
	let mut tariff = Tariff {
		ad_valorem: permill(input)?,
		per_kwh: PerKwh(some_or(input, 0..=50_000, 0..=u32::MAX)?),
		cap: input.arbitrary::<bool>()?.then_some(PerKwh(some_or(
			input,
			0..=30_000,
			0..=u32::MAX,
		)?)),
		tax: permill(input)?,
		shares: Shares { host: permill(input)?, treasury: permill(input)? },
		..Tariff::default()
	};
	for factor in &mut tariff.congestion {
		*factor = Multiplier(some_or(input, 50..=300, 0..=u16::MAX)?);
	}
	if input.arbitrary()? {
		let factor = Multiplier(some_or(input, 0..=300, 0..=u16::MAX)?);
		tariff.time_of_use.fill(factor);
	}
	Ok(tariff)
}

fn calendar(input: &mut Unstructured) -> Result<Calendar> {
	Ok(Calendar {
		days: *input.choose(&[0b111_1111, 0b111_1111, 0b001_1111, 0b110_0000, 0, 255])?,
		from: some_or(input, 0..=0, 0..=1_500)?,
		until: some_or(input, 1_440..=1_440, 0..=1_500)?,
	})
}

fn offsets(
	input: &mut Unstructured,
) -> Result<BoundedVec<UtcOffset, ConstU32<{ energy::MAX_UTC_OFFSETS }>>> {
	let count = input.int_in_range(0..=3u8)?;
	let entry = |input: &mut Unstructured| -> Result<UtcOffset> {
		let from = NetworkParams::now().saturating_add(input.int_in_range(0..=3_600_000)?);
		Ok(UtcOffset { from, minutes: some_or(input, -720..=840, i16::MIN..=i16::MAX)? })
	};
	let table = (0..count).map(|_| entry(input)).collect::<Result<Vec<_>>>()?;
	Ok(BoundedVec::truncate_from(table))
}

fn limits(input: &mut Unstructured) -> Result<OrderLimits> {
	Ok(OrderLimits {
		min_order: Lots(some_or(input, 1..=20, 0..=u32::MAX)?),
		max_order: Lots(some_or(input, 1_000..=100_000, 0..=u32::MAX)?),
		max_position: Lots(some_or(input, 100_000..=1_000_000, 0..=u32::MAX)?),
		capacity: Lots(some_or(input, 500..=5_000, 0..=u32::MAX)?),
		orders_per_block: some_or(input, 5..=1_000, 0..=u16::MAX)?,
	})
}

fn collar(input: &mut Unstructured) -> Result<Option<Collar>> {
	if input.arbitrary()? {
		return Ok(None);
	}
	Ok(Some(Collar {
		rate: permill(input)?,
		ticks: some_or(input, 0..=40, 0..=u16::MAX)?,
		reference: *input.choose(&[CollarReference::Last, CollarReference::Average])?,
	}))
}

// --- Money, and what wraps calls -------------------------------------------------------------------

fn transfer_watt(input: &mut Unstructured) -> Result<RuntimeCall> {
	let (id, target) = (WATT_ID.into(), account(input)?.into());
	let amount = amount(input)?;
	Ok(match input.int_in_range(0..=2u8)? {
		0 => pallet_assets::Call::transfer { id, target, amount }.into(),
		1 => pallet_assets::Call::transfer_keep_alive { id, target, amount }.into(),
		_ => pallet_assets::Call::transfer_all { id, dest: target, keep_alive: input.arbitrary()? }
			.into(),
	})
}

fn transfer_grid(input: &mut Unstructured) -> Result<RuntimeCall> {
	let value = some_or(input, 0..=1_000 * GRID, 0..=20_000_000 * GRID)?;
	Ok(pallet_balances::Call::transfer_keep_alive { dest: account(input)?.into(), value }.into())
}

/// Somebody sends WATT to the market's account by mistake.
fn gift(input: &mut Unstructured, by: Sr25519Keyring) -> Result<Request> {
	let target = EnergyMarket::market_account().into();
	let call = pallet_assets::Call::transfer { id: WATT_ID.into(), target, amount: amount(input)? };
	Ok(Request { gift: true, ..Request::signed(by, call) })
}

fn batch(input: &mut Unstructured, scene: &Scene, by: Sr25519Keyring) -> Result<RuntimeCall> {
	let count = input.int_in_range(0..=4u8)?;
	let calls = (0..count).map(|_| simple(input, scene, by)).collect::<Result<_>>()?;
	Ok(match input.int_in_range(0..=2u8)? {
		0 => pallet_utility::Call::batch { calls },
		1 => pallet_utility::Call::batch_all { calls },
		_ => pallet_utility::Call::force_batch { calls },
	}
	.into())
}

fn proxied(input: &mut Unstructured, scene: &Scene, by: Sr25519Keyring) -> Result<Request> {
	let other = *input.choose(&ACTORS)?;
	let types = [ProxyType::Trading, ProxyType::CancelOnly, ProxyType::NonTransfer];
	let proxy_type = *input.choose(&types)?;
	let (delegate, delay) = (other.to_account_id().into(), 0);
	Ok(match input.int_in_range(0..=5u8)? {
		0 => Request::signed(by, pallet_proxy::Call::add_proxy { delegate, proxy_type, delay }),
		1 => Request::signed(by, pallet_proxy::Call::remove_proxy { delegate, proxy_type, delay }),
		_ => {
			let call = Box::new(simple(input, scene, other)?);
			let real = other.to_account_id().into();
			Request::signed(by, pallet_proxy::Call::proxy { real, force_proxy_type: None, call })
		}
	})
}

/// Any call that the bytes come to. Nobody with the sudo key sends it, for root may break anything; and it names the
/// market's account nowhere, for the model could not tell what it means by that.
fn decoded(input: &mut Unstructured, by: Sr25519Keyring) -> Result<Option<Request>> {
	let by = if by == Alice { Bob } else { by };
	let bytes = input.bytes(input.len().min(DECODE_BYTES))?;
	let call = RuntimeCall::decode_with_depth_limit(DECODE_DEPTH, &mut &bytes[..]);
	let market = EnergyMarket::market_account();
	let names_market = |call: &RuntimeCall| {
		call.encode().windows(32).any(|window| window == AsRef::<[u8]>::as_ref(&market))
	};
	Ok(call.ok().filter(|call| !names_market(call)).map(|call| Request::signed(by, call)))
}

pub(crate) fn account(input: &mut Unstructured) -> Result<AccountId> {
	Ok(input.choose(&ACTORS)?.to_account_id())
}

pub(crate) fn currency(input: &mut Unstructured) -> Result<u32> {
	some_or(input, WATT_ID..=WATT_ID, 0..=3)
}

fn amount(input: &mut Unstructured) -> Result<u128> {
	Ok(match input.int_in_range(0..=15u8)? {
		0..=10 => input.int_in_range(1..=20_000_000)?,
		11..=13 => input.int_in_range(0..=2_000_000_000)?,
		14 => 0,
		_ => input.arbitrary()?,
	})
}

fn permill(input: &mut Unstructured) -> Result<Permill> {
	Ok(Permill::from_parts(some_or(input, 0..=300_000, 0..=1_000_000)?))
}

/// Mostly one of the usual values, else any of the others.
pub(crate) fn some_or<N: arbitrary::unstructured::Int>(
	input: &mut Unstructured,
	usual: std::ops::RangeInclusive<N>,
	any: std::ops::RangeInclusive<N>,
) -> Result<N> {
	if input.ratio(15u8, 16u8)? {
		input.int_in_range(usual)
	} else {
		input.int_in_range(any)
	}
}

// --- The beginning and the end ---------------------------------------------------------------------

/// What makes the development network one with several zones and every kind of rule: zone 1 is its own; 2 is a region
/// with a tariff; 3, in it, has auctions; 4, in it too, has a collar and little capacity; 5, in it too, is metered, and
/// Eve is its residual supplier. 1, 3 and 4 are coupled, and so are 4 and 5.
pub fn furnishing() -> Vec<Request> {
	let tariff = Tariff {
		ad_valorem: Permill::from_percent(3),
		per_kwh: PerKwh(20_000),
		congestion: [100, 120, 150, 200].map(Multiplier),
		cap: Some(PerKwh(30_000)),
		tax: Permill::from_percent(10),
		shares: Shares { host: Permill::from_percent(20), treasury: Permill::from_percent(10) },
		..Tariff::default()
	};
	let limits = OrderLimits { capacity: Lots(1_000), ..OrderLimits::default() };
	let run_by = |operator| NewZone::run_by(ParticipantId(operator));
	let region = NewZone { kind: ZoneKind::Region, tariff: Some(tariff), ..run_by(4) };
	let with_auctions =
		NewZone { parent: Some(ZoneId(2)), auction: Some(300_000), limits, ..run_by(4) };
	let collar = Some(Collar {
		rate: Permill::from_percent(20),
		ticks: 10,
		reference: CollarReference::Last,
	});
	let with_collar = NewZone {
		parent: Some(ZoneId(2)),
		tax_collector: Some(ParticipantId(4)),
		collar,
		limits,
		..run_by(5)
	};
	let metered = NewZone {
		parent: Some(ZoneId(2)),
		delivery: Delivery::Metered(MeteredDelivery {
			supplier: ParticipantId(5),
			shortage: Price(250),
			surplus: Price(20),
			spread: Some(30),
			certificates: CertificateRule::Buyer,
		}),
		..run_by(4)
	};
	let link = |a, b, capacity, fee| {
		let (a, b, capacity, fee) = (ZoneId(a), ZoneId(b), Lots(capacity), Price(fee));
		Request::root(Grid::link_zones { a, b, capacity, fee })
	};
	let mandate =
		DelegateLimits { zones: None, lots: Lots(2_000), locked: 50_000_000, until: u64::MAX };
	let rich = |who: Sr25519Keyring| pallet_balances::Call::force_set_balance {
		who: who.to_account_id().into(),
		new_free: 10_000_000 * GRID,
	};
	let mut requests = vec![
		Request::root(Grid::create_zone { zone: region }),
		Request::root(Grid::create_zone { zone: with_auctions }),
		Request::root(Grid::create_zone { zone: with_collar }),
		Request::root(Grid::create_zone { zone: metered }),
		link(4, 5, 200, 2),
		link(1, 4, 500, 3),
		link(3, 4, 200, 0),
		link(1, 3, 100, 1),
		Request::signed(
			Alice,
			Participants::appoint_delegate { account: Ferdie.to_account_id(), limits: mandate },
		),
		Request::signed(Bob, Participants::choose_host { host: Some(ParticipantId(5)) }),
		Request::root(rich(One)),
		Request::root(rich(Two)),
		Request::signed(Eve, Market::deposit { currency: WATT_ID, amount: 1_000_000 }),
		// Bob and Charlie can pay for what their community shares.
		Request::signed(Bob, Market::deposit { currency: WATT_ID, amount: 1_000_000 }),
		Request::signed(Charlie, Market::deposit { currency: WATT_ID, amount: 1_000_000 }),
	];
	requests.extend(admission::furnishing());
	requests.extend(licensing::furnishing());
	requests.extend(reserves::furnishing());
	requests.extend(readings::furnishing());
	requests.extend(sharing::furnishing());
	requests
}

/// What takes all money out of the market, where nothing is left to be settled.
pub fn clearing() -> Vec<Request> {
	let mut requests = reserves::clearing();
	for (participant, currency, account) in Accounts::<Runtime>::iter() {
		if account.free == 0 {
			continue;
		}
		requests.push(if participant == TREASURY {
			Request::signed(Two, Market::pay_treasury { currency })
		} else {
			let owner = actor_of(participant).expect("only actors are registered");
			Request::signed(owner, Market::withdraw { currency, amount: account.free })
		});
	}
	requests
}
