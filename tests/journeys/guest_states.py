"""Pages about guests that need an action first; see `states.py`."""

from people import ADMINISTRATOR, STAFF
from states import OpenBrowserAs, States, assert_visible


def guest_access_and_labels(open_browser: OpenBrowserAs) -> States:
    administrator, guest = open_browser(ADMINISTRATOR), open_browser()
    administrator.open("/guest-access")
    administrator.page.locator("input[name=order_supplies_where][value=everywhere]").check()
    administrator.page.locator("input[name=request_service_where][value=in_groups]").check()
    administrator.press("form#typed button.primary")
    yield assert_visible(administrator, 'form[action="/guest-access/stop"]')
    administrator.open("/machines")
    administrator.press("main tbody th a")
    label = administrator.path.split("?")[0] + "/label"
    administrator.open(label)
    if administrator.page.locator("main .qr").count() == 0:
        yield administrator
        administrator.press("main form button")
    yield assert_visible(administrator, "main .qr")
    code = str(administrator.page.locator("main a[href*='/g/']").get_attribute("href")).rpartition("/")[2]
    administrator.press('form[action="/labels"] button')
    administrator.page.locator("#start").fill("99")
    administrator.press("form#typed button.primary")
    yield assert_visible(administrator, "#problems")
    administrator.press('form[action="/labels/revoke"] button')
    yield assert_visible(administrator, "button.danger")
    guest.open(f"/g/{code}")
    if guest.page.locator("form[data-opens-itself]").count():
        guest.page.locator(".wide-button").first.wait_for()
    yield assert_visible(guest, ".wide-button")
    guest.open("/guest")
    guest.press("form#typed button.primary")
    yield assert_visible(guest, "#problems")
    administrator.open("/guest-access")
    administrator.press('form[action="/guest-access/stop"] button')
    yield administrator


def guest_access_of_a_customer(open_browser: OpenBrowserAs) -> States:
    staff = open_browser(STAFF)
    staff.open("/backoffice/customers")
    staff.press("main tbody a")
    staff.press("main a[href$='/guest-access']")
    yield assert_visible(staff, "form#typed")
