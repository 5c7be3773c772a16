"""What the site says of its city and how it looks: an edition is a whole, and the newest published one holds (decisions/0024)."""

from hashlib import sha256

from django.db import models
from django.db.models import F, Q

from measures.models.person_field import optional_person_field
from measures.models.plan import check_city_code

# Of a city and its offices that anybody can look up: one person may change them (decisions/0024).
CONTACT = ("contact", "contact_phone", "contact_mail", "contact_url")
CONTENT = (
    *("city", "city_code", *CONTACT, "licence_key", "licence_name", "licence_url"),
    *("brand_colour", "link_colour", "logo", "logo_words"),
    "second_factor",
)


class SecondFactor(models.TextChoices):
    """Of whom a code is asked after the password."""

    NOBODY = "", "求めない（登録した人だけ）"
    OFFICE = "office", "計画担当に求める"
    MANAGERS = "managers", "計画担当と管理職に求める"
    EVERYBODY = "all", "全員に求める"


class SiteSettings(models.Model):
    """One edition. A draft has no `published_at`, and there is one at most; a published one is guarded by triggers.

    A site that was set up without a plan begins with an empty edition: that says so for ever (load_plan). What is empty
    of licence and colours is as the server's settings and the style sheet have it.
    """

    city = models.CharField("市の名称", max_length=50, blank=True)
    city_code = models.CharField(
        "全国地方公共団体コード",
        max_length=6,
        blank=True,
        validators=[check_city_code],
        help_text="6桁。ファイルとカタログに出て、ほかの市のデータとつながります。",
    )
    contact = models.CharField("問い合わせ先の課", max_length=100, blank=True)
    contact_phone = models.CharField("電話番号", max_length=30, blank=True)
    contact_mail = models.EmailField("メール", blank=True)
    contact_url = models.URLField("問い合わせのページ", blank=True)
    licence_key = models.CharField("利用の条件の記号", max_length=50, blank=True)
    licence_name = models.CharField("利用の条件の名前", max_length=100, blank=True)
    licence_url = models.URLField("利用の条件のページ", blank=True)
    brand_colour = models.CharField("見出しの色", max_length=7, blank=True)
    link_colour = models.CharField("リンクの色", max_length=7, blank=True)
    logo = models.BinaryField("ロゴ", blank=True, default=bytes)  # a PNG that was drawn anew here
    logo_words = models.CharField("ロゴの代わりの文", max_length=100, blank=True)
    second_factor = models.CharField(
        "二段階認証", max_length=10, blank=True, default=SecondFactor.NOBODY, choices=SecondFactor
    )

    reason = models.CharField("理由", max_length=300)
    version = models.PositiveIntegerField("保存の回数", default=1, editable=False)
    by_two = models.BooleanField("2人で決める", default=True)
    drafted_by = optional_person_field("下書きした人")
    published_at = models.DateTimeField("公表日時", null=True, blank=True)
    published_by = optional_person_field("公表した人")

    class Meta:
        verbose_name = verbose_name_plural = "サイトの設定"
        ordering = ["published_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="site_settings_reason"),
            models.CheckConstraint(
                condition=Q(by_two=False) | ~Q(published_by=F("drafted_by")) | Q(published_by__isnull=True),
                name="site_settings_four_eyes",
            ),
            models.UniqueConstraint(
                fields=["by_two"],
                condition=Q(published_at__isnull=True),
                name="site_settings_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"サイトの設定（{self.city or '市の名称なし'}）"

    @property
    def at_version(self) -> str:
        """Which edition or draft, as it was saved last; "" of what is not stored."""
        return f"{self.pk}:{self.version}" if self.pk else ""

    @property
    def author_ids(self) -> frozenset[int]:
        """Who drafted it: they may not publish it where two decide."""
        return frozenset() if self.drafted_by_id is None else frozenset({self.drafted_by_id})

    @property
    def logo_name(self) -> str:
        """What its picture is called in its address, new with each picture; "" without one."""
        return sha256(bytes(self.logo)).hexdigest()[:16] if self.logo else ""
