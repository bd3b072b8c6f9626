"""The service request aggregate, changed by its own methods alone (docs/features.md#service-requests)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.chassis.contract import Caller, Event
from services.chassis.persistence.aggregate import Aggregate
from services.chassis.persistence.columns import new_id
from services.chassis.persistence.guest_records import NO_GUEST
from services.chassis.persistence.reference_numbers import reference_number
from services.servicedesk.contracts import (
    GuestSightingAdded,
    InvalidRequestTransition,
    MessagePosted,
    RequestStatus,
    SchedulingResult,
    ServiceRequestAccepted,
    ServiceRequestCancelled,
    ServiceRequestClosed,
    ServiceRequestReceived,
    ServiceRequestReopened,
    ServiceRequestResolved,
    ServiceRequestStarted,
    VisitScheduled,
    WaitingFor,
)
from services.servicedesk.model import visit as visits
from services.servicedesk.model.base import Base
from services.servicedesk.model.event_data import event_data
from services.servicedesk.model.guest_sighting import GuestParts, GuestSighting
from services.servicedesk.model.machine import NAMES, Customer, Machine, MachineSnapshot
from services.servicedesk.model.report import Report
from services.servicedesk.model.state import RequestState
from services.servicedesk.model.timeline import Message, TimelineEntry
from services.servicedesk.model.transitions import TRANSITIONS, WAITING, Status

PREFIX = "SR"


class ServiceRequest(Aggregate, MachineSnapshot, Report, RequestState, visits.ScheduledVisit, GuestParts, Base):
    """`requester_id` is None for a request that was filed by a guest."""

    __tablename__ = "service_requests"

    reference_number: Mapped[str] = mapped_column(String(20), unique=True)
    customer_id: Mapped[UUID]
    requester_id: Mapped[UUID | None] = mapped_column(index=True)
    received_at: Mapped[dt.datetime]
    needs_answer: Mapped[bool]
    timeline: Mapped[list[TimelineEntry]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=(TimelineEntry.at, TimelineEntry.id)
    )
    messages: Mapped[list[Message]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=(Message.at, Message.id)
    )
    sightings: Mapped[list[GuestSighting]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=(GuestSighting.at, GuestSighting.id)
    )

    __table_args__ = (
        Index("ix_service_requests_customer_id_received_at", "customer_id", "received_at"),
        Index("ix_service_requests_received_at_id", "received_at", "id"),
        Index("ix_service_requests_status", "status"),
        Index("ix_service_requests_by_guest_received_at_id", "by_guest", "received_at", "id"),
        Index("ix_service_requests_needs_answer", "needs_answer"),
        Index("ix_service_requests_visit_begins_at", "visit_begins_at"),
    )

    @classmethod
    def file(cls, caller: Caller, machine: Machine, customer: Customer | None, at: dt.datetime, **form: Any) -> Self:
        """Create a request of a user or a guest; `form` holds category, urgency, description and contact fields, and
        the `guest_values` of a guest. `customer` is None if the projection does not have it yet."""
        request = cls._new(machine, caller.user_id, at, form)
        request._set_status(Status.RECEIVED, at, by=caller.user_id)
        confirm_to_customer = customer is not None and customer.has_confirmation_address
        data = event_data(request, by_staff=False, author_id=caller.user_id)
        request.record(ServiceRequestReceived, **data | {"has_confirmation_address": confirm_to_customer})
        return request

    @classmethod
    def imported(
        cls,
        machine: Machine,
        requester_id: UUID,
        steps: Sequence[Mapping[str, Any]],
        messages: Sequence[Mapping[str, Any]],
        **fields: Any,
    ) -> Self:
        """Create a past request with the times of its steps, without recording events. Raises InvalidRequestTransition
        for a step that its predecessor does not allow."""
        request = cls._new(machine, requester_id, steps[0]["at"], fields)
        request.status = Status.RECEIVED
        for i, step in enumerate(steps):
            if step["status"] not in ({Status.RECEIVED} if i == 0 else TRANSITIONS[request.status]):
                raise InvalidRequestTransition(status=str(request.status))
            if step["visit_begins_at"] and step["visit_ends_at"]:
                request.set_visit(step["visit_begins_at"], step["visit_ends_at"], "")
            by = None if step["by_staff"] else requester_id
            request._set_status(step["status"], step["at"], by=by, note=step["note"])
        request.messages = [
            Message(author_id=None if message["by_staff"] else requester_id, **message) for message in messages
        ]
        return request

    @classmethod
    def _new(cls, machine: Machine, requester_id: UUID | None, at: dt.datetime, fields: Mapping[str, Any]) -> Self:
        return cls(
            reference_number=reference_number(PREFIX),
            customer_id=machine.customer_id,
            machine_id=machine.id,
            requester_id=requester_id,
            received_at=at,
            needs_answer=False,
            by_guest="guest_language" in fields,
            visit_number=0,
            technician="",
            timeline=[],
            messages=[],
            sightings=[],
            sighting_count=0,
            **{name: getattr(machine, name) for name in NAMES},
            **NO_GUEST | dict(fields),
        )

    def accept(self, at: dt.datetime) -> None:
        """Raises InvalidRequestTransition."""
        if self.status is not Status.RECEIVED:
            raise InvalidRequestTransition(status=str(self.status))
        self._transition(Status.ACCEPTED, ServiceRequestAccepted, at)

    def schedule(
        self,
        begins_at: dt.datetime,
        ends_at: dt.datetime,
        technician: str,
        at: dt.datetime,
        visit_revision: int | None = None,
    ) -> SchedulingResult:
        """Schedule or change the visit; does nothing if it is planned exactly so. Raises InvalidRequestTransition,
        VisitChanged, ImpossibleVisit."""
        self.expect_transition(Status.SCHEDULED)
        self.expect_visit_revision(visit_revision)
        visits.expect_possible(begins_at, ends_at, at)
        result = visits.scheduling_result(self, begins_at, ends_at, technician, at)
        if result is not SchedulingResult.UNCHANGED:
            further = visits.change_of_visit(result, self.visit)
            self.set_visit(begins_at, ends_at, technician)
            self._transition(Status.SCHEDULED, VisitScheduled, at, further=further)
        return result

    def start(self, at: dt.datetime) -> None:
        """Raises InvalidRequestTransition."""
        self._transition(Status.IN_PROGRESS, ServiceRequestStarted, at)

    def wait(self, waiting_for: WaitingFor, note: str, at: dt.datetime) -> None:
        """Set the status to waiting for parts or for the customer. Raises InvalidRequestTransition."""
        status, event = WAITING[waiting_for]
        self._transition(status, event, at, note=note)

    def resolve(self, note: str, at: dt.datetime) -> None:
        """Raises InvalidRequestTransition."""
        self._transition(Status.RESOLVED, ServiceRequestResolved, at, note=note)

    def close(self, at: dt.datetime, *, by: Caller | None) -> None:
        """Close a resolved request, by a user or (None) after 7 days. Raises InvalidRequestTransition."""
        self._transition(Status.CLOSED, ServiceRequestClosed, at, by=by.user_id if by else None)

    def reopen(self, caller: Caller, note: str, at: dt.datetime, zone: dt.tzinfo) -> None:
        """Raises InvalidRequestTransition, also 7 days or more after the request was resolved."""
        if self.status is not Status.RESOLVED or self.is_past_reopening(at, zone):
            raise InvalidRequestTransition(status=str(self.status))
        self._transition(Status.ACCEPTED, ServiceRequestReopened, at, by=caller.user_id, note=note)
        self.needs_answer = True

    def cancel(self, caller: Caller, note: str, at: dt.datetime) -> None:
        """Cancel the request: the customer until it is accepted, the dealer until work has started. Raises
        InvalidRequestTransition."""
        if not self.may_be_cancelled_by(caller):
            raise InvalidRequestTransition(status=str(self.status))
        by = None if caller.is_staff else caller.user_id
        self._transition(Status.CANCELLED, ServiceRequestCancelled, at, by=by, note=note)

    def post(self, caller: Caller, text: str, at: dt.datetime) -> None:
        """Add a message. A customer's message ends waiting for the customer. Raises InvalidRequestTransition."""
        if not TRANSITIONS[self.status]:
            raise InvalidRequestTransition(status=str(self.status))
        message = Message(id=new_id(), author_id=caller.user_id, at=at, by_staff=caller.is_staff, text=text)
        self.messages.append(message)
        if not caller.is_staff and self.status is Status.WAITING_FOR_CUSTOMER:
            self._set_status(Status.ACCEPTED, at, by=caller.user_id)
        self.needs_answer = not caller.is_staff
        data = event_data(self, by_staff=caller.is_staff, author_id=None if caller.is_staff else caller.user_id)
        self.record(MessagePosted, **data | {"at": at, "message_id": message.id})

    def add_sighting(self, sighting: GuestSighting) -> None:
        """Add a guest who has seen it too, to whom it is new."""
        self.sightings.append(sighting)
        self.sighting_count += 1
        data = event_data(self, by_staff=False, author_id=None) | {"at": sighting.at, "sighting_id": sighting.id}
        self.record(GuestSightingAdded, **data)

    def _transition(
        self,
        status: RequestStatus,
        event: type[Event],
        at: dt.datetime,
        *,
        note: str = "",
        by: UUID | None = None,
        further: Mapping[str, Any] | None = None,
    ) -> None:
        """Set the status, record the event. `by`: the user who acts, None for the dealer. Raises as `schedule`."""
        self.expect_transition(status)
        called_off = self._set_status(status, at, by=by, note=note)
        if by is None:
            self.needs_answer = False
        data = event_data(self, by_staff=by is None, author_id=by, note=note) | dict(further or {})
        self.record(event, **data | ({"visit": called_off, "visit_called_off": True} if called_off else {}))

    def _set_status(
        self, status: RequestStatus, at: dt.datetime, *, by: UUID | None = None, note: str = ""
    ) -> dict[str, Any] | None:
        """Returns the visit that is called off because of the status, in the form of the contracts' `Visit`."""
        called_off = self.call_off_visit() if visits.is_called_off(self, status, at) else None
        self.status, self.changed_at = status, at
        planned = status is Status.SCHEDULED
        self.timeline.append(
            TimelineEntry(
                status=status,
                at=at,
                by_staff=by is None and not (self.by_guest and status is Status.RECEIVED),
                author_id=by,
                note=note,
                visit_begins_at=self.visit_begins_at if planned else None,
                visit_ends_at=self.visit_ends_at if planned else None,
                visit_number=self.visit_number,
                technician=self.technician if planned else "",
            )
        )
        return called_off
