"""The filters of a page: what can be chosen, and how many indicators each choice would leave."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from indicators import frames
from indicators.frames import PassportEdition, Row
from indicators.frames.passports import NOTHING
from indicators.models import Factor, Goal, Indicator, ValueState
from indicators.progress import Verdict
from indicators.views.shared.filters import FILTERS, BadAddress, Filters
from indicators.wording.explanations import goal_words
from measures.levels import in_levels
from measures.models import BasicPolicy, Department, Measure, Plan, Viewpoint
from measures.past import as_worded
from measures.texts import policies_not_there_yet

NO_RECORD, WITHDRAWN = "none", "withdrawn"
STATES = {
    **{state.value: str(state.label) for state in ValueState},
    NO_RECORD: "記録なし",
    WITHDRAWN: "取下げ",
}
MOST_OPTIONS = 200
GOALS = dict(zip(Goal.values, goal_words(Goal.values), strict=True))
VIEWPOINTS = {str(kind): str(label) for kind, label in Viewpoint.Kind.choices}
WHERE = {
    "policy": "基本政策の番号",
    "measure": "施策の番号",
    "department": "課の名前（ローマ字）",
    "verdict": "判定のことば",
    "state": "値の状態のことば",
    "viewpoint": "dx か gx",
    "goal": "SDGsのゴールの番号（1 から 17）",
    "factor": "地域幸福度（Well-Being）の因子の名前（ローマ字）",
}


@dataclass(frozen=True)
class Option:
    """One choice of a filter; `count`: the indicators that it leaves while every other filter stays as it is."""

    value: str
    label: str
    count: int
    current: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """One filter; `every` is how many indicators there are without it."""

    name: str
    label: str
    every: int
    options: list[Option]

    @property
    def is_long(self) -> bool:
        """Too many to choose from in a list: the word itself is typed (a measure by its number)."""
        return len(self.options) > MOST_OPTIONS

    @property
    def where(self) -> str:
        """What is typed of it."""
        return in_levels(WHERE[self.name])

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.current), None)


@dataclass(frozen=True)
class Vocabulary:
    """Every word that a filter may have, with its words for people; one query a table, whatever is shown."""

    words: Mapping[str, Mapping[str, str]]
    viewpoints: Mapping[int, frozenset[str]] = field(default_factory=dict)
    passports: Mapping[int, PassportEdition] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    leading: frozenset[str] = frozenset()

    @classmethod
    def read(cls, plan: Plan | None, day: date | None = None, then: datetime | None = None) -> "Vocabulary":
        """Of a plan, in the words of today or of a past day; `then` is its end."""
        viewpoints: dict[int, set[str]] = {}
        of_plan = Viewpoint.objects.filter(measure__plan=plan)
        for number, kind in of_plan.values_list("measure__number", "kind").order_by():
            viewpoints.setdefault(number, set()).add(kind)
        later = policies_not_there_yet(plan, then)
        policies = as_worded(
            BasicPolicy.objects.filter(plan=plan).exclude(pk__in=later).order_by("number"), then
        )
        measures = as_worded(Measure.objects.filter(plan=plan).order_by("number"), then)
        public = Department.objects.filter(pk__in=frames.public_departments(then))
        departments = {one.pk: one for one in as_worded(public, then)}
        followed = Department.objects.now_called(day)
        return cls(
            words={
                "policy": {one.number: f"{one.number} {one.name}" for one in policies},
                "measure": {str(one.number): f"{one.number} {one.name}" for one in measures},
                "department": {one.slug: one.name for one in departments.values()},
                "verdict": {verdict.value: verdict.label for verdict in Verdict},
                "state": STATES,
                "viewpoint": VIEWPOINTS,
                "goal": GOALS,
                "factor": dict(Factor.choices),
            },
            passports=frames.passports(plan or Indicator.objects.none(), as_of=then),
            viewpoints={number: frozenset(kinds) for number, kinds in viewpoints.items()},
            moved={
                departments[pk].slug: now[0].slug
                for pk, now in followed.items()
                if len(now) == 1 and pk in departments
            },
        )

    def read_filter(self, name: str, typed: str) -> str:
        """The word as the address gives it, a department as it is called today; BadAddress for one that there is not."""
        if name == "department":
            typed = self.moved.get(typed, typed)
        if typed and typed not in self.words[name]:
            raise BadAddress(
                name, typed, f"{in_levels(FILTERS[name])}には、{in_levels(WHERE[name])}を入れてください。"
            )
        return typed

    def keys(self, row: Row) -> dict[str, frozenset[str]]:
        """Under which words of each filter a row can be found."""
        said = self.passports.get(row.indicator_id, NOTHING)
        return {
            "policy": frozenset([row.policy_number]),
            "measure": frozenset([str(row.measure_number)]),
            "department": frozenset([row.department_slug]),
            # 対象外 is in no count of verdicts (docs/progress.md §8); it is found by its state.
            "verdict": frozenset([row.verdict] if row.applies else []),
            "state": frozenset([state_of(row)]),
            "viewpoint": self.viewpoints.get(row.measure_number, frozenset()),
            "goal": frozenset(said.goals),
            "factor": frozenset(said.factors),
        }


def state_of(row: Row) -> str:
    """The value state of a row as a word of the filter: 記録なし and 取下げ are words of their own."""
    if row.is_withdrawn:
        return WITHDRAWN
    return row.value_state or NO_RECORD


def narrowed(rows: Iterable[Row], filters: Filters, vocabulary: Vocabulary) -> list[Row]:
    """The rows that every chosen filter leaves."""
    if not filters.chosen:
        return list(rows)
    return [row for row in rows if not _missed(vocabulary.keys(row), filters)]


def facets_of(
    rows: Iterable[Row], filters: Filters, vocabulary: Vocabulary, link: Callable[..., str]
) -> list[Facet]:
    """Every filter of the page with its choices, from the rows of the page before any filter."""
    names = [name for name in FILTERS if name not in filters.fixed]
    counted: dict[str, Counter[str]] = {name: Counter() for name in names}
    every: Counter[str] = Counter()
    present: dict[str, set[str]] = {name: set() for name in names}
    for row in rows:
        keys = vocabulary.keys(row)
        missed = _missed(keys, filters)
        for name in names:
            present[name].update(keys[name])
            # A row counts for a filter when no other one keeps it out.
            if missed <= {name}:
                counted[name].update(keys[name])
                every[name] += 1
    facets = [
        Facet(
            name=name,
            label=in_levels(FILTERS[name]),
            every=every[name],
            options=[
                Option(
                    value=word,
                    label=label,
                    count=counted[name][word],
                    current=word == getattr(filters, name),
                    url=link(**{name: word}),
                )
                for word, label in vocabulary.words[name].items()
                # What no indicator of the page has is no choice here, unless the address chose it.
                if name in ("verdict", "state", "viewpoint")
                or word in present[name]
                or word == getattr(filters, name)
            ],
        )
        for name in names
    ]
    # Tags that the office has set nowhere yet are no filter.
    return [facet for facet in facets if facet.options or facet.name not in ("goal", "factor")]


def _missed(keys: Mapping[str, frozenset[str]], filters: Filters) -> set[str]:
    """The chosen filters that keep a row out."""
    return {name for name in filters.chosen if getattr(filters, name) not in keys[name]}
