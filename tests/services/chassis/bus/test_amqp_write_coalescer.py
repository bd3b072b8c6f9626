"""The write coalescer sends frames of several threads in one write and releases every message."""

from collections.abc import Sequence

import pytest

from services.chassis.bus.amqp import write_coalescer
from services.chassis.bus.amqp.write_coalescer import WriteCoalescer


class RecordedWrites:
    """Records each write, and the messages that were released."""

    def __init__(self) -> None:
        self.writes, self.released = list[list[str]](), list[str]()
        self.coalescer = WriteCoalescer(self._send)

    def _send(self, frames: Sequence[str]) -> None:
        if "not to be written down" in frames:
            raise ValueError("not to be written down")
        if "over a lost connection" in frames:
            raise ConnectionError
        self.writes.append(list(frames))

    def add(self, *frames: str, more_expected: bool = False) -> None:
        self.coalescer.put(frames, lambda: self.released.append(frames[-1]))
        self.coalescer.flush(more_expected=more_expected)


def test_frames_added_during_the_yield_leave_in_the_same_write(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = RecordedWrites()
    monkeypatch.setattr(write_coalescer.time, "sleep", lambda _: recorded.add("second", "done"))
    recorded.add("first", more_expected=True)
    assert recorded.writes == [["first", "second", "done"]]
    assert recorded.released == ["first", "done"]


def test_a_single_sender_writes_without_yielding(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = RecordedWrites()
    monkeypatch.setattr(write_coalescer.time, "sleep", lambda _: recorded.add("another"))
    recorded.add("first")
    assert recorded.writes == [["first"]]


def test_frames_added_during_a_write_are_sent_after_it() -> None:
    recorded = RecordedWrites()
    recorded.coalescer.put(["first"], lambda: recorded.add("second"))
    recorded.coalescer.flush(more_expected=False)
    assert recorded.writes == [["first"], ["second"]]


def test_a_frame_that_cannot_be_encoded_does_not_keep_back_others(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = RecordedWrites()
    monkeypatch.setattr(write_coalescer.time, "sleep", lambda _: recorded.add("not to be written down"))
    recorded.add("first", more_expected=True)
    assert recorded.writes == [["first"]]
    assert recorded.released == ["first", "not to be written down"]


def test_a_lost_connection_releases_all_messages() -> None:
    recorded = RecordedWrites()
    recorded.add("over a lost connection")
    assert (recorded.writes, recorded.released) == ([], ["over a lost connection"])


def test_a_sender_that_exits_during_the_yield_still_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = RecordedWrites()

    def end(_seconds: float) -> None:
        raise SystemExit

    monkeypatch.setattr(write_coalescer.time, "sleep", end)
    with pytest.raises(SystemExit):
        recorded.add("first", more_expected=True)
    assert recorded.writes == [["first"]]


def test_a_failing_callback_does_not_block_the_next_write() -> None:
    recorded = RecordedWrites()

    def fail() -> None:
        raise LookupError

    recorded.coalescer.put(["first"], fail)
    with pytest.raises(LookupError):
        recorded.coalescer.flush(more_expected=False)
    recorded.add("second")
    assert recorded.writes == [["first"], ["second"]]
