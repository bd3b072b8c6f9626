"""In which articles pictures are used, and their deletion."""

from concurrent.futures import ThreadPoolExecutor, wait
from uuid import uuid4

import pytest
from contracts.articles import A_PICTURE, EDITOR, TEXT, a_published_article, a_word, an_article, publish
from contracts.running import Installation
from sqlalchemy import event

from services.chassis.contract import Caller, NotFound
from services.servicedesk.contracts import (
    AddPicture,
    AlternativeTextMissing,
    DeleteArticle,
    DeletePicture,
    GetArticleRevision,
    GetPicture,
    GetPictureDetail,
    ListPictures,
    PictureInUse,
    PictureMissing,
    SaveArticle,
)

PLACE = {"topic": "machines", "kind": "article"}


def a_picture(installation: Installation) -> str:
    return str(installation.call(AddPicture, EDITOR, content=A_PICTURE)["picture_id"])


def with_picture(picture: str, description: str = "Een open klep") -> str:
    return f"Tekst.\n\n![{description}](/support/pictures/{picture})"


def save(installation: Installation, article_id: str, revision: int, body: str) -> None:
    text = TEXT | {"revision": revision, "body": body}
    installation.call(SaveArticle, EDITOR, article_id=article_id, **PLACE, nl=text)


def delete(installation: Installation, picture: str) -> None:
    installation.call(DeletePicture, EDITOR, picture_id=picture)


def uses(installation: Installation, picture: str) -> list[tuple[str, str]]:
    rows = installation.call(GetPictureDetail, EDITOR, picture_id=picture)["uses"]
    return [(row["article_id"], row["text"]) for row in rows]


def in_earlier_text_only(installation: Installation, picture: str) -> str:
    """The id of an article that had the picture once."""
    article = a_published_article(installation, title=a_word(), body=with_picture(picture))
    save(installation, article["id"], 1, "Zonder.")
    publish(installation, article["id"], 2)
    return str(article["id"])


@pytest.mark.every_environment
def test_pictures_are_listed_newest_first_with_size_and_author(installation: Installation) -> None:
    older, newer = a_picture(installation), a_picture(installation)
    first = installation.call(ListPictures, EDITOR, limit=1)
    row = first["rows"][0]
    then = installation.call(ListPictures, EDITOR, limit=1, after=first["page"]["next"])["rows"]
    assert [row["id"], then[0]["id"]] == [newer, older]
    assert (row["width"], row["height"], row["added_by"], row["uses"]) == (1, 1, EDITOR.person_id, [])
    assert 0 < row["bytes"] < 1000


@pytest.mark.every_environment
def test_picture_names_the_published_then_the_newest_then_the_earlier_texts(installation: Installation) -> None:
    picture = a_picture(installation)
    earlier = in_earlier_text_only(installation, picture)
    draft = an_article(installation, body=f"[Bekijk](/support/pictures/{picture.upper()})")
    published = a_published_article(installation, title=a_word(), body=with_picture(picture))
    save(installation, published["id"], 1, with_picture(picture) + " Later.")
    assert uses(installation, picture) == [(published["id"], "published"), (draft["id"], "draft"), (earlier, "earlier")]


@pytest.mark.every_environment
def test_unused_pictures_are_those_in_no_current_text(installation: Installation) -> None:
    of_nothing, of_the_past, of_a_draft = (a_picture(installation) for _ in range(3))
    in_earlier_text_only(installation, of_the_past)
    an_article(installation, body=with_picture(of_a_draft))
    unused = [row["id"] for row in installation.call(ListPictures, EDITOR, unused=True)["rows"]]
    assert {of_nothing, of_the_past} <= set(unused)
    assert of_a_draft not in unused


def test_a_picture_of_a_published_text_is_not_deleted_after_a_later_text_without_it(installation: Installation) -> None:
    picture, title = a_picture(installation), a_word()
    article = a_published_article(installation, title=title, body=with_picture(picture))
    installation.call(
        SaveArticle,
        EDITOR,
        article_id=article["id"],
        **PLACE,
        nl=TEXT | {"revision": 1, "title": title, "body": "Weg."},
    )
    with pytest.raises(PictureInUse) as raised:
        delete(installation, picture)
    assert raised.value.params == {"titles": [title]}


def test_a_picture_of_a_draft_is_not_deleted(installation: Installation) -> None:
    picture = a_picture(installation)
    an_article(installation, body=with_picture(picture))
    with pytest.raises(PictureInUse):
        delete(installation, picture)


def test_a_picture_of_an_earlier_text_is_deleted_and_the_text_stays(installation: Installation) -> None:
    picture = a_picture(installation)
    article = in_earlier_text_only(installation, picture)
    delete(installation, picture)
    with pytest.raises(NotFound):
        installation.call(GetPicture, Caller.visitor(), picture_id=picture)
    earlier = installation.call(GetArticleRevision, EDITOR, article_id=article, language="nl", number=1)
    assert earlier["text"]["body"] == with_picture(picture)


@pytest.mark.every_environment
def test_a_picture_of_a_deleted_article_is_not_used(installation: Installation) -> None:
    picture = a_picture(installation)
    article = an_article(installation, body=with_picture(picture))
    installation.call(DeleteArticle, EDITOR, article_id=article["id"])
    assert uses(installation, picture) == []


def test_a_picture_that_does_not_exist_can_not_be_deleted(installation: Installation) -> None:
    with pytest.raises(NotFound):
        delete(installation, str(uuid4()))


@pytest.mark.parametrize("description", ["", "  ", "**&#32;**"])
def test_a_text_with_a_picture_without_alternative_text_is_not_published(
    installation: Installation, description: str
) -> None:
    picture = a_picture(installation)
    article = an_article(installation, body=with_picture(picture, description))
    with pytest.raises(AlternativeTextMissing) as raised:
        publish(installation, article["id"], 1)
    assert raised.value.params == {"language": "nl", "path": f"/support/pictures/{picture}"}


def test_a_text_with_a_picture_that_does_not_exist_is_not_published(installation: Installation) -> None:
    picture = str(uuid4())
    article = an_article(installation, body=with_picture(picture))
    with pytest.raises(PictureMissing) as raised:
        publish(installation, article["id"], 1)
    assert raised.value.params == {"language": "nl", "path": f"/support/pictures/{picture}"}


@pytest.mark.every_environment
def test_a_picture_is_not_deleted_while_a_text_with_it_is_being_saved(installation: Installation) -> None:
    picture, article = a_picture(installation), an_article(installation)
    engine = installation.runtime("servicedesk").database.engine
    with ThreadPoolExecutor() as threads:
        deletions = []

        def delete_meanwhile(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if statement.startswith("INSERT INTO picture_uses"):
                deletions.append(threads.submit(delete, installation, picture))
                wait(deletions, timeout=0.5)

        event.listen(engine, "before_cursor_execute", delete_meanwhile)
        save(installation, article["id"], 1, with_picture(picture))
        event.remove(engine, "before_cursor_execute", delete_meanwhile)
        with pytest.raises(PictureInUse):
            deletions[0].result()
