"""Why a promise is missed and what comes next, in lines of text: on the evaluation sheet, in its workbook, in mails."""

from indicators.frames import Row

UNSAID = "まだ説明がありません"
# What was published with a sheet stays as it was: 「まだ」 would speak of now.
UNSAID_THEN = "公表した時に説明はありませんでした"


def shortfall_lines(row: Row, unsaid: str = UNSAID) -> tuple[tuple[str, str], ...]:
    """(理由, …), (次に, …); nothing of a promise that is not missed. `unsaid` stands for what no department has said."""
    if row.why is None:
        return ()
    return (("理由", row.why.reason or unsaid), ("次に", row.why.next_step or unsaid))
