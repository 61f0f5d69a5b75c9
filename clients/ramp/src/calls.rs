//! The calls of the WATT pallet that the ramp makes, and what it reads of the pallet's storage and events, by the names in
//! the chain's metadata.

// The derive macro imports what only some of the types need.
#![allow(unused_imports)]

use crate::ledger::Account;
use gridforge_client::tx::{uint, Call};
use gridforge_primitives::{IssuerId, MintId, RedemptionId, Reference, ReturnReason, WattBalance};
use subxt::{
	ext::{
		scale_decode::DecodeAsType,
		scale_value::{Composite, Value},
	},
	transactions::dynamic,
	utils::AccountId32,
};

pub fn mint(to: &Account, amount: WattBalance, reference: &Reference) -> Call {
	call("mint", [("to", bytes(to)), ("amount", uint(amount)), ("reference", bytes(reference))])
}

pub fn approve_mint(mint: MintId) -> Call {
	call("approve_mint", [("mint", uint(mint.0))])
}

pub fn cancel_mint(issuer: IssuerId, mint: MintId) -> Call {
	call("cancel_mint", [("issuer", uint(issuer.0)), ("mint", uint(mint.0))])
}

pub fn confirm_redemption(redemption: RedemptionId, proof: &Reference) -> Call {
	call("confirm_redemption", [("redemption", uint(redemption.0)), ("proof", bytes(proof))])
}

pub fn return_redemption(redemption: RedemptionId, reason: ReturnReason) -> Call {
	let reason = match reason {
		ReturnReason::UnknownPayout => "UnknownPayout",
		ReturnReason::PaymentRefused => "PaymentRefused",
		ReturnReason::NotIdentified => "NotIdentified",
		ReturnReason::HolderAsked => "HolderAsked",
	};
	let reason = Value::unnamed_variant(reason, []);
	call("return_redemption", [("redemption", uint(redemption.0)), ("reason", reason)])
}

pub fn put_redemption_aside(redemption: RedemptionId) -> Call {
	call("put_redemption_aside", [("redemption", uint(redemption.0))])
}

fn call<const N: usize>(name: &str, arguments: [(&str, Value); N]) -> Call {
	dynamic("Watt", name, Composite::named(arguments))
}

fn bytes(bytes: &[u8; 32]) -> Value {
	Value::from_bytes(bytes)
}

/// Of an event, which redemption it is about.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct OfRedemption {
	pub redemption: u64,
}

/// A redemption's entry in the chain's storage.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct StoredRedemption {
	pub issuer: u16,
	pub holder: AccountId32,
	pub amount: u128,
	pub reference: [u8; 32],
	pub deadline: u64,
	/// Nothing where it was put aside.
	pub place: Option<StoredPlace>,
}

/// The role of an account.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Seat {
	pub role: Role,
}

/// What an account may do for WATT, and for which issuer.
#[derive(DecodeAsType, Debug, PartialEq, Eq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Role {
	MasterMinter,
	Issuer(u16),
	Attester(u16),
	ComplianceOfficer,
	Guardian,
}

/// A redemption's place in the queue.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct StoredPlace {
	pub before: Option<u64>,
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use gridforge_client::raw::types;
	use scale_info::TypeInfo;
	use subxt::ext::scale_encode::EncodeAsType;

	/// The pallet's types, as its sources have them.
	#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
	mod pallet {
		use super::*;

		#[derive(Encode, TypeInfo)]
		pub struct AccountId(pub [u8; 32]);

		#[derive(Encode, TypeInfo)]
		pub struct Mint {
			pub to: AccountId,
			pub amount: WattBalance,
			pub reference: Reference,
		}

		#[derive(Encode, TypeInfo)]
		pub struct ApproveMint {
			pub mint: MintId,
		}

		#[derive(Encode, TypeInfo)]
		pub struct CancelMint {
			pub issuer: IssuerId,
			pub mint: MintId,
		}

		#[derive(Encode, TypeInfo)]
		pub struct ConfirmRedemption {
			pub redemption: RedemptionId,
			pub proof: Reference,
		}

		#[derive(Encode, TypeInfo)]
		pub struct ReturnRedemption {
			pub redemption: RedemptionId,
			pub reason: ReturnReason,
		}

		#[derive(Encode, TypeInfo)]
		pub struct PutRedemptionAside {
			pub redemption: RedemptionId,
		}

		#[derive(Encode, TypeInfo)]
		pub struct Redemption {
			pub issuer: IssuerId,
			pub holder: AccountId,
			pub amount: WattBalance,
			pub reference: Reference,
			pub deadline: u64,
			pub place: Option<Place>,
		}

		#[derive(Encode, TypeInfo)]
		pub struct Place {
			pub before: Option<RedemptionId>,
			pub behind: Option<RedemptionId>,
		}

		#[derive(Encode, TypeInfo)]
		pub struct RedemptionPaid {
			pub redemption: RedemptionId,
			pub issuer: IssuerId,
			pub holder: AccountId,
			pub amount: WattBalance,
			pub proof: Reference,
		}
	}

	fn assert_encodes_as<T: Encode + TypeInfo + 'static>(call: &Call, name: &str, expected: T) {
		assert_eq!((call.pallet_name(), call.call_name()), ("Watt", name));
		let (types, id) = types::<T>();
		let mut bytes = Vec::new();
		Value::from(call.call_data().clone()).encode_as_type_to(id, &types, &mut bytes).unwrap();
		assert_eq!(bytes, expected.encode());
	}

	fn read<As: DecodeAsType, T: Encode + TypeInfo + 'static>(value: T) -> As {
		let (types, id) = types::<T>();
		As::decode_as_type(&mut &value.encode()[..], id, &types).unwrap()
	}

	#[test]
	fn calls_encode_as_the_chain_reads_them() {
		let (reference, amount) = ([7; 32], u128::MAX);
		let (mint_id, redemption) = (MintId(5), RedemptionId(u64::MAX));
		let expected = pallet::Mint { to: pallet::AccountId([1; 32]), amount, reference };
		assert_encodes_as(&mint(&[1; 32], amount, &reference), "mint", expected);
		let expected = pallet::ApproveMint { mint: mint_id };
		assert_encodes_as(&approve_mint(mint_id), "approve_mint", expected);
		let issuer = IssuerId(3);
		let expected = pallet::CancelMint { issuer, mint: mint_id };
		assert_encodes_as(&cancel_mint(issuer, mint_id), "cancel_mint", expected);
		let expected = pallet::ConfirmRedemption { redemption, proof: reference };
		assert_encodes_as(
			&confirm_redemption(redemption, &reference),
			"confirm_redemption",
			expected,
		);
		for reason in [
			ReturnReason::UnknownPayout,
			ReturnReason::PaymentRefused,
			ReturnReason::NotIdentified,
			ReturnReason::HolderAsked,
		] {
			let expected = pallet::ReturnRedemption { redemption, reason };
			let call = return_redemption(redemption, reason);
			assert_encodes_as(&call, "return_redemption", expected);
		}
		let expected = pallet::PutRedemptionAside { redemption };
		assert_encodes_as(&put_redemption_aside(redemption), "put_redemption_aside", expected);
	}

	#[test]
	fn a_stored_redemption_is_read() {
		let stored = |place| pallet::Redemption {
			issuer: IssuerId(3),
			holder: pallet::AccountId([1; 32]),
			amount: 5,
			reference: [7; 32],
			deadline: 9,
			place,
		};
		let before = Some(RedemptionId(4));
		let found: StoredRedemption = read(stored(Some(pallet::Place { before, behind: None })));
		assert_eq!((found.issuer, found.holder.0, found.amount), (3, [1; 32], 5));
		assert_eq!((found.reference, found.deadline), ([7; 32], 9));
		assert_eq!(found.place.unwrap().before, Some(4));
		assert!(read::<StoredRedemption, _>(stored(None)).place.is_none());
	}

	#[test]
	fn an_event_says_which_redemption_it_is_about() {
		let event = pallet::RedemptionPaid {
			redemption: RedemptionId(8),
			issuer: IssuerId(1),
			holder: pallet::AccountId([1; 32]),
			amount: 5,
			proof: [7; 32],
		};
		assert_eq!(read::<OfRedemption, _>(event).redemption, 8);
	}
}
