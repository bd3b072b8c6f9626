"""Passwords are hashed with argon2id, never truncated and not easily guessed."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from services.identity.contracts import WeakPassword
from services.identity.model import passwords
from services.identity.model.passwords import check_strength, hash_password, verify_password

PASSWORD = "correct horse battery"
OLD_HASHER = PasswordHasher(time_cost=1, memory_cost=1024)
pytestmark = pytest.mark.usefixtures("real_password_hashing")


@pytest.fixture
def stored(real_password_hashing: None) -> str:
    return hash_password(PASSWORD)


def test_a_stored_password_is_an_argon2id_hash(stored: str) -> None:
    assert extract_parameters(stored).type is Type.ID


def test_a_hash_costs_at_least_what_the_rfc_recommends(stored: str) -> None:
    """RFC 9106, section 4: the second recommended option."""
    parameters = extract_parameters(stored)
    assert (parameters.memory_cost, parameters.time_cost) >= (64 * 1024, 3)


def test_the_dummy_hash_costs_as_much_as_a_stored_one(stored: str) -> None:
    assert extract_parameters(passwords._DUMMY_HASH) == extract_parameters(stored)


def test_the_same_password_is_hashed_differently_each_time(stored: str) -> None:
    assert hash_password(PASSWORD) != stored


def test_the_right_password_is_accepted(stored: str) -> None:
    assert verify_password(PASSWORD, stored) == (True, None)


@pytest.mark.parametrize("wrong", ["correct horse batterY", "", "correct horse battery ", "corrèct horse battery"])
def test_another_password_is_refused(stored: str, wrong: str) -> None:
    assert verify_password(wrong, stored) == (False, None)


def test_passwords_that_differ_at_character_73_are_different() -> None:
    long = "x" * 72
    stored = hash_password(long + "a")
    assert (verify_password(long + "a", stored)[0], verify_password(long + "b", stored)[0]) == (True, False)


def test_a_password_may_be_in_any_script() -> None:
    assert verify_password("пароль🔑密码", OLD_HASHER.hash("пароль🔑密码"))[0] is True


def test_a_hash_of_older_parameters_is_replaced() -> None:
    right, new = verify_password(PASSWORD, OLD_HASHER.hash(PASSWORD))
    assert right
    assert new is not None
    assert verify_password(PASSWORD, new) == (True, None)


def test_a_wrong_password_produces_no_new_hash() -> None:
    assert verify_password("wrong", OLD_HASHER.hash(PASSWORD)) == (False, None)


def test_no_password_matches_a_missing_hash() -> None:
    assert verify_password("nobody has this password", None) == (False, None)


def test_no_password_matches_an_unreadable_hash() -> None:
    assert verify_password(PASSWORD, "not a hash") == (False, None)


def test_a_hash_is_computed_for_an_unknown_address(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class RecordingHasher(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            verified.append(str(password))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", RecordingHasher())
    verify_password("wrong", None)
    assert verified == ["wrong"]


def test_a_password_of_seven_characters_is_refused() -> None:
    with pytest.raises(WeakPassword) as refusal:
        check_strength("seven77")
    assert refusal.value.params == {"reason": "too_short", "limit": 8}


def test_a_password_of_eight_characters_is_accepted() -> None:
    check_strength("ght8k2wz")


@pytest.mark.parametrize("known", ["sanne@vandijk.example", "Sanne de Wit", "MACHINEPARK"])
def test_the_persons_and_the_dealers_names_are_refused_as_passwords(known: str) -> None:
    with pytest.raises(WeakPassword):
        check_strength(known.lower(), "sanne@vandijk.example", "Sanne de Wit", "Machinepark")


@pytest.mark.parametrize(
    "spelling",
    [
        "Van Dijk Café",
        "VANDIJKCAFE",
        "vandijk-logistiek",
        "v@nd1jk l0g1st1ek",
        "Van.Dijk.2026!",
        "2026vandijk2026",
        "L0gist1€k-c4fé",
        "V a n d i j k 123",
        "ikvandijk1",
    ],
)
def test_a_name_is_refused_in_every_spelling(spelling: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        check_strength(spelling, "sanne@vandijk.example", "Van Dijk Logistiek Café B.V.")
    assert refusal.value.params == {"reason": "made_of_a_name"}


@pytest.mark.parametrize("password", ["vandijk correct horse", "k8f2van93$x1q", "juist paard batterij"])
def test_a_password_with_more_than_a_name_is_accepted(password: str) -> None:
    check_strength(password, "sanne@vandijk.example", "Van Dijk Logistiek Café B.V.")
