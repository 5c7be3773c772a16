"""Several values published or scheduled at once: what goes out and what stays is shown, then exactly that is done."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from indicators.forms import ManyForm
from indicators.models import Result
from indicators.views.office.confirming import CHANGED, Confirmation, published_as_shown, shown_to
from indicators.views.office.frame import crumbs
from indicators.views.office.values_shown import ValuesShown, key_of, values_shown
from indicators.wording.days import write_day
from indicators.workflow import VALUES, Chosen, Incomplete, StaleVersion, check_batch, publish_many, schedule
from measures.addresses import reverse


class ManyPublished:
    """What somebody ticked, with a valid form. On the page of confirmation single values can be left out and taken in again."""

    def __init__(self, request: HttpRequest, by: User, form: ManyForm) -> None:
        self.request, self.by = request, by
        self.chosen = chosen_now(request)
        self.data = form.cleaned_data
        self.is_later: bool = self.data["when"] == "later"
        posted = request.POST
        self.left = {*posted.getlist("left"), *posted.getlist("leave")} - set(posted.getlist("take"))
        self.shown: ValuesShown | None = None

    def answer(self) -> str | HttpResponse:
        """What was done, in words, or the page of confirmation; Incomplete, NotAllowed."""
        told = {name: self.data[name] for name in ("title", "announced_on")}
        check_batch(chosen=self.chosen, by=self.by, scheduled_for=self.data.get("scheduled_for"), **told)
        if {"leave", "take"} & set(self.request.POST):
            return self.confirmation().page(self.request)
        try:
            return published_as_shown(self.request, self._asked, lambda: self._publish(told))
        except StaleVersion:
            return self.confirmation().page(self.request, CHANGED, shown_to(self.request))

    def _publish(self, told: dict[str, Any]) -> str:
        assert self.shown is not None
        out = {line.key for line in self.shown.going}
        going = [one for one in self.chosen if key_of(one) in out]
        if number := self.data["decision_number"]:
            for one in going:
                VALUES.set_decision_number(record=one.result, number=number, by=self.by)
        acting: dict[str, Any] = {"chosen": going, "by": self.by, "whole": True, **told}
        if not self.is_later:
            batch, _ = publish_many(**acting)
            return f"「{batch}」として{len(going)}件を公表しました。公開ページに表示されています。"
        batch, _ = schedule(**acting, scheduled_for=self.data["scheduled_for"])
        return f"「{batch}」{len(going)}件の公表を、{self.moment}に予約しました。"

    def _asked(self) -> Confirmation:
        """Incomplete where nothing can go out: the table says why, beside what was ticked."""
        confirmation = self.confirmation()
        if not confirmation.button and not self.left and shown_to(self.request) is None:
            staying = [line.result for line in confirmation.about["shown"].staying]
            names = [f"{one.indicator.code}（{one.indicator.year_name(one.year)}）" for one in staying]
            whys = [line.why for line in confirmation.about["shown"].staying]
            why = "".join(f"{name}：{said}" for name, said in zip(names, whys, strict=True))
            raise Incomplete(
                {"__all__": f"{'予約' if self.is_later else '公表'}できるものがありません。{why}"}
            )
        return confirmation

    @property
    def moment(self) -> str:
        if not self.is_later:
            return ""
        return f"{timezone.localtime(self.data['scheduled_for']):%Y年%-m月%-d日 %-H:%M}"

    def confirmation(self) -> Confirmation:
        """Of all that was ticked: what goes out and what stays behind. Without a button where nothing can go."""
        self.chosen = chosen_now(self.request)
        self.shown = shown = values_shown(self.chosen, self.by, scheduled=self.is_later, left=self.left)
        count, verb = len(shown.going), "の公表を予約します" if self.is_later else "を公表します"
        staying = f"、{len(shown.staying)}件は残ります" if shown.staying else ""
        told = [
            ("題名", self.data["title"]),
            ("公表の日付", write_day(self.data["announced_on"])),
            ("いつ公表するか", self.moment or "いますぐ"),
        ]
        if number := self.data["decision_number"]:
            told.append(("決裁番号（公表されません）", number))
        boxes = ("title", "announced_on", "when", "day", "time", "decision_number")
        return Confirmation(
            title=f"{count}件{verb}{staying}",
            button=f"{count}件{'の公表を予約する' if self.is_later else 'を公表する'}" if count else "",
            back=reverse("office:queue"),
            template="office/confirm_values.html",
            facts={**dict(told), **shown.facts},
            about={
                "shown": shown,
                "told": told,
                "crumbs": crumbs("board", "公表の前に確かめる"),
            },
            posted=[
                ("action", "publish"),
                *((name, self.request.POST.get(name, "")) for name in boxes),
                *(("chosen", line.key) for line in (*shown.going, *shown.staying)),
                *(("left", line.key) for line in shown.staying if line.is_left),
            ],
            notices=self._notices(shown),
        )

    def _notices(self, shown: ValuesShown) -> list[str]:
        """What of it is unusual: a moment to come, a schedule that is not waited for, another day than that of today."""
        later = [f"{self.moment}に公表します。それまでは、企画課の人が予約を取り消せます。"]
        found = later if self.is_later else []
        for line in shown.going:
            if line.waits_for:
                found.append(
                    f"{line.result.indicator.code}は{line.waits_for}の公表を予約してあります。待たずに、いま公表します。"
                )
        day = timezone.localdate(self.data["scheduled_for"]) if self.is_later else timezone.localdate()
        if self.data["announced_on"] != day:
            said = write_day(self.data["announced_on"])
            found.append(f"公表の日付（{said}）が、公表する日（{write_day(day)}）と違います。")
        return found


def chosen_now(request: HttpRequest) -> list[Chosen]:
    """What was ticked, in its order, as it stands, also what was given up meanwhile (workflow/review/moves.py); what is no key is left out."""
    asked: dict[int, int] = {}
    for key in request.POST.getlist("chosen"):
        pk, _, edit = key.partition(":")
        if pk.isascii() and pk.isdigit() and edit.isascii() and edit.isdigit() and len(key) < 30:
            asked[int(pk)] = int(edit)
    known = Result.objects.select_related("indicator__measure").in_bulk(list(asked))
    known |= VALUES.given_up(set(asked) - set(known))
    return [Chosen(known[pk], edit) for pk, edit in asked.items() if pk in known]
