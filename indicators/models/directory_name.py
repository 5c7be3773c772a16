"""DirectoryName: what the city's own directory calls a person, where it is not the user name here (decisions/0043)."""

from django.conf import settings
from django.db import models


class DirectoryName(models.Model):
    """Set by the plan office as a mail address is: whoever signs in there under this name is this person here."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="directory_name", verbose_name="利用者"
    )
    # Folded: small letters, full-width ones plain. "" where the user name is the name there, too.
    name = models.CharField("庁内のログイン名", max_length=254, blank=True, db_index=True)
    # A hash of who it was there at the first sign-in (OpenID Connect: iss and sub): a name is given anew when somebody left.
    subject = models.CharField("庁内の番号の照合値", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "庁内のログイン名"

    def __str__(self) -> str:
        return f"{self.name} {self.user}"
