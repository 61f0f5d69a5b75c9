//! Tests by topic.

mod bills;
mod certificates;
mod correction;
mod crossing;
mod doubt;
mod golden;
mod hosts;
mod invariants;
mod properties;
mod sharing;
mod steps;
mod supplier;
mod volumes;
