"""What comes next: who does it, for when, ticked once; shown to whom it concerns."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import NextStep
from households.stateful import MoveRefused
from tests.factories.visits import step


def page(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


@pytest.mark.parametrize(
    ("told", "constraint"),
    [
        ({"what": "X", "who": "professionnel"}, "next_step_names_who"),
        ({"what": "", "who": "menage"}, "next_step_says_what"),
        ({"what": "X", "who": "menage", "done_on": "2025-06-04"}, "next_step_done_says_by_whom"),
    ],
)
def test_what_must_never_be_false(told, constraint, case):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        NextStep.objects.create(case=case, **told)


def test_ticked_twice_the_second_is_told_and_it_can_be_taken_back(cast, case, leila, ines):
    one = step(cast, case)
    again, today = NextStep.objects.get(pk=one.pk), timezone.localdate()
    one.tick(on=today, by=leila.professional)
    with pytest.raises(MoveRefused, match="déjà notée comme faite"):
        again.tick(on=today, by=ines.professional)
    one.untick(by=leila.professional)
    with pytest.raises(MoveRefused, match="déjà à faire"):
        one.untick(by=leila.professional)
    assert list(NextStep.objects.open()) == [one]


def test_each_sees_hers_and_what_others_do_with_her_households(cast, case, leila, ines):
    mine = step(cast, case)
    household = step(cast, case, what="Apporter un relevé", professional_id=None)
    given = step(cast, case, what="Accompagner à la CPAM", professional_id=ines.professional.pk)
    assert set(NextStep.objects.of_professional(leila.professional)) == {mine, household}
    assert set(NextStep.objects.of_professional(ines.professional)) == {given}


def test_steps_wait_on_the_home_page_the_near_ones_only(cast, case, leila, sign_in):
    today = timezone.localdate()
    for days, what in ((-2, "Suite passée"), (3, "Suite proche"), (30, "Suite lointaine")):
        step(cast, case, what=what, due_on=today + timedelta(days=days))
    shown = sign_in(leila).get(reverse("home")).content.decode()
    assert "Suite passée" in shown
    assert "Suite proche" in shown
    assert "Suite lointaine" not in shown
    assert "Suite lointaine" in sign_in(leila).get(page("next_steps")).content.decode()


def test_from_the_visit_s_form_each_line_says_who_and_when(case, leila, ines, sign_in):
    sent = {
        "kind": "visite_domicile", "status": "realisee", "on": "2025-06-04", "at": "10:00",
        "step_what_1": "Rappeler la CAF", "step_who_1": str(ines.professional.pk), "step_due_1": "2025-06-10",
        "step_what_2": "Réparer", "step_who_2": "partenaire", "step_partner_2": "le gardien",
    }  # fmt: skip
    assert sign_in(leila).post(page("new_visit", case.pk), sent).status_code == 302
    one, two = NextStep.objects.order_by("what")
    assert (one.what, one.professional, one.due_on.isoformat()) == ("Rappeler la CAF", ines.professional, "2025-06-10")
    assert (two.who_told, two.due_on, two.visit_id) == ("le gardien", None, one.visit_id)
    shown = sign_in(leila).get(case.get_absolute_url()).content.decode()
    assert "Rappeler la CAF" in shown


def test_a_line_without_what_is_refused_and_nothing_is_lost(case, leila, sign_in):
    sent = {"kind": "visite_domicile", "status": "realisee", "on": "2025-06-04", "step_due_1": "2025-06-10",
            "report": "Déjà tapé."}  # fmt: skip
    answer = sign_in(leila).post(page("new_visit", case.pk), sent)
    assert answer.status_code == 422
    assert "Déjà tapé." in answer.content.decode()
    assert not NextStep.objects.exists()


def test_a_step_is_ticked_from_the_file_and_from_the_list(cast, case, leila, charlie, sign_in):
    one, browser = step(cast, case), sign_in(leila)
    assert sign_in(charlie).post(page("next_step_done", one.pk)).status_code == 404
    assert browser.post(page("next_step_done", one.pk))["Location"] == case.get_absolute_url()
    assert not NextStep.objects.open().exists()
    assert browser.post(page("next_step_done", one.pk), {"untick": "1", "list": "1"})["Location"] == page("next_steps")
    assert NextStep.objects.open().exists()
    assert (
        browser.post(page("new_next_step", case.pk), {"step_what_1": "Autre", "step_who_1": "menage"}).status_code
        == 302
    )
    assert NextStep.objects.get(what="Autre").who == "menage"
