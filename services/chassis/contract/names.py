"""Names on the wire, made from the names of contract classes."""

import re


def wire_name(class_name: str) -> str:
    """`PlaceOrder` → `place_order`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", class_name).lower()


def owner(module: str) -> str:
    """The service whose contract a module of `services.{service}.contracts` is."""
    parts = module.split(".")
    return parts[1] if parts[0] == "services" and parts[2:3] == ["contracts"] else ""
