"""« Ma journée » as it is used: one tap, the next visit accepted, the whole day noted at once or not at all."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import Visit
from households.models import Case
from tests import factories
from tests.factories.visits import planned, prefers


def page(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


TODAY = timezone.localdate
NUMBERS = [f"05901250000{rank}GDEMO1" for rank in (2, 3)]


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


@pytest.fixture
def cases(cast, case):
    return [case, *(factories.housed_case(cast, number=one, last_name=f"Nom{one[-7]}") for one in NUMBERS)]


def text(response):
    return response.content.decode().replace("&#x27;", "'")


# --- the page -------------------------------------------------------------------------------------


def test_it_shows_the_day_of_whoever_asks_and_nobody_elses(cast, case, worker, sign_in, ines):
    one = planned(cast, case, on=TODAY())
    prefers(cast, case, ["appel"], caution="Ne pas laisser de message.")
    shown = text(worker.get(page("day")))
    assert "14\u202fh\u202f00" in shown
    assert case.household.code in shown
    assert 'href="tel:0600000000"' in shown
    assert "Ne pas laisser de message." in shown
    assert page("visit_status", one.pk) in shown
    assert case.household.code not in text(sign_in(ines).get(page("day")))


def test_the_street_is_for_those_who_may_know_it(cast, case, worker, sign_in, ines):
    lease = case.tenancies.get()
    lease.dwelling.address = "3 rue des Essais"
    lease.dwelling.save()
    Case.objects.filter(pk=case.pk).update(reinforced=True)
    planned(cast, case, on=TODAY())
    Visit.plan(case, on=TODAY(), author=ines.professional)
    assert "3 rue des Essais" in text(worker.get(page("day")))
    assert "3 rue des Essais" not in text(sign_in(ines).get(page("day")))


def test_another_day_is_picked_and_a_day_that_means_nothing_is_today(cast, case, worker):
    tomorrow = TODAY() + timedelta(days=1)
    planned(cast, case, on=tomorrow)
    assert case.household.code in text(worker.get(page("day"), {"jour": tomorrow.isoformat()}))
    for odd in ("hier", "2026-13-45", ""):
        shown = worker.get(page("day"), {"jour": odd})
        assert (shown.status_code, shown.context["day"]) == (200, TODAY())


def test_a_visit_to_come_is_not_offered_as_done(cast, case, worker):
    tomorrow = TODAY() + timedelta(days=1)
    planned(cast, case, on=tomorrow)
    shown = text(worker.get(page("day"), {"jour": tomorrow.isoformat()}))
    assert 'value="realisee"' not in shown
    assert 'value="annulee_menage"' in shown


def test_planned_visits_of_past_days_that_nobody_noted_are_recalled(cast, case, worker):
    planned(cast, case, on=TODAY() - timedelta(days=2))
    assert "Jours passés, à noter" in text(worker.get(page("day")))
    Case.objects.filter(pk=case.pk).update(state="closed", closed_on=TODAY(), exit_label="Fin")
    assert "Jours passés, à noter" not in text(worker.get(page("day"))), "the accompaniment is over"


def test_the_last_alert_is_told(cast, case, worker):
    factories.visit(cast, case, on=TODAY() - timedelta(days=7), alert="danger")
    planned(cast, case, on=TODAY())
    shown = text(worker.get(page("day")))
    assert "Dernière alerte : danger" in shown


def test_a_danger_leads_to_its_page_once_there_is_one(cast, case, worker, monkeypatch):
    from accompaniment import danger

    monkeypatch.setattr(danger, "_pages", [])
    one = factories.visit(cast, case, on=TODAY(), alert="danger")
    assert "prévenez votre cheffe ou chef de service" in text(worker.get(page("visit_noted", one.pk)))
    danger.register_danger_page(lambda case: f"/danger/{case.pk}/")
    assert f"/danger/{case.pk}/" in text(worker.get(page("visit_noted", one.pk)))


# --- one tap, then the next -----------------------------------------------------------------------


def test_one_tap_counts_and_the_next_is_planned_only_when_accepted(cast, case, worker):
    one = planned(cast, case, on=date(2025, 6, 4))
    noted = worker.post(page("visit_status", one.pk), {"status": "realisee", "was": "prevue"}, follow=True)
    assert Visit.objects.count() == 1, "nothing is planned silently"
    proposed = noted.context["proposed"]
    assert (proposed > TODAY(), proposed.weekday()) == (True, 2) or noted.context["moved_by_a_day_off"]

    worker.post(page("visit_following", one.pk), {"on": proposed.isoformat(), "at": "14:00"})
    worker.post(page("visit_following", one.pk), {"on": proposed.isoformat(), "at": "14:00"})

    coming = Visit.objects.planned().get()
    assert (coming.on, coming.at) == (proposed, time(14))
    assert "Prochaine visite : prévue" in text(worker.get(page("visit_noted", one.pk)))


def test_another_date_may_be_chosen_and_a_past_one_is_refused(cast, case, worker):
    one = factories.visit(cast, case, on=date(2025, 6, 4))
    refused = worker.post(page("visit_following", one.pk), {"on": "2025-06-05", "at": "09:30"})
    assert refused.status_code == 422
    assert "déjà passée" in text(refused)
    assert 'value="2025-06-05"' in text(refused), "what was typed is kept"
    other = TODAY() + timedelta(days=5)
    assert worker.post(page("visit_following", one.pk), {"on": other.isoformat(), "at": "09:30"}).status_code == 302
    assert Visit.objects.planned().get().on == other


def test_a_mistaken_tap_is_mended_from_the_confirmation(cast, case, worker):
    one = planned(cast, case, on=TODAY())
    worker.post(page("visit_status", one.pk), {"status": "porte_close", "was": "prevue"})
    assert "Ce n'est pas ça" in text(worker.get(page("visit_noted", one.pk)))
    worker.post(page("visit_status", one.pk), {"status": "realisee", "was": "porte_close"})
    one.refresh_from_db()
    assert one.status == "realisee"
    worker.post(page("visit_status", one.pk), {"status": "prevue", "was": "realisee"})
    one.refresh_from_db()
    assert one.status == "prevue"

    one.log("realisee", today=TODAY() - timedelta(days=1), by=cast.leila.professional, on=TODAY() - timedelta(days=1))
    assert "Ce n'est pas ça" not in text(worker.get(page("visit_noted", one.pk)))
    late = worker.post(page("visit_status", one.pk), {"status": "porte_close", "was": "realisee"}, follow=True)
    assert "un autre jour" in text(late)


def test_postponed_asks_the_date_on_its_own_page(cast, case, worker):
    one = planned(cast, case, on=TODAY())
    asked = worker.post(page("visit_status", one.pk), {"status": "reportee", "was": "prevue"})
    assert asked["Location"] == page("visit_postponement", one.pk)
    past = (TODAY() - timedelta(days=1)).isoformat()
    assert worker.post(page("visit_postponement", one.pk), {"new_on": past, "new_at": "15:00"}).status_code == 422
    later = TODAY() + timedelta(days=2)
    worker.post(page("visit_postponement", one.pk), {"new_on": later.isoformat(), "new_at": "15:00"})
    worker.post(page("visit_postponement", one.pk), {"new_on": later.isoformat(), "new_at": "15:00"})
    assert [(v.on, v.at) for v in Visit.objects.planned()] == [(later, time(15))]


@pytest.mark.parametrize("status", ["", "n'importe", None])
def test_a_status_that_does_not_exist_changes_nothing(status, cast, case, worker):
    one = planned(cast, case, on=TODAY())
    worker.post(page("visit_status", one.pk), {"status": status} if status is not None else {})
    one.refresh_from_db()
    assert one.status == "prevue"


# --- the whole day at once ------------------------------------------------------------------------


def sent_for(told):
    return {f"{name}_{one.pk.hex}": value for one, values in told.items() for name, value in values.items()}


def test_the_whole_day_is_noted_in_one_form(cast, cases, worker):
    one, two, three = (
        planned(cast, case, on=TODAY(), at=time(hour)) for hour, case in zip((9, 11, 14), cases, strict=False)
    )
    later = TODAY() + timedelta(days=3)
    sent = sent_for({one: {"status": "realisee"}, two: {"status": "reportee", "on": later.isoformat(), "at": "16:00"},
                     three: {"status": ""}})  # fmt: skip
    answer = worker.post(page("day_statuses"), sent)
    assert answer.status_code == 302
    kept = dict(Visit.objects.filter(on=TODAY()).values_list("pk", "status"))
    assert kept == {one.pk: "realisee", two.pk: "reportee", three.pk: "prevue"}
    assert Visit.objects.get(on=later).at == time(16)


def test_one_refusal_leaves_nothing_half_written_and_keeps_what_was_typed(cast, cases, worker, ines):
    one, two, three = (
        planned(cast, case, on=TODAY(), at=time(hour)) for hour, case in zip((9, 11, 14), cases, strict=False)
    )
    two.tap("annulee_service", was="prevue", today=TODAY(), by=ines.professional)
    sent = sent_for({one: {"status": "realisee"}, two: {"status": "porte_close"}, three: {"status": "porte_close"}})

    answer = worker.post(page("day_statuses"), sent)

    assert answer.status_code == 422
    assert f"{two.case.household.code} : Cette visite vient d'être notée « Annulée par nous »" in text(answer)
    assert "Rien n'est enregistré" in text(answer)
    kept = dict(Visit.objects.values_list("pk", "status"))
    assert kept == {one.pk: "prevue", two.pk: "annulee_service", three.pk: "prevue"}
    assert text(answer).count(" checked") == 3


@pytest.mark.parametrize("told", [{}, {"status": "reportee"}, {"status": "reportee", "on": "hier"}])
def test_a_day_without_a_word_or_a_postponement_without_a_date_is_refused(told, cast, case, worker):
    one = planned(cast, case, on=TODAY())
    answer = worker.post(page("day_statuses"), sent_for({one: told}))
    assert answer.status_code in (200, 422)
    one.refresh_from_db()
    assert one.status == "prevue"
    if told:
        assert answer.status_code == 422


def test_a_future_day_refuses_done_on_its_line(cast, case, worker):
    tomorrow = TODAY() + timedelta(days=1)
    one = planned(cast, case, on=tomorrow)
    answer = worker.post(
        page("day_statuses") + f"?jour={tomorrow.isoformat()}", sent_for({one: {"status": "realisee"}})
    )
    assert answer.status_code == 422
    assert "est à venir" in text(answer)


# --- reports --------------------------------------------------------------------------------------


def test_a_report_left_for_later_waits_and_is_called_late_only_after_the_delay(cast, case, worker, sign_in, bruno):
    factories.visit(cast, case, on=TODAY() - timedelta(days=7), report="")
    for shown in (text(worker.get(page("visit_reports"))), text(worker.get(reverse("home")))):
        assert "Comptes rendus à compléter" in shown
    assert "en retard" not in text(worker.get(page("visit_reports")))
    assert "Comptes rendus en retard" not in text(sign_in(bruno).get(reverse("home")))

    cast.agreement.terms.update(report_late_days=6)

    assert "en retard" in text(worker.get(page("visit_reports")))
    assert "Comptes rendus en retard" in text(sign_in(bruno).get(reverse("home")))


def test_once_written_it_waits_no_more(cast, case, worker):
    one = factories.visit(cast, case, on=date(2025, 6, 4), report="")
    sent = {"kind": "visite_domicile", "status": "realisee", "on": "2025-06-04", "report": "Courrier relu."}
    assert worker.post(page("visit", one.pk), sent).status_code == 302
    assert "Aucun compte rendu n'attend" in text(worker.get(page("visit_reports")))


# --- the form -------------------------------------------------------------------------------------


def test_the_form_needs_nothing_but_save(cast, case, worker):
    """The defaults are today, me, at home, done."""
    shown = worker.get(page("new_visit", case.pk))
    form = shown.context["form"]
    told = {name: form.initial.get(name, "") for name in ("status", "on", "at", "kind")}
    assert '<details class="lo-at-hand"><summary>Compléter' in text(shown), "folded"
    assert worker.post(page("new_visit", case.pk), {**told, "on": told["on"].isoformat()}).status_code == 302
    done = Visit.objects.get()
    assert (done.status, done.on, done.kind, done.author) == (
        "realisee",
        TODAY(),
        "visite_domicile",
        cast.leila.professional,
    )


def test_everything_typed_is_kept(case, worker):
    sent = {
        "kind": "bureau", "status": "realisee", "on": "2025-06-04", "at": "10:00", "duration_minutes": "45",
        "contact_made": "oui", "present": ["titulaire", "interprete"], "themes": ["budget", "emploi"],
        "report": "Courrier relu.", "person_says": "« Ça va mieux. »", "alert": "impaye",
    }  # fmt: skip
    worker.post(page("new_visit", case.pk), sent)
    kept = Visit.objects.get()
    assert (kept.duration_minutes, kept.contact_made, kept.present, kept.themes) == (
        45, True, ["titulaire", "interprete"], ["budget", "emploi"],
    )  # fmt: skip
    assert (kept.report, kept.person_says, kept.alert) == ("Courrier relu.", "« Ça va mieux. »", "impaye")
    shown = text(worker.get(page("visits", case.pk)))
    assert "« Ça va mieux. »" in shown
    assert "Impayé" in shown
    assert "Thèmes : Gestion budgétaire, Travail et emploi. Présents : La personne, Un interprète." in shown


def test_to_the_landlord_opens_a_draft_and_nothing_leaves(case, worker):
    from allocations.models import LandlordRequest
    from households.models import Transmission

    before = Transmission.objects.count()
    sent = {
        "kind": "visite_domicile",
        "status": "realisee",
        "on": "2025-06-04",
        "report": "SECRET",
        "to_landlord": "on",
    }
    answer = worker.post(page("new_visit", case.pk), sent)
    assert answer["Location"].startswith(page("ask_landlord", case.pk))
    draft = text(worker.get(answer["Location"]))
    assert "rien de ce qu'il dit n'est repris" in draft
    assert "SECRET" not in draft
    assert (LandlordRequest.objects.count(), Transmission.objects.count()) == (0, before)
    assert Visit.objects.get().report == "SECRET"


def test_before_the_landlord_knows_the_household_there_is_nothing_to_transmit(cast, worker):
    waiting = factories.assessed_case(cast)
    assert "to_landlord" not in worker.get(page("new_visit", waiting.pk)).context["form"].fields


def test_postponed_in_the_form_asks_the_new_date_there(cast, case, worker):
    one = planned(cast, case, on=TODAY())
    sent = {"kind": "visite_domicile", "status": "reportee", "on": TODAY().isoformat(), "report": "Déjà tapé."}
    refused = worker.post(page("visit", one.pk), sent)
    assert refused.status_code == 422
    assert "new_on" in refused.context["form"].errors
    assert "Déjà tapé." in text(refused)
    later = TODAY() + timedelta(days=4)
    assert worker.post(page("visit", one.pk), {**sent, "new_on": later.isoformat()}).status_code == 302
    assert Visit.objects.planned().get().on == later


def test_another_association_finds_none_of_it(cast, case, sign_in, charlie):
    one = factories.visit(cast, case, on=date(2025, 6, 4))
    browser = sign_in(charlie)
    for name in ("visit", "visit_noted", "visit_postponement"):
        assert browser.get(page(name, one.pk)).status_code == 404
    for name in ("contact_preference", "contact_attempt", "new_next_step"):
        assert browser.get(page(name, case.pk)).status_code == 404
    assert browser.post(page("visit_following", one.pk), {"on": "2030-01-01"}).status_code == 404
    assert browser.post(page("visit_status", one.pk), {"status": "porte_close"}).status_code == 404
