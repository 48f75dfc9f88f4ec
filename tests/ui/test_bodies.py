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


def test_it_is_told_on_a_page_of_ours_with_what_to_do(client, settings):
    settings.UPLOAD_LIMIT_MB = 2
    page = client.post("/thu-tuc/", headers={"content-length": str(5 * MB)}).text
    assert "gandan.css" in page
    assert "Tra cứu" in page  # the way on, as on every page
    assert "những gì đã gõ vẫn còn đó" in page


def test_a_text_too_long_to_be_read_is_told_in_words_too(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post("/accounts/login/", {"login": "x" * 2000}, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "Không đọc được nội dung gửi lên" in response.text
