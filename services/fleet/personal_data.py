"""The personal data in fleet's tables (docs/decisions/0017-personal-data.md)."""

from services.chassis.persistence.personal_data import Declaration, OfNoAccount
from services.fleet.model import Machine

PERSONAL_DATA: tuple[Declaration, ...] = (
    OfNoAccount(
        (Machine.contact_name,),
        "the customer's contact at the machine, from the dealer's records: a name without an id, kept as long as the "
        "customer wants it there",
    ),
)
