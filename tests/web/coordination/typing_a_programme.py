"""Types a whole programme, as `export_programme` writes it, on the pages of the team."""

import re
from datetime import date, timedelta
from typing import Any

from at_the_desk import Desk

from resal.language import dates
from resal.queries import words

Json = dict[str, Any]
SAVE = "Enregistrer"
HERE = "/coordination/rencontres"
SPOKEN = {"fr": "Français", "en": "Anglais", "es": "Espagnol"}


class Typist:
    """`names`: what lists call each thing of the file, by its key; `places`: the number of each session."""

    def __init__(self, desk: Desk, programme: Json) -> None:
        self.desk, self.programme = desk, programme
        self.names: dict[str, str] = {}
        self.places: dict[str, int] = {}

    def type_all(self) -> None:
        self.settings(self.programme["network"], self.programme["about"])
        for noun in ("themes", "organizations", "venues", "people", "series"):
            for row in self.programme[noun]:
                getattr(self, noun)(row)
        for event in self.programme["events"]:
            self.event(event)
        for event in self.programme["events"]:
            self.ties(event)

    def settings(self, network: Json, about: str) -> None:
        self.desk.open("/coordination/reglages").write(
            **both("name", network), acronym=network["acronym"], coordinator=network["coordinator"],
            **both("territory", network), **both("concern", network), audience="\n".join(network["audience"]),
            about=about,
        ).choose(timezone=words.zone_name(network["timezone"])).press(SAVE)  # fmt: skip

    def themes(self, row: Json) -> None:
        self.names[row["key"]] = row["label_fr"]
        self.desk.open("/coordination/themes/nouveau")
        self.desk.write(**both("label", row), aliases=lines(row, "aliases")).press(SAVE)

    def organizations(self, row: Json) -> None:
        self.names[row["key"]] = row["name_fr"]
        self.desk.open("/coordination/organismes/nouveau").write(
            **both("name", row), **as_it_is(row, "acronym", "kind", "city", "website"),
            territories=lines(row, "territories"),
        )  # fmt: skip
        if "parent" in row:
            self.desk.choose(parent_id=self.names[row["parent"]])
        if row.get("hidden"):
            self.desk.tick("hidden")
        self.desk.press(SAVE)

    def venues(self, row: Json) -> None:
        self.names[row["key"]] = ", ".join(filter(None, (row["name"], row.get("city"))))
        self.desk.open("/coordination/lieux/nouveau").write(
            **as_it_is(row, "name", "address", "borough", "city", "capacity"), **both("access", row),
            point=f"{row['latitude']}, {row['longitude']}" if "latitude" in row else "",
        ).press(SAVE)  # fmt: skip

    def people(self, row: Json) -> None:
        self.names[row["key"]] = row["name"]
        self.desk.open("/coordination/animation/nouveau").write(name=row["name"], **both("bio", row))
        for n, role in enumerate(row.get("roles", [])):
            self.grow("roles", f"roles-{n}-title_fr", "Ajouter un titre")
            self.desk.write(**both(f"roles-{n}-title", role))
            self.desk.choose(**{f"roles-{n}-organization_id": self.names[role["org"]]})
        self.desk.press(SAVE)

    def series(self, row: Json) -> None:
        self.names[row["key"]] = row["title_fr"]
        self.desk.open("/coordination/series/nouvelle").write(**both("title", row), **both("summary", row))
        self.tick("theme_ids", row.get("themes"))
        self.bodies("funder_ids", "funder_ids-{n}", row.get("funders", []))
        self.desk.press(SAVE)

    def event(self, row: Json) -> None:
        self.names[row["key"]] = row["title_fr"]
        self.desk.open(f"{HERE}/nouvelle")
        self._what(row)
        self._when_and_where(row)
        self._who(row)
        self.desk.press("Enregistrer le brouillon")
        self.places[row["key"]] = int(self.desk.path.rpartition("/")[2])
        if row["status"] != "draft":
            self.desk.open(self.here(row, "publier")).press("Publier")
        self._agenda(row)
        self._takeaways(row)
        self._next_steps(row)
        self._documents(row)
        self._came(row)
        self._cancel(row)

    def _what(self, row: Json) -> None:
        self.desk.write(
            **{name: text for one in ("title", "summary", "audience", "instructions") for name, text in
               both(one, row).items()},
            objectives_fr=lines(row, "objectives_fr"), objectives_en=lines(row, "objectives_en"),
            **as_it_is(row, "number_in_series"), edition_number=str(row.get("edition", "")),
        )  # fmt: skip
        self.desk.choose(kind=words.word(words.SESSION_KINDS, row["kind"]))
        self.desk.choose(languages=[words.word(words.LANGUAGES, code) for code in row.get("languages", [])])
        self.tick("theme_ids", row.get("themes"))
        if "series" in row:
            self.desk.choose(series_id=self.names[row["series"]])

    def _when_and_where(self, row: Json) -> None:
        for n, part in enumerate(dated(row)):
            self.grow("meetings", f"meetings-{n}-date", "Ajouter une date")
            start, end = part.get("start_time", ""), part.get("end_time", "")
            self.desk.write(
                **{f"meetings-{n}-date": part["date"], f"meetings-{n}-start": start, f"meetings-{n}-end": end}
            )
        for n, part in enumerate(row.get("meetings", [])):
            self.desk.write(**both(f"meetings-{n}-title", part), **{f"meetings-{n}-link": part.get("link", "")})
            if "venue" in part:
                self.desk.choose(**{f"meetings-{n}-venue_id": self.names[part["venue"]]})
        self.desk.choose(timezone=words.zone_name(row.get("timezone", self.programme["network"]["timezone"])))
        self.desk.write(
            **as_it_is(row, "city", "link", "capacity", "capacity_online", "external_url"),
            **both("date_known_as", row),
            opens_at=row.get("opens_at", "")[:16], closes_at=row.get("closes_at", "")[:16],
        )  # fmt: skip
        self.desk.choose(mode=words.word(words.MODES, row["mode"]) if "mode" in row else "À préciser")
        self.desk.choose(
            registration=words.word(words.POLICIES, row["registration"]),
            visibility=words.word(words.VISIBILITIES, row["visibility"]),
        )  # fmt: skip
        if "venue" in row:
            self.desk.choose(venue_id=self.names[row["venue"]])

    def _who(self, row: Json) -> None:
        for n, led in enumerate(row.get("facilitators", [])):
            person, role = (led["person"], led["role"]) if isinstance(led, dict) else (led, "facilitator")
            self.grow("leaders", f"leaders-{n}-facilitator_id", "Ajouter une personne")
            self.desk.choose(**{
                f"leaders-{n}-facilitator_id": self.names[person],
                f"leaders-{n}-role": words.word(words.ROLES, role),
            })  # fmt: skip
        for noun in ("organizers", "funders"):
            self.bodies(noun, noun + "-{n}-organization_id", row.get(noun, []))

    def _agenda(self, row: Json) -> None:
        if not row.get("agenda"):
            return
        self.desk.open(self.here(row, "deroulement"))
        for n, line in enumerate(row["agenda"]):
            self.grow("lines", f"lines-{n}-text_fr", "Ajouter une ligne")
            led = "\n".join(self.names[key] for key in line.get("led_by", []))
            self.desk.write(**{
                f"lines-{n}-text_fr": line.get("fr", ""), f"lines-{n}-text_en": line.get("en", ""),
                f"lines-{n}-start": line.get("start_time", ""), f"lines-{n}-end": line.get("end_time", ""),
                f"lines-{n}-track": line.get("track", ""), f"lines-{n}-led_by": led,
            })  # fmt: skip
            day = dates.day_long(date.fromisoformat(line["date"])) if "date" in line else "Toute la rencontre"
            part = words.word(words.PARTS, line["part"]) if "part" in line else "Sans moment"
            self.desk.choose(**{f"lines-{n}-day": day, f"lines-{n}-part": part})
        self.desk.press("Enregistrer le déroulement")

    def _takeaways(self, row: Json) -> None:
        for one in row.get("takeaways", []):
            self.desk.open(self.here(row, "apprentissages")).write(text_fr=one["fr"])
            self.desk.choose(kind=words.word(words.TAKEAWAY_KINDS, one["kind"])).press("Ajouter")
        for number, one in zip(self.latest("apprentissages"), reversed(row.get("takeaways", [])), strict=True):
            self.desk.open(f"/coordination/apprentissages/{number}")
            self.desk.write(**both("title", one), text_fr=one["fr"], text_en=one.get("en", ""))
            self.tick("themes", one.get("themes"))
            if "facilitator" in one:
                self.desk.choose(facilitator_id=self.names[one["facilitator"]])
            self.desk.press(SAVE)
            self.desk.open(f"/coordination/apprentissages/{number}")
            self.desk.press(
                "Publier quand même" if "Publier quand même" in self.desk.page.text else f"{SAVE} et publier"
            )

    def _next_steps(self, row: Json) -> None:
        for one in row.get("next_steps", []):
            self.desk.open(self.here(row, "apprentissages"))
            self.desk.write(text_fr=one["fr"], owner=self.names.get(one.get("owner", ""), one.get("owner", "")))
            self.desk.write(due_on=one.get("due", "")).choose(kind="Suite").press("Ajouter")
        for number, one in zip(self.latest("suites"), reversed(row.get("next_steps", [])), strict=True):
            self.desk.open(f"/coordination/suites/{number}").write(text_en=one.get("en", ""))
            self.desk.choose(state=words.word(words.STEP_STATES, one["state"])).tick("public").press(SAVE)

    def _documents(self, row: Json) -> None:
        if not row.get("resources"):
            return
        self.desk.open(self.here(row, "documents"))
        for n, one in enumerate(row["resources"]):
            self.grow("documents", f"documents-{n}-title_fr", "Ajouter un document")
            self.desk.write(**{
                **both(f"documents-{n}-title", one), f"documents-{n}-kind": one.get("kind", ""),
                f"documents-{n}-url": one.get("url", ""),
            })  # fmt: skip
            if "language" in one:
                self.desk.choose(**{f"documents-{n}-language": SPOKEN[one["language"]]})
        self.desk.press(SAVE)

    def _came(self, row: Json) -> None:
        if "attendance_about" in row:
            low, _dash, high = str(row["attendance_about"]).partition("-")
            self.desk.open(self.here(row, "presences")).write(low=low, high=high).press("Noter l'estimation")

    def _cancel(self, row: Json) -> None:
        if row["status"] == "cancelled":
            self.desk.open(self.here(row, "annuler")).write(**both("reason", row, "cancelled_reason"))
            self.desk.press("Continuer").press("Annuler la rencontre")

    def ties(self, row: Json) -> None:
        wanted = {"edition_of_id": row.get("edition_of"), "follows_id": row.get("follows")}
        if not any(wanted.values()) and not row.get("follow_ups"):
            return
        self.desk.open(self.here(row, "editions-et-suites"))
        for name, key in wanted.items():
            if key:
                self.desk.begin(**{name: self.names[key]})
        for n, one in enumerate(row.get("follow_ups", [])):
            self.grow("follow_ups", f"follow_ups-{n}-text_fr", "Ajouter une suite")
            self.desk.write(**{
                f"follow_ups-{n}-text_fr": one["fr"], f"follow_ups-{n}-text_en": one.get("en", ""),
                **both(f"follow_ups-{n}-when", one, "when"),
            })  # fmt: skip
            self.desk.choose(**{f"follow_ups-{n}-kind": words.word(words.SESSION_KINDS, one["kind"])})
        self.desk.press(SAVE)

    def latest(self, kind: str) -> list[str]:
        """The numbers of what the open page of capture lists, the latest first."""
        found = re.findall(rf'href="/coordination/{kind}/([0-9]+)"', self.desk.page.text)
        return list(dict.fromkeys(found))

    def tick(self, name: str, keys: list[str] | None) -> None:
        self.desk.choose(**{name: [self.names[key] for key in keys or []]})

    def bodies(self, name: str, pattern: str, keys: list[str]) -> None:
        for n, key in enumerate(keys):
            self.grow(name, pattern.format(n=n), "Ajouter un organisme")
            self.desk.choose(**{pattern.format(n=n): self.names[key]})

    def grow(self, name: str, wanted: str, button: str) -> None:
        """One more row, if there is none for this field yet."""
        if not self.desk.has(wanted):
            self.desk.press(button, name)

    def here(self, row: Json, page: str) -> str:
        return f"{HERE}/{self.places[row['key']]}/{page}"


def both(name: str, row: Json, given: str | None = None) -> dict[str, str]:
    return {f"{name}_{code}": row.get(f"{given or name.rpartition('-')[2]}_{code}", "") for code in ("fr", "en")}


def as_it_is(row: Json, *names: str) -> dict[str, str]:
    return {name: str(row.get(name, "")) for name in names}


def lines(row: Json, name: str) -> str:
    return "\n".join(row.get(name, []))


def dated(row: Json) -> list[Json]:
    """The parts of a session, one by one."""
    if not row.get("date"):
        return list(row.get("meetings", []))
    first = date.fromisoformat(row["date"])
    days = (date.fromisoformat(row.get("end_date", row["date"])) - first).days + 1
    hours = {name: row[name] for name in ("start_time", "end_time") if name in row}
    return [{"date": (first + timedelta(days=n)).isoformat(), **hours} for n in range(days)]
