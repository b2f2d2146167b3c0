"""Organization: members, partners, funders… and the places they work in."""

from datetime import datetime

from sqlalchemy import ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resal.language.typography import fold
from resal.models.base import Base, made_here
from resal.models.localized import Localized


class Organization(Base):
    """A body people belong to; statistics are drawn from it, never from questions to people."""

    __tablename__ = "organizations"

    key: Mapped[str] = mapped_column(unique=True, default=made_here)
    name: Mapped[Localized]
    acronym: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    city: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    territories: Mapped[list[str]] = mapped_column(default=list)
    aliases: Mapped[list[str]] = mapped_column(default=list)
    folded_names: Mapped[str] = mapped_column(default="")
    hidden: Mapped[bool] = mapped_column(default=False)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    parent: Mapped["Organization | None"] = relationship(foreign_keys=[parent_id], remote_side="Organization.id")
    merged_into: Mapped["Organization | None"] = relationship(
        foreign_keys=[merged_into_id], remote_side="Organization.id"
    )

    @property
    def public(self) -> bool:
        return not self.hidden and self.merged_into_id is None

    def names(self) -> list[str]:
        """All that people call it: its name in each language, acronyms, aliases."""
        written = [self.name.in_language(language) for language in self.name.languages()]
        acronyms = [self.acronym, *(self.acronym or "").split("/")]
        return [text for text in (*written, *acronyms, *(self.aliases or [])) if text]


@event.listens_for(Organization, "before_insert")
@event.listens_for(Organization, "before_update")
def _fold_names(_mapper: object, _connection: object, organization: Organization) -> None:
    """Keep the names in the form typed names are matched with, in their own order: |anonyme|l'anonyme|."""
    folded = sorted({fold(name) for name in organization.names()})
    organization.folded_names = "|" + "|".join(folded) + "|"
