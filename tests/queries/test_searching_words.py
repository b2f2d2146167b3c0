"""The words of a search, without a database."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from resal.queries import search


def test_accents_capitals_plurals_and_small_words_do_not_count() -> None:
    assert search.terms("Les HAINES, en Ligne") == ("haine", "ligne") == search.terms("la haine en ligne")


def test_small_words_alone_are_searched_for_all_the_same() -> None:
    assert search.terms("en ou") == ("en", "ou")


def test_a_long_search_is_cut_to_eight_words() -> None:
    assert len(search.terms(" ".join(f"mot{number}" for number in range(50)))) == 8


def test_words_found_are_marked_with_what_follows_them() -> None:
    marked = search.marked("La haine en ligne, et les Haines", search.terms("haine en ligne"))
    assert marked == Markup("La <mark>haine en ligne</mark>, et les <mark>Haines</mark>")


def test_ligatures_and_accents_are_found_where_they_are_written() -> None:
    assert search.marked("Œuvrer à l'école", ("oeuvre", "ecole")) == Markup(
        "<mark>Œuvrer</mark> à l&#39;<mark>école</mark>"
    )


@given(text=st.text(max_size=60), asked=st.text(max_size=20))
def test_marking_only_adds_marks_and_never_lets_markup_through(text: str, asked: str) -> None:
    marked = search.marked(text, search.terms(asked))
    assert marked.replace("<mark>", "").replace("</mark>", "") == escape(text)


def test_the_nearest_words_share_the_most_letters() -> None:
    assert search.likeness("polise", "Jeunes et police") > search.likeness("polise", "Gangs de rue")
