"""Everybody's own account: signing in and out, the own password, a link for a forgotten one."""

from django.contrib.auth import views
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from indicators.views.people.account import Login, PasswordChange, login_here
from indicators.views.people.managers_mail import managers_mail
from indicators.views.people.password_links import Ask, Asked, Done, SetPassword

urlpatterns = [
    path("login/", Login.as_view(), name="login"),
    path("login/here/", login_here, name="login_here"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path(
        "password/",
        method_decorator(never_cache, "dispatch")(PasswordChange).as_view(),
        name="password_change",
    ),
    path("mail/", managers_mail, name="managers_mail"),
    path("password/reset/", Ask.as_view(), name="password_reset"),
    path("password/reset/sent/", Asked.as_view(), name="password_reset_done"),
    path("password/reset/done/", Done.as_view(), name="password_reset_complete"),
    path("password/reset/<uidb64>/<token>/", SetPassword.as_view(), name="password_reset_confirm"),
]
