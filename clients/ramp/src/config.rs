//! What the ramp is told: a TOML file, the environment, and secrets in files that nobody else can read.

use crate::{
	engine::Settings,
	identifiers::{check_bic, Iban, Salt},
	money::Currency,
	pain::{check_name, Debtor},
};
use gridforge_client::{
	errors::{Problem, Result},
	tx,
};
use gridforge_primitives::IssuerId;
use rand::{rngs::OsRng, RngCore};
use serde::Deserialize;
use std::{
	fs,
	io::Write,
	os::unix::fs::{OpenOptionsExt, PermissionsExt},
	path::{Path, PathBuf},
	time::Duration,
};
use subxt_signer::sr25519::Keypair;

/// The secret of an account that signs for the issuer, and that of another one that gives the second signature.
pub const SECRET: &str = "GRIDFORGE_RAMP_SURI";
pub const SECOND_SECRET: &str = "GRIDFORGE_RAMP_SECOND_SURI";

/// The configuration file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
	/// Where the node listens.
	#[serde(default = "default_url")]
	pub url: String,
	/// The number that the chain gave the issuer.
	pub issuer: u16,
	/// Where the store and the salt are.
	pub state: PathBuf,
	/// Where the bank's statements come in.
	pub inbox: PathBuf,
	/// Where the bank fetches payout files.
	pub outbox: PathBuf,
	/// A file with the secret of an account that signs for the issuer.
	pub secret_file: Option<PathBuf>,
	/// A file with the secret of another account that does.
	pub second_secret_file: Option<PathBuf>,
	/// How long a file has to be unchanged before it is read, and the pause between two rounds.
	#[serde(default = "default_settle")]
	pub settle_seconds: u64,
	/// How long before its deadline a redemption goes into a payout file at the latest.
	#[serde(default = "default_margin")]
	pub payout_margin_seconds: u64,
	pub bank: Bank,
	pub approval: Approval,
}

/// The issuer's bank account.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bank {
	/// Whose it is.
	pub name: String,
	pub iban: String,
	pub bic: Option<String>,
	pub currency: String,
}

/// Above which sums somebody has to approve. Decimal numbers in quotes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
	pub mints_above: String,
	pub payouts_above: String,
}

fn default_url() -> String {
	"ws://127.0.0.1:9944".into()
}

fn default_settle() -> u64 {
	5
}

fn default_margin() -> u64 {
	24 * 60 * 60
}

impl Config {
	pub fn read(path: &Path) -> Result<Config> {
		let text = fs::read_to_string(path).map_err(|error| {
			bad(format!("{}: {error}", path.display()))
				.hint("Name the configuration with --config or GRIDFORGE_RAMP_CONFIG; docs/ramp.md has an example.")
		})?;
		let directory = path.parent().unwrap_or(Path::new(""));
		let mut config: Config = toml::from_str(&text)
			.map_err(|error| bad(format!("{}: {}", path.display(), error.message())))?;
		// Paths are meant from where the file is.
		let files = [&mut config.secret_file, &mut config.second_secret_file];
		for place in [&mut config.state, &mut config.inbox, &mut config.outbox]
			.into_iter()
			.chain(files.into_iter().flatten())
		{
			*place = directory.join(&*place);
		}
		Ok(config)
	}

	pub fn issuer(&self) -> IssuerId {
		IssuerId(self.issuer)
	}

	pub fn settle(&self) -> Duration {
		Duration::from_secs(self.settle_seconds.clamp(1, 3_600))
	}

	pub fn store(&self) -> PathBuf {
		self.state.join("ramp.sqlite")
	}

	pub fn salt(&self) -> PathBuf {
		self.state.join("salt")
	}

	/// What the work is done by, checked.
	pub fn settings(&self) -> Result<Settings> {
		let wrong = |name: &'static str| move |why: String| bad(format!("{name}: {why}"));
		let currency = Currency::new(&self.bank.currency).map_err(wrong("bank.currency"))?;
		check_name(&self.bank.name).map_err(wrong("bank.name"))?;
		self.bank.bic.as_deref().map_or(Ok(()), check_bic).map_err(wrong("bank.bic"))?;
		let sum = |name, text: &str| currency.read(text).map_err(wrong(name));
		Ok(Settings {
			mints_above: sum("approval.mints_above", &self.approval.mints_above)?,
			payouts_above: sum("approval.payouts_above", &self.approval.payouts_above)?,
			payout_margin: self.payout_margin_seconds.saturating_mul(1_000),
			inbox: self.inbox.clone(),
			outbox: self.outbox.clone(),
			debtor: Debtor {
				name: self.bank.name.clone(),
				iban: Iban::new(&self.bank.iban).map_err(wrong("bank.iban"))?,
				bic: self.bank.bic.clone(),
				currency,
			},
			chain: String::new(),
		})
	}

	/// The key that signs, where one is set.
	pub fn signer(&self) -> Result<Option<Keypair>> {
		signer(SECRET, self.secret_file.as_deref())
	}

	/// The key that gives the second signature, where one is set.
	pub fn second_signer(&self) -> Result<Option<Keypair>> {
		signer(SECOND_SECRET, self.second_secret_file.as_deref())
	}
}

fn signer(variable: &str, file: Option<&Path>) -> Result<Option<Keypair>> {
	let secret = match (std::env::var(variable), file) {
		(Ok(secret), _) => secret,
		(Err(_), Some(file)) => read_secret(file)?,
		(Err(_), None) => return Ok(None),
	};
	// The problem never says the secret.
	tx::signer(secret.trim()).map(Some).map_err(|problem| Problem {
		hint: Some(format!("Look into {variable}, or the file that holds the secret.")),
		..problem
	})
}

/// What stands in a file that only its owner can read.
fn read_secret(path: &Path) -> Result<String> {
	let unreadable = |error: std::io::Error| bad(format!("{}: {error}", path.display()));
	let mode = fs::metadata(path).map_err(unreadable)?.permissions().mode();
	if mode & 0o077 != 0 {
		return Err(Problem::new(
			"open_secret",
			format!("{} can be read by others (mode {:03o})", path.display(), mode & 0o777),
		)
		.hint(format!("chmod 600 {}", path.display())));
	}
	fs::read_to_string(path).map_err(unreadable)
}

/// Make a new salt, in a file that must not be there.
pub fn create_salt(path: &Path) -> Result<Salt> {
	let mut salt = [0; 32];
	OsRng.fill_bytes(&mut salt);
	fs::OpenOptions::new()
		.write(true)
		.create_new(true)
		.mode(0o600)
		.open(path)
		.and_then(|mut file| writeln!(file, "{}", hex::encode(salt)).and_then(|()| file.sync_all()))
		.map_err(|error| bad(format!("{}: {error}", path.display())))?;
	Ok(Salt(salt))
}

/// The salt that is there.
pub fn read_salt(path: &Path) -> Result<Salt> {
	let text = read_secret(path)?;
	let mut salt = [0; 32];
	hex::decode_to_slice(text.trim(), &mut salt)
		.map_err(|_| bad(format!("{} does not hold 64 hexadecimal digits", path.display())))?;
	Ok(Salt(salt))
}

fn bad(what: String) -> Problem {
	Problem::new("bad_config", what)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::money::Minor;

	const EXAMPLE: &str = include_str!("../ramp.toml");

	fn read(text: &str) -> Result<Settings> {
		let place = tempfile::tempdir().unwrap();
		let path = place.path().join("ramp.toml");
		fs::write(&path, text).unwrap();
		Config::read(&path)?.settings()
	}

	#[test]
	fn the_example_is_sound() {
		let settings = read(EXAMPLE).unwrap();
		assert_eq!(settings.debtor.currency.code(), "EUR");
		assert_eq!(settings.mints_above, Minor(1_000_000));
		assert_eq!(settings.payout_margin, 86_400_000);
	}

	#[test]
	fn mistakes_are_named() {
		for (old, new, name) in [
			("\"EUR\"", "\"Euro\"", "bank.currency"),
			("DE89370400440532013000", "DE88370400440532013000", "bank.iban"),
			("\"10000.00\"", "\"10,000\"", "approval.mints_above"),
			("COBADEFFXXX", "COBA", "bank.bic"),
			("issuer = 1", "isuer = 1", "isuer"),
			("issuer = 1", "", "issuer"),
		] {
			let problem = read(&EXAMPLE.replacen(old, new, 1)).unwrap_err();
			assert_eq!(problem.code, "bad_config");
			assert!(problem.message.contains(name), "{}", problem.message);
		}
	}

	#[test]
	fn a_secret_that_others_can_read_is_refused() {
		let place = tempfile::tempdir().unwrap();
		let path = place.path().join("secret");
		fs::write(&path, "//Issuer\n").unwrap();
		fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
		assert_eq!(read_secret(&path).unwrap_err().code, "open_secret");
		fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
		assert_eq!(read_secret(&path).unwrap(), "//Issuer\n");
	}

	#[test]
	fn a_salt_is_made_once() {
		let place = tempfile::tempdir().unwrap();
		let path = place.path().join("salt");
		let salt = create_salt(&path).unwrap();
		assert_eq!(read_salt(&path).unwrap().0, salt.0);
		assert!(create_salt(&path).is_err());
		assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
	}
}
