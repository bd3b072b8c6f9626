"""The names of the services of an installation."""

SERVICE_NAMES = ("identity", "fleet", "ordering", "servicedesk", "notify")
