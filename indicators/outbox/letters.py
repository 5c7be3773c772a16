"""What a mail says. A link to a password is made here at the moment of sending, and is kept nowhere."""

from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from indicators.approvals import waiting_for
from indicators.models import Mail
from measures.addresses import naming
from measures.models import Plan

# With these a mail is written into the server's own log, or nowhere: no person gets it.
_NO_SERVER = {
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
}
# Kind of a mail that carries a link → its template and subject.
LINKS = {
    Mail.Kind.INVITATION: (
        "invitation",
        "【基本計画のいま】アカウントのご案内",
    ),
    Mail.Kind.PASSWORD: ("password_reset", "【基本計画のいま】パスワードの再設定"),
}
# Who asked for a link yesterday has asked again, or found it.
_LINK_IS_WANTED = timedelta(days=1)
# A mail names some of what waits; the page has them all.
_NAMED = 20


def can_send() -> bool:
    """Whether a mail server is set, so that a mail reaches the person whom it is for."""
    return settings.EMAIL_BACKEND not in _NO_SERVER


def post(
    user: User,
    kind: Mail.Kind,
    *,
    subject: str = "",
    body: str = "",
    address: str = "",
    now: datetime | None = None,
) -> Mail:
    """Put a mail into the outbox, within the transaction of what it tells. `address`: where it is not the person's own.

    An invitation and a mail with a link to a password are written when they are sent: they take neither subject nor body.
    """
    now = now or timezone.now()
    if kind in LINKS:
        subject = LINKS[kind][1]
        Mail.objects.filter(user=user, kind=kind, sent_at__isnull=True).delete()  # one link is enough
    return Mail.objects.create(
        user=user, kind=kind, address=address, subject=subject, body=body, queued_at=now, due_at=now
    )


def password_link(user: User) -> str:
    """The address at which a person sets their password, once and within PASSWORD_RESET_TIMEOUT.

    It begins with SITE_URL: what a browser says of the host that it asked must not get into a mail.
    """
    parts = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    return f"{settings.SITE_URL}{reverse('password_reset_confirm', kwargs=parts)}"


def message_of(mail: Mail, now: datetime) -> EmailMessage | None:
    """The mail as it goes out now; None where it has become pointless."""
    subject, body = mail.subject, mail.body
    if mail.kind == Mail.Kind.APPROVAL:
        subject, body = _approval(mail.user)
        if not body:
            return None
    elif mail.kind in LINKS:
        is_over = now - mail.queued_at > _LINK_IS_WANTED
        if mail.kind == Mail.Kind.PASSWORD and (is_over or not settings.PASSWORD_SIGN_IN):
            return None
        context = {
            "user": mail.user,
            "link": password_link(mail.user) if settings.PASSWORD_SIGN_IN else "",
            "directory": bool(settings.REMOTE_USER_HEADER or settings.OIDC_ISSUER),
            "login": f"{settings.SITE_URL}{reverse('login')}",
            "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
        }
        body = render_to_string(f"mail/{LINKS[Mail.Kind(mail.kind)][0]}.txt", context)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    # The same each time: a mail that is sent twice, since the first answer was never heard, is one mail to its reader's
    # programs. And nobody's "I am on leave" comes back.
    headers = {"Message-ID": f"<{mail.key}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)


def _approval(user: User) -> tuple[str, str]:
    """What waits for the person now, by one link; empty where others were quicker, or it was sent or taken back."""
    waiting = waiting_for(user)
    if not waiting:
        return "", ""
    with naming(alone=not Plan.objects.all()[1:].exists()):
        context = {
            "person": user,
            "waiting": waiting[:_NAMED],
            "more": len(waiting) - len(waiting[:_NAMED]),
            "count": len(waiting),
            "link": f"{settings.SITE_URL}{reverse('approvals:list')}",
        }
        body = render_to_string("mail/approval.txt", context)
    return f"【基本計画のいま】承認のお願い（{len(waiting)}件）", body
