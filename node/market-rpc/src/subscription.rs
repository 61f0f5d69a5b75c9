//! What all subscriptions share: a number on each message, an end with its reason, no more than a client reads.

use crate::{answers::Answer, errors::Refusal, limits, places::Places};
use jsonrpsee::{
	core::{async_trait, StringError, SubscriptionResult},
	PendingSubscriptionSink, SendTimeoutError, SubscriptionMessage, SubscriptionSink,
};
use serde::Serialize;

/// Where the messages of a subscription come from.
#[async_trait]
pub trait Feed: Send {
	/// What is told.
	type News: Serialize + Send;

	/// Waits for what there is to tell next.
	async fn next(&mut self) -> Result<Vec<Answer<Self::News>>, Refusal>;
}

/// A message: how many came before it, and what is told.
#[derive(Serialize)]
struct Message<T> {
	sequence: u64,
	#[serde(flatten)]
	news: T,
}

/// Accepts the subscription, unless its feed cannot begin, and tells what there is until either side ends it.
pub async fn serve<F: Feed>(
	places: &Places,
	pending: PendingSubscriptionSink,
	feed: Result<F, Refusal>,
) -> SubscriptionResult {
	let begun = feed.and_then(|feed| Ok((feed, places.take(pending.connection_id().0)?)));
	let (feed, _place) = match begun {
		Ok(begun) => begun,
		Err(refusal) => {
			pending.reject(refusal).await;
			return Ok(());
		}
	};
	// Whoever has gone before it was accepted needs no reason.
	let Ok(sink) = pending.accept().await else { return Ok(()) };
	tell(&sink, feed).await
}

async fn tell<F: Feed>(sink: &SubscriptionSink, mut feed: F) -> SubscriptionResult {
	let mut sequence = 0;
	loop {
		let all = tokio::select! {
			() = sink.closed() => return Ok(()),
			all = feed.next() => all?,
		};
		for news in all {
			if !send(sink, &Message { sequence, news }).await? {
				return Ok(());
			}
			sequence += 1;
		}
	}
}

/// Whether the client is still there.
async fn send(sink: &SubscriptionSink, message: &impl Serialize) -> Result<bool, StringError> {
	let text = SubscriptionMessage::from_json(message)?;
	match sink.send_timeout(text, limits::PATIENCE).await {
		Ok(()) => Ok(true),
		Err(SendTimeoutError::Closed(_)) => Ok(false),
		Err(SendTimeoutError::Timeout(_)) => Err(Refusal::TooSlow.into()),
	}
}
