"""What a process keeps of a public state: the same figures as worked out anew, and never those of another state."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators import frames
from indicators.frames import Source, kept, since_last_year
from indicators.frames.figures import rows_of
from indicators.frames.inputs import Inputs, Rules
from indicators.frames.kept import MOST_PAST
from indicators.models import RULE_KINDS, Drafted, FigurePoints, Indicator, Passport, Result
from tests.indicators.generated import GeneratedCity, generate

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def city() -> GeneratedCity:
    return generate(departments=2, indicators=26, years=3)


def anew(city: GeneratedCity) -> tuple[frames.Row, ...]:
    """Of the indicators by name, which nothing is kept of."""
    return rows_of(Source(Indicator.objects.filter(measure__plan=city.plan)))


# PostgreSQL keeps nothing while a transaction that has written is open, as it is in a test.
@pytest.mark.sqlite
def test_what_is_kept_is_what_is_worked_out_anew(city: GeneratedCity) -> None:
    first, again = frames.published(city.plan), frames.published(city.plan)
    assert first == again == anew(city)
    assert all(one is other for one, other in zip(first, again, strict=True))
    staff = frames.working(city.plan)
    assert staff == frames.working(Indicator.objects.filter(measure__plan=city.plan))
    assert staff != first
    assert frames.latest(Source(city.plan)) == frames.newest(first)


# PostgreSQL keeps nothing while a transaction that has written is open, as it is in a test.
@pytest.mark.sqlite
def test_a_warm_page_asks_for_the_state_alone(city: GeneratedCity) -> None:
    frames.published(city.plan)
    with CaptureQueriesContext(connection) as asked:
        frames.published(city.plan)
    assert len(asked) == 1


# PostgreSQL keeps nothing while a transaction that has written is open, as it is in a test.
@pytest.mark.sqlite
def test_a_change_that_citizens_see_is_seen_at_once(city: GeneratedCity) -> None:
    before = frames.published(city.plan)
    one = city.indicators[0]
    one.name = "改めた名前"
    one.save()
    after = frames.published(city.plan)
    assert after == anew(city) != before
    assert {row.code for row in after if row.name == "改めた名前"} == {one.code}
    # Of the others nothing is judged again.
    old = {(row.code, row.year): row for row in before}
    assert all(old[row.code, row.year] is row for row in after if row.code != one.code)


def test_a_rollback_brings_the_figures_of_before_back(city: GeneratedCity) -> None:
    before = frames.published(city.plan)
    with transaction.atomic():
        Indicator.objects.filter(pk=city.indicators[0].pk).update(name="なかったこと")
        assert frames.published(city.plan) == anew(city) != before
        transaction.set_rollback(True)
    Indicator.objects.filter(pk=city.indicators[1].pk).update(name="あったこと")
    assert frames.published(city.plan) == anew(city)
    assert "なかったこと" not in {row.name for row in frames.published(city.plan)}


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_kept_and_nothing_of_a_transaction_that_goes_back() -> None:
    """PostgreSQL counts the revision at the commit: what is read before it is neither old nor kept."""
    city = generate(departments=2, indicators=8, years=2)
    first, second = city.indicators[:2]
    Indicator.objects.filter(pk=second.pk).update(name="公表された名前")
    before = frames.published(city.plan)
    assert frames.published(city.plan) is before
    with transaction.atomic():
        Indicator.objects.filter(pk=first.pk).update(name="なかったこと")
        inside = {row.name for row in frames.published(city.plan)}
        assert "なかったこと" in inside
        transaction.set_rollback(True)
    after = frames.published(city.plan)
    assert after == before
    assert "なかったこと" not in {row.name for row in after}
    with transaction.atomic():
        Indicator.objects.filter(pk=first.pk).update(name="あったこと")
    assert "あったこと" in {row.name for row in frames.published(city.plan)}


def test_a_draft_is_seen_though_nothing_public_changed(city: GeneratedCity) -> None:
    frames.working(city.plan)
    draft = Result.objects.filter(state="draft", value__isnull=False).first()
    assert draft is not None
    Result.objects.filter(pk=draft.pk).update(value=Decimal(77))
    rows = {(row.indicator_id, row.year): row for row in frames.working(city.plan)}
    assert rows[draft.indicator_id, draft.year].value == 77
    Result.objects.filter(pk=draft.pk).delete()
    rows = {(row.indicator_id, row.year): row for row in frames.working(city.plan)}
    assert rows[draft.indicator_id, draft.year].value is None
    assert not rows[draft.indicator_id, draft.year].unpublished


def test_nothing_is_kept_of_some_indicators_nor_of_a_plan_in_preparation(city: GeneratedCity) -> None:
    made: list[int] = []
    for _ in range(2):
        kept(Source(Indicator.objects.all()), "a test", lambda _: made.append(1))
        with frames.as_if_out(city.plan):
            kept(Source(Indicator.objects.all()), "a test", lambda _: made.append(1))
    assert len(made) == 4


# PostgreSQL keeps nothing while a transaction that has written is open, as it is in a test.
@pytest.mark.sqlite
def test_each_past_day_has_its_own_and_the_last_that_were_asked_for_are_kept(city: GeneratedCity) -> None:
    out = city.plan.publication.published_at
    assert out is not None
    days = [out + timedelta(days=30 * number) for number in range(MOST_PAST + 1)]
    some = Indicator.objects.filter(measure__plan=city.plan)
    for day in (*days, None, *days):
        rows = frames.published(city.plan, as_of=day)
        assert rows == rows_of(Source(some, day))
        assert rows is frames.published(city.plan, as_of=day)
    with CaptureQueriesContext(connection) as asked:
        Source(city.plan, days[-1]).publications()
    assert len(asked) == 1
    one = city.indicators[0]
    one.name = "改めた名前"
    one.save()
    assert frames.published(city.plan, as_of=days[-1]) == rows_of(Source(some, days[-1]))


# PostgreSQL keeps nothing while a transaction that has written is open, as it is in a test.
@pytest.mark.sqlite
@pytest.mark.parametrize("is_past", [False, True])
def test_some_indicators_read_the_same_out_of_the_whole_as_by_themselves(
    city: GeneratedCity, is_past: bool
) -> None:
    then = timezone.now() if is_past else None
    some = Indicator.objects.filter(measure=city.indicators[0].measure)
    whole, alone = Source(city.plan, then), Source(some, then)

    def everything(source: Source) -> list[object]:
        read = (source.indicators, source.publications, source.carried, source.comparisons, source.revisions)
        kinds: tuple[type[Drafted], ...] = (*RULE_KINDS, FigurePoints, Passport)
        return [frames.published(source), *(one() for one in read), *map(source.rules, kinds)]

    cold = everything(whole.part(some))
    everything(whole)
    with CaptureQueriesContext(connection) as asked:
        rows = frames.published(whole.part(some))
    assert len(asked) == 1  # which they are
    assert rows == frames.published(alone) != frames.published(whole)
    assert repr(everything(whole.part(some))) == repr(cold) == repr(everything(alone))


def test_a_year_ago_is_the_same_from_what_is_kept(city: GeneratedCity) -> None:
    day = date(2026, 1, 15)
    whole = Source(city.plan)
    some = Source(Indicator.objects.filter(measure__plan=city.plan))
    rows = frames.newest(anew(city))
    first, again = (since_last_year(rows, day, whole) for _ in range(2))
    assert first == again == since_last_year(rows, day, some)


def test_inputs_are_told_apart_by_what_they_say() -> None:
    """Python's hash is the same of −1 and −2: what an indicator carries over from the plan before may turn from one to the other."""
    rules = Rules([], [], [], [], [], [])
    one, other = (Inputs({}, rules, [], {}, {2022: Decimal(said)}) for said in ("-1", "-2"))
    day = date(2026, 7, 1)
    assert hash(Decimal("-1")) == hash(Decimal("-2"))
    assert one.print_of(day) != other.print_of(day)
    assert one.print_of(day) == Inputs({}, rules, [], {}, {2022: Decimal("-1")}).print_of(day)
    assert one.print_of(day) != one.print_of(date(2026, 7, 2))
