"""The modular accompaniment as people type it, then as the indicators read it."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accompaniment.models import (
    Contract,
    EndReport,
    Exit,
    ExitCall,
    ExitCallAttempt,
    Goal,
    MeasurePeriod,
    QuarterReview,
    Suspension,
)
from households.models import Case, Consent
from lodabord.partners.models import Terms
from reporting.indicators import one as indicator
from reporting.periods import Span
from reporting.reading import read
from tests import factories
from tests.factories import modular as made


def page(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


@pytest.fixture
def head(sign_in, bruno):
    return sign_in(bruno)


@pytest.fixture
def on_day(monkeypatch):
    """The day on which the pages are opened."""

    def set_to(day):
        monkeypatch.setattr(timezone, "localdate", lambda value=None, *rest: real(value) if value else day)

    real = timezone.localdate
    return set_to


def text(answer):
    return answer.content.decode().replace("&#x27;", "'").replace("&#39;", "'")


def pdf_text(answer):
    return " ".join("\n".join(one.extract_text() for one in PdfReader(BytesIO(answer.content)).pages).split())


def value(agreement, code, start, end, track="access"):
    facts = read(agreement).known_at(end).of_track(track)
    return indicator(code).value(facts, track, Span("quarter", start, end))


# --- V6 and S1, typed then read ---------------------------------------------------------------------


def test_v6_reads_what_was_typed(worker, cast, case, on_day):
    """Two fortnights of July with one visit, then August under « veille » answered by a call."""
    on_day(date(2025, 7, 1))
    sent = {"intensity": "quinzaine", "on": "2025-06-30"}
    assert worker.post(page("intensity", case.pk), sent).status_code == 302
    on_day(date(2025, 7, 31))
    assert worker.post(page("intensity", case.pk), {"intensity": "veille", "on": "2025-07-28"}).status_code == 302
    for kind, on in (("visite_domicile", "2025-07-10"), ("appel", "2025-08-12")):
        on_day(date.fromisoformat(on))
        told = {"kind": kind, "status": "realisee", "on": on}
        assert worker.post(page("new_visit", case.pk), told).status_code == 302

    july = value(cast.agreement, "V6", date(2025, 7, 1), date(2025, 7, 27))
    august = value(cast.agreement, "V6", date(2025, 8, 1), date(2025, 8, 31))

    assert (july["part"], july["whole"]) == (2, 4), "the first pair of weeks is met, the second is not"
    assert (august["part"], august["whole"]) == (4, 4)
    assert value(cast.agreement, "V1", date(2025, 7, 1), date(2025, 8, 31))["whole"] == 0


def test_v6_counts_a_stretch_once_it_is_over_or_answered(cast, case):
    from accompaniment import conduct

    conduct.set_intensity(case, "mensuelle", on=date(2025, 6, 30), by=cast.leila.professional)
    middle = date(2025, 7, 17)
    assert value(cast.agreement, "V6", date(2025, 7, 1), middle)["whole"] == 0, "the month is not over"
    factories.visit(cast, case, on=date(2025, 7, 15))
    told = value(cast.agreement, "V6", date(2025, 7, 1), middle)
    assert (told["part"], told["whole"]) == (3, 3)


def test_a_corrected_intensity_changes_what_the_indicator_reads(worker, cast, case, on_day):
    on_day(date(2025, 7, 1))
    worker.post(page("intensity", case.pk), {"intensity": "mensuelle", "on": "2025-06-30"})
    period = MeasurePeriod.objects.get(case=case, intensity="mensuelle")
    july = (date(2025, 7, 1), date(2025, 7, 31))
    assert value(cast.agreement, "V1", *july)["whole"] == 0

    sent = {"intensity": "hebdomadaire", "on": "2025-06-30"}
    assert worker.post(page("intensity_correction", period.pk), sent).status_code == 302

    assert value(cast.agreement, "V1", *july)["whole"] == 5
    assert "corrigée en « hebdomadaire »" in text(worker.get(page("course", case.pk)))


def test_s1_reads_what_was_typed_and_a_cancelled_suspension_leaves_nothing(worker, cast, case, on_day):
    june = (date(2025, 6, 1), date(2025, 6, 30))
    on_day(date(2025, 6, 10))
    sent = {"on": "2025-06-02", "review_on": "2025-07-14", "reason": "hospitalisation"}
    assert worker.post(page("suspension", case.pk), sent).status_code == 302
    on_day(date(2025, 6, 16))
    assert worker.post(page("reactivation", case.pk), {"on": "2025-06-16", "asked_by": "household"}).status_code == 302
    told = value(cast.agreement, "S1", *june)
    assert (told["count"], told["days"], told["reactivations"], told["by"]) == (1, 14, 1, {"hospitalisation": 1})
    assert value(cast.agreement, "V1", *june)["whole"] == 2

    pause = Suspension.objects.get(case=case)
    assert worker.post(page("suspension_cancellation", pause.pk)).status_code == 302
    assert value(cast.agreement, "S1", *june)["count"] == 0
    assert value(cast.agreement, "V1", *june)["whole"] == 4


# --- one tap ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["leila", "ines", "bruno", "nour"])
def test_the_household_calls_and_anyone_reactivates_in_one_tap(person, cast, case, sign_in):
    made.paused(cast, case, date(2025, 6, 2))
    browser = sign_in(getattr(cast, person))
    assert "Le ménage rappelle : réactiver" in text(browser.get(case.get_absolute_url()))
    assert browser.get(page("call_back", case.pk)).status_code == 405, "opening a page never writes"
    answer = browser.post(page("call_back", case.pk))
    assert answer["Location"] == case.get_absolute_url()
    case.refresh_from_db()
    assert case.state == Case.State.FOLLOW_UP
    assert Suspension.objects.get(case=case).resumed_at_request_of == "household"


def test_from_the_requests_page_one_comes_back_to_it(worker, cast, case):
    made.paused(cast, case, date(2025, 6, 2))
    factories.request(cast, case, at=timezone.now() - timedelta(minutes=5), subject="Rappel")
    assert "Le ménage rappelle : réactiver" in text(worker.get(page("requests")))
    assert worker.post(page("call_back", case.pk), {"demandes": "1"})["Location"] == page("requests")


def test_a_second_tap_gets_a_sentence(worker, cast, case):
    made.paused(cast, case, date(2025, 6, 2))
    worker.post(page("call_back", case.pk))
    again = worker.post(page("call_back", case.pk), follow=True)
    assert "pas suspendu" in text(again)


# --- suspension ---------------------------------------------------------------------------------------


def test_a_review_keeps_the_former_ones_on_the_page(worker, cast, case, on_day):
    pause = made.paused(cast, case, date(2025, 6, 2), review_on=date(2025, 7, 14))
    on_day(date(2025, 7, 14))
    told = {"on": "2025-07-14", "until": "2025-08-25", "note": "Hospitalisation prolongée"}
    assert worker.post(page("suspension_review", pause.pk), told).status_code == 302
    shown = text(worker.get(page("suspension_review", pause.pk)))
    assert "Hospitalisation prolongée" in shown
    assert "maintenue jusqu'au 25/08/2025" in shown
    refused = worker.post(page("suspension_review", pause.pk), {**told, "until": "2025-07-01"})
    assert refused.status_code == 422
    assert "Hospitalisation prolongée" in text(refused)


def test_the_end_offers_to_suspend_instead(head, cast, case):
    assert "Suspendre plutôt" in text(head.get(page("exit", case.pk)))
    made.paused(cast, case, date(2025, 6, 2))
    assert "Suspendre plutôt" not in text(head.get(page("exit", case.pk)))


# --- the band -----------------------------------------------------------------------------------------


def test_the_band_shows_and_tells_the_same_history(worker, cast, case):
    factories.visit(cast, case, on=date(2025, 5, 7))
    made.paused(cast, case, date(2025, 6, 2))
    made.resumed(cast, case, date(2025, 6, 20))
    made.validated_review(cast, case)
    shown = text(worker.get(page("course", case.pk)))
    assert shown.count('<svg class="lo-chart"') >= 2, "once wide, once narrow"
    for word in ("Préparation", "Hebdomadaire", "Clés, entrée dans le logement", "Contrat d'accompagnement signé",
                 "Bilan du 05/08/2025", "réactivée à la demande de : le ménage"):  # fmt: skip
        assert word in shown, word
    assert "La même chose en tableau" in shown


def test_the_band_of_a_household_that_has_not_begun_says_so(worker, cast):
    case = factories.retained_case(cast)
    shown = text(worker.get(page("course", case.pk)))
    assert "Rien n'a encore commencé" in shown
    assert "Préparer le contrat" in shown


# --- contract -----------------------------------------------------------------------------------------


def test_an_amendment_from_draft_to_signature_changes_the_rhythm(worker, case, on_day):
    on_day(date(2025, 6, 2))
    told = {"reason": "Visites plus rares", "intensity": "quinzaine", "objectives": "Me débrouiller"}
    refused = worker.post(page("contract_edit", case.pk), {**told, "reason": ""})
    assert refused.status_code == 422
    assert "Me débrouiller" in text(refused)
    assert worker.post(page("contract_edit", case.pk), told).status_code == 302
    draft = Contract.objects.get(case=case, number=2)
    assert worker.post(page("contract_signature", draft.pk), {"person_on": "", "association_on": ""}).status_code == 422
    signed = {"person_on": "2025-06-02", "association_on": "2025-06-02"}
    assert worker.post(page("contract_signature", draft.pk), signed).status_code == 302
    assert MeasurePeriod.objects.get(case=case, ends_on=None).intensity == "quinzaine"
    again = worker.post(page("contract_signature", draft.pk), signed)
    assert again.status_code == 422
    assert "déjà signé" in text(again)


def test_a_draft_is_changed_then_abandoned(worker, cast, case):
    draft = made.draft(cast, case)
    told = {"reason": "Autre", "intensity": "hebdomadaire", "objectives": "Nouveau"}
    assert worker.post(page("contract_edit", case.pk), told).status_code == 302
    draft.refresh_from_db()
    assert draft.objectives == "Nouveau"
    assert worker.post(page("contract_abandonment", draft.pk)).status_code == 302
    assert not Contract.objects.filter(pk=draft.pk).exists()


# --- goals and reviews --------------------------------------------------------------------------------


def test_a_goal_on_the_file_counts_the_contacts_on_its_theme(worker, cast, case):
    sent = {"theme": "budget", "words": "Ne plus avoir peur des factures", "on": "2025-05-05"}
    assert worker.post(page("goal", case.pk), sent).status_code == 302
    factories.visit(cast, case, on=date(2025, 5, 7), themes=["budget"])
    goal = Goal.objects.get(case=case)
    assert "1 contact sur ce thème, le dernier le 07/05/2025" in text(worker.get(case.get_absolute_url()))
    moved = {"state": "atteint", "on": "2025-06-02", "note": ""}
    assert worker.post(page("goal_state", goal.pk), moved).status_code == 302
    assert worker.post(page("goal_state", goal.pk), moved).status_code == 422
    assert "atteint le 02/06/2025" in text(worker.get(case.get_absolute_url()))


def test_a_review_from_the_list_of_things_to_do_to_the_frozen_print(worker, head, cast, case, on_day):
    on_day(date(2025, 8, 1))
    assert "Bilans à faire" in text(worker.get(reverse("home")))
    begun = worker.post(page("new_review", case.pk), {"due_on": "2025-08-05"}, follow=True)
    review = QuarterReview.objects.get(case=case)
    assert "Les faits du trimestre" in text(begun)
    told = {"held_on": "2025-08-01", "with_person": "oui", "person_says": "Je dors mieux.", "perspective": "continuer"}
    assert worker.post(page("review", review.pk), told).status_code == 302
    assert worker.post(page("review_validation", review.pk)).status_code == 404, "the head validates"
    assert "Bilans à valider ou en retard" in text(head.get(reverse("home")))
    head.post(page("review_validation", review.pk))
    review.refresh_from_db()
    assert review.is_validated
    assert worker.post(page("review_facts", review.pk), follow=True).status_code == 200
    assert "Je dors mieux." in pdf_text(worker.get(page("review_document", review.pk)))


def test_a_refused_review_loses_nothing(worker, cast, case, on_day):
    review = made.review(cast, case)
    on_day(date(2025, 8, 5))
    refused = worker.post(page("review", review.pk), {"held_on": "2025-03-01", "person_says": "Je dors mieux."})
    assert refused.status_code == 422
    assert "Je dors mieux." in text(refused)


def test_the_extract_is_read_by_the_landlord_and_nothing_else_of_the_review(worker, sign_in, cast, case, on_day):
    review = made.validated_review(cast, case)
    on_day(made.FIRST_REVIEW)
    sent = {"text": "Le loyer est payé.", "shown_on": "2025-08-05", "on": "2025-08-05"}
    assert worker.post(page("review_extract", review.pk), sent).status_code == 422
    Consent.objects.create(case=case, purpose="share_situation", given_on=date(2025, 8, 1), mode="oral")
    assert worker.post(page("review_extract", review.pk), sent).status_code == 302
    from households.models import Transmission

    read_at = reverse("households:transmitted_situation", args=[Transmission.objects.get(kind="situation").pk])
    for person in ("paul", "sophie"):
        shown = text(sign_in(getattr(cast, person)).get(read_at))
        assert "Le loyer est payé." in shown
        assert "CANARI" not in shown
    for person in ("karim", "charlie", "emile"):
        assert sign_in(getattr(cast, person)).get(read_at).status_code == 404
    assert sign_in(cast.paul).get(page("review", review.pk)).status_code == 404


# --- the end ------------------------------------------------------------------------------------------


def test_the_end_asks_what_its_reason_needs(head, case):
    sent = {
        "on": "2025-09-01",
        "reason": "abandon_logement",
        "initiative": "household",
        "lease": "perdu",
        "debt": "dette",
    }
    refused = head.post(page("exit", case.pk), {**sent, "summary": "Trois mois ensemble"})
    assert refused.status_code == 422
    assert "indiquez la destination" in text(refused)
    assert "Trois mois ensemble" in text(refused)
    kept = head.post(page("exit", case.pk), {**sent, "destination": "Inconnue", "lease": "garde"})
    assert "le bail n'est donc pas gardé" in text(kept)
    dead = head.post(page("exit", case.pk), {**sent, "reason": "deces", "call_back": "oral"})
    assert "après un décès" in text(dead)
    assert head.post(page("exit", case.pk), {**sent, "destination": "Inconnue"}).status_code == 302
    report = EndReport.objects.get(case=case)
    assert "Inconnue" in pdf_text(head.get(page("end_report_document", report.pk)))


def test_calls_are_made_from_the_list_and_counted(worker, cast, case, on_day):
    ended = made.ended(cast, case)
    on_day(date(2026, 3, 2))
    assert "Appels après la fin" in text(worker.get(reverse("home")))
    assert page("exit_call", ended.pk, 6) in text(worker.get(page("after_the_end")))
    form = page("exit_call", ended.pk, 6)
    assert "Pas joint, après" not in text(worker.get(form)), "three attempts first"
    assert worker.post(form, {"on": "2026-03-02", "outcome": "sans_reponse"}).status_code == 302
    assert worker.post(form, {"on": "2026-03-02", "outcome": "sans_reponse"}).status_code == 422
    assert worker.post(form, {"on": "2026-03-02", "outcome": "non_joint"}).status_code == 422
    assert (
        worker.post(form, {"on": "2026-03-02", "outcome": "meme_logement", "note": "Tout va bien"}).status_code == 302
    )
    assert ExitCall.objects.get(exit=ended).outcome == "meme_logement"
    assert ExitCallAttempt.objects.count() == 1
    assert "1/1" in text(worker.get(page("after_the_end")))
    assert "Toujours dans le même logement" in text(worker.get(case.get_absolute_url()))
    assert worker.get(page("exit_call", ended.pk, 9)).status_code == 404


def test_on_an_empty_agreement_each_page_says_what_will_appear(worker):
    assert "apparaîtront ici, avec les appels à faire" in text(worker.get(page("after_the_end")))


def test_the_agreement_may_ask_for_other_bounds(worker, cast, case, on_day):
    Terms.objects.filter(agreement=cast.agreement).update(suspension_backdating_days=5)
    on_day(date(2025, 6, 20))
    sent = {"on": "2025-06-10", "review_on": "2025-07-14", "reason": "absence"}
    refused = worker.post(page("suspension", case.pk), sent)
    assert refused.status_code == 422
    assert "au plus tard 5 jours" in text(refused)
    assert not Exit.objects.exists()
