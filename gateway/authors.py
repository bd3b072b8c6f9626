"""Who took the steps of an order or service request and wrote its messages."""

from typing import Any

from gateway import callers, panels
from gateway.clients import query
from gateway.language import t
from gateway.panels import BestEffort
from services.identity.contracts import ListPersonNames

MAX_NAMES = 200


def authors_of(row: dict[str, Any]) -> dict[str, str]:
    """Texts for the authors in a complete record, by id: "by you", "by Lotte Smit". Whom the reader may not know is
    left out: identity decides who that is, and if it does not answer, all others are."""
    own_id = callers.current_person().caller.person_id
    entries = (*row["timeline"], *row.get("messages", ()))
    ids = {entry["author_id"] for entry in entries} - {None, own_id}
    texts = {own_id: t("step.by_yourself")}
    if ids:
        found = panels.collect(names=BestEffort(query(ListPersonNames, ids=sorted(ids)[:MAX_NAMES])))
        named = found.names["rows"] if found.names else []
        texts |= {person["id"]: t("step.by_person", name=person["name"]) for person in named}
    return texts
