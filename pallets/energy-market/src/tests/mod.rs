//! Tests by call; the others look at the whole.

mod amend_order;
mod auction;
mod barring;
mod cancel_many;
mod cancel_order;
mod coupling;
mod delegates;
mod discounts;
mod funds;
mod golden_day;
mod invariants;
mod jurisdictions;
mod limits;
mod market_data;
mod market_status;
mod order_types;
mod place_order;
mod place_orders;
mod properties;
mod storage_costs;
mod surveillance;
mod tariffs;
mod views;
