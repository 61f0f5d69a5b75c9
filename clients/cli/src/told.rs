//! Events and calls as plain JSON, read by what the chain's metadata says of them.

use crate::{
	chain::Config,
	errors::{Problem, Result},
};
use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};
use serde_json::{json, Map, Value as Json};
use subxt::{
	events::Event,
	ext::scale_value::{scale::decode_as_type, Composite, Primitive, Value, ValueDef, Variant},
	Metadata,
};

/// Beyond this not every reader of JSON keeps integers exact: larger ones are strings.
const EXACT: u128 = 1 << 53;

/// An event, as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
	pub block: u64,
	/// Which event of its block.
	pub index: u32,
	pub pallet: String,
	pub event: String,
	pub fields: Json,
	/// Whose call failed: account and nonce; only for `System.ExtrinsicFailed`.
	pub call: Option<(String, u64)>,
}

impl Told {
	pub fn is(&self, pallet: &str, event: &str) -> bool {
		self.pallet == pallet && self.event == event
	}

	/// The product's zone and interval, where it is about one.
	pub fn product(&self) -> Option<(u64, u64)> {
		["/product", "/order/product", "/scope/Product"].iter().find_map(|path| {
			let product = self.fields.pointer(path)?;
			Some((product.get("zone")?.as_u64()?, product.get("interval")?.as_u64()?))
		})
	}

	/// A line of the file.
	pub fn line(&self) -> Json {
		let mut line = json!({
			"block": self.block,
			"index": self.index,
			"pallet": self.pallet,
			"event": self.event,
			"fields": self.fields,
		});
		if let (Some((account, nonce)), Some(line)) = (&self.call, line.as_object_mut()) {
			line.insert("signer".into(), json!(account));
			line.insert("nonce".into(), json!(nonce));
		}
		line
	}

	/// Read a line back.
	pub fn read(line: &str) -> Option<Told> {
		let json: Json = serde_json::from_str(line).ok()?;
		let text = |name: &str| Some(json.get(name)?.as_str()?.to_owned());
		Some(Told {
			block: json.get("block")?.as_u64()?,
			index: u32::try_from(json.get("index")?.as_u64()?).ok()?,
			pallet: text("pallet")?,
			event: text("event")?,
			fields: json.get("fields")?.clone(),
			call: text("signer").zip(json.get("nonce").and_then(Json::as_u64)),
		})
	}
}

/// An event of a block as plain JSON.
pub fn tell(metadata: &Metadata, block: u64, event: &Event<'_, Config>) -> Result<Told> {
	let unreadable = |what: String| {
		let name = format!("{}.{}", event.pallet_name(), event.event_name());
		Problem::incompatible(format!("the event {name} of block {block}: {what}"))
	};
	let variant = metadata
		.pallet_by_name(event.pallet_name())
		.and_then(|pallet| pallet.event_variant_by_index(event.event_index()))
		.ok_or_else(|| unreadable("it is unknown".to_owned()))?;
	let (types, bytes) = (metadata.types(), &mut event.field_bytes());
	let mut fields = Map::new();
	for (place, field) in variant.fields.iter().enumerate() {
		let value =
			decode_as_type(bytes, field.ty.id, types).map_err(|e| unreadable(e.to_string()))?;
		let name = field.name.clone().unwrap_or_else(|| place.to_string());
		fields.insert(name, plain(&value, types));
	}
	Ok(Told {
		block,
		index: event.index(),
		pallet: event.pallet_name().to_owned(),
		event: event.event_name().to_owned(),
		fields: Json::Object(fields),
		call: None,
	})
}

/// A call as plain JSON: `{"Pallet": {"call": {…}}}`.
pub fn call(metadata: &Metadata, bytes: &[u8]) -> Result<Json> {
	let (types, kind) = (metadata.types(), metadata.outer_enums().call_enum_ty());
	let value = decode_as_type(&mut &*bytes, kind, types)
		.map_err(|e| Problem::incompatible(format!("a call: {e}")))?;
	Ok(plain(&value, types))
}

/// A value as plain JSON: numbers that wrap a number are that number, bytes are hexadecimal, an option is its value
/// or null, a variant without fields is its name.
fn plain(value: &Value<u32>, types: &PortableRegistry) -> Json {
	match &value.value {
		ValueDef::Composite(Composite::Named(fields)) => named(fields, types),
		ValueDef::Composite(Composite::Unnamed(values)) => {
			let bytes = |id: u32| {
				let kind = types.resolve(id).map(|element| &element.type_def);
				matches!(kind, Some(TypeDef::Primitive(TypeDefPrimitive::U8)))
			};
			match (types.resolve(value.context).map(|kind| &kind.type_def), values.as_slice()) {
				(Some(TypeDef::Array(array)), _) if bytes(array.type_param.id) => hex(values),
				(Some(TypeDef::Sequence(list)), _) if bytes(list.type_param.id) => hex(values),
				(Some(TypeDef::Composite(_)), [only]) => plain(only, types),
				_ => Json::Array(values.iter().map(|value| plain(value, types)).collect()),
			}
		}
		ValueDef::Variant(Variant { name, values }) => match (name.as_str(), values) {
			("None", Composite::Unnamed(values)) if values.is_empty() => Json::Null,
			("Some", Composite::Unnamed(values)) if values.len() == 1 => {
				values.first().map_or(Json::Null, |value| plain(value, types))
			}
			(name, Composite::Unnamed(values)) => match values.as_slice() {
				[] => json!(name),
				[only] => json!({ name: plain(only, types) }),
				values => {
					let values: Vec<_> = values.iter().map(|value| plain(value, types)).collect();
					json!({ name: values })
				}
			},
			(name, Composite::Named(fields)) => json!({ name: named(fields, types) }),
		},
		ValueDef::BitSequence(bits) => json!(bits.iter().collect::<Vec<bool>>()),
		ValueDef::Primitive(primitive) => match primitive {
			Primitive::Bool(value) => json!(value),
			Primitive::Char(value) => json!(value),
			Primitive::String(value) => json!(value),
			Primitive::U128(value) => whole(*value < EXACT, value),
			Primitive::I128(value) => whole(value.unsigned_abs() < EXACT, value),
			Primitive::U256(bytes) | Primitive::I256(bytes) => {
				json!(format!("0x{}", hex::encode(bytes)))
			}
		},
	}
}

fn named(fields: &[(String, Value<u32>)], types: &PortableRegistry) -> Json {
	Json::Object(fields.iter().map(|(name, value)| (name.clone(), plain(value, types))).collect())
}

fn whole(exact: bool, number: &impl std::fmt::Display) -> Json {
	let text = number.to_string();
	match serde_json::from_str(&text) {
		Ok(number) if exact => number,
		_ => Json::String(text),
	}
}

fn hex(values: &[Value<u32>]) -> Json {
	let bytes = values.iter().map(|value| match value.value {
		ValueDef::Primitive(Primitive::U128(byte)) => u8::try_from(byte).unwrap_or_default(),
		_ => 0,
	});
	json!(format!("0x{}", hex::encode(bytes.collect::<Vec<u8>>())))
}

/// `Pallet.Error` of a module's error.
pub fn error_name(metadata: &Metadata, error: &Json) -> Option<String> {
	let module = error.get("Module")?;
	let index = u8::try_from(module.get("index")?.as_u64()?).ok()?;
	let code = module.get("error")?.as_str()?.get(2..4)?;
	let pallet = metadata.pallet_by_error_index(index)?;
	let variant = pallet.error_variant_by_index(u8::from_str_radix(code, 16).ok()?)?;
	Some(format!("{}.{}", pallet.name(), variant.name))
}

#[cfg(test)]
pub mod tests {
	use super::*;
	use codec::Encode;
	use scale_info::TypeInfo;

	fn shown<T: Encode + TypeInfo + 'static>(value: T) -> Json {
		let (types, id) = crate::raw::types::<T>();
		let decoded = decode_as_type(&mut &value.encode()[..], id, &types).unwrap();
		plain(&decoded, &types)
	}

	#[derive(Encode, TypeInfo)]
	struct Id(u32);

	#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
	#[derive(Encode, TypeInfo)]
	enum Kind {
		Empty,
		Wraps(Id),
		Names { amount: u128 },
	}

	#[derive(Encode, TypeInfo)]
	struct Everything {
		id: Id,
		one: Vec<Id>,
		account: [u8; 4],
		bytes: Vec<u8>,
		something: Option<Id>,
		nothing: Option<Id>,
		kinds: (Kind, Kind, Kind),
		money: i128,
	}

	#[test]
	fn events_are_plain_json() {
		let everything = Everything {
			id: Id(7),
			one: vec![Id(1)],
			account: [0, 1, 2, 255],
			bytes: vec![16],
			something: Some(Id(5)),
			nothing: None,
			kinds: (Kind::Empty, Kind::Wraps(Id(3)), Kind::Names { amount: 1 << 53 }),
			money: -(1 << 60),
		};
		assert_eq!(
			shown(everything),
			json!({
				"id": 7,
				"one": [1],
				"account": "0x000102ff",
				"bytes": "0x10",
				"something": 5,
				"nothing": null,
				"kinds": ["Empty", { "Wraps": 3 }, { "Names": { "amount": "9007199254740992" } }],
				"money": "-1152921504606846976",
			})
		);
		assert_eq!(shown((1_u128 << 53) - 1), json!(9_007_199_254_740_991_u64));
		assert_eq!(shown(-5_i128), json!(-5));
	}

	pub fn told(block: u64) -> Told {
		Told {
			block,
			index: 3,
			pallet: "Settlement".into(),
			event: "PositionSettled".into(),
			fields: json!({ "product": { "interval": 9, "zone": 2 } }),
			call: None,
		}
	}

	#[test]
	fn a_line_reads_back() {
		let plain = told(1);
		assert_eq!(Told::read(&plain.line().to_string()), Some(plain.clone()));
		assert_eq!(plain.product(), Some((2, 9)));
		let failed = Told { call: Some(("attic".into(), 4)), ..told(1) };
		assert_eq!(Told::read(&failed.line().to_string()), Some(failed));
	}
}
