"""The review of one record: shown whole, then published or sent back as it was seen, or not at all (409).

A kind of record says what its page shows besides, and what is said when something was done.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from indicators.forms import RecordVersionForm, SendBackForm
from indicators.views.office.confirming import Confirmation, differences, published_as_shown, shown_to
from indicators.views.office.frame import crumbs
from indicators.views.shared.approving import approval_context
from indicators.views.shared.reviewing import Context, is_submitted, who_context
from indicators.workflow import (
    Incomplete,
    NotAllowed,
    ReviewWorkflow,
    StaleVersion,
    WrongState,
    why_not_theirs,
)
from measures.addresses import redirect

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
            if self.request.method == "GET":
                self.workflow.look(self.record, self.by)
            return self._page()
        action = self.request.POST.get("action", "")
        if action not in self.done:
            return HttpResponseBadRequest("不明な操作です。")
        if not self.is_readable(action):
            return self._page()
        try:
            if action == "publish":
                answer = published_as_shown(self.request, self._asked, self._publish)
                if answer is not None:
                    return answer
            elif not self._act(action):
                return self._page()
        except Incomplete as missing:
            self.back.add_missing(missing.errors)
            return self._page()
        except (StaleVersion, WrongState) as refusal:
            return self._refused(str(refusal))
        messages.success(self.request, f"{self.workflow.name(self.owner, self.year)}{self.done[action]}")
        return self.leave(action)

    def _act(self, action: str) -> bool:
        """Act on the record and the version that the person saw; False where the form of sending back says why not."""
        acting: Context = {"record": self.record, "version": self._seen_version(), "by": self.by}
        if action == "send_back":
            self.back = SendBackForm(self.request.POST)
            if not self.back.is_valid():
                return False
            self.workflow.send_back(**acting, reason=self.back.cleaned_data["return_reason"])
        else:
            self.act(**acting)
        return True

    def _asked(self) -> Confirmation:
        """What would go out, before it does; of the record and version that the person saw on one page or the other."""
        self.record = self._current()
        if shown_to(self.request) is None and self._seen_version() != self.record.version:
            raise StaleVersion(CHANGED, self.record)
        if not self.workflow.may_publish(self.by, self.record):
            raise NotAllowed(self.workflow.why_not_publish(self.by, self.record))
        if waits := self.workflow.why_not_arrived(self.record):
            raise WrongState(waits)
        confirmation = self.confirmation()
        self._current()  # it may have been sent back while we looked
        return confirmation

    def _current(self) -> Any:
        current = self.workflow.current(self.owner, self.year)
        if current is None or not is_submitted(current):
            raise self.workflow.conflict(self.owner, self.year)
        return current

    def _publish(self) -> None:
        self.workflow.publish(record=self.record, version=self.record.version, by=self.by)

    def _seen_version(self) -> int:
        expected = RecordVersionForm(self.request.POST)
        if not expected.is_of(self.record):
            raise StaleVersion(CHANGED, self.record)
        version: int = expected.cleaned_data["version"]
        return version

    def _refused(self, refusal: str) -> HttpResponse:
        """Somebody else was first: what stands now, beside what the page of confirmation had shown."""
        shown = shown_to(self.request)
        self.record = self.workflow.current(self.owner, self.year)
        if self.record is not None and is_submitted(self.record):
            refusal = CHANGED
        now = self.confirmation().shown if shown and self.record is not None else {}
        return self._page(refusal, differences(shown, now))

    @property
    def posted(self) -> list[tuple[str, str]]:
        """What the button of the confirmation sends."""
        return [("action", "publish"), ("record", str(self.record.pk)), ("version", str(self.record.version))]

    def _page(self, refusal: str = "", both: Sequence[tuple[str, str, str]] = ()) -> HttpResponse:
        """What stands now. After a refusal nothing was done: the buttons act on what is shown now, and what was typed
        is kept."""
        current = self.workflow.current(self.owner, self.year)
        if refusal:
            typed = self.request.POST.get("return_reason", "")
            self.back = SendBackForm(initial={"return_reason": typed})
        approval = approval_context(current, self.by)
        in_department = approval.get("approval", {}).get("in_department", False)
        context: Context = {
            "record": current,
            "year": self.year,
            "waits": current is not None and is_submitted(current) and not in_department,
            **approval,
            "may_publish": current is not None and self.workflow.may_publish(self.by, current),
            "set_up": why_not_theirs(self.by, current) if current is not None else "",
            **who_context(current),
            "form": self.back,
            "refusal": refusal,
            "both": both,
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


class ReadReview(ReviewPage):
    """Of a kind that is read under labels: `read` of its context what would go out, `before` what citizens see.

    `confirm_template`: of the page before a publication; `tab`: where it stands among the office's pages.
    """

    confirm_template: ClassVar[str]
    tab: ClassVar[str]
    done = {
        "publish": "を公表しました。取組のページに表示されています。",
        "send_back": "を差し戻しました。直して提出されると、また一覧に載ります。",
    }

    def notices(self) -> list[str]:
        """What is said of the record before it goes out."""
        raise NotImplementedError

    def confirmation(self) -> Confirmation:
        about, who = self.context(self.record, ""), who_context(self.record)
        return Confirmation(
            title=f"{self.workflow.name(self.owner, self.year)}を公表します",
            button="公表する",
            back=self.request.path,
            template=self.confirm_template,
            facts={
                "提出": f"{who['submitted_by']}、第{self.record.number}回の{self.record.version}回目の保存",
                **dict(about["read"]),
                **{f"いま見えている{label}": words for label, words in about["before"]},
            },
            about={
                **about,
                **who,
                "record": self.record,
                "year": self.year,
                "crumbs": crumbs(self.tab, "公表の前に確かめる"),
            },
            posted=self.posted,
            notices=self.notices(),
        )
