"""What each side may not read, looked for everywhere it could show: pages, lists, searches, fragments, PDF, headers.

Every confidential text of the world below carries the word CANARI. The crawl opens every page of
the site with every identifier, as each person outside, and looks for it.
"""

import io
import uuid
from datetime import date

import pytest
from pypdf import PdfReader

from accompaniment import conduct
from households.confidentiality import READERS, DataClass
from households.models import ExitReason
from lodabord.kernel.access import rule_of
from lodabord.partners.models import PrescriberType
from lodabord.partners.roles import Role
from tests import factories
from tests.canaries import plant_all
from tests.test_access import ELSEWHERE, PAGES, address

OUTSIDERS = ["paul", "diane", "sophie", "karim", "emile", "camille", "admin", "charlie"]


@pytest.fixture
def world(cast):
    """A housed household, with a secret in every place where the association writes."""
    case = factories.housed_case(cast)
    told = plant_all(cast, case)
    return {"case": case, "identifiers": told}


def identifiers(case):
    """Every identifier that a stranger could have come by: of each record about the household."""
    found = {case.pk, case.household_id, uuid.uuid4()}
    for model in {rel.related_model for rel in case._meta.related_objects}:
        names = {field.name for field in model._meta.fields}
        if "case" in names:
            found |= set(model.objects.filter(case=case).values_list("pk", flat=True)[:2])
    found |= {item.meeting_id for item in case.agenda_items.all()}
    return [one for one in found if isinstance(one, uuid.UUID)]


def text_of(response):
    """All that a reader could see in an answer, a PDF included."""
    told = " ".join(f"{key}: {value}" for key, value in response.items())
    body = response.content
    if body.startswith(b"%PDF"):
        body = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).encode()
    return told + body.decode(errors="replace")


@pytest.mark.parametrize("person", OUTSIDERS)
def test_nothing_the_association_writes_shows_anywhere_outside(person, world, cast, sign_in):
    member = getattr(cast, person)
    browser = sign_in(member)
    known = [*identifiers(world["case"]), *world["identifiers"]]
    leaks, opened = [], 0
    for name, view in PAGES:
        closed = member.role not in getattr(rule_of(view, name, ELSEWHERE), "roles", {member.role})
        tried = [world["case"].pk] if closed else known
        for url in {address(name, one) for one in tried}:
            response = browser.get(url)
            opened += response.status_code == 200
            if "CANARI" in text_of(response):
                leaks.append((name, url))

    assert leaks == []
    assert opened > 0


@pytest.mark.parametrize("person", ["paul", "diane", "sophie"])
def test_outside_a_prescriber_that_reveals_health_is_not_named(person, world, cast, sign_in):
    told = PrescriberType.objects.get(code="sante").label

    page = sign_in(getattr(cast, person)).get(world["case"].get_absolute_url()).content.decode()

    assert told not in page


@pytest.mark.parametrize("person", ["paul", "diane", "sophie"])
@pytest.mark.parametrize("word", ["CANARI", "CANARI-compte-rendu", "incarceration"])
def test_a_search_by_the_landlord_does_not_match_what_it_may_not_read(person, word, world, cast, sign_in):
    response = sign_in(getattr(cast, person)).get("/dossiers/", {"q": word})

    assert response.context["page"].paginator.count == 0


def test_the_association_itself_reads_what_it_wrote(world, leila, sign_in):
    """The crawl above could not fail if the secrets were shown nowhere."""
    page = sign_in(leila).get(world["case"].get_absolute_url()).content.decode()

    for secret in (
        "CANARI-compte-rendu",
        "CANARI-sollicitation",
        "CANARI-note",
        "CANARI-note-psychologue",
        "CANARI-violences",
    ):
        assert secret in page


def test_outside_a_detention_reads_perte_du_bail(world, cast, sign_in):
    case = world["case"]
    reason = ExitReason.objects.get(code="bail_perdu_detention")
    conduct.end_accompaniment(
        case, on=date(2025, 12, 1), reason=reason, destination="CANARI-destination", initiative="third_party", handover="",
        by=cast.bruno.professional,
    )  # fmt: skip

    page = sign_in(cast.paul).get(case.get_absolute_url()).content.decode()

    assert "Perte du bail" in page
    assert "détention" not in page.lower()
    assert "incarc" not in page.lower()
    assert "CANARI" not in page


def test_outside_a_visit_is_realised_or_not_and_nothing_more(world, cast, sign_in):
    page = sign_in(cast.sophie).get(world["case"].get_absolute_url()).content.decode()

    assert "réalisée" in page
    assert "non réalisée" in page
    assert "porte close" not in page.lower()


def test_a_suspension_reads_as_its_dates_only(world, cast, as_member):
    from households.models import SupportPeriod

    with as_member(cast.paul):
        fields = {field.name for field in SupportPeriod._meta.fields}

    assert not {"reason", "review_on", "resumed_at_request_of"} & fields


AS_SIGNED = {
    "identity": "worker psy head social pilot alloc client prescriber",
    "administrative": "worker psy head social pilot alloc prescriber",
    "referral": "worker psy head prescriber",
    "process": "worker psy head social pilot alloc",
    "assessment": "worker psy head social pilot",
    "visit_fact": "worker psy head social pilot",
    "transmitted": "worker psy head social pilot alloc",
    "housing_need": "worker psy head social pilot alloc",
    "paper": "worker psy head",
    "daily": "worker psy head social pilot client",
    "reported": "worker psy head social pilot client",
    "tenancy": "worker head social pilot alloc client",
    "sensitive_priority": "worker psy head",
    "social": "worker psy head",
    "request": "worker psy head",
    "health": "worker psy head",
    "psychologist_note": "worker psy head",
    "reading": "head",
}
"""The table as the partners signed it (sheet 04 §4.9), copied by hand: the code's own must equal it."""
SHORT = {
    "worker": Role.ASSO_WORKER, "psy": Role.ASSO_PSY, "head": Role.ASSO_HEAD, "social": Role.LANDLORD_SOCIAL,
    "pilot": Role.LANDLORD_PILOT, "alloc": Role.LANDLORD_ALLOC, "client": Role.LANDLORD_CLIENT,
    "prescriber": Role.PRESCRIBER,
}  # fmt: skip


@pytest.mark.parametrize("data_class", list(DataClass))
def test_the_matrix_is_the_one_that_was_signed(data_class):
    assert READERS[data_class] == {SHORT[one] for one in AS_SIGNED[data_class].split()}
