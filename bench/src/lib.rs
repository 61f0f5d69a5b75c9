//! Measures what trading costs on real blocks: the wasm runtime, the trie and the database below it.
//!
//! | Where | What |
//! |---|---|
//! | [`figures`] | what is measured, one function per figure |
//! | [`world`] | a chain with traders, and what they sign |
//! | [`chain`] | builds and imports blocks |
//! | [`rounds`] | measures several kinds of block in turn |
//! | [`database`] | one read and one write of the trie over ParityDB |
//! | [`report`] | JSON lines and the table |

#![warn(missing_docs)]

pub mod chain;
pub mod clock;
pub mod database;
pub mod figures;
pub mod report;
pub mod rounds;
pub mod statistics;
pub mod world;

/// Why something could not be measured.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What was measured, or why not.
pub type Result<T> = std::result::Result<T, Failure>;
