//! Requests, windows, decisions and grants, and the rules that move one into another
