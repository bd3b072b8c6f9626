"""Pages for the dealer's staff, one package per subject. Services are called through `gateway.clients` only."""
