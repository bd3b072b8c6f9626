"""Customers, members of staff and dead letters, as the dealer looks after them."""

from dead_letter import give_up
from eventually import eventually
from people import ADMINISTRATOR, a_user, come_in, invite, link_in_mail, new_address
from states import CUSTOMER_NUMBER, READER, STAFF, Come, States, having
from steps import (
    create_customer,
    invite_to_customer,
    invite_to_staff,
)


def a_new_customer(come: Come) -> States:
    staff, reader, administrator, address = come(STAFF), come(READER), come(), new_address()
    customer = create_customer(staff, "Bakkerij Jansen")
    yield staff
    invite_to_customer(staff, customer, address, "manage_users")
    yield staff
    come_in(administrator, address)
    administrator.open("/organisation")
    yield administrator
    staff.open(f"{customer}/edit")
    yield staff
    staff.open(f"{customer}/audit")
    yield staff
    staff.open("/backoffice/audit?action=customer_created")
    yield staff
    reader.open(customer)
    yield reader


def a_customer_number_that_is_taken(come: Come) -> States:
    staff = come(STAFF)
    create_customer(staff, "Nog een Van Dijk", CUSTOMER_NUMBER)
    yield having(staff, "#customer_number-problem")


def an_invitation_to_a_further_customer(come: Come) -> States:
    user, staff, address = come(), come(STAFF), new_address()
    invite(come(ADMINISTRATOR), address)
    come_in(user, address)
    invite_to_customer(staff, create_customer(staff, "Bakkerij de Korenbloem"), address, "manage_users")
    user.open(link_in_mail(user, address, "/invitations"))
    yield user
    user.press("form[action$='/accept'] button")
    yield user


def a_customer_and_its_users_as_staff_see_them(come: Come) -> States:
    staff = come(STAFF)
    _, page = a_user(come, come(ADMINISTRATOR))
    staff.open("/backoffice/customers?text=Van Dijk Logistiek")
    staff.press("main tbody a")
    customer = staff.path
    yield staff
    staff.press("main a[href^='/machines?customer=']")
    yield staff
    staff.open(f"{customer}/users")
    yield staff
    staff.open(f"{customer}{page}")
    yield staff
    staff.open(f"{customer}{page}/machines?text=Balie 2")
    yield staff
    staff.open(f"{customer}/users/rights")
    staff.press("main form[method=post] button[type=submit]")
    yield staff
    staff.open(f"{customer}{page}/remove")
    yield staff


def a_member_of_staff(come: Come) -> States:
    manager, address = come(STAFF), new_address().replace("vandijk", "dealer")
    page = invite_to_staff(manager, address, "handle_service")
    yield manager
    manager.open(page)
    yield manager
    manager.open(f"{page}/remove")
    yield manager
    manager.open("/backoffice/audit?action=staff_invited")
    yield manager


def staff_with_errors(come: Come) -> States:
    manager = come(STAFF)
    invite_to_staff(manager, "pieter@vandijk.example", "handle_orders")
    yield having(manager, "#email-problem")
    manager.open(f"/backoffice/staff?text={STAFF}")
    manager.press("main tbody a")
    manager.page.locator("input[name=rights][value=manage_staff]").uncheck()
    manager.press("section[aria-labelledby=rights] button[type=submit]")
    yield having(manager, "#problems")


def a_dead_letter(come: Come) -> States:
    staff = come(STAFF)
    id = give_up(staff.portal, "KeyError: 'sanne@vandijk.example'")
    page = "/backoffice/dead-letters"
    staff.open(page)
    yield having(staff, f"input[value='fleet/{id}']")
    staff.page.locator(f"input[value='fleet/{id}']").check()
    staff.press(f'form[action^="{page}/replay?"] button')
    eventually(lambda: staff.open(f"{page}?status=retry") or id in staff.page.content())
    yield staff
    staff.open(f"{page}/fleet/{id}")
    yield staff
    staff.press('a[href$="/drop"]')
    yield staff
    staff.press("main form button.primary")
