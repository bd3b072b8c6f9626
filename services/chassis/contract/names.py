"""Wire names, derived from the names of contract classes."""

import re


def wire_name(class_name: str) -> str:
    """`PlaceOrder` → `place_order`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", class_name).lower()


def owner(module: str) -> str:
    """The service of a module `services.{service}.contracts.…`; empty for other modules."""
    parts = module.split(".")
    return parts[1] if parts[0] == "services" and parts[2:3] == ["contracts"] else ""
