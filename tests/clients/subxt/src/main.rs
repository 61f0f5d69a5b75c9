//! Deposits WATT on a development chain, with types generated from its metadata: a call, its event, an entry of storage, a
//! constant and the answer of a runtime API.
//!
//! usage: gridforge-typed-client URL

use std::{env, error::Error};
use subxt::{OnlineClient, SubstrateConfig};
use subxt_signer::sr25519::dev;

#[subxt::subxt(runtime_metadata_path = "$OUT_DIR/metadata.scale")]
mod gridforge {}

/// The currency of the development chain's zone.
const EUR: u32 = 1;
/// Two and a half WATT.
const AMOUNT: u128 = 2_500_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
	let url = env::args().nth(1).ok_or("usage: gridforge-typed-client URL")?;
	let client = OnlineClient::<SubstrateConfig>::from_insecure_url(&url).await?;
	let bob = dev::bob();

	let before = free_of_bob(&client).await?;
	let deposit = gridforge::transactions().energy_market().deposit(EUR, AMOUNT);
	let at = client.at_current_block().await?;
	let events = at
		.transactions()
		.sign_and_submit_then_watch_default(&deposit, &bob)
		.await?
		.wait_for_finalized_success()
		.await?;
	let event = events
		.find_first::<gridforge::energy_market::events::Deposited>()
		.ok_or("no event tells of the deposit")??;
	assert_eq!(event.amount, AMOUNT);
	assert_eq!(free_of_bob(&client).await? - before, AMOUNT);

	let at = client.at_current_block().await?;
	let most = at.constants().entry(gridforge::constants().energy_market().max_fills())?;
	assert!(most > 0);
	let market = gridforge::runtime_apis().energy_market_api().market_info();
	let market = at.runtime_apis().call(market).await?;
	assert!(market.first_tradable.0 < market.first_unopened.0);
	println!("a deposit was made and seen with types made of the metadata, {most} fills an order");
	Ok(())
}

/// What Bob, who is participant 2, has free in his trading account.
async fn free_of_bob(client: &OnlineClient<SubstrateConfig>) -> Result<u128, Box<dyn Error>> {
	use gridforge::runtime_types::gridforge_primitives::ids::ParticipantId;
	let at = client.at_current_block().await?;
	let accounts = at.storage().entry(gridforge::storage().energy_market().accounts())?;
	let account = accounts.try_fetch((ParticipantId(2), EUR)).await?;
	Ok(account.map(|value| value.decode()).transpose()?.map_or(0, |account| account.free))
}
