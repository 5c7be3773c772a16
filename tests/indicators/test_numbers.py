"""indicators/numbers.py against docs/input.md §1: every row of its first table that is a number, and properties."""

import dataclasses
import time
from decimal import Context, Decimal, FloatOperation, Inexact, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.numbers import (
    MAX_DECIMALS,
    Reading,
    format_number,
    parse_number,
    plain_number,
    read_cell_number,
    read_number,
    read_part,
    read_percent_cell,
)

UNITS = ["％", "件", "人", "テーマ", "団体", ""]
units = st.sampled_from(UNITS)
# Text made of the pieces that numbers are made of goes deeper than any text.
pieces = st.lists(
    st.sampled_from(
        [
            *"0123456789０５９,.，．-−－ー‐+＋△▲()（） 　%％万億千件人テーマ…*_eExNa②٣五\u200b\n\ud800\xa0",
            "団体",
            "1,234",
        ]
    ),
    max_size=14,
).map("".join)


def full_width(text: str) -> str:
    return "".join("　" if c == " " else chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@st.composite
def carried(draw: st.DrawFn) -> tuple[Decimal, int]:
    """A value that an indicator can hold, and its decimals."""
    decimals = draw(st.integers(0, MAX_DECIMALS))
    digits = draw(st.integers(-(10**15) + 1, 10**15 - 1))
    return Decimal(digits).scaleb(-decimals, context=Context(prec=40)), decimals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２３４", "1234"),
        ("１，２３４", "1234"),
        ("1,234", "1234"),
        ("1，2３4", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("１２．５", "12.5"),
        (" 12 ", "12"),
        ("　１２　", "12"),
        ("007", "7"),
        ("+5", "5"),
        ("＋５", "5"),
        ("-5", "-5"),
        ("- 5", "-5"),
        ("0", "0"),
        ("０", "0"),
        ("-0", "0"),
        ("△0", "0"),
        ("(0)", "0"),
        ("-0.00", "0.00"),
        ("0.27", "0.27"),
        ("12.50", "12.50"),
        ("3件", "3"),
        ("3 件", "3"),
        ("1,234件", "1234"),
        ("-5件", "-5"),
        ("999999999999999", "999999999999999"),
        ("000000000000000000001", "1"),
        ("0000000000000000000000.01", "0.01"),
    ],
)
def test_reads_without_a_word(text: str, value: str) -> None:
    reading = read_number(text, decimals=2, unit="件")
    assert reading == Reading(Decimal(value), ())
    # Exactly what was typed, zeros behind the point included, and no negative zero.
    assert str(reading.value) == value


@pytest.mark.parametrize(
    ("text", "value", "notice"),
    [
        ("△12", "-12", "「△12」を負の数（−12件）"),
        ("▲12.3", "-12.3", "−12.3件"),
        ("△　５", "-5", "「△　５」を負の数"),
        ("−5", "-5", "−5件"),
        ("－5", "-5", "「－5」を負の数"),
        ("(12)", "-12", "「(12)」を負の数"),
        ("（１２）", "-12", "−12件"),
        ("(12件)", "-12", "−12件"),
        ("（12）件", "-12", "−12件"),
        ("( 1,234 )", "-1234", "−1,234件"),
        ("1.2万", "12000", "12,000件"),
        ("３万", "30000", "「３万」を30,000件"),
        ("３ 万", "30000", "30,000件"),
        ("1.2万件", "12000", "12,000件"),
        ("1.2万 件", "12000", "12,000件"),
        ("1.23456万", "12345.6", "12,345.6件"),
        ("0.00012万", "1.2", "1.2件"),
        ("1,200万", "12000000", "12,000,000件"),
    ],
)
def test_says_how_it_was_read(text: str, value: str, notice: str) -> None:
    reading = read_number(text, decimals=2, unit="件")
    assert str(reading.value) == value
    assert len(reading.notices) == 1
    assert notice in reading.notices[0]


def test_a_triangle_may_have_meant_more() -> None:
    """Some tables use △ for plus (docs/input.md §1)."""
    assert "増えた" in read_number("△12", decimals=0, unit="件").notices[0]
    assert "増えた" not in read_number("−12", decimals=0, unit="件").notices[0]


def test_each_liberty_has_its_notice() -> None:
    reading = read_number("△1.2万", decimals=0, unit="人")
    assert reading.value == -12000
    assert [("負の数" in notice, "10,000" in notice) for notice in reading.notices] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12.5%", "％", "12.5"),
        ("１２．５％", "％", "12.5"),
        ("12.5 %", "%", "12.5"),
        ("(1.5)％", "％", "-1.5"),
        ("１２３人", "人", "123"),
        ("5テーマ", "テーマ", "5"),
        ("５　テーマ", "テーマ", "5"),
        ("125団体", "団体", "125"),
        ("1,200千円", "千円", "1200"),
        ("1.2万円", "万円", "1.2"),
        ("1.2万円", "円", "12000"),
        ("3km", "ｋｍ", "3"),
        ("5", "", "5"),
    ],
)
def test_drops_the_own_unit(text: str, unit: str, value: str) -> None:
    assert parse_number(text, decimals=1, unit=unit) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("22.4千m3", "千㎥"),
        ("22.4千m³", "千㎥"),
        ("22.4㎢", "km2"),
        ("２２．４ｋｍ２", "㎢"),
        ("22.4t", "ｔ"),
    ],
)
def test_a_unit_that_keyboards_lack_is_spelt_as_they_can(text: str, unit: str) -> None:
    assert parse_number(text, decimals=1, unit=unit) == Decimal("22.4")


def test_a_part_has_any_counter_behind_it_and_no_other_word() -> None:
    typed = ["4,500人", "４，５００件", "4500 世帯", "4,500", "0.45万人"]
    assert {read_part(text, decimals=2).value for text in typed} == {Decimal(4500)}
    for text in ("4,500軒", "4,500人件", "45%"):
        with pytest.raises(ValueError, match="数字だけで入力してください") as refusal:
            read_part(text, decimals=2)
        assert "単位" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "unit", "reason"),
    [
        ("12.5%", "件", "％が付いています。この指標の単位は「件」です"),
        ("１２．５％", "人", "この指標の単位は「人」です"),
        ("3件", "人", "「件」を読めません。この指標の単位は「人」です"),
        ("１２３人", "％", "この指標の単位は「％」です"),
        ("5テーマ", "件", "「テーマ」を読めません"),
        ("5人", "", "この指標に単位はありません"),
        ("5件件", "件", "「件件」を読めません"),
        ("(5件)件", "件", "「件件」を読めません"),
        ("22ポイント", "％", "この指標の単位は「％」です"),
        ("1.2万人", "件", "「万人」を読めません"),
        ("1.2万", "千円", "「万」は桁がはっきりしません。この指標の単位は「千円」です"),
        ("1.2万", "万円", "この指標の単位は「万円」です"),
        ("1.2万万円", "万円", "この指標の単位は「万円」です"),
    ],
)
def test_another_unit_names_the_one_expected(text: str, unit: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_number(text, decimals=1, unit=unit)


BLANKS = ["", " ", "　", "\t", "\n", " " * 5000, None]
MARKS = "- － ― − ー ‐ – — ─ … …… ‥ ・・・ --- -　- * *** ＊＊＊ / ?"
WORDS = (
    "未定 　未定　 N/A n/a Ｎ／Ａ #N/A NA X x Ｘ None なし 無 無し 該当なし 実績なし 不明 "
    "未公表 集計中 調査年外 把握不能 対象外 秘匿"
)


@pytest.mark.parametrize("text", [*BLANKS, *f"{MARKS} {WORDS}".split(" ")], ids=lambda text: ascii(text)[:20])
def test_no_value_asks_for_a_state_and_is_never_zero(text: object) -> None:
    with pytest.raises(ValueError, match="「値の状態」を選んで"):
        read_number(text, decimals=2, unit="件")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ー5", "「ー」（U+30FC）は長音記号"),
        ("ｰ5", "「ｰ」（U+FF70）は半角の長音記号"),
        ("‐5", "「‐」（U+2010）はハイフン記号"),
        ("‑5", "「‑」（U+2011）は改行しないハイフン"),
        ("‒5", "（U+2012）"),
        ("–5", "（U+2013）"),
        ("—5", "（U+2014）"),
        ("―５", "（U+2015）は横線"),
        ("─5", "（U+2500）は罫線"),
        ("━5", "（U+2501）"),
        ("⁻5", "（U+207B）は上付き"),
        ("₋5", "（U+208B）"),
        ("﹣5", "（U+FE63）"),
        ("一5", "（U+4E00）は漢数字の一"),
        ("▼5", "（U+25BC）は黒い下向き三角"),
        ("ー 5", "（U+30FC）"),
        ("(ー5)", "（U+30FC）"),
        ("-ー5", "（U+30FC）"),
    ],
)
def test_what_only_looks_like_a_minus_is_named(text: str, named: str) -> None:
    with pytest.raises(ValueError, match="マイナスは「-」か「△」で") as refused:
        read_number(text, decimals=2, unit="件")
    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,2,3,4", "3桁ごと"),
        ("12,34", "3桁ごと"),
        ("1,2345", "3桁ごと"),
        ("1234,567", "3桁ごと"),
        ("0,125", "3桁ごと"),
        ("1,,234", "3桁ごと"),
        (",123", "3桁ごと"),
        ("123,", "3桁ごと"),
        ("1.234,567", "3桁ごと"),
        ("1.2.3", "小数点が二つ"),
        ("1..2", "小数点が二つ"),
        (".5", "小数点の前と後ろ"),
        ("5.", "小数点の前と後ろ"),
        ("５．", "小数点の前と後ろ"),
        ("1_000", "「_000」を読めません"),
        ("0x10", "「x10」を読めません"),
        ("1E+3", "「E\\+3」を読めません"),
        ("1e400", "「e400」を読めません"),
        ("１ｅ３", "「ｅ３」を読めません"),
        ("5²", "「²」を読めません"),
        ("1٣", "「٣」を読めません"),
        ("1'234", "「'234」を読めません"),
        ("1、234", "「、234」を読めません"),
        ("5-", "「-」を読めません"),
        ("5△", "「△」を読めません"),
        ("12)", "「\\)」を読めません"),
        ("5–10", "「–10」を読めません"),
        ("5〜10", "「〜10」を読めません"),
        ("(12)(3)", "読めません"),
        ("²", "「²」（U\\+00B2）は数として読めません"),
        ("①", "（U\\+2460）は数として読めません"),
        ("五", "「五」は数として読めません"),
        ("٣٤", "（U\\+0663）は数として読めません"),
        ("௧", "数として読めません"),
        ("NaN", "「N」は数として読めません"),
        ("-nan", "数として読めません"),
        ("Infinity", "数として読めません"),
        ("-Infinity", "数として読めません"),
        ("約100", "「約」は数として読めません"),
        ("¥100", "数として読めません"),
        ("=1+1", "数として読めません"),
        ("'12", "数として読めません"),
        ("件", "数として読めません"),
        ("万", "数として読めません"),
        ("△", "数字がありません"),
        ("+", "数字がありません"),
        ("(", "数字がありません"),
        ("()", "数として読めません"),
        ("--5", "符号が二つ"),
        ("+-5", "符号が二つ"),
        ("△－5", "符号が二つ"),
        ("-(5)", "符号が二つ"),
        ("(-5)", "符号が二つ"),
        ("((5))", "符号が二つ"),
        ("(12", "かっこが閉じていません"),
        ("1 234", "空白"),
        ("1　234", "空白"),
        ("(1)2", "空白"),
        ("1万2345", "「万」を使わずに"),
        ("１万２０００件", "「万」を使わずに"),
        ("1万2千", "「万」を使わずに"),
        ("3億", "「億」は読めません"),
        ("3千", "「千」は読めません"),
        ("3千万", "「千」は読めません"),
        ("2百", "「百」は読めません"),
        ("1兆件", "「兆」は読めません"),
        ("1万億", "「万億」を読めません"),
        ("1234567890123456", "15桁まで"),
        ("12345678901234.56", "15桁まで"),
        ("123456789012万", "15桁まで"),
        ("1" * 5000, "15桁まで"),
        ("0" * 5000, "長すぎます"),
        ("1" * 61, "長すぎます"),
        (3, "文字として読めない"),
        (3.5, "文字として読めない"),
        (True, "文字として読めない"),
        (Decimal(3), "文字として読めない"),
        (b"3", "文字として読めない"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_refuses_with_the_reason(text: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_number(text, decimals=2, unit="件")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1\u200b2", "200B"),
        ("\ufeff12", "FEFF"),
        ("12\n", "000A"),
        ("1\n2", "000A"),
        ("1\t2", "0009"),
        ("1\x002", "0000"),
        ("12\u202e", "202E"),
        ("\xad5", "00AD"),
        ("1\ud800", "D800"),
        ("12\x7f", "007F"),
    ],
    ids=ascii,
)
def test_invisible_characters_are_named_and_not_echoed(text: str, code: str) -> None:
    with pytest.raises(ValueError, match=f"目に見えない文字（U\\+{code}）") as refused:
        read_number(text, decimals=2, unit="件")
    assert str(refused.value).isprintable()
    assert str(refused.value).encode()


def test_every_space_is_read_as_a_space() -> None:
    for space in (" ", "\u3000", "\xa0", "\u2009", "\u202f"):
        assert parse_number(f"{space}1300{space}件{space}", decimals=0, unit="件") == 1300
        with pytest.raises(ValueError, match="の数字の間に、空白などが入っています"):
            read_number(f"1{space}300", decimals=0, unit="件")


def test_message_shortens_what_it_quotes() -> None:
    with pytest.raises(ValueError, match=f"「{'あ' * 20}…」"):
        read_number("あ" * 30, decimals=0, unit="件")
    with pytest.raises(ValueError, match=r"「1<U\+0000>1+…」は長すぎます"):
        read_number("1\x00" + "1" * 100, decimals=0, unit="件")


@pytest.mark.parametrize(
    ("text", "decimals", "reason"),
    [
        ("1.25", 1, "小数は1桁まで"),
        ("12.50", 1, "小数は1桁まで"),
        ("0.275", 2, "小数は2桁まで"),
        ("１２．５", 0, "小数は使えません"),
        ("12.0", 0, "小数は使えません"),
        ("1.23456万", 0, "小数は使えません"),
        ("1.234567万", 1, "小数は1桁まで"),
    ],
)
def test_more_decimals_than_carried_are_not_rounded(text: str, decimals: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refused:
        read_number(text, decimals=decimals, unit="人")
    assert "丸めません" in str(refused.value)


@pytest.mark.parametrize("decimals", [-1, 7, "2", None, 1.0], ids=repr)
def test_decimals_are_a_small_whole_number(decimals: int) -> None:
    with pytest.raises(ValueError, match="小数の桁数"):
        read_number("1", decimals=decimals, unit="件")


@pytest.mark.parametrize(
    "text",
    ["9" * 10**6, "," * 10**6, "(" * 10**6, " " * 10**6 + "1", "\u200b" * 10**6, "1," * 10**6],
    ids=lambda t: ascii(t[:3]),
)
def test_long_texts_are_refused_at_once(text: str) -> None:
    began = time.process_time()  # not the clock on the wall: another program may have the machine meanwhile
    with pytest.raises(ValueError, match="長すぎます"):
        read_number(text, decimals=2, unit="件")
    assert time.process_time() - began < 0.5


@given(st.one_of(st.text(), pieces), st.integers(0, MAX_DECIMALS), units)
def test_any_text_gives_a_reading_or_a_message(text: str, decimals: int, unit: str) -> None:
    try:
        reading = read_number(text, decimals=decimals, unit=unit)
    except ValueError as refused:
        message = str(refused)
        assert any("ぁ" <= c <= "ん" for c in message)
        assert all(c.isprintable() or c == "\u3000" for c in message)
        assert len(message) < 400
        return
    value = reading.value
    assert value.is_finite()
    assert "E" not in str(value)
    assert str(value) not in ("-0", "-0.0")
    assert -value.as_tuple().exponent <= decimals  # type: ignore[operator]
    assert len(str(value).lstrip("-0").replace(".", "").lstrip("0")) <= 15
    # What was understood, shown and typed again, is the same number.
    assert (
        parse_number(format_number(value, decimals=decimals, unit=unit), decimals=decimals, unit=unit)
        == value
    )
    assert parse_number(plain_number(value), decimals=decimals, unit=unit) == value


@given(
    st.one_of(
        st.none(), st.integers(), st.floats(), st.decimals(), st.binary(), st.booleans(), st.lists(st.text())
    )
)
def test_any_other_value_gives_a_message(value: object) -> None:
    with pytest.raises(ValueError, match="値"):
        read_number(value, decimals=2, unit="件")


@given(carried(), units, st.booleans())
def test_what_is_shown_reads_back(value_and_decimals: tuple[Decimal, int], unit: str, wide: bool) -> None:
    value, decimals = value_and_decimals
    shown = format_number(value, decimals=decimals, unit=unit)
    assert parse_number(full_width(shown) if wide else shown, decimals=decimals, unit=unit) == value
    plain = plain_number(value, decimals=decimals)
    assert plain.isascii()
    assert parse_number(plain, decimals=decimals, unit=unit) == value
    assert Decimal(plain) == value


@given(pieces, st.integers(0, 2), units)
def test_width_makes_no_difference(text: str, decimals: int, unit: str) -> None:
    def outcome(typed: str) -> Decimal | None:
        try:
            return parse_number(typed, decimals=decimals, unit=unit)
        except ValueError:
            return None

    assert outcome(text) == outcome(full_width(text))


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "shown"),
    [
        ("1234", 0, "件", "1,234件"),
        ("90", 1, "％", "90.0％"),
        ("0", 0, "件", "0件"),
        ("-0", 0, "件", "0件"),
        ("-0.04", 1, "％", "0.0％"),
        ("-0.05", 1, "％", "−0.1％"),
        ("0.5", 0, "", "1"),
        ("1.5", 0, "", "2"),
        ("2.5", 0, "", "3"),
        ("-2.5", 0, "", "−3"),
        ("0.345", 2, "％", "0.35％"),
        ("999.95", 1, "", "1,000.0"),
        ("-1234567.89", 2, "人", "−1,234,567.89人"),
        ("1E+5", 0, "人", "100,000人"),
        ("0E+5", 0, "人", "0人"),
        ("0E-99", 1, "人", "0.0人"),
        ("136.3333333333333333333333333333", 1, "", "136.3"),
    ],
)
def test_format_rounds_half_up(value: str, decimals: int, unit: str, shown: str) -> None:
    assert format_number(Decimal(value), decimals=decimals, unit=unit) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "plain"),
    [
        ("1234.5", 1, "1234.5"),
        ("1234.5", 2, "1234.50"),
        ("-1234.25", 1, "-1234.3"),
        ("-0.04", 1, "0.0"),
        ("1234.50", None, "1234.50"),
        ("-5", None, "-5"),
        ("-0.0", None, "0.0"),
        ("0E+5", None, "0"),
        ("1E+5", None, "100000"),
        ("1E-8", None, "0.00000001"),
        ("136.3333333333333333333333333333", None, "136.3333333333333333333333333333"),
    ],
)
def test_plain_is_for_machines(value: str, decimals: int | None, plain: str) -> None:
    assert plain_number(Decimal(value), decimals=decimals) == plain


@pytest.mark.parametrize(
    "value", [None, 1, 1.5, "1", Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity")], ids=repr
)
def test_only_a_finite_decimal_is_shown(value: Decimal) -> None:
    with pytest.raises(ValueError, match="有限のDecimal"):
        format_number(value, decimals=0)
    with pytest.raises(ValueError, match="有限のDecimal"):
        plain_number(value)


@pytest.mark.parametrize("value", ["1E+61", "-1E+999999", "1E-61", "1E-999999999"])
def test_no_text_of_absurd_length(value: str) -> None:
    with pytest.raises(ValueError, match="桁が多すぎる"):
        format_number(Decimal(value), decimals=0)
    with pytest.raises(ValueError, match="桁が多すぎる"):
        plain_number(Decimal(value))


def test_the_longest_that_is_shown() -> None:
    assert plain_number(Decimal("9e60"), decimals=20) == "9" + "0" * 60 + "." + "0" * 20
    with pytest.raises(ValueError, match="0から20まで"):
        format_number(Decimal(1), decimals=21)


def test_arithmetic_context_of_the_caller_plays_no_part() -> None:
    with localcontext(Context(prec=2, traps=[Inexact, FloatOperation])):
        assert parse_number("123,456,789.12", decimals=2, unit="円") == Decimal("123456789.12")
        assert str(parse_number("△123,456,789.12", decimals=2, unit="円")) == "-123456789.12"
        assert format_number(Decimal("123456.785"), decimals=2) == "123,456.79"
        assert plain_number(Decimal("123456.785")) == "123456.785"
        assert str(read_percent_cell(Decimal("0.12345"), decimals=3, unit="％").value) == "12.345"


@pytest.mark.parametrize(
    ("number", "decimals", "value"),
    [
        ("0.125", 1, "12.5"),
        ("0.07", 0, "7"),
        ("0.070", 0, "7"),
        ("0.0035", 2, "0.35"),
        ("1", 0, "100"),
        ("1.2", 1, "120"),
        ("-0.05", 1, "-5"),
        ("0", 1, "0"),
        ("-0.0", 1, "0"),
        ("1E-3", 1, "0.1"),
    ],
)
@pytest.mark.parametrize("unit", ["％", "%"])
def test_percent_cell(number: str, decimals: int, value: str, unit: str) -> None:
    reading = read_percent_cell(Decimal(number), decimals=decimals, unit=unit)
    assert str(reading.value) == value
    shown = format_number(Decimal(value), decimals=decimals, unit=unit)
    assert [f"{shown}と" in notice and "％の書式" in notice for notice in reading.notices] == [True]


def test_percent_cell_where_the_unit_is_another() -> None:
    with pytest.raises(ValueError, match="この指標の単位は「件」です。書式を"):
        read_percent_cell(Decimal("0.125"), decimals=1, unit="件")


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (12, "12"),
        (-3, "-3"),
        (0, "0"),
        (Decimal("12.50"), "12.5"),
        (Decimal("-0"), "0"),
        (Decimal("1.2E+3"), "1200"),
        (999999999999999, "999999999999999"),
        (Decimal("0E+99"), "0"),
    ],
    ids=repr,
)
def test_number_cell(number: object, value: str) -> None:
    reading = read_cell_number(number, decimals=1, unit="件")
    assert str(reading.value) == value
    assert reading.notices == ()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (12.5, "数値のセルとして読めない値です。この指標の単位は「件」"),
        (True, "数値のセルとして読めない"),
        ("12", "数値のセルとして読めない"),
        (None, "数値のセルとして読めない"),
        (Decimal("NaN"), "数ではありません"),
        (Decimal("sNaN"), "数ではありません"),
        (Decimal("-Infinity"), "数ではありません"),
        (Decimal("0.123"), "「0.123」を確かめてください。この指標では、小数は2桁まで"),
        (Decimal("0.30000000000000004"), "小数は2桁まで"),
        (10**15, "15桁まで"),
        (-(10**15), "15桁まで"),
        (10**5000, "15桁まで"),
        (Decimal("1E+20"), "15桁まで"),
        (Decimal("1E+999999"), "15桁まで"),
        (Decimal("1E-999999"), "15桁まで"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_number_cell_refuses_with_the_reason(number: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_cell_number(number, decimals=2, unit="件")


@given(
    st.one_of(st.decimals(), st.integers(), st.floats(), st.text(), st.none()), st.integers(0, MAX_DECIMALS)
)
def test_any_cell_gives_a_reading_or_a_message(number: object, decimals: int) -> None:
    for read, scale in ((read_cell_number, 1), (read_percent_cell, 100)):
        try:
            value = read(number, decimals=decimals, unit="％").value
        except ValueError as refused:
            assert "セル" in str(refused) or "この指標では" in str(refused) or "桁まで" in str(refused)  # noqa: PT017
        else:
            assert isinstance(number, int | Decimal)
            assert value == number * scale
            assert "E" not in str(value)


@given(carried(), st.integers(0, 2))
def test_cell_and_text_agree(value_and_decimals: tuple[Decimal, int], zeros: int) -> None:
    value, decimals = value_and_decimals
    in_cell = Decimal(plain_number(value) + ("." if decimals == 0 and zeros else "") + "0" * zeros)
    assert read_cell_number(in_cell, decimals=decimals, unit="件").value == value


def test_a_reading_is_a_value() -> None:
    reading = read_number("5", decimals=0, unit="件")
    assert hash(reading) == hash(Reading(Decimal(5)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        reading.value = Decimal(6)  # type: ignore[misc]
