"""Access rules of the views that come with packages: sign-in, second factor, parameters."""

from lodabord.kernel.access import Rule, anyone, signed_in
from lodabord.partners.access import technical

PACKAGE_RULES: dict[str, Rule] = {
    "account_login": anyone,
    "account_logout": anyone,
    "account_inactive": anyone,
    "account_signup": anyone,
    "account_confirm_email": anyone,
    "account_email_verification_sent": anyone,
    "account_reset_password": anyone,
    "account_reset_password_done": anyone,
    "account_reset_password_from_key": anyone,
    "account_reset_password_from_key_done": anyone,
    "account_confirm_login_code": anyone,
    "account_request_login_code": anyone,
    "account_change_password": signed_in,
    "account_set_password": signed_in,
    "account_email": signed_in,
    "account_reauthenticate": signed_in,
    "mfa_authenticate": anyone,
    "mfa_trust": anyone,
    "mfa_index": signed_in,
    "mfa_reauthenticate": signed_in,
    "mfa_activate_totp": signed_in,
    "mfa_deactivate_totp": signed_in,
    "mfa_view_recovery_codes": signed_in,
    "mfa_generate_recovery_codes": signed_in,
    "mfa_download_recovery_codes": signed_in,
    "admin:*": technical,
}
