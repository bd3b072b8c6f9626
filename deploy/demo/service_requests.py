"""Service requests of the demo: closed ones of ten months, and some in every open status."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deploy.demo import days
from deploy.demo.machines import FIRST, DemoMachine, Habit
from deploy.demo.people import CITY, LOGISTICS, SCHOOL, USERS
from deploy.demo.places import GROUPS
from deploy.demo.stories import FAULT_STORIES, STORIES, Story

CLOSED = {LOGISTICS: 34, SCHOOL: 18, CITY: 9}
DAYS_BACK = 300
OPEN_HISTORIES = [
    ["received"],
    ["received", "accepted"],
    ["received", "accepted", "scheduled"],
    ["received", "accepted", "scheduled", "in_progress"],
    ["received", "accepted", "waiting_for_parts"],
    ["received", "accepted", "waiting_for_customer"],
    ["received", "accepted", "resolved"],
]
WAITING_NOTES = {
    "nl": {"waiting_for_parts": "Het onderdeel is besteld.", "waiting_for_customer": "Wanneer kunnen wij langskomen?"},
    "en": {"waiting_for_parts": "The part is on order.", "waiting_for_customer": "When can we visit?"},
}


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """`fields`: payload of `ImportServiceRequest` without the ids of machine and requester."""

    key: str
    machine: DemoMachine
    email: str
    fields: dict[str, Any]


def demo_service_requests(machines: Sequence[DemoMachine], today: dt.date) -> list[DemoRequest]:
    """Closed and cancelled requests, oldest first within a customer, then open ones.

    The first FIRST machines have no open request.
    """
    made: list[DemoRequest] = []
    for customer_number, count in CLOSED.items():
        own = [machine for machine in machines if machine.customer_number == customer_number]
        rng = random.Random(f"requests {customer_number}")  # noqa: S311  # the same demo every time
        ages = sorted((rng.randrange(9, DAYS_BACK) for _ in range(count)), reverse=True)
        for i, back in enumerate(ages):
            made.append(_closed(f"demo-request-{customer_number}-{i}", own, days.working_day_before(today, back), rng))
    return made + _open(machines, today)


def _closed(key: str, own: Sequence[DemoMachine], day: dt.date, rng: random.Random) -> DemoRequest:
    """A closed request, or now and then one that its requester cancelled."""
    machine = rng.choice(own)
    user = rng.choice(_requesters(machine))
    story = rng.choice(STORIES[user["language"]])
    at = days.at(day, rng.randrange(7, 14), rng.randrange(60))
    cancelled = rng.random() < 0.08
    path = ["received", "cancelled"] if cancelled else ["received", "accepted", "resolved", "closed"]
    if story.visit and not cancelled:
        path[2:2] = ["scheduled", "in_progress"]
    return _request(key, machine, user, story, path, at)


def _open(machines: Sequence[DemoMachine], today: dt.date) -> list[DemoRequest]:
    """Two requests in every status of OPEN_HISTORIES: first for machines that report a fault, then for others."""
    faulty = [machine for machine in machines if machine.habit in FAULT_STORIES]
    others = [machine for machine in machines[FIRST:] if machine.habit is Habit.WELL][::5]
    about = [machine for machine in [*faulty, *others] if _requesters(machine)][: 2 * len(OPEN_HISTORIES)]
    made = []
    for i, machine in enumerate(about):
        user = _requesters(machine)[i % len(_requesters(machine))]
        rng = machine.rng("open request")
        fault_story = FAULT_STORIES.get(machine.habit, {}).get(user["language"])
        story = fault_story or rng.choice(STORIES[user["language"]])
        at = days.at(days.working_day_before(today, 1 + i % 3), rng.randrange(7, 11), rng.randrange(60))
        path = OPEN_HISTORIES[i % len(OPEN_HISTORIES)]
        made.append(_request(f"demo-open-{machine.number}", machine, user, story, path, at, today))
    return made


def _request(
    key: str,
    machine: DemoMachine,
    user: dict[str, Any],
    story: Story,
    path: list[str],
    at: dt.datetime,
    today: dt.date | None = None,
) -> DemoRequest:
    visit = days.at(days.working_day_after(today or at.date(), 1), 8)
    if today and "in_progress" in path:
        visit = at + dt.timedelta(hours=3)
    moments = {
        "received": at,
        "accepted": at + dt.timedelta(minutes=25),
        "cancelled": at + dt.timedelta(minutes=50),
        "scheduled": at + dt.timedelta(minutes=40),
        "in_progress": visit,
        "waiting_for_parts": at + dt.timedelta(hours=2),
        "waiting_for_customer": at + dt.timedelta(hours=1),
        "resolved": (visit if "in_progress" in path else at) + dt.timedelta(hours=1, minutes=10),
        "closed": visit + dt.timedelta(days=2),
    }
    # FAULT_STORIES have no solution: a request that is resolved already takes that of another story.
    notes = {"resolved": story.solved or STORIES[user["language"]][0].solved} | WAITING_NOTES[user["language"]]
    planned = {"visit_begins_at": visit, "visit_ends_at": visit + dt.timedelta(hours=2)}
    steps = [
        {
            "status": status,
            "at": moments[status],
            "by_staff": status not in ("received", "cancelled", "closed"),
            "note": notes.get(status, ""),
            **(planned if status == "scheduled" else {}),
        }
        for status in path
    ]
    messages = [(True, story.question), (False, story.answer)] if "accepted" in path else []
    fields = {
        "category": story.category,
        "urgency": story.urgency,
        "description": story.description,
        "error_code": story.error_code,
        "contact_name": user["name"],
        "telephone": user["telephone"],
        "steps": steps,
        "messages": [
            {"at": at + dt.timedelta(minutes=30 + 5 * i), "by_staff": by_staff, "text": text}
            for i, (by_staff, text) in enumerate(messages)
            if text
        ],
    }
    return DemoRequest(key, machine, user["email"], fields)


def _requesters(machine: DemoMachine) -> list[dict[str, Any]]:
    """The users who may file a request for the machine."""
    sites = GROUPS[machine.customer_number]
    return [
        user
        for user in USERS
        if user["customer_number"] == machine.customer_number
        and "request_service" in user["rights"]
        and (user["all_machines"] or machine.site in sites.get(user["group"], []))
    ]
