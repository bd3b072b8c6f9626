"""The customer aggregate: an organisation that has machines from the dealer."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.chassis.persistence.aggregate import Published
from services.chassis.persistence.columns import EnumText, personal
from services.chassis.persistence.sort_names import SortedByName, sort_text_type
from services.identity.contracts import CustomerStateChanged, CustomerStatus, DomainsMissing, SelfRegistration
from services.identity.contracts.languages import Language
from services.identity.model.base import Base


class Customer(SortedByName, Published, Base):
    """`confirmation_email` is a fixed mailbox that also gets the confirmations of service requests, or empty;
    `confirmation_link_id` is the link that was sent to a new one."""

    __tablename__ = "customers"
    publishes = CustomerStateChanged

    customer_number: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(sort_text_type(120))
    status: Mapped[CustomerStatus] = mapped_column(EnumText(CustomerStatus))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2))
    self_registration: Mapped[SelfRegistration] = mapped_column(EnumText(SelfRegistration))
    email_domains: Mapped[list[str]]
    confirmation_email: Mapped[str] = personal(String(254))
    confirmation_language: Mapped[Language] = mapped_column(EnumText(Language))
    confirmation_link_id: Mapped[UUID | None]

    __table_args__ = (Index("ix_customers_sort_name_id", "sort_name", "id"),)

    @classmethod
    def of_number(cls, customer_number: str) -> "Customer":
        return cls(
            customer_number=customer_number,
            self_registration=SelfRegistration.OPEN,
            email_domains=[],
            confirmation_email="",
            confirmation_language=Language.NL,
        )

    def describe(self, name: str, status: CustomerStatus, address: dict[str, str]) -> None:
        self.name, self.status = name, status
        self.street, self.postcode = address.get("street", ""), address.get("postcode", "")
        self.city, self.country = address.get("city", ""), address.get("country", "NL")

    def take_registrations(self, policy: SelfRegistration, domains: Iterable[str]) -> None:
        """Set the self-registration policy; `domains` are mail domains.

        Raises DomainsMissing.
        """
        self.self_registration, self.email_domains = policy, sorted(set(domains))
        if policy is SelfRegistration.RESTRICTED and not self.email_domains:
            raise DomainsMissing

    def admits(self, email: str) -> bool:
        """Whether the policy accepts a registration from this address."""
        match self.self_registration:
            case SelfRegistration.OPEN:
                return True
            case SelfRegistration.RESTRICTED:
                return email.rpartition("@")[2] in self.email_domains
        return False

    def await_confirmation(self, link_id: UUID) -> None:
        """A link was sent to a new confirmation address, which takes effect when it is used."""
        self.confirmation_link_id = link_id

    def confirm_to(self, email: str, language: Language) -> None:
        """Set the confirmation address, with the language of its mails. An empty address: no such mails."""
        self.confirmation_email, self.confirmation_language = email, language
        self.confirmation_link_id = None

    def remove_confirmation_address(self) -> None:
        self.confirm_to("", self.confirmation_language)

    @property
    def is_active(self) -> bool:
        return self.status is CustomerStatus.ACTIVE

    @property
    def address(self) -> dict[str, str]:
        return {"street": self.street, "postcode": self.postcode, "city": self.city, "country": self.country}

    @property
    def described(self) -> dict[str, Any]:
        """The values that `describe` sets, for the audit log."""
        return {"name": self.name, "status": str(self.status), "address": self.address}

    def published(self) -> dict[str, Any]:
        return {
            "customer_id": self.id,
            "customer_number": self.customer_number,
            "name": self.name,
            "status": self.status,
            "has_confirmation_address": bool(self.confirmation_email),
        }
