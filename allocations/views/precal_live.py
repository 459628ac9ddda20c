"""In session: one candidate large on the wall, the decision beside it, written by several people at once."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.forms.precal import ActionForm, DecisionForm
from allocations.forms.shared import OnForm
from allocations.models import AgendaItem, DecidedAction, Meeting, PreCalDecision
from allocations.models.entry_decision import EntryDecision
from allocations.models.rectification import told_content
from allocations.sheets import sheets_of
from allocations.views.precal_shared import (
    item_of,
    items_of,
    live_page_of,
    next_sessions,
    page_of,
    places_of,
    room,
    sides_of,
    table_of,
)
from allocations.views.shared import ACTORS, ORGANISERS, PARTNERS, by
from households.access import journal_reading, open_or_404
from households.acts import act_page, attempt
from households.visas import SIGNERS, may_sign, open_to_signers
from lodabord.kernel.access import access

NOTHING_NEW = 204
CONFLICT = 409
REFUSED = 422


@access(PARTNERS)
def live(request: HttpRequest, pk: str) -> HttpResponse:
    """The room, projected: agenda at left, one candidate, its decision at right."""
    session = room(request, pk)
    return _screen(request, session, asked=request.GET.get("point", ""))


@access(PARTNERS)
def state(request: HttpRequest, pk: str) -> HttpResponse:
    """What the others wrote since: asked every few seconds; 204 when nothing changed, so that nothing moves."""
    session = room(request, pk)
    items = items_of(request, session)
    context = _shown(request, session, items, request.GET.get("point", ""))
    if context["signature"] == request.GET.get("vu"):
        return HttpResponse(status=NOTHING_NEW)
    typed_on = request.GET.get("version", "")
    saved = context["decision"].version if context["decision"] else 0
    context["written_meanwhile"] = typed_on.isdigit() and int(typed_on) != saved
    return render(request, "allocations/_live_state.html", context)


@access(ORGANISERS)
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    """Save what was typed, on the version that was on the screen. Typed on an older one, both texts are shown (409)."""
    item = item_of(request, pk)
    if request.method != "POST":
        return redirect(live_page_of(item))
    form = DecisionForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _screen(request, room(request, item.meeting_id), asked=pk, form=form, status=REFUSED)

    def write() -> None:
        version, content = form.cleaned_data["version"], form.content()
        PreCalDecision.write(item, version=version, by=by(request), at=timezone.now(), **content)

    if attempt(request, write, form=form, done="Décision enregistrée. Elle prend effet avec les deux visas."):
        return redirect(live_page_of(item))
    return _screen(request, room(request, item.meeting_id), asked=pk, form=form, status=REFUSED)


@access(SIGNERS)
@require_POST
def visa(request: HttpRequest, pk: str) -> HttpResponse:
    """Give one's organisation's visa on the text that was read, in one's own name or by delegation."""
    open_to_signers(request)
    decision = open_or_404(request, PreCalDecision.objects.select_related("item__meeting__agreement", "case"), pk=pk)
    read = request.POST.get("version", "")
    version = int(read) if read.isdigit() else None
    member: Any = request.membership  # type: ignore[attr-defined]
    if attempt(request, lambda: decision.give_visa(member, at=timezone.now(), version=version)):
        messages.success(request, _after_visa(decision))
    return redirect(live_page_of(decision.item))


def _after_visa(decision: EntryDecision) -> str:
    if decision.effective_at is None:
        return "Visa donné. La décision prendra effet avec celui de l'autre partenaire."
    if decision.waiting_rank:
        return f"Visa donné : {decision.told}. Toutes les places sont prises ou promises ; rien n'est perdu."
    return f"Visa donné : la décision est en vigueur ({decision.told.lower()})."


@access(ORGANISERS)
def add_action(request: HttpRequest, pk: str) -> HttpResponse:
    """Who does what by when, decided for this household."""
    item = item_of(request, pk)
    if request.method != "POST":
        return redirect(live_page_of(item))
    form = _action_form(request, item.meeting, request.POST)
    if form.is_valid() and attempt(
        request, lambda: DecidedAction.decide(item, by=by(request), **form.told()), form=form, done="Action ajoutée."
    ):
        return redirect(live_page_of(item))
    return _screen(request, room(request, item.meeting_id), asked=pk, action_form=form, status=REFUSED)


@access(ACTORS)
def do_action(request: HttpRequest, pk: str) -> HttpResponse:
    """Done: when, and by whom."""
    actions = DecidedAction.objects.select_related("item__meeting", "case__household")
    action = open_or_404(request, actions, pk=pk)
    form = OnForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Action faite", submit="Noter comme faite", intro=f"{action.what} ({action.who})",
        verb=lambda told: action.do(on=told["on"], by=by(request)), case=action.case, done="Action notée comme faite.",
        back=page_of(action.item.meeting),
    )  # fmt: skip


def _action_form(request: HttpRequest, session: Meeting, data: Any = None) -> ActionForm:
    people = table_of(session, timezone.localdate())
    return ActionForm(data, among=people, sides=sides_of(session.agreement), auto_id="id_action_%s")


def _shown(request: HttpRequest, session: Meeting, items: list[AgendaItem], asked: str) -> dict[str, Any]:
    """What is polled: the agenda with what was decided, and the decision of the candidate on the wall."""
    open_items = [one for one in items if one.state != AgendaItem.State.WITHDRAWN]
    chosen = next((one for one in open_items if str(one.pk) == str(asked)), open_items[0] if open_items else None)
    places = places_of(session, timezone.localdate())
    told = [(session.state, session.closed_at, places)]
    told += [_state_of(one) for one in items]
    rank = open_items.index(chosen) if chosen else 0
    may_organise = ORGANISERS(request)
    writable = may_organise and session.is_open and chosen is not None
    return {
        "session": session,
        "items": items,
        "chosen": chosen,
        "decision": getattr(chosen, "decision", None),
        "previous": open_items[rank - 1] if rank else None,
        "next": open_items[rank + 1] if rank + 1 < len(open_items) else None,
        "places": places,
        "pending": sum(one.state == AgendaItem.State.INSCRIBED for one in open_items),
        "may_organise": may_organise,
        "may_visa": may_sign(request, session.agreement),
        "writable": writable,
        "to_decide": writable and chosen is not None and chosen.state == AgendaItem.State.INSCRIBED,
        "has_come": session.on <= timezone.localdate(),
        "signature": hashlib.blake2s(repr(told).encode(), digest_size=8).hexdigest(),
    }


def _state_of(item: AgendaItem) -> tuple[Any, ...]:
    decision = getattr(item, "decision", None)
    visas = (decision.association_visa_at, decision.landlord_visa_at) if decision else ()
    actions = tuple((one.pk, one.done_on) for one in item.actions.all())
    return item.pk, item.state, item.position, decision.version if decision else 0, visas, actions


def _screen(
    request: HttpRequest,
    session: Meeting,
    *,
    asked: str,
    form: DecisionForm | None = None,
    action_form: ActionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page; with what was typed when it could not be saved, and both texts when they collide."""
    context = _shown(request, session, items_of(request, session), asked)
    chosen, decision = context["chosen"], context["decision"]
    if chosen is not None:
        journal_reading(request, chosen)
        context["sheet"] = sheets_of([chosen], request.membership, session.on)[0]  # type: ignore[attr-defined]
    conflict = _conflict(form, decision, to_decide=context["to_decide"])
    if context["to_decide"]:
        context["form"] = form or _decision_form(decision)
    elif form is not None:
        for _, told in form.error_links():
            messages.error(request, told)
    if context["writable"]:
        context["action_form"] = action_form or _action_form(request, session)
    context |= {"conflict": conflict, "coming": next_sessions(request, session)}
    return render(request, "allocations/session_live.html", context, status=CONFLICT if conflict else status)


def _decision_form(decision: PreCalDecision | None) -> DecisionForm:
    version = decision.version if decision else 0
    return DecisionForm(instance=decision, initial={"version": version}, today=timezone.localdate())


def _conflict(form: DecisionForm | None, theirs: PreCalDecision | None, *, to_decide: bool) -> dict[str, Any] | None:
    """Both texts side by side, line by line, when what was typed cannot replace what is saved without a look."""
    if form is None or theirs is None or not hasattr(form, "cleaned_data"):
        return None
    if to_decide and form.data.get("version") == str(theirs.version):
        return None
    mine = told_content(PreCalDecision(**{name: form.cleaned_data.get(name) for name in EntryDecision.CONTENT}))
    saved = told_content(theirs)
    labels = list(dict.fromkeys([*saved, *mine]))
    typed: Any = form.data.copy()  # type: ignore[attr-defined]
    typed["version"] = str(theirs.version)
    form.data = typed
    return {"theirs": theirs, "lines": [(label, mine.get(label, "—"), saved.get(label, "—")) for label in labels]}
