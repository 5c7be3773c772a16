"""Hard words in plain Japanese (やさしい日本語): a page names those that it uses, the glossary has them all.

The reading is for ruby and for search; the meaning is for somebody who hears the word for the first time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.frames import Row
from indicators.wording.figures import LIMITS, limit_word

# What stands beside every bullet chart.
BULLET_CHART_WORDS = "現状値、目標、判定"
_OF_ROAD = "目安、進捗"
_OF_STATE = {"provisional": "速報", "estimate": "見込", "part_year": "年度途中"}


@dataclass(frozen=True)
class Term:
    """`seen_as`: other spellings by which a text uses the word. `of_a_plan`: it is no word of this site but of what some
    plans are about, and stands in the glossary of those that use it."""

    word: str
    reading: str
    meaning: str
    seen_as: tuple[str, ...] = ()
    of_a_plan: bool = False

    def is_in(self, text: str) -> bool:
        return any(one in text for one in (self.word, *self.seen_as))

    @property
    def anchor(self) -> str:
        """Its place in the glossary's page, which is the same whatever other words stand there."""
        return f"term-{TERMS.index(self) + 1}"


TERMS = (
    Term(
        "指標",
        "しひょう",
        "市の仕事がどこまで進んだかを、数で表したものです。市は指標ごとに目標の数を決めています。",
    ),
    Term("現状値", "げんじょうち", "計画を作ったときの数です。ここから目標まで、どれだけ進んだかを見ます。"),
    Term(
        "目標",
        "もくひょう",
        "計画の終わりまでに届きたい数です。",
    ),
    Term(
        "目安",
        "めやす",
        "その年度に届いていたい数です。現状値から目標まで、毎年同じだけ進むと考えて計算します。",
    ),
    Term("実績", "じっせき", "じっさいの数です。"),
    Term(
        "進捗",
        "しんちょく",
        "現状値から目標までの道のりの、どこまで進んだかです。目標に届くと100％です。",
    ),
    Term("判定", "はんてい", "順調か、遅れているかを、決まった計算で決めたものです。"),
    Term(
        "累計",
        "るいけい",
        "はじめからの数を、すべて足した数です。ふつうは減りません。",
    ),
    Term(
        "ポイント",
        "ぽいんと",
        "％どうしの差を表すことばです。20％が25％になると、5ポイント上がったといいます。",
    ),
    Term(
        "速報",
        "そくほう",
        "早く知らせるための数です。あとで少し変わることがあります。",
    ),
    Term("年度途中", "ねんどとちゅう", "年度が終わる前の、ある日までの数です。判定には使いません。"),
    Term("見込", "みこみ", "まだ決まっていない、予想の数です。判定には使いません。", ("見込み",)),
    Term("上限", "じょうげん", "これより大きくなってはいけない数です。"),
    Term("下限", "かげん", "これより小さくなってはいけない数です。"),
    Term("範囲", "はんい", "下限から上限までの数です。その中に保つことが目標です。"),
    Term("許容幅", "きょようはば", "上限や下限を外れても、ここまでなら「やや遅れ」と見る幅です。"),
    Term("余裕", "よゆう", "上限や下限まで、あとどれだけあるかです。マイナスなら、外れています。"),
    Term("毎年の目標", "まいとしのもくひょう", "計画の終わりだけでなく、どの年度にも守る目標です。"),
    Term("中間目標", "ちゅうかんもくひょう", "計画の途中の年度に決めた目標です。"),
    Term("起点", "きてん", "そこから進み方を測る数です。現状値がない指標では、公表した最初の数を使います。"),
    Term(
        "中間見直し",
        "ちゅうかんみなおし",
        "計画の途中で、文や目標をまとめて改めることです。見直す前の文と目標も残ります。",
    ),
    Term(
        "数え方の区切り",
        "かぞえかたのくぎり",
        "そこから数え方を変えた年度です。前と後の数は比べません。前の年度を新しい数え方で数え直した数は、並べて示します。",
        ("数え直し",),
    ),
    Term(
        "経常収支比率",
        "けいじょうしゅうしひりつ",
        "毎年入ってくるお金のうち、かならず払うお金（職員の給料、福祉、借金の返済など）が何％になるかです。"
        "低いほど、新しいことに使えるお金が多くなります。",
        of_a_plan=True,
    ),
    Term("クリック率", "くりっくりつ", "広告が100回見えたとき、何回押してもらえたかです。", of_a_plan=True),
    Term(
        "ディスプレイ広告",
        "でぃすぷれいこうこく",
        "ウェブサイトの中に出る、画像などの広告です。",
        of_a_plan=True,
    ),
    Term(
        "ワークショップ",
        "わーくしょっぷ",
        "参加した人が話し合い、いっしょに考える集まりです。",
        of_a_plan=True,
    ),
    Term("認知度", "にんちど", "知っている人の割合です。", of_a_plan=True),
    Term("協働", "きょうどう", "市民、団体、会社、市が、力を合わせて仕事をすることです。", of_a_plan=True),
    Term(
        "広域",
        "こういき",
        "いくつかの市や町にまたがる広さのことです。広域行政は、近くの市や町といっしょにする仕事です。",
        of_a_plan=True,
    ),
    Term(
        "公民連携",
        "こうみんれんけい",
        "市と、会社や団体が、いっしょに仕事をすることです。",
        ("官民連携", "PPP"),
        of_a_plan=True,
    ),
    Term("行財政", "ぎょうざいせい", "市の仕事（行政）と、市のお金（財政）のことです。", of_a_plan=True),
    Term(
        "オープンデータ",
        "おーぷんでーた",
        "だれでも自由に使ってよい形で公開しているデータです。",
    ),
    Term("ICT", "あいしーてぃー", "コンピューターやインターネットの技術です。", of_a_plan=True),
    Term(
        "DX",
        "でぃーえっくす",
        "デジタルの技術で、仕事やくらしのしくみを変えることです（デジタルトランスフォーメーション）。",
    ),
    Term(
        "GX",
        "じーえっくす",
        "二酸化炭素を減らすために、しくみを変えることです（グリーントランスフォーメーション）。",
    ),
    Term("SDGs", "えすでぃーじーず", "世界の国々が2030年までに届こうと決めた、17の目標です。"),
    Term("移住", "いじゅう", "ほかの町から引っ越してきて住むことです。", of_a_plan=True),
    Term("定住", "ていじゅう", "その町に長く住み続けることです。", of_a_plan=True),
    Term(
        "主担当",
        "しゅたんとう",
        "その指標の数を調べて報告する、市役所の課です。",
    ),
    Term(
        "訂正",
        "ていせい",
        "公表した数がまちがっていたので、正しい数に直すことです。",
    ),
    Term("改定", "かいてい", "もとの統計などが変わったので、それに合わせて直すことです。"),
    Term("取下げ", "とりさげ", "公表した数を、使えないものとして取り消すことです。"),
)


def glossary(rows: Iterable[Row]) -> list[Term]:
    """Every word of this site, and those of what the plan is about."""
    texts = [
        text
        for row in rows
        for text in (row.name, row.meaning, row.remark, row.measure_name, row.policy_name)
    ]
    used = terms_in(*texts)
    return [term for term in TERMS if not term.of_a_plan or term in used]


def terms_in(*texts: str) -> list[Term]:
    """The hard words that the texts use, in the order of the glossary."""
    whole = "\n".join(texts)
    return [term for term in TERMS if term.is_in(whole)]


def terms_of(rows: Iterable[Row], *always: str) -> list[Term]:
    """The hard words of the names, meanings and remarks of indicators, of how they count, and of `always`."""
    texts = [*always]
    for row in rows:
        texts += [row.name, row.meaning, row.remark, row.measure_name]
        texts += ["ポイント"] if row.unit == "％" else []
        texts += ["累計"] if row.counting.startswith("cumulative") else []
        texts += [LIMITS.get(row.direction, _OF_ROAD), _OF_STATE.get(row.value_state, "")]
        texts += ["余裕"] if row.is_limit else ["中間目標"] if row.interim else []
        texts += ["許容幅"] if row.tolerance else []
        texts += [limit_word(row)] if row.is_limit else ["起点"] if row.starts_at_value else []
    return terms_in(*texts)
