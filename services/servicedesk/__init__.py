"""Service desk: what is wrong with machines, and what the dealer does about it."""
