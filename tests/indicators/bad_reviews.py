"""Rows that break one constraint each: interim targets, comparisons, evaluation sheets, what councils said of them, comments (test_models.py)."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db import models

from indicators.models import (
    Comment,
    ComparisonSeries,
    ComparisonValue,
    Deed,
    DeedLead,
    DeedLine,
    EvaluationSheet,
    InitiativeAims,
    InterimTarget,
    OutsideReview,
    Project,
    Spending,
    WorkflowState,
)
from tests.indicators.factories import NOON, comments_said, make_interim, sheet_said

World = SimpleNamespace
Make = Callable[[World], models.Model]
Fields = Callable[[World], dict[str, Any]]
SUBMITTED, RETURNED, PUBLISHED = WorkflowState.SUBMITTED, WorkflowState.RETURNED, WorkflowState.PUBLISHED


def interim(world: World, **fields: Any) -> InterimTarget:
    sound = {"year": 2024, "value": Decimal(9), "first_year": 2024, "reason": "見直し"}
    return InterimTarget(indicator=world.indicator, **{**sound, **fields})


def second_published_interim(world: World) -> InterimTarget:
    make_interim(world.indicator, 2024, first_year=2024)
    return interim(world, published_at=NOON, published_by=world.bob)


def series(world: World, **fields: Any) -> ComparisonSeries:
    return ComparisonSeries(**{"indicator": world.indicator, "name": "県内の平均", **fields})


def second_series(world: World) -> ComparisonSeries:
    series(world).save()
    return series(world)


def _known_series(world: World) -> ComparisonSeries:
    return ComparisonSeries.objects.get_or_create(indicator=world.indicator, name="県内の平均")[0]


def _written(world: World, **fields: Any) -> dict[str, Any]:
    return {"entered_by": world.alice, "edited_by": world.alice, "edited_at": NOON, "year": 2024, **fields}


def figure(world: World, **fields: Any) -> ComparisonValue:
    sound = {"series": _known_series(world), "value": Decimal(9), "source": "県の統計"}
    return ComparisonValue(**_written(world, **{**sound, **fields}))


def sheet(world: World, **fields: Any) -> EvaluationSheet:
    return EvaluationSheet(**_written(world, measure=world.measure, **{**sheet_said(), **fields}))


def comments(world: World, **fields: Any) -> OutsideReview:
    return OutsideReview(**_written(world, measure=world.measure, **{**comments_said(), **fields}))


def deed(world: World, **fields: Any) -> Deed:
    line = DeedLine.objects.get_or_create(
        measure=world.measure, initiative=1, department=world.indicator.lead_department
    )[0]
    sound = {"line": line, "done": "開いた", "standing": "on_schedule"}
    return Deed(**_written(world, **{**sound, **fields}))


def second_line(world: World) -> DeedLine:
    deed(world)
    return DeedLine(measure=world.measure, initiative=1, department=world.indicator.lead_department)


def spending(world: World, **fields: Any) -> Spending:
    project = Project.objects.get_or_create(plan=world.plan, code="1001")[0]
    sound = {
        **{"project": project, "department": world.indicator.lead_department},
        **{"name": "相談事業", "budget": 1000, "shares": [["43-1", "100"]]},
    }
    return Spending(**_written(world, **{**sound, **fields}))


def second_project(world: World) -> Project:
    spending(world)
    return Project(plan=world.plan, code="1001")


def _handed_in(world: World, **fields: Any) -> dict[str, Any]:
    return {"submitted_by": world.alice, "submitted_at": NOON, **fields}


def _out(world: World, **fields: Any) -> dict[str, Any]:
    return _handed_in(world, state=PUBLISHED, published_at=NOON, published_by=world.bob, **fields)


def _again(make: Callable[..., models.Model], first: Fields, second: Fields) -> Make:
    """A second row beside a first one that is sound."""

    def of(world: World) -> models.Model:
        before = make(world, **first(world))
        type(before)._default_manager.bulk_create([before])
        return make(world, **second(world))

    return of


def _reviewed(name: str, make: Callable[..., models.Model], once: str, one_open: str) -> list[Any]:
    """What every reviewed record keeps to: `name` is the model's, as its constraints carry it."""

    def out(world: World) -> dict[str, Any]:
        return {**_out(world), **_figures(name)}

    return [
        (f"{name}_state", "unknown", lambda w: make(w, **_handed_in(w, state="approved"))),
        (f"{name}_year", "Showa", lambda w: make(w, year=1988)),
        (f"{name}_year", "number 0", lambda w: make(w, number=0, reason="理由")),
        (f"{name}_change_reason", "none", lambda w: make(w, number=2)),
        (f"{name}_submitted_by_someone", "nobody", lambda w: make(w, state=SUBMITTED)),
        (
            f"{name}_submitted_by_someone",
            "at no time",
            lambda w: make(w, state=SUBMITTED, submitted_by=w.alice),
        ),
        (f"{name}_level", "a draft", lambda w: make(w, approval_level=1)),
        (f"{name}_return_reason", "empty", lambda w: make(w, **_handed_in(w, state=RETURNED))),
        (
            f"{name}_published_by_someone",
            "nobody",
            lambda w: make(w, **{**out(w), "published_by": None}),
        ),
        (
            f"{name}_published_by_someone",
            "at no time",
            lambda w: make(w, **{**out(w), "published_at": None}),
        ),
        (
            f"{name}_published_by_someone",
            "a draft that is out",
            lambda w: make(w, published_at=NOON, published_by=w.bob),
        ),
        (once, "number 1 again", _again(make, out, out)),
        (
            one_open,
            "a change beside a draft",
            _again(make, lambda w: {}, lambda w: {"number": 2, "reason": "誤り"}),
        ),
    ]


def _figures(name: str) -> dict[str, Any]:
    return {"figures": []} if name == "evaluationsheet" else {}


BAD_REVIEWS: list[tuple[str, str, Make]] = [
    ("one_published_interim_a_first_year", "2024 again", second_published_interim),
    ("interim_years", "Showa", lambda w: interim(w, year=1988)),
    ("interim_years", "far off", lambda w: interim(w, first_year=2101)),
    ("interim_reason", "empty", lambda w: interim(w, reason="")),
    ("comparison_once_for_indicator", "the name again", second_series),
    ("comparison_has_a_name", "empty", lambda w: series(w, name="")),
    *_reviewed("comparisonvalue", figure, "comparison_number_in_chain", "one_open_comparison"),
    (
        "comparison_complete",
        "a first one without a value",
        lambda w: figure(w, value=None, **_handed_in(w, state=SUBMITTED)),
    ),
    (
        "comparison_complete",
        "a figure without its source",
        lambda w: figure(w, source="", **_handed_in(w, state=SUBMITTED)),
    ),
    *_reviewed("evaluationsheet", sheet, "sheet_number_in_chain", "one_open_sheet"),
    ("deed_line_once", "the part again", second_line),
    ("deed_lead_reason", "none", lambda w: DeedLead(measure=w.measure, initiative=1)),
    ("aims_reason", "none", lambda w: InitiativeAims(measure=w.measure, initiative=1)),
    *_reviewed("deed", deed, "deed_number_in_chain", "one_open_deed"),
    ("deed_standing_known", "unknown", lambda w: deed(w, standing="good")),
    (
        "deed_complete",
        "no standing",
        lambda w: deed(w, standing="", cause="理由", **_handed_in(w, state=SUBMITTED)),
    ),
    ("deed_complete", "nothing said", lambda w: deed(w, done="", **_handed_in(w, state=SUBMITTED))),
    ("deed_says_why", "no cause", lambda w: deed(w, standing="late", **_handed_in(w, state=SUBMITTED))),
    (
        "deed_quantity_has_a_unit",
        "none",
        lambda w: deed(w, quantity=Decimal(3), **_handed_in(w, state=SUBMITTED)),
    ),
    ("project_once_in_plan", "the code again", second_project),
    ("project_has_a_code", "none", lambda w: Project(plan=w.plan)),
    *_reviewed("spending", spending, "spending_number_in_chain", "one_open_spending"),
    *(
        (
            "spending_complete",
            what,
            lambda w, said=said: spending(w, **said, **_handed_in(w, state=SUBMITTED)),
        )
        for what, said in (
            ("no name", {"name": ""}),
            ("no amount", {"budget": None}),
            ("nobody's", {"shares": []}),
        )
    ),
    ("spending_amounts", "too many digits", lambda w: spending(w, settled=10**15)),
    ("spending_amounts", "less than nobody", lambda w: spending(w, labour=Decimal(-1))),
    ("sheet_rating", "unknown", lambda w: sheet(w, rating="E")),
    *(
        (
            "sheet_complete",
            f"no {name}",
            lambda w, name=name: sheet(w, **{name: ""}, **_handed_in(w, state=SUBMITTED)),
        )
        for name in ("achievements", "challenges", "next_steps", "rating")
    ),
    *_reviewed("outsidereview", comments, "outside_review_number_in_chain", "one_open_outside_review"),
    *(
        (
            "outside_review_complete",
            f"no {name}",
            lambda w, name=name, none=none: comments(w, **{name: none}, **_handed_in(w, state=SUBMITTED)),
        )
        for name, none in (("meeting", ""), ("held_on", None), ("comments", []))
    ),
    ("sheet_keeps_its_figures", "none", lambda w: sheet(w, **_out(w))),
    (
        "comment_year",
        "Showa",
        lambda w: Comment(indicator=w.indicator, year=1988, body="確認", at=NOON, by=w.bob),
    ),
    (
        "comment_says_something",
        "nothing",
        lambda w: Comment(indicator=w.indicator, year=2024, at=NOON, by=w.bob),
    ),
    (
        "comment_says_something",
        "withdrawn with its words",
        lambda w: Comment(
            indicator=w.indicator, year=2024, body="確認", at=NOON, by=w.bob, withdrawn_at=NOON
        ),
    ),
]
