"""The outbox: what is on its way, and what a person decides."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gandan.journal.models import Entry, Notice, NoticeState
from gandan.organisation.powers import PostKind
from tests.desk.keeping import sign_in_as
from tests.factories import PostFactory, TenureFactory, commune, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client):
    return sign_in_as(client, officer(commune().centre, PostKind.INSTALLATION_ADMINISTRATOR))


def notice(state, title="Đã tiếp nhận hồ sơ"):
    return Notice.objects.create(
        created_at=timezone.now(),
        channel="email",
        address="dan@vi-du.vn",
        title=title,
        body="Chúng tôi hẹn trả kết quả.",
        about_kind="dossier",
        about_code="7K3M92QXAB",
        state=state,
        next_try_at=timezone.now(),
        trouble="Máy chủ không trả lời",
    )


@pytest.mark.usefixtures("keeper")
def test_what_needs_a_person_is_shown_first(client):
    notice(NoticeState.SENT, "Tin đã đi")
    notice(NoticeState.DOUBTFUL, "Tin chưa rõ")
    page = client.get(reverse("desk:outbox")).text
    assert "Tin chưa rõ" in page
    assert "Máy chủ không trả lời" in page
    assert "Tin đã đi" not in page
    assert "Tin đã đi" in client.get(reverse("desk:outbox"), {"state": "sent"}).text


def test_a_doubtful_notice_is_marked_sent_by_a_person(client, keeper):
    doubtful = notice(NoticeState.DOUBTFUL)
    client.post(reverse("desk:notice_sent", args=[doubtful.code]))
    doubtful.refresh_from_db()
    assert doubtful.state == NoticeState.SENT
    assert Entry.objects.get().actor == keeper.ref


@pytest.mark.usefixtures("keeper")
def test_a_doubtful_notice_is_sent_again(client):
    doubtful = notice(NoticeState.DOUBTFUL)
    client.post(reverse("desk:notice_again", args=[doubtful.code]))
    doubtful.refresh_from_db()
    assert doubtful.state == NoticeState.WAITING


@pytest.mark.usefixtures("keeper")
def test_a_notice_already_sent_is_not_sent_twice(client):
    sent = notice(NoticeState.SENT)
    assert client.post(reverse("desk:notice_again", args=[sent.code])).status_code == 422
    assert reverse("desk:notice_again", args=[sent.code]) not in client.get(reverse("desk:outbox")).text


@pytest.mark.usefixtures("keeper")
def test_a_long_list_is_paged(client):
    for number in range(51):
        notice(NoticeState.WAITING, f"Tin số {number:02}.")
    first = client.get(reverse("desk:outbox"))
    assert "Tin số 00." not in first.text
    assert "Tin số 00." in client.get(first.context["older_url"]).text
    assert client.get(reverse("desk:outbox"), {"before": "x", "state": "?"}).status_code == 200


def test_a_notice_names_its_dossier_links_it_for_who_may_read_it_and_is_found_by_its_code(client, keeper, scene):
    dossier, other = scene.examined(), notice(NoticeState.WAITING, "Tin khác")
    Notice.objects.filter(about_code=dossier.reference).delete()
    about = notice(NoticeState.WAITING, "Tin của hồ sơ")
    Notice.objects.filter(pk=about.pk).update(about_code=dossier.reference)
    page = client.get(reverse("desk:outbox"), {"state": "waiting", "q": dossier.code}).text
    assert "Tin của hồ sơ" in page
    assert other.title not in page
    assert reverse("desk:dossier", args=[dossier.reference]) not in page
    TenureFactory(person=keeper, post=PostFactory(unit=scene.place.committee, kind=PostKind.CHAIR))
    page = client.get(reverse("desk:outbox"), {"state": "waiting"}).text
    assert reverse("desk:dossier", args=[dossier.reference]) in page


def test_an_officer_without_the_power_sees_no_outbox(client):
    sign_in_as(client, officer(commune().centre, PostKind.COUNTER_OFFICER))
    doubtful = notice(NoticeState.DOUBTFUL)
    assert client.get(reverse("desk:outbox")).status_code == 404
    assert client.post(reverse("desk:notice_sent", args=[doubtful.code])).status_code == 404


@pytest.mark.parametrize("kind", [PostKind.CENTRE_HEAD, PostKind.ADMINISTRATOR, PostKind.CHAIR])
def test_what_was_told_to_people_of_every_unit_is_not_for_one_units_head_to_read(client, kind):
    sign_in_as(client, officer(commune().centre, kind))
    assert client.get(reverse("desk:outbox")).status_code == 404
