"""The `machinepark` command, one module per subcommand."""
