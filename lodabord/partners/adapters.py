"""Accounts open by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnly(DefaultAccountAdapter):
    """Nobody registers alone; e-mails carry no name."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
