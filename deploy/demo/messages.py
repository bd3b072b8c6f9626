"""Contact messages of the demo: one handled, one not."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from deploy.demo import days


@dataclass(frozen=True, slots=True)
class DemoMessage:
    """`fields` is a request of `ImportContactMessage` without the ids of customer and sender."""

    key: str
    email: str
    fields: dict[str, Any]


def messages(today: dt.date) -> list[DemoMessage]:
    """Oldest first."""
    asked, moved = days.working_day_before(today, 6), days.working_day_before(today, 1)
    return [
        DemoMessage(
            "demo-message-1",
            "anouk@delinde.example",
            {
                "subject": "question",
                "name": "Anouk Mulder",
                "telephone": "0570 555 020",
                "text": "Kunnen wij de facturen voortaan per kwartaal krijgen?",
                "received_at": days.at(asked, 9, 12),
                "handled_at": days.at(asked, 13, 40),
                "note": "Dat kan. Vanaf het volgende kwartaal krijgt u één factuur per kwartaal.",
            },
        ),
        DemoMessage(
            "demo-message-2",
            "sanne@vandijk.example",
            {
                "subject": "company_data",
                "name": "Sanne de Wit",
                "telephone": "020 555 01 10",
                "text": "Vanaf de eerste van de maand is ons postadres Voorbeeldkade 14, 1000 AA Amsterdam.",
                "received_at": days.at(moved, 8, 55),
            },
        ),
    ]
