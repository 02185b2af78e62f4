//! What a front end may ask: inbox, sheet, outbox, log, attention
