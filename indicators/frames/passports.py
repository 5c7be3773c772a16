"""What an indicator is, edition by edition: its published passports (docs/publication.md §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indicators.frames.kept import kept
from indicators.frames.sources import Asked, Source, grouped
from indicators.models import Passport


@dataclass(frozen=True)
class PassportEdition:
    """One published passport; "" and () where an entry is not registered. `goals`, `factors`: codes of the models' words."""

    definition: str = ""
    formula: str = ""
    source: str = ""
    source_url: str = ""
    method: str = ""
    sample: str = ""
    frequency: str = ""
    contact: str = ""
    target_reason: str = ""
    breaks: str = ""
    goals: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    reason: str = ""
    published_at: datetime | None = None


# Of an indicator of which nothing is registered.
NOTHING = PassportEdition()


def passport_editions(
    asked: Asked, *, as_of: datetime | None = None
) -> Mapping[int, Sequence[PassportEdition]]:
    """The indicator's id → its published editions, the newest first; as of a moment if one is given."""
    records = Source.of(asked, as_of).rules(Passport)
    return {
        pk: [_edition(record) for record in reversed(editions)]
        for pk, editions in grouped(records, "indicator_id").items()
    }


def passports(asked: Asked, *, as_of: datetime | None = None) -> Mapping[int, PassportEdition]:
    """The indicator's id → the edition that stands."""
    source = Source.of(asked, as_of)
    return kept(source, "passports", lambda _: {pk: one[0] for pk, one in passport_editions(source).items()})


def _edition(record: Mapping[str, Any]) -> PassportEdition:
    own = {name: cell for name, cell in record.items() if name != "indicator_id"}
    return PassportEdition(**own | {name: tuple(own[name]) for name in ("goals", "factors")})
