//! axum: the contract's routes to the queue's use cases
