//! The Merkle log: leaves, tree, checkpoints, proofs, signed envelopes and their verifier
