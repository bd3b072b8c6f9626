"""The JSON API, version 1: the same rules as the pages (docs/features.md#json-api)."""
