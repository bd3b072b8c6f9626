"""Service for machines, models, groups, meter readings and supply levels."""
