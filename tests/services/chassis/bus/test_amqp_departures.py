"""What is settled at about the same moment leaves in one piece, and nothing that is settled is forgotten."""

from collections.abc import Sequence

import pytest

from services.chassis.bus.amqp import write_coalescer
from services.chassis.bus.amqp.write_coalescer import WriteCoalescer


class Way:
    """The way out: what left in which pieces, and what has `deleted`."""

    def __init__(self) -> None:
        self.pieces, self.deleted = list[list[str]](), list[str]()
        self.departures = WriteCoalescer(self._send)

    def _send(self, sendings: Sequence[str]) -> None:
        if "not to be written down" in sendings:
            raise ValueError("not to be written down")
        if "over a lost connection" in sendings:
            raise ConnectionError
        self.pieces.append(list(sendings))

    def add(self, *sendings: str, others: bool = False) -> None:
        self.departures.put(sendings, lambda: self.deleted.append(sendings[-1]))
        self.departures.flush(others=others)


def test_what_comes_while_others_have_their_turn_leaves_in_the_same_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    way = Way()
    monkeypatch.setattr(write_coalescer.time, "sleep", lambda _: way.add("second", "done"))
    way.add("first", others=True)
    assert way.pieces == [["first", "second", "done"]]
    assert way.deleted == ["first", "done"]


def test_who_is_alone_leaves_without_giving_a_turn_away(monkeypatch: pytest.MonkeyPatch) -> None:
    way = Way()
    monkeypatch.setattr(write_coalescer.time, "sleep", lambda _: way.add("another"))
    way.add("first")
    assert way.pieces == [["first"]]


def test_what_comes_while_a_piece_leaves_is_sent_after_it() -> None:
    way = Way()
    way.departures.put(["first"], lambda: way.add("second"))
    way.departures.flush(others=False)
    assert way.pieces == [["first"], ["second"]]


def test_one_that_cannot_be_written_down_keeps_back_none_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    way = Way()
    monkeypatch.setattr(write_coalescer.time, "sleep", lambda _: way.add("not to be written down"))
    way.add("first", others=True)
    assert way.pieces == [["first"]]
    assert way.deleted == ["first", "not to be written down"]


def test_over_a_lost_connection_all_are_let_go_of() -> None:
    way = Way()
    way.add("over a lost connection")
    assert (way.pieces, way.deleted) == ([], ["over a lost connection"])


def test_who_is_ended_while_others_have_their_turn_sends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    way = Way()

    def end(_seconds: float) -> None:
        raise SystemExit

    monkeypatch.setattr(write_coalescer.time, "sleep", end)
    with pytest.raises(SystemExit):
        way.add("first", others=True)
    assert way.pieces == [["first"]]


def test_a_fault_behind_one_that_has_left_does_not_hold_up_the_next() -> None:
    way = Way()

    def fail() -> None:
        raise LookupError

    way.departures.put(["first"], fail)
    with pytest.raises(LookupError):
        way.departures.flush(others=False)
    way.add("second")
    assert way.pieces == [["first"], ["second"]]
