"""Events of a service without database wait and take effect once it is back."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
import toys
from conftest import Installation
from eventually import eventually

from services.chassis.runtime import subscribers


def test_an_event_is_delivered_once_while_the_database_is_unavailable(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribers, "PING_INTERVAL", 0.5)
    toy_id = installation.make()["id"]
    eventually(lambda: installation.shelf(toy_id)["names"])
    attempts, checks = list[str](), list[bool]()
    with monkeypatch.context() as patch:
        _break_database(installation, patch, attempts, checks)
        installation.call(toys.BreakToy, toy_id=toy_id)
        eventually(lambda: len(checks) >= 6)
        assert len([name for name in attempts if "on_toy_broke" in name]) == 1
    assert eventually(lambda: installation.shelf(toy_id)["breaks"]) == 1


def _break_database(
    installation: Installation, patch: pytest.MonkeyPatch, attempts: list[str], checks: list[bool]
) -> None:
    """Make the shelf's database fail. Transactions are recorded in `attempts`, availability checks in `checks`."""

    @contextlib.contextmanager
    def write(name: str, **_: Any) -> Iterator[Any]:
        attempts.append(name)
        raise ConnectionError("the database is away")
        yield

    def ping() -> bool:
        checks.append(False)
        return False

    database = installation.runtime("shelf").database
    patch.setattr(database, "write", write)
    patch.setattr(database, "ping", ping)
