"""Readings above words, as they are kept and taken apart (measures/ruby.py)."""

import pytest

from measures.ruby import BadRuby, aligned, plain, ruby_pairs, written


@pytest.mark.parametrize(
    ("annotated", "pairs"),
    [
        ("市民《しみん》の声《こえ》", (("市民", "しみん"), ("の", ""), ("声", "こえ"))),
        # The word is what stands directly before, of one kind of letters.
        ("市民《しみん》活動《かつどう》", (("市民", "しみん"), ("活動", "かつどう"))),
        ("2026年度《ねんど》", (("2026", ""), ("年度", "ねんど"))),
        ("｜1人《ひとり》ずつ", (("1人", "ひとり"), ("ずつ", ""))),
        ("DX《ディーエックス》", (("DX", "ディーエックス"),)),
        ("ひらがな", (("ひらがな", ""),)),
    ],
)
def test_a_text_is_taken_apart_and_written_again(annotated: str, pairs: tuple[tuple[str, str], ...]):
    assert ruby_pairs(annotated) == pairs
    assert written(pairs) == annotated
    assert plain(annotated) == "".join(text for text, _ in pairs)


@pytest.mark.parametrize(
    "annotated", ["市民《しみん", "市民しみん》", "《しみん》", "｜市民", "市民《ABC》", "市民《<b>しみん》"]
)
def test_a_sign_without_its_partner_and_a_reading_that_is_no_kana_are_refused(annotated: str):
    with pytest.raises(BadRuby):
        ruby_pairs(annotated)


def test_a_word_that_follows_kanji_is_marked():
    assert written((("第三次", ""), ("計画", "けいかく"))) == "第三次｜計画《けいかく》"
    assert ruby_pairs("第三次｜計画《けいかく》") == (("第三次", ""), ("計画", "けいかく"))


@pytest.mark.parametrize(
    ("text", "reading", "annotated"),
    [
        ("取り組み", "とりくみ", "取《と》り組《く》み"),
        ("取り組み", "トリクミ", "取《と》り組《く》み"),
        ("シティプロモーション課", "してぃぷろもーしょんか", "シティプロモーション課《か》"),
        ("かな", "かな", "かな"),
    ],
)
def test_kana_of_a_reading_are_laid_upon_those_of_the_text(text: str, reading: str, annotated: str):
    pairs = aligned(text, reading)
    assert pairs is not None
    assert written(pairs) == annotated


def test_a_reading_of_another_word_fits_nowhere():
    assert aligned("取り組み", "けいかく") is None
