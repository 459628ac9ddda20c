"""Preparing and sending: the frozen figures, the leads' words, the synthesis, the minutes, what funders read of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from households.access import open_or_404, roles
from households.acts import act_page
from households.keeping import revision_of
from lodabord.kernel.access import access
from lodabord.kernel.forms import ActForm
from reporting.committee_forms import TextsForm
from reporting.committee_sending import send_minutes, send_synthesis, unvalidated
from reporting.document import key_figures
from reporting.editions import Edition
from reporting.models import Committee, CommitteePaper
from reporting.views.committee_shared import committee_of, leads, page_of, professional, without_names
from reporting.views.reports import READERS


@access(leads)
def prepare(request: HttpRequest, pk: str) -> HttpResponse:
    """Compute and freeze the figures of its quarter."""
    committee = committee_of(request, pk)
    again = committee.snapshot_id is not None

    def freeze(told: dict[str, Any]) -> None:
        committee.prepare(today=timezone.localdate(), at=timezone.now(), by=professional(request))

    return act_page(
        request, form=ActForm(request.POST if request.method == "POST" else None), title=f"Préparer le {committee}",
        submit="Figer les chiffres", verb=freeze, done="Chiffres figés.", back=page_of(committee),
        intro=f"Les chiffres du {committee.period.label} sont calculés au {committee.period.end:%d/%m/%Y}, avec leurs deux "
        "termes et la version de chaque règle, puis figés.",
        consequence="Les chiffres figés auparavant restent dans « Rapports » ; ce COPIL présentera les nouveaux."
        if again
        else "Une correction plus tard ne les changera pas : elle se lira à côté, avec sa raison. Les financeurs peuvent lire la "
        "version masquée de ces chiffres dans « Rapports » ; vos textes, seulement une fois la synthèse envoyée.",
    )  # fmt: skip


@access(leads)
def texts(request: HttpRequest, pk: str) -> HttpResponse:
    """The leads' own words."""
    committee = committee_of(request, pk)
    form = TextsForm(request.POST or None, initial={name: getattr(committee, name) for name in Committee.TEXTS})

    def write(told: dict[str, Any]) -> None:
        without_names(request, *told.values())
        committee.write(told, revision=revision_of(request) or committee.texts_revision)

    return act_page(
        request, form=form, title=f"Ce que dit le {committee}", submit="Enregistrer", verb=write,
        done="Textes enregistrés.", back=page_of(committee), revision=committee.texts_revision,
    )  # fmt: skip


@access(leads)
def send(request: HttpRequest, pk: str) -> HttpResponse:
    """The synthesis leaves: funders read it from now on."""
    committee = committee_of(request, pk)
    left = unvalidated(committee)
    aside = f" {left} situation(s) non validée(s) n'y seront pas." if left else ""
    return act_page(
        request, form=ActForm(request.POST if request.method == "POST" else None),
        title=f"Envoyer la synthèse du {committee}", submit="Envoyer la synthèse", back=page_of(committee),
        verb=lambda told: send_synthesis(committee, at=timezone.now(), by=professional(request)),
        done="Synthèse envoyée : les financeurs la lisent dans « COPIL ».", danger=True,
        consequence=f"Cette version ne pourra plus être modifiée ni retirée.{aside}",
        intro="Les financeurs liront la version masquée : chiffres figés, faits marquants, situations validées, suite des "
        "décisions. Aucun courriel ne part d'ici : prévenez-les, ou remettez-leur le PDF.",
    )  # fmt: skip


@access(leads)
def minutes(request: HttpRequest, pk: str) -> HttpResponse:
    """The minutes leave."""
    committee = committee_of(request, pk)
    return act_page(
        request, form=ActForm(request.POST if request.method == "POST" else None),
        title=f"Envoyer le relevé du {committee}", submit="Envoyer le relevé", danger=True, back=page_of(committee),
        verb=lambda told: send_minutes(committee, at=timezone.now(), by=professional(request)),
        done="Relevé envoyé : les financeurs le lisent dans « COPIL ».",
        consequence="Les décisions de ce COPIL ne changeront plus : seule leur suite se notera.",
    )  # fmt: skip


@access(roles(READERS))
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    """What was sent, word for word."""
    papers = CommitteePaper.objects.select_related("agreement", "snapshot")
    sent: CommitteePaper = open_or_404(request, papers, pk=pk)
    figures = sent.snapshot.told(Edition.FUNDER)["indicators"]
    context = {"paper": sent, "content": sent.content, "key_figures": key_figures(figures)}
    return render(request, "reporting/committee_paper.html", context)
