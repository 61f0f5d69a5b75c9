//! Tests by topic.

mod bills;
mod certificates;
mod correction;
mod doubt;
mod golden;
mod invariants;
mod properties;
mod sharing;
mod steps;
mod supplier;
