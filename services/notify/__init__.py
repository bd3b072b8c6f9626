"""Service that renders and sends mails about events."""
