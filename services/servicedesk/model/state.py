"""The status of a service request: which one may follow, who may cancel, and until when it can be reopened."""

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.contract import Caller
from services.chassis.contract.clock_times import add_period
from services.chassis.persistence.columns import EnumText
from services.servicedesk.contracts import InvalidRequestTransition, RequestStatus
from services.servicedesk.model.transitions import REOPENED_WITHIN, TRANSITIONS, Status


class RequestState:
    """Mixin with the status and when it was set."""

    status: Mapped[RequestStatus] = mapped_column(EnumText(RequestStatus))
    changed_at: Mapped[dt.datetime]

    @property
    def ended_at(self) -> dt.datetime | None:
        """When the request was closed or cancelled."""
        return None if TRANSITIONS[self.status] else self.changed_at

    def may_become(self, status: RequestStatus) -> bool:
        return status in TRANSITIONS[self.status]

    def may_be_cancelled_by(self, caller: Caller) -> bool:
        return self.may_become(Status.CANCELLED) and (caller.is_staff or self.status is Status.RECEIVED)

    def is_past_reopening(self, now: dt.datetime, zone: dt.tzinfo) -> bool:
        """Whether the request was resolved 7 days or more ago and can no longer be reopened."""
        until = self.reopen_until(zone)
        return until is not None and until <= now

    def reopen_until(self, zone: dt.tzinfo) -> dt.datetime | None:
        """When a resolved request closes by itself, at the same time of the day in the zone; None in any other
        status."""
        return add_period(self.changed_at, REOPENED_WITHIN, zone) if self.status is Status.RESOLVED else None

    def expect_transition(self, status: RequestStatus) -> None:
        """Raises InvalidRequestTransition."""
        if not self.may_become(status):
            raise InvalidRequestTransition(status=str(self.status))
