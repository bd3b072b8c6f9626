"""Code rules that a test can check (docs/architecture.md#code-rules)."""

import pytest
from architecture.sources import ROOT, calls, files, name_of

MAY_SLEEP = {
    "services/chassis/bus/client.py": "waits before a call that nobody took is sent again",
    "services/chassis/runtime/subscribers.py": "waits for a database that is away, before events go back to the bus",
    "services/chassis/runtime/background_tasks.py": "lets a few events gather, where the last ones left a moment ago",
    "services/chassis/bus/rabbitmq.py": "waits for a broker that is still starting",
    "services/chassis/bus/amqp/write_coalescer.py": "gives others a turn, who have something to send too",
}
CATCH_ALL = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "shared", "tools", "stuff"}
LONGEST = 250
WRITTEN = [".py", ".html", ".css", ".js"]


def test_nothing_sleeps_but_in_named_places() -> None:
    found = [place for path in files("services", "gateway") for place in calls(path, "sleep")]
    assert [place for place in found if place.split(":")[0] not in MAY_SLEEP] == []


def test_a_place_that_may_sleep_does() -> None:
    sleeping = {place.split(":")[0] for path in files("services", "gateway") for place in calls(path, "sleep")}
    assert sleeping == MAY_SLEEP.keys(), "take it out of MAY_SLEEP"


def test_nothing_prints_but_the_command_line() -> None:
    assert [place for path in files("services", "gateway") for place in calls(path, "print")] == []


@pytest.mark.parametrize("suffix", WRITTEN)
def test_no_file_holds_more_than_one_thought(suffix: str) -> None:
    """250 lines at most. Migrations are excepted: they are never changed again."""
    written = [path for path in files("services", "gateway", "deploy", suffix=suffix) if "migrations" not in path.parts]
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in written}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_module_is_a_place_for_anything() -> None:
    modules = [
        *files("services", "gateway", "deploy"),
        *(path.parent for path in files("services", "gateway", "deploy")),
    ]
    assert [name_of(path) for path in modules if path != ROOT and path.stem in CATCH_ALL] == []
