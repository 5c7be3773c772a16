"""Everybody's own account: signing in and out, the own password, a link for a forgotten one."""

from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from indicators.views.people.account import Login, Logout, PasswordChange, logged_out, login_here
from indicators.views.people.directory import callback, directory
from indicators.views.people.notices import notice_choices, notices
from indicators.views.people.password_links import Ask, Asked, Done, SetPassword
from indicators.views.people.second_factor import code, second_factor, setup

urlpatterns = [
    path("login/", Login.as_view(), name="login"),
    path("login/here/", login_here, name="login_here"),
    path("login/code/", code, name="login_code"),
    path("login/setup/", setup, name="login_setup"),
    path("login/directory/", directory, name="directory"),
    path("login/directory/back/", callback, name="directory_callback"),
    path("logout/", Logout.as_view(), name="logout"),
    path("logout/done/", logged_out, name="logged_out"),
    path("second-factor/", second_factor, name="second_factor"),
    path(
        "password/",
        method_decorator(never_cache, "dispatch")(PasswordChange).as_view(),
        name="password_change",
    ),
    path("mail/", notice_choices, name="notice_choices"),
    path("notices/", notices, name="notices"),
    path("password/reset/", Ask.as_view(), name="password_reset"),
    path("password/reset/sent/", Asked.as_view(), name="password_reset_done"),
    path("password/reset/done/", Done.as_view(), name="password_reset_complete"),
    path("password/reset/<uidb64>/<token>/", SetPassword.as_view(), name="password_reset_confirm"),
]
