"""Checks that a process uses its own broker user, from which receivers derive the caller (`runtime/claims.py`)."""

from deploy.run.errors import StartupError
from services.chassis.bus.address import Address
from services.chassis.settings import Settings


def check_broker_identity(name: str, settings: Settings) -> None:
    """Raises StartupError unless the broker user is `name` or the declared shared one."""
    if not settings.amqp_url:
        raise StartupError(f"MACHINEPARK_AMQP_URL is not set. Give amqp://{name}:password@host:5672/vhost")
    user = Address.of(settings.amqp_url).user
    if user not in (name, settings.shared_broker_user):
        raise StartupError(
            f"MACHINEPARK_AMQP_URL uses the broker user {user!r}, but {name} must use its own. "
            f"Use {name!r}, or for trials set MACHINEPARK_SHARED_BROKER_USER={user} for all processes"
        )
