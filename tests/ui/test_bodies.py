import pytest

pytestmark = pytest.mark.django_db
MB = 1024 * 1024


@pytest.fixture(autouse=True)
def _real_pages(settings):
    settings.ROOT_URLCONF = "gandan.urls"


@pytest.mark.parametrize(("length", "status"), [(5 * MB, 413), (4 * MB + 1, 413), (4 * MB, 200), (0, 200)])
def test_what_is_larger_than_the_largest_file_is_turned_away_unread(client, settings, length, status):
    settings.UPLOAD_LIMIT_MB = 2
    response = client.get("/thu-tuc/", headers={"content-length": str(length)})
    assert response.status_code == status
    if status == 413:
        assert "tối đa 2 MB" in response.text


def test_a_length_that_is_no_number_is_left_to_the_server(client):
    assert client.get("/thu-tuc/", headers={"content-length": "-"}).status_code == 200
