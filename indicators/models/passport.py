"""Passport: what an indicator is, for people who read its figures (docs/publication.md §6)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from indicators.evidence.links import LONGEST_URL
from indicators.models.drafted import Drafted
from indicators.models.indicator import Indicator
from indicators.models.vocabulary import SOURCE_HTTPS


class Goal(models.TextChoices):
    """The seventeen SDGs, by their numbers."""

    POVERTY = "1", "貧困をなくそう"
    HUNGER = "2", "飢餓をゼロに"
    HEALTH = "3", "すべての人に健康と福祉を"
    EDUCATION = "4", "質の高い教育をみんなに"
    GENDER = "5", "ジェンダー平等を実現しよう"
    WATER = "6", "安全な水とトイレを世界中に"
    ENERGY = "7", "エネルギーをみんなに そしてクリーンに"
    WORK = "8", "働きがいも経済成長も"
    INDUSTRY = "9", "産業と技術革新の基盤をつくろう"
    EQUALITY = "10", "人や国の不平等をなくそう"
    CITIES = "11", "住み続けられるまちづくりを"
    CONSUMPTION = "12", "つくる責任 つかう責任"
    CLIMATE = "13", "気候変動に具体的な対策を"
    OCEANS = "14", "海の豊かさを守ろう"
    LAND = "15", "陸の豊かさも守ろう"
    PEACE = "16", "平和と公正をすべての人に"
    PARTNERSHIP = "17", "パートナーシップで目標を達成しよう"


class Factor(models.TextChoices):
    """The 24 factors of 地域幸福度（Well-Being）指標, in their own order.

    Words and order were held against the columns (主観_…, 客観_…) of the municipalities' file of 2022–2026 as two public
    programs read it.
    """

    MEDICAL = "medical", "医療・福祉"
    SHOPPING = "shopping", "買物・飲食"
    HOUSING = "housing", "住宅環境"
    TRANSPORT = "transport", "移動・交通"
    LEISURE = "leisure", "遊び・娯楽"
    CHILDCARE = "childcare", "子育て"
    SCHOOLS = "schools", "初等・中等教育"
    ADMINISTRATION = "administration", "地域行政"
    DIGITAL = "digital", "デジタル生活"
    PUBLIC_SPACE = "public-space", "公共空間"
    TOWNSCAPE = "townscape", "都市景観"
    SAFETY = "safety", "事故・犯罪"
    LANDSCAPE = "landscape", "自然景観"
    NATURE = "nature", "自然の恵み"
    ENVIRONMENT = "environment", "環境共生"
    DISASTERS = "disasters", "自然災害"
    COMMUNITY = "community", "地域とのつながり"
    TOLERANCE = "tolerance", "多様性と寛容性"
    EFFICACY = "efficacy", "自己効力感"
    HEALTH = "health", "健康状態"
    CULTURE = "culture", "文化・芸術"
    LEARNING = "learning", "教育機会の豊かさ"
    INCOME = "income", "雇用・所得"
    ENTERPRISE = "enterprise", "事業創造"


class Passport(Drafted):
    """この指標について: each edition whole. The newest published one stands; an empty entry is not registered yet.

    `goals` and `factors` are lists of codes of Goal and Factor, in those classes' order.
    """

    key = "passport"
    word = "この指標について"
    content: ClassVar[tuple[str, ...]] = (
        "definition",
        "formula",
        "source",
        "source_url",
        "method",
        "sample",
        "frequency",
        "contact",
        "target_reason",
        "breaks",
        "goals",
        "factors",
    )

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="passports", verbose_name="指標")
    definition = models.TextField("定義", blank=True, max_length=1000)
    formula = models.TextField("算式", blank=True, max_length=500)
    source = models.CharField("出典", blank=True, max_length=200)
    source_url = models.CharField("出典のリンク", blank=True, max_length=LONGEST_URL)
    method = models.TextField("調べ方", blank=True, max_length=500)
    sample = models.CharField("調査の対象と回答の数（n）", blank=True, max_length=200)
    frequency = models.CharField("調べる間隔", blank=True, max_length=100)
    contact = models.CharField("問い合わせ先", blank=True, max_length=200)
    target_reason = models.TextField("この目標にした理由", blank=True, max_length=1000)
    breaks = models.TextField("途中での変更", blank=True, max_length=1000)
    goals = models.JSONField("SDGsのゴール", default=list, blank=True)
    factors = models.JSONField("地域幸福度（Well-Being）の因子", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "指標の説明"
        ordering = ["indicator", "published_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="passport_reason"),
            models.CheckConstraint(condition=SOURCE_HTTPS, name="passport_source_https"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} この指標について"
