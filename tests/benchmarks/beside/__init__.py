"""Programs that are measured beside the installation, each in a process of its own."""
