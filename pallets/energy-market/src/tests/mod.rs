//! Tests by call; the others look at the whole.

mod cancel_order;
mod funds;
mod golden_day;
mod invariants;
mod market_status;
mod place_order;
mod properties;
mod settlement;
mod storage_costs;
mod views;
