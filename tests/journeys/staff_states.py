"""Pages of the back office about customers, staff and dead letters that need an action first; see `states.py`."""

import base64

from contracts.articles import A_PICTURE
from dead_letter import add_dead_letter
from eventually import eventually
from people import (
    ADMINISTRATOR,
    CUSTOMER_NUMBER,
    GROUP_USER,
    SERVICE_STAFF,
    STAFF,
    a_user,
    activate_account,
    invite,
    link_in_mail,
    new_address,
)
from states import OpenBrowserAs, States, assert_visible
from steps import (
    create_customer,
    invite_to_customer,
    invite_to_staff,
)


def a_new_customer(open_browser: OpenBrowserAs) -> States:
    staff, service_staff = open_browser(STAFF), open_browser(SERVICE_STAFF)
    administrator, address = open_browser(), new_address()
    customer_path = create_customer(staff, "Bakkerij Jansen")
    yield staff
    invite_to_customer(staff, customer_path, address, "manage_users")
    yield staff
    activate_account(administrator, address)
    administrator.open("/organisation")
    yield administrator
    staff.open(f"{customer_path}/edit")
    yield staff
    staff.open(f"{customer_path}/audit")
    yield staff
    staff.open("/backoffice/audit?action=customer_created")
    yield staff
    service_staff.open(customer_path)
    yield service_staff


def a_customer_number_in_use(open_browser: OpenBrowserAs) -> States:
    staff = open_browser(STAFF)
    create_customer(staff, "Nog een Van Dijk", CUSTOMER_NUMBER)
    yield assert_visible(staff, "#customer_number-problem")


def an_invitation_to_a_second_customer(open_browser: OpenBrowserAs) -> States:
    user, staff, address = open_browser(), open_browser(STAFF), new_address()
    invite(open_browser(ADMINISTRATOR), address)
    activate_account(user, address)
    invite_to_customer(staff, create_customer(staff, "Bakkerij de Korenbloem"), address, "manage_users")
    user.open(link_in_mail(user, address, "/invitations"))
    yield user
    user.press("form[action$='/accept'] button")
    yield user


def a_customer_and_its_users_as_staff_see_them(open_browser: OpenBrowserAs) -> States:
    staff = open_browser(STAFF)
    _, page_path = a_user(open_browser, open_browser(ADMINISTRATOR))
    staff.open("/backoffice/customers?text=Van Dijk Logistiek")
    staff.press("main tbody a")
    customer_path = staff.path
    yield staff
    staff.press("main a[href^='/machines?customer=']")
    yield staff
    staff.open(f"{customer_path}/users")
    yield staff
    staff.open(f"{customer_path}{page_path}")
    yield staff
    staff.open(f"{customer_path}{page_path}/machines?text=Balie 2")
    yield staff
    staff.open(f"{customer_path}/users/rights")
    staff.press("main form[method=post] button[type=submit]")
    yield staff
    staff.open(f"{customer_path}{page_path}/remove")
    yield staff


def a_member_of_staff(open_browser: OpenBrowserAs) -> States:
    staff, address = open_browser(STAFF), new_address().replace("vandijk", "dealer")
    page_path = invite_to_staff(staff, address, "handle_service")
    yield staff
    staff.open(page_path)
    yield staff
    staff.open(f"{page_path}/remove")
    yield staff
    staff.open("/backoffice/audit?action=staff_invited")
    yield staff


def staff_with_errors(open_browser: OpenBrowserAs) -> States:
    staff = open_browser(STAFF)
    invite_to_staff(staff, GROUP_USER, "handle_orders")
    yield assert_visible(staff, "#email-problem")
    staff.open(f"/backoffice/staff?text={STAFF}")
    staff.press("main tbody a")
    staff.page.locator("input[name=rights][value=manage_staff]").uncheck()
    staff.press("section[aria-labelledby=rights] button[type=submit]")
    yield assert_visible(staff, "#problems")


def a_dead_letter(open_browser: OpenBrowserAs) -> States:
    staff = open_browser(STAFF)
    id = add_dead_letter(staff.portal, "KeyError: 'sanne@vandijk.example'")
    page_path = "/backoffice/dead-letters"
    staff.open(page_path)
    yield assert_visible(staff, f"input[value='fleet/{id}']")
    staff.page.locator(f"input[value='fleet/{id}']").check()
    staff.press(f'form[action^="{page_path}/replay?"] button')

    def is_retried() -> bool:
        staff.open(f"{page_path}?status=retry")
        return id in staff.page.content()

    eventually(is_retried)
    yield staff
    staff.open(f"{page_path}/fleet/{id}")
    yield staff
    staff.press('a[href$="/drop"]')
    yield staff
    staff.press("main form button.primary")  # clean up: other tests use the same portal


def a_mail_that_was_sent(open_browser: OpenBrowserAs) -> States:
    user, staff, address = open_browser(), open_browser(STAFF), new_address()
    invite(open_browser(ADMINISTRATOR), address)
    activate_account(user, address)
    staff.open(f"/backoffice/mails?text={address}")
    yield staff
    staff.press("#results tbody tr:last-child a.name")
    yield assert_visible(staff, ".panel-note")
    staff.open("/backoffice/mails?text=no-such-recipient")
    yield staff


def a_help_article(open_browser: OpenBrowserAs) -> States:
    """Written, previewed, published, changed, read and answered."""
    staff, reader = open_browser(STAFF), open_browser()
    staff.open("/backoffice/articles/new")
    staff.press('main button:text-is("Opslaan als concept")')
    yield assert_visible(staff, ".problems")
    staff.page.locator("[name=topic]").select_option("printers")
    for field, text in (
        ("title", "Nieten bijvullen"),
        ("summary", "Zo vult u nieten bij."),
        ("body", "## Stappen\n\n1. Open de **klep**."),
    ):
        staff.page.locator(f"[name=nl-{field}]").fill(text)
    staff.press("main button[name=preview]")
    yield assert_visible(staff, "#preview")
    staff.press('main button:text-is("Opslaan als concept")')
    yield staff
    staff.press('form[action$="/publish/nl"] button')
    yield staff
    staff.page.locator("[name=nl-body]").fill("1. Open de klep.")
    staff.press('main button:text-is("Opslaan")')
    staff.press('main a[href$="/history/nl"]')
    yield staff
    staff.press("main tbody a >> nth=0")
    yield assert_visible(staff, "ins")
    staff.open("/backoffice/articles/pictures/new")
    picture = {"name": "klep.png", "mimeType": "image/png", "buffer": base64.b64decode(A_PICTURE)}
    staff.page.locator("[name=content]").set_input_files(picture)
    staff.press("main form button.primary")
    staff.press("main a.danger")
    yield staff
    staff.open("/backoffice/articles/pictures")
    yield assert_visible(staff, "main tbody img")
    reader.open("/support/nl/articles/nieten-bijvullen")
    yield reader
    reader.press('main a[href$="helpful=no"]')
    reader.page.locator("[name=remark]").fill("Welke klep?")
    reader.press("main form button.primary")
    yield reader
    staff.open("/backoffice/articles?text=Nieten")
    staff.press("main tbody a")
    staff.press('main a[href$="/remarks"]')
    yield staff
