"""Which tables the database itself watches over: one table of facts, which migrations and tests read (docs/publication.md §12).

Triggers do it (triggers.py), since nothing in Python holds against a shell, an import by SQL, or code of tomorrow. The
list names tables and columns and no model: a migration runs with the models of its own day
(docs/decisions/0003-chains-of-records.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# Conditions on a row; {row} becomes OLD or NEW.
ALWAYS = "TRUE"
PUBLISHED = "{row}.published_at IS NOT NULL"
CLOSED = "{row}.closed_at IS NOT NULL"


@dataclass(frozen=True)
class Guard:
    """What holds for one table. A condition of None never holds.

    `append_only`: when a row can be neither changed nor deleted any more. `counted`: when a citizen can see a row, so
    that a change of it counts for the public revision. `of_plan`: the id of the plan that the row is of, in SQL; then it
    counts only where that plan is public. `fixed`: columns that keep what they were given. `agrees`: a column, and the
    column and table of the row that must say the same in it. `refused`: a condition on a new row, in SQL, by the name of
    its trigger.

    Of a row that can be changed no more a redaction may blank the texts all the same, each once its hash is written
    down (triggers.py): whatever columns for text the table has.
    """

    append_only: str | None = None
    counted: str | None = None
    fixed: tuple[str, ...] = ()
    agrees: tuple[str, str, str] | None = None
    of_plan: str | None = None
    refused: Mapping[str, str] = field(default_factory=dict)


_OF_MEASURE = "(SELECT its.plan_id FROM measures_measure AS its WHERE its.id = {row}.measure_id)"


def _of_part(table: str, column: str) -> str:
    """Of what stands under something that a measure has."""
    return (
        f"(SELECT its.plan_id FROM measures_measure AS its JOIN {table} AS one ON one.measure_id = its.id "
        f"WHERE one.id = {{row}}.{column})"
    )


# Whether the indicator that a column names is of the same plan as the row, or of another.
_IN_PLAN = (
    "EXISTS (SELECT 1 FROM indicators_indicator AS named JOIN measures_measure AS its ON its.id = named.measure_id "
    "JOIN measures_measure AS own ON own.id = NEW.measure_id "
    "WHERE named.id = NEW.{column} AND its.plan_id {compared} own.plan_id)"
)

GUARDS: Mapping[str, Guard] = {
    "indicators_publication": Guard(ALWAYS, ALWAYS),
    "indicators_event": Guard(ALWAYS),
    "indicators_target": Guard(PUBLISHED, PUBLISHED),
    "indicators_baseline": Guard(PUBLISHED, PUBLISHED),
    "indicators_interimtarget": Guard(PUBLISHED, PUBLISHED),
    "indicators_rhythm": Guard(PUBLISHED, PUBLISHED),
    "indicators_recount": Guard(PUBLISHED, PUBLISHED),
    "indicators_threshold": Guard(PUBLISHED, PUBLISHED),
    "indicators_passport": Guard(PUBLISHED, PUBLISHED),
    "indicators_figurepoints": Guard(PUBLISHED, PUBLISHED),
    "indicators_comparisonvalue": Guard(PUBLISHED, PUBLISHED),
    "indicators_evaluationsheet": Guard(PUBLISHED, PUBLISHED),
    "indicators_outsidereview": Guard(PUBLISHED, PUBLISHED),
    "indicators_deed": Guard(PUBLISHED, PUBLISHED),
    "indicators_deedlead": Guard(PUBLISHED, PUBLISHED),
    "indicators_initiativeaims": Guard(PUBLISHED, PUBLISHED),
    # Which part of the plan a chain is of, for ever.
    "indicators_deedline": Guard(fixed=("measure_id", "initiative", "detail", "department_id")),
    "indicators_spending": Guard(PUBLISHED, PUBLISHED),
    # Of which plan a chain of costs is, for ever. Its code, which may be a name, a redaction can reach.
    "indicators_project": Guard(fixed=("plan_id",)),
    # A batch that went out says for ever under which title and when.
    "indicators_batch": Guard(PUBLISHED, PUBLISHED),
    "indicators_batchcorrection": Guard(PUBLISHED, PUBLISHED),
    "indicators_redaction": Guard(CLOSED, CLOSED),
    "indicators_redactedtext": Guard(ALWAYS),
    "indicators_powerrequest": Guard(CLOSED),
    "indicators_indicator": Guard(
        counted=ALWAYS,
        of_plan=_OF_MEASURE,
        refused={
            "continues_another_plan": _IN_PLAN.format(column="continues_id", compared="="),
            "successor_in_its_plan": _IN_PLAN.format(column="successor_id", compared="<>"),
        },
    ),
    "indicators_comparisonseries": Guard(
        counted=ALWAYS, of_plan=_of_part("indicators_indicator", "indicator_id")
    ),
    # A public plan is public whole, so that every table of it counts.
    "measures_plan": Guard(counted=ALWAYS, of_plan="{row}.id"),
    "measures_planpublication": Guard(PUBLISHED, PUBLISHED),
    "measures_planwithdrawal": Guard("{row}.withdrawn_at IS NOT NULL"),
    "measures_sitesettings": Guard(PUBLISHED, PUBLISHED),
    # What a change of wording was, and who answers for it; the rows that citizens read count by themselves.
    "measures_wordingdraft": Guard(PUBLISHED),
    "measures_planrevision": Guard(PUBLISHED, PUBLISHED),
    "measures_translation": Guard(PUBLISHED, PUBLISHED, of_plan="{row}.plan_id"),
    "measures_basicpolicy": Guard(counted=ALWAYS, fixed=("plan_id",), of_plan="{row}.plan_id"),
    "measures_measure": Guard(
        counted=ALWAYS,
        fixed=("plan_id",),
        agrees=("plan_id", "policy_id", "measures_basicpolicy"),
        of_plan="{row}.plan_id",
    ),
    "measures_contribution": Guard(counted=ALWAYS, of_plan=_OF_MEASURE),
    "measures_department": Guard(counted=ALWAYS),
    "measures_department_successors": Guard(counted=ALWAYS),
    "measures_initiative": Guard(counted=ALWAYS, of_plan=_OF_MEASURE),
    "measures_initiativedetail": Guard(
        counted=ALWAYS, of_plan=_of_part("measures_initiative", "initiative_id")
    ),
    "measures_initiativedepartment": Guard(
        counted=ALWAYS, of_plan=_of_part("measures_initiative", "initiative_id")
    ),
    "measures_referencefigure": Guard(counted=ALWAYS, of_plan=_OF_MEASURE),
    "measures_referencepoint": Guard(
        counted=ALWAYS, of_plan=_of_part("measures_referencefigure", "figure_id")
    ),
    "measures_relatedplan": Guard(counted=ALWAYS, of_plan=_OF_MEASURE),
    "measures_statement": Guard(counted=ALWAYS, of_plan=_OF_MEASURE),
    "measures_viewpoint": Guard(counted=ALWAYS, of_plan=_OF_MEASURE),
}
APPEND_ONLY = {table: guard.append_only for table, guard in GUARDS.items() if guard.append_only}
FIXED = {table: guard.fixed for table, guard in GUARDS.items() if guard.fixed}
AGREES = {table: guard.agrees for table, guard in GUARDS.items() if guard.agrees}
REFUSED = {table: guard.refused for table, guard in GUARDS.items() if guard.refused}
COUNTED = {table: guard.counted for table, guard in GUARDS.items() if guard.counted}
OF_PLAN = {table: guard.of_plan for table, guard in GUARDS.items() if guard.of_plan}
