"""What the site says of its city, on the day that is shown (docs/decisions/0024-one-site-any-city.md)."""

from datetime import datetime

from django.db.models import F

from measures.city import City
from measures.models.plan import Plan
from measures.models.site_settings import SiteSettings
from measures.shown import moment_shown, once


def site_settings() -> SiteSettings:
    """The edition that held on the day that is shown."""
    found: SiteSettings = once("site settings", lambda: settings_at(moment_shown()))
    return found


def settings_at(as_of: datetime | None) -> SiteSettings:
    """None is now. Of a day before the first edition that names a city, that one; without any edition, what the plan that
    was published first says (not stored).

    Of a plan in preparation nothing leaves the house, and files of past days say the same when the next one is public.
    """
    known = list(SiteSettings.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk"))
    if not known:
        return _of_plan()
    held = next((one for one in known if as_of is None or _moment(one) <= as_of), None)
    return held or next((one for one in reversed(known) if one.city), known[0])


def is_set_up_empty() -> bool:
    """Whether somebody began this site without a plan: no plan is loaded into it by itself."""
    first = SiteSettings.objects.filter(published_at__isnull=False).order_by("published_at", "pk").first()
    return first is not None and not first.city


def site_city() -> City:
    """The city that this site is of; nameless before anybody named it."""
    held = site_settings()
    return City(held.city_code, held.city)


def _moment(edition: SiteSettings) -> datetime:
    assert edition.published_at is not None
    return edition.published_at


def _of_plan() -> SiteSettings:
    published = F("publication__published_at").asc(nulls_last=True)
    plan = Plan.objects.order_by(published, "first_year", "slug").first()
    if plan is None:
        return SiteSettings()
    return SiteSettings(
        city=plan.city,
        city_code=plan.city_code,
        contact=plan.contact,
        contact_phone=plan.contact_phone,
        contact_mail=plan.contact_mail,
        contact_url=plan.contact_url,
    )
