"""Searching the support centre: stems, parts of words, accents, order and marks, alike on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from contracts.articles import EDITOR, a_published_article, a_word, an_article
from contracts.builders import a_customer
from contracts.running import Installation
from sqlalchemy import event

from services.chassis.contract import Caller
from services.servicedesk.contracts import SearchArticles, SuggestArticles, WithdrawArticle

VISITOR = Caller.visitor()


def search(installation: Installation, text: str, language: str = "nl") -> list[dict[str, object]]:
    return list(installation.call(SearchArticles, VISITOR, language=language, text=text)["rows"])


def found(installation: Installation, text: str, language: str = "nl") -> list[object]:
    return [row["id"] for row in search(installation, text, language)]


@contextmanager
def executed_statements(installation: Installation) -> Iterator[list[str]]:
    statements: list[str] = []
    engine = installation.runtime("servicedesk").database.engine

    def record(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    event.listen(engine, "after_cursor_execute", record)
    yield statements
    event.remove(engine, "after_cursor_execute", record)


@pytest.mark.every_environment
@pytest.mark.parametrize(
    ("language", "written", "searched"),
    [
        ("nl", "wachtwoorden", "wachtwoord"),
        ("nl", "wachtwoord", "wachtwoorden"),
        ("nl", "machine", "MACHINES"),
        ("nl", "tonerniveau", "toner"),
        ("nl", "toner", "tonerkabel"),
        ("nl", "geïnstalleerd", "geinstalleerd"),
        ("en", "registering", "registered"),
        ("en", "paper jams", "jam"),
    ],
)
def test_an_article_is_found_by_another_form_of_a_word(
    installation: Installation, language: str, written: str, searched: str
) -> None:
    article = a_published_article(installation, language, title=f"{a_word()} {written}")
    assert article["id"] in found(installation, searched, language)


def test_short_words_do_not_match_parts_of_others(installation: Installation) -> None:
    article = a_published_article(installation, title=a_word(), summary="Vakantie", body="Vakantie")
    assert article["id"] not in found(installation, "kan")


@pytest.mark.every_environment
def test_an_article_with_all_words_comes_before_one_with_some(installation: Installation) -> None:
    first, second = a_word(), a_word()
    some = a_published_article(installation, title=first, body=f"{first} {first}")
    all_words = a_published_article(installation, title=a_word(), body=f"{first} {second}")
    assert found(installation, f"{first} {second}") == [all_words["id"], some["id"]]


def test_a_word_in_the_title_counts_more_than_one_in_the_text(installation: Installation) -> None:
    word = a_word()
    in_text = a_published_article(installation, body=f"{word} {word} {word}")
    in_title = a_published_article(installation, title=word)
    assert found(installation, word) == [in_title["id"], in_text["id"]]


def test_the_words_searched_for_are_marked(installation: Installation) -> None:
    word = a_word()
    a_published_article(installation, title=f"De {word} vinden", summary="Kort.", body=f"# Kop\n\nKies **{word}**.")
    row = search(installation, word.upper())[0]
    assert row["title_fragments"] == [
        {"text": "De ", "matches": False},
        {"text": word, "matches": True},
        {"text": " vinden", "matches": False},
    ]
    assert {"text": word, "matches": True} in row["passage"]
    assert "**" not in "".join(piece["text"] for piece in row["passage"])


def test_the_passage_of_a_long_text_is_cut_between_words(installation: Installation) -> None:
    word = a_word()
    a_published_article(installation, title="Lang", summary="Kort.", body="lorem " * 200 + word + " ipsum" * 200)
    passage = "".join(piece["text"] for piece in search(installation, word)[0]["passage"])
    assert set(passage.split()) == {"…", "lorem", word, "ipsum"}
    assert len(passage) < 250


def test_only_published_articles_of_the_language_are_found(installation: Installation) -> None:
    word = a_word()
    an_article(installation, title=word)
    a_published_article(installation, "en", title=word)
    withdrawn = a_published_article(installation, title=word)
    installation.call(WithdrawArticle, EDITOR, article_id=withdrawn["id"], language="nl")
    assert found(installation, word) == []


@pytest.mark.parametrize("text", ["", " ", "!?", "%", "_", "'; drop table articles; --", "a" * 200, "😀"])
def test_a_search_for_anything_is_answered(installation: Installation, text: str) -> None:
    word = a_word()
    article = a_published_article(installation, title=word, summary=word, body=word)
    assert article["id"] not in found(installation, text)


def test_articles_for_the_error_code_are_suggested_before_those_for_the_category(installation: Installation) -> None:
    word, code = a_word(), f"C-{a_word()}"
    for_category = a_published_article(installation, title=word, request_categories=["move"])
    for_code = a_published_article(installation, title=a_word(), error_codes=[code.upper()])
    typed = code.replace("-", " ")
    request = {"language": "nl", "category": "move", "error_code": typed, "text": f"Hier staat {word}"}
    rows = installation.call(SuggestArticles, a_customer(installation).caller(), **request)["rows"]
    assert [row["id"] for row in rows][:2] == [for_code["id"], for_category["id"]]


def test_article_of_another_category_is_suggested_for_its_words(installation: Installation) -> None:
    word = a_word()
    article = a_published_article(installation, title=word)
    request = {"language": "nl", "category": "move", "text": f"Hier staat {word}"}
    rows = installation.call(SuggestArticles, a_customer(installation).caller(), **request)["rows"]
    assert article["id"] in [row["id"] for row in rows]


def test_the_suggestion_that_matches_the_words_best_comes_first(installation: Installation) -> None:
    word = a_word()
    a_published_article(installation, title=a_word(), request_categories=["installation"], position=0)
    best = a_published_article(installation, title=word, request_categories=["installation"], position=99)
    request = {"language": "nl", "category": "installation", "text": f"Hoe werkt {word}?"}
    rows = installation.call(SuggestArticles, a_customer(installation).caller(), **request)["rows"]
    assert rows[0]["id"] == best["id"]


def test_rare_words_count_more_than_common_ones(installation: Installation) -> None:
    rare = a_word()
    for number in range(12):
        a_published_article(
            installation, "en", title=f"{a_word()} {number}", body="How does it work with this and that?"
        )
    wanted = a_published_article(installation, "en", title=a_word(), body=f"About {rare}.")
    assert found(installation, f"how does it work with this {rare}", "en")[0] == wanted["id"]


@pytest.mark.every_environment
@pytest.mark.parametrize(
    ("language", "written", "searched"),
    [
        ("nl", "facturen", "rekening"),
        ("nl", "meterstand", "tellerstanden"),
        ("nl", "tonercassette", "inkt"),
        ("en", "technicians", "engineer"),
    ],
)
def test_an_article_is_found_by_a_synonym(
    installation: Installation, language: str, written: str, searched: str
) -> None:
    word = a_word()
    article = a_published_article(installation, language, title=word, summary=a_word(), body=written)
    rows = search(installation, f"{word} {searched}", language)
    assert rows[0]["id"] == article["id"]
    assert {"text": written, "matches": True} in rows[0]["passage"]


def test_a_synonym_counts_less_than_the_word_itself(installation: Installation) -> None:
    synonym = a_published_article(installation, title=a_word(), body="bezorging")
    word = a_published_article(installation, title=a_word(), body="levering")
    ids = found(installation, "levering")
    assert ids.index(word["id"]) < ids.index(synonym["id"])


@pytest.mark.every_environment
@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("neushorn", "neushoorn"),
        ("kwispelstarat", "kwispelstaart"),
        ("kwispl", "kwispel"),
        ("flmingo", "flamingo"),
        ("wachtwoort", "wachtwoord"),
    ],
)
def test_a_misspelt_word_finds_what_is_most_like_it(installation: Installation, typed: str, used: str) -> None:
    article = a_published_article(installation, title=used.capitalize(), summary=a_word(), body=a_word())
    response = installation.call(SearchArticles, VISITOR, language="nl", text=f"Een {typed}?")
    assert response["corrections"] == [{"typed": typed, "used": used}]
    marked = next(row["title_fragments"] for row in response["rows"] if row["id"] == article["id"])
    assert marked == [{"text": used.capitalize(), "matches": True}]


@pytest.mark.parametrize("typed", ["gafr", "xylofoonist", "giraf77"])
def test_a_short_unlike_or_coded_word_is_not_corrected(installation: Installation, typed: str) -> None:
    a_published_article(installation, title="giraf xylofoon giraf7")
    assert installation.call(SearchArticles, VISITOR, language="nl", text=typed)["corrections"] == []


def test_a_word_with_two_errors_is_corrected_from_eight_letters_on(installation: Installation) -> None:
    a_published_article(installation, title="neushoorn olifant")
    response = installation.call(SearchArticles, VISITOR, language="nl", text="neussoorm olivand")
    assert response["corrections"] == [{"typed": "neussoorm", "used": "neushoorn"}]


def test_a_search_for_many_misspelt_words_executes_seven_statements(installation: Installation) -> None:
    animals = "neushoorn olifant flamingo kameleon krokodil nijlpaard"
    a_published_article(installation, title=animals)
    typed = " ".join(f"{animal}x {animal[0]}q{animal[1:]}" for animal in animals.split())
    with executed_statements(installation) as statements:
        response = installation.call(SearchArticles, VISITOR, language="nl", text=typed)
    assert len(response["corrections"]) == 5
    assert len(statements) <= 7, statements


def test_a_word_of_a_withdrawn_article_corrects_nothing(installation: Installation) -> None:
    article = a_published_article(installation, title="schildpad")
    installation.call(WithdrawArticle, EDITOR, article_id=article["id"], language="nl")
    assert installation.call(SearchArticles, VISITOR, language="nl", text="schildpat")["corrections"] == []


def test_a_short_synonym_is_not_found_within_other_words(installation: Installation) -> None:
    word = a_word()
    for text in ("Sign in.", "A design."):
        a_published_article(installation, "en", title=word, summary=text, body=text)
    marked = [piece for row in search(installation, f"{word} log", "en") for piece in row["passage"]]
    assert {"text": "Sign", "matches": True} in marked
    assert {"text": "design", "matches": True} not in marked
