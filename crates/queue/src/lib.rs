//! The queue's use cases: ask, route, decide, expire, revoke; and policy
