//! Approval systems behind one trait
