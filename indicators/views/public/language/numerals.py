"""Numbers that a reader takes for the same one: 第三次 is 第3次, 二十五年 is 25年, 1,000件 is 1000件, 令和元年 is 令和1年.

Rules for variants.py, over folded text: a pattern, and what stands for it. Kanji are figures only beside 第 or before what
is counted: 一般 and 統一 are words.
"""

_FIGURE = "[0-9]"
_NUMERAL = "[一二三四五六七八九十百千万〇0-9]"
# What is counted. Not 分, 部, 時, 般, 定, 体: 十分, 一部, 一時 and their like are words and no numbers.
_COUNTER = (
    "(?:か[月所条国年]|世代|世帯|段階|時間|地区|団体|施策|分野|項目|つ(?!\u3099)"
    "|[年月日人名件回次期歳才割者本市町村区丁種点号階倍円台棟校級位条項章節週泊社店戸組票枚冊代度番])"
)
_NO_NUMBER = "(?<![統唯単同画均専随逐択無不再万数何幾])"
NUMBERS = [
    # 1,234 is 1234.
    (f"(?<={_FIGURE}),(?={_FIGURE}{{3}})", ""),
    *(
        (
            f"{_NO_NUMBER}{sign}(?={_NUMERAL}*{_COUNTER})|(?<=第){sign}|(?<=第{_NUMERAL}){sign}",
            str(figure),
        )
        for figure, sign in enumerate("〇一二三四五六七八九")
    ),
    # 二十五 is 25, 二十 is 20, 十五 is 15, 十 is 10; 三百 and 千 in the same way.
    (f"(?<={_FIGURE})十(?={_FIGURE})", ""),
    (f"(?<=第{_FIGURE})十|(?<={_FIGURE})十(?={_COUNTER})", "0"),
    (f"{_NO_NUMBER}十(?={_FIGURE})", "1"),
    (f"{_NO_NUMBER}十(?={_COUNTER})|(?<=第)十", "10"),
    (f"(?<={_FIGURE})百(?={_FIGURE}{{2}}(?!{_FIGURE}))", ""),
    (f"(?<={_FIGURE})百(?={_FIGURE}(?!{_FIGURE}))", "0"),
    (f"(?<={_FIGURE})百(?={_COUNTER})", "00"),
    (f"{_NO_NUMBER}百(?={_FIGURE}{{2}}(?!{_FIGURE}))", "1"),
    (f"{_NO_NUMBER}百(?={_FIGURE}(?!{_FIGURE}))", "10"),
    (f"{_NO_NUMBER}百(?=(?!円){_COUNTER})", "100"),
    (f"(?<={_FIGURE})千(?={_FIGURE}{{3}}(?!{_FIGURE}))", ""),
    (f"(?<={_FIGURE})千(?={_COUNTER})", "000"),
    (f"(?<={_FIGURE})(?<![.]{_FIGURE})(?<![.]{_FIGURE}{{2}})万(?={_COUNTER})", "0000"),
    # 令和元年 is 令和1年, and R1.
    ("(?<=令和|平成|昭和)元(?=年)", "1"),
    (f"(?<![a-z0-9])r(?={_FIGURE}{{1,2}}(?!{_FIGURE}))", "令和"),
    (f"(?<![a-z0-9])h(?={_FIGURE}{{1,2}}(?!{_FIGURE}))", "平成"),
    # 45-A is 45A, 41の1 is 41-1, Wi-Fi is WiFi.
    (f"(?<={_FIGURE})[-_.・の](?=[a-z](?![a-z0-9]))", ""),
    (f"(?<={_FIGURE})の(?={_FIGURE})", "-"),
    ("(?<=[a-z])-(?=[a-zぁ-ん])", ""),
]
