"""Everything about running Machinepark."""
