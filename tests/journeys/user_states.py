"""Users, groups and accounts, as an administrator and the user see them."""

from people import ADMINISTRATOR, NEW_PASSWORD, a_user, come_in, guess, invite, link_in_mail, log_in, new_address
from states import CUSTOMER_NUMBER, STAFF, Come, States, having
from steps import (
    ask_for_account,
    choose_machines,
    confirm_address,
    open_account_request,
    open_group_users,
)


def a_user_with_a_scope_and_rights(come: Come) -> States:
    administrator = come(ADMINISTRATOR)
    _, page = a_user(come, administrator)
    administrator.open(page)
    administrator.page.locator(".indented label", has_text="Utrecht").locator("input[type=checkbox]").check()
    administrator.press("section[aria-labelledby=scope] button[type=submit]")
    assert "done=scope" in administrator.path
    yield administrator
    administrator.open(f"{page}/machines?text=Balie 2")
    administrator.page.locator("input[name=machine_id]").first.check()
    yield administrator
    administrator.open("/users/rights")
    administrator.press("main form button[type=submit]")
    yield administrator
    administrator.open("/users/audit")
    yield administrator
    administrator.open(f"{page}/remove")
    yield administrator


def somebody_elses_portal(come: Come) -> States:
    administrator = come(ADMINISTRATOR, anew=True)
    _, page = a_user(come, administrator)
    administrator.open(page)
    administrator.press(f'form[action="{page}/view-as"] button')
    yield having(administrator, 'form[action="/stop-viewing"]')


def users_with_errors(come: Come) -> States:
    administrator = come(ADMINISTRATOR)
    invite(administrator, "geen adres")
    yield having(administrator, "#problems")
    administrator.open("/users?right=manage_users")
    administrator.press("main tbody a")
    administrator.page.locator("input[name=rights][value=manage_users]").uncheck()
    administrator.press("section[aria-labelledby=rights] button[type=submit]")
    yield having(administrator, "#problems")


def a_group_and_its_users(come: Come) -> States:
    administrator = come(ADMINISTRATOR)
    _, page = a_user(come, administrator)
    choose_machines(administrator, "Archief", 2)
    administrator.page.locator("#bulk input[name=name]").fill(f"Archieven {new_address()}")
    administrator.press("#bulk button[type=submit]")
    group = administrator.path.split("?")[0]
    yield administrator
    open_group_users(administrator, group, page)
    administrator.page.locator("input[name=person_id]").check()
    administrator.press("main form[method=post] button[type=submit]")
    yield administrator
    administrator.open(page)
    administrator.page.locator("input[name=sees][value=all]").check()
    administrator.press("section[aria-labelledby=scope] button[type=submit]")
    open_group_users(administrator, group, page)
    administrator.page.locator("input[name=person_id]").check()
    administrator.press("main form[method=post] button[type=submit]")
    yield having(administrator, "input[name=narrow]")
    administrator.open(f"{group}/delete")
    administrator.press("main form button[type=submit]")


def a_group_with_a_name_that_is_taken(come: Come) -> States:
    administrator = come(ADMINISTRATOR)
    choose_machines(administrator, "Planning", 3)
    administrator.page.locator("#bulk input[name=name]").fill("utrecht")
    administrator.press("#bulk button[type=submit]")
    yield having(administrator, "#problems")


def a_group_with_a_long_name_without_a_space(come: Come) -> States:
    administrator = come(ADMINISTRATOR)
    administrator.open("/groups/new")
    administrator.page.locator("input[name=name]").fill("Vestigingsoverstijgende" * 3)
    administrator.press("main form button[type=submit]")
    group = administrator.path.split("?")[0]
    invite(administrator, new_address(), "Adriaan Aarts")
    box = administrator.page.locator(".indented label", has_text="Vestiging").locator("input[type=checkbox]")
    box.check()
    administrator.press("section[aria-labelledby=scope] button[type=submit]")
    below = ("", "/rename", "/users", "/delete")
    for path in ("/groups", "/machines", "/users", "/users/new", *(f"{group}{one}" for one in below)):
        administrator.open(path)
        yield administrator
    administrator.press("main form button[type=submit]")


def ones_own_account(come: Come) -> States:
    user, elsewhere, address = come(), come(), new_address()
    invite(come(ADMINISTRATOR), address)
    come_in(user, address)
    log_in(elsewhere, address)
    user.open("/account/password")
    user.page.locator("input[name=current_password]").fill(NEW_PASSWORD)
    user.page.locator("input[name=password]").fill("welkom2026")
    user.press("main form button[type=submit]")
    yield having(user, "#password-problem")
    user.open("/account/sessions")
    yield having(user, 'main tbody form[action$="/end"] button')
    new = new_address()
    user.open("/account/email")
    user.page.locator("input[name=email]").fill(new)
    user.page.locator("input[name=password]").fill(NEW_PASSWORD)
    user.press("main form button[type=submit]")
    yield user
    user.open(link_in_mail(user, new, "/email/confirm"))
    yield user


def a_password_that_is_set_by_a_link(come: Come) -> States:
    person, address = come(), new_address()
    invite(come(ADMINISTRATOR), address)
    person.open(link_in_mail(person, address, "/password"))
    yield person


def too_many_guesses(come: Come) -> States:
    person = come()
    guess(person, "Er zijn te veel pogingen gedaan")
    yield having(person, "#problems")


def a_request_for_an_account(come: Come) -> States:
    person, administrator, staff = come(), come(ADMINISTRATOR), come(STAFF)
    address, mistyped = new_address(), new_address()
    ask_for_account(person, address, CUSTOMER_NUMBER)
    confirm_address(person, address)
    open_account_request(administrator, address)
    yield administrator
    administrator.press("section[aria-labelledby=refuse] button[type=submit]")
    yield having(administrator, "#reason-problem")
    ask_for_account(person, mistyped, "10488 23")
    confirm_address(person, mistyped)
    open_account_request(staff, mistyped)
    staff.page.locator("input[name=customer_number]").fill("0000")
    staff.press("section[aria-labelledby=assign] button[type=submit]")
    yield having(staff, "#customer_number-problem")


def a_policy_without_domains(come: Come) -> States:
    administrator = come("anouk@delinde.example")
    administrator.open("/registrations/policy")
    administrator.page.locator("input[name=policy][value=restricted]").check()
    administrator.press("main form button[type=submit]")
    yield having(administrator, "#domains-problem")
