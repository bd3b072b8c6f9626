"""The link of an invitation to somebody who has an account: a page asks for yes or no."""

import pytest

from services.identity.contracts import GetLink, LinkExpired
from tests.gateway.installation import Installation

TOKEN = "0198-a-secret"
INVITED = GetLink.example[1] | {"customer_name": "Van Dijk Logistiek B.V."}


@pytest.fixture
def invited(installation: Installation) -> Installation:
    installation.answers["get_link"] = INVITED
    return installation


def test_the_page_says_who_invites_and_asks_before_anything_happens(invited: Installation) -> None:
    page = invited.browser().get(f"/invitations/{TOKEN}").text
    assert "Uitnodiging van Van Dijk Logistiek B.V." in page
    assert INVITED["email"] in page
    assert invited.asked("answer_invitation") == []


@pytest.mark.parametrize(
    ("answer", "accept", "told"), [("accept", True, "aangenomen"), ("decline", False, "geweigerd")]
)
def test_the_answer_is_given_and_told(invited: Installation, answer: str, accept: bool, told: str) -> None:
    browser = invited.browser()
    answered = browser.submit(browser.get(f"/invitations/{TOKEN}"), f"/invitations/{TOKEN}/{answer}")
    (call,) = invited.asked("answer_invitation")
    assert call.request == {"token": TOKEN, "accept": accept}
    assert f"U hebt de uitnodiging {told}" in browser.get(answered.location).text


def test_a_link_that_was_used_says_how_to_go_on(installation: Installation) -> None:
    installation.answers["get_link"] = LinkExpired()
    answer = installation.browser().get(f"/invitations/{TOKEN}")
    assert answer.status_code == 404
    assert "een beheerder van de organisatie u opnieuw uitnodigen" in answer.text
