"""A question on a section of a transmitted note."""

from typing import Any

from django import forms

from households.models import Transmission
from households.models.note_question import LONGEST
from households.note_content import sections_of
from lodabord.kernel.forms import ActForm


class QuestionForm(ActForm):
    section = forms.ChoiceField(label="Section")
    text = forms.CharField(
        label="Question", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        help_text="Sur le logement et sa location. La personne pourra la lire. 500 caractères au plus.",
    )  # fmt: skip

    def __init__(self, *args: Any, note: Transmission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["section"]
        field.choices = [(one.code, one.title) for one in sections_of(note.content)]
