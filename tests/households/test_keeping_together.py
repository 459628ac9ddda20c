"""The same form sent twice at the same moment, on two real connections."""

import uuid

from django.urls import reverse

from accompaniment.models import Note
from households.models import SentForm
from tests import factories
from tests.conftest import VisitorClient
from tests.together import as_the_programme, committed, together  # noqa: F401 - a fixture

KEY = uuid.UUID("22222222-2222-4222-8222-222222222222")


def test_two_sends_at_once_with_one_key_write_once(committed):  # noqa: F811
    cast, case = committed(lambda cast: (cast, factories.housed_case(cast)))
    with as_the_programme():
        browsers = [VisitorClient().sign_in(cast.leila) for _ in range(2)]
    page = reverse("accompaniment:note", args=[case.pk])
    typed = {"written_on": "2026-03-10", "text": "Le bail est signé.", "lo_key": str(KEY)}

    answers = together(*[(cast.leila, lambda one=one: one.post(page, typed).status_code) for one in browsers])

    with as_the_programme():
        assert answers == [302, 302]
        assert Note.objects.filter(case=case, kind=Note.Kind.FREE).count() == 1
        assert SentForm.objects.count() == 1
