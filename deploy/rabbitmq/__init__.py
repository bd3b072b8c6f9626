"""The broker as Machinepark wants it: who may do what, and what happens to messages that nobody can take."""
