"""The forms of the note for the CAL, of its comments, of the answers to the landlord, and of papers."""

from typing import Any

from django import forms
from django.urls import reverse

from accompaniment.models import CalNote, NoteComment
from accompaniment.note_sections import LONGEST, SECTIONS
from households.models.note_question import LONGEST as LONGEST_ANSWER
from households.models.referral import ConsentMode
from households.papers import NEVER, PaperKind
from lodabord.kernel import uploads
from lodabord.kernel.forms import ActForm, FactsField, PastDateField


def reviewed(name: str, case_id: Any, *, rows: int = 4, **attrs: str) -> forms.Textarea:
    """A text read again for alerts while one types, it alone; without JavaScript it is when it is saved."""
    told = {
        "rows": rows,
        "hx-post": reverse("accompaniment:cal_note_review"),
        "hx-trigger": "input changed delay:700ms",
        "hx-target": f"#alertes-{name}",
        "hx-params": f"{name},case,csrfmiddlewaretoken",
        "hx-vals": f'{{"case": "{case_id}"}}',
        **attrs,
    }
    return forms.Textarea(attrs=told)


class CalNoteForm(ActForm):
    """The note, section by section. `since` says which saving one started from."""

    note = forms.CharField(widget=forms.HiddenInput, required=False)
    since = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args: Any, case_id: Any, asks_why: bool = False, may_take_back: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for code, section in SECTIONS.items():
            widget = reviewed(code, case_id)
            self.fields[code] = FactsField(
                label=section.title, max_length=LONGEST, required=False, widget=widget, help_text=section.expects
            )
        if asks_why:
            self.fields["new_version"] = forms.ChoiceField(
                label="Pourquoi une nouvelle version ?", choices=[("", "—"), *CalNote.NewVersion.choices],
                help_text="Le bailleur lira cette raison avec la nouvelle version.",
            )  # fmt: skip
            self.fields["new_version_detail"] = forms.CharField(
                label="Précision (lue par le bailleur)", max_length=200, required=False
            )
        if may_take_back:
            self.fields["take_back"] = forms.BooleanField(
                label="Reprendre la note en brouillon pour y mettre ce texte : elle sera à valider et à relire",
                required=False,
            )

    def sections(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in SECTIONS}

    def typed(self) -> dict[str, str]:
        """What is in the boxes now, valid or not."""
        return {code: str(self[code].value() or "") for code in SECTIONS}


class CommentForm(ActForm):
    section = forms.ChoiceField(label="Section", choices=NoteComment.Section.choices)
    text = forms.CharField(
        label="Remarque (réservée à l'association)", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CommentReplyForm(ActForm):
    reply = forms.CharField(
        label="Suite donnée", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Facultatif : ce que vous avez changé, ou pourquoi vous ne changez pas.",
    )  # fmt: skip


class ValidationForm(ActForm):
    """The head's visa; one tick when words were pointed out."""

    on = PastDateField(label="Validée le")

    def __init__(self, *args: Any, alerts: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if alerts:
            what = "ce mot signalé" if alerts == 1 else f"ces {alerts} mots signalés"
            self.fields["alerts_confirmed"] = forms.BooleanField(
                label=f"J'ai relu {what} et je les garde" if alerts > 1 else f"J'ai relu {what} et je le garde",
                required=False,
            )


class ReadingForm(ActForm):
    """Read with the person: when, and what she says of sending it."""

    YES, NO = "oui", "non"

    on = PastDateField(label="Lue avec la personne le")
    agrees = forms.ChoiceField(
        label="La personne est-elle d'accord pour que cette note soit transmise ?", widget=forms.RadioSelect,
        choices=[(YES, "Oui, elle est d'accord"), (NO, "Non : la note repart en brouillon, rien n'est transmis")],
    )  # fmt: skip
    mode = forms.ChoiceField(
        label="Forme de l'accord", choices=ConsentMode.choices, widget=forms.RadioSelect, initial=ConsentMode.ORAL,
        required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("agrees") == self.YES and not told.get("mode"):
            self.add_error("mode", "Indiquez si l'accord est oral ou écrit.")
        return told


class AnswerQuestionForm(ActForm):
    """The answer crosses the wall: it is read again like the note."""

    text = forms.CharField(
        label="Réponse", max_length=LONGEST_ANSWER,
        help_text="Le bailleur lira ce texte. Des faits utiles au logement, et rien d'autre. 500 caractères au plus.",
    )  # fmt: skip

    def __init__(self, *args: Any, case_id: Any, alerts: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget = reviewed("text", case_id, maxlength=str(LONGEST_ANSWER))
        if alerts:
            self.fields["alerts_confirmed"] = forms.BooleanField(
                label="J'ai relu les mots signalés et je les garde", required=False
            )


class PaperForm(ActForm):
    """A photograph or a PDF; decoded and rewritten before it is kept."""

    kind = forms.ChoiceField(label="Pièce", choices=[("", "—"), *PaperKind.choices])
    detail = forms.CharField(
        label="Précision", max_length=60, required=False, help_text="Par exemple « année 2025 ». Jamais un nom."
    )
    file = forms.FileField(
        label="Photo ou PDF", help_text=f"{NEVER} PDF, JPEG ou PNG, 10 Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"empty": uploads.EMPTY},
    )  # fmt: skip

    def clean_file(self) -> uploads.Clean:
        sent = self.cleaned_data["file"]
        if sent.size > uploads.LARGEST:
            raise forms.ValidationError(uploads.TOO_LARGE)
        try:
            return uploads.clean(sent.name, sent.read())
        except uploads.Refused as refused:
            raise forms.ValidationError(str(refused)) from None
