"""What the tests of the administration screens share."""

from django.test import Client

from gandan.organisation.models import Person
from tests.factories import account


def sign_in_as(client: Client, person: Person) -> Person:
    """The client signed in as the person, who gets an account."""
    client.force_login(account(person), backend="allauth.account.auth_backends.AuthenticationBackend")
    return person
