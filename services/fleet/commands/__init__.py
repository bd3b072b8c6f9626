"""Commands of fleet: one function per use case, one transaction each."""

from services.fleet.commands import groups, machines, readings

__all__ = ["groups", "machines", "readings"]
