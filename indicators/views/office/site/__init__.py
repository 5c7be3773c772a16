"""The site itself: first steps, what it says of its city, how it looks, how departments are reached."""

from django.urls import path

from indicators.views.office.site.contacts import contacts
from indicators.views.office.site.first_steps import first_steps
from indicators.views.office.site.settings import settings

urlpatterns = [
    path("site/", first_steps, name="first_steps"),
    path("site/settings/", settings, name="site_settings"),
    path("site/contacts/", contacts, name="contacts"),
]
