"""Evidence: where a value comes from, as a link, a file or a place on the shared drive. Read by staff, never public."""

from django.db import models
from django.db.models import Q

from indicators.models.indicator import Indicator
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO, all_or_none
from measures.models.person_field import optional_person_field, person_field

LONGEST_URL = 500  # of evidence.links, which refuses longer ones
LONGEST_PATH = 300
SCHEMES = ("https://", "http://")


_NO_FILE = {"name": "", "sha256": "", "content_type": "", "size": 0}


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def attached(self) -> "EvidenceQuerySet":
        """Not taken off."""
        return self.filter(removed_at__isnull=True)

    def of(self, indicator: Indicator, year: int) -> "EvidenceQuerySet":
        return self.filter(indicator=indicator, year=year)


class Evidence(models.Model):
    """A link (`url`), a file (`name`, kept under `sha256` in the data folder), or a place on the shared drive (`path`, a text
    that leads nowhere), of one record of a chain.

    It belongs to the number and not to the row, so that a file can be handed in before anything else is saved.
    Taken off it stays here, with who and when; nobody is handed it any more. Written by workflow/evidence.py alone.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="evidence", verbose_name="指標")
    year = models.PositiveSmallIntegerField("年度", help_text="西暦")
    number = models.PositiveSmallIntegerField("回", default=1)
    url = models.CharField("リンク", max_length=LONGEST_URL, blank=True)
    name = models.CharField("ファイル名", max_length=100, blank=True)
    content_type = models.CharField("種類", max_length=100, blank=True)
    size = models.PositiveIntegerField("大きさ", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    path = models.CharField("共有フォルダーの場所", max_length=LONGEST_PATH, blank=True)
    carried_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_on",
        verbose_name="引き継いだもと",
        help_text="前の年度の資料。ファイルは、同じ中身（SHA-256）です。",
    )
    added_by = person_field("添付した人")
    added_at = models.DateTimeField("添付した日時")
    removed_by = optional_person_field("外した人")
    removed_at = models.DateTimeField("外した日時", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "根拠資料"
        ordering = ["indicator", "year", "number", "added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__range=(YEAR_FROM, YEAR_TO), number__gte=1), name="evidence_year"
            ),
            models.CheckConstraint(
                condition=(~Q(url="") & Q(path="", **_NO_FILE))
                | (~Q(path="") & Q(url="", **_NO_FILE))
                | (Q(url="", path="") & ~Q(name="") & ~Q(sha256="") & ~Q(content_type="") & Q(size__gt=0)),
                name="evidence_link_file_or_path",
            ),
            # No other scheme ever becomes a link that a colleague presses.
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith=SCHEMES[0]) | Q(url__startswith=SCHEMES[1]),
                name="evidence_scheme",
            ),
            models.CheckConstraint(
                condition=all_or_none("removed_at", "removed_by"), name="evidence_removed_by_someone"
            ),
            *(
                models.UniqueConstraint(
                    fields=["indicator", "year", "number", column],
                    condition=Q(removed_at__isnull=True) & ~Q(**{column: ""}),
                    name=f"one_{word}_once_a_value",
                )
                for column, word in (("sha256", "file"), ("url", "link"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年度 {self.words}"

    @property
    def words(self) -> str:
        """What it is called: the file's name, the address, or the place."""
        return self.name or self.url or self.path

    @property
    def is_file(self) -> bool:
        return bool(self.sha256)
