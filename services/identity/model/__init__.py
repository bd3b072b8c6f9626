"""Identity's rules: customers, persons with their rights and scope, sessions, passwords."""

from services.identity.model.base import Base
from services.identity.model.customer import Customer
from services.identity.model.group import Group
from services.identity.model.person import Grant, Membership, Person
from services.identity.model.session import LoginSession

__all__ = ["Base", "Customer", "Grant", "Group", "LoginSession", "Membership", "Person"]
