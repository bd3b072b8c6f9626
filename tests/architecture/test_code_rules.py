"""Code rules that a test can check (docs/architecture.md#code-rules)."""

import re

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
MAX_LINES = 250
CONFLICT_MARKER = re.compile(rb"^(<{7}|>{7}|\|{7}) ", re.MULTILINE)
"""Of `git merge`; seven equals signs may underline a heading."""
SUFFIXES = [".py", ".html", ".css", ".js"]


def test_only_named_places_sleep() -> None:
    places = [place for path in files("services", "gateway") for place in calls(path, "sleep")]
    assert [place for place in places if place.split(":")[0] not in MAY_SLEEP] == []


def test_every_named_place_sleeps() -> None:
    sleeping = {place.split(":")[0] for path in files("services", "gateway") for place in calls(path, "sleep")}
    assert sleeping == MAY_SLEEP.keys(), "remove it from MAY_SLEEP"


def test_only_the_command_line_prints() -> None:
    assert [place for path in files("services", "gateway") for place in calls(path, "print")] == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_file_is_longer_than_250_lines(suffix: str) -> None:
    """Except migrations, which are never changed again."""
    paths = [path for path in files("services", "gateway", "deploy", suffix=suffix) if "migrations" not in path.parts]
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_no_module_has_a_catch_all_name() -> None:
    modules = [
        *files("services", "gateway", "deploy"),
        *(path.parent for path in files("services", "gateway", "deploy")),
    ]
    assert [name_of(path) for path in modules if path != ROOT and path.stem in CATCH_ALL] == []


def test_no_file_has_merge_conflict_markers() -> None:
    of_folders = files("services", "gateway", "deploy", "tests", "docs", "requirements", ".ci", suffix="")
    paths = [*of_folders, *(path for path in ROOT.iterdir() if path.is_file())]
    assert [name_of(path) for path in paths if CONFLICT_MARKER.search(path.read_bytes())] == []
