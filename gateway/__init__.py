"""The thin web front: it parses, calls services over the bus, and renders. It keeps no data and knows no rules."""
