"""Service for service requests and contact messages."""
