"""Guest access is managed, and used by a guest with a telephone, as the help article says."""

import re

from answers import Answer, read_answer
from browser import OpenBrowser, Person
from people import ADMINISTRATOR, person_as

ENTRANCE = "Verder als gast, zonder account"
ORDER, SERVICE = "Verbruiksartikelen bestellen", "Service aanvragen"


def test_guest_access_is_switched_on_used_and_stopped(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "guest-access")
    sanne, guest = person_as(open_browser, ADMINISTRATOR), open_browser()
    guest.page.set_viewport_size({"width": 390, "height": 800})
    answer.follow(sanne, "Gasttoegang")
    for action in ("order_supplies", "request_service"):
        sanne.page.locator(f"input[name={action}_where][value=everywhere]").check()
    answer.follow(sanne, "Instellingen opslaan")
    number, postcode, address = _labelled_machine(sanne)

    guest.open("/login")
    answer.follow(guest, ENTRANCE)
    guest.page.fill("#equipment_number", number)
    guest.page.fill("#postcode", "9999 ZZ")
    answer.follow(guest, "Machine opzoeken")
    assert guest.page.locator("#problems").is_visible()
    guest.page.fill("#postcode", postcode.lower().replace(" ", ""))
    answer.follow(guest, "Machine opzoeken")
    assert _actions(guest) == [ORDER, SERVICE]

    guest.open(address)
    guest.page.locator("main h1", has_text="bizhub").wait_for()
    assert _actions(guest) == [ORDER, SERVICE]
    assert number in guest.main
    assert guest.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    answer.follow(sanne, "Gasttoegang")
    answer.follow(sanne, "Gasttoegang stoppen")
    guest.open(address)
    guest.page.locator("#problems").wait_for()
    assert _actions(guest) == []


def test_label_is_printed_replaced_and_revoked(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "guest-access")
    sanne = person_as(open_browser, ADMINISTRATOR)
    answer.follow(sanne, "Machines")
    answer.follow(sanne, "Labels afdrukken voor alle machines in deze lijst")
    sanne.page.fill("#start", "3")
    with sanne.page.expect_download() as download:
        sanne.page.locator("main button", has_text="Labels downloaden (pdf)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    answer.follow(sanne, "Machines", within="main")
    sanne.press("main tbody th a")
    answer.follow(sanne, "Label", within="main .page-head")
    first = _address(sanne)
    _confirmed(answer, sanne, "Label vervangen")
    assert _address(sanne) != first
    _confirmed(answer, sanne, "Label intrekken")
    assert sanne.page.locator("main .qr").count() == 0


def _confirmed(answer: Answer, sanne: Person, name: str) -> None:
    """The link, and the button of the same name on the page that asks for confirmation."""
    answer.follow(sanne, name)
    answer.follow(sanne, name, within="main")


def _labelled_machine(sanne: Person) -> tuple[str, str, str]:
    """Number and postcode of a machine, and the path of its label."""
    sanne.open("/machines?text=bizhub")
    sanne.press("main tbody th a")
    facts = sanne.page.locator("main .facts").inner_text()
    number, postcode = re.search(r"Machinenummer.*\s(\S+)", facts), re.search(r"\d{4} [A-Z]{2}", facts)
    assert number is not None
    assert postcode is not None
    sanne.press("main a:has-text('Label')")
    if sanne.page.locator("main .qr").count() == 0:
        sanne.press("main button:has-text('Label maken')")
    return number[1], postcode[0], _address(sanne)


def _address(sanne: Person) -> str:
    """The path that the QR code leads to."""
    return "/g/" + str(sanne.page.locator("main a[href*='/g/']").get_attribute("href")).rpartition("/g/")[2]


def _actions(guest: Person) -> list[str]:
    return [text.strip() for text in guest.page.locator(".wide-button button").all_inner_texts()]
