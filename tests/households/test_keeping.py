"""A form is sent once per key, a draft is its author's alone, and what was typed is never overwritten."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from accompaniment.models import Note
from households.models import AlreadySent, Conflict, Draft, SentForm

AT = datetime(2026, 3, 11, 9, 5, tzinfo=UTC)
KEY = uuid.UUID("11111111-1111-4111-8111-111111111111")


def typed(by, **kept):
    told = {"revision": 0, "at": AT, "path": "/dossiers/", "title": "Note", "content": {"text": ["Bonjour"]}, **kept}
    return Draft.save_typed(kept.pop("key", KEY), by=by.professional, **{k: v for k, v in told.items() if k != "key"})


def note(case, **more):
    return {"written_on": "2026-03-10", "text": "Le bail est signé.", **more}


def free_notes(case):
    return Note.objects.filter(case=case, kind=Note.Kind.FREE)


def page(case):
    return reverse("accompaniment:note", args=[case.pk])


def save(browser, key=KEY, **told):
    body = {"path": "/dossiers/", "title": "Note", "revision": 0, "content": {"text": ["Bonjour"]}, **told}
    return browser.post(f"/brouillons/{key}/", json.dumps(body), content_type="application/json")


def test_a_form_sent_twice_with_its_key_is_written_once(case, leila, sign_in):
    browser = sign_in(leila)
    first = browser.post(page(case), note(case, lo_key=KEY))

    again = browser.post(page(case), note(case, lo_key=KEY), follow=True)

    assert free_notes(case).count() == 1
    assert again.redirect_chain[0][0] == first["Location"]
    assert "rien n&#x27;a été écrit deux fois" in again.content.decode()


def test_sent_again_after_a_change_asks_before_it_writes_a_second_time(case, leila, sign_in):
    browser = sign_in(leila)
    browser.post(page(case), note(case, lo_key=KEY))

    changed = browser.post(page(case), note(case, lo_key=KEY, text="Le bail est signé et relu."))
    fresh = changed.context["form"].key
    confirmed = browser.post(page(case), note(case, lo_key=fresh, text="Le bail est signé et relu."))

    assert changed.status_code == 422
    assert "vous avez changé la saisie depuis" in changed.content.decode()
    assert confirmed.status_code == 302
    assert sorted(free_notes(case).values_list("text", flat=True)) == [
        "Le bail est signé et relu.",
        "Le bail est signé.",
    ]


def test_a_refused_form_keeps_its_key_and_can_still_be_sent(case, leila, sign_in):
    browser = sign_in(leila)
    refused = browser.post(page(case), note(case, lo_key=KEY, text=""))

    sent = browser.post(page(case), note(case, lo_key=KEY))

    assert (refused.status_code, refused.context["form"].key) == (422, KEY)
    assert sent.status_code == 302


def test_a_form_without_a_key_is_sent_as_before(case, leila, sign_in):
    sign_in(leila).post(page(case), note(case))
    sign_in(leila).post(page(case), note(case, lo_key="pas-une-clé"))

    assert free_notes(case).count() == 2
    assert SentForm.objects.count() == 0


def test_another_persons_key_is_not_a_send_of_mine(case, leila, ines, sign_in):
    sign_in(leila).post(page(case), note(case, lo_key=KEY))

    answer = sign_in(ines).post(page(case), note(case, lo_key=KEY))

    assert answer.status_code == 422
    assert free_notes(case).count() == 1


def test_sending_drops_the_draft(case, leila, sign_in):
    browser = sign_in(leila)
    save(browser, path=page(case))

    browser.post(page(case), note(case, lo_key=KEY))

    assert Draft.objects.count() == 0
    assert save(browser, path=page(case)).status_code == 410


def test_what_is_typed_is_kept_and_read_back(case, leila, sign_in):
    browser = sign_in(leila)

    kept = save(browser, path=page(case) + "?visite=1").json()
    read = browser.get(f"/brouillons/{KEY}/").json()

    assert (kept["revision"], read["content"]) == (1, {"text": ["Bonjour"]})
    assert Draft.objects.get().resume_url == page(case) + f"?visite=1&brouillon={KEY}"


def test_the_page_resumed_takes_the_key_of_the_draft(case, leila, sign_in):
    browser = sign_in(leila)
    save(browser, path=page(case))

    shown = browser.get(page(case), {"brouillon": KEY})

    assert f'name="lo_key" value="{KEY}"' in shown.content.decode()


def test_the_page_offers_its_own_drafts_only(case, leila, sign_in):
    browser = sign_in(leila)
    save(browser, path=page(case))
    save(browser, key=uuid.uuid4(), path="/dossiers/")

    offered = browser.get("/brouillons/ici/", {"page": page(case), "sauf": uuid.uuid4()})

    assert [one.key for one in offered.context["drafts"]] == [KEY]
    assert list(browser.get("/brouillons/ici/", {"page": page(case), "sauf": KEY}).context["drafts"]) == []


def test_two_tabs_on_one_draft_lose_nothing(leila):
    typed(leila)
    typed(leila, revision=1, content={"text": ["Bonjour à tous"]})

    with pytest.raises(Conflict) as conflict:
        typed(leila, revision=1, content={"text": ["Bonsoir"]})

    assert conflict.value.kept.content == {"text": ["Bonjour à tous"]}


def test_the_tab_that_is_behind_is_shown_what_is_kept(leila, sign_in):
    browser = sign_in(leila)
    save(browser)
    save(browser, revision=1, content={"text": ["Deux"]})

    behind = save(browser, revision=1, content={"text": ["Trois"]})

    assert (behind.status_code, behind.json()["content"]) == (409, {"text": ["Deux"]})


@pytest.mark.parametrize(
    "told",
    [
        {"path": "https://ailleurs.example/"},
        {"path": "//ailleurs.example/"},
        {"path": "/page-qui-n-existe-pas/"},
        {"path": 3},
        {"content": ["pas un dictionnaire"]},
        {"content": {"text": "pas une liste"}},
        {"content": {"text": [1]}},
        {"content": {"text": ["\x00"]}},
        {"revision": -1},
        {"revision": "1"},
        {"title": None},
    ],
)
def test_what_is_not_a_draft_is_refused(leila, sign_in, told):
    assert save(sign_in(leila), **told).status_code == 400
    assert Draft.objects.count() == 0


def test_a_draft_that_is_too_long_says_so(leila, sign_in):
    answer = save(sign_in(leila), content={"text": ["x" * 300_000]})

    assert answer.status_code == 413
    assert "trop long" in answer.json()["told"]


def test_a_body_that_is_not_json_is_refused(leila, sign_in):
    assert sign_in(leila).post(f"/brouillons/{KEY}/", "{", content_type="application/json").status_code == 400


@pytest.mark.parametrize("who", ["ines", "bruno", "nour", "paul", "diane", "admin", "emile", "camille"])
def test_nobody_else_reads_nor_drops_a_draft(leila, sign_in, request, who):
    typed(leila)
    other = sign_in(request.getfixturevalue(who))

    statuses = [
        other.get(f"/brouillons/{KEY}/").status_code,
        save(other).status_code,
        other.post(f"/brouillons/{KEY}/suppression/").status_code,
    ]

    assert statuses == [404, 404, 302]
    assert list(other.get("/brouillons/").context["drafts"]) == []
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("who", ["ines", "bruno", "nour", "paul", "diane", "admin", "emile", "camille"])
def test_the_database_itself_hides_a_draft(leila, as_member, request, who):
    typed(leila)
    SentForm.objects.create(key=KEY, author=leila.professional, sent_at=AT, to="/", fingerprint="x")

    with as_member(request.getfixturevalue(who)), connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM households_draft), (SELECT count(*) FROM households_sentform)")
        assert cursor.fetchone() == (0, 0)


def test_a_draft_is_dropped_by_its_author(leila, sign_in):
    typed(leila)

    sign_in(leila).post(f"/brouillons/{KEY}/suppression/")

    assert Draft.objects.count() == 0


def test_a_form_already_sent_keeps_no_draft(leila):
    SentForm.objects.create(key=KEY, author=leila.professional, sent_at=AT, to="/", fingerprint="x")

    with pytest.raises(AlreadySent):
        typed(leila)


def test_the_token_tells_how_long_before_the_page_is_covered(leila, sign_in, client):
    assert sign_in(leila).get("/brouillons/jeton/").json()["cover"] == 15
    assert client.get("/brouillons/jeton/").status_code == 401


def test_a_script_that_sends_is_told_where_to_go_or_to_sign_in(case, leila, sign_in, client):
    told = sign_in(leila).post(page(case), note(case, lo_key=KEY), headers={"X-Lo-Send": "1"})
    out = client.post(page(case), note(case), headers={"X-Lo-Send": "1"})

    assert (told.status_code, told.json()) == (200, {"to": case.get_absolute_url()})
    assert "messages" in told.cookies
    assert out.status_code == 401


def test_forgotten_drafts_and_old_sends_are_erased(leila):
    from households.tasks import forget_drafts

    typed(leila)
    typed(leila, key=uuid.uuid4(), at=AT - timedelta(days=15))
    SentForm.objects.create(key=uuid.uuid4(), author=leila.professional, sent_at=AT - timedelta(days=31), to="/")
    SentForm.objects.create(key=KEY, author=leila.professional, sent_at=AT, to="/")

    assert forget_drafts(AT.isoformat()) == 2
    assert list(Draft.objects.values_list("key", flat=True)) == [KEY]
    assert list(SentForm.objects.values_list("key", flat=True)) == [KEY]


def test_a_draft_waits_in_what_there_is_to_do(case, paul, sign_in):
    browser = sign_in(paul)
    save(browser, path="/dossiers/", title="Demande au bailleur")

    page = browser.get("/").content.decode()

    assert "Brouillons à reprendre" in page
    assert f'href="/dossiers/?brouillon={KEY}"' in page
