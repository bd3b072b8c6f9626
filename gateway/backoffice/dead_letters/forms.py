"""The form of the list of dead letters."""

from gateway.forms import PortalForm
from services.names import SERVICE_NAMES

MOST = 1000


class ReplayForm(PortalForm):
    """The check boxes `letter` hold `service/id`; the button `everything` replays all dead letters."""

    @property
    def everything(self) -> bool:
        return "everything" in self.sent

    @property
    def ticked(self) -> list[tuple[str, str]]:
        """Pairs of service and id; other values are ignored."""
        parts = [value.partition("/") for value in self.sent.getlist("letter")[:MOST]]
        return [(service, id) for service, _, id in parts if service in SERVICE_NAMES and id]

    def answers(self) -> dict[str, str]:
        return {}
