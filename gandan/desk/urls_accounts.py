"""Sign-in pages, by the names allauth knows them. What is not here does not exist: no sign-up, no reset by e-mail."""

from allauth.account import views
from django.urls import path

from gandan.desk.accounts import SignIn

urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/", views.password_change, name="account_change_password"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
]
