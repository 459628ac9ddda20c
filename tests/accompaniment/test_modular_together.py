"""Two people at once, on PostgreSQL: one act is kept, the other gets a sentence."""

from datetime import date

from django.db import IntegrityError

from accompaniment import conduct, reviews
from accompaniment.models import Contract, ExitCall, MeasurePeriod, QuarterReview, Suspension
from accompaniment.models.exit_call import record_call
from accompaniment.models.review import current_follow_up
from households.models import Case, Event
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from tests import factories
from tests.factories import modular as made
from tests.together import as_the_programme, committed, together  # noqa: F401 - a fixture

DAY = date(2025, 6, 20)


def refusals(told):
    return [one for one in told if isinstance(one, Exception)]


def test_referent_and_psychologist_reactivate_at_the_same_moment(committed):  # noqa: F811
    def tell(cast):
        case = factories.housed_case(cast)
        made.paused(cast, case, date(2025, 6, 2))
        return cast, case.pk

    cast, pk = committed(tell)

    def tap(member):
        case = Case.objects.get(pk=pk)
        return conduct.reactivate(case, on=DAY, asked_by="household", by=member.professional)

    told = together((cast.leila, lambda: tap(cast.leila)), (cast.nour, lambda: tap(cast.nour)))

    assert [type(one) for one in refusals(told)] == [MoveRefused]
    with as_the_programme():
        assert Suspension.objects.get(case=pk).ends_on == DAY
        assert Event.objects.filter(case=pk, action="suspension.ended").count() == 1


def test_two_people_set_the_intensity_for_two_days(committed):  # noqa: F811
    cast, pk = committed(lambda cast: (cast, factories.housed_case(cast).pk))

    def change(member, intensity, on):
        return conduct.set_intensity(Case.objects.get(pk=pk), intensity, on=on, by=member.professional)

    told = together(
        (cast.leila, lambda: change(cast.leila, "quinzaine", date(2025, 6, 2))),
        (cast.bruno, lambda: change(cast.bruno, "mensuelle", date(2025, 7, 7))),
    )

    assert refusals(told) == []
    with as_the_programme():
        assert list(MeasurePeriod.objects.filter(case=pk).values_list("intensity", "starts_on", "ends_on")) == [
            ("hebdomadaire", date(2025, 5, 5), date(2025, 6, 2)),
            ("quinzaine", date(2025, 6, 2), date(2025, 7, 7)),
            ("mensuelle", date(2025, 7, 7), None),
        ]


def test_two_people_begin_the_same_review_and_draft_the_same_amendment(committed):  # noqa: F811
    cast, pk = committed(lambda cast: (cast, factories.housed_case(cast).pk))
    case = lambda: Case.objects.get(pk=pk)  # noqa: E731

    def begin(member):
        return member, lambda: reviews.begin(
            current_follow_up(case()), made.FIRST_REVIEW, today=made.FIRST_REVIEW, by=member.professional
        )

    told = together(begin(cast.leila), begin(cast.bruno))
    assert [type(one) for one in refusals(told)] == [IntegrityError]
    assert "déjà commencé" in sentence(refusals(told)[0])

    told = together(
        (cast.leila, lambda: made.draft(cast, case(), reason="Un")),
        (cast.bruno, lambda: Contract.draft(case(), by=cast.bruno.professional, reason="Deux")),
    )
    assert len(refusals(told)) == 1
    with as_the_programme():
        assert QuarterReview.objects.count() == 1
        assert Contract.objects.filter(case=pk).drafts().count() == 1


def test_two_people_note_the_same_call(committed):  # noqa: F811
    def tell(cast):
        return cast, made.ended(cast, factories.housed_case(cast))

    cast, ended = committed(tell)
    on = date(2026, 3, 2)

    def call(member, outcome):
        return record_call(ended, 6, outcome, on=on, today=on, by=member.professional)

    told = together(
        (cast.leila, lambda: call(cast.leila, "meme_logement")),
        (cast.bruno, lambda: call(cast.bruno, "logement_perdu")),
    )

    assert len(refusals(told)) == 1
    with as_the_programme():
        assert ExitCall.objects.count() == 1
