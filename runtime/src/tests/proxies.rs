//! What each kind of proxy may do, call by call.

use crate::{AllPalletsWithSystem, ProxyType, RuntimeCall};
use codec::Decode;
use frame_support::traits::{GetCallMetadata, InstanceFilter, PalletsInfoAccess};
use std::collections::BTreeMap;

const KINDS: [(ProxyType, char); 6] = [
	(ProxyType::Any, 'a'),
	(ProxyType::NonTransfer, 'n'),
	(ProxyType::Trading, 't'),
	(ProxyType::CancelOnly, 'c'),
	(ProxyType::Staking, 's'),
	(ProxyType::Governance, 'g'),
];

/// Every call of every pallet, with arguments of which each byte is the same. Zeros make most: nothing,
/// none, the first variant; some enums begin with one.
pub(super) fn every_call() -> BTreeMap<String, RuntimeCall> {
	let mut calls = BTreeMap::new();
	for pallet in AllPalletsWithSystem::infos() {
		let pallet = u8::try_from(pallet.index).expect("indices are bytes");
		for call in 0..=u8::MAX {
			let decoded = [0, 1].into_iter().find_map(|fill| {
				let mut bytes = vec![fill; 4_096];
				bytes[0] = pallet;
				bytes[1] = call;
				RuntimeCall::decode(&mut &bytes[..]).ok()
			});
			if let Some(call) = decoded {
				let name = call.get_call_metadata();
				calls.insert(format!("{}.{}", name.pallet_name, name.function_name), call);
			}
		}
	}
	calls
}

/// The kinds that allow `call`, by their letters.
fn allowed(call: &RuntimeCall) -> String {
	KINDS.iter().filter(|(kind, _)| kind.filter(call)).map(|(_, letter)| letter).collect()
}

#[test]
fn no_call_is_left_out() {
	let calls = every_call();
	for pallet in RuntimeCall::get_module_names() {
		for call in RuntimeCall::get_call_names(pallet) {
			assert!(calls.contains_key(&format!("{pallet}.{call}")), "{pallet}.{call}");
		}
	}
}

/// Whoever adds a call adds it to the list, having thought of who may send it for others.
#[test]
fn each_kind_allows_what_is_listed() {
	let listed: BTreeMap<&str, &str> = include_str!("proxies.txt")
		.lines()
		.filter(|line| !line.starts_with('#'))
		.map(|line| line.split_once(' ').expect("a line is a call and the kinds' letters"))
		.collect();
	let differences: Vec<_> = every_call()
		.into_iter()
		.map(|(name, call)| format!("{name} {}", allowed(&call)))
		.filter(|line| {
			line.split_once(' ').is_none_or(|(name, kinds)| listed.get(name) != Some(&kinds))
		})
		.collect();
	assert!(differences.is_empty(), "proxies.txt should say:\n{}", differences.join("\n"));
	let calls = every_call();
	for name in listed.keys() {
		assert!(calls.contains_key(*name), "{name} is listed but does not exist");
	}
}

#[test]
fn a_superset_allows_all_that_its_subset_does() {
	let calls = every_call();
	for (wide, _) in KINDS {
		assert!(wide.is_superset(&wide));
		for (narrow, _) in KINDS {
			let contains = calls.values().all(|call| wide.filter(call) || !narrow.filter(call));
			assert_eq!(wide.is_superset(&narrow), contains, "{wide:?} and {narrow:?}");
		}
	}
}

#[test]
fn only_any_may_act_through_further_proxies() {
	for (name, call) in every_call() {
		if ["Proxy.", "Multisig.", "Sudo.", "Balances.", "Assets."]
			.iter()
			.any(|p| name.starts_with(p))
		{
			assert_eq!(allowed(&call), "a", "{name}");
		}
	}
}
