"""Pages of orders and service requests name the colleagues who took a step or wrote a message."""

from typing import Any

import pytest

from services.chassis.contract import ServiceUnavailable
from services.identity.contracts import GetSession
from services.ordering.contracts import GetOrder
from services.servicedesk.contracts import GetServiceRequest, PostMessage
from tests.gateway.installation import CUSTOMER, STAFF, Installation

COLLEAGUE, OWN = "01980000-0000-7000-8000-00000000c011", GetSession.example[1]["person_id"]
REQUEST, ORDER = "/service-requests/SR-4401-9273-5", "/orders/SO-2207-6143-5"


def by(row: dict[str, Any], author_id: str | None) -> dict[str, Any]:
    return row | {"timeline": [row["timeline"][0] | {"author_id": author_id}]}


def installation_of(installation: Installation, author_id: str | None, *, known: bool = True) -> Installation:
    names = [{"id": COLLEAGUE, "name": "Lotte Smit"}] if known else []
    installation.responses |= {
        "get_service_request": by(GetServiceRequest.example[1], author_id),
        "get_order": by(GetOrder.example[1], author_id),
        "list_person_names": {"rows": names},
    }
    return installation


@pytest.mark.parametrize("path", [REQUEST, ORDER])
@pytest.mark.parametrize(
    ("author_id", "known", "text"),
    [
        (COLLEAGUE, True, "door Lotte Smit"),
        (COLLEAGUE, False, "door uw organisatie"),
        (None, True, "door uw organisatie"),
        (OWN, True, "door u<"),
    ],
)
def test_step_names_the_colleague_who_took_it(
    installation: Installation, path: str, author_id: str | None, known: bool, text: str
) -> None:
    page = installation_of(installation, author_id, known=known).browser(CUSTOMER).get(path)
    assert text in page.text


@pytest.mark.parametrize("path", [f"/backoffice{REQUEST}", f"/backoffice{ORDER}"])
def test_staff_read_the_name_of_the_user(installation: Installation, path: str) -> None:
    assert "door Lotte Smit" in installation_of(installation, COLLEAGUE).browser(STAFF).get(path).text


def test_message_names_its_author(installation: Installation) -> None:
    row = PostMessage.example[1]
    message = row["messages"][0] | {"author_id": COLLEAGUE}
    installation_of(installation, OWN).responses["get_service_request"] = row | {"messages": [message]}
    assert "door Lotte Smit" in installation.browser(CUSTOMER).get(REQUEST).text


def test_page_is_shown_without_the_names_when_identity_does_not_answer(installation: Installation) -> None:
    installation_of(installation, COLLEAGUE).responses["list_person_names"] = ServiceUnavailable(service="identity")
    assert "door uw organisatie" in installation.browser(CUSTOMER).get(REQUEST).text
