//! Every method and subscription, through a real server on a real connection. That answers have the form which
//! `docs/openrpc.json` describes is held against a real node: `tests/end-to-end/market-data`.

mod support;

use gridforge_market_rpc::{errors::Refusal, limits, module, OPENRPC};
use gridforge_primitives::ZoneId;
use jsonrpsee::{
	core::{
		client::{ClientT, Subscription, SubscriptionClientT},
		params::ArrayParams,
		ClientError,
	},
	server::{Server, ServerHandle},
	ws_client::{WsClient, WsClientBuilder},
};
use serde_json::{json, Value};
use sp_core::H256;
use std::{collections::BTreeSet, time::Duration};
use support::{levels, trade, AccountId, Block, Market, TestClient};

const NAME: &str = "1-1977024";

/// A node and a client of it.
struct Node {
	chain: TestClient,
	rpc: WsClient,
	_server: ServerHandle,
}

impl Node {
	async fn start() -> Node {
		let chain = TestClient::new();
		let methods = module::<Block, AccountId, _>(chain.clone().into()).unwrap();
		let server = Server::builder().build("127.0.0.1:0").await.unwrap();
		let url = format!("ws://{}", server.local_addr().unwrap());
		let server = server.start(methods);
		Node { chain, rpc: WsClientBuilder::default().build(url).await.unwrap(), _server: server }
	}

	/// The answer.
	async fn ask(&self, method: &str, params: Value) -> Value {
		let answer = self.rpc.request(method, array(&params)).await;
		answer.unwrap_or_else(|error| panic!("{method} {params}: {error}"))
	}

	/// The code and message of the refusal.
	async fn refusal(&self, method: &str, params: Value) -> (i32, String) {
		refused(self.rpc.request::<Value, _>(method, array(&params)).await.unwrap_err())
	}

	async fn subscribe(&self, method: &str, params: Value) -> Result<Messages, ClientError> {
		let document = described(method);
		let end = document["x-subscription"]["unsubscribe"].as_str().unwrap().to_owned();
		let subscription = self.rpc.subscribe(method, array(&params), &end).await?;
		Ok(Messages { subscription, sequence: 0 })
	}
}

/// How long a message may take. Other processes may hold this one up; only a message that never comes is an error.
const WITHIN: Duration = Duration::from_secs(60);

/// Messages of a subscription.
struct Messages {
	subscription: Subscription<Value>,
	sequence: u64,
}

impl Messages {
	/// The next message, which has the next number.
	async fn next(&mut self) -> Value {
		let next = tokio::time::timeout(WITHIN, self.subscription.next());
		let message = next.await.expect("a message in time").expect("not the end").unwrap();
		assert_eq!(message["sequence"], self.sequence, "{message}");
		self.sequence += 1;
		message
	}
}

fn array(params: &Value) -> ArrayParams {
	let mut array = ArrayParams::new();
	for param in params.as_array().unwrap() {
		array.insert(param).unwrap();
	}
	array
}

fn refused(error: ClientError) -> (i32, String) {
	match error {
		ClientError::Call(error) => (error.code(), error.message().to_owned()),
		other => panic!("{other}"),
	}
}

fn document() -> Value {
	serde_json::from_str(OPENRPC).unwrap()
}

fn described(method: &str) -> Value {
	let document = document();
	let methods = document["methods"].as_array().unwrap();
	methods.iter().find(|m| m["name"] == method).unwrap_or_else(|| panic!("{method}")).clone()
}

fn golden() -> Market {
	Market {
		bids: levels(&[(100, 500)]),
		asks: levels(&[(120, 1_500), (150, 2_000)]),
		trades: vec![trade(1, 120, 1_500), trade(2, 90, 100), trade(1, 150, 1_000)],
		forgotten: false,
	}
}

#[tokio::test]
async fn books_and_tickers_are_in_human_units() {
	let node = Node::start().await;
	let hash = node.chain.grow(golden());
	let book = node.ask("market_orderBook", json!([NAME])).await;
	assert_eq!(book["block"], json!({"number": 1, "hash": format!("{hash:?}")}));
	assert_eq!(
		(&book["deliveryStart"], &book["deliveryEnd"]),
		(&json!("2026-05-21T00:00:00Z"), &json!("2026-05-21T00:15:00Z"))
	);
	assert_eq!(book["tradingCloses"], "2026-05-20T23:55:00Z");
	assert_eq!(book["bids"], json!([["0.10", "5"]]));
	assert_eq!(book["asks"], json!([["0.12", "15"], ["0.15", "20"]]));
	assert_eq!((&book["lowestPrice"], &book["highestPrice"]), (&json!("-0.50"), &json!("3.595")));
	let parts = json!([{"zone": 1, "interval": 1_977_024}, 1]);
	assert_eq!(node.ask("market_orderBook", parts).await["asks"], json!([["0.12", "15"]]));

	let mut by_name = jsonrpsee::core::params::ObjectParams::new();
	by_name.insert("product", NAME).unwrap();
	let named = node.rpc.request::<Value, _>("market_orderBook", by_name).await.unwrap();
	assert_eq!(named, book);

	let ticker = node.ask("market_ticker", json!([NAME])).await;
	assert_eq!((&ticker["bid"], &ticker["ask"]), (&json!("0.10"), &json!("0.12")));
	assert_eq!((&ticker["kwh"], &ticker["turnover"]), (&json!("26"), &json!("3.39")));
	assert_eq!(ticker["prices"]["low"], "-0.005");
}

#[tokio::test]
async fn trades_candles_and_products_are_in_human_units() {
	let node = Node::start().await;
	node.chain.grow(golden());
	let trades = node.ask("market_trades", json!([NAME, 1])).await;
	let expected = json!([{
		"product": NAME, "time": "2026-05-20T23:00:00Z", "price": "0.15", "kwh": "10", "value": "1.50", "taker": "bid"
	}]);
	assert_eq!(trades["trades"], expected);
	let candles = node.ask("market_candles", json!([1, 1_977_000, null, 100])).await;
	assert_eq!((&candles["from"], &candles["until"]), (&json!(1_977_000), &json!(1_977_100)));
	assert_eq!(candles["candles"][0]["turnover"], "3.30");
	assert_eq!(candles["candles"][0]["high"], "0.15");
	let latest = node.ask("market_candles", json!([1])).await;
	assert_eq!((&latest["from"], &latest["until"]), (&json!(1_977_116), &json!(1_977_212)));
	let products = |answer: Value| answer["products"].as_array().unwrap().len();
	assert_eq!(products(node.ask("market_products", json!([])).await), 2);
	assert_eq!(products(node.ask("market_products", json!([2])).await), 1);
}

#[tokio::test]
async fn any_block_can_be_asked_about() {
	let node = Node::start().await;
	let first = node.chain.grow(golden());
	node.chain.grow(Market::default());
	assert_eq!(node.ask("market_orderBook", json!([NAME])).await["asks"], json!([]));
	let at = node.ask("market_orderBook", json!([NAME, null, first])).await;
	assert_eq!((&at["block"]["number"], &at["bids"]), (&json!(1), &json!([["0.10", "5"]])));
}

#[tokio::test]
async fn refusals_have_codes_and_say_what_to_do() {
	let node = Node::start().await;
	let genesis = node.chain.best();
	let forgotten = node.chain.grow(Market { forgotten: true, ..Market::default() });
	node.chain.grow(golden());
	let unknown = H256::repeat_byte(7);
	let cases = [
		("market_orderBook", json!([NAME, 101]), 7104, "depth must be 1 to 100"),
		("market_orderBook", json!([NAME, 0]), 7104, "depth must be 1 to 100"),
		("market_orderBook", json!(["9-1"]), 7103, "market_products"),
		("market_ticker", json!(["9-1"]), 7103, "There is no zone 9"),
		("market_trades", json!(["9-1"]), 7103, "There is no zone 9"),
		("market_trades", json!([NAME, 17]), 7104, "market_subscribeTrades"),
		("market_candles", json!([9]), 7103, "There is no zone 9"),
		("market_candles", json!([1, null, null, 1001]), 7104, "limit must be 1 to 1000"),
		("market_candles", json!([1, 0, 1001]), 7104, "until - from must be 1 to 1000"),
		("market_candles", json!([1, 5, 5]), 7104, "until - from must be 1 to 1000"),
		("market_products", json!([9]), 7103, "There is no zone 9"),
		("market_products", json!([null, unknown]), 7101, "newest"),
		("market_ticker", json!([NAME, forgotten]), 7102, "newer block"),
		("market_subscribeOrderBook", json!([NAME, 101]), 7104, "depth must be 1 to 100"),
		("market_subscribeOrderBook", json!(["9-1"]), 7103, "There is no zone 9"),
		("market_subscribeTrades", json!([null, unknown]), 7101, "does not know the block"),
		("market_subscribeTrades", json!([null, genesis]), 7102, "newer block"),
		("market_ticker", json!(["nonsense"]), -32602, "Invalid params"),
	];
	for (method, params, code, text) in cases {
		let (given, message) = node.refusal(method, params.clone()).await;
		assert_eq!(given, code, "{method} {params}: {message}");
		assert!(message.contains(text), "{method} {params}: {message}");
	}
}

#[tokio::test]
async fn a_book_is_told_whole_and_then_as_it_changes() {
	let node = Node::start().await;
	let first = node.chain.grow(golden());
	let mut book = node.subscribe("market_subscribeOrderBook", json!([NAME])).await.unwrap();
	let snapshot = book.next().await;
	assert_eq!(
		(&snapshot["type"], &snapshot["asks"]),
		(&json!("snapshot"), &json!([["0.12", "15"], ["0.15", "20"]]))
	);

	// A block that changes nothing is not told.
	node.chain.grow(golden());
	let asks = levels(&[(150, 1_000)]);
	let third = node.chain.grow(Market { asks, ..golden() });
	let expected = json!({"bids": [], "asks": [["0.12", "0"], ["0.15", "10"]]});
	let update = book.next().await;
	assert_eq!((&update["type"], &update["changes"]), (&json!("update"), &expected));
	assert_eq!(update["block"], json!({"number": 3, "hash": format!("{third:?}")}));

	// Resumed, the same changes are told in one go.
	let mut resumed =
		node.subscribe("market_subscribeOrderBook", json!([NAME, null, first])).await.unwrap();
	assert_eq!(resumed.next().await["changes"], expected);
	let unknown = json!([NAME, null, H256::repeat_byte(7)]);
	let mut anew = node.subscribe("market_subscribeOrderBook", unknown).await.unwrap();
	assert_eq!(anew.next().await["type"], "snapshot");
	let same = json!([NAME, null, third]);
	let mut same = node.subscribe("market_subscribeOrderBook", same).await.unwrap();
	assert_eq!(same.next().await["changes"], json!({"bids": [], "asks": []}));
}

#[tokio::test]
async fn trades_are_told_block_by_block_and_taken_back() {
	let node = Node::start().await;
	let start = node.chain.grow(Market::default());
	let mut all = node.subscribe("market_subscribeTrades", json!([])).await.unwrap();
	let mut zone = node.subscribe("market_subscribeTrades", json!([{"zone": 2}])).await.unwrap();
	let mut product = node.subscribe("market_subscribeTrades", json!([NAME])).await.unwrap();
	for messages in [&mut all, &mut zone, &mut product] {
		assert_eq!(messages.next().await["type"], "start");
	}
	let left = node.chain.grow(golden());
	let prices = |message: &Value| {
		let trades = message["trades"].as_array().unwrap();
		trades.iter().map(|trade| trade["price"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
	};
	assert_eq!(prices(&all.next().await), ["0.12", "0.09", "0.15"]);
	assert_eq!(prices(&zone.next().await), ["0.09"]);
	assert_eq!(prices(&product.next().await), ["0.12", "0.15"]);

	// Two blocks beside that one.
	let beside = node.chain.import(start, Market::default());
	let retracted = all.next().await;
	assert_eq!(
		(&retracted["type"], &retracted["block"]["hash"]),
		(&json!("retracted"), &json!(left))
	);
	node.chain.import(beside, Market { trades: vec![trade(1, 130, 10)], ..Market::default() });
	assert_eq!(prices(&all.next().await), ["0.13"]);

	// Whoever saw the block that was left goes on from there.
	let mut resumed = node.subscribe("market_subscribeTrades", json!([null, left])).await.unwrap();
	let kinds = [resumed.next().await, resumed.next().await, resumed.next().await];
	assert_eq!(
		kinds.each_ref().map(|message| message["type"].as_str().unwrap()),
		["start", "retracted", "trades"]
	);
	assert_eq!(prices(&kinds[2]), ["0.13"]);
}

#[tokio::test]
async fn a_subscription_goes_back_256_blocks_and_no_further() {
	let node = Node::start().await;
	let old = node.chain.best();
	for _ in 0..limits::BLOCKS_BACK {
		node.chain.grow(golden());
	}
	let mut all = node.subscribe("market_subscribeTrades", json!([null, old])).await.unwrap();
	assert_eq!(all.next().await["type"], "start");
	for number in 1..=limits::BLOCKS_BACK {
		assert_eq!(all.next().await["block"]["number"], number);
	}
	node.chain.grow(golden());
	let params = json!([null, old]);
	assert_eq!(node.refusal("market_subscribeTrades", params).await.0, 7106);
}

#[tokio::test]
async fn a_connection_has_its_share_of_subscriptions() {
	let node = Node::start().await;
	let mut held = Vec::new();
	for _ in 0..limits::SUBSCRIPTIONS_PER_CONNECTION {
		held.push(node.subscribe("market_subscribeTrades", json!([])).await.unwrap());
	}
	assert_eq!(node.refusal("market_subscribeTrades", json!([])).await.0, 7105);
	held.pop().unwrap().subscription.unsubscribe().await.unwrap();
	// The place is given back when the server has noticed.
	for _ in 0..100 {
		match node.subscribe("market_subscribeTrades", json!([])).await {
			Ok(_) => return,
			Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
		}
	}
	panic!("the place was not given back");
}

#[tokio::test]
async fn more_questions_than_the_node_may_answer_are_refused() {
	let node = Node::start().await;
	let mut refused = 0;
	// So many intervals count as eleven questions: the budget runs out on a slow machine too.
	let candles = json!([1, 0, limits::MAX_CANDLES]);
	for _ in 0..200 {
		let mut batch = jsonrpsee::core::params::BatchRequestBuilder::new();
		for _ in 0..100 {
			batch.insert("market_candles", array(&candles)).unwrap();
		}
		let answers = node.rpc.batch_request::<Value>(batch).await.unwrap();
		refused += answers.into_iter().filter_map(Result::err).filter(|e| e.code() == 7109).count();
		if refused > 0 {
			return;
		}
	}
	panic!("20,000 questions for {} candles in a row were answered", limits::MAX_CANDLES);
}

#[tokio::test]
async fn the_end_of_the_node_ends_subscriptions() {
	let node = Node::start().await;
	let mut all = node.subscribe("market_subscribeTrades", json!([])).await.unwrap();
	all.next().await;
	node.chain.end();
	let end = tokio::time::timeout(WITHIN, all.subscription.next()).await.unwrap();
	assert!(end.is_none(), "{end:?}");
}

#[tokio::test]
async fn a_subscription_that_the_node_ends_says_why() {
	let chain = TestClient::new();
	let methods = module::<Block, AccountId, _>(chain.clone().into()).unwrap();
	let request =
		json!({"jsonrpc": "2.0", "id": 1, "method": "market_subscribeTrades", "params": []});
	let (_, mut messages) = methods.raw_json_request(&request.to_string(), 8).await.unwrap();
	let start: Value = serde_json::from_str(&messages.recv().await.unwrap()).unwrap();
	assert_eq!(start["params"]["result"]["type"], "start", "{start}");
	chain.end();
	let end: Value = serde_json::from_str(&messages.recv().await.unwrap()).unwrap();
	assert_eq!(
		end["method"],
		described("market_subscribeTrades")["x-subscription"]["notification"]
	);
	assert!(end["params"]["error"].as_str().unwrap().contains("Connect again"), "{end}");
}

#[tokio::test]
async fn the_document_names_what_there_is() {
	let chain = TestClient::new();
	let methods = module::<Block, AccountId, _>(chain.into()).unwrap();
	let there: BTreeSet<_> = methods.method_names().map(str::to_owned).collect();
	let document = document();
	let named = document["methods"].as_array().unwrap().iter().flat_map(|method| {
		let end = method["x-subscription"]["unsubscribe"].as_str();
		[method["name"].as_str(), end].into_iter().flatten().map(str::to_owned).collect::<Vec<_>>()
	});
	assert_eq!(there, named.collect());
	let node = Node::start().await;
	assert_eq!(
		node.rpc.request::<Value, _>("rpc.discover", ArrayParams::new()).await.unwrap(),
		document
	);
}

#[test]
fn refusals_are_as_the_document_says() {
	let refusals = [
		Refusal::UnknownBlock(String::new()),
		Refusal::NoState { block: String::new(), error: String::new() },
		Refusal::UnknownZone(ZoneId(1)),
		Refusal::OutOfRange { name: "", least: 1, most: 1, advice: "" },
		Refusal::TooManySubscriptions,
		Refusal::TooFarBack,
		Refusal::TooSlow,
		Refusal::NodeEnds,
		Refusal::Busy,
	];
	let document = document();
	let codes: BTreeSet<_> = document["components"]["errors"]
		.as_object()
		.unwrap()
		.values()
		.map(|error| error["code"].as_i64().unwrap())
		.collect();
	assert_eq!(codes, refusals.iter().map(|refusal| i64::from(refusal.code())).collect());
}
