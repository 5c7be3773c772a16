"""Drafted: what one person of the plan office drafts and another publishes, fixed from then on (docs/publication.md §6)."""

from typing import Any, ClassVar

from django.db import models

from measures.models.person_field import optional_person_field


class Drafted(models.Model):
    """A draft has no `published_at`. A published row is guarded by triggers; what is decided anew is a new row.

    A subclass is one kind, and says what a kind is: `key` in the log (Event.Action has published_as()) and in addresses,
    `word` for people, `chain` the fields that say whose it is (its owner first), `content` what it says, `decision` what
    is said of the decision itself. Of the published ones of a chain the newest holds.
    """

    key: ClassVar[str]
    word: ClassVar[str]
    chain: ClassVar[tuple[str, ...]] = ("indicator",)
    content: ClassVar[tuple[str, ...]]
    decision: ClassVar[tuple[str, ...]] = ("reason",)
    # Of the content what most leave as it is: the log names it where one does not.
    seldom: ClassVar[tuple[str, ...]] = ()

    reason = models.CharField("理由", max_length=300)
    version = models.PositiveIntegerField("保存の回数", default=1, editable=False)
    published_at = models.DateTimeField("公表日時", null=True, blank=True)
    published_by = optional_person_field("公表した人")
    # Unknown for the plan's own, which were loaded and not drafted.
    drafted_by = optional_person_field("下書きした人")

    class Meta:
        abstract = True

    @property
    def at_version(self) -> str:
        """Which draft, as it was saved last: what a page shows somebody, and takes back with what they decided."""
        return f"{self.pk}:{self.version}"

    @property
    def owner(self) -> Any:
        """The indicator; of a threshold the plan, of a reference figure's points the measure, of a title and day the batch."""
        return getattr(self, self.chain[0])

    @property
    def author_ids(self) -> set[int]:
        """Who drafted it: they may not publish it (docs/publication.md §4)."""
        return set() if self.drafted_by_id is None else {self.drafted_by_id}

    @classmethod
    def published_as(cls) -> str:
        """The action of the log's line when one goes out."""
        return f"{cls.key}_set"

    @classmethod
    def labels(cls) -> dict[str, str]:
        """What people call each of its contents."""
        fields: dict[str, Any] = {name: cls._meta.get_field(name) for name in cls.content}
        return {name: str(field.verbose_name) for name, field in fields.items()}
