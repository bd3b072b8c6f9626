"""Tokens of links: an id and a secret, of which only hashes are stored."""

from uuid import UUID, uuid4

import pytest

from services.chassis.persistence import link_tokens

ID = UUID("01980000-0000-7000-8000-000000000051")


def test_a_token_has_the_id_and_a_secret_whose_hash_is_stored() -> None:
    token, hashes = link_tokens.issue(ID, [], valid_secrets=2)
    id, secret = link_tokens.parts_of(token)
    assert (id, link_tokens.is_known(secret, hashes), secret in str(hashes)) == (ID, True, False)


def test_the_secrets_of_the_newest_tokens_are_valid() -> None:
    secrets, hashes = [], list[str]()
    for _ in range(3):
        token, hashes = link_tokens.issue(ID, hashes, valid_secrets=2)
        secrets.append(link_tokens.parts_of(token)[1])
    assert [link_tokens.is_known(secret, hashes) for secret in secrets] == [False, True, True]


@pytest.mark.parametrize("token", ["", ".", "x", f"{uuid4().hex}x.secret", "é.secret"])
def test_a_malformed_token_has_no_id(token: str) -> None:
    assert link_tokens.parts_of(token) == (None, "")
