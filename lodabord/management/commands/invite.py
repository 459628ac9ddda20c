"""`invite`: an account by personal invitation; nobody registers alone (interfaces §2)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from lodabord.kernel.actor import SYSTEM, acting_as
from lodabord.management.base import OperatorCommand
from lodabord.opening import Invitation, invitation_path


class Command(OperatorCommand):
    help = "Invite une personne dans une convention, dans un rôle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for option in ("--email", "--role", "--agreement", "--organisation", "--agency"):
            parser.add_argument(option, default="")

    def handle(self, *args: Any, **options: Any) -> None:
        names = ("email", "role", "agreement", "organisation", "agency")
        told = {name: options[name].strip() for name in names}
        self.refuse_if([f"Indiquez --{name}." for name in names[:3] if not told[name]])
        invitation = Invitation(**told, today=timezone.localdate())
        with acting_as(SYSTEM), transaction.atomic():
            self.refuse_if(invitation.errors())
            person, needs_password = invitation.accept()
        if not needs_password:
            self.stdout.write("Habilitation ajoutée à un compte existant : son mot de passe reste le même.")
            return
        self._tell(person.email, settings.SITE_ADDRESS.rstrip("/") + invitation_path(person))

    def _tell(self, email: str, link: str) -> None:
        """By e-mail; without a mail server, here, for the operator to hand over."""
        if not settings.EMAIL_HOST:
            self.stdout.write(f"Lien personnel, à usage unique, valable trois jours :\n{link}")
            return
        body = render_to_string("partners/emails/invitation.txt", {"address": link})
        send_mail("Votre accès à Lodabord", body, None, [email])
        self.stdout.write("Invitation envoyée par courriel.")
