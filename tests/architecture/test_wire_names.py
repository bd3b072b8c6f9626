"""Names that clients, subscribers and stored events rely on."""

import pytest

from deploy.docs import wire_names


def test_the_wire_names_are_the_committed_ones() -> None:
    difference = wire_names.FROZEN.complaint()
    assert not difference, difference


def test_the_names_are_sorted() -> None:
    names = wire_names.names()
    assert names == sorted(set(names))


@pytest.mark.parametrize(
    "name",
    ["error not_found 404", "event ordering.events order_placed", "operation identity.get_user",
     "operation identity.health", "operation notify.compare_page", "queue rpc-fleet from nameko-rpc by fleet.*",
     "queue evt-identity-password_changed--notify.subscriptions.queue_mails from identity.events "
     "by password_changed"],
)  # fmt: skip
def test_every_kind_of_name_is_listed(name: str) -> None:
    assert name in wire_names.names()


def test_only_a_removed_name_breaks() -> None:
    assert wire_names.removed(["error a 404"], ["error b 404"]) == ["`error a 404` is gone."]
