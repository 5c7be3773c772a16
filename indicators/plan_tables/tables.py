"""The tables of a plan, in the order in which a person fills them in."""

from indicators.evidence.links import LONGEST_URL
from indicators.models import (
    Counting,
    Direction,
    Factor,
    FigurePoints,
    Goal,
    LimitWording,
    ValueState,
    YearKind,
)
from indicators.numbers import MAX_DECIMALS
from indicators.plan_tables.columns import CellKind, Column, Table
from measures.documents import LINES

# 維持 is a limit at the baseline (docs/progress.md §7): said so, its target may be left empty.
KEPT = {"keep_at_least": Direction.AT_LEAST, "keep_at_most": Direction.AT_MOST}
_DIRECTIONS = {
    **{str(code): str(word) for code, word in Direction.choices},
    "keep_at_least": "現状値以上を維持する",
    "keep_at_most": "現状値以下を維持する",
}
_MEASURE = Column("measure", "施策", CellKind.WHOLE, "施策の番号（数字）", is_required=True, width=8)
_CODE = Column(
    "code", "コード", CellKind.CODE, "施策の番号と記号。例：1B（施策1の2つ目）", is_required=True, width=9
)
_SUMMARY = Column("summary", "要約", CellKind.LINE, "要約か原文の、どちらかは要ります", longest=200, width=50)
_ORIGINAL = Column("original", "原文", CellKind.WORDS, "計画書のとおりの文", longest=4000, width=60)

DEPARTMENTS = Table(
    "departments",
    "課",
    "計画に出てくる課です。名前の変更や統合は、ここではなく「課の変更」で行います。",
    (
        Column("name", "名称", longest=50, is_required=True, width=30),
        Column(
            "slug",
            "識別名",
            CellKind.CODE,
            "新しい課だけ。ローマ字（a〜z、0〜9、-）。ページのアドレス（URL）に使います",
            longest=50,
            width=30,
        ),
    ),
    ("name",),
    stays=True,
)
POLICIES = Table(
    "policies",
    "基本政策",
    "施策の上の区分です。",
    (
        Column("number", "番号", CellKind.CODE, "2桁の数字。例：01", is_required=True, width=8),
        Column("name", "名称", longest=100, is_required=True, width=50),
    ),
    ("number",),
)
MEASURES = Table(
    "measures",
    "施策",
    "1行に1つの施策です。",
    (
        Column("number", "番号", CellKind.WHOLE, "1〜999の数字", is_required=True, width=8),
        Column("policy", "基本政策", CellKind.CODE, "基本政策の番号", is_required=True, width=9),
        Column("name", "名称", longest=100, is_required=True, width=36),
        Column("goal", "目標（要約）", longest=200, hint="要約か原文の、どちらかは要ります", width=50),
        Column("goal_original", "目標（原文）", CellKind.WORDS, "計画書のとおりの文", longest=4000, width=60),
    ),
    ("number",),
)
STATEMENTS = Table(
    "statements",
    "現状と課題",
    "施策の現状・課題・方向性と、市・市民等の取組です。1行に1文、載せる順に並べます。",
    (
        _MEASURE,
        Column(
            "section",
            "区分",
            CellKind.CHOICE,
            choices=dict(LINES),
            also={"方向性": "direction"},
            is_required=True,
            width=24,
        ),
        _SUMMARY,
        _ORIGINAL,
    ),
    ("measure", "section"),
    is_list=True,
)
INITIATIVES = Table(
    "initiatives",
    "主な取組",
    "1行に1つの取組です。",
    (
        Column("code", "番号", CellKind.CODE, "施策の番号と順番。例：1-1", is_required=True, width=9),
        Column("name", "名称", longest=100, is_required=True, width=40),
        Column("departments", "担当課", CellKind.NAMES, "計画に載る順に、「、」で区切る", width=44),
    ),
    ("code",),
)
DETAILS = Table(
    "details",
    "取組の内容",
    "主な取組の内容です。1行に1文、載せる順に並べます。",
    (
        Column("initiative", "取組", CellKind.CODE, "取組の番号。例：1-1", is_required=True, width=9),
        _SUMMARY,
        _ORIGINAL,
    ),
    ("initiative",),
    is_list=True,
)
VIEWPOINTS = Table(
    "viewpoints",
    "DX・GXの視点",
    "1行に1つの項目です。",
    (
        _MEASURE,
        Column(
            "kind",
            "区分",
            CellKind.CHOICE,
            choices={"dx": "DXの視点", "gx": "GXの視点"},
            also={"DX": "dx", "GX": "gx"},
            is_required=True,
            width=14,
        ),
        Column("text", "内容", longest=100, is_required=True, width=60),
    ),
    ("measure", "kind"),
    is_list=True,
)
RELATED = Table(
    "related_plans",
    "関連する個別計画",
    "1行に1つの計画です。なければ、行を作りません。",
    (_MEASURE, Column("name", "名称", longest=100, is_required=True, width=60)),
    ("measure",),
    is_list=True,
)
INDICATORS = Table(
    "indicators",
    "指標",
    "1行に1つの指標と、その目標です。現状値・目標・単位は、計画書のとおりに入力します。",
    (
        _CODE,
        Column("name", "指標名", longest=100, is_required=True, width=40),
        Column("unit", "単位", longest=10, hint="指数や順位のように単位がなければ空", width=8),
        Column("decimals", "小数の桁数", CellKind.WHOLE, f"0〜{MAX_DECIMALS}。空は0", usual=0, width=8),
        Column(
            "counting", "数え方", CellKind.CHOICE, choices=dict(Counting.choices), is_required=True, width=18
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
            "いまの値を保つ目標は「現状値以上を維持する」か「現状値以下を維持する」で、目標は空",
            choices=_DIRECTIONS,
            is_required=True,
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
        Column("baseline_year", "現状値の年度", CellKind.YEAR, "その時点が入る年度", width=12),
        Column(
            "value", "目標", CellKind.FIGURE, "範囲では下限。維持する約束では空（現状値になります）", width=11
        ),
        Column("upper", "範囲の上限", CellKind.FIGURE, "範囲内に保つ約束だけ", width=11),
        Column("tolerance", "許容幅", CellKind.FIGURE, "上限・下限・範囲だけ。空は0", usual="0", width=9),
        Column(
            "wording",
            "上限・下限の書き方",
            CellKind.CHOICE,
            "上限・下限・範囲だけ",
            choices=dict(LimitWording.choices),
            usual=LimitWording.LIMIT.value,
            width=16,
        ),
        Column("target_year", "目標の年度", CellKind.YEAR, is_required=True, width=12),
        Column(
            "label",
            "目標の書き方",
            longest=40,
            hint="計画書のとおり。例：2,000人",
            is_required=True,
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
        Column("lead_department", "主担当課", longest=50, is_required=True, width=20),
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
        _CODE,
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
_WHY = "目安に届かないとき。市民に公表されます"
VALUES = Table(
    "values",
    "実績",
    "計画の前の年度の値です。課の入力と同じく下書きになり、ほかの人が確かめて公表します。",
    (
        _CODE,
        Column("year", "年度", CellKind.YEAR, is_required=True, width=12),
        Column(
            "value_state",
            "値の状態",
            CellKind.CHOICE,
            choices=dict(ValueState.choices),
            is_required=True,
            width=11,
        ),
        Column("value", "値", CellKind.FIGURE, width=11),
        Column("as_of", "時点", CellKind.DAY, width=13),
        Column("expected_on", "公表予定日", CellKind.DAY, "速報・見込・年度途中・未公表だけ", width=13),
        Column(
            "note",
            "説明",
            CellKind.WORDS,
            "市民に公表されます。値がないときは、その理由",
            longest=1000,
            width=40,
        ),
        Column("source", "出典", longest=200, hint="市民に公表されます", width=28),
        Column("source_url", "出典のリンク", longest=LONGEST_URL, hint="https:// で始まるアドレス", width=30),
        Column("numerator", "分子", CellKind.FIGURE, "割合だけ", width=10),
        Column("denominator", "分母", CellKind.FIGURE, "割合だけ", width=10),
        Column("respondents", "回答数", CellKind.WHOLE, "アンケートだけ", width=10),
        Column("shortfall_reason", "届かない理由", CellKind.WORDS, _WHY, longest=120, width=32),
        Column("next_step", "次にすること", CellKind.WORDS, _WHY, longest=120, width=32),
    ),
    ("code", "year"),
    stays=True,
)
PASSPORTS = Table(
    "passports",
    "指標の説明",
    "「この指標について」として公表する内容です。わかるところから入力します。",
    (
        _CODE,
        Column("definition", "定義", CellKind.WORDS, longest=1000, width=40),
        Column("formula", "算式", CellKind.WORDS, longest=500, width=30),
        Column("source", "出典", longest=200, width=28),
        Column("source_url", "出典のリンク", longest=LONGEST_URL, hint="https:// で始まるアドレス", width=30),
        Column("method", "調べ方", CellKind.WORDS, longest=500, width=30),
        Column("sample", "調査の対象と回答の数", longest=200, width=28),
        Column("frequency", "調べる間隔", longest=100, width=16),
        Column("contact", "問い合わせ先", longest=200, width=28),
        Column("target_reason", "この目標にした理由", CellKind.WORDS, longest=1000, width=40),
        Column("breaks", "途中での変更", CellKind.WORDS, longest=1000, width=40),
        Column(
            "goals",
            "SDGsのゴール",
            CellKind.NAMES,
            "番号を「、」で区切る。例：3、11",
            choices=dict(Goal.choices),
            width=16,
        ),
        Column(
            "factors",
            "地域幸福度の因子",
            CellKind.NAMES,
            "因子の名前を「、」で区切る",
            choices=dict(Factor.choices),
            width=30,
        ),
    ),
    ("code",),
)
FIGURES = Table(
    "figures",
    "参考図表",
    "施策のページに載る図の題名と出所です。",
    (
        _MEASURE,
        Column("title", "題名", longest=100, is_required=True, width=40),
        Column("source", "出所", longest=100, is_required=True, width=40),
        Column(
            "chart",
            "図の種類",
            CellKind.CHOICE,
            "空は棒グラフ",
            choices=dict(FigurePoints.Chart.choices),
            usual="bars",
            width=24,
        ),
        Column("unit", "単位", longest=10, width=8),
        Column("decimals", "小数の桁数", CellKind.WHOLE, "0〜4。空は0", usual=0, width=8),
        Column("note", "職員向けの注記", CellKind.WORDS, "市民には表示しません", longest=1000, width=30),
    ),
    ("measure",),
)
POINTS = Table(
    "figure_points",
    "参考図表の数値",
    "1行に1つの数値を、図の順に並べます。下書きになり、ほかの人が確かめて公表します。",
    (
        _MEASURE,
        Column("label", "項目", longest=50, is_required=True, width=24),
        Column("series", "系列", longest=50, hint="系列が二つ以上あるときだけ", width=18),
        Column("value", "値", CellKind.FIGURE, is_required=True, width=11),
    ),
    ("measure",),
    is_list=True,
)

TABLES = (
    POLICIES,
    MEASURES,
    STATEMENTS,
    INITIATIVES,
    DETAILS,
    VIEWPOINTS,
    RELATED,
    DEPARTMENTS,
    INDICATORS,
    INTERIMS,
    VALUES,
    PASSPORTS,
    FIGURES,
    POINTS,
)
BY_KEY = {table.key: table for table in TABLES}
