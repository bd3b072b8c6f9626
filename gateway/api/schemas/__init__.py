"""The schemas of version 1, independent of the services' contracts (docs/decisions/0009-json-api.md).

They may gain optional fields and enum values but lose none; an incompatible change needs a new version.
"""
