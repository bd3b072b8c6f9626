"""Queries on consents to news."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select

from services.chassis.contract import Caller, NotFound
from services.chassis.persistence import UnitOfWork
from services.identity.contracts import ConsentPurpose, CustomerStatus, LinkExpired, UserStatus
from services.identity.contracts.consents import MAX_READERS
from services.identity.contracts.languages import Language
from services.identity.model import Consent, Customer, Membership, Person
from services.identity.model.consent import current_version, wording_of
from services.identity.model.person import PersonStatus
from services.identity.queries.persons import own


def get_consents(uow: UnitOfWork, caller: Caller) -> dict[str, Any]:
    """Raises NotLoggedIn, NotAllowed."""
    return shown(uow, caller, own(uow, caller).id)


def shown(uow: UnitOfWork, caller: Caller, person_id: UUID) -> dict[str, Any]:
    """The consents as the contracts' `Consents`."""
    given = current(uow, person_id)
    return {"rows": [_row(purpose, given.get(purpose), Language(caller.language)) for purpose in ConsentPurpose]}


def current(uow: UnitOfWork, person_id: UUID) -> dict[ConsentPurpose, Consent]:
    """The consents that were not withdrawn."""
    query = select(Consent).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
    return {consent.purpose: consent for consent in uow.session.scalars(query)}


def get_consent_of_code(uow: UnitOfWork, caller: Caller, code: str) -> dict[str, Any]:
    """Raises LinkExpired."""
    consent = consent_of_code(uow, caller, code)
    is_given = consent.purpose in current(uow, consent.person_id)
    return {"purpose": consent.purpose, "withdrawn": not is_given}


def consent_of_code(uow: UnitOfWork, caller: Caller, code: str) -> Consent:
    """Raises LinkExpired if there is no such code."""
    consent = uow.session.scalar(select(Consent).where(Consent.code == code))
    if consent is None:
        raise LinkExpired
    return consent


def count_news_readers(uow: UnitOfWork, caller: Caller, purpose: ConsentPurpose) -> dict[str, int]:
    query = select(func.count(Consent.person_id.distinct())).join(Person, Person.id == Consent.person_id)
    return {"count": uow.session.scalar(query.where(_reads(purpose))) or 0}


def list_news_readers(uow: UnitOfWork, caller: Caller, purpose: ConsentPurpose, after: UUID | None) -> dict[str, Any]:
    query = select(Consent.person_id).distinct().join(Person, Person.id == Consent.person_id).where(_reads(purpose))
    if after:
        query = query.where(Consent.person_id > after)
    ids = list(uow.session.scalars(query.order_by(Consent.person_id).limit(MAX_READERS)))
    return {"person_ids": ids, "next": ids[-1] if len(ids) == MAX_READERS else None}


def get_news_reader(uow: UnitOfWork, caller: Caller, purpose: ConsentPurpose, person_id: UUID) -> dict[str, Any]:
    """Raises NotFound."""
    query = select(Person, Consent.code).join(Consent, Consent.person_id == Person.id)
    row = uow.session.execute(query.where(_reads(purpose), Person.id == person_id).limit(1)).one_or_none()
    if row is None:
        raise NotFound
    return {name: getattr(row.Person, name) for name in ("name", "email", "language")} | {"code": row.code}


def _reads(purpose: ConsentPurpose) -> ColumnElement[bool]:
    """SQL condition on a consent and its person: it is in effect, and the person may log in."""
    is_user = exists().where(
        Membership.person_id == Person.id,
        Membership.status == UserStatus.ACTIVE,
        Customer.id == Membership.customer_id,
        Customer.status == CustomerStatus.ACTIVE,
    )
    return (
        (Consent.purpose == purpose) & Consent.withdrawn_at.is_(None) & (Person.status == PersonStatus.ACTIVE) & is_user
    )


def _row(purpose: ConsentPurpose, given: Consent | None, language: Language) -> dict[str, Any]:
    version = current_version(purpose)
    return {
        "purpose": purpose,
        "wording": wording_of(purpose, version, language),
        "version": version,
        "given_at": given.given_at if given else None,
        "given_wording": given.wording if given else "",
        "given_language": given.language if given else None,
        "is_current": given is not None and given.version == version,
    }
