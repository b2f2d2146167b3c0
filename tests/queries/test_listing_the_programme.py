"""Which sessions a list shows, and in which order."""

from datetime import timedelta

from factories import a_next_step, a_participant, a_registration, a_series, a_session, a_takeaway, a_theme, a_venue

from resal import clock
from resal.db import db
from resal.language import dates
from resal.models import Attendance, TrainingSession, localized
from resal.queries import presence, programme
from resal.queries.programme import Filters

NONE = Filters()


def titles(page: programme.Page) -> list[tuple[str, list[str]]]:
    """Headings and titles, with ordinary spaces."""
    return [(plain(group.title), [plain(row.title) for row in group.rows]) for group in page.groups]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def an_undated(words: str, title: str, **columns: object) -> TrainingSession:
    return a_session(title, starts_in=None, date_known_as=localized({"fr": words}), **columns)


def test_what_is_to_come_goes_by_month_and_what_has_no_date_comes_last() -> None:
    an_undated("au printemps", "Sans date")
    a_session("En décembre", starts_in=timedelta(days=10))
    a_session("En novembre", starts_in=timedelta(days=1))
    a_session("Passée", starts_in=-timedelta(days=1))
    assert titles(programme.upcoming(NONE)) == [
        ("Novembre 2026", ["En novembre"]), ("Décembre 2026", ["En décembre"]), ("Date à venir", ["Sans date"]),
    ]  # fmt: skip


def test_a_session_going_on_is_still_to_come_and_a_cancelled_one_until_its_date() -> None:
    a_session("En cours", starts_in=-timedelta(hours=1))
    a_session("Annulée", cancelled_at=clock.now())
    a_session("Annulée hier", starts_in=-timedelta(days=1), cancelled_at=clock.now())
    rows = list(programme.upcoming(NONE).rows)
    assert [(row.title, row.cancelled) for row in rows] == [("En cours", False), ("Annulée", True)]


def test_what_is_over_goes_by_year_with_what_has_only_words_in_its_place() -> None:
    a_session("Mars 2026", starts_in=-timedelta(days=250))
    a_session("Il y a un mois", starts_in=-timedelta(days=30))
    an_undated("mai 2026", "Quelque part en mai", registration="none")
    an_undated("2024", "En 2024", attendance_low=15)
    an_undated("jadis", "Jadis", attendance_low=8)
    an_undated("automne 2027", "À venir")
    an_undated("un jour", "Un jour", registration="none")
    assert titles(programme.past()) == [
        ("2026", ["Il y a un mois", "Quelque part en mai", "Mars 2026"]),
        ("2024", ["En 2024"]),
        ("Date inconnue", ["Jadis"]),
    ]


def test_pages_of_what_is_over_hold_everything_once_and_in_order() -> None:
    expected = []
    for number in range(1, 65):
        if number % 4:
            a_session(str(number), starts_in=-timedelta(days=31 * number))
        else:
            day = clock.now() - timedelta(days=31 * number)
            words = f"{day.day} {dates.month_long(day)}"
            an_undated(words, str(number), registration="none")
        expected.append(str(number))
    pages = [programme.past(number) for number in (1, 2, 3)]
    assert [row.title for page in pages for row in page.rows] == expected
    assert [page.more for page in pages] == [True, True, False]
    assert not programme.past(4).exists


def test_filters_narrow_and_combine() -> None:
    hate, police = a_theme("Haine en ligne", key="hate"), a_theme("Police", key="police")
    series = a_series()
    a_session("A", themes=[hate], series=series, languages=["fr"], mode="in person")
    a_session("B", themes=[hate, police], languages=["fr", "en"], mode="online")
    a_session("C", themes=[police], languages=["en"], mode="hybrid")

    def found(**filters: str) -> list[str]:
        return [row.title for row in programme.upcoming(Filters(**filters)).rows]

    assert found(theme="hate") == ["A", "B"]
    assert found(series=str(series.id)) == ["A"]
    assert found(language="en") == ["B", "C"]
    assert found(mode="online") == ["B", "C"]
    assert found(mode="in person") == ["A", "C"]
    assert found(theme="hate", language="en") == ["B"]


def test_a_filter_that_means_nothing_finds_nothing() -> None:
    a_session()
    for unknown in (
        {"theme": "%"},
        {"series": "9" * 30},
        {"series": "x"},
        {"language": "%"},
        {"mode": "x"},
        {"q": "!!"},
    ):
        assert programme.upcoming(Filters(**unknown)).groups == (), unknown


def test_words_are_looked_for_in_titles_series_themes_and_places_whatever_the_language() -> None:
    a_session("Médiation", venue=a_venue("Centre Saint-Michel"), themes=[a_theme("Rue", aliases=["outreach"])])
    a_session("Autre", series=a_series("Cycle d'hiver"))

    def found(asked: str) -> list[str]:
        return [row.title for row in programme.upcoming(Filters(q=asked)).rows]

    assert {asked: found(asked) for asked in ("mediations", "saint michel", "outreach rue", "cycle", "hiver rue")} == {
        "mediations": ["Médiation"], "saint michel": ["Médiation"], "outreach rue": ["Médiation"],
        "cycle": ["Autre"], "hiver rue": [],
    }  # fmt: skip


def test_the_next_session_is_the_first_that_has_a_date_and_stands() -> None:
    assert programme.next_row() is None
    a_session("Annulée", starts_in=timedelta(days=1), cancelled_at=clock.now())
    a_session("Ensuite", starts_in=timedelta(days=5))
    a_session("Sans date", starts_in=None)
    row = programme.next_row()
    assert row is not None
    assert row.title == "Ensuite"


def test_chips_are_the_filters_that_would_find_something() -> None:
    a_session(themes=[a_theme("Rue", key="street")], mode="hybrid", languages=["fr", "en"])
    a_session(themes=[a_theme("Cachée", key="hidden")], published=False)
    assert [(chip.name, chip.value, chip.words) for chip in programme.chips()] == [
        ("theme", "street", "Rue"), ("language", "en", "En anglais"), ("mode", "online", "En ligne"),
    ]  # fmt: skip


def test_the_series_counts_only_what_is_listed() -> None:
    series = a_series("Cycle")
    a_session(series=series, number_in_series=1)
    a_session(series=series, number_in_series=2, published=False)
    a_session(series=series, number_in_series=3, visibility="confidential")
    assert [row.series for row in programme.upcoming(NONE).rows] == ["Série «\u00a0Cycle\u00a0», 1 de 1"]


def test_what_is_left_is_counted() -> None:
    over = a_session(starts_in=-timedelta(days=2))
    a_takeaway("Une phrase", over)
    a_takeaway("Pas encore", over, state="raw")
    a_next_step("", over)
    assert programme.counts()[:2] == (1, 1)


def test_who_came_is_counted_once_however_many_meetings() -> None:
    session = a_session(starts_in=-timedelta(days=20), meetings=2)
    estimated = a_session(starts_in=-timedelta(days=2), attendance_low=40, attendance_high=60)
    for name in ("Ana", "Bo"):
        registration = a_registration(session, a_participant(name))
        for meeting in session.meetings:
            came = Attendance(registration=registration, meeting=meeting, status="present", recorded_at=clock.now())
            db.session.add(came)
    db.session.commit()
    found = presence.of_sessions([session, estimated])
    assert [str(found[one.id]) for one in (session, estimated)] == ["2\u00a0personnes", "40 à 60\u00a0personnes"]
