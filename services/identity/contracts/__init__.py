"""What others may know of identity: customers, users, staff, sessions."""

from services.identity.contracts.access_requests import (
    AccessAnswered,
    AccessAsked,
    AccessGranted,
    AccessRefused,
    AccessStatus,
    AlreadyVisible,
    AskMachineAccess,
    FindAccessRequest,
    GrantAccess,
    ListAccessRequests,
    RefuseAccess,
)
from services.identity.contracts.account import (
    AskEmailChange,
    AskPasswordReset,
    ChangePassword,
    ChangeProfile,
    ConfirmEmail,
    FindAccount,
    PasswordChanged,
    SetPassword,
    UndoEmail,
    WrongPassword,
)
from services.identity.contracts.audit import AuditAction, ListAudit
from services.identity.contracts.customers import (
    Address,
    CustomerRecorded,
    CustomerStatus,
    FeedCustomers,
    ListCustomers,
    RecordCustomer,
    UnknownCustomer,
)
from services.identity.contracts.invitations import AnswerInvitation, InviteAgain, InviteUser
from services.identity.contracts.keeping import (
    ChangeCustomer,
    CreateCustomer,
    CustomerNumberTaken,
    FindCustomer,
    FindOwnCustomer,
)
from services.identity.contracts.links import (
    PASSWORD_LINKS,
    FindLink,
    IssueLink,
    LinkDead,
    LinkPrepared,
    LinkPurpose,
)
from services.identity.contracts.memberships import FeedMemberships, MembershipRecorded
from services.identity.contracts.own_sessions import (
    EndOtherSessions,
    EndSession,
    ListSessions,
    StopViewing,
    SwitchCustomer,
    ViewAs,
)
from services.identity.contracts.recording import (
    AddressOfUser,
    AddressTaken,
    FindReader,
    LastStaffAdministrator,
    RecordStaff,
    RecordUser,
    UnknownGroup,
    WeakPassword,
)
from services.identity.contracts.registering import (
    ChangeSelfRegistration,
    ConfirmRegistration,
    DomainsMissing,
    FindSelfRegistration,
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
    FindRegistration,
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
    FindSession,
    LogIn,
    LogOut,
    TooManyTries,
    TouchSession,
    WrongCredentials,
)
from services.identity.contracts.staff import (
    AlreadyStaff,
    ChangeStaffRights,
    DeactivateStaff,
    FindStaff,
    InviteStaff,
    InviteStaffAgain,
    ListStaff,
    ReactivateStaff,
    RemoveStaff,
)
from services.identity.contracts.users import (
    AlreadyUser,
    ChangeRights,
    DeactivateUser,
    FindUser,
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
    "AddUsersToGroup", "Address", "AddressOfUser", "AddressTaken", "AlreadyStaff", "AlreadyUser", "AlreadyVisible",
    "AnswerInvitation", "ApproveRegistration", "AskEmailChange", "AskMachineAccess", "AskPasswordReset",
    "AssignRegistration", "AuditAction", "ChangeCustomer", "ChangePassword", "ChangeProfile", "ChangeRights",
    "ChangeScope", "ChangeSelfRegistration", "ChangeStaffRights", "ConfirmEmail", "ConfirmRegistration",
    "CreateCustomer", "CustomerNumberTaken", "CustomerRecorded", "CustomerStatus", "DeactivateStaff", "DeactivateUser",
    "DomainsMissing", "Doubt", "EndOtherSessions", "EndSession", "ExpireRegistration", "FeedCustomers",
    "FeedMemberships", "FindAccessRequest", "FindAccount", "FindCustomer", "FindLink", "FindOwnCustomer", "FindReader",
    "FindRegistration", "FindSelfRegistration", "FindSession", "FindStaff", "FindUser", "GrantAccess", "InviteAgain",
    "InviteStaff", "InviteStaffAgain", "InviteUser", "IssueLink", "LastAdministrator", "LastStaffAdministrator",
    "LinkDead", "LinkPrepared", "LinkPurpose", "ListAccessRequests", "ListAudit", "ListCustomers", "ListRegistrations",
    "ListSessions", "ListStaff", "ListUsers", "LogIn", "LogOut", "MembershipRecorded", "NotAdmitted", "PasswordChanged",
    "ReactivateStaff", "ReactivateUser", "RecordCustomer", "RecordStaff", "RecordUser", "RefuseAccess",
    "RefuseRegistration", "Register", "RegistrationAnswered", "RegistrationApproved", "RegistrationExpired",
    "RegistrationReceived", "RegistrationRefused", "RegistrationStatus", "RemindRegistration", "RemoveStaff",
    "RemoveUser", "RemoveUserFromGroup", "Right", "ScopeFull", "SeesAllMachines", "SelfRegistration", "SetPassword",
    "StaffRight", "StopViewing", "SwitchCustomer", "TooManyTries", "TouchSession", "UndoEmail", "UnknownCustomer",
    "UnknownGroup", "UserStatus", "ViewAs", "WeakPassword", "WrongCredentials", "WrongPassword",
]  # fmt: skip
