//! The queue's storage on SQLite
