"""What is read from identity: rows shaped for the caller."""

from services.identity.queries.access_requests import (
    access_request_detail,
    access_request_of,
    find_access_request,
    list_access_requests,
    open_access_request,
)
from services.identity.queries.audit import list_audit
from services.identity.queries.customers import (
    customer_of,
    feed_customers,
    find_customer,
    find_own_customer,
    kept_customer,
    list_customers,
)
from services.identity.queries.links import find_link, link_of
from services.identity.queries.persons import (
    ADDRESS_LINKS,
    account_detail,
    find_account,
    find_reader,
    own,
    person_of,
    was_here,
)
from services.identity.queries.registrations import (
    find_registration,
    find_self_registration,
    handlers_at,
    handlers_of,
    list_registrations,
    open_registration,
    registration_detail,
    registration_of,
    self_registration_of,
)
from services.identity.queries.sessions import (
    customers_of,
    find_session,
    first_customer,
    inviting,
    list_sessions,
    session_detail,
    session_of,
)
from services.identity.queries.staff import (
    find_staff,
    list_staff,
    member_of_staff,
    staff_detail,
    staff_one_after_another,
)
from services.identity.queries.users import (
    administered,
    expect_group,
    expect_groups,
    feed_memberships,
    find_user,
    has_administrator,
    is_administrator,
    list_users,
    names_of_groups,
    user_detail,
    user_details,
    user_of,
    users_of,
)

__all__ = [
    "ADDRESS_LINKS", "access_request_detail", "access_request_of", "account_detail", "administered", "customer_of",
    "customers_of", "expect_group", "expect_groups", "feed_customers", "feed_memberships", "find_access_request",
    "find_account", "find_customer", "find_link", "find_own_customer", "find_reader", "find_registration",
    "find_self_registration", "find_session", "find_staff", "find_user", "first_customer", "handlers_at", "handlers_of",
    "has_administrator", "inviting", "is_administrator", "kept_customer", "link_of", "list_access_requests",
    "list_audit", "list_customers", "list_registrations", "list_sessions", "list_staff", "list_users",
    "member_of_staff", "names_of_groups", "open_access_request", "open_registration", "own", "person_of",
    "registration_detail", "registration_of", "self_registration_of", "session_detail", "session_of", "staff_detail",
    "staff_one_after_another", "user_detail", "user_details", "user_of", "users_of", "was_here",
]  # fmt: skip
