"""The head's comments on the draft: opened, dealt with by the author, closed. Closed to everybody else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accompaniment.forms.cal_note import CommentForm, CommentReplyForm
from accompaniment.models import NoteComment
from accompaniment.views.cal_notes import address_of, opened_note
from accompaniment.views.shared import WORKERS, by, case_act
from households.access import open_or_404
from households.acts import attempt
from households.visas import open_to_signers, signing
from lodabord.kernel.access import access


def _comment(request: HttpRequest, pk: str) -> NoteComment:
    return open_or_404(request, NoteComment.objects.select_related("note", "case__household"), pk=pk)


def _signed(request: HttpRequest, comment: NoteComment) -> NoteComment:
    """The head's, or her delegate's while the delegation runs."""
    signing(request, comment.note.case.agreement)
    return comment


@access(WORKERS)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask for something on one section."""
    open_to_signers(request)
    note = opened_note(request, pk)
    form = CommentForm(request.POST or None, initial={"section": request.GET.get("section", "")})

    def verb(told: dict[str, Any]) -> None:
        signing(request, note.case.agreement)
        NoteComment.open_on(note, by=by(request), **told)

    return case_act(
        request, note.case, form, "Remarque sur la note", "Enregistrer la remarque", verb, "Remarque enregistrée.",
        back=address_of(note), intro="L'auteur la traite, puis vous la clôturez. Le bailleur ne la voit jamais.",
    )  # fmt: skip


@access(WORKERS)
def deal_with(request: HttpRequest, pk: str) -> HttpResponse:
    """The author says it is done, or why not."""
    comment = _comment(request, pk)
    form = CommentReplyForm(request.POST or None)
    return case_act(
        request, comment.case, form, "Remarque traitée", "Marquer comme traitée",
        lambda told: comment.deal_with(told["reply"], by=by(request)), "Remarque traitée.",
        back=address_of(comment.note), intro=f"« {comment.text} »",
    )  # fmt: skip


@access(WORKERS)
@require_POST
def close(request: HttpRequest, pk: str) -> HttpResponse:
    open_to_signers(request)
    comment = _comment(request, pk)
    attempt(request, lambda: _signed(request, comment).close(by=by(request)), done="Remarque close.")
    return redirect(address_of(comment.note))


@access(WORKERS)
@require_POST
def reopen(request: HttpRequest, pk: str) -> HttpResponse:
    open_to_signers(request)
    comment = _comment(request, pk)
    attempt(request, lambda: _signed(request, comment).reopen(by=by(request)), done="Remarque renvoyée à l'auteur.")
    return redirect(address_of(comment.note))
