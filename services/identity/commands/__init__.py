"""Commands of identity: one function per use case, one transaction each."""

from services.identity.commands.access_requests import grant_access, refuse_access, request_machine_access
from services.identity.commands.accounts import (
    change_password,
    change_profile,
    confirm_email,
    request_email_change,
    request_password_reset,
    set_password,
    undo_email,
)
from services.identity.commands.customers import change_customer, create_customer, upsert_customer
from services.identity.commands.impersonation import start_impersonation, stop_impersonation
from services.identity.commands.invitations import answer_invitation, invite_user, resend_invitation
from services.identity.commands.links import issue_link
from services.identity.commands.registering import change_self_registration, confirm_registration, register
from services.identity.commands.registrations import (
    approve_registration,
    assign_registration,
    expire_registration,
    refuse_registration,
    remind_registration,
)
from services.identity.commands.scopes import add_users_to_group, change_scope, remove_user_from_group
from services.identity.commands.sessions import (
    end_other_sessions,
    end_session,
    log_in,
    log_out,
    switch_customer,
    touch_session,
)
from services.identity.commands.staff import (
    change_staff_rights,
    deactivate_staff,
    invite_staff,
    reactivate_staff,
    remove_staff,
    resend_staff_invitation,
)
from services.identity.commands.upserts import upsert_staff, upsert_user
from services.identity.commands.users import (
    change_rights,
    deactivate_user,
    reactivate_user,
    remove_user,
)

__all__ = [
    "add_users_to_group", "answer_invitation", "approve_registration", "assign_registration", "change_customer",
    "change_password", "change_profile", "change_rights", "change_scope", "change_self_registration",
    "change_staff_rights", "confirm_email", "confirm_registration", "create_customer", "deactivate_staff",
    "deactivate_user", "end_other_sessions", "end_session", "expire_registration", "grant_access", "invite_staff",
    "invite_user", "issue_link", "log_in", "log_out", "reactivate_staff", "reactivate_user", "refuse_access",
    "refuse_registration", "register", "remind_registration", "remove_staff", "remove_user", "remove_user_from_group",
    "request_email_change", "request_machine_access", "request_password_reset", "resend_invitation",
    "resend_staff_invitation", "set_password", "start_impersonation", "stop_impersonation", "switch_customer",
    "touch_session", "undo_email", "upsert_customer", "upsert_staff", "upsert_user",
]  # fmt: skip
