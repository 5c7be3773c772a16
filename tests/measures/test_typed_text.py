"""Which signs a text may hold: what becomes a space, what goes, what is kept, and what is refused with its place."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.typed_text import check_tidy, holdable, one_line, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("市民活動団体の\u00a0登録数", "市民活動団体の 登録数"),
        ("a\u2009b\u202fc\u205fd\u2003e", "a b c d e"),
        ("登録\u2800数", "登録 数"),
        ("市民活動団体の\u200b登録数", "市民活動団体の登録数"),
        ("\ufeff登録\u200c数\u2060は\u00ad増\u200e加\u202e", "登録数は増加"),
        ("全角の\u3000空白", "全角の\u3000空白"),
        ("葛\U000e0100城市と辻\ufe00", "葛\U000e0100城市と辻\ufe00"),  # 異体字
        (
            "👩\u200d👩\u200d👧と❤\ufe0f\u200d🔥と👩🏽\u200d🔬",
            "👩\u200d👩\u200d👧と❤\ufe0f\u200d🔥と👩🏽\u200d🔬",
        ),
        ("1\ufe0f\u20e3", "1\ufe0f\u20e3"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("木\u200d更津", "木更津"),
        ("\ufe0f空", "空"),
        ("𠮷野家と𱁬と🫨", "𠮷野家と𱁬と🫨"),
        ("①㈱㎡m³CO₂髙﨑", "①㈱㎡m³CO₂髙﨑"),
        ("がばか\u3099", "がばか\u3099"),
    ],
)
def test_what_is_kept_of_a_text(typed: str, kept: str) -> None:
    assert tidy(typed) == kept
    assert tidy(kept, lines=True) == kept
    assert holdable(kept) == kept


def test_line_ends_and_tabs_by_the_box() -> None:
    assert tidy("a\r\nb\rc\u2028d\u0085e\u2029f\tg", lines=True) == "a\nb\nc\nd\ne\nf\tg"
    # In a text of one line whatever parts two words is one space, kept and shown alike.
    for typed in ("県内の市\r\n平均\t値", "県内の市 \n\n 平均\u2028値", "県内の市\u0085平均\u2029\t値"):
        assert tidy(typed) == one_line(typed) == holdable(typed, "") == "県内の市 平均 値"
    assert holdable("県内の市\u2028平均\u0085値\r\n一覧") == "県内の市\n平均\n値\n一覧"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("県内の市　\u000b平均", "「県内の市」の後に見えない文字（U+000B）"),
        ("市民参加型\u000bワークショップ", "「市民参加型」の後に見えない文字（U+000B）"),
        ("\u0000a", "先頭に見えない文字（U+0000）"),
        ("これはとても長い文章の途中\u001b", "「とても長い文章の途中」の後に見えない文字（U+001B）"),
        ("a\ud842b", "U+D842"),
        ("a\ufffeb", "U+FFFE"),
        ("a\U0001ffffb", "U+1FFFF"),
        ("高\ue000橋", "「高」の後に外字（U+E000）"),
        ("増加\ufffdした", "文字化けした文字（U+FFFD）"),
    ],
)
def test_what_is_refused_with_sign_and_place(typed: str, said: str) -> None:
    for text in (typed, f"\u3000{typed}" if not said.startswith("先頭") else typed):
        with pytest.raises(ValueError, match=re.escape(said)):
            tidy(text)
        with pytest.raises(ValueError, match=re.escape(said)):
            check_tidy(text)


def test_what_is_loaded_as_it_stands_may_hold_nothing_to_mend() -> None:
    check_tidy("全角の\u3000空白と葛\U000e0100城市\n二行目")
    for odd, code in (("登録\u200b数", "U+200B"), ("登録\u00a0数", "U+00A0")):
        with pytest.raises(ValueError, match=re.escape(f"「登録」の後に見えない文字（{code}）")):
            check_tidy(odd)


@given(st.text(max_size=40))
def test_every_text_is_kept_or_refused_and_can_be_held(text: str) -> None:
    with contextlib.suppress(ValueError):
        kept = tidy(text, lines=True)
        assert tidy(kept, lines=True) == kept
    held = holdable(text)
    assert not re.search("[\x00-\x09\x0b-\x1f\ud800-\udfff\ufffe\uffff]", held)
    assert holdable(held) == held
