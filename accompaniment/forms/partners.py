"""« Demande au bailleur »: what is typed here is read by the landlord, and the page says so."""

from typing import Any

from django import forms

from allocations.models import LandlordRequest
from allocations.models.landlord_request import LONGEST
from households.models.referral import ConsentMode
from lodabord.kernel.forms import ActForm, FactsField, PastDateField

READ_BY_LANDLORD = (
    "Le bailleur lit ce texte. Le logement ou le bail seulement : un fait et ce que vous attendez. Rien de la santé, de la "
    "famille ni de l'accompagnement."
)


class LandlordRequestForm(ActForm):
    """The request, and the person's agreement when it is not noted yet."""

    kind = forms.ChoiceField(label="Objet", choices=LandlordRequest.Kind.choices)
    addressee = forms.ChoiceField(
        label="Adressée à", choices=LandlordRequest.Addressee.choices, widget=forms.RadioSelect,
        help_text="L'agence lit l'adresse et le code du ménage, sans ouvrir son dossier.",
    )  # fmt: skip
    text = FactsField(label="Demande", max_length=LONGEST, rows=4, help_text=READ_BY_LANDLORD)
    given_on = PastDateField(
        label="Accord de la personne donné le",
        help_text="Il manque : « Adresser au bailleur mes demandes sur le logement ou le bail ». Notez-le ici.",
    )
    mode = forms.ChoiceField(label="Forme de l'accord", choices=ConsentMode.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, asks_agreement: bool, reinforced: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_agreement:
            del self.fields["given_on"], self.fields["mode"]
        if reinforced:
            self.fields["addressee"].choices = [  # type: ignore[attr-defined]
                one for one in LandlordRequest.Addressee.choices if one[0] == LandlordRequest.Addressee.SOCIAL
            ]
            self.fields["addressee"].help_text = "Confidentialité renforcée : l'agence n'est pas destinataire."
