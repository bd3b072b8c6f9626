"""Every operation and event that the services declare, found by importing all modules of their contracts."""

import importlib
import pkgutil
from typing import Any

from deploy.run.services import SERVICES
from services.chassis.contract import Event, Operation

SERVICE_NAMES = [service.name for service in SERVICES]
BASES = ("services.chassis.contract.operation", "services.chassis.contract.event")


def _import_all() -> None:
    for service in SERVICE_NAMES:
        package = importlib.import_module(f"services.{service}.contracts")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def _below(kind: type[Any]) -> list[type[Any]]:
    """Subclasses at every depth, without those that tests declare."""
    found = dict.fromkeys(one for child in kind.__subclasses__() for one in (child, *_below(child)))
    return [one for one in found if one.__module__.startswith("services.") and one.__module__ not in BASES]


_import_all()
OPERATIONS: list[type[Operation]] = sorted(_below(Operation), key=lambda one: (one.service, one.name))
EVENTS: list[type[Event]] = sorted(_below(Event), key=lambda one: (one.service, one.type))
BUILTIN_OPERATIONS = [one for one in OPERATIONS if not one.service]
OWN_OPERATIONS = [one for one in OPERATIONS if one not in BUILTIN_OPERATIONS]


def named(declared: Any) -> str:
    """An id for parametrized tests: `identity.log_in`."""
    return f"{declared.service or 'every'}.{getattr(declared, 'name', '') or declared.type}"
