"""The customers' pages, one folder per subject. They speak to services through `gateway.clients` only."""
