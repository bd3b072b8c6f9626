"""Pages about users, groups and accounts that need an action first; see `states.py`."""

from browser import Person
from people import (
    ADMINISTRATOR,
    CUSTOMER_NUMBER,
    NEW_PASSWORD,
    STAFF,
    a_user,
    activate_account,
    exceed_login_limit,
    invite,
    link_in_mail,
    log_in,
    new_address,
)
from states import OpenBrowserAs, States, assert_visible
from steps import (
    ask_for_account,
    choose_machines,
    confirm_address,
    open_account_request,
    open_group_users,
)


def a_user_with_a_scope_and_rights(open_browser: OpenBrowserAs) -> States:
    administrator = open_browser(ADMINISTRATOR)
    _, page_path = a_user(open_browser, administrator)
    administrator.open(page_path)
    administrator.page.locator(".indented label", has_text="Utrecht").locator("input[type=checkbox]").check()
    administrator.press("section[aria-labelledby=scope] button[type=submit]")
    assert "done=scope" in administrator.path
    yield administrator
    administrator.open(f"{page_path}/machines?text=Balie 2")
    administrator.page.locator("input[name=machine_id]").first.check()
    yield administrator
    administrator.open("/users/rights")
    administrator.press("main form button[type=submit]")
    yield administrator
    administrator.open("/users/audit")
    yield administrator
    administrator.open(f"{page_path}/remove")
    yield administrator


def an_impersonation(open_browser: OpenBrowserAs) -> States:
    administrator = open_browser(ADMINISTRATOR, new_session=True)
    _, page_path = a_user(open_browser, administrator)
    administrator.open(page_path)
    administrator.press(f'form[action="{page_path}/view-as"] button')
    yield assert_visible(administrator, 'form[action="/stop-viewing"]')


def users_with_errors(open_browser: OpenBrowserAs) -> States:
    administrator = open_browser(ADMINISTRATOR)
    invite(administrator, "geen adres")
    yield assert_visible(administrator, "#problems")
    administrator.open("/users?right=manage_users")
    administrator.press("main tbody a")
    administrator.page.locator("input[name=rights][value=manage_users]").uncheck()
    administrator.press("section[aria-labelledby=rights] button[type=submit]")
    yield assert_visible(administrator, "#problems")


def a_group_and_its_users(open_browser: OpenBrowserAs) -> States:
    administrator = open_browser(ADMINISTRATOR)
    _, page_path = a_user(open_browser, administrator)
    choose_machines(administrator, "Archief", 2)
    administrator.page.locator("#bulk input[name=name]").fill(f"Archieven {new_address()}")
    administrator.press("#bulk button[type=submit]")
    group_path = administrator.path.split("?")[0]
    yield administrator
    administrator.open(f"/machines?text=Planning&add_to={group_path.rpartition('/')[2]}")
    administrator.page.locator("main tbody input[name=machine_id]").first.check()
    yield assert_visible(administrator, "#bulk button")
    administrator.press("#bulk button[type=submit]")
    yield administrator
    administrator.press("main form button[type=submit]")
    yield administrator
    open_group_users(administrator, group_path, page_path)
    administrator.page.locator("input[name=person_id]").check()
    administrator.press("main form[method=post] button[type=submit]")
    yield administrator
    administrator.open(page_path)
    administrator.page.locator("input[name=sees][value=all]").check()
    administrator.press("section[aria-labelledby=scope] button[type=submit]")
    open_group_users(administrator, group_path, page_path)
    administrator.page.locator("input[name=person_id]").check()
    administrator.press("main form[method=post] button[type=submit]")
    yield assert_visible(administrator, "input[name=narrow]")
    administrator.open(f"{group_path}/delete")
    administrator.press("main form button[type=submit]")


def a_group_name_in_use(open_browser: OpenBrowserAs) -> States:
    administrator = open_browser(ADMINISTRATOR)
    choose_machines(administrator, "Planning", 3)
    administrator.page.locator("#bulk input[name=name]").fill("utrecht")
    administrator.press("#bulk button[type=submit]")
    yield assert_visible(administrator, "#problems")


def a_group_with_a_long_name_without_a_space(open_browser: OpenBrowserAs) -> States:
    administrator = open_browser(ADMINISTRATOR)
    administrator.open("/groups/new")
    administrator.page.locator("input[name=name]").fill("Vestigingsoverstijgende" * 3)
    administrator.press("main form button[type=submit]")
    group_path = administrator.path.split("?")[0]
    invite(administrator, new_address(), "Adriaan Aarts")
    box = administrator.page.locator(".indented label", has_text="Vestiging").locator("input[type=checkbox]")
    box.check()
    administrator.press("section[aria-labelledby=scope] button[type=submit]")
    below = ("", "/rename", "/users", "/delete")
    for path in ("/groups", "/machines", "/users", "/users/new", *(f"{group_path}{one}" for one in below)):
        administrator.open(path)
        yield administrator
    administrator.press("main form button[type=submit]")


def an_own_account(open_browser: OpenBrowserAs) -> States:
    user, other_browser, address = open_browser(), open_browser(), new_address()
    invite(open_browser(ADMINISTRATOR), address)
    activate_account(user, address)
    log_in(other_browser, address)
    user.open("/account/password")
    user.page.locator("input[name=current_password]").fill(NEW_PASSWORD)
    user.page.locator("input[name=password]").fill("welkom2026")
    user.press("main form button[type=submit]")
    yield assert_visible(user, "#password-problem")
    user.open("/account/sessions")
    yield assert_visible(user, 'main tbody form[action$="/end"] button')
    address_ = new_address()
    user.open("/account/email")
    user.page.locator("input[name=email]").fill(address_)
    user.page.locator("input[name=password]").fill(NEW_PASSWORD)
    user.press("main form button[type=submit]")
    yield user
    user.open(link_in_mail(user, address_, "/email/confirm"))
    yield user
    yield from _own_data(user)


def _own_data(user: Person) -> States:
    """Download what is stored, then remove the account."""
    user.open("/account/data")
    user.press('main form[action="/account/data"] button')
    user.page.locator('main a[href="/account/data/read"]').wait_for()
    yield user
    user.press('main a[href="/account/data/read"]')
    yield user
    user.open("/account/remove")
    user.page.locator("input[name=password]").fill("een ander paard")
    user.press("main form button[type=submit]")
    yield assert_visible(user, "#password-problem")
    user.page.locator("input[name=password]").fill(NEW_PASSWORD)
    user.press("main form button[type=submit]")
    yield assert_visible(user, 'main [role="status"]')


def a_password_link(open_browser: OpenBrowserAs) -> States:
    person, address = open_browser(), new_address()
    invite(open_browser(ADMINISTRATOR), address)
    person.open(link_in_mail(person, address, "/password"))
    yield person


def too_many_login_attempts(open_browser: OpenBrowserAs) -> States:
    person = open_browser()
    exceed_login_limit(person, "Er zijn te veel pogingen gedaan")
    yield assert_visible(person, "#problems")


def a_forgotten_password(open_browser: OpenBrowserAs) -> States:
    person = open_browser()
    person.open("/password/forgot")
    person.page.locator("input[name=email]").fill(new_address())
    person.press("main form button[type=submit]")
    yield assert_visible(person, "main [role=status]")


def a_request_for_an_account(open_browser: OpenBrowserAs) -> States:
    person, administrator, staff = open_browser(), open_browser(ADMINISTRATOR), open_browser(STAFF)
    address, mistyped = new_address(), new_address()
    ask_for_account(person, address, CUSTOMER_NUMBER)
    yield person
    confirm_address(person, address)
    yield person
    open_account_request(administrator, address)
    yield administrator
    administrator.press("section[aria-labelledby=refuse] button[type=submit]")
    yield assert_visible(administrator, "#reason-problem")
    ask_for_account(person, mistyped, "10488 23")
    confirm_address(person, mistyped)
    open_account_request(staff, mistyped)
    staff.page.locator("input[name=customer_number]").fill("0000")
    staff.press("section[aria-labelledby=assign] button[type=submit]")
    yield assert_visible(staff, "#customer_number-problem")


def a_policy_without_domains(open_browser: OpenBrowserAs) -> States:
    administrator = open_browser("anouk@delinde.example")
    administrator.open("/registrations/policy")
    administrator.page.locator("input[name=policy][value=restricted]").check()
    administrator.press("main form button[type=submit]")
    yield assert_visible(administrator, "#domains-problem")
