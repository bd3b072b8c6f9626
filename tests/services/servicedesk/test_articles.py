"""Articles of the support centre: written, published, withdrawn and rated."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from contracts.articles import EDITOR, TEXT, a_published_article, a_word, an_article, publish
from contracts.builders import a_customer
from contracts.running import Installation
from structlog.contextvars import bound_contextvars

from services.chassis.contract import Caller, NotFound, TooManyAttempts
from services.servicedesk.contracts import (
    ArticleChanged,
    ArticleIncomplete,
    ArticleUntitled,
    CountArticleSolved,
    DeleteArticle,
    GetArticle,
    GetArticleDraft,
    GetArticleRevision,
    ListArticleDrafts,
    ListArticleRatings,
    ListArticleRevisions,
    ListArticles,
    RateArticle,
    SaveArticle,
    WithdrawArticle,
)

VISITOR = Caller.visitor()
PLACE = {"topic": "machines", "kind": "article"}


def read(installation: Installation, slug: str, language: str = "nl") -> dict[str, object]:
    return installation.call(GetArticle, VISITOR, language=language, slug=slug)


def save(installation: Installation, article_id: str, revision: int, body: str, **place: object) -> dict[str, object]:
    text = TEXT | {"revision": revision, "body": body}
    return installation.call(SaveArticle, EDITOR, article_id=article_id, **PLACE | place, nl=text)


def test_an_article_is_not_public_before_it_is_published(installation: Installation) -> None:
    article = an_article(installation, title="Nog niet klaar")
    rows = installation.call(ListArticles, VISITOR, language="nl")["rows"]
    assert article["nl"]["slug"] is None
    assert article["id"] not in [row["id"] for row in rows]


def test_an_article_without_a_title_is_not_created(installation: Installation) -> None:
    with pytest.raises(ArticleUntitled):
        an_article(installation, title="")


def test_a_published_article_is_read_by_the_slug_of_its_title(installation: Installation) -> None:
    word = a_word()
    a_published_article(installation, title=f"Zoë’s {word}: één & twee")
    assert read(installation, f"zoe-s-{word}-een-twee")["body"] == TEXT["body"]


def test_articles_of_the_same_title_have_different_slugs(installation: Installation) -> None:
    title = a_word()
    slugs = [a_published_article(installation, title=title)["nl"]["slug"] for _ in range(3)]
    assert slugs == [title, f"{title}-2", f"{title}-3"]


def test_a_published_article_keeps_its_slug_when_its_title_changes(installation: Installation) -> None:
    article = a_published_article(installation, title=a_word())
    text = TEXT | {"revision": 1, "title": "Anders"}
    installation.call(SaveArticle, EDITOR, article_id=article["id"], **PLACE, nl=text)
    assert publish(installation, article["id"], 2)["nl"]["slug"] == article["nl"]["slug"]


def test_a_saved_change_is_public_only_once_it_is_published(installation: Installation) -> None:
    article = a_published_article(installation, title=a_word())
    saved = save(installation, article["id"], 1, "Nieuwe tekst.")
    assert saved["nl"]["has_changes"]
    assert saved["changed"] == ["nl"]
    assert read(installation, article["nl"]["slug"])["body"] == TEXT["body"]
    publish(installation, article["id"], 2)
    assert read(installation, article["nl"]["slug"])["body"] == "Nieuwe tekst."


def test_the_second_of_two_editors_learns_that_the_text_changed(installation: Installation) -> None:
    article = an_article(installation)
    save(installation, article["id"], 1, "Van de eerste.")
    with pytest.raises(ArticleChanged) as raised:
        save(installation, article["id"], 1, "Van de tweede.")
    assert raised.value.params == {"language": "nl", "number": 2}


@pytest.mark.every_environment
def test_two_editors_at_the_same_moment_do_not_overwrite_each_other(installation: Installation) -> None:
    article = an_article(installation)

    def outcome(body: str) -> str:
        try:
            return str(save(installation, article["id"], 1, body)["nl"]["revision"])
        except ArticleChanged as error:
            return error.code

    with ThreadPoolExecutor() as pool:
        outcomes = sorted(pool.map(outcome, ("Eerste.", "Tweede.")))
    assert outcomes == ["2", "article_changed"]


def test_publishing_a_text_that_changed_meanwhile_is_refused(installation: Installation) -> None:
    article = an_article(installation)
    save(installation, article["id"], 1, "Niet gezien door wie publiceert.")
    with pytest.raises(ArticleChanged):
        publish(installation, article["id"], 1)


def test_a_text_without_summary_is_not_published(installation: Installation) -> None:
    article = an_article(installation, summary="")
    with pytest.raises(ArticleIncomplete) as raised:
        publish(installation, article["id"], 1)
    assert raised.value.params == {"language": "nl", "field": "summary"}


def test_saving_the_same_text_adds_no_revision(installation: Installation) -> None:
    article = an_article(installation)
    assert save(installation, article["id"], 1, TEXT["body"])["nl"]["revision"] == 1


def test_revisions_name_their_author_and_the_text_before(installation: Installation) -> None:
    article = an_article(installation)
    save(installation, article["id"], 1, "Tweede.")
    of_text = {"article_id": article["id"], "language": "nl"}
    rows = installation.call(ListArticleRevisions, EDITOR, **of_text)["rows"]
    revision = installation.call(GetArticleRevision, EDITOR, **of_text, number=2)
    assert [(row["number"], row["author_id"]) for row in rows] == [(2, EDITOR.person_id), (1, EDITOR.person_id)]
    assert (revision["text"]["body"], revision["previous"]["body"]) == ("Tweede.", TEXT["body"])


def test_a_withdrawn_article_is_not_found_and_stays_a_draft(installation: Installation) -> None:
    article = a_published_article(installation, title=a_word())
    installation.call(WithdrawArticle, EDITOR, article_id=article["id"], language="nl")
    with pytest.raises(NotFound):
        read(installation, article["nl"]["slug"])
    assert installation.call(GetArticleDraft, EDITOR, article_id=article["id"])["nl"]["body"] == TEXT["body"]


@pytest.mark.every_environment
def test_a_deleted_article_leaves_nothing(installation: Installation) -> None:
    article = a_published_article(installation, title=a_word())
    installation.call(RateArticle, VISITOR, language="nl", slug=article["nl"]["slug"], helpful=True)
    installation.call(DeleteArticle, EDITOR, article_id=article["id"])
    with pytest.raises(NotFound):
        read(installation, article["nl"]["slug"])
    assert article["id"] not in [row["id"] for row in installation.call(ListArticleDrafts, EDITOR)["rows"]]


def test_an_article_tells_its_slug_in_the_other_language(installation: Installation) -> None:
    nl, en = a_word(), a_word()
    article = a_published_article(installation, title=nl)
    text = TEXT | {"revision": 0, "title": en}
    installation.call(SaveArticle, EDITOR, article_id=article["id"], **PLACE, en=text)
    assert read(installation, nl)["slugs"] == {"nl": nl, "en": None}
    publish(installation, article["id"], 1, "en")
    assert read(installation, nl)["slugs"] == {"nl": nl, "en": en}


def test_related_articles_are_those_of_the_topic_with_the_best_first(installation: Installation) -> None:
    word = a_word()
    about = [a_published_article(installation, title=f"{word} {i}", topic="privacy") for i in ("een", "twee")]
    other = a_published_article(installation, title=a_word(), topic="privacy", position=0)
    related = [row["id"] for row in read(installation, about[0]["nl"]["slug"])["related"]]
    assert related[0] == about[1]["id"]
    assert other["id"] in related
    assert about[0]["id"] not in related


def test_answers_are_counted_and_remarks_listed(installation: Installation) -> None:
    article = a_published_article(installation, title=a_word())
    answers = {"language": "nl", "slug": article["nl"]["slug"]}
    installation.call(RateArticle, VISITOR, **answers, helpful=True)
    installation.call(RateArticle, VISITOR, **answers, helpful=False, remark="Stap 2 ontbreekt.")
    installation.call(CountArticleSolved, a_customer(installation).caller(), article_id=article["id"])
    draft = installation.call(GetArticleDraft, EDITOR, article_id=article["id"])
    assert (draft["helpful"], draft["not_helpful"], draft["solved"]) == (1, 1, 1)
    remarks = installation.call(ListArticleRatings, EDITOR, article_id=article["id"])["rows"]
    assert [(row["remark"], row["helpful"]) for row in remarks] == [("Stap 2 ontbreekt.", False)]


def test_an_article_that_is_not_published_solves_nothing(installation: Installation) -> None:
    draft = an_article(installation, title=a_word())
    with pytest.raises(NotFound):
        installation.call(CountArticleSolved, a_customer(installation).caller(), article_id=draft["id"])


def test_answers_from_one_network_address_are_limited_per_hour(installation: Installation) -> None:
    article = a_published_article(installation, title=a_word())
    answer = {"language": "nl", "slug": article["nl"]["slug"], "helpful": True}
    with bound_contextvars(client_address="2001:db8:1::1"):
        for _ in range(60):
            installation.call(RateArticle, VISITOR, **answer)
    with bound_contextvars(client_address="2001:db8:1::2"), pytest.raises(TooManyAttempts):
        installation.call(RateArticle, VISITOR, **answer)
    with bound_contextvars(client_address="2001:db8:2::1"):
        installation.call(RateArticle, VISITOR, **answer)
