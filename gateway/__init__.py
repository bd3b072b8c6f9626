"""The Flask application. Views parse the request, call services over the bus and render; no data, no business rules."""
