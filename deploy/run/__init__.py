"""The composition roots: the only place that wires transports, databases, services and the gateway together."""
