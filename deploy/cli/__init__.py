"""The `machinepark` command, one module per noun."""
