"""How words of the plan are read, so that who knows a word by ear finds it: きょうどう leads to 協働."""

import json

from django.conf import settings

from indicators.views.public.language.terms import TERMS

_NAMES = {
    "市民": "しみん",
    "参加": "さんか",
    "情報": "じょうほう",
    "発信": "はっしん",
    "魅力": "みりょく",
    "相談": "そうだん",
    "窓口": "まどぐち",
    "人口": "じんこう",
    "観光": "かんこう",
    "産業": "さんぎょう",
    "農業": "のうぎょう",
    "都心": "としん",
    "自然": "しぜん",
    "環境": "かんきょう",
    "脱炭素": "だつたんそ",
    "循環": "じゅんかん",
    "地域": "ちいき",
    "自治": "じち",
    "共生": "きょうせい",
    "連携": "れんけい",
    "団体": "だんたい",
    "支援": "しえん",
    "企業": "きぎょう",
    "認定": "にんてい",
    "宣言": "せんげん",
    "財政": "ざいせい",
    "財産": "ざいさん",
    "行政": "ぎょうせい",
    "行政改革": "ぎょうせいかいかく",
    "改革": "かいかく",
    "経営": "けいえい",
    "予算": "よさん",
    "公共施設": "こうきょうしせつ",
    "施設": "しせつ",
    "庁舎": "ちょうしゃ",
    "職員": "しょくいん",
    "人材": "じんざい",
    "組織": "そしき",
    "企画": "きかく",
    "政策": "せいさく",
    "振興": "しんこう",
    "高齢者": "こうれいしゃ",
    "福祉": "ふくし",
    "公民館": "こうみんかん",
    "子育て": "こそだて",
    "教育": "きょういく",
    "防災": "ぼうさい",
    "計画": "けいかく",
    "取組": "とりくみ",
    "施策": "しさく",
    "担当": "たんとう",
    "登録": "とうろく",
    "割合": "わりあい",
    "事務": "じむ",
    "電子": "でんし",
    "手続": "てつづき",
    "業務": "ぎょうむ",
    "効率": "こうりつ",
}


def _of_the_plan() -> dict[str, str]:
    """Names of places in the plan that comes with this program."""
    found: dict[str, str] = json.loads((settings.BASE_DIR / "fixtures" / "readings.json").read_bytes())
    return found


# Word → reading in hiragana. Names in kana are found as they are.
READINGS = {**{term.word: term.reading for term in TERMS}, **_NAMES, **_of_the_plan()}
