"""Steps before the transaction: calls to other services, SMTP, reading the demo's mailbox."""
