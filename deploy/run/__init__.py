"""The composition roots: here, and only here, parts are put together."""
