"""Operations of the identity service; nameko collects those of the mixins."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.chassis.runtime import operation
from services.chassis.runtime.base_service import BaseService
from services.identity import commands, contracts, prepare, queries
from services.identity.service.accounts import AccountOperations
from services.identity.service.back_office import DealerOperations
from services.identity.service.requests import RequestOperations
from services.identity.service.users import UserOperations


class IdentityService(AccountOperations, UserOperations, RequestOperations, DealerOperations, BaseService):
    """Customers, the people of customers and dealer, and who is logged in."""

    name = "identity"

    @operation(contracts.UpsertCustomer)
    def upsert_customer(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.upsert_customer(uow, caller, **request)

    @operation(contracts.UpsertUser, prepare=prepare.hash_new_password)
    def upsert_user(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.upsert_user(uow, caller, **request)

    @operation(contracts.UpsertStaff, prepare=prepare.hash_new_password)
    def upsert_staff(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return commands.upsert_staff(uow, caller, **request)

    @operation(contracts.GetMailRecipient)
    def get_mail_recipient(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.get_mail_recipient(uow, caller, **request)

    @operation(contracts.ListCustomers)
    def list_customers(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.list_customers(uow, caller, **request)

    @operation(contracts.FeedCustomers)
    def feed_customers(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.feed_customers(uow, caller, **request)

    @operation(contracts.FeedMemberships)
    def feed_memberships(self, uow: UnitOfWork, caller: Caller, request: dict[str, Any]) -> Any:
        return queries.feed_memberships(uow, caller, **request)
