"""Queries of identity: rows shaped for the caller."""

from services.identity.queries.access_requests import (
    access_request_detail,
    access_request_of,
    get_access_request,
    list_access_requests,
    open_access_request,
)
from services.identity.queries.audit import list_audit
from services.identity.queries.customers import (
    customer_of,
    feed_customers,
    get_customer,
    get_own_customer,
    kept_customer,
    list_customers,
)
from services.identity.queries.links import get_link, link_of
from services.identity.queries.pending_counts import count_registrations
from services.identity.queries.persons import (
    ADDRESS_LINKS,
    account_detail,
    get_account,
    get_mail_recipient,
    own,
    person_of,
    was_here,
)
from services.identity.queries.registrations import (
    get_registration,
    get_self_registration,
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
    first_customer,
    get_session,
    inviting,
    list_sessions,
    session_detail,
    session_of,
)
from services.identity.queries.staff import (
    get_staff,
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
    get_user,
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
    "ADDRESS_LINKS", "access_request_detail", "access_request_of", "account_detail", "administered",
    "count_registrations", "customer_of", "customers_of", "expect_group", "expect_groups", "feed_customers",
    "feed_memberships", "first_customer", "get_access_request", "get_account", "get_customer", "get_link",
    "get_mail_recipient", "get_own_customer", "get_registration", "get_self_registration", "get_session", "get_staff",
    "get_user", "handlers_at", "handlers_of", "has_administrator", "inviting", "is_administrator", "kept_customer",
    "link_of", "list_access_requests", "list_audit", "list_customers", "list_registrations", "list_sessions",
    "list_staff", "list_users", "member_of_staff", "names_of_groups", "open_access_request", "open_registration",
    "own", "person_of", "registration_detail", "registration_of", "self_registration_of", "session_detail",
    "session_of", "staff_detail", "staff_one_after_another", "user_detail", "user_details", "user_of", "users_of",
    "was_here",
]  # fmt: skip
