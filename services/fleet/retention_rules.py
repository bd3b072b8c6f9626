"""Retention rules of fleet (docs/features.md#retention)."""

from services.chassis.persistence.retention_rules import RetentionRule
from services.fleet.model import MachineLabel

RETENTION_RULES = (RetentionRule("revoked_labels", 90, MachineLabel, lambda before: MachineLabel.revoked_at < before),)
