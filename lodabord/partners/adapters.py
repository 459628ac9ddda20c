"""Accounts open by invitation only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnly(DefaultAccountAdapter):
    """Nobody registers alone; e-mails carry no name."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Any, password: str) -> None:
        """The serving login may write the password of an account, and nothing else of it."""
        user.set_password(password)
        user.save(update_fields=["password"])
