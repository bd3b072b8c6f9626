"""Retention deletes rows that are no longer needed and keeps all others."""

import pytest
import toys
from conftest import Installation
from eventually import eventually
from sqlalchemy import select

from services.chassis.persistence.tables import idempotency_keys, inbox, outbox

pytestmark = pytest.mark.every_environment

DAY = 24 * 3600


def test_sent_events_and_stored_responses_are_deleted(installation: Installation) -> None:
    installation.make()
    eventually(lambda: not _rows(installation, "toys", outbox, outbox.c.sent_at.is_(None)))
    installation.shift(15 * DAY)
    assert eventually(
        lambda: not _rows(installation, "toys", outbox) and not _rows(installation, "toys", idempotency_keys)
    )


def test_inbox_rows_are_kept_longer_than_events(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    eventually(lambda: installation.shelf(toy_id)["names"])
    installation.shift(29 * DAY)
    eventually(lambda: not _rows(installation, "toys", outbox))
    assert _rows(installation, "shelf", inbox, inbox.c.status == "done")


def test_an_unprocessed_event_is_never_deleted(installation: Installation) -> None:
    toy_id = installation.make()["id"]
    toys.faults["not_yet"] = {toy_id}
    installation.call(toys.BreakToy, toy_id=toy_id)
    eventually(lambda: _retried(installation, toy_id))
    installation.shift(60 * DAY)
    eventually(lambda: not _rows(installation, "shelf", inbox, inbox.c.status == "done"))
    assert _retried(installation, toy_id)


def _retried(installation: Installation, toy_id: str) -> bool:
    return any(toy_id in row.body for row in _rows(installation, "shelf", inbox, inbox.c.status == "retry"))


def _rows(installation: Installation, service: str, table, *conditions) -> list:  # type: ignore[no-untyped-def, type-arg]
    with installation.runtime(service).database.read() as session:
        return list(session.execute(select(table).where(*conditions)))
