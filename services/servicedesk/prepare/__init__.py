"""Steps before the transaction: work that takes the processor, limits, calls to fleet."""
