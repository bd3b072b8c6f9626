"""Commands on consents to news."""

from typing import Any

from services.chassis.contract import Caller
from services.chassis.persistence import UnitOfWork
from services.identity import queries
from services.identity.contracts import ConsentPurpose
from services.identity.contracts.languages import Language
from services.identity.model import Consent, Person


def give_consent(uow: UnitOfWork, caller: Caller, purpose: ConsentPurpose, version: int) -> dict[str, Any]:
    """Raises ConsentOutdated."""
    person = _locked(uow, caller)
    current = queries.consents.current(uow, person.id).get(purpose)
    if current is None or current.version != version:
        given = Consent.give(person.id, purpose, version, Language(caller.language), uow.now)
        if current is not None:
            current.withdraw(uow.now)
        uow.add(given)
        uow.session.flush()
    return queries.consents.shown(uow, caller, person.id)


def withdraw_consent(uow: UnitOfWork, caller: Caller, purpose: ConsentPurpose) -> dict[str, Any]:
    person = _locked(uow, caller)
    if current := queries.consents.current(uow, person.id).get(purpose):
        current.withdraw(uow.now)
        uow.session.flush()
    return queries.consents.shown(uow, caller, person.id)


def withdraw_consent_of_code(uow: UnitOfWork, caller: Caller, code: str) -> Consent:
    """Withdraw the current consent to the purpose, also one that was given after the mail with the code was sent.
    Raises LinkExpired."""
    consent = queries.consents.consent_of_code(uow, caller, code)
    if current := queries.consents.current(uow, consent.person_id).get(consent.purpose):
        current.withdraw(uow.now)
    return consent


def _locked(uow: UnitOfWork, caller: Caller) -> Person:
    """The caller, locked, so that there is one consent to a purpose."""
    person = queries.persons.own(uow, caller)
    uow.session.refresh(person, with_for_update={"key_share": True})
    return person
