"""The administrator sees when the last good backup was made; who cannot mend it is not bothered."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gandan.backups.models import BackupRun, RunState
from gandan.organisation.powers import PostKind
from tests.desk.keeping import sign_in_as
from tests.factories import commune, officer

pytestmark = pytest.mark.django_db
WARNING = "Đã hơn hai ngày chưa có bản sao lưu tốt."


@pytest.fixture
def keeper(client):
    return sign_in_as(client, officer(commune().centre, PostKind.INSTALLATION_ADMINISTRATOR))


def ran(state, ago, **other):
    return BackupRun.objects.create(started_at=timezone.now() - ago, state=state, path="/backup/a.tar.gz", **other)


@pytest.mark.usefixtures("keeper")
def test_the_last_good_backup_is_told_in_words(client, settings):
    ran(RunState.GOOD, timedelta(hours=5), recipients=2, rows=900, size=2_000_000)
    ran(RunState.FAILED, timedelta(hours=1), trouble="No space left on device")
    settings.BACKUP_DIR, settings.BACKUP_RECIPIENTS = "/backup", ["age1a", "age1b"]
    page = client.get(reverse("desk:keep_backups")).text
    assert "Lần sao lưu tốt gần nhất:" in page
    assert "2 khóa mở được" in page
    assert "No space left on device" in page
    assert "lúc 02:00 mỗi ngày vào /backup" in page
    assert WARNING not in page
    assert WARNING not in client.get(reverse("desk:day")).text


@pytest.mark.usefixtures("keeper")
def test_an_old_backup_is_warned_of_here_and_on_my_day(client):
    ran(RunState.GOOD, timedelta(days=2, minutes=1))
    assert WARNING in client.get(reverse("desk:keep_backups")).text
    day = client.get(reverse("desk:day")).text
    assert WARNING in day
    assert reverse("desk:keep_backups") in day


@pytest.mark.usefixtures("keeper")
def test_without_any_backup_the_page_says_what_to_set(client, settings):
    settings.BACKUP_DIR, settings.BACKUP_RECIPIENTS = "", []
    page = client.get(reverse("desk:keep_backups")).text
    assert "Chưa có lần sao lưu tốt nào" in page
    assert "GANDAN_BACKUP_DIR" in page
    assert "GANDAN_BACKUP_RECIPIENTS" in page
    assert "hãy giữ riêng một bản" in page


def test_whoever_does_not_keep_the_installation_sees_neither(client):
    sign_in_as(client, officer(commune().centre, PostKind.ADMINISTRATOR))
    assert client.get(reverse("desk:keep_backups")).status_code == 404
    assert WARNING not in client.get(reverse("desk:day")).text
