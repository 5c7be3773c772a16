"""The plan's own datasets: policies, measures, their texts as 要約, initiatives, departments."""

from collections.abc import Iterable, Mapping
from typing import Any

from indicators.frames import Source, public_departments
from indicators.open_data.dataset import Dataset, Reference
from indicators.spreadsheets.fields import CellValue, Field, FieldType, choice_fields, day_text
from measures.models import (
    BasicPolicy,
    Contribution,
    Department,
    Initiative,
    InitiativeDepartment,
    InitiativeDetail,
    Measure,
    RelatedPlan,
    Statement,
    Viewpoint,
)
from measures.past import State, states

GROUP = "計画"
SUMMARY = "計画の文を短く言い換えたもの（要約）"
ORIGINAL = "計画に書かれたとおりの文（原文）"
NO_SUMMARY, NO_ORIGINAL = "要約がなく、原文だけがある", "原文の登録がない"


def _cell(
    name: str, label: str, meaning: str = "", *, type: FieldType = FieldType.TEXT, empty: str = ""
) -> Field:
    """A column that holds what the record has under the same name."""

    def value_of(record: Mapping[str, Any]) -> CellValue:
        cell = record[name]
        return None if cell == "" else cell

    return Field(name, label, type, value_of, meaning, empty=empty)


def _choice(name: str, label: str, choices: Iterable[tuple[str, str]]) -> tuple[Field, Field]:
    return choice_fields(name, label, lambda record: record[name], dict(choices))


MEASURE = _cell("measure_number", "施策の番号", type=FieldType.WHOLE)
ORDER = _cell("order", "順番", "計画に載っている順", type=FieldType.WHOLE)
OF_MEASURE = Reference("measure_number", "measures", "number")


def _with(rows: Iterable[State], parents: Mapping[Any, State], link: str, **columns: str) -> list[State]:
    """The rows whose parent was there, with columns of it (their name here → there). `link`: the parent's id."""
    return [
        {**one, **{name: parent[column] for name, column in columns.items()}}
        for one in rows
        if (parent := parents.get(one[link])) is not None
    ]


def _is_of(source: Source, one: State) -> bool:
    """Of the plan that is asked for."""
    return source.plan is not None and one["plan_id"] == source.plan.pk


MEASURE_FIELDS = ("goal", "goal_original", "ended_on", "policy_id", "plan_id")


def _measures(source: Source) -> dict[int, State]:
    found = states(Measure, "number", "name", *MEASURE_FIELDS, as_of=source.as_of)
    for one in found.values():
        one["ended_on"] = day_text(one["ended_on"])
    return {pk: one for pk, one in found.items() if _is_of(source, one)}


def _policies(source: Source) -> list[State]:
    found = states(BasicPolicy, "number", "name", "plan_id", as_of=source.as_of).values()
    return sorted((one for one in found if _is_of(source, one)), key=lambda one: str(one["number"]))


def _measures_with_policies(source: Source) -> list[State]:
    policies = states(BasicPolicy, "number", "name", as_of=source.as_of)
    measures = _measures(source).values()
    found = _with(measures, policies, "policy_id", policy_number="number", policy_name="name")
    return sorted(found, key=lambda one: int(one["number"]))


def _of_measures(model: Any, *fields: str, by: str, source: Source) -> list[State]:
    """Rows of a measure, by the measure, by the order of `by`'s choices, and by their own order."""
    choices = [value for value, _ in model._meta.get_field(by).choices] if by else []
    rows = states(model, "measure_id", "order", *fields, as_of=source.as_of).values()
    return sorted(
        _with(rows, _measures(source), "measure_id", measure_number="number"),
        key=lambda one: (one["measure_number"], choices.index(one[by]) if by else 0, one["order"]),
    )


def _initiatives(source: Source) -> dict[int, State]:
    """By id, in the plan's order."""
    measures = _measures(source)
    found = states(Initiative, "measure_id", "number", "name", as_of=source.as_of)
    known = {pk: one for pk, one in found.items() if one["measure_id"] in measures}
    for one in known.values():
        one["measure_number"] = measures[one["measure_id"]]["number"]
        one["code"] = f"{one['measure_number']}-{one['number']}"
    return dict(sorted(known.items(), key=lambda item: (item[1]["measure_number"], item[1]["number"])))


def _of_initiatives(model: Any, *fields: str, source: Source) -> list[State]:
    initiatives = _initiatives(source)
    places = {pk: place for place, pk in enumerate(initiatives)}
    rows = states(model, "initiative_id", "order", *fields, as_of=source.as_of).values()
    found = _with(rows, initiatives, "initiative_id", initiative_code="code")
    return sorted(found, key=lambda one: (places[one["initiative_id"]], one["order"]))


def _participations(source: Source) -> list[State]:
    departments = states(Department, "slug", "name", as_of=source.as_of)
    rows = _of_initiatives(InitiativeDepartment, "department_id", source=source)
    return _with(rows, departments, "department_id", department_slug="slug", department_name="name")


def _departments(source: Source) -> list[State]:
    """One that ended names those that went on with its work."""
    every = states(Department, "slug", "name", "order", "ended_on", as_of=source.as_of)
    public = public_departments(source.as_of)
    found = {pk: one for pk, one in every.items() if pk in public}
    followed: dict[int, list[int]] = {}
    through = Department.successors.through.objects
    for old, new in through.values_list("from_department_id", "to_department_id"):
        followed.setdefault(old, []).append(new)
    for pk, one in found.items():
        next_ones = followed.get(pk, ()) if one["ended_on"] else ()
        one["successors"] = " ".join(sorted(found[new]["slug"] for new in next_ones if new in found))
        one["ended_on"] = day_text(one["ended_on"])
    return sorted(found.values(), key=lambda one: (one["order"], one["slug"]))


def _of_measure(
    name: str, title: str, about: str, model: Any, text: Field, *, by: tuple[str, str] | None = None
) -> Dataset:
    """A list that each measure has. `by`: name and label of the closed list that parts it."""
    parting = by[0] if by else ""
    choices = _choice(*by, model._meta.get_field(parting).choices) if by else ()
    texts = (
        (text, _cell("original", "原文", ORIGINAL, empty=NO_ORIGINAL)) if text.name == "summary" else (text,)
    )
    columns = [column for column in (parting, *(one.name for one in texts)) if column]
    return Dataset(
        name,
        title,
        about,
        GROUP,
        (MEASURE, *choices, ORDER, *texts),
        lambda source: _of_measures(model, *columns, by=parting, source=source),
        key=tuple(column for column in ("measure_number", parting, "order") if column),
        references=(OF_MEASURE,),
    )


PLAN = (
    Dataset(
        "policies",
        "基本政策",
        "計画の柱となる政策",
        GROUP,
        (_cell("number", "番号", "2桁の数字（01）"), _cell("name", "名称")),
        _policies,
        key=("number",),
    ),
    Dataset(
        "measures",
        "施策",
        "基本政策の下の施策と、その目標",
        GROUP,
        (
            _cell("number", "番号", type=FieldType.WHOLE),
            _cell("name", "名称"),
            _cell("goal", "目標", SUMMARY, empty=NO_SUMMARY),
            _cell("policy_number", "基本政策の番号"),
            _cell("policy_name", "基本政策"),
            _cell("goal_original", "目標の原文", ORIGINAL, empty=NO_ORIGINAL),
            _cell("ended_on", "終了した日", type=FieldType.DAY, empty="終了していない"),
        ),
        _measures_with_policies,
        key=("number",),
        references=(Reference("policy_number", "policies", "number"),),
    ),
    _of_measure(
        "statements",
        "現状・課題・方向性",
        "施策の現状、課題、課題解決に向けた方向性の要約",
        Statement,
        _cell("summary", "要約", SUMMARY, empty=NO_SUMMARY),
        by=("section", "区分"),
    ),
    _of_measure(
        "contributions",
        "市・市民等の取組",
        "施策のために市と市民等がすることの要約",
        Contribution,
        _cell("summary", "要約", SUMMARY, empty=NO_SUMMARY),
        by=("actor", "主体"),
    ),
    _of_measure(
        "viewpoints",
        "DX・GXの視点",
        "施策をDXとGXから見た項目",
        Viewpoint,
        _cell("text", "内容", "計画のとおり"),
        by=("kind", "区分"),
    ),
    _of_measure(
        "related-plans",
        "関連する個別計画",
        "施策に関わる、市のほかの計画",
        RelatedPlan,
        _cell("name", "名称", "計画のとおり"),
    ),
    Dataset(
        "initiatives",
        "主な取組",
        "施策の主な取組",
        GROUP,
        (
            _cell("code", "番号", "計画に書かれたとおり（例：1-1）"),
            MEASURE,
            _cell("number", "施策の中の番号", type=FieldType.WHOLE),
            _cell("name", "名称"),
        ),
        lambda source: list(_initiatives(source).values()),
        key=("code",),
        references=(OF_MEASURE,),
    ),
    Dataset(
        "initiative-details",
        "取組の内容",
        "主な取組ですることの要約",
        GROUP,
        (
            _cell("initiative_code", "取組の番号"),
            ORDER,
            _cell("summary", "要約", SUMMARY, empty=NO_SUMMARY),
            _cell("original", "原文", ORIGINAL, empty=NO_ORIGINAL),
        ),
        lambda source: _of_initiatives(InitiativeDetail, "summary", "original", source=source),
        key=("initiative_code", "order"),
        references=(Reference("initiative_code", "initiatives", "code"),),
    ),
    Dataset(
        "initiative-departments",
        "取組の担当課",
        "主な取組に参加する課。計画は、その中の主担当を定めていない",
        GROUP,
        (
            _cell("initiative_code", "取組の番号"),
            ORDER,
            _cell("department_slug", "課の識別名"),
            _cell("department_name", "課"),
        ),
        _participations,
        key=("initiative_code", "department_slug"),
        references=(
            Reference("initiative_code", "initiatives", "code"),
            Reference("department_slug", "departments", "slug"),
        ),
    ),
    Dataset(
        "departments",
        "担当課",
        "計画に出てくる課と、機構改革でできた課",
        GROUP,
        (
            _cell("slug", "識別名", "アドレス（URL）に使うローマ字の名"),
            _cell("name", "名称"),
            _cell("ended_on", "なくなった日", type=FieldType.DAY, empty="いまもある"),
            _cell(
                "successors",
                "引き継いだ課",
                "識別名。いくつかあるときは空白で区切る",
                empty="いまもあるか、引き継いだ課がない",
            ),
        ),
        _departments,
        key=("slug",),
    ),
)
