"""The editor of articles: preview, conflict of two editors, publishing, history, pictures."""

import io
from typing import Any

import pytest

from services.servicedesk.contracts import (
    ArticleChanged,
    GetArticleDraft,
    GetArticleRevision,
    PictureInUse,
    PictureRefused,
)
from tests.gateway.browser import redirect_of
from tests.gateway.installation import STAFF, Installation

ID = GetArticleDraft.example[1]["id"]
EDITOR = f"/backoffice/articles/{ID}"
PICTURE = "/support/pictures/01980000-0000-7000-8000-000000000072"
PICTURES = "/backoffice/articles/pictures"
BODY = f"Mijn **tekst**. ![Een klep]({PICTURE})"


def submit(installation: Installation, rights: tuple[str, ...] = ("edit_content",), **typed: str) -> Any:
    session = installation._session(staff=True) | {"rights": [*rights]}
    installation.responses["get_session"] = lambda token: session
    browser = installation.browser(STAFF)
    return browser.submit(browser.get(EDITOR), EDITOR, **{"nl-body": BODY, "topic": "machines"} | typed)


def test_a_preview_shows_the_typed_text_and_saves_nothing(installation: Installation) -> None:
    page = submit(installation, preview="1")
    assert (page.status_code, installation.calls_of("save_article")) == (200, [])
    assert f'<p>Mijn <strong>tekst</strong>. <img src="{PICTURE}" alt="Een klep"></p>' in page.text
    assert f"{BODY}</textarea>" in page.text


def test_a_text_that_is_too_long_is_not_previewed(installation: Installation) -> None:
    page = submit(installation, preview="1", **{"nl-body": "x" * 20_001})
    assert page.status_code == 422
    assert 'id="preview"' not in page.text


def test_preview_needs_the_right_to_write_articles(installation: Installation) -> None:
    assert submit(installation, rights=(), preview="1").status_code == 403


def test_both_texts_are_saved_with_the_revisions_they_are_based_on(installation: Installation) -> None:
    saved = submit(installation, **{"error_codes": "C-2557, E-10", "position": "20"})
    [call] = installation.calls_of("save_article")
    assert redirect_of(saved) == f"{EDITOR}?done=saved"
    assert (call.request["nl"]["body"], call.request["nl"]["revision"]) == (BODY, 1)
    assert call.request["en"]["revision"] == 0
    assert (call.request["error_codes"], call.request["position"]) == (["C-2557", "E-10"], 20)


def test_the_second_editor_keeps_the_typed_text_and_can_save_it_after_all(installation: Installation) -> None:
    installation.responses["save_article"] = ArticleChanged(language="nl", number=2)
    newer = GetArticleDraft.example[1]["nl"] | {"revision": 2, "body": "Van een ander."}
    browser = installation.browser(STAFF)
    form = browser.get(EDITOR)
    installation.responses["get_article_draft"] = GetArticleDraft.example[1] | {"nl": newer}
    page = browser.submit(form, EDITOR, **{"nl-body": BODY, "topic": "machines"})
    assert page.status_code == 409
    assert "Iemand anders heeft deze helptekst intussen gewijzigd." in page.text
    assert f"{BODY}</textarea>" in page.text
    assert '<input type="hidden" name="nl-revision" value="2">' in page.text


def test_an_article_is_published_in_the_revision_that_was_shown(installation: Installation) -> None:
    draft = GetArticleDraft.example[1]
    installation.responses["get_article_draft"] = draft | {"published": [], "nl": draft["nl"] | {"published_at": None}}
    browser = installation.browser(STAFF)
    sent = browser.submit(browser.get(EDITOR), f"{EDITOR}/publish/nl")
    assert redirect_of(sent) == f"{EDITOR}?done=published"
    assert installation.calls_of("publish_article")[0].request["revision"] == 1


def test_a_language_without_text_can_not_be_published(installation: Installation) -> None:
    assert f"{EDITOR}/publish/en" not in installation.browser(STAFF).get(EDITOR).text


def test_a_revision_shows_what_was_added_and_removed(installation: Installation) -> None:
    before = {"title": "Papier", "summary": "Kort.", "body": "Eerste regel.\nTweede regel."}
    after = before | {"body": "Eerste regel.\nAndere regel."}
    row = GetArticleRevision.example[1] | {"text": after, "previous": before}
    installation.responses["get_article_revision"] = row
    page = installation.browser(STAFF).get(f"{EDITOR}/history/nl/2").text
    assert "Tweede regel.</del>" in page
    assert "Andere regel.</ins>" in page
    assert "<li>Eerste regel.</li>" in page


def add_picture(installation: Installation, content: bytes, **fields: Any) -> Any:
    session = installation._session(staff=True) | {"rights": ["edit_content"]}
    installation.responses["get_session"] = lambda token: session
    browser = installation.browser(STAFF)
    form = browser.get(f"{PICTURES}/new")
    file = {"content": (io.BytesIO(content), "plaatje.png")} if content else {}
    return browser.submit(form, PICTURES, **file, **fields)


def test_pictures_are_listed_with_thumbnail_author_and_articles(installation: Installation) -> None:
    page = installation.browser(STAFF).get(PICTURES).text
    assert f'<img src="{PICTURE}" width="800" height="600" loading="lazy" alt="">' in page
    assert "800 × 600 pixels, 34 kB" in page
    assert f'<a href="{EDITOR}">Wat kost het klantportaal?</a>' in page
    assert "Nederlands, gepubliceerd" in page


def test_only_unused_pictures_are_asked_for(installation: Installation) -> None:
    installation.browser(STAFF).get(f"{PICTURES}?unused=1")
    assert installation.calls_of("list_pictures")[0].request["unused"] is True


def test_a_picture_is_deleted_after_confirmation(installation: Installation) -> None:
    browser, path = installation.browser(STAFF), f"{PICTURES}/{PICTURE.rsplit('/', 1)[1]}/delete"
    form = browser.get(path)
    assert installation.calls_of("delete_picture") == []
    assert redirect_of(browser.submit(form, path)) == f"{PICTURES}?done=deleted"


def test_a_refused_deletion_names_the_articles(installation: Installation) -> None:
    installation.responses["delete_picture"] = PictureInUse(titles=["Papier", "Toner"])
    browser, path = installation.browser(STAFF), f"{PICTURES}/{PICTURE.rsplit('/', 1)[1]}/delete"
    page = browser.submit(browser.get(path), path)
    assert page.status_code == 409
    assert "Deze afbeelding wordt nog gebruikt in “Papier”, “Toner”." in page.text


def test_an_added_picture_is_shown_with_its_markdown(installation: Installation) -> None:
    sent = add_picture(installation, b"x" * 400_000)
    assert redirect_of(sent).endswith("01980000-0000-7000-8000-000000000072?done=added")
    page = installation.browser(STAFF).get(sent.location).text
    assert "](/support/pictures/01980000-0000-7000-8000-000000000072)" in page


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("not_a_picture", "Dit bestand is geen afbeelding"),
        ("too_large", "Deze afbeelding is te groot"),
        ("too_many_pixels", "Deze afbeelding heeft te veel beeldpunten"),
    ],
)
def test_a_refused_picture_says_why(installation: Installation, reason: str, sentence: str) -> None:
    installation.responses["add_picture"] = PictureRefused(reason=reason, limit=2_000_000)
    page = add_picture(installation, b"x")
    assert page.status_code == 422
    assert sentence in page.text


def test_a_file_larger_than_pictures_may_be_is_refused(installation: Installation) -> None:
    body = b"x" * 2_100_000
    options = {"content_type": "multipart/form-data; boundary=x"}
    sent = installation.browser(STAFF)._client.post("/backoffice/articles/pictures", data=body, **options)
    assert sent.status_code == 413


def test_a_form_without_a_file_asks_for_one(installation: Installation) -> None:
    page = add_picture(installation, b"")
    assert page.status_code == 422
    assert "Kies een afbeelding." in page.text


def test_other_forms_accept_no_larger_body_than_before(installation: Installation) -> None:
    assert submit(installation, **{"nl-body": "x" * 300_000}).status_code == 413
