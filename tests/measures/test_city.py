"""The code of a city, by its check digit as 総務省 computes it."""

import pytest

from measures.city import code_refusal


@pytest.mark.parametrize("code", ["122068", "011002", "131016", "122041"])
def test_a_code_with_its_check_digit_is_one(code: str) -> None:
    # 01100: 6·0 + 5·1 + 4·1 = 9, 11 − 9 = 2; 13101: 6 + 15 + 4 + 0 + 2 = 27, 27 mod 11 = 5, 6; 12204: 6 + 10 + 8 + 0 + 8 = 32, 10, 1.
    assert code_refusal(code) == ""


@pytest.mark.parametrize(
    ("code", "words"),
    [("122067", "検査数字は8"), ("12206", "6桁"), ("１２２０６８", "6桁"), ("12206x", "6桁")],
)
def test_another_is_refused_with_the_reason(code: str, words: str) -> None:
    assert words in code_refusal(code)
