"""The association answers the landlord's questions on a transmitted note: the answer crosses, and is registered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accompaniment.forms.cal_note import AnswerQuestionForm
from accompaniment.models import CalNote
from accompaniment.views.shared import WORKERS, by
from accompaniment.word_alerts import Reader
from households.access import open_or_404
from households.acts import attempt
from households.models import NoteQuestion
from households.stateful import MoveRefused
from lodabord.kernel.access import access

RECORDS = NoteQuestion.objects.select_related(
    "case__household", "case__referent", "case__deputy", "case__agreement", "transmission__recipient", "created_by"
)


@access(WORKERS)
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """What will be read by the landlord, read again for what it must not say."""
    question = open_or_404(request, RECORDS, pk=pk)
    reader = Reader.for_case(question.case)
    alerts = reader.alerts(request.POST.get("text", ""))
    form = AnswerQuestionForm(request.POST or None, case_id=question.case_id, alerts=len(alerts))

    def verb() -> None:
        told: dict[str, Any] = form.cleaned_data
        if alerts and not told.get("alerts_confirmed"):
            raise MoveRefused("Des mots sont signalés : reprenez-les, ou confirmez que vous les gardez.")
        question.reply(told["text"], on=timezone.localdate(), by=by(request))

    back = _page_of(question)
    if request.method == "POST" and form.is_valid() and attempt(request, verb, form=form, done="Réponse transmise."):
        return redirect(back)
    context = {"question": question, "case": question.case, "form": form, "alerts": alerts, "back": back}
    return render(request, "accompaniment/question_answer.html", context, status=422 if form.is_bound else 200)


def _page_of(question: NoteQuestion) -> str:
    """The association's own page of the note that was sent; the file for a note taken over without its draft."""
    note = CalNote.objects.filter(transmission=question.transmission_id).first()
    return reverse("accompaniment:cal_note_page", args=[note.pk]) if note else question.case.get_absolute_url()
