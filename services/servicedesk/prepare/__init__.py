"""Steps before the transaction: work that takes the processor."""
