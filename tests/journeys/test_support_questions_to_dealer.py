"""A person asks for service or writes to the dealer as a help article says, with the buttons it names."""

from answers import read_answer, read_from_login_page
from browser import REFERENCE, OpenBrowser
from eventually import eventually
from people import ADMINISTRATOR, ENGLISH_USER, STAFF, link_in_mail, new_address, person_as
from steps import MESSAGE_NUMBER, ORDER_NUMBER, accept_request, go_to_machine, has_mail, number_on

SCHOOL_ADMINISTRATOR, SCHOOL_USER = "anouk@delinde.example", "rob@delinde.example"
CATEGORIES = {
    "paper-jam": "Papierstoring",
    "print-quality": "Afdrukkwaliteit",
    "error-code": "Foutcode",
    "machine-does-not-print": "Storing",
    "toner-still-low": "Vraag",
}
"""Article about printers → category of the service request that it ends with."""


def test_service_request_is_confirmed_and_can_be_followed(open_browser: OpenBrowser) -> None:
    feedback = read_answer(open_browser, "feedback-on-requests", "en")
    status = read_answer(open_browser, "request-status", "en")
    james, staff = person_as(open_browser, ENGLISH_USER), person_as(open_browser, STAFF)
    go_to_machine(james, "Archief 3")
    feedback.follow(james, "Request service")
    james.page.locator("input[name=category]").first.check()
    james.page.locator("textarea[name=description]").fill("The paper is jammed.")
    feedback.follow(james, "Check your answers")
    feedback.follow(james, "Send request")
    reference = number_on(james, REFERENCE)
    assert eventually(lambda: has_mail(staff, f"We have received your service request {reference}"))
    status.follow(james, "Service requests")
    james.open(f"/service-requests?text={reference}")
    assert james.page.locator("main tbody .tags").inner_text() in status.names
    accept_request(staff, reference)
    james.press(f"main tbody a >> text={reference}")
    assert "Accepted" in james.main
    assert "Accepted" in status.names
    assert eventually(lambda: has_mail(staff, f"Your service request {reference} has been accepted"))
    go_to_machine(james, "Archief 3")
    status.follow(james, "Service history")
    assert reference in james.main


def test_supplies_are_ordered_followed_and_cancelled(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "order-supplies")
    sanne = person_as(open_browser, ADMINISTRATOR)
    sanne.open("/orders")
    answer.follow(sanne, "Toner bestellen")
    answer.follow(sanne, "Voor een andere machine bestellen")
    sanne.page.locator("main input[type=search]").fill("Directie 2")
    sanne.page.locator("main input[type=search]").press("Enter")
    sanne.press('main tbody a:text-is("Directie 2")')
    answer.follow(sanne, "Verbruiksartikelen")
    button = sanne.page.locator('form[action="/basket/add"] button').first
    assert button.inner_text().split()[0].rstrip(":") in answer.names
    sanne.press('form[action="/basket/add"] button >> nth=0')
    assert sanne.page.locator("main").get_by_text("Meer artikelen toevoegen").is_visible()
    answer.follow(sanne, "Verder naar bezorging")
    answer.follow(sanne, "Bestelling controleren")
    answer.follow(sanne, "Bestelling plaatsen")
    reference = number_on(sanne, ORDER_NUMBER)
    assert eventually(lambda: has_mail(sanne, reference))
    go_to_machine(sanne, "Directie 2")
    assert reference in sanne.page.locator("section[aria-labelledby=levels]").inner_text()
    answer.follow(sanne, "Bestellingen", within=".tabs")
    assert reference in sanne.main
    answer.follow(sanne, "Bestellingen", within=".side")
    sanne.press(f"main tbody a >> text={reference}")
    assert "Geplaatst" in sanne.page.locator("main .page-head").inner_text()
    answer.follow(sanne, "Bestelling annuleren")
    answer.follow(sanne, "Ja, bestelling annuleren")
    assert "Geannuleerd" in sanne.main
    assert sanne.page.locator('main a[href$="/cancel"]').count() == 0
    assert {"Geplaatst", "Geannuleerd"} < answer.names


def test_a_fixed_address_gets_confirmations_after_it_was_confirmed(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "feedback-on-requests")
    anouk, reader, address = person_as(open_browser, SCHOOL_ADMINISTRATOR), open_browser(), new_address()
    answer.follow(anouk, "Organisatiegegevens")
    answer.follow(anouk, "Bevestigingsadres wijzigen")
    anouk.page.locator("input[name=email]").fill(address)
    answer.follow(anouk, "Link versturen")
    assert f"{address} is nog niet bevestigd" in anouk.main
    reader.open(link_in_mail(reader, address, "/email/confirmation"))
    answer.follow(reader, "Adres bevestigen")
    assert "Het adres is bevestigd" in reader.main
    answer.follow(anouk, "Organisatiegegevens")
    assert f"Bevestigingen van serviceaanvragen gaan ook naar {address}" in anouk.main


def test_own_details_are_changed_and_those_of_the_organisation_reported(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "personal-details")
    rob = person_as(open_browser, SCHOOL_USER)
    answer.follow(rob, "Mijn account")
    answer.follow(rob, "Profiel")
    rob.page.locator("input[name=function]").fill("Conciërge")
    answer.follow(rob, "Opslaan")
    assert "Uw profiel is opgeslagen" in rob.main
    answer.follow(rob, "Organisatiegegevens")
    answer.follow(rob, "Wijziging doorgeven")
    assert "Factuurgegevens" in rob.page.locator("textarea[name=text]").input_value()
    answer.follow(rob, "Bericht versturen")
    number = number_on(rob, MESSAGE_NUMBER)
    assert eventually(lambda: has_mail(rob, f"Uw bericht {number} is ontvangen"))


def test_portal_costs_nothing_and_items_show_what_they_cost(open_browser: OpenBrowser) -> None:
    answer = read_answer(open_browser, "what-does-it-cost")
    visitor, sanne = open_browser(), person_as(open_browser, ADMINISTRATOR)
    visitor.open("/login")
    assert "Het klantportaal gebruiken kost niets." in visitor.main
    go_to_machine(sanne, "Balie 1")
    sanne.press('a[href$="/supplies"]')
    prices = sanne.page.locator("section[aria-labelledby=fitting] td[data-label=Prijs]").all_inner_texts()
    assert prices
    assert all(price in answer.names or "€" in price for price in prices)


def test_message_reaches_the_dealer_and_the_answer_the_sender(open_browser: OpenBrowser) -> None:
    visitor, staff = open_browser(), person_as(open_browser, STAFF)
    visitor.open("/login")
    answer = read_from_login_page(visitor, "contact")
    answer.follow(visitor, "Stuur ons een bericht", within="footer")
    visitor.page.locator("input[name=subject]").first.check()
    visitor.page.locator("textarea[name=text]").fill("Hoe laat bent u bereikbaar?")
    visitor.page.locator("input[name=name]").fill("Vera Voorbij")
    visitor.page.locator("input[name=email]").fill("vera@elders.example")
    answer.follow(visitor, "Bericht versturen")
    number = number_on(visitor, MESSAGE_NUMBER)
    staff.open(f"/backoffice/contact/{number}")
    if staff.page.locator('form[action$="/no-spam"]').count():  # the test fills in the form faster than people
        staff.press('form[action$="/no-spam"] button')
    staff.page.locator("textarea[name=note]").fill("Van half negen tot vijf uur.")
    staff.press('form[id="typed"] button.primary')
    assert eventually(lambda: has_mail(visitor, f"Wij hebben uw bericht {number} ontvangen"))
    assert eventually(lambda: has_mail(visitor, f"Ons antwoord op uw bericht {number}"))


def test_articles_about_printers_end_with_a_service_request_of_their_category(open_browser: OpenBrowser) -> None:
    sanne, visitor = person_as(open_browser, ADMINISTRATOR), open_browser()
    go_to_machine(sanne, "Balie 1")
    sanne.press('a[href*="/service-requests/new"]')
    offered = sanne.page.locator("main form label").all_inner_texts()
    for name, category in CATEGORIES.items():
        visitor.open("/login")
        answer = read_from_login_page(visitor, name)
        assert {category, "Service aanvragen"} <= answer.names
        assert category in offered
        visitor.press('.article a[href="/service-requests/new"]')
        assert visitor.path.startswith("/login")
