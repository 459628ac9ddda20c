"""Reinforced confidentiality (decision 12), by a walk: every page of the site, as each person who may not know where.

Every place of the households below carries the word CANARI-LIEU. The landlord's own stock is still read by
those who keep it, and still proposed in the lists where a dwelling is chosen: a page of the stock then says
nothing of the household, and no choice is already made.
"""

import re
import uuid
from collections import defaultdict
from datetime import date

import pytest
from django.apps import apps
from django.db import models
from django.shortcuts import get_object_or_404  # noqa: TID251 - the walk listens at the one door
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import CalendarFeed, Visit
from allocations.models import CalPresentation, Dwelling, ForeseenDwelling
from households import reminders
from households.models import Case, CaseRecord, ReportedDwelling, assign
from households.models.reinforcement import reinforce
from lodabord.kernel.access import rule_of
from lodabord.partners.models import Agency
from tests import factories
from tests.canaries import plant_all
from tests.factories import lease, needs
from tests.test_access import ELSEWHERE, PAGES, address, parameters
from tests.test_confidentiality_matrix import text_of

KEPT_FROM = ["ines", "nour", "charlie", "paul", "diane", "karim", "emile", "camille", "admin"]
WHO_KNOW = ["leila", "bruno", "sophie"]
CANARY = "CANARI-LIEU"
PLACE = {"address": f"7 rue {CANARY}", "commune": f"{CANARY}-ville", "sector": f"{CANARY}-quartier"}
STOCK = ("allocations:dwelling", "allocations:match")
FACING = "allocations:dwelling_needs"
"""A dwelling facing every need, by code: the household that will live there is not told apart."""
CHOICE = re.compile(r"<option(?![^>]*\sselected)[^>]*>.*?</option>", re.S)
DOORS = defaultdict(set)


@pytest.fixture
def hidden(cast):
    """Four reinforced households, one at each moment when a place is known; Sophie is the one named."""
    housed = factories.housed_case(cast)
    lease.in_agency(housed, lease.agency_of(cast))
    plant_all(cast, housed)
    offered = lease.offered_case(cast, last_name="Offerte", number="059012500002GDEMO1").case
    thinking = factories.preparing_case(cast, last_name="Pressentie")
    reported = factories.reported_case(cast)
    assign(reported, "referent", cast.leila.professional, on=reported.opened_on, by=cast.bruno.professional)
    ReportedDwelling.objects.create(case=reported, told=f"4 rue {CANARY}", created_by=cast.karim.professional)
    need = needs.need(cast, thinking, communes="")
    ForeseenDwelling.objects.create(need=need, dwelling=factories.a_dwelling(cast), on=date(2025, 2, 4))
    Dwelling.objects.update(**PLACE)
    for number, dwelling in enumerate(Dwelling.objects.order_by("reference")):
        Dwelling.objects.filter(pk=dwelling.pk).update(reference=f"{CANARY}-{number}")
    for member in (cast.ines, cast.nour, cast.leila):
        Visit.plan(housed, on=timezone.localdate(), author=member.professional)
    for case in (housed, offered, thinking, reported):
        told = {"contact": cast.sophie.professional, "reason": "securite", "on": date(2025, 7, 1)}
        reinforce(case, by=cast.leila.professional, **told)
    return [housed, offered, thinking, reported]


@pytest.fixture
def doors(cast, sign_in, monkeypatch):
    """For each page that takes an identifier, the models it looks for, listened to at the one door. Once for all."""
    if DOORS:
        return DOORS
    opening, browsers = [], {name: sign_in(one) for name, one in cast.everybody().items()}

    def listen(queryset, *args, **kwargs):
        DOORS[opening[0]].add(queryset.model)
        return get_object_or_404(queryset, *args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr("households.access.get_object_or_404", listen)
        for name, view in PAGES:
            if parameters(name):
                opening[:] = [name]
                allowed = getattr(rule_of(view, name, ELSEWHERE), "roles", set())
                person = next((who for who, one in cast.everybody().items() if one.role in allowed), "leila")
                browsers[person].get(address(name, uuid.uuid4()))
    return DOORS


def identifiers(model, cases):
    """Those of this model's records about the households."""
    if model is Case:
        return {one.pk for one in cases}
    names = {field.name for field in model._meta.fields}
    found = model.objects.filter(case__in=cases) if "case" in names else model.objects.all()
    return set(found.values_list("pk", flat=True)[:12])


def told_to(member, cases, doors, sign_in):
    """(page, address, text) of every page that says a place, as that person; lists are searched by the place too."""
    browser = sign_in(member)
    for name, view in PAGES:
        if member.role not in getattr(rule_of(view, name, ELSEWHERE), "roles", {member.role}):
            continue
        models_asked = doors.get(name, set()) or ({Case} if parameters(name) else set())
        tried = {one for model in models_asked for one in identifiers(model, cases)} or {uuid.uuid4()}
        for url in sorted({address(name, one) for one in tried}):
            for query in [{}] if parameters(name) else [{}, {"q": "rue", "commune": "ville"}]:
                text = CHOICE.sub("", text_of(browser.get(url, query)))
                if CANARY in text:
                    yield name, url, text


def says_who(page, text, cases):
    if page == FACING:
        return "pressenti :" in text.lower() or any(case.household.holder.last_name in text for case in cases)
    return any(word in text for case in cases for word in (case.household.code, case.household.holder.last_name))


@pytest.mark.parametrize("person", KEPT_FROM)
def test_no_page_says_where_a_reinforced_household_lives(person, hidden, doors, cast, sign_in):
    leaks = [
        (page, url)
        for page, url, text in told_to(getattr(cast, person), hidden, doors, sign_in)
        if not page.startswith(STOCK) or says_who(page, text, hidden)
    ]

    assert leaks == []


@pytest.mark.parametrize("person", WHO_KNOW)
def test_those_who_may_know_still_read_it(person, hidden, cast, sign_in):
    """The walk above could not fail if the places were shown nowhere."""
    browser, offered = sign_in(getattr(cast, person)), hidden[1]
    files = {case.household.code: text_of(browser.get(case.get_absolute_url())) for case in hidden if case != offered}
    passage = CalPresentation.objects.select_related("dwelling").get(case=offered)

    assert [code for code, text in files.items() if CANARY not in text] == []
    assert offered.household.code in text_of(browser.get(passage.dwelling.get_absolute_url()))


def test_her_day_tells_the_referent_where_to_go_and_not_a_colleague(hidden, cast, sign_in):
    day = reverse("accompaniment:day")

    assert CANARY in text_of(sign_in(cast.leila).get(day))
    for colleague in (cast.ines, cast.nour):
        text = text_of(sign_in(colleague).get(day))
        assert hidden[0].household.code in text
        assert CANARY not in text


@pytest.mark.parametrize("person", ["leila", "ines", "nour"])
def test_a_calendar_read_elsewhere_says_no_place(person, hidden, cast, client):
    secret = CalendarFeed.open_for(getattr(cast, person), at=timezone.now())

    text = text_of(client.get(reverse("accompaniment:feed_file", args=[secret])))

    assert hidden[0].household.code in text
    assert CANARY not in text


def test_no_reminder_says_a_place(hidden):
    now = timezone.now()
    told = [
        one.wording
        for source in reminders._sources.values()
        for one in source.owed(now if source.by_instant else timezone.localdate(now))
    ]

    assert told != []
    assert [one for one in told if CANARY in one] == []


def test_every_record_that_holds_a_place_says_so():
    """By construction: what points at a dwelling or an agency, or has an address, is hidden with it."""
    silent = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if issubclass(model, CaseRecord)
        for field in model._meta.fields
        if (isinstance(field, models.ForeignKey) and field.related_model in (Dwelling, Agency))
        or field.name in ("address", "commune")
        if not getattr(model, "tells_where", False)
    ]

    assert silent == ["households.Report.agency", "allocations.LandlordRequest.agency"]
    """Which of the landlord's offices reported, or answers: neither says where the household lives."""
