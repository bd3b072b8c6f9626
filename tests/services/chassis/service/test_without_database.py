"""While a service has no database its events wait, uncounted, and have their effect when it is back."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
import toys
from conftest import Playroom
from eventually import eventually

from services.chassis.runtime import subscribers


def test_an_event_is_not_given_out_again_and_again_while_the_database_is_away(
    playroom: Playroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribers, "PING_INTERVAL", 0.5)
    toy_id = playroom.make()["id"]
    eventually(lambda: playroom.shelf(toy_id)["names"])
    tries, looks = list[str](), list[bool]()
    with monkeypatch.context() as away:
        _take_away(playroom, away, tries, looks)
        playroom.call(toys.BreakToy, toy_id=toy_id)
        eventually(lambda: len(looks) >= 6)
        assert len([name for name in tries if "on_toy_broke" in name]) == 1
    assert eventually(lambda: playroom.shelf(toy_id)["breaks"]) == 1


def _take_away(playroom: Playroom, away: pytest.MonkeyPatch, tries: list[str], looks: list[bool]) -> None:
    """The shelf's database; what was tried and how often it was looked for is noted."""

    @contextlib.contextmanager
    def write(name: str, **_: Any) -> Iterator[Any]:
        tries.append(name)
        raise ConnectionError("the database is away")
        yield

    def answers() -> bool:
        looks.append(False)
        return False

    database = playroom.runtime("shelf").database
    away.setattr(database, "write", write)
    away.setattr(database, "ping", answers)
