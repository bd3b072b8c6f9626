"""Dead letters that were ticked."""

from gateway.clients.services import SERVICE_NAMES
from gateway.forms import PortalForm

MOST = 1000


class ReplayForm(PortalForm):
    """The boxes `letter` hold service and id; the button `everything` means all that were given up."""

    @property
    def everything(self) -> bool:
        return "everything" in self.sent

    @property
    def ticked(self) -> list[tuple[str, str]]:
        """Pairs of service and id; what is no such pair is passed over."""
        parts = [one.partition("/") for one in self.sent.getlist("letter")[:MOST]]
        return [(service, id) for service, _, id in parts if service in SERVICE_NAMES and id]

    def answers(self) -> dict[str, str]:
        return {}
