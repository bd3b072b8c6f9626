"""What changes in identity: one function per use case, each within one transaction."""

from services.identity.commands.access_requests import ask_machine_access, grant_access, refuse_access
from services.identity.commands.accounts import (
    ask_email_change,
    ask_password_reset,
    change_password,
    change_profile,
    confirm_email,
    set_password,
    undo_email,
)
from services.identity.commands.customers import change_customer, create_customer, record_customer
from services.identity.commands.invitations import answer_invitation, invite_again, invite_user
from services.identity.commands.links import issue_link
from services.identity.commands.recording import record_staff, record_user
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
    invite_staff_again,
    reactivate_staff,
    remove_staff,
)
from services.identity.commands.users import (
    change_rights,
    deactivate_user,
    reactivate_user,
    remove_user,
)
from services.identity.commands.viewing import stop_viewing, view_as

__all__ = [
    "add_users_to_group", "answer_invitation", "approve_registration", "ask_email_change", "ask_machine_access",
    "ask_password_reset", "assign_registration", "change_customer", "change_password", "change_profile",
    "change_rights", "change_scope", "change_self_registration", "change_staff_rights", "confirm_email",
    "confirm_registration", "create_customer", "deactivate_staff", "deactivate_user", "end_other_sessions",
    "end_session", "expire_registration", "grant_access", "invite_again", "invite_staff", "invite_staff_again",
    "invite_user", "issue_link", "log_in", "log_out", "reactivate_staff", "reactivate_user", "record_customer",
    "record_staff", "record_user", "refuse_access", "refuse_registration", "register", "remind_registration",
    "remove_staff", "remove_user", "remove_user_from_group", "set_password", "stop_viewing", "switch_customer",
    "touch_session", "undo_email", "view_as",
]  # fmt: skip
