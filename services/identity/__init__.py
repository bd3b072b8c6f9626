"""Service for customers, users, staff, sessions, registrations and access requests."""
