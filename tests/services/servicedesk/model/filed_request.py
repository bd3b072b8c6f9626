"""A filed request, without a database."""

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.chassis.contract import Caller, Kind
from services.servicedesk.contracts import Category, Urgency
from services.servicedesk.model import Machine, ServiceRequest

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = dt.datetime(2026, 3, 4, 7, 12, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=28)
SANNE = Caller(kind=Kind.USER, person_id=str(uuid.uuid4()), customer_id=uuid.uuid4(), scope="all")
JORIS = Caller(kind=Kind.STAFF, person_id=str(uuid.uuid4()), scope="all")
VALUES: dict[str, Any] = {
    "category": Category.PAPER_JAM,
    "urgency": Urgency.NORMAL,
    "description": "Papier loopt vast.",
    "error_code": "",
    "contact_name": "Sanne de Wit",
    "telephone": "010 555 01 01",
    "availability": "",
}
VISIT = (NOW + dt.timedelta(days=1), NOW + dt.timedelta(days=1, hours=2), "Kees")


@pytest.fixture
def machine() -> Machine:
    names = dict.fromkeys(("equipment_number", "serial_number", "manufacturer", "model_name", "site", "city"), "x")
    return Machine(id=uuid.uuid4(), customer_id=SANNE.customer_id, own_reference="Balie", **names)


@pytest.fixture
def request_(machine: Machine) -> ServiceRequest:
    return ServiceRequest.file(SANNE, machine, None, NOW, **VALUES)
