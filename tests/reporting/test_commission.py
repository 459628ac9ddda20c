"""The commission Logement d'abord: by code, by function, with figures that say their source."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from allocations.models import Meeting
from reporting.context_figures import compared, current
from reporting.models import Commission, ContextFigure, Situation
from tests.factories import committee as made
from tests.reporting.test_committees import refused

AT = datetime(2025, 10, 5, 9, tzinfo=ZoneInfo("Europe/Paris"))
END = date(2025, 6, 30)


def enter(cast, kind, value, *, as_of=END, minute=0, **told):
    return ContextFigure.enter(
        cast.agreement, kind=kind, value=value, as_of=as_of, period="un an", source="SNE", at=AT.replace(minute=minute),
        by=cast.paul.professional, **told,
    )  # fmt: skip


def test_a_commission_takes_the_meeting_already_on_the_calendar(cast):
    on = date(2025, 12, 4)
    kind = "housing_first_commission"
    meeting = Meeting.objects.create(agreement=cast.agreement, kind=kind, planned_on=on, on=on)
    assert made.commission(cast).meeting == meeting
    assert refused(lambda: made.commission(cast)) == "Une commission est déjà prévue ce jour-là."


def test_its_summary_is_written_once_it_was_held(cast):
    commission = made.commission(cast)
    facts = {"themes": "Hôtel", "revision": 1}
    assert refused(lambda: commission.write(summary="Dit avant.", **facts)).startswith(
        "Le compte rendu s'écrit une fois"
    )
    assert refused(lambda: commission.hold(set(), today=date(2025, 12, 3))) == (
        "Cette commission est prévue le 04/12/2025."
    )
    commission.hold(set(), today=date(2025, 12, 4))
    commission.write(summary="Le réseau partage le constat.", **facts)
    assert Commission.objects.get().summary == "Le réseau partage le constat."


def test_a_situation_is_presented_by_its_code(cast, case, sign_in, bruno, leila):
    commission = made.commission(cast)
    told = {"case": case.pk, "point": made.POINT}
    answer = sign_in(bruno).post(f"/copil/seances/{commission.meeting_id}/situations/", told)
    assert answer.url == f"/copil/commission/{commission.pk}/"
    assert Situation.objects.get().meeting == commission.meeting
    page = sign_in(leila).get(f"/copil/commission/{commission.pk}/").content.decode()
    assert case.household.code in page
    assert "Bernard" not in page


def test_the_territorys_share_needs_both_terms_at_one_date(cast):
    enter(cast, "attributions", 2310)
    enter(cast, "attributions_homeless", 162, as_of=date(2025, 3, 31))
    assert compared(cast.agreement, cast.bruno) == []
    enter(cast, "attributions_homeless", 160)
    (line,) = compared(cast.agreement, cast.bruno)
    assert (line.who, line.told, line.source) == ("Toutes les attributions, un an", "6,9\u202f% (160/2310)", "SNE")


def test_the_programmes_own_share_comes_from_the_last_frozen_report(cast, case):
    made.prepared(cast)
    first = compared(cast.agreement, cast.paul)[0]
    assert (first.who, first.source) == ("Ce dispositif (P2)", "Rapport figé, 3e trimestre 2025, cumul de l'année")


def test_a_figure_is_corrected_beside_the_first_and_says_why(cast):
    enter(cast, "demand_115", 400)
    with pytest.raises(IntegrityError, match="context_figure_once_a_date"), transaction.atomic():
        enter(cast, "demand_115", 410)
    enter(cast, "demand_115", 410, minute=5, why="Observatoire mis à jour.")
    assert [(one.value, one.why) for one in current(cast.agreement)] == [(410, "Observatoire mis à jour.")]
    assert ContextFigure.objects.count() == 2


def test_a_figure_without_a_source_is_refused_on_its_page(cast, sign_in, paul, emile):
    told = {"kind": "demand_115", "value": 3, "period": "mai", "as_of": "2025-05-31", "source": ""}
    answer = sign_in(paul).post("/copil/commission/chiffre/", told)
    assert (answer.status_code, ContextFigure.objects.count()) == (422, 0)
    assert sign_in(emile).get("/copil/commission/").status_code == 404
