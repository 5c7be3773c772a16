"""What a kept page says of itself while the database is away."""

from datetime import datetime

from indicators.wording.days import japanese_date
from indicators.wording.easy.readings import with_readings


def kept_on(made_at: datetime, *, kind: str = "") -> tuple[str, str]:
    """The name of the band and its words as HTML; `kind`: "easy", "english" or "" for ordinary pages."""
    moment = f"{japanese_date(made_at)} {made_at:%H:%M}"
    if kind == "english":
        shown = f"{made_at:%d %B %Y %H:%M}"
        return "A kept copy", (
            f"The database cannot be reached now. This is the page as it was kept on <b>{shown}</b> (Japan time). "
            "Please reload it later."
        )
    if kind == "easy":
        # No word of it needs a reading but those of the day.
        words = f"<p>いま データベースに つながりません。<b>{moment}</b>に つくった ページです。あとで もう いちど みて ください。</p>"
        return "まえに つくった ページ", with_readings(words, _nothing)
    return "保存してあった内容", (
        f"いまデータベースにつながらないため、<b>{moment}</b>に保存した内容を表示しています。しばらくたってから、読み込み直してください。"
    )


def _nothing(text: str, *, as_written: bool) -> None:
    """Of names, which the band has none of: the office's words are in the database."""
