"""Versions of the pré-diagnostic grid."""

from django import forms

from lodabord.kernel.forms import ActForm


class SubmissionForm(ActForm):
    why = forms.CharField(
        label="Pourquoi ce changement", max_length=300, required=False,
        help_text="Une phrase pour la pilote du bailleur, qui le lira avec la liste des changements.",
    )  # fmt: skip


class SendingBackForm(ActForm):
    because = forms.CharField(
        label="Ce qui est à revoir", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une phrase : l'association la lira en tête de sa proposition.",
    )  # fmt: skip
