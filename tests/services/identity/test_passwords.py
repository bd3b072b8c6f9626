"""Passwords: argon2id, never shortened, and not one that everybody guesses."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from services.identity.contracts import WeakPassword
from services.identity.model import passwords
from services.identity.model.passwords import check_password, check_strength, hash_password

RIGHT = "correct horse battery"
CHEAP = PasswordHasher(time_cost=1, memory_cost=1024)
pytestmark = pytest.mark.usefixtures("real_password_hashing")


@pytest.fixture
def stored(real_password_hashing: None) -> str:
    return hash_password(RIGHT)


def test_a_stored_password_is_a_hash_by_argon2id(stored: str) -> None:
    assert extract_parameters(stored).type is Type.ID


def test_a_hash_costs_at_least_what_the_rfc_recommends(stored: str) -> None:
    """RFC 9106, section 4: the second recommended option."""
    parameters = extract_parameters(stored)
    assert (parameters.memory_cost, parameters.time_cost) >= (64 * 1024, 3)


def test_hash_checked_for_unknown_users_costs_as_much_as_a_stored_one(stored: str) -> None:
    assert extract_parameters(passwords._DUMMY_HASH) == extract_parameters(stored)


def test_the_same_password_is_stored_differently_each_time(stored: str) -> None:
    assert hash_password(RIGHT) != stored


def test_the_right_password_is_right(stored: str) -> None:
    assert check_password(RIGHT, stored) == (True, None)


@pytest.mark.parametrize("wrong", ["correct horse batterY", "", "correct horse battery ", "corrèct horse battery"])
def test_another_password_is_wrong(stored: str, wrong: str) -> None:
    assert check_password(wrong, stored) == (False, None)


def test_passwords_that_differ_at_character_73_are_different() -> None:
    long = "x" * 72
    stored = hash_password(long + "a")
    assert (check_password(long + "a", stored)[0], check_password(long + "b", stored)[0]) == (True, False)


def test_a_password_may_be_in_any_script() -> None:
    assert check_password("пароль🔑密码", CHEAP.hash("пароль🔑密码"))[0] is True


def test_a_hash_of_older_parameters_is_made_anew_when_the_password_is_right() -> None:
    right, new = check_password(RIGHT, CHEAP.hash(RIGHT))
    assert right
    assert new is not None
    assert check_password(RIGHT, new) == (True, None)


def test_a_wrong_password_makes_no_new_hash() -> None:
    assert check_password("wrong", CHEAP.hash(RIGHT)) == (False, None)


def test_nobody_logs_in_where_there_is_no_hash() -> None:
    assert check_password("nobody has this password", None) == (False, None)


def test_an_unreadable_hash_lets_nobody_in() -> None:
    assert check_password(RIGHT, "not a hash") == (False, None)


def test_for_an_unknown_address_a_hash_is_computed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            checked.append(str(password))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    check_password("wrong", None)
    assert checked == ["wrong"]


def test_a_password_of_seven_characters_is_refused() -> None:
    with pytest.raises(WeakPassword) as refusal:
        check_strength("seven77")
    assert refusal.value.params == {"reason": "too_short", "limit": 8}


def test_a_password_of_eight_characters_is_taken() -> None:
    check_strength("ght8k2wz")


@pytest.mark.parametrize("known", ["sanne@vandijk.example", "Sanne de Wit", "MACHINEPARK"])
def test_a_password_that_is_the_person_or_the_dealer_is_refused(known: str) -> None:
    with pytest.raises(WeakPassword):
        check_strength(known.lower(), "sanne@vandijk.example", "Sanne de Wit", "Machinepark")
