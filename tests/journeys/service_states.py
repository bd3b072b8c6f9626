"""Pages about orders, service requests, messages and access requests that need an action first; see `states.py`."""

from people import ADMINISTRATOR, STAFF, a_user
from states import OpenBrowserAs, States, assert_visible
from steps import (
    MESSAGE_NUMBER,
    accept_request,
    answer_message,
    file_request,
    fill_basket,
    fill_in_visit,
    give_address,
    number_on,
    resolve_request,
    send_order,
    ship_order,
    write_message,
)


def an_order(open_browser: OpenBrowserAs) -> States:
    customer, staff = open_browser(ADMINISTRATOR), open_browser(STAFF)
    fill_basket(customer, "Archief 1")
    yield customer
    customer.press("main .actions button.primary")
    yield customer
    give_address(customer)
    yield customer
    reference = send_order(customer)
    yield customer
    staff.open(f"/backoffice/orders/{reference}")
    yield staff
    staff.press("main .page-head .primary")
    yield staff
    staff.press("main .page-head .primary")
    ship_order(staff)
    yield staff
    staff.press("main form button.primary")
    yield staff
    staff.press("main .page-head .primary")
    customer.open(f"/orders/{reference}")
    yield customer


def an_open_order_at_its_machine(open_browser: OpenBrowserAs) -> States:
    customer = open_browser(ADMINISTRATOR)
    fill_basket(customer, "Balie 3")
    give_address(customer)
    reference = send_order(customer)
    customer.open("/machines?text=Balie 3")
    customer.press('main tbody a:text-is("Balie 3")')
    customer.press('.tabs a[href$="/orders"]')
    assert reference in customer.main
    yield customer
    customer.open(f"/orders/{reference}")
    customer.press('main a[href$="/cancel"]')
    customer.press("main form button.danger")


def an_order_with_errors(open_browser: OpenBrowserAs) -> States:
    customer = open_browser(ADMINISTRATOR)
    fill_basket(customer, "Expeditie 1")
    customer.page.locator("main input[name=quantity]").first.fill("veel")
    customer.press("main .actions button.primary")
    yield assert_visible(customer, "#quantity-0-problem")
    customer.page.locator("main input[name=quantity]").first.fill("2")
    customer.press("main .actions button.primary")
    customer.page.locator("input[name=choice][value=other]").check()
    customer.page.locator("input[name=deliver_to-street]").fill("")  # may contain that of an earlier order
    customer.page.locator("input[name=deliver_to-city]").fill("Utrecht")
    customer.press("main form button.primary")
    customer.page.locator('#problems a[href="#deliver_to-street"]').click()
    yield assert_visible(customer, "#problems")
    customer.open("/basket")
    while customer.page.locator("main button[name=remove]").count():
        customer.press("main button[name=remove]")


def a_service_request(open_browser: OpenBrowserAs) -> States:
    customer, staff = open_browser(ADMINISTRATOR), open_browser(STAFF)
    reference = file_request(customer, "Planning 1")
    page_path = accept_request(staff, reference)
    staff.press(f'main a[href="{page_path}/visit"]')
    fill_in_visit(staff)
    yield staff
    staff.press("main form button.primary")
    customer.open(f"/service-requests/{reference}")
    write_message(customer, "Graag melden bij de receptie.")
    staff.open(page_path)
    write_message(staff, "Dat doen wij.")
    yield staff
    staff.press(f'form[action="{page_path}/start"] button')
    staff.open(f"{page_path}/resolve")
    resolve_request(staff)
    customer.open(f"/service-requests/{reference}")
    yield customer


def a_service_request_with_errors(open_browser: OpenBrowserAs) -> States:
    customer, staff = open_browser(ADMINISTRATOR), open_browser(STAFF)
    reference = file_request(customer, "Planning 3")
    page_path = accept_request(staff, reference)
    staff.open(f"{page_path}/visit")
    fill_in_visit(staff, begins_at="12:00", ends_at="10:00")
    staff.press("main form button.primary")
    yield assert_visible(staff, "#problems")
    staff.open(f"{page_path}/resolve")
    resolve_request(staff)
    customer.open(f"/service-requests/{reference}/reopen")
    customer.press("main form button.primary")
    yield assert_visible(customer, "#note-problem")


def a_message(open_browser: OpenBrowserAs) -> States:
    customer, staff, colleague = open_browser(ADMINISTRATOR), open_browser(STAFF), open_browser(STAFF)
    customer.open("/contact?subject=company_data")
    customer.press("main form[method=post] button[type=submit]")
    number = number_on(customer, MESSAGE_NUMBER)
    yield customer
    staff.open("/backoffice/contact?status=received")
    yield staff
    staff.press(f"main tbody a >> text={number}")
    yield staff
    colleague.open(f"/backoffice/contact/{number}")
    answer_message(staff, "Het nieuwe adres staat erin.")
    assert staff.page.locator("main form").count() == 0
    yield staff
    answer_message(colleague, "Weet ik niet.")
    yield colleague
    customer.open(f"/contact/{number}")
    yield customer


def a_message_without_text(open_browser: OpenBrowserAs) -> States:
    customer = open_browser(ADMINISTRATOR)
    customer.open("/contact")
    customer.press("main form[method=post] button[type=submit]")
    yield assert_visible(customer, "#text-problem")


def an_access_request(open_browser: OpenBrowserAs) -> States:
    administrator = open_browser(ADMINISTRATOR)
    user, _ = a_user(open_browser, administrator)
    administrator.open("/machines?text=Inkoop 1")
    numbers = administrator.page.locator("main tbody th .quiet").first.inner_text()
    number = numbers.split("nr. ")[1].split(" ")[0]
    user.open(f"/machines?text={number}")
    yield assert_visible(user, "#results form button[type=submit]")
    user.press("#results form button[type=submit]")
    administrator.open("/registrations/access")
    administrator.press(f"main tbody tr:has-text('{number}') a")
    yield administrator
    administrator.press("section[aria-labelledby=grant] button[type=submit]")
