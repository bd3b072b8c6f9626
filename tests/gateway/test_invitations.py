"""The page of an invitation to a user who has an account."""

import pytest

from services.identity.contracts import GetLink, LinkExpired
from tests.gateway.installation import Installation

TOKEN = "0198-a-secret"
INVITED = GetLink.example[1] | {"customer_name": "Van Dijk Logistiek B.V."}


@pytest.fixture
def invited(installation: Installation) -> Installation:
    installation.responses["get_link"] = INVITED
    return installation


def test_page_names_the_customer_and_asks_for_confirmation(invited: Installation) -> None:
    page = invited.browser().get(f"/invitations/{TOKEN}").text
    assert "Uitnodiging van Van Dijk Logistiek B.V." in page
    assert INVITED["email"] in page
    assert invited.calls_of("answer_invitation") == []


@pytest.mark.parametrize(
    ("action", "accept", "text"), [("accept", True, "aangenomen"), ("decline", False, "geweigerd")]
)
def test_answer_is_sent_and_confirmed(invited: Installation, action: str, accept: bool, text: str) -> None:
    browser = invited.browser()
    response = browser.submit(browser.get(f"/invitations/{TOKEN}"), f"/invitations/{TOKEN}/{action}")
    (call,) = invited.calls_of("answer_invitation")
    assert call.request == {"token": TOKEN, "accept": accept}
    assert f"U hebt de uitnodiging {text}" in browser.get(response.location).text


def test_expired_link_says_what_to_do(installation: Installation) -> None:
    installation.responses["get_link"] = LinkExpired()
    response = installation.browser().get(f"/invitations/{TOKEN}")
    assert response.status_code == 404
    assert "een beheerder van de organisatie u opnieuw uitnodigen" in response.text
