"""What people really send: too much, the wrong thing, out of order. A clear sentence, and nothing typed is lost."""

import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.attachments import samples
from tests.journeys.officers import fill_in, open_draft, receive, sign_in

pytestmark = pytest.mark.browser
LABEL = "Bản án ly hôn, trang 1"


@pytest.fixture(scope="module")
def server(start_region):
    running = start_region()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def big(tmp_path_factory) -> Path:
    """50 MB that begin like a PDF."""
    path = tmp_path_factory.mktemp("big") / "ban-an.pdf"
    path.write_bytes(samples.pdf(size=50 * 1024 * 1024))
    return path


def attach(page: Page, file: object) -> None:
    page.locator("summary", has_text="Thêm tệp").click()
    page.get_by_label("Giấy tờ gì").fill(LABEL)
    page.get_by_label("Tệp PDF hoặc ảnh").set_input_files(file)
    page.get_by_role("button", name="Tải lên").click()


def test_fifty_megabytes_are_refused_with_the_limit_and_nothing_is_kept(page, big):
    sign_in(page, "hanh")
    receive(page, "Lê Thị Tệp Lớn")
    dossier = page.url
    attach(page, big)
    expect(page.locator("body")).to_contain_text("10 MB")
    page.goto(dossier)
    expect(page.get_by_role("region", name="Tệp đính kèm").get_by_role("listitem")).to_have_count(0)


def test_files_that_are_not_papers_are_refused_by_their_bytes(page):
    sign_in(page, "hanh")
    receive(page, "Lê Thị Tệp Tin")
    wrong = {
        "tệp chương trình": {"name": "to-khai.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + b"\0" * 500},
        "Không nhận loại tệp này": {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": b"<html><script>1</script>"},
        "rỗng": {"name": "to-khai.pdf", "mimeType": "application/pdf", "buffer": b""},
    }
    dossier = page.url
    for words, file in wrong.items():
        page.goto(dossier)
        attach(page, file)
        expect(page.get_by_role("alert")).to_contain_text(words)
        expect(page.get_by_label("Giấy tờ gì")).to_have_value(LABEL)
    page.goto(dossier)
    expect(page.get_by_role("region", name="Tệp đính kèm").get_by_role("listitem")).to_have_count(0)

    attach(page, {"name": "trang.jpg", "mimeType": "image/jpeg", "buffer": samples.photo(exif=samples.exif())})
    with page.expect_download() as kept:
        page.get_by_role("link", name=LABEL).click()
    content = Path(kept.value.path()).read_bytes()
    assert content.startswith(b"\xff\xd8\xff")
    assert samples.PLACE not in content


def test_a_name_of_a_thousand_letters_is_told_so_and_kept(page):
    sign_in(page, "hanh")
    open_draft(page)
    fill_in(page, "Ắ" * 1000)
    page.get_by_role("button", name="Đủ giấy tờ").click()
    page.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()
    expect(page.get_by_role("alert")).to_contain_text("Dài 1000 chữ; nhiều nhất 200 chữ")
    expect(page.locator("#id_name")).to_have_value("Ắ" * 1000)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")

    page.locator("#id_name").fill("Đỗ Thị Ngắn Lại")
    page.get_by_role("button", name="Tiếp nhận và in giấy hẹn").click()
    page.wait_for_url("**/desk/dossiers/*/")


def test_decomposed_letters_are_stored_composed_and_found(page):
    name = "Nguyễn Thị Ước Nguyện"
    sign_in(page, "hanh")
    receive(page, unicodedata.normalize("NFD", name))
    assert name in page.locator("main").inner_text()
    page.goto("/desk/dossiers/")
    page.get_by_label("Tìm hồ sơ").fill(unicodedata.normalize("NFD", "Ước Nguyện"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("row").filter(has_text=name)).to_have_count(1)


@pytest.mark.parametrize("written", ["2026-02-30", "31/06/2026", "hôm qua", "99999-01-01", "٢٠٢٦-٠١-٠١"])
def test_a_day_that_is_none_is_told_beside_its_box_and_the_rest_stays(new_context, written):
    """A browser that knows no calendar box sends whatever was typed."""
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, "quantri")
    page.goto(f"/desk/keep/calendar/days/new/?day={written}")
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    typed = {"day": written, "kind": "off", "name": "Nghỉ thử", "source": "Văn bản 1", "unit": ""}
    answer = page.context.request.post(page.url, form=typed | {"csrfmiddlewaretoken": token})
    assert answer.status == 422
    page.set_content(answer.text())
    expect(page.get_by_role("alert")).to_contain_text("Không có ngày này")
    expect(page.get_by_label("Tên", exact=True)).to_have_value("Nghỉ thử")


@pytest.mark.parametrize("typed", ["H42.216-261123-9999", "' OR 1=1 --", "%00", "Ô" * 60, "../../etc/passwd", "🙂"])
def test_an_unknown_code_is_said_to_be_unknown_and_stands_in_the_box(page, typed):
    page.goto("/tra-cuu/")
    page.get_by_label("Mã hồ sơ hoặc số tham chiếu").fill(typed)
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_role("alert")).to_contain_text("Không tìm thấy hồ sơ nào có mã này")
    expect(page.get_by_label("Mã hồ sơ hoặc số tham chiếu")).to_have_value(typed)


def test_a_move_out_of_order_is_refused_with_its_reason(page):
    sign_in(page, "huy")
    page.goto("/desk/dossiers/?state=returned")
    page.locator("table.rows a").first.click()
    page.goto(page.url + "moves/settle/")
    expect(page.get_by_role("alert")).to_contain_text("Đã trả kết quả")
    expect(page.get_by_role("button", name="Giải quyết xong")).to_have_count(0)
