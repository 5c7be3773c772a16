"""What citizens read in words and was changed since the plan went out, text by text, before and after."""

from dataclasses import dataclass
from operator import attrgetter

from indicators import frames
from indicators.frames import Source, TextEdition
from indicators.models import FigurePoints, InitiativeAims, Passport
from indicators.open_data.dataset import Dataset
from indicators.open_data.records import GROUP
from indicators.spreadsheets.fields import choice_fields, day_field, moment_field, text_field, whole_field
from indicators.wording.text_changes import text_changes

KINDS = {
    kind: frames.CORRECTIONS[kind]
    for kind in (
        *("wording", Passport.key, FigurePoints.key, InitiativeAims.key),
        *("department", "translation"),
    )
}
NOT_THERE = "なかった"


@dataclass(frozen=True)
class ChangedText:
    """One text of an edition; `order` its place among those that the edition changed."""

    edition: TextEdition
    order: int
    item: str
    was: str
    now: str

    @property
    def kind(self) -> str:
        return self.edition.kind

    @property
    def subject(self) -> str:
        """indicator-44B, measure-44, initiative-44-1, policies, departments, reorganisation-1, contacts, contacts-city, translations."""
        one = self.edition
        if one.initiative:
            return f"initiative-{one.initiative}"
        if one.code:
            return f"indicator-{one.code}"
        return f"measure-{one.measure_number}" if one.measure_number else one.part


def changed_texts(source: Source) -> list[ChangedText]:
    """Oldest first."""
    editions = sorted(frames.text_editions(source), key=attrgetter("at"))
    return [
        ChangedText(edition, order, text.where, text.was, text.now)
        for edition in editions
        for order, text in enumerate(text_changes(edition), 1)
    ]


TEXT_CHANGES = Dataset(
    "text-changes",
    "文の変更の記録",
    "計画の公表のあとに変えた、計画の文、指標の説明、参考図表の数値、取組がねらう指標、課の名称と問い合わせ先、読み・やさしい日本語・英語。変えた文ごとに、前と後を並べます",
    GROUP,
    (
        *choice_fields("kind", "種別", "kind", KINDS),
        text_field(
            "subject",
            "変えたもの",
            meaning="measure-（施策の番号）、indicator-（指標の番号）、initiative-（主な取組の番号）、policies（基本政策）、departments（加わった課）、reorganisation-（課の変更の番号）、contacts（課の問い合わせ先）、contacts-city（市の問い合わせ先）、translations（読み・やさしい日本語・英語）",
        ),
        text_field("name", "変えたものの名称", attrgetter("edition.name")),
        text_field(
            "indicator_code",
            "指標の番号",
            lambda one: one.edition.code,
            empty="施策、基本政策、課、読みと訳についての変更",
        ),
        whole_field(
            "measure_number",
            "施策の番号",
            attrgetter("edition.measure_number"),
            empty="指標、基本政策、課、読みと訳についての変更",
        ),
        whole_field("number", "順番", "order", meaning="一度に変えた文のなかでの順番"),
        text_field("item", "変えた文", meaning="どの文か"),
        text_field("text_before", "前の文", "was", empty=NOT_THERE),
        text_field("text_after", "後の文", "now", empty="削除した"),
        text_field("reason", "理由", attrgetter("edition.reason")),
        day_field("decided_on", "決定日", attrgetter("edition.decided_on"), empty="決定日の登録がない"),
        moment_field("published_at", "公表した日時", attrgetter("edition.at")),
    ),
    changed_texts,
    key=("kind", "subject", "published_at", "number"),
)
