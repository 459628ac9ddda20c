"""Every page × every role, complete by construction: the list of pages is the site's own."""

import re
import uuid

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.module_loading import import_string

from lodabord.checks import every_view
from lodabord.kernel.access import anyone, rule_of, signed_in
from tests import factories

ELSEWHERE = import_string(settings.ACCESS_RULES_OF_PACKAGES)
OURS = ("home", "health", "partners:", "households:", "allocations:", "accompaniment:", "reporting:", "copil:")
PEOPLE = ["leila", "ines", "bruno", "nour", "charlie", "paul", "diane", "sophie", "karim", "emile", "camille", "admin"]
NEVER = (403, 500)


def our_pages():
    """(full name, view) of each of our patterns, once."""
    seen = {name: view for _, name, view in every_view() if name.startswith(OURS)}
    return sorted(seen.items(), key=lambda pair: pair[0])


PAGES = our_pages()


def parameters(name):
    """The names of a page's parameters, from its own pattern."""
    resolver = get_resolver()
    *namespaces, last = name.split(":")
    for namespace in namespaces:
        resolver = resolver.namespace_dict[namespace][1]
    possibilities = resolver.reverse_dict.getlist(last)
    return {key: converters.get(key) for _, _, _, converters in possibilities for key in converters}


def address(name, value):
    """The page's address, every identifier being `value`, other parameters a plausible text."""
    kwargs = {}
    for key, converter in parameters(name).items():
        regex = getattr(converter, "regex", "")
        kwargs[key] = value if "[0-9a-f]" in regex else "2025-T4" if "quarter" in key else "x"
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        kwargs = {key: 1 if isinstance(one, str) and one == "x" else one for key, one in kwargs.items()}
        return reverse(name, kwargs=kwargs)


def body(response):
    """What the visitor reads, without what changes at each page (the form's own token)."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)


def test_every_view_declares_who_may_open_it():
    assert [name or path for path, name, view in every_view() if rule_of(view, name, ELSEWHERE) is None] == []


@pytest.mark.parametrize("name", [name for name, _ in PAGES])
def test_a_visitor_is_sent_to_the_sign_in_page(name, client, cast):
    rule = rule_of(dict(PAGES)[name], name, ELSEWHERE)
    if rule is anyone:
        pytest.skip("ouverte à tous, par déclaration")

    response = client.get(address(name, uuid.uuid4()))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("person", PEOPLE)
def test_each_role_opens_its_pages_and_no_other(person, cast, sign_in):
    member = getattr(cast, person)
    browser = sign_in(member)
    wrong = []
    for name, view in PAGES:
        rule = rule_of(view, name, ELSEWHERE)
        response = browser.get(address(name, uuid.uuid4()))
        allowed = getattr(rule, "roles", None)
        if rule in (anyone, signed_in):
            secret = rule is anyone and parameters(name)  # an address that only its secret opens
            expected = response.status_code not in (NEVER if secret else (*NEVER, 404))
        elif allowed is not None and member.role not in allowed:
            expected = response.status_code == 404
        else:
            expected = response.status_code not in NEVER
        if not expected:
            wrong.append((name, response.status_code))

    assert wrong == []


@pytest.mark.parametrize("person", ["charlie", "paul", "diane", "sophie", "karim", "emile", "camille", "admin"])
def test_beyond_ones_standing_a_household_looks_like_one_that_does_not_exist(person, cast, sign_in):
    """A referral that never reached a pré-CAL: for all of these, its every page is that of a stranger."""
    hidden = factories.assessed_case(cast)
    browser = sign_in(getattr(cast, person))
    told = []
    for name, _ in PAGES:
        if not parameters(name):
            continue
        for identifier in (hidden.pk, hidden.household_id):
            real, none = browser.get(address(name, identifier)), browser.get(address(name, uuid.uuid4()))
            if real.status_code != none.status_code or (real.status_code == 404 and body(real) != body(none)):
                told.append((name, real.status_code, none.status_code))

    assert told == []


@pytest.mark.parametrize("person", PEOPLE)
def test_posting_nothing_never_breaks_a_page(person, cast, sign_in, case):
    browser = sign_in(getattr(cast, person))
    broken = []
    for name, _ in PAGES:
        for identifier in (case.pk, uuid.uuid4()):
            response = browser.post(address(name, identifier), {})
            if response.status_code >= 500 and name != "health":  # it says 503 when no tick was heard for a while
                broken.append((name, response.status_code))

    assert broken == []
