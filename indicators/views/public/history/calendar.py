"""次の公表予定 as a calendar that programs subscribe to (RFC 5545): one day a value that is awaited."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from indicators import frames
from indicators.frames import Record
from indicators.origin import whole_url
from indicators.spreadsheets.fields import DEMO_NOTICE
from indicators.views.shared.answers import public_file
from indicators.views.shared.files import file_of
from indicators.views.shared.plan import plan_of, source_of
from indicators.wording.follow_up import passed
from measures.addresses import reverse
from measures.fiscal_year import FiscalYear
from measures.site import site_city
from measures.typed_text import holdable

# A line has at most so many bytes before its end (RFC 5545, 3.1).
MOST_BYTES = 75
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None})
Line = tuple[str, str]


@public_file
def awaited(request: HttpRequest) -> HttpResponse:
    """Every value that a next record is due for; what is overdue keeps its day and says so."""
    plan = plan_of(request)
    demo = "（デモ）" if settings.DEMO else ""
    lines: list[Line] = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//kisarazu-plan//awaited//JA"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", _text(f"{site_city().name} {plan.name if plan else ''}の公表予定{demo}")),
        ("X-WR-TIMEZONE", "Asia/Tokyo"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
    ]
    for record in frames.awaited(source_of(request)):
        lines += _event(request, record, plan.key if plan else "")
    lines.append(("END", "VCALENDAR"))
    return file_of(request, written(lines), "awaited", "ics")


def _event(request: HttpRequest, record: Record, plan_key: str) -> Iterator[Line]:
    """The whole day. The same one as long as the value is awaited, however often its day is put off."""
    assert record.due_on is not None
    year = FiscalYear(record.year).wareki
    begins = "公表予定を過ぎています" if record.overdue else "公表予定"
    told = [
        f"{record.name}（{year}）の次の値の公表予定です。",
        *(f"{passed(one)}。" for one in record.overdue),
    ]
    if settings.DEMO:
        told.append(f"{DEMO_NOTICE}。")
    yield "BEGIN", "VEVENT"
    yield "UID", _uid(plan_key, record)
    yield "DTSTAMP", _moment(record.published_at)
    yield "SEQUENCE", str(record.number - 1)
    yield "DTSTART;VALUE=DATE", _day(record.due_on)
    yield "DTEND;VALUE=DATE", _day(record.due_on + timedelta(days=1))
    yield "SUMMARY", _text(f"{begins}：{record.name}（{year}）")
    yield "DESCRIPTION", _text("".join(told))
    yield "URL", whole_url(request, reverse("public:indicator", args=[record.code]))
    yield "TRANSP", "TRANSPARENT"
    yield "END", "VEVENT"


def _uid(plan_key: str, record: Record) -> str:
    """The same wherever the site is served, and in every edition of the calendar."""
    place = "demo" if settings.DEMO else "plan"
    return str(
        uuid5(NAMESPACE_URL, f"kisarazu-plan/{place}/awaited/{plan_key}/{record.code}/{int(record.year)}")
    )


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return holdable(words).translate(_ESCAPED)


def written(lines: Iterable[Line]) -> bytes:
    """Names and values as a calendar file: CRLF, and long lines folded between two letters."""
    return b"".join(part + b"\r\n" for name, value in lines for part in _folded(f"{name}:{value}"))


def _folded(line: str) -> Iterator[bytes]:
    """Every part but the first begins with the space that says that it goes on."""
    part = b""
    for letter in line:
        if len(part) + len(letter.encode()) > MOST_BYTES:
            yield part
            part = b" "
        part += letter.encode()
    yield part
