"""The tables of a plan, in the order in which a person fills them in."""

from indicators.evidence.links import LONGEST_URL
from indicators.models import (
    Factor,
    FigurePoints,
    Goal,
    ValueState,
)
from indicators.models.aim import LONGEST_WHY
from indicators.plan_tables.columns import CellKind, Column, Table
from indicators.plan_tables.promises import CODE, INDICATORS, INTERIMS
from measures.documents import LINES
from measures.models.translation import LONGEST_ORIGINAL

_MEASURE = Column("measure", "施策", CellKind.WHOLE, "施策の番号（数字）", is_required=True, width=8)
_INITIATIVE = Column("initiative", "取組", CellKind.CODE, "取組の番号。例：1-1", is_required=True, width=9)
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
        _INITIATIVE,
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
_WHY = "目安に届かないとき。市民に公表されます"
VALUES = Table(
    "values",
    "実績",
    "計画の前の年度の値です。課の入力と同じく下書きになり、ほかの人が確かめて公表します。",
    (
        CODE,
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
        CODE,
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

TRANSLATIONS = Table(
    "translations",
    "読み・英語",
    "計画の名称と文の、読み・やさしい日本語・英語です。下書きになり、ほかの人が確かめると、市民に見えます。",
    (
        Column(
            "original",
            "原文",
            hint="計画の名称か文を、そのまま",
            longest=LONGEST_ORIGINAL,
            is_required=True,
            width=40,
        ),
        Column(
            "reading",
            "読み",
            hint="市民《しみん》の声《こえ》のように書く。ひらがなだけで全体を書いてもよい",
            longest=2000,
            width=40,
        ),
        Column("easy", "やさしい日本語", longest=2000, width=40),
        Column("english", "英語", longest=2000, width=40),
    ),
    ("original",),
    stays=True,
)
LEADS = Table(
    "deed_leads",
    "主とりまとめ",
    "主な取組をとりまとめる課です。計画書にはない設定です。下書きになり、ほかの人が確かめて公表します。公表したあとも、ファイルで変えられます。",
    (
        _INITIATIVE,
        Column("department", "課", longest=50, hint="その取組の担当課から選ぶ。空は「決めない」", width=30),
        Column("reason", "理由", longest=300, hint="市民に公表されます", width=50),
    ),
    ("initiative",),
)
AIMS = Table(
    "aims",
    "ねらう指標",
    "主な取組が動かすことをねらう指標です。計画書にはない設定です。1行に1つの指標で、ある取組の行を入力すると、その取組の設定はその行だけになります。"
    "下書きになり、ほかの人が確かめて公表します。公表したあとも、ファイルで変えられます。すべて取りやめるときは、「取組の実績」の画面で決めます。",
    (
        _INITIATIVE,
        Column("code", "指標", CellKind.CODE, "例：1A", is_required=True, width=9),
        Column("first_year", "始めの年度", CellKind.YEAR, is_required=True, width=12),
        Column("last_year", "終わりの年度", CellKind.YEAR, "空は「決めない（続く）」", width=12),
        Column(
            "why",
            "理由",
            CellKind.WORDS,
            "なぜこの指標をねらうか。市民に公表されます",
            longest=LONGEST_WHY,
            is_required=True,
            width=60,
        ),
    ),
    ("initiative",),
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
    LEADS,
    AIMS,
    TRANSLATIONS,
)
BY_KEY = {table.key: table for table in TABLES}
