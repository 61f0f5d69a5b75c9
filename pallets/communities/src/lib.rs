//! Communities.
