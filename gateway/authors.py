"""Who took the steps of an order or service request and wrote its messages."""

from collections.abc import Iterable
from typing import Any

from gateway import callers, panels
from gateway.clients import query
from gateway.language import t
from gateway.panels import BestEffort
from services.identity.contracts import ListPersonNames

MAX_NAMES = 200


def names_of(ids: Iterable[str | None]) -> dict[str, str]:
    """The names of persons, by id, as far as identity answers and the reader may know them."""
    wanted = sorted({id for id in ids if id})[:MAX_NAMES]
    if not wanted:
        return {}
    found = panels.collect(names=BestEffort(query(ListPersonNames, ids=wanted)))
    return {person["id"]: person["name"] for person in found.names["rows"]} if found.names else {}


def authors_of(row: dict[str, Any]) -> dict[str, str]:
    """Texts for the authors in a complete record, by id: "by you", "by Lotte Smit". Whom the reader may not know is
    left out: identity decides who that is, and if it does not answer, all others are."""
    own_id = callers.current_person().caller.person_id
    entries = (*row["timeline"], *row.get("messages", ()))
    others = names_of(entry["author_id"] for entry in entries if entry["author_id"] != own_id)
    return {own_id: t("step.by_yourself")} | {id: t("step.by_person", name=name) for id, name in others.items()}
