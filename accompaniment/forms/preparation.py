"""Modules of the preparation, its extension and its end."""

from typing import Any

from django import forms

from accompaniment.models import (
    PrepAttendance,
    PrepModule,
)
from lodabord.kernel.forms import ActForm, ActModelForm, DateField, PastDateField


class ModuleForm(ActModelForm):
    class Meta:
        model = PrepAttendance
        fields = ("module", "on", "format", "present", "acquired")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = PrepModule.objects.all()  # type: ignore[attr-defined]


class ExtensionForm(ActForm):
    until = DateField(label="Prolongée jusqu'au")
    reason = forms.CharField(label="Motif", max_length=300)


class CompletionForm(ActForm):
    on = PastDateField(label="Préparation terminée le")
    early_because = forms.CharField(
        label="Si la fin prévue n'est pas atteinte : pourquoi", max_length=300, required=False
    )
