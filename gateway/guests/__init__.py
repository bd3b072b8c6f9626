"""Pages of guests, who have no account (docs/features.md#guests)."""
