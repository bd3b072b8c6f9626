"""Commands of fleet: one function per use case, one transaction each."""

from services.fleet.commands import groups, guest_access, labels, machines, readings

__all__ = ["groups", "guest_access", "labels", "machines", "readings"]
