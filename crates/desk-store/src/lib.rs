//! SQLite storage of the desk: mirror, outbox, log
