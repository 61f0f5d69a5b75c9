//! An issuer's office in a temporary directory: the ramp's store, a bank that reads and writes files, and the chain.

use super::model::Model;
use crate::{
	engine::{Engine, Interrupt, Settings},
	identifiers::{CustomerReference, Iban, Salt},
	inbox::Inbox,
	ledger::Account,
	money::{Currency, Minor},
	pain::Debtor,
	states::{PaymentState, RedemptionState, Step},
	store::{Payee, Store},
};
use gridforge_client::errors::Problem;
use gridforge_primitives::{Reference, ReturnReason, WattBalance};
use roxmltree::Document;
use std::{collections::BTreeMap, fs, path::PathBuf};
use tempfile::TempDir;

pub const IBAN: &str = "DE89370400440532013000";
pub const ALICE: Account = [0xa; 32];
pub const BOB: Account = [0xb; 32];
/// One WATT.
pub const WATT: WattBalance = 1_000_000;

pub struct World {
	place: TempDir,
	pub chain: Model,
	pub engine: Option<Engine>,
	pub alice: CustomerReference,
	pub bob: CustomerReference,
	/// What the bank was ordered to pay: how often, and how much.
	pub ordered: BTreeMap<String, (u32, String)>,
	/// How often the program has died.
	pub deaths: u32,
	statements: u32,
}

/// What it all came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
	pub balances: BTreeMap<Account, WattBalance>,
	pub minted: WattBalance,
	pub redeemed: WattBalance,
	pub mints: BTreeMap<Reference, u32>,
	pub proofs: BTreeMap<u64, Reference>,
	pub returned: BTreeMap<u64, ReturnReason>,
	pub payments: Vec<(i64, PaymentState)>,
	pub redemptions: Vec<(u64, RedemptionState)>,
	pub findings: Vec<&'static str>,
	pub ordered: BTreeMap<String, (u32, String)>,
	pub files: Vec<String>,
}

fn crash(step: Step) -> Problem {
	Problem::new("crash", step.word())
}

impl World {
	pub fn new() -> World {
		let place = tempfile::tempdir().unwrap();
		let mut store = Store::create(&place.path().join("ramp.sqlite")).unwrap();
		let salt = Salt([7; 32]);
		let alice = store.new_reference(&salt, &ALICE, "Alice", 1).unwrap();
		let bob = store.new_reference(&salt, &BOB, "Bob", 1).unwrap();
		drop(store);
		let mut world = World {
			place,
			chain: Model::new(),
			engine: None,
			alice,
			bob,
			ordered: BTreeMap::new(),
			deaths: 0,
			statements: 0,
		};
		world.open(None);
		for (reference, account) in [(PAYEE_OF_ALICE, ALICE), (PAYEE_OF_BOB, BOB)] {
			let payee = Payee {
				reference,
				account,
				name: "Somebody & Co".into(),
				iban: "GB29NWBK60161331926819".into(),
				bic: None,
			};
			world.engine().store.add_payee(&payee, 1).unwrap();
		}
		world
	}

	/// Start the program anew, to die after a step if one is named.
	pub fn open(&mut self, after: Option<(Step, u32)>) {
		self.engine = None;
		let settings = Settings {
			debtor: Debtor {
				name: "Issuer".into(),
				iban: Iban::new(IBAN).unwrap(),
				bic: None,
				currency: Currency::new("EUR").unwrap(),
			},
			mints_above: Minor(1_000_000),
			payouts_above: Minor(1_000_000),
			payout_margin: 600_000,
			inbox: self.path("inbox"),
			outbox: self.path("outbox"),
			chain: "0x00".into(),
		};
		let engine = Engine {
			store: Store::open(&self.path("ramp.sqlite")).unwrap(),
			inbox: Inbox::new(&settings.inbox),
			settings,
			salt: Salt([7; 32]),
			interrupt: Interrupt { after, how: crash },
			listener: Box::new(|_| Ok(())),
		};
		engine.inbox.create().unwrap();
		engine.create_outbox().unwrap();
		self.engine = Some(engine);
	}

	pub fn engine(&mut self) -> &mut Engine {
		self.engine.as_mut().unwrap()
	}

	pub fn path(&self, name: &str) -> PathBuf {
		self.place.path().join(name)
	}

	/// The bank delivers a statement with these entries.
	pub fn deliver(&mut self, entries: &[String]) {
		self.statements += 1;
		let number = self.statements;
		let text = format!(
			r#"<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
			<GrpHdr><MsgId>M{number}</MsgId></GrpHdr>
			<Stmt><Id>S{number}</Id><Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>{}</Stmt>
			</BkToCstmrStmt></Document>"#,
			entries.concat()
		);
		fs::write(self.path(&format!("inbox/{number:03}.xml")), text).unwrap();
	}

	/// Let the ramp work until nothing changes any more. Where it dies it is started again; where the connection is lost it
	/// goes on in the next round. The bank fetches what it sees at every moment.
	pub async fn work(&mut self) {
		let mut before = None;
		let mut quiet = 0;
		for _ in 0..100 {
			let engine = self.engine.as_mut().unwrap();
			let result = match engine.take_statements() {
				Ok(()) => engine.settle(&self.chain).await,
				Err(problem) => Err(problem),
			};
			self.fetch();
			if result.is_err_and(|problem| problem.code == "crash") {
				self.deaths += 1;
				self.open(None);
			}
			self.chain.finalise();
			let outcome = Some(self.outcome());
			quiet = if outcome == before { quiet + 1 } else { 0 };
			if quiet == 3 {
				return;
			}
			before = outcome;
		}
		panic!("it does not come to rest");
	}

	/// The bank takes the payout files away.
	fn fetch(&mut self) {
		for entry in fs::read_dir(self.path("outbox")).unwrap() {
			let path = entry.unwrap().path();
			if path.is_dir() {
				continue;
			}
			let text = fs::read_to_string(&path).unwrap();
			let document = Document::parse(&text).unwrap();
			for transfer in document.descendants().filter(|node| node.has_tag_name("CdtTrfTxInf")) {
				let text = |name: &str| {
					let mut named = transfer.descendants().filter(|node| node.has_tag_name(name));
					named.next().and_then(|node| node.text()).unwrap().to_owned()
				};
				let order = self.ordered.entry(text("EndToEndId")).or_insert((0, text("InstdAmt")));
				order.0 += 1;
			}
			fs::remove_file(path).unwrap();
		}
	}

	/// What the bank writes on its statement once it has paid everything that it was ordered to.
	pub fn paid(&self) -> Vec<String> {
		let paid = self.ordered.iter().enumerate();
		paid.map(|(number, (name, (_, amount)))| debit(&format!("OUT-{number}"), amount, name))
			.collect()
	}

	pub fn outcome(&self) -> Outcome {
		let state = self.chain.state();
		let store = &self.engine.as_ref().unwrap().store;
		assert!(store.is_sound());
		let mut files: Vec<_> =
			["inbox", "inbox/done", "inbox/failed", "outbox", "outbox/.staging"]
				.into_iter()
				.flat_map(|directory| fs::read_dir(self.path(directory)).unwrap())
				.map(|entry| entry.unwrap().path())
				.filter(|path| path.is_file())
				.map(|path| path.strip_prefix(self.place.path()).unwrap().display().to_string())
				.collect();
		files.sort();
		Outcome {
			balances: state.balances.clone(),
			minted: state.minted,
			redeemed: state.redeemed,
			mints: state.mints.clone(),
			proofs: state.proofs.clone(),
			returned: state.returned.clone(),
			payments: store.payments(None).unwrap().iter().map(|p| (p.id, p.state)).collect(),
			redemptions: store
				.redemptions(None)
				.unwrap()
				.iter()
				.map(|r| (r.id.0, r.state))
				.collect(),
			findings: store.findings().unwrap().iter().map(|finding| finding.kind.word()).collect(),
			ordered: self.ordered.clone(),
			files,
		}
	}
}

pub const PAYEE_OF_ALICE: Reference = [0x1a; 32];
pub const PAYEE_OF_BOB: Reference = [0x1b; 32];

/// An entry of a statement.
pub fn entry(
	kind: &str,
	status: &str,
	currency: &str,
	name: &str,
	amount: &str,
	details: &str,
) -> String {
	format!(
		r#"<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{kind}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>
		<AcctSvcrRef>{name}</AcctSvcrRef><NtryDtls><TxDtls>{details}</TxDtls></NtryDtls></Ntry>"#
	)
}

pub fn credit(name: &str, amount: &str, remittance: &str) -> String {
	let details = format!("<RmtInf><Ustrd>{remittance}</Ustrd></RmtInf>");
	entry("CRDT", "BOOK", "EUR", name, amount, &details)
}

pub fn debit(name: &str, amount: &str, end_to_end: &str) -> String {
	let details = format!("<Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>");
	entry("DBIT", "BOOK", "EUR", name, amount, &details)
}
