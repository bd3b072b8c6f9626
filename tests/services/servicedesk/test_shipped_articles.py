"""Articles that come with the software: loaded at the start, renewed by an upgrade, never over what staff changed."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from contracts.articles import EDITOR, a_word, an_article
from contracts.running import Installation
from PIL import Image

from services.chassis.contract import Caller, NotFound
from services.servicedesk import shipped_articles
from services.servicedesk.commands import shipped_articles as loading
from services.servicedesk.contracts import (
    DeleteArticle,
    GetArticle,
    GetPicture,
    ListArticleDrafts,
    LoadShippedArticles,
    SaveArticle,
    WithdrawArticle,
)

Ship = Callable[..., dict[str, Any]]
SHOWN = "Kijk: ![Een pagina](pictures/page.webp)"


@pytest.fixture
def ship(installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ship:
    """Ships a version of one article, loads it and returns its draft."""
    title = a_word()

    def shipped(body: str = "Eerste versie.", *, draft: bool = False, colour: str = "black") -> dict[str, Any]:
        for language in ("nl", "en"):
            (tmp_path / language).mkdir(exist_ok=True)
            (tmp_path / language / f"{title}.md").write_text(f"# {title}\n\nKort.\n\n{body}")
            (tmp_path / "pictures" / language).mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (40, 30), colour).save(tmp_path / "pictures" / language / "page.webp")
        entry = f'[[article]]\nname = "{title}"\ntopic = "machines"\nkind = "article"\n'
        (tmp_path / "index.toml").write_text(entry + f"draft = {str(draft).lower()}\n")
        of_folder = list(shipped_articles.shipped_articles(tmp_path))
        monkeypatch.setattr(loading, "shipped_articles", lambda: of_folder)
        installation.call(LoadShippedArticles, Caller.service("servicedesk"))
        rows = installation.call(ListArticleDrafts, EDITOR, text=title)["rows"]
        return rows[0] if rows else {"titles": {"nl": title}}

    return shipped


def body(installation: Installation, title: str) -> str:
    return str(installation.call(GetArticle, Caller.visitor(), language="nl", slug=title)["body"])


def shown_picture(installation: Installation, row: dict[str, Any]) -> str:
    """The id of the only picture of a shipped article."""
    shown = body(installation, row["titles"]["nl"])
    return shown.removeprefix("Kijk: ![Een pagina](/support/pictures/").removesuffix(")")


def picture_of(installation: Installation, picture_id: str) -> dict[str, Any]:
    return installation.call(GetPicture, Caller.visitor(), picture_id=picture_id)


def edit(installation: Installation, row: dict[str, Any], revision: int) -> None:
    text = {"revision": revision, "title": row["titles"]["nl"], "summary": "Kort.", "body": "Van de dealer."}
    place = {"topic": "orders", "kind": "question", "position": 3}
    installation.call(SaveArticle, EDITOR, article_id=row["id"], **place, nl=text)


def test_the_shipped_articles_are_published_at_the_first_start(installation: Installation) -> None:
    installation.settle()
    titles = [row["titles"]["nl"] for row in installation.call(ListArticleDrafts, EDITOR)["rows"]]
    assert {shipped.texts["nl"]["title"] for shipped in shipped_articles.shipped_articles()} <= set(titles)


def test_a_new_version_replaces_a_text_that_staff_did_not_change(installation: Installation, ship: Ship) -> None:
    row = ship()
    ship("Tweede versie.")
    assert body(installation, row["titles"]["nl"]) == "Tweede versie."


def test_a_picture_is_loaded_with_the_text_that_shows_it(
    installation: Installation, ship: Ship, tmp_path: Path
) -> None:
    picture = picture_of(installation, shown_picture(installation, ship(SHOWN)))
    assert base64.b64decode(picture["content"]) == (tmp_path / "pictures" / "nl" / "page.webp").read_bytes()
    assert picture["content_type"] == "image/webp"


@pytest.mark.every_environment
def test_the_picture_of_a_former_version_is_deleted(installation: Installation, ship: Ship) -> None:
    former = shown_picture(installation, ship(SHOWN, colour="red"))
    picture_of(installation, shown_picture(installation, ship(SHOWN, colour="blue")))
    with pytest.raises(NotFound):
        picture_of(installation, former)


def test_the_picture_of_a_former_version_stays_while_a_text_of_staff_uses_it(
    installation: Installation, ship: Ship
) -> None:
    former = shown_picture(installation, ship(SHOWN, colour="green"))
    an_article(installation, body=f"![Een pagina](/support/pictures/{former})")
    ship(SHOWN, colour="yellow")
    assert picture_of(installation, former)["content"]


def test_a_new_version_leaves_a_text_that_staff_changed(installation: Installation, ship: Ship) -> None:
    edit(installation, ship(), 1)
    row = ship("Tweede versie.")
    assert body(installation, row["titles"]["nl"]) == "Eerste versie.", "the published revision stays"
    assert (row["topic"], row["kind"], row["position"]) == ("orders", "question", 3)


def test_a_withdrawn_article_is_not_published_by_an_upgrade(installation: Installation, ship: Ship) -> None:
    row = ship()
    installation.call(WithdrawArticle, EDITOR, article_id=row["id"], language="nl")
    ship("Tweede versie.")
    with pytest.raises(NotFound):
        body(installation, row["titles"]["nl"])


def test_a_deleted_article_is_not_loaded_again(installation: Installation, ship: Ship) -> None:
    row = ship()
    installation.call(DeleteArticle, EDITOR, article_id=row["id"])
    assert "id" not in ship("Tweede versie.")


def test_a_draft_is_loaded_and_published_by_the_version_that_completes_it(
    installation: Installation, ship: Ship
) -> None:
    row = ship(draft=True)
    assert row["published"] == []
    assert ship()["published"] == ["nl", "en"]
    assert body(installation, row["titles"]["nl"]) == "Eerste versie."


def test_loading_the_same_version_again_changes_nothing(installation: Installation, ship: Ship) -> None:
    row = ship()
    assert ship() == row
