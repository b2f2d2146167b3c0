"""What was learned, and who is there: takeaways, themes, facilitators, organisations."""

from werkzeug.wrappers import Response

from resal.queries import directory, library, themes
from resal.queries.library import LibraryPage, Search
from resal.web.page_cache import cached_page
from resal.web.public.answering import (
    FilterItem,
    asked,
    beside,
    both,
    found,
    listed,
    listed_in_both,
    page_number,
    possible,
    settled,
    show,
)
from resal.web.routing import PUBLIC, route


@route("public.takeaways", access=(PUBLIC,))
@cached_page
def takeaways() -> str:
    search, number = Search(asked("q"), asked("type"), asked("theme")), page_number()
    page = library.library(search, number)
    found(page if page.exists else None)
    chosen = {"q": search.q, "type": search.kind, "theme": search.theme}
    return show(
        "public/takeaways.html", listed_in_both("public.takeaways", chosen, number), library=page, search=search,
        kinds=_kinds(page, chosen), **beside("public.takeaways", chosen, number, page.more),
    )  # fmt: skip


@route("public.takeaway", access=(PUBLIC,))
@cached_page
def takeaway(id: int) -> str | Response:  # noqa: A002 - the word of the address
    page = found(library.takeaway_page(possible(id)))
    here = both("public.takeaway", id=id)
    return settled(here) or show("public/takeaway.html", here, found=page)


@route("public.theme", access=(PUBLIC,))
@cached_page
def theme(slug: str) -> str:
    number = page_number()
    page = found(themes.theme_page(slug, number))
    found(page if page.exists else None)
    here = both("public.theme", slug=slug)
    nearby = beside("public.theme", {}, number, page.more, slug=slug)
    return show("public/theme.html", here, theme=page, **nearby)


@route("public.network", access=(PUBLIC,))
@cached_page
def network() -> str:
    return show("public/network.html", both("public.network"), directory=directory.network_page())


@route("public.facilitator", access=(PUBLIC,))
@cached_page
def facilitator(id: int, slug: str) -> str | Response:  # noqa: A002 - the word of the address
    page = found(directory.facilitator_page(possible(id)))
    here = page.paths._asdict()
    return settled(here) or show("public/facilitator.html", here, person=page)


@route("public.organization", access=(PUBLIC,))
@cached_page
def organization(id: int, slug: str) -> str | Response:  # noqa: A002 - the word of the address
    page = found(directory.organization_page(directory.merged_into(possible(id)) or possible(id)))
    here = page.paths._asdict()
    return settled(here) or show("public/organization.html", here, body=page)


def _kinds(page: LibraryPage, chosen: dict[str, str]) -> list[FilterItem]:
    return [
        FilterItem(
            kind.label,
            listed("public.takeaways", {**chosen, "type": kind.kind}),
            kind.kind == chosen["type"],
            kind.count,
        )
        for kind in page.kinds
    ]
