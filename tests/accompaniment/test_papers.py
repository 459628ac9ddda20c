"""Papers photographed with the person: off by default, private, transmitted one by one, erased when their reason ends."""

import hashlib
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from accompaniment import retention
from accompaniment.models import Paper
from accompaniment.tasks import erase_papers
from households.models import Consent, Event, Reading, Transmission, TransmittedPaper
from households.papers import LARGEST_PAPER, MOST_PAPERS
from households.stateful import MoveRefused
from lodabord.kernel import uploads
from lodabord.partners.models import Terms
from tests import factories
from tests.factories import note as made

DAY = date(2025, 4, 14)
LATER = date(2025, 5, 2)


def page(name, *args):
    return reverse(f"accompaniment:{name}", args=args)


def text(response):
    return response.content.decode().replace("&#x27;", "'")


def sent_file(content=None, name="photo.jpg"):
    return SimpleUploadedFile(name, made.jpeg(gps=True) if content is None else content)


@pytest.fixture
def ready(cast):
    return factories.ready_case(cast)


@pytest.fixture
def allowed(cast, ready):
    made.allow_papers(cast.agreement)
    return ready


@pytest.fixture
def worker(sign_in, leila):
    return sign_in(leila)


# --- off by default -------------------------------------------------------------------------------------------


def test_off_by_default_a_sentence_says_why_and_nothing_is_received(worker, ready):
    assert "Pièces : non gardées ici" in text(worker.get(ready.get_absolute_url()))
    shown = text(worker.get(page("papers", ready.pk)))
    assert "le bailleur les a déjà au SNE" in shown
    assert 'type="file"' not in shown
    answer = worker.post(page("papers", ready.pk), {"kind": "ressources", "file": sent_file()})
    assert answer.status_code == 422
    assert not Paper.objects.exists()
    with pytest.raises(MoveRefused, match="SNE"):
        Paper.add(ready, uploads.decode(made.jpeg()), kind="ressources", detail="", on=DAY, by=None)


def test_no_paper_in_retention_nor_once_the_candidature_is_over(cast, case, by_leila):
    made.allow_papers(cast.agreement)
    for one, why in ((case, "bail est signé"), (factories.reported_case(cast), "pas en maintien")):
        over = type(one).objects.get(pk=one.pk)
        with pytest.raises(MoveRefused, match=why):
            Paper.add(over, uploads.decode(made.jpeg()), kind="autre", detail="", on=DAY, by=by_leila)


@pytest.fixture
def by_leila(leila):
    return leila.professional


# --- kept -----------------------------------------------------------------------------------------------------


def test_a_photograph_is_rewritten_kept_and_opened_as_a_download(worker, allowed, leila):
    answer = worker.post(page("papers", allowed.pk), {"kind": "ressources", "detail": "mars", "file": sent_file()})
    assert answer.status_code == 302
    paper = Paper.objects.get()
    assert b"CANARI-appareil" not in bytes(paper.content)
    assert (paper.label, paper.size) == ("Justificatifs de ressources (mars), 1 page", len(paper.content))
    assert hashlib.sha256(bytes(paper.content)).hexdigest() == paper.sha256

    opened = worker.get(page("paper", paper.pk))

    assert Image.open(io.BytesIO(opened.content)).format == "JPEG"
    assert opened["Content-Disposition"] == f'attachment; filename="piece-{paper.pk}.jpg"'
    assert opened["Content-Type"] == "image/jpeg"
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert opened["Cache-Control"] == "no-store"
    assert opened["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Reading.objects.filter(model="accompaniment.paper", record_id=paper.pk).count() == 1


def test_the_reminder_of_what_is_never_kept_is_beside_the_field(worker, allowed):
    shown = text(worker.get(page("papers", allowed.pk)))
    assert "numéro de sécurité sociale" in shown
    assert "pièce de santé" in shown
    assert shown.index("Photo ou PDF") < shown.index("numéro de sécurité sociale")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", made.jpeg(), "n'est pas ce qu'annonce son nom"),
        ("a.jpg", b"\xff\xd8\xff" + b"x" * 50, "abîmé"),
        ("a.svg", b"<svg onload=alert(1)>", "Seuls un PDF"),
        ("a.pdf", made.pdf(pages=21), "plus de 20 pages"),
        ("a.jpg", b"", "vide"),
        ("a.jpg", made.jpeg() + b"\0" * LARGEST_PAPER, "10 Mo"),
    ],
)
def test_a_refused_file_is_told_with_the_way_out_and_never_breaks(worker, allowed, name, content, told):
    answer = worker.post(page("papers", allowed.pk), {"kind": "ressources", "file": sent_file(content, name)})
    assert answer.status_code == 422
    assert told in text(answer)
    assert not Paper.objects.exists()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_whatever_is_sent_the_page_answers(data, worker, allowed):
    """Changed files through the very page: kept or refused with a sentence, never broken."""
    real, name = data.draw(st.sampled_from([(made.jpeg(), "a.jpg"), (made.pdf(), "a.pdf"), (made.png(), "a.png")]))
    sent = bytearray(real)
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, len(sent) - 1), st.integers(0, 255)), max_size=9)):
        sent[at] = value
    with pytest.MonkeyPatch.context() as here:
        here.setattr(
            uploads, "clean", lambda told, content: uploads.announced(told, content) and uploads.decode(content)
        )
        answer = worker.post(page("papers", allowed.pk), {"kind": "autre", "file": sent_file(bytes(sent), name)})
    assert answer.status_code in (302, 422)


def test_the_precision_names_nobody(worker, allowed):
    sent = {"kind": "ressources", "detail": "paie de bernard", "file": sent_file()}
    answer = worker.post(page("papers", allowed.pk), sent)
    assert answer.status_code == 422
    assert "ne nomme personne" in text(answer)


def test_the_same_paper_is_kept_once_and_thirty_at_most(cast, allowed):
    made.paper(cast, allowed, DAY)
    with pytest.raises(IntegrityError, match="paper_once_per_case"), transaction.atomic():
        made.paper(cast, allowed, DAY)
    for rank in range(MOST_PAPERS - 1):
        made.paper(cast, allowed, DAY, file=uploads.decode(made.jpeg((20 + rank, 20))))
    with pytest.raises(MoveRefused, match="30 pièces"):
        made.paper(cast, allowed, DAY, file=uploads.decode(made.jpeg((200, 20))))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"content": None}, "paper_bytes_until_erased"),
        ({"erased_on": DAY, "erased_because": "bail"}, "paper_bytes_until_erased"),
        ({"content": b"x" * (LARGEST_PAPER + 1)}, "paper_at_most_ten_mebibytes"),
    ],
)
@pytest.mark.parametrize("model", [Paper, TransmittedPaper])
def test_bytes_are_there_until_erased_and_never_too_many(model, change, name, cast, allowed):
    made.sent_paper(cast, allowed, DAY)
    if model is TransmittedPaper:
        change, name = {key: value for key, value in change.items() if key != "erased_because"}, f"transmitted_{name}"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.update(**change)
    model.objects.update(**({"content": b"x" * LARGEST_PAPER}))


def test_taken_away_by_hand_at_once(worker, cast, allowed):
    paper = made.paper(cast, allowed, DAY)
    assert worker.post(page("paper_withdrawal", paper.pk)).status_code == 302
    paper.refresh_from_db()
    assert (paper.content, paper.erased_because) == (None, "retrait")
    assert worker.get(page("paper", paper.pk)).status_code == 404
    assert "effacée le" in text(worker.get(page("papers", allowed.pk)))


# --- who opens it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outsider", ["paul", "diane", "sophie", "karim", "emile", "camille", "charlie", "admin"])
def test_a_paper_not_transmitted_exists_for_nobody_else(outsider, cast, sign_in, as_member, sql, allowed):
    paper = made.paper(cast, allowed, DAY)
    member = getattr(cast, outsider)
    browser = sign_in(member)
    for address in (page("paper", paper.pk), page("papers", allowed.pk), page("paper_transmission", paper.pk)):
        assert browser.get(address).status_code == 404
    assert browser.get(reverse("households:transmitted_paper", args=[paper.pk])).status_code == 404
    if outsider == "charlie":
        with as_member(member):
            assert Paper.objects.count() == 0
    else:
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(member):
            sql("SELECT content FROM accompaniment_paper")


def test_reinforced_confidentiality_hides_papers_as_it_hides_the_dwelling(cast, sign_in, as_member, sql, allowed):
    paper, copy = made.sent_paper(cast, allowed, DAY)
    type(allowed).objects.filter(pk=allowed.pk).update(reinforced=True, landlord_contact=cast.sophie.professional)
    own, received = page("paper", paper.pk), reverse("households:transmitted_paper", args=[copy.pk])
    told = [(sign_in(one).get(own).status_code, one) for one in (cast.leila, cast.bruno, cast.ines, cast.nour)]
    assert [status for status, _ in told] == [200, 200, 404, 404]
    assert [sign_in(one).get(received).status_code for one in (cast.sophie, cast.diane, cast.paul)] == [200, 404, 404]
    with as_member(cast.diane):
        assert sql("SELECT count(*) FROM households_transmittedpaper") == [(0,)]
    register = text(sign_in(cast.diane).get(allowed.get_absolute_url()))
    assert "Pièce : Justificatifs de ressources" in register
    assert received not in register


def test_the_psychologist_opens_and_adds_nothing(sign_in, nour, cast, allowed):
    paper = made.paper(cast, allowed, DAY)
    browser = sign_in(nour)
    assert browser.get(page("paper", paper.pk)).status_code == 200
    assert 'type="file"' not in text(browser.get(page("papers", allowed.pk)))
    browser.post(page("papers", allowed.pk), {"kind": "ressources", "file": sent_file(made.png(), "a.png")})
    assert Paper.objects.count() == 1


# --- transmitted ------------------------------------------------------------------------------------------------


def test_without_the_persons_agreement_it_stays(worker, cast, allowed):
    paper = made.paper(cast, allowed, DAY)
    assert "noter l'accord" in text(worker.get(page("papers", allowed.pk)))
    refused = worker.post(page("paper_transmission", paper.pk), {"on": DAY})
    assert refused.status_code == 422
    assert "Transmettre des pièces de mon dossier" in text(refused)
    assert not TransmittedPaper.objects.exists()


def test_one_paper_is_transmitted_and_the_others_stay(worker, cast, sign_in, as_member, sql, allowed):
    other = made.paper(cast, allowed, DAY, file=uploads.decode(made.pdf(text="CANARI-piece")), kind="autre")
    paper = made.paper(cast, allowed, DAY, detail="2025")
    made.agree_to_papers(allowed, DAY)
    assert worker.post(page("paper_transmission", paper.pk), {"on": DAY}).status_code == 302

    copy = TransmittedPaper.objects.get()
    told = {"kind": "ressources", "label": paper.label, "sha256": paper.sha256, "pages": 1}
    assert (copy.transmission.kind, copy.transmission.content) == ("paper", told)
    assert bytes(copy.content) == bytes(paper.content)
    address = reverse("households:transmitted_paper", args=[copy.pk])
    for member in (cast.diane, cast.paul, cast.sophie):
        browser = sign_in(member)
        assert address in text(browser.get(allowed.get_absolute_url()))
        opened = browser.get(address)
        assert opened["Content-Disposition"].startswith("attachment")
        assert opened["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert Reading.objects.filter(record_id=copy.pk, by=member.professional).count() == 1
        with as_member(member):
            assert sql("SELECT count(*) FROM households_transmittedpaper") == [(1,)]
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(member):
            sql("SELECT content FROM accompaniment_paper WHERE id = %s", [other.pk])
    for member in (cast.karim, cast.charlie, cast.camille, cast.emile, cast.admin):
        assert sign_in(member).get(address).status_code == 404
    with as_member(cast.karim):
        assert sql("SELECT count(*) FROM households_transmittedpaper") == [(0,)]


def test_the_landlord_neither_changes_nor_erases_what_it_received(cast, as_member, sql, allowed):
    made.sent_paper(cast, allowed, DAY)
    for statement in ("UPDATE households_transmittedpaper SET label = ''", "DELETE FROM households_transmittedpaper"):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(cast.diane):
            sql(statement)


def test_the_agreement_withdrawn_no_more_leaves_and_what_left_stays_traced(cast, by_leila, allowed):
    made.sent_paper(cast, allowed, DAY)
    Consent.objects.get(purpose="share_papers").withdraw(on=DAY, by=by_leila)
    second = made.paper(cast, allowed, DAY, file=uploads.decode(made.png()))
    with pytest.raises(MoveRefused, match="accord de la personne"):
        second.transmit(on=DAY, by=by_leila)
    assert Transmission.objects.filter(kind="paper").count() == 1


def test_a_paper_is_transmitted_once(cast, by_leila, allowed):
    paper, _ = made.sent_paper(cast, allowed, DAY)
    stale = Paper.objects.get(pk=paper.pk)
    with pytest.raises(MoveRefused, match="déjà transmise"):
        stale.transmit(on=DAY, by=by_leila)
    with pytest.raises(MoveRefused, match="s'efface des deux côtés"):
        paper.withdraw(on=DAY, by=by_leila)


def test_it_waits_for_the_landlord_to_know_the_household(cast, by_leila):
    waiting = factories.assessed_case(cast)
    paper = made.paper(cast, waiting, DAY)
    made.agree_to_papers(waiting, DAY)
    with pytest.raises(MoveRefused, match="ne connaît pas encore"):
        paper.transmit(on=DAY, by=by_leila)


def test_the_switch_turned_off_again_nothing_more_is_sent(cast, by_leila, allowed):
    paper = made.paper(cast, allowed, DAY)
    made.agree_to_papers(allowed, DAY)
    Terms.objects.update(attachments_enabled=False)
    with pytest.raises(MoveRefused, match="SNE"):
        Paper.objects.get(pk=paper.pk).transmit(on=DAY, by=by_leila)


# --- erased -----------------------------------------------------------------------------------------------------


def signed(cast, case, on=LATER):
    """The landlord notes the lease; it knows nothing of papers."""
    from allocations.models import Dwelling, Tenancy

    dwelling = Dwelling.objects.create(agreement=cast.agreement, reference="BD-9", commune="Lille", typology="T2")
    Tenancy.sign(
        case, dwelling=dwelling, status="bail_direct", lease_signed_on=on, starts_on=on, by=cast.diane.professional
    )


def test_at_the_lease_both_sides_bytes_are_erased_and_the_register_stays(cast, allowed, sign_in):
    _, copy = made.sent_paper(cast, allowed, DAY)
    made.paper(cast, allowed, DAY, file=uploads.decode(made.png()))
    assert retention.erase_papers(LATER) == retention.Erased(0, 0), "a candidature that goes on keeps its papers"
    signed(cast, allowed)

    assert retention.erase_papers(LATER - timedelta(days=1)) == retention.Erased(0, 0)
    assert retention.erase_papers(LATER) == retention.Erased(2, 1)

    assert set(Paper.objects.values_list("content", "erased_because", "erased_on")) == {(None, "bail", LATER)}
    assert list(TransmittedPaper.objects.values_list("content", "erased_on")) == [(None, LATER)]
    assert Transmission.objects.get(kind="paper").content["sha256"]
    assert Event.objects.filter(action="paper.erased").count() == 2
    assert Event.objects.filter(action="transmittedpaper.erased", record_class="transmitted").count() == 1
    address = reverse("households:transmitted_paper", args=[copy.pk])
    browser = sign_in(cast.diane)
    assert browser.get(address).status_code == 404
    register = text(browser.get(allowed.get_absolute_url()))
    assert "Pièce : Justificatifs de ressources" in register
    assert address not in register


def test_at_the_end_of_a_candidature_too_and_running_again_erases_nothing_more(cast, allowed, capsys):
    made.sent_paper(cast, allowed, DAY)
    type(allowed).objects.filter(pk=allowed.pk).update(state="closed", closed_on=LATER, exit_label="Fin")

    call_command("erase_papers", simulation=True)
    assert "à effacer : 1 à l'association, 1 chez le bailleur" in capsys.readouterr().out
    assert Paper.objects.kept().exists()
    call_command("erase_papers")
    assert "effacées : 1 à l'association, 1 chez le bailleur" in capsys.readouterr().out
    assert Paper.objects.get().erased_because == "fin"
    assert erase_papers() == 0
    assert Event.objects.filter(action__endswith="erased").count() == 2


def test_another_households_papers_stay(cast, allowed):
    other = factories.ready_case(cast, number="059012500002GDEMO1", last_name="Autre")
    made.paper(cast, other, DAY)
    made.paper(cast, allowed, DAY)
    signed(cast, allowed)
    assert retention.erase_papers(LATER) == retention.Erased(1, 0)
    assert Paper.objects.kept().get().case == other


def test_no_byte_of_an_erased_paper_is_left_in_the_database(cast, allowed, sql):
    """The very bytes, looked for as the owner's backup would read them."""
    file = uploads.decode(made.pdf(text="CANARI-octets"))
    made.sent_paper(cast, allowed, DAY, file=file)
    rows = "SELECT count(*) FROM {} WHERE content IS NOT NULL AND position(%s::bytea in content) > 0"
    tables = ("accompaniment_paper", "households_transmittedpaper")
    assert [sql(rows.format(table), [file.content[:200]]) for table in tables] == [[(1,)], [(1,)]]
    signed(cast, allowed)
    retention.erase_papers(LATER)
    assert [sql(rows.format(table), [file.content[:200]]) for table in tables] == [[(0,)], [(0,)]]


# --- what it costs ----------------------------------------------------------------------------------------------


PAPERS_PAGE = 11


def test_the_list_costs_the_same_for_one_paper_and_three_and_loads_no_bytes(worker, cast, allowed):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.test_query_counts import count

    made.sent_paper(cast, allowed, DAY)
    address = page("papers", allowed.pk)
    one = count(worker, address)
    for rank in (2, 3):
        made.paper(cast, allowed, DAY, file=uploads.decode(made.jpeg((20, 20 + rank))))
    with CaptureQueriesContext(connection) as seen:
        worker.get(address)
    assert (one, len(seen)) == (PAPERS_PAGE, PAPERS_PAGE)
    for listing in (address, allowed.get_absolute_url()):
        with CaptureQueriesContext(connection) as seen:
            worker.get(listing)
        assert not [query for query in seen.captured_queries if 'paper"."content"' in query["sql"]]
