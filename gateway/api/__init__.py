"""The JSON API, version 1 (docs/features.md#json-api)."""
