"""What a process may claim follows from its broker user: it must be its own."""

from deploy.run.errors import StartupError
from services.chassis.bus.amqp.address import Address
from services.chassis.settings import Settings


def check_broker_identity(name: str, settings: Settings) -> None:
    """Raises Trouble where the broker would vouch for somebody else."""
    if not settings.amqp_url:
        raise StartupError(f"MACHINEPARK_AMQP_URL is not set. Give amqp://{name}:password@host:5672/vhost")
    user = Address.of(settings.amqp_url).user
    if user not in (name, settings.shared_broker_user):
        raise StartupError(
            f"MACHINEPARK_AMQP_URL logs in as {user!r}, and others would not believe it to be {name}. "
            f"Log in as {name!r}, or for trying out set MACHINEPARK_SHARED_BROKER_USER={user} everywhere"
        )
