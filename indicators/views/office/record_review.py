"""The review of one record: shown whole, then published or sent back as it was seen, or not at all (409).

A kind of record says what its page shows besides, and what is said when something was done.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render

from indicators.forms import RecordVersionForm, SendBackForm
from indicators.views.office.confirming import Confirmation, asks_first, was_seen
from indicators.views.shared.reviewing import Context, is_submitted, who_context
from indicators.workflow import Incomplete, NotAllowed, ReviewWorkflow, StaleVersion, WrongState

CHANGED = "見ていたあとに、内容が変わりました。"


class ReviewPage:
    """The newest record of one owner and year, and what somebody of the plan office does about it."""

    workflow: ClassVar[ReviewWorkflow[Any]]
    template: ClassVar[str]
    # The list that the record stands in, where one goes on when it is decided.
    list_page: ClassVar[str]
    nothing_yet: ClassVar[str] = "まだ入力がありません。"

    def __init__(self, request: HttpRequest, by: User, owner: Any, year: int) -> None:
        self.request, self.by, self.owner, self.year = request, by, owner, year
        self.record: Any = self.workflow.current(owner, year)
        if self.record is None:
            raise Http404(self.nothing_yet)
        self.back = SendBackForm()

    def serve(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._page()
        action = self.request.POST.get("action", "")
        if action not in self.done:
            return HttpResponseBadRequest("不明な操作です。")
        if not self.is_readable(action):
            return self._page()
        try:
            if action == "publish" and asks_first(self.request):
                return self._confirm()
            if not self._act(action):
                return self._page()
        except Incomplete as missing:
            self.back.add_missing(missing.errors)
            return self._page()
        except WrongState as refusal:
            return self._page(str(refusal))
        except StaleVersion as refusal:
            now = self.workflow.current(self.owner, self.year)
            return self._page(CHANGED if now is not None and is_submitted(now) else str(refusal))
        messages.success(self.request, f"{self.workflow.name(self.owner, self.year)}{self.done[action]}")
        return self.leave(action)

    def _act(self, action: str) -> bool:
        """Act on the record and the version that the person saw; False where the form of sending back says why not."""
        expected = RecordVersionForm(self.request.POST)
        if not expected.is_of(self.record):
            raise StaleVersion(CHANGED, self.record)
        acting: Context = {"record": self.record, "version": expected.cleaned_data["version"], "by": self.by}
        if action == "publish":
            if "seen" in self.request.POST and not was_seen(self.request, self.confirmation()):
                raise StaleVersion(CHANGED, self.record)
            self.workflow.publish(**acting)
        elif action == "send_back":
            self.back = SendBackForm(self.request.POST)
            if not self.back.is_valid():
                return False
            self.workflow.send_back(**acting, reason=self.back.cleaned_data["return_reason"])
        else:
            self.act(**acting)
        return True

    def _confirm(self) -> HttpResponse:
        """What would go out, before it does; of the record and version that the person saw."""
        expected = RecordVersionForm(self.request.POST)
        if not expected.is_of(self.record) or expected.cleaned_data["version"] != self.record.version:
            raise StaleVersion(CHANGED, self.record)
        if not is_submitted(self.record):
            raise self.workflow.conflict(self.owner, self.year)
        if not self.workflow.may_publish(self.by, self.record):
            raise NotAllowed(
                "公表できるのは、自分で入力・保存・提出していない企画課（計画担当）の人だけです。"
            )
        return self.confirmation().page(self.request)

    @property
    def posted(self) -> list[tuple[str, str]]:
        """What the button of the confirmation sends."""
        return [("action", "publish"), ("record", str(self.record.pk)), ("version", str(self.record.version))]

    def _page(self, refusal: str = "") -> HttpResponse:
        """What stands now. After a refusal nothing was done: the buttons act on what is shown now, and what was typed
        is kept."""
        current = self.workflow.current(self.owner, self.year)
        if refusal:
            typed = self.request.POST.get("return_reason", "")
            self.back = SendBackForm(initial={"return_reason": typed})
        context: Context = {
            "record": current,
            "year": self.year,
            "waits": current is not None and is_submitted(current),
            "may_publish": current is not None and self.workflow.may_publish(self.by, current),
            **who_context(current),
            "form": self.back,
            "refusal": refusal,
            **self.context(current, refusal),
        }
        return render(self.request, self.template, context, status=409 if refusal else 200)

    # --- What a kind of record says -----------------------------------------------------------------

    @property
    def done(self) -> Mapping[str, str]:
        """Each action, and what is said when it was done."""
        raise NotImplementedError

    def context(self, current: Any, refusal: str) -> Context:
        """What this page alone shows; `current` is None where the draft was given up meanwhile."""
        raise NotImplementedError

    def confirmation(self) -> Confirmation:
        """What citizens will see of the record that was submitted."""
        raise NotImplementedError

    def is_readable(self, action: str) -> bool:
        """Whether what was typed besides can be taken; where not, its form says why."""
        return True

    def act(self, **acting: Any) -> None:
        """An action that is neither publishing nor sending back."""
        raise NotImplementedError

    def leave(self, action: str) -> HttpResponse:
        return redirect(self.list_page)
