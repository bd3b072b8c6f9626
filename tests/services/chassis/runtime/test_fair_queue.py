"""Calls that wait for a CPU slot are served in turn: the order of the queue, without any real work."""

from services.chassis.runtime.fair_queue import CROWDED_SECONDS, FairQueue


def served(queue: FairQueue) -> list[str]:
    """The first share of each waiting call, in the order of their turns."""
    order = []
    while call := queue.next():
        order.append(call.shares[0])
    return order


def join(queue: FairQueue, *shares: str, is_known: bool = False) -> bool:
    """Whether the call may wait."""
    call, displaced = queue.join(shares, is_known=is_known)
    return call is not displaced


def test_shares_take_turns() -> None:
    queue = FairQueue(10)
    for share in "aaabbc":
        join(queue, share)
    assert served(queue) == ["a", "b", "c", "a", "b", "a"]


def test_a_call_does_not_wait_for_the_many_calls_of_another_share() -> None:
    queue = FairQueue(100)
    for _ in range(50):
        join(queue, "guesses")
    queue.next()
    join(queue, "right password")
    assert served(queue).index("right password") == 0


def test_a_share_that_was_served_without_waiting_has_had_its_turn() -> None:
    queue = FairQueue(10)
    queue.count_turn(("a",))
    join(queue, "a")
    join(queue, "b")
    assert served(queue) == ["b", "a"]


def test_many_addresses_that_guess_at_one_account_share_its_turns() -> None:
    queue = FairQueue(100)
    for i in range(20):
        join(queue, f"address {i}", "attacked account")
    queue.next()
    join(queue, "address of another", "another account")
    assert served(queue)[0] == "address of another"


def test_a_caller_who_tries_again_is_served_although_new_shares_keep_coming() -> None:
    queue = FairQueue(30)
    queue.count_turn(("person",))
    join(queue, "person")
    turns = []
    for i in range(60):
        join(queue, f"guess {i}")
        call = queue.next()
        turns.append(call.shares[0] if call else "")
    assert "person" in turns


def test_any_number_of_unknown_shares_delays_a_known_caller_by_one_call() -> None:
    queue = FairQueue(100)
    for i in range(24):
        join(queue, f"guess {i}")
    queue.count_turn(("owner",), is_known=True)
    join(queue, "owner", is_known=True)
    assert served(queue)[:2] == ["guess 0", "owner"]


def test_a_new_call_is_served_first_once_unknown_ones_wait_too_long() -> None:
    now = [0.0]
    queue = FairQueue(100, clock=lambda: now[0])
    for i in range(24):
        join(queue, f"guess {i}")
    now[0] = CROWDED_SECONDS + 1
    join(queue, "right password")
    assert served(queue)[:2] == ["right password", "guess 23"]


def test_a_caller_who_tries_again_is_served_first_once_unknown_ones_wait_too_long() -> None:
    now = [0.0]
    queue = FairQueue(100, clock=lambda: now[0])
    for i in range(24):
        join(queue, f"guess {i}")
    queue.count_turn(("mistyped password",))
    now[0] = CROWDED_SECONDS + 1
    join(queue, "mistyped password")
    assert served(queue)[0] == "mistyped password"


def test_many_calls_of_a_share_are_not_first_once_unknown_ones_wait_too_long() -> None:
    now = [0.0]
    queue = FairQueue(100, clock=lambda: now[0])
    for i in range(24):
        join(queue, f"guess {i}")
    now[0] = CROWDED_SECONDS + 1
    for _ in range(20):
        join(queue, "many")
    assert served(queue)[:3] == ["many", "many", "guess 23"]


def test_calls_are_served_in_the_order_of_arrival_while_none_waits_too_long() -> None:
    queue = FairQueue(100, clock=lambda: 0.0)
    for i in range(24):
        join(queue, f"guess {i}")
    assert served(queue) == [f"guess {i}" for i in range(24)]


def test_known_callers_do_not_keep_others_out() -> None:
    queue = FairQueue(100)
    for i in range(24):
        join(queue, f"known {i}", is_known=True)
    join(queue, "new colleague")
    assert served(queue)[:3] == ["known 0", "new colleague", "known 1"]


def test_nobody_is_refused_before_the_queue_is_full() -> None:
    queue = FairQueue(200)
    assert all(join(queue, "office", f"colleague {i}") for i in range(200))
    assert len(served(queue)) == 200


def test_when_the_queue_is_full_the_largest_share_gives_way() -> None:
    queue = FairQueue(3)
    for _ in range(3):
        join(queue, "guesses")
    assert not join(queue, "guesses")
    assert join(queue, "right password")
    assert served(queue) == ["guesses", "right password", "guesses"]


def test_a_known_caller_finds_room_in_a_queue_full_of_unknown_ones() -> None:
    queue = FairQueue(3)
    for i in range(3):
        join(queue, f"guess {i}")
    assert not join(queue, "guess 3")
    assert join(queue, "owner", is_known=True)


def test_a_call_that_waits_no_longer_gets_no_turn() -> None:
    queue = FairQueue(3)
    first, _ = queue.join(("a",))
    join(queue, "b")
    queue.leave(first)
    assert served(queue) == ["b"]
