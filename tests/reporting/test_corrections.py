"""Scenario 8 to its end: both values, the reason, and the next committee reading all three."""

from dataclasses import replace

import pytest
from django.db import ProgrammingError

from reporting.changes import changes, explain, told_corrections
from reporting.committee_content import content_of
from reporting.editions import Edition
from reporting.models import Committee, FigureCorrection
from tests.factories import committee as made
from tests.factories.cal import motive
from tests.reporting.test_rank_after_the_report import READ_AGAIN, presented  # noqa: F401 - the frozen report

FIGURE = "C2-access-quarter"
WHY = "Rang 2 devenu effectif après le COPIL."


@pytest.fixture
def corrected(cast, presented):  # noqa: F811
    """The second rank took effect after the report was presented."""
    snapshot, offer, second = presented
    by = cast.diane.professional
    offer.refuse(on=made.date(2025, 7, 15), reason=motive("offer", "location"), by=by)
    second.become_effective(on=made.date(2025, 7, 16), by=by)
    return snapshot


def address(snapshot, figure=FIGURE):
    return f"/rapports/{snapshot.pk}/ecarts/{figure}/"


def of(snapshot, key=FIGURE):
    return next(one for one in changes(snapshot, Edition.INTERNAL, today=READ_AGAIN) if one.key == key)


def test_a_lead_says_why_and_the_page_shows_the_three(corrected, sign_in, bruno, paul):
    assert sign_in(bruno).post(address(corrected), {"reason": WHY}).status_code == 302
    kept = FigureCorrection.objects.get()
    assert (kept.presented, kept.recomputed, kept.reason) == ("1/2, 1 en attente", "2/2", WHY)
    assert of(corrected).is_explained
    page = sign_in(paul).get(f"/rapports/{corrected.pk}/ecarts/").content.decode()
    assert WHY in page


def test_the_next_committee_reads_both_values_and_the_reason(cast, corrected, sign_in, bruno):
    first = made.planned(cast, on=made.date(2025, 7, 10), quarter="2025-T2")
    Committee.objects.filter(pk=first.pk).update(snapshot=corrected, state="held", prepared_at=made.AT)
    sign_in(bruno).post(address(corrected), {"reason": WHY})
    following = made.planned(cast)

    (told,) = content_of(following, for_funders=True)["corrections"]

    assert (told["presented"], told["recomputed"], told["reason"]) == ("1/2, 1 en attente", "2/2", WHY)
    assert (told["quarter"], told["where"]) == ("2e trimestre 2025", "Accès, trimestre")


def test_a_reason_written_for_another_value_is_shown_as_such(corrected, sign_in, bruno):
    change = replace(of(corrected), recomputed="3/2")
    explain(corrected, change, reason=WHY, at=made.AT, by=bruno.professional)
    assert not of(corrected).is_explained
    assert "écrite pour 3/2" in sign_in(bruno).get(f"/rapports/{corrected.pk}/ecarts/").content.decode()


def test_a_rule_that_changed_since_is_told_without_anybody_writing_it(corrected):
    corrected.rule_versions = {**corrected.rule_versions, "C2": 0}
    assert of(corrected).rule.startswith("La règle de calcul a changé : version 0, puis ")


def test_only_a_lead_writes_it_and_never_a_figure_that_did_not_change(corrected, sign_in, bruno, leila, emile):
    for member in (leila, emile):
        assert sign_in(member).post(address(corrected), {"reason": WHY}).status_code == 404
    assert sign_in(bruno).get(address(corrected, "A1-access-quarter")).status_code == 404


def test_nothing_is_recomputed_for_the_funders_masked_edition(corrected):
    with pytest.raises(ValueError, match="version financeurs"):
        changes(corrected, Edition.FUNDER, today=READ_AGAIN)


def test_breakdowns_of_people_are_never_told_as_corrections(cast, corrected):
    FigureCorrection.objects.create(
        agreement=cast.agreement, snapshot=corrected, indicator="P1", track="all", span="year", label="Profil",
        presented="4", recomputed="3", reason="x", written_at=made.AT,
    )  # fmt: skip
    assert told_corrections([corrected.pk]) == []


def test_a_reason_is_never_rewritten(corrected, sign_in, bruno, as_member):
    sign_in(bruno).post(address(corrected), {"reason": WHY})
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(bruno):
        FigureCorrection.objects.update(reason="x")
