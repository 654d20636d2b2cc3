"""Blocks, hashes and proofs, as pure functions of bytes."""
