"""A sign-in that ended while somebody typed: what they sent is there when they are back, and there for nobody else."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from gandan.desk.passes import pass_of
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.journal.models import Entry
from gandan.organisation.powers import PostKind
from tests.dossiers.conftest import MONDAY
from tests.factories import PASSWORD, account, officer

pytestmark = pytest.mark.django_db
REASON = "Chưa đủ tuổi kết hôn theo Điều 8"


class Page:
    """The page of a move as an officer has it before them when their hour is over."""

    def __init__(self, scene):
        self.dossier = scene.examined()
        self.path = reverse("desk:dossier_move", args=[self.dossier.reference, "settle"])
        self.client = Client()
        self.user = account(scene.specialist)
        self.sign_in(self.user)
        shown = self.client.get(self.path).context
        typed = {"outcome": "refused", "result_number": "77/QĐ-UBND", "reason": REASON}
        self.sent = typed | {"revision": self.dossier.revision, "pass": shown["pass"]}
        Session.objects.all().delete()

    def sign_in(self, user):
        said = {"login": user.username, "password": PASSWORD, "next": self.path}
        return self.client.post(reverse("account_login"), said)

    def send(self, **other):
        return self.client.post(self.path, self.sent | other)


@pytest.fixture
def page(scene):
    return Page(scene)


def test_what_was_typed_is_shown_again_after_signing_in_and_nothing_was_done(page):
    answer = page.send()
    assert answer.url == f"{reverse('account_login')}?next={page.path}"
    assert page.sign_in(page.user).url == page.path
    text = page.client.get(page.path).text
    for words in (REASON, 'value="77/QĐ-UBND"', "phiên làm việc đã hết", 'value="refused" required'):
        assert words in text
    assert Dossier.objects.get().state == "examining"


def test_the_page_shown_again_can_be_sent(page):
    page.send()
    page.sign_in(page.user)
    again = page.client.get(page.path).context["form"]
    assert page.client.post(page.path, {name: again[name].value() for name in again.fields}).status_code == 302
    assert Dossier.objects.get().reason == REASON


def test_it_is_shown_once(page):
    page.send()
    page.sign_in(page.user)
    page.client.get(page.path)
    assert REASON not in page.client.get(page.path).text


def test_somebody_else_who_signs_in_there_never_sees_it(page, scene):
    page.send()
    colleague = officer(scene.place.committee, PostKind.SPECIALIST)
    page.sign_in(account(colleague))
    assert REASON not in page.client.get(page.path).text
    assert "77/QĐ-UBND" not in page.client.get(page.path).text


def test_somebody_elses_move_meanwhile_is_told_when_it_is_sent_again(page, scene):
    page.send()
    actions.assign(**scene.now(page.dossier), handler=scene.specialist, by=scene.chair, at=MONDAY)
    page.sign_in(page.user)
    form = page.client.get(page.path).context["form"]
    answer = page.client.post(page.path, {name: form[name].value() for name in form.fields})
    assert answer.status_code == 409
    assert REASON in answer.text


@pytest.mark.parametrize("proof", ["", "made-up", "of another page"])
def test_a_stranger_without_the_pass_of_the_page_makes_nothing_be_kept(page, proof, scene):
    if proof == "of another page":
        proof = pass_of(page.path.replace("settle", "assign"), scene.specialist)
    before = Entry.objects.count()
    page.send(**{"pass": proof})
    assert (Session.objects.count(), Entry.objects.count()) == (0, before)
