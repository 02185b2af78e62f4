//! The approval queue's HTTP contract: types, paths, problem types
