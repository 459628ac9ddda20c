"""The report on a phone: few fields, sent twice it is one, an open case is said without a name."""

import re
import uuid
from datetime import date

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from households.models import Case, RentAccount, Report, ReportedDwelling
from households.report_form import ReportForm
from households.stateful import MoveRefused
from lodabord.kernel.words import named_people
from tests import factories
from tests.factories import retention
from tests.together import as_the_programme, committed, committed_cast, together  # noqa: F401 - fixtures

URL = "/dossiers/reperages/nouveau/"
REQUIRED = {
    "motives": ["arrears"], "civility": "ms", "last_name": "Essai", "first_name": "Odile",
    "facts": "Deux loyers en retard, relances du 3 et du 17.", "household_informed": "yes",
    "composition": "single", "dependants": "0",
}  # fmt: skip


def filled(**changes):
    return {**REQUIRED, "reported_on": timezone.localdate().isoformat(), "submission": str(uuid.uuid4()), **changes}


def test_the_page_asks_for_seven_answers_and_folds_what_is_already_filled(karim, sign_in, agreement):
    form = ReportForm(
        today=date(2026, 1, 5), agreement=agreement, agency=None, agencies=agreement.landlord.agencies.all()
    )
    to_answer = [one.name for one in form.main_fields() if one.field.required and not one.initial]

    page = sign_in(karim).get(URL).content.decode().partition("<main")[2]

    assert to_answer == ["motives", "last_name", "first_name", "facts", "household_informed"]
    assert len(form.main_fields()) == 11
    assert page.index("<details") < page.index('name="reported_on"') < page.index("</details>")
    assert re.search(rf'name="reported_on" value="{timezone.localdate().isoformat()}"', page)
    assert "aucune supposition sur la santé" in page


def test_sent_twice_it_is_one_report_and_the_same_page(karim, sign_in):
    browser, told = sign_in(karim), filled(tenant_ref="loc 12", dwelling="3 rue des Essais")

    first, again = browser.post(URL, told), browser.post(URL, told)

    report = Report.objects.get()
    assert first["Location"] == again["Location"] == f"/dossiers/reperages/{report.pk}/envoye/"
    assert RentAccount.objects.get().reference == "LOC12"
    assert ReportedDwelling.objects.get().told == "3 rue des Essais"


def test_pressed_twice_at_the_same_instant_it_is_still_one(committed_cast):  # noqa: F811
    submission, karim = uuid.uuid4(), committed_cast.karim

    def send():
        return factories.report_tenant(
            committed_cast.agreement, household={"composition": "single"}, holder={"last_name": "Double"},
            report={"reported_on": date(2025, 1, 6), "motives": ["arrears"], "facts": "x"}, by=karim.professional,
            submission=submission,
        ).pk  # fmt: skip

    told = together((karim, send), (karim, send))

    assert told[0] == told[1]
    with as_the_programme():
        assert Report.objects.count() == Case.objects.count() == 1


def test_the_confirmation_says_what_happens_next_and_when(karim, sign_in):
    browser = sign_in(karim)
    page = browser.get(browser.post(URL, filled(household_informed="no"))["Location"]).content.decode()
    assert "prend la fiche au plus tard le" in page
    assert "Pensez à informer le ménage" in page


def test_ones_own_reports_show_the_coarse_state_and_no_other(karim, cast, sign_in):
    case = retention.assessed(cast)
    page = sign_in(karim).get("/dossiers/reperages/").content.decode()
    assert case.household.code in page
    assert "Prise en compte, en cours d&#x27;étude" in page
    assert "Évaluation" not in page


def test_a_reference_that_is_already_followed_is_said_without_any_name(karim, cast, sign_in):
    known = factories.reported_case(cast, tenant_ref="LOC-7")
    Case.objects.filter(pk=known.pk).update(reported_by=cast.sophie.professional)
    browser = sign_in(karim)

    refused = browser.post(URL, filled(tenant_ref=" loc-7 "))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Un dossier est déjà ouvert" in page
    for secret in (known.household.code, "Thomas", "Yves", "Évaluation", str(known.pk)):
        assert secret not in page
    assert browser.post(URL, filled(tenant_ref="LOC-7", send_anyway="on")).status_code == 302
    assert RentAccount.objects.filter(reference="LOC-7").count() == 1


def test_a_closed_case_or_another_agreement_is_not_a_duplicate(karim, cast, sign_in):
    known = factories.reported_case(cast, tenant_ref="LOC-7")
    known.classify(on=date(2025, 1, 8), reason="hors_public", by=cast.paul.professional)
    assert sign_in(karim).post(URL, filled(tenant_ref="LOC-7")).status_code == 302


def test_two_open_cases_never_share_a_reference(cast):
    factories.reported_case(cast, tenant_ref="LOC-7")
    other = factories.reported_case(cast)
    with pytest.raises(MoveRefused, match="autre dossier ouvert"):
        RentAccount.attach(other, "loc - 7", by=cast.sophie.professional)


def test_under_reinforced_confidentiality_the_dwelling_is_not_kept(karim, cast, sign_in):
    cast.agreement.programme.reinforced = True
    cast.agreement.programme.save()
    assert sign_in(karim).post(URL, filled(dwelling="3 rue des Essais")).status_code == 302
    assert ReportedDwelling.objects.count() == 0


def test_a_reinforced_household_hides_the_reported_dwelling_in_the_database(cast, as_member, sql):
    case = factories.reported_case(cast)
    ReportedDwelling.objects.create(case=case, told="3 rue des Essais")
    where = "SELECT count(*) FROM households_reporteddwelling"
    with as_member(cast.paul):
        assert sql(where) == [(1,)]
    Case.objects.filter(pk=case.pk).update(reinforced=True)
    with as_member(cast.paul):
        assert sql(where) == [(0,)]
    with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.emile):
        sql(where)


def test_everything_typed_is_still_there_when_something_is_missing(karim, sign_in):
    refused = sign_in(karim).post(URL, filled(motives=[], facts="Trois faits datés."))
    assert refused.status_code == 422
    assert "Trois faits datés." in refused.content.decode()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Bruit signalé par Mme Durand le 3 mars.", ["Mme Durand"]),
        ("M. D. et Madame Petit se plaignent.", ["M. D.", "Madame Petit"]),
        ("Cris à 23 h, constatés par la gardienne.", []),
        ("Dépôt de 3 m. de haut. Monsieur refuse.", []),
    ],
)
def test_a_civility_and_a_capital_look_like_a_name(text, named):
    assert named_people(text) == named
