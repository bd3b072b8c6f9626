"""Programs that are measured beside the house, each in a process of its own."""
