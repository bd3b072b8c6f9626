"""Identity's copies of what others own."""

from sqlalchemy import delete

from services.chassis.service import ReceivedEvent, Work, copies
from services.chassis.service.copies import Fed
from services.fleet.contracts import FeedGroups
from services.identity.model import Grant, Group


def keep_group(work: Work, event: ReceivedEvent) -> None:
    """A group as fleet now has it. Deleting a group deletes its grants (architecture: scope)."""
    group = copies.keep(work, Group, event)
    if group is not None and group.gone:
        work.session.execute(delete(Grant).where(Grant.group_id == group.id))


COPIES = {"group_recorded": Fed(FeedGroups, Group, keep_group)}
