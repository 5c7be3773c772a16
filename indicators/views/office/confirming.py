"""The page before a publication: what citizens will see, what changes, what stays behind; then the button.

Every door of the plan office that publishes goes through published_as_shown(): without the page nothing goes out. What
the page showed travels in the field `seen`, signed for the person; where anything of it is different when the button
is pressed nothing goes out, and the page is shown anew with both.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.core import signing
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from indicators.caching.public_revision import revision
from indicators.workflow import StaleVersion

CHANGED = "確かめているあいだに、内容が変わりました。"
# What a page showed: label → words, in its order.
Facts = Mapping[str, str]
Done = TypeVar("Done")


@dataclass(frozen=True)
class Confirmation:
    """`about`: the template and its context that show what would go out; `facts`: the same as words, record and version too.

    `posted`: the fields that the button sends again; `back`: where to go instead. Without a `button` nothing can go out.
    `lead`, `refused`, `leave`, `hint`: what is said around it; of a publication, unless it is none.
    """

    title: str
    button: str
    back: str
    template: str
    facts: Facts
    about: dict[str, Any] = field(default_factory=dict)
    posted: Sequence[tuple[str, str]] = ()
    notices: Sequence[str] = ()
    lead: str = (
        "まだ公表していません。公表したものは書き換えられず、あとからの直しは「訂正」などとして残ります。"
    )
    refused: str = "1件も公表していません"
    leave: str = "公表しないで戻る"
    hint: str = (
        "ここで見た内容のとおりに公表します。見ているあいだに何かが変わったときは、公表しないで知らせます。"
    )

    @property
    def shown(self) -> dict[str, str]:
        told = {**self.facts, "公表するもの": self.title, "お知らせ": "".join(self.notices)}
        return {label: _as_read(words) for label, words in told.items()}

    def signed(self, request: HttpRequest) -> str:
        """What is shown, for the field `seen`."""
        return signing.dumps(self.shown, salt=_salt(request), compress=True)

    def page(self, request: HttpRequest, refusal: str = "", shown: Facts | None = None) -> HttpResponse:
        """409 after a `refusal`, with what differs from what was `shown` before."""
        context = {
            "confirmation": self,
            "seen": self.signed(request),
            "refusal": refusal,
            "both": differences(shown, self.shown),
            **self.about,
        }
        return render(request, "office/confirm.html", context, status=409 if refusal else 200)


def _as_read(words: str) -> str:
    """A sentence with its marks as people read it; what is no markup stays as it is."""
    return unescape(strip_tags(words)) if isinstance(words, SafeString) else words


def shown_to(request: HttpRequest) -> dict[str, str] | None:
    """What the page of confirmation showed to this person; None where they come from none."""
    try:
        return dict(signing.loads(request.POST.get("seen", ""), salt=_salt(request)))
    except signing.BadSignature:
        return None


def differences(then: Facts | None, now: Facts) -> list[tuple[str, str, str]]:
    """(label, what was shown, what stands now) wherever they differ; "" where there is nothing."""
    if then is None:
        return []
    return [
        (label, before, after)
        for label in {**then, **now}
        if (before := then.get(label, "")) != (after := now.get(label, ""))
    ]


def published_as_shown(
    request: HttpRequest, make: Callable[[], Confirmation], publish: Callable[[], Done]
) -> Done | HttpResponse:
    """What `publish` gives, if the page that `make` makes was shown to the person as it is now; else that page.

    Passes on what either of them raises: nothing was written then.
    """
    shown = shown_to(request)
    if shown is None:
        return make().page(request)
    try:
        with _nothing_else_published():
            confirmation = make()
            if confirmation.shown != shown:
                return confirmation.page(request, CHANGED, shown)
            return publish()
    except _PublishedMeanwhile:
        return make().page(request, CHANGED, shown)


class _PublishedMeanwhile(StaleVersion):
    """Something else went out between the look and the end of the step: what was looked at may be wrong."""


@contextmanager
def _nothing_else_published() -> Iterator[None]:
    """One transaction, given up where citizens' pages have become others meanwhile.

    On SQLite it is the only one that writes. PostgreSQL counts the public revision at the very end of a transaction, so
    that until then only others have counted; its row is not locked here, since the checks of foreign keys are still to
    come (docs/decisions/0009).
    """
    with transaction.atomic():
        before = revision()
        yield
        if connection.vendor == "postgresql" and revision() != before:
            raise _PublishedMeanwhile(CHANGED, None)


def _salt(request: HttpRequest) -> str:
    """A page that somebody else was shown is none that this person has seen."""
    user = request.user
    assert isinstance(user, User)
    return f"indicators.office.confirming.{user.pk}"
