"""Service requests from scheduling to closing (docs/features.md#service-requests)."""

import pytest
from browser import OpenBrowser
from demo_mailbox import subjects
from eventually import eventually
from people import ADMINISTRATOR, ENGLISH_USER, STAFF
from steps import accept_request, file_request, fill_in_visit, resolve_request, write_message

WORDS = {
    "nl": {
        "email": ADMINISTRATOR,
        "machine": "Planning 1",
        "visit": "Bezoek:",
        "resolved": "Opgelost?",
        "closed": "Gesloten",
        "mails": ["Bezoek gepland", "Nieuw bericht", "opgelost?", "is gesloten"],
    },
    "en": {
        "email": ENGLISH_USER,
        "machine": "Planning 2",
        "visit": "Visit:",
        "resolved": "Resolved?",
        "closed": "Closed",
        "mails": ["Visit scheduled", "New message", "resolved?", "has been closed"],
    },
}


@pytest.mark.parametrize(
    ("language", "scripts"), [("nl", True), ("en", False)], ids=["Dutch", "English, no JavaScript"]
)
def test_request_is_scheduled_discussed_resolved_and_closed(
    open_browser: OpenBrowser, language: str, scripts: bool
) -> None:
    words = WORDS[language]
    customer, staff = open_browser(scripts=scripts), open_browser(scripts=scripts)
    customer.log_in(words["email"])
    reference = file_request(customer, words["machine"])
    staff.log_in(STAFF)
    page_path = accept_request(staff, reference)
    staff.press(f'main a[href="{page_path}/visit"]')
    fill_in_visit(staff)
    staff.press("main form button.primary")
    assert "10:00" in staff.main

    customer.open(f"/service-requests/{reference}")
    assert words["visit"] in customer.main
    assert "10:00" in customer.main
    write_message(customer, "Graag melden bij de receptie.")
    staff.open("/backoffice/service-requests?answer=1")
    assert reference in staff.main
    staff.open(page_path)
    assert "Graag melden bij de receptie." in staff.main
    write_message(staff, "Dat doen wij.")
    staff.open("/backoffice/service-requests?answer=1")
    assert reference not in staff.main

    staff.open(page_path)
    staff.press(f'form[action="{page_path}/start"] button')
    staff.press(f'main a[href="{page_path}/resolve"]')
    resolve_request(staff)

    customer.open(f"/service-requests/{reference}")
    assert words["resolved"] in customer.main
    assert "Rol vervangen." in customer.main
    assert "Dat doen wij." in customer.main
    customer.press('main a[href$="/solved"]')
    customer.press("main form button.primary")
    assert words["closed"] in customer.page.locator("main .page-head").inner_text()
    for mail in words["mails"]:
        assert eventually(lambda mail=mail: mail in " ".join(subjects(customer.portal, reference))), mail


def test_invalid_visit_is_reported_and_input_kept(open_browser: OpenBrowser) -> None:
    customer, staff = open_browser(), open_browser()
    customer.log_in(WORDS["nl"]["email"])
    reference = file_request(customer, "Planning 3")
    staff.log_in(STAFF)
    page_path = accept_request(staff, reference)
    staff.open(f"{page_path}/visit")
    fill_in_visit(staff, begins_at="12:00", ends_at="10:00")
    staff.press("main form button.primary")
    assert "het einde ligt niet na het begin" in staff.page.locator("#problems").inner_text()
    assert staff.page.locator("input[name=begins_at]").input_value() == "12:00"
    staff.page.locator("input[name=ends_at]").fill("")
    staff.press("main form button.primary")
    assert staff.page.locator("#ends_at-problem").count() == 1


def test_resolved_request_is_reopened_with_a_reason(open_browser: OpenBrowser) -> None:
    customer, staff = open_browser(), open_browser()
    customer.log_in(WORDS["nl"]["email"])
    reference = file_request(customer, "Receptie 2")
    staff.log_in(STAFF)
    page_path = accept_request(staff, reference)
    staff.open(f"{page_path}/resolve")
    resolve_request(staff)
    customer.open(f"/service-requests/{reference}/reopen")
    customer.press("main form button.primary")
    assert customer.page.locator("#note-problem").count() == 1
    customer.page.locator("textarea[name=note]").fill("Er zit weer een streep.")
    customer.press("main form button.primary")
    staff.open("/backoffice/service-requests?answer=1")
    assert reference in staff.main
