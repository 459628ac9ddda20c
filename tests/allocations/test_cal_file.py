"""The CAL file: the state of each paper, who gets it, what blocks, nothing asked twice."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from allocations.checklist import checklist_of
from allocations.models import CalPresentation, FilePaper
from allocations.models.file_paper import note_rest_in_registry
from households.models import Case, Event, HousingRequest, Transmission
from households.papers import PaperKind
from households.stateful import MoveRefused
from lodabord.kernel.violations import sentence
from tests import factories
from tests.factories.cal import asked

DAY = date(2025, 2, 3)
CAL_ON = date(2025, 4, 17)
S = FilePaper.State


@pytest.fixture
def preparing(cast):
    return factories.preparing_case(cast)


@pytest.fixture
def ready(cast):
    return factories.ready_case(cast)


def fresh(case):
    return Case.objects.select_related("household__housing_request", "referent").get(pk=case.pk)


def line(case, kind, day=DAY):
    return next(one for one in checklist_of(fresh(case), day).lines if one.kind == kind)


def paper(case, kind):
    return FilePaper.on_the_list(fresh(case), kind)


def inscribe(case, cast, cal_on=CAL_ON):
    return CalPresentation.schedule(
        fresh(case), cal_on=cal_on, on=cal_on, dwelling=None, quota="unknown", by=cast.diane.professional
    )


def breaks(told, act):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    assert told in sentence(refused.value)


def test_nobody_having_spoken_of_it_a_paper_is_to_be_verified_by_the_referent(preparing, cast):
    told = line(preparing, PaperKind.TAX_NOTICE)

    assert (told.told, told.good, told.blocking) == ("à vérifier", False, True)
    assert told.got_by == str(cast.leila.professional)
    assert told.due_on == preparing.prep_planned_end


@pytest.mark.parametrize(
    ("facts", "told", "good"),
    [
        ({}, "numéro unique absent", False),
        ({"number": factories.NUMBER, "expires_on": date(2025, 12, 1)}, "active, valable jusqu'au 01/12/2025", True),
        ({"number": factories.NUMBER, "expires_on": DAY + timedelta(days=60)}, "à renouveler, valable jusqu'au 04/04/2025", True),
        ({"number": factories.NUMBER, "expires_on": DAY - timedelta(days=1)}, "expirée le 02/02/2025", False),
        ({"number": factories.NUMBER, "struck_off_on": DAY}, "radiée le 03/02/2025", False),
    ],
)  # fmt: skip
def test_the_number_is_read_in_the_request_and_never_typed(facts, told, good, preparing):
    HousingRequest.objects.create(household=preparing.household, **facts)

    request = line(preparing, PaperKind.REQUEST)

    assert (request.told, request.good, request.derived, request.blocking) == (told, good, True, True)
    breaks(
        "se lit dans la demande",
        lambda: FilePaper.objects.create(case=preparing, kind=PaperKind.REQUEST, due_on=DAY),
    )


def test_the_note_is_read_in_what_was_transmitted_with_its_version(ready):
    note = Transmission.objects.get(case=ready, kind="cal_note")

    told = line(ready, "note")

    assert told.told == f"transmise le {note.sent_on:%d/%m/%Y}, version 1"
    assert told.derived


def test_a_transmitted_certificate_is_there_by_itself(ready, cast):
    Transmission.objects.create(
        case=ready, kind="certificate", version=1, content={}, recipient=cast.agreement.landlord,
        ground="legal_obligation", sent_on=DAY,
    )  # fmt: skip

    assert line(ready, PaperKind.CERTIFICATE).told == "transmise le 03/02/2025"


def test_a_paper_seen_comes_to_renew_then_is_missing_again_by_itself(preparing, cast):
    one = paper(preparing, PaperKind.IDENTITY)
    one.find(S.ORIGINAL_SEEN, on=DAY, renew_by=date(2025, 9, 1), by=cast.leila.professional)

    states = [
        one.state_on(day) for day in (DAY, date(2025, 7, 2), date(2025, 7, 3), date(2025, 8, 31), date(2025, 9, 1))
    ]

    assert states == [S.ORIGINAL_SEEN, S.ORIGINAL_SEEN, S.TO_RENEW, S.TO_RENEW, S.MISSING]
    assert line(preparing, PaperKind.IDENTITY).told == "original vu le 03/02/2025, à renouveler avant le 01/09/2025"
    assert line(preparing, PaperKind.IDENTITY, date(2025, 9, 2)).told == "périmée depuis le 01/09/2025"


def test_nothing_is_asked_twice_before_its_renewal_unless_noted_by_mistake(preparing, cast):
    one = paper(preparing, PaperKind.IDENTITY)
    one.find(S.IN_REGISTRY, on=DAY, renew_by=date(2025, 9, 1), by=cast.leila.professional)
    ask = {"side": "association", "due_on": date(2025, 3, 1), "by": cast.diane.professional}

    with pytest.raises(MoveRefused, match=r"ne se redemande pas au ménage avant le 03/07/2025"):
        one.ask(on=date(2025, 7, 2), **ask)
    one.ask(on=date(2025, 7, 3), **ask)
    assert (one.state, one.renew_by) == (S.TO_RENEW, date(2025, 9, 1))

    one.ask(on=date(2025, 7, 4), mistaken=True, **ask)
    assert (one.state, one.renew_by) == (S.MISSING, None)


def test_a_missing_blocking_paper_prevents_the_inscription_and_is_named_with_who_gets_it(ready, cast):
    asked(cast, fresh(ready), "avis_imposition", side="social")

    with pytest.raises(
        MoveRefused, match=r"« Avis d'imposition » \(à obtenir par Le pôle social du bailleur, avant le 01/03/2025\)"
    ):
        inscribe(ready, cast)

    paper(ready, "avis_imposition").find(S.IN_REGISTRY, on=DAY, by=cast.diane.professional)
    assert inscribe(ready, cast).note.version == 1


def test_a_paper_that_expires_before_the_commission_blocks_too(ready, cast):
    one = paper(ready, "identite")
    one.find(S.ORIGINAL_SEEN, on=DAY, renew_by=CAL_ON, by=cast.leila.professional)

    with pytest.raises(MoveRefused, match="Pièce d'identité"):
        inscribe(ready, cast)
    assert inscribe(ready, cast, CAL_ON - timedelta(days=1)).cal_on == date(2025, 4, 16)


def test_a_non_blocking_paper_does_not_and_the_officer_may_say_so(ready, cast):
    asked(cast, fresh(ready), "garantie")
    blocked = asked(cast, fresh(ready), "ressources")
    blocked.let_block(False, by=cast.diane.professional)

    assert inscribe(ready, cast).state == "scheduled"


def test_the_list_is_kept_from_the_preparation_on(cast):
    early = factories.retained_case(cast)

    with pytest.raises(MoveRefused, match="début de la préparation"):
        paper(early, "identite").set_aside(by=cast.leila.professional)


def test_a_renewal_date_already_past_is_refused(preparing, cast):
    with pytest.raises(MoveRefused, match="déjà passée"):
        paper(preparing, "identite").find(S.ORIGINAL_SEEN, on=DAY, renew_by=DAY, by=cast.leila.professional)


def test_two_colleagues_telling_at_once_leave_one_word(preparing, cast):
    asked(cast, preparing)
    stale = paper(preparing, "avis_imposition")
    paper(preparing, "avis_imposition").find(S.IN_REGISTRY, on=DAY, by=cast.diane.professional)

    with pytest.raises(MoveRefused, match="Un collègue"):
        stale.set_aside(by=cast.leila.professional)


def test_the_history_is_kept_without_a_word_of_text(preparing, cast):
    one = FilePaper.on_the_list(preparing, "autre", label="Jugement de garde")
    one.ask(side="association", due_on=DAY, on=DAY, by=cast.sophie.professional)
    one.find(S.ORIGINAL_SEEN, on=DAY, by=cast.leila.professional)

    events = Event.objects.filter(record_id=one.pk).order_by("at")
    assert [event.action for event in events] == ["filepaper.missing", "filepaper.original_seen"]
    assert "garde" not in str([event.facts for event in events])


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"kind": "autre", "due_on": DAY}, "se nomme"),
        ({"kind": "identite", "label": "x", "due_on": DAY}, "se nomme"),
        ({"kind": "identite"}, "avant laquelle il la faut"),
        ({"kind": "identite", "state": "original_seen"}, "porte la date où"),
        ({"kind": "identite", "state": "to_renew", "due_on": DAY}, "indique avant quelle date"),
    ],
)
def test_a_paper_says_what_it_must(facts, told, preparing):
    breaks(told, lambda: FilePaper.objects.create(case=preparing, **facts))


def test_a_paper_is_on_the_list_once(preparing, cast):
    asked(cast, preparing)
    breaks("déjà sur la liste", lambda: FilePaper.objects.create(case=preparing, kind="avis_imposition", due_on=DAY))


def test_the_rest_is_in_the_registry_in_one_act_and_what_was_said_stays(preparing, cast):
    asked(cast, preparing, "garantie")

    assert note_rest_in_registry(preparing, on=DAY, by=cast.diane.professional) == 6

    assert line(preparing, "garantie").told == "manquante"
    assert line(preparing, "ressources").told == "au SNE le 03/02/2025"
    assert line(preparing, "attestation_preparation").told == "à vérifier"


def test_the_list_is_read_and_kept_by_both_partners_and_by_no_other(preparing, cast, as_member, sql):
    asked(cast, preparing)
    count = "SELECT count(*) FROM allocations_filepaper"
    for member, seen in [
        (cast.leila, 1),
        (cast.bruno, 1),
        (cast.paul, 1),
        (cast.sophie, 1),
        (cast.diane, 0),
        (cast.charlie, 0),
    ]:
        with as_member(member):
            assert sql(count) == [(seen,)], member
            assert FilePaper.objects.visible_to(member).count() == seen
    for member in (cast.emile, cast.camille):
        with pytest.raises(ProgrammingError, match="permission denied"), as_member(member):
            sql(count)
    with as_member(cast.karim):
        assert sql(count) == [(0,)]
    with as_member(cast.sophie):
        paper(preparing, "avis_imposition").find(S.IN_REGISTRY, on=DAY, by=cast.sophie.professional)
    with pytest.raises(ProgrammingError, match="row-level security"), as_member(cast.nour):
        sql("UPDATE allocations_filepaper SET state = 'not_needed'")


def test_the_officer_reads_the_list_once_the_household_is_ready(ready, cast, as_member):
    with as_member(cast.diane):
        assert FilePaper.objects.visible_to(cast.diane).count() == 7
