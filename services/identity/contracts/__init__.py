"""What others may know of identity: customers, users, staff, sessions."""

from services.identity.contracts.customers import (
    Address,
    CustomerRecorded,
    CustomerStatus,
    FeedCustomers,
    ListCustomers,
    RecordCustomer,
    UnknownCustomer,
)
from services.identity.contracts.rights import Right, StaffRight
from services.identity.contracts.sessions import FindSession, LogIn, LogOut, WrongCredentials
from services.identity.contracts.users import (
    AddressTaken,
    FindReader,
    RecordStaff,
    RecordUser,
    UnknownGroup,
    WeakPassword,
)

__all__ = [
    "Address", "AddressTaken", "CustomerRecorded", "CustomerStatus", "FeedCustomers", "FindReader", "FindSession",
    "ListCustomers",
    "LogIn", "LogOut", "RecordCustomer", "RecordStaff", "RecordUser", "Right", "StaffRight", "UnknownCustomer",
    "UnknownGroup", "WeakPassword", "WrongCredentials",
]  # fmt: skip
