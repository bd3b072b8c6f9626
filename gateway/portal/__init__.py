"""Pages for users of customers, one package per subject. Services are called through `gateway.clients` only."""
