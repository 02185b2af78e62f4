//! Suites over the whole; each is a test file beside this one.
