//! Tests by topic.

mod bills;
mod correction;
mod doubt;
mod golden;
mod invariants;
mod properties;
mod steps;
mod supplier;
