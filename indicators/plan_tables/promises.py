"""The two tables of a promise: an indicator with its target, and its interim targets."""

from indicators.models import Counting, Direction, LimitWording, YearKind
from indicators.numbers import MAX_DECIMALS
from indicators.plan_tables.columns import CellKind, Column, Table

# 維持 is a limit at the baseline (docs/progress.md §7): said so, its target may be left empty.
KEPT = {"keep_at_least": Direction.AT_LEAST, "keep_at_most": Direction.AT_MOST}
_DIRECTIONS = {
    **{str(code): str(word) for code, word in Direction.choices},
    "keep_at_least": "現状値以上を維持する",
    "keep_at_most": "現状値以下を維持する",
}
CODE = Column(
    "code", "コード", CellKind.CODE, "施策の番号と記号。例：1B（施策1の2つ目）", is_required=True, width=9
)
INDICATORS = Table(
    "indicators",
    "指標",
    "1行に1つの指標と、その目標です。現状値・目標・単位は、計画書のとおりに入力します。",
    (
        CODE,
        Column("name", "指標名", longest=100, is_required=True, width=40),
        Column("unit", "単位", longest=10, hint="指数や順位のように単位がなければ空", width=8),
        Column(
            "decimals",
            "小数の桁数",
            CellKind.WHOLE,
            f"0〜{MAX_DECIMALS}。空は0、新しい指標では現状値・目標・実績などに見える桁数",
            usual=0,
            width=8,
        ),
        Column(
            "counting",
            "数え方",
            CellKind.CHOICE,
            "新しい指標では、空なら指標名から推し量る（年間・件数などは「その年度の数」、累計は「累計」）",
            choices=dict(Counting.choices),
            is_required=True,
            is_open=True,
            width=18,
        ),
        Column(
            "year_kind",
            "年の数え方",
            CellKind.CHOICE,
            "空は年度",
            choices=dict(YearKind.choices),
            usual=YearKind.FISCAL.value,
            width=12,
        ),
        Column(
            "direction",
            "約束",
            CellKind.CHOICE,
            "いまの値を保つ目標は「現状値以上を維持する」か「現状値以下を維持する」で、目標は空。"
            "新しい指標では、空なら現状値・目標・目標の書き方から読み取る",
            choices=_DIRECTIONS,
            is_required=True,
            is_open=True,
            width=18,
        ),
        Column("baseline_value", "現状値", CellKind.FIGURE, "計画に現状値がなければ空", width=11),
        Column(
            "baseline_label",
            "現状値の時点",
            longest=40,
            hint="計画書のとおり。例：令和８年12月末。現状値がなければ「－」や「新規」。空は「－」",
            width=18,
        ),
        Column(
            "baseline_year",
            "現状値の年度",
            CellKind.YEAR,
            "その時点が入る年度。新しい指標では、空なら時点から読み取る",
            width=12,
        ),
        Column(
            "value", "目標", CellKind.FIGURE, "範囲では下限。維持する約束では空（現状値になります）", width=11
        ),
        Column("upper", "範囲の上限", CellKind.FIGURE, "範囲内に保つ約束だけ", width=11),
        Column("tolerance", "許容幅", CellKind.FIGURE, "上限・下限・範囲だけ。空は0", usual="0", width=9),
        Column(
            "wording",
            "上限・下限の書き方",
            CellKind.CHOICE,
            "上限・下限・範囲だけ。新しい指標では、空でも目標の書き方に「毎年…以上」などとあれば「毎年の目標」",
            choices=dict(LimitWording.choices),
            usual=LimitWording.LIMIT.value,
            width=16,
        ),
        Column(
            "target_year",
            "目標の年度",
            CellKind.YEAR,
            "新しい指標では、空なら計画の最後の年度",
            is_required=True,
            is_open=True,
            width=12,
        ),
        Column(
            "label",
            "目標の書き方",
            longest=40,
            hint="計画書のとおり。例：2,000人。新しい指標では、空なら目標と単位",
            is_required=True,
            is_open=True,
            width=18,
        ),
        Column("promised_from", "目標を使い始める年度", CellKind.YEAR, "空は計画の最初の年度", width=12),
        Column("every", "調査の間隔（年）", CellKind.WHOLE, "毎年でない調査だけ。何年ごとか", width=10),
        Column(
            "survey_year", "調査のある年度", CellKind.YEAR, "毎年でない調査だけ。ここから数えます", width=12
        ),
        Column("first_year", "最初の年度", CellKind.YEAR, "計画の途中から数える指標だけ", width=12),
        Column("last_year", "最後の年度", CellKind.YEAR, "計画の途中で終わる指標だけ", width=12),
        Column("end_reason", "終了の理由", longest=300, hint="市民に公表されます", width=24),
        Column("ended_on", "終了の決定日", CellKind.DAY, width=13),
        Column("successor", "引き継ぐ指標", CellKind.CODE, "終わる指標を引き継ぐ指標のコード", width=12),
        Column("may_be_negative", "負の値をとる", CellKind.YES, "はい・いいえ。空は「いいえ」", width=10),
        Column("lowest", "とりうる最小の値", CellKind.FIGURE, width=11),
        Column("highest", "とりうる最大の値", CellKind.FIGURE, width=11),
        Column("meaning", "この指標がわかること", longest=300, width=40),
        Column("remark", "備考（要約）", longest=200, width=30),
        Column("remark_original", "備考（原文）", CellKind.WORDS, longest=4000, width=40),
        Column(
            "lead_department",
            "主担当課",
            longest=50,
            hint="新しい指標では、空なら施策の最初の取組の、最初の課",
            is_required=True,
            is_open=True,
            width=20,
        ),
        Column("lead_confirmed", "主担当を確認済み", CellKind.YES, "はい・いいえ。空は「いいえ」", width=10),
        Column(
            "continues",
            "前の計画の指標",
            CellKind.CODE,
            "前の計画から続く指標だけ。計画のアドレスでの名前とコード。例：3/1A",
            width=14,
        ),
        Column("same_basis", "前の計画と同じ数え方", CellKind.YES, "はい・いいえ。空は「いいえ」", width=12),
    ),
    ("code",),
)
INTERIMS = Table(
    "interim_targets",
    "中間目標",
    "年度ごとの目標です。上限・下限の約束では、その年度の上限・下限になります。",
    (
        CODE,
        Column("year", "年度", CellKind.YEAR, is_required=True, width=12),
        Column("value", "値", CellKind.FIGURE, is_required=True, width=11),
        Column("promised_from", "使い始める年度", CellKind.YEAR, "空は計画の最初の年度", width=12),
        Column("decided_on", "決定日", CellKind.DAY, width=13),
        Column(
            "reason",
            "理由",
            longest=300,
            hint="市民に公表されます。空は「計画策定時の中間目標」",
            usual="計画策定時の中間目標",
            width=30,
        ),
    ),
    ("code", "year"),
)
