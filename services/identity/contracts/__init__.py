"""Contracts of identity: customers, users, staff, sessions, registrations and access requests."""

from services.identity.contracts.access_requests import (
    AccessAnswered,
    AccessAsked,
    AccessGranted,
    AccessRefused,
    AccessStatus,
    AlreadyVisible,
    GetAccessRequest,
    GrantAccess,
    ListAccessRequests,
    RefuseAccess,
    RequestMachineAccess,
)
from services.identity.contracts.account import (
    ChangePassword,
    ChangeProfile,
    ConfirmEmail,
    GetAccount,
    PasswordChanged,
    RequestEmailChange,
    RequestPasswordReset,
    SetPassword,
    UndoEmail,
    WrongPassword,
)
from services.identity.contracts.audit import AuditAction, ListAudit
from services.identity.contracts.customers import (
    Address,
    ChangeCustomer,
    CreateCustomer,
    CustomerNumberTaken,
    CustomerStateChanged,
    CustomerStatus,
    FeedCustomers,
    GetCustomer,
    GetOwnCustomer,
    ListCustomers,
    UnknownCustomer,
    UpsertCustomer,
)
from services.identity.contracts.invitations import AnswerInvitation, InviteUser, ResendInvitation
from services.identity.contracts.links import (
    PASSWORD_LINKS,
    AccountMailRequested,
    GetLink,
    IssueLink,
    LinkExpired,
    LinkPurpose,
)
from services.identity.contracts.memberships import FeedMemberships, MembershipStateChanged
from services.identity.contracts.own_sessions import (
    EndOtherSessions,
    EndSession,
    ListSessions,
    StartImpersonation,
    StopImpersonation,
    SwitchCustomer,
)
from services.identity.contracts.pending_counts import CountRegistrations
from services.identity.contracts.registering import (
    ChangeSelfRegistration,
    ConfirmRegistration,
    DomainsMissing,
    GetSelfRegistration,
    Register,
    SelfRegistration,
)
from services.identity.contracts.registration_events import (
    RegistrationApproved,
    RegistrationExpired,
    RegistrationReceived,
    RegistrationRefused,
)
from services.identity.contracts.registrations import (
    ApproveRegistration,
    AssignRegistration,
    Doubt,
    ExpireRegistration,
    GetRegistration,
    ListRegistrations,
    NotAdmitted,
    RefuseRegistration,
    RegistrationAnswered,
    RegistrationStatus,
    RemindRegistration,
)
from services.identity.contracts.rights import Right, StaffRight
from services.identity.contracts.scopes import AddUsersToGroup, ChangeScope, RemoveUserFromGroup
from services.identity.contracts.sessions import (
    GetSession,
    LogIn,
    LogOut,
    TooManyAttempts,
    TouchSession,
    WrongCredentials,
)
from services.identity.contracts.staff import (
    AlreadyStaff,
    ChangeStaffRights,
    DeactivateStaff,
    GetStaff,
    InviteStaff,
    ListStaff,
    ReactivateStaff,
    RemoveStaff,
    ResendStaffInvitation,
)
from services.identity.contracts.upserts import (
    EmailOfUser,
    EmailTaken,
    GetMailRecipient,
    LastStaffAdministrator,
    UnknownGroup,
    UpsertStaff,
    UpsertUser,
    WeakPassword,
)
from services.identity.contracts.users import (
    AlreadyUser,
    ChangeRights,
    DeactivateUser,
    GetUser,
    LastAdministrator,
    ListUsers,
    ReactivateUser,
    RemoveUser,
    ScopeFull,
    SeesAllMachines,
    UserStatus,
)

__all__ = [
    "PASSWORD_LINKS", "AccessAnswered", "AccessAsked", "AccessGranted", "AccessRefused", "AccessStatus",
    "AccountMailRequested", "AddUsersToGroup", "Address", "AlreadyStaff", "AlreadyUser", "AlreadyVisible",
    "AnswerInvitation", "ApproveRegistration", "AssignRegistration", "AuditAction", "ChangeCustomer",
    "ChangePassword", "ChangeProfile", "ChangeRights", "ChangeScope", "ChangeSelfRegistration", "ChangeStaffRights",
    "ConfirmEmail", "ConfirmRegistration", "CountRegistrations", "CreateCustomer", "CustomerNumberTaken",
    "CustomerStateChanged", "CustomerStatus", "DeactivateStaff", "DeactivateUser", "DomainsMissing", "Doubt",
    "EmailOfUser", "EmailTaken", "EndOtherSessions", "EndSession", "ExpireRegistration", "FeedCustomers",
    "FeedMemberships", "GetAccessRequest", "GetAccount", "GetCustomer", "GetLink", "GetMailRecipient",
    "GetOwnCustomer", "GetRegistration", "GetSelfRegistration", "GetSession", "GetStaff", "GetUser", "GrantAccess",
    "InviteStaff", "InviteUser", "IssueLink", "LastAdministrator", "LastStaffAdministrator", "LinkExpired",
    "LinkPurpose", "ListAccessRequests", "ListAudit", "ListCustomers", "ListRegistrations", "ListSessions",
    "ListStaff", "ListUsers", "LogIn", "LogOut", "MembershipStateChanged", "NotAdmitted", "PasswordChanged",
    "ReactivateStaff", "ReactivateUser", "RefuseAccess", "RefuseRegistration", "Register", "RegistrationAnswered",
    "RegistrationApproved", "RegistrationExpired", "RegistrationReceived", "RegistrationRefused",
    "RegistrationStatus", "RemindRegistration", "RemoveStaff", "RemoveUser", "RemoveUserFromGroup",
    "RequestEmailChange", "RequestMachineAccess", "RequestPasswordReset", "ResendInvitation", "ResendStaffInvitation",
    "Right", "ScopeFull", "SeesAllMachines", "SelfRegistration", "SetPassword", "StaffRight", "StartImpersonation",
    "StopImpersonation", "SwitchCustomer", "TooManyAttempts", "TouchSession", "UndoEmail", "UnknownCustomer",
    "UnknownGroup", "UpsertCustomer", "UpsertStaff", "UpsertUser", "UserStatus", "WeakPassword", "WrongCredentials",
    "WrongPassword",
]  # fmt: skip
