"""Readings (ふりがな) of the fixed words of /easy/: a page of ours is gone through once, and each word of the list gets its ruby.

A kanji that no word of the list holds stays as it is: a reading is never guessed. Within class="city" stand names and texts of
people; they have what the office confirmed for exactly that text: its easier version, else its reading, or none. Within class="original"
they are as they were written, with their reading.
"""

import re
from html import escape, unescape
from typing import Protocol

# A name as it is written, and its parts with their readings; "" is read as it stands.
Parts = tuple[tuple[str, str], ...]


class Confirmed(Protocol):
    """What the office has said of a text; `as_written`: its reading alone."""

    def __call__(self, text: str, *, as_written: bool) -> Parts | None: ...


# 目標[もくひょう]: of a word the kanji with their reading behind them; kana before or behind say which word is meant.
_LIST = """
目標[もくひょう] 数[かず] 数[かぞ]え 差[さ] 年度[ねんど] 令和[れいわ] 平成[へいせい] 昭和[しょうわ] 元年[がんねん] 年[とし] 毎年[まいとし] 今年[ことし]
年[ねん]ごと 元年度[がんねんど] 計画[けいかく] 市[し] 市役所[しやくしょ] 課[か] 人[ひと] 仕事[しごと] お金[かね] 額[がく] 町[まち]
届[とど]き 届[とど]い 届[とど]く 達成[たっせい] 順調[じゅんちょう] 遅[おく]れ 後退[こうたい] 判定[はんてい] 判定前[はんていまえ] 水準[すいじゅん]
到達[とうたつ] 超[こ]え 上限[じょうげん] 下限[かげん] 超過[ちょうか] 不足[ふそく] 終了[しゅうりょう] 指標[しひょう] 範囲[はんい] 対象外[たいしょうがい]
目安[めやす] 実績[じっせき] 速報[そくほう] 見込[みこ] 見込[みこみ] 年度途中[ねんどとちゅう] 未公表[みこうひょう] 調査年外[ちょうさねんがい] 把握不能[はあくふのう]
予定[よてい] 予想[よそう] 少[すこ]し 少[すく]な 多[おお] 高[たか] 低[ひく] 上[あ]が 下[さ]が 足[た]り 足[た]し 同[おな]じ 前[まえ] 後[あと]
決[き]ま 決[き]め 出[で]て 出[で]る 出[だ]し 始[はじ]ま 始[はじ]め 終[お]わ 守[まも]り 守[まも]って 守[まも]る 進[すす]み 進[すす]ん 進[すす]む 比[くら]べ 調[しら]べ 答[こた]え
早[はや]い 早[はや]く 知[し]らせ 知[し]り 知[し]る 変[か]わ 変[か]え 直[なお]し 直[なお]す 見[み]る 見[み]て 見[み]ます 見[み]え 見[み]たい 英語[えいご] 読[よ]む 読[よ]み 読[よ]め 書[か]い 書[か]き 書[か]く 使[つか]い 使[つか]っ 使[つか]う 使[つか]え
理由[りゆう] 説明[せつめい] 意味[いみ] 言葉[ことば] 文章[ぶんしょう] 文[ぶん] 名前[なまえ] 表[ひょう] 割合[わりあい] 月[がつ] 日[ひ] 回[かい] 件[けん] 団体[だんたい] 社[しゃ] 冊[さつ] 台[だい] 枚[まい] 円[えん]
億円[おくえん] 千円[せんえん] 万円[まんえん] 百万円[ひゃくまんえん] 兆円[ちょうえん] 時間[じかん] 店[てん] 校[こう] 世帯[せたい] 事業[じぎょう] 地区[ちく] 施設[しせつ] 箇所[かしょ] 歳[さい] 点[てん]
度[ど] 位[い] 倍[ばい] 名[めい] 区画[くかく] 事業者[じぎょうしゃ] 事業所[じぎょうしょ] 企業[きぎょう] 講座[こうざ] 種類[しゅるい] 万人[まんにん] 千人[せんにん] 分[ふん] 秒[びょう]
大切[たいせつ] 守[まも]れ 何[なに]を 何[なん]の 一[ひと]つ 太[ふと]い 近[ちか]い 表[あらわ]す 計算[けいさん] 文字[もじ] 一度[いちど] 作[つく]りました 調[しら]べ直[なお]し 図[ず] 選[えら] 所[ところ] 決[き]まり 途中[とちゅう] 個[こ] 結果[けっか] 考[かんが]え 消[け]し 消[け]す 行[い]く 見方[みかた] 元[もと]の 年分[ねんぶん] 国[くに] 今[いま] 一番[いちばん] 一覧[いちらん] 新[あたら]し 古[ふる]い 次[つぎ] 間[あいだ] 間[ま]に 本当[ほんとう] 練習[れんしゅう] 練習用[れんしゅうよう] 普通[ふつう] 正[ただ]し 詳[くわ]し
電話[でんわ] 意見[いけん] 聞[き]く 聞[き]き 自由[じゆう] 作[つく]り 作[つく]っ 作[つく]る 作[つく]ら 日本語[にほんご] 外国[がいこく] 住[す]む 住[す]ん 分[わ]か 公表[こうひょう] 場所[ばしょ] 全部[ぜんぶ] 開[ひら]く 開[ひら]き 開[ひら]い 入[はい]っ 入[い]れ
番号[ばんごう] 取[と]り 取[と]っ 訂正[ていせい] 改定[かいてい] 取下[とりさ]げ 確定[かくてい] 更新[こうしん] 補足[ほそく] 施策[しさく] 基本政策[きほんせいさく] 主[おも]な 主[おも]に 取組[とりくみ] 担当[たんとう] 主担当[しゅたんとう]
現状[げんじょう] 課題[かだい] 方向性[ほうこうせい] 課題解決[かだいかいけつ] 向[む]け 市民等[しみんとう] 市民[しみん] 現状値[げんじょうち] 起点[きてん] 進捗[しんちょく] 累計[るいけい] 余裕[よゆう] 許容幅[きょようはば] 中間目標[ちゅうかんもくひょう] 毎年[まいとし]の目標[もくひょう]
入力[にゅうりょく] 確認[かくにん] 管理[かんり] 権限[けんげん] 法令[ほうれい] 利用者[りようしゃ] 続[つづ]け 見[み]まし
本文[ほんぶん] 移動[いどう] 職員[しょくいん] 職員用[しょくいんよう] 画面[がめん] 自分[じぶん] 力[ちから] 声[こえ] 集[あつ]め 集[あつ]ま 検索[けんさく] 機械[きかい] 決[けっ]して 途中[とちゅう] 本[ほん] 線[せん] 丸[まる] 黒[くろ]い 点線[てんせん]
左[ひだり] 右[みぎ] 青[あお]い 赤[あか]い 色[いろ] 形[かたち] 長[なが]い 短[みじか]い 大[おお]き 小[ちい]さ 良[よ] 悪[わる] 別[べつ]の 方[かた] 目[め] 耳[みみ] 手[て] 不自由[ふじゆう] 人[ひと]も 困[こま]っ 困[こま]る 相談[そうだん] 窓口[まどぐち]
下[した]の 下[した]に 上[うえ]の 上[うえ]に 中[なか] 外[そと] 内容[ないよう] 保[たも] 満[み]た 用[よう] 公開[こうかい] 版[ばん] 紙[かみ] 印刷[いんさつ] 評価[ひょうか] 必要[ひつよう] 内[うち] 紹介[しょうかい] 印[しるし] 基本計画[きほんけいかく] 都合[つごう] 行[い]き 行[おこな]い
"""
_KANJI = r"[一-鿿㐀-䶿々〆]"
_READ = re.compile(rf"({_KANJI}+)\[([ぁ-んー]+)\]")
# Days of a month are not read as other numbers are.
_DAYS = dict(
    zip(
        (*range(1, 11), 14, 20, 24),
        [
            "ついたち",
            "ふつか",
            "みっか",
            "よっか",
            "いつか",
            "むいか",
            "なのか",
            "ようか",
            "ここのか",
            "とおか",
            "じゅうよっか",
            "はつか",
            "にじゅうよっか",
        ],
        strict=True,
    )
)
_PEOPLE = {"1": "ひとり", "2": "ふたり"}
# Words that a number stands before are read otherwise than alone.
_COUNTED = {
    "年": "ねん",
    "月": "がつ",
    "日": "にち",
    "人": "にん",
    "分": "ふん",
    "度": "ど",
    "点": "てん",
    "社": "しゃ",
}


def _ruby(written: str, reading: str) -> str:
    return f"<ruby>{written}<rt>{reading}</rt></ruby>"


WORDS = {
    _READ.sub(r"\1", word): _READ.sub(lambda found: _ruby(found[1], found[2]), word) for word in _LIST.split()
}
_WRITTEN = {_READ.sub(r"\1", word): _READ.sub(r"\1《\2》", word) for word in _LIST.split()}
_FOUND = re.compile(
    r"(?<=月)(?P<day>\d{1,2})日|(?<![\d,.])(?P<people>[12])人(?![気口])|(?<=\d)(?P<counted>"
    + "|".join(_COUNTED)
    + r")(?!"
    + _KANJI
    + ")|(?P<word>"
    + "|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))
    + ")"
)
_PIECE = re.compile(
    r"<!--.*?-->|<(script|style|svg|textarea|ruby|select|title)\b.*?</\1>|<[^>]*>|[^<]+", re.DOTALL
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_CLASSES = re.compile(r'class="([^"]*)"')
_OF_PEOPLE = {"city", "original"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


def in_ruby(text: str) -> str:
    """A text of ours, as it stands in HTML, with the reading of each word of the list."""
    return _FOUND.sub(_read, text)


def fixed_reading(word: str) -> str:
    """目標 → 目標《もくひょう》; "" of what the list does not have."""
    return _WRITTEN.get(word, "")


def _read(found: re.Match[str]) -> str:
    if day := found["day"]:
        special = _DAYS.get(int(day))
        return _ruby(f"{day}日", special) if special else f"{day}{_ruby('日', 'にち')}"
    if people := found["people"]:
        return _ruby(f"{people}人", _PEOPLE[people])
    if counted := found["counted"]:
        return _ruby(counted, _COUNTED[counted])
    return WORDS[found["word"]]


def with_readings(html: str, confirmed: Confirmed, *, furigana: bool = True) -> str:
    """The page with readings in its body: ours by the list, of what stands within class="city" the confirmed ones. Without
    `furigana` no reading is there, and what the office has put easier all the same."""
    begins = html.find("<body")
    written, open_tags = [html[: max(begins, 0)]], 0
    within: dict[str, int] = {}  # class → how deep the element with it stands
    for found in _PIECE.finditer(html, max(begins, 0)):
        piece = found[0]
        if not piece.startswith("<"):
            if "city" in within:
                said = _of_city(piece, confirmed, as_written="original" in within, furigana=furigana)
                written.append(said)
            else:
                written.append(in_ruby(piece) if furigana else piece)
            continue
        written.append(piece)
        tag = _TAG.match(piece)
        if tag is None or found[1] or tag[2] in _VOID:
            continue
        if tag[1]:
            within = {name: depth for name, depth in within.items() if depth != open_tags}
            open_tags -= 1
        else:
            open_tags += 1
            if classes := _CLASSES.search(piece):
                within = {**dict.fromkeys(_OF_PEOPLE & {*classes[1].split()}, open_tags), **within}
    return "".join(written)


def _of_city(piece: str, confirmed: Confirmed, *, as_written: bool, furigana: bool) -> str:
    text = unescape(piece).strip()
    parts = confirmed(text, as_written=as_written) if text else None
    if parts is None:
        return piece
    read = "".join(
        _ruby(escape(base), escape(read)) if read and furigana else escape(base) for base, read in parts
    )
    return piece.replace(piece.strip(), read)
