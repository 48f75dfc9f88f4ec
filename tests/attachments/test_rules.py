"""What is taken and what is refused, by the bytes."""

from io import BytesIO

import pytest
from PIL import Image

from gandan.attachments import rules
from gandan.lib.refusal import Refused
from tests.attachments import samples


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (samples.pdf(), rules.PDF),
        (samples.photo("JPEG"), rules.JPEG),
        (samples.photo("PNG"), rules.PNG),
        (samples.photo("WEBP"), rules.WEBP),
    ],
)
def test_four_kinds_are_known_by_their_first_bytes(head: bytes, kind: str) -> None:
    assert rules.kind_of(head[: rules.HEAD_SIZE]) == kind


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"", "attachments.empty"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "attachments.heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00", "attachments.heic"),
        (b"MZ\x90\x00", "attachments.program"),
        (b"\x7fELF\x02\x01", "attachments.program"),
        (b"#!/bin/sh\n", "attachments.program"),
        (b"<html><script>alert(1)</script>", "attachments.kind"),
        (b"PK\x03\x04", "attachments.kind"),
        (b"GIF89a", "attachments.kind"),
        (b"<svg xmlns=", "attachments.kind"),
        (b"\x00\x00\x00\x18ftypmp42", "attachments.kind"),
        (b"junk before %PDF-1.7", "attachments.kind"),
        (b"RIFF\x00\x00\x00\x00WAVE", "attachments.kind"),
    ],
)
def test_anything_else_is_refused_with_its_own_reason(head: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.kind_of(head)
    assert refused.value.code == code


def _check_pdf(content: bytes) -> None:
    rules.check_pdf(BytesIO(content))


def test_a_whole_pdf_passes() -> None:
    _check_pdf(samples.pdf())


def test_a_pdf_cut_short_is_refused() -> None:
    with pytest.raises(Refused, match="hỏng") as refused:
        _check_pdf(samples.pdf()[:-200])
    assert refused.value.code == "attachments.broken"


def test_an_early_end_mark_does_not_make_a_cut_pdf_whole() -> None:
    with pytest.raises(Refused) as refused:
        _check_pdf(samples.pdf() + b"5 0 obj" + b" " * 2000)
    assert refused.value.code == "attachments.broken"


@pytest.mark.parametrize("lock", [b"/Encrypt 12 0 R", b"/Encrypt\n<< /Filter /Standard >>"])
def test_a_pdf_with_a_password_is_refused(lock: bytes) -> None:
    with pytest.raises(Refused, match="mật khẩu") as refused:
        _check_pdf(samples.pdf(trailer=lock))
    assert refused.value.code == "attachments.locked"


def test_a_lock_across_two_pieces_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    content = samples.pdf(trailer=b"/Encrypt 12 0 R")
    monkeypatch.setattr(rules, "_CHUNK", content.index(b"/Encrypt") + 4)
    with pytest.raises(Refused):
        _check_pdf(content)


def _clean(content: bytes, kind: str) -> bytes:
    target = BytesIO()
    rules.clean_image(BytesIO(content), kind, target)
    return target.getvalue()


def test_a_photo_loses_its_place_and_camera_and_stands_upright() -> None:
    sent = samples.photo("JPEG", size=(60, 30), exif=samples.exif(orientation=6), comment=b"chup o nha")
    assert samples.PLACE in sent
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)

    kept = _clean(sent, rules.JPEG)

    image = Image.open(BytesIO(kept))
    assert (image.size, dict(image.getexif()), image.info.get("comment")) == ((30, 60), {}, None)
    assert samples.PLACE not in kept
    # orientation 6: the left edge of the sensor's picture is the top of the real one
    assert image.getpixel((15, 2))[0] > 200
    assert image.getpixel((15, 57))[0] < 60


@pytest.mark.parametrize(("name", "kind"), [("PNG", rules.PNG), ("WEBP", rules.WEBP)])
def test_other_pictures_lose_their_metadata_too(name: str, kind: str) -> None:
    sent = samples.photo(name, exif=samples.exif(), text="Nguyễn Văn A" if name == "PNG" else "")
    assert samples.PLACE in sent

    kept = _clean(sent, kind)

    image = Image.open(BytesIO(kept))
    image.load()
    assert (image.format, image.size, dict(image.getexif())) == (name, (40, 20), {})
    assert samples.PLACE not in kept
    assert b"tEXt" not in kept
    assert b"iTXt" not in kept


def test_what_hides_behind_a_picture_is_not_kept() -> None:
    kept = _clean(samples.photo("JPEG") + b"<script>alert(1)</script>PK\x03\x04", rules.JPEG)
    assert b"script" not in kept


@pytest.mark.parametrize(("name", "kind"), [("JPEG", rules.JPEG), ("PNG", rules.PNG), ("WEBP", rules.WEBP)])
@pytest.mark.parametrize("part", [0.2, 0.6, 0.95])
def test_a_picture_cut_short_is_refused(name: str, kind: str, part: float) -> None:
    whole = samples.photo(name, size=(400, 300), noisy=True)
    with pytest.raises(Refused) as refused:
        _clean(whole[: int(len(whole) * part)], kind)
    assert refused.value.code == "attachments.broken"


def test_a_page_that_only_begins_like_a_picture_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        _clean(b"\xff\xd8\xff<html><script>alert(1)</script></html>", rules.JPEG)
    assert refused.value.code == "attachments.broken"


@pytest.mark.parametrize("side", [8_000, 12_000, 20_000])
def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused(side: int) -> None:
    bomb = BytesIO()
    Image.new("1", (side, side)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(Refused) as refused:
        _clean(bomb.getvalue(), rules.PNG)
    assert refused.value.code == "attachments.too_many_pixels"


def test_a_moving_picture_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        _clean(samples.moving(), rules.WEBP)
    assert refused.value.code == "attachments.moving"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_sort_of_png_is_kept_as_it_looks(mode: str) -> None:
    sent = BytesIO()
    Image.linear_gradient("L").convert("L" if mode == "I;16" else mode).convert(mode).save(sent, "PNG")
    kept = _clean(sent.getvalue(), rules.PNG)
    before, after = (Image.open(BytesIO(content)).convert("RGBA") for content in (sent.getvalue(), kept))
    assert before.tobytes() == after.tobytes()


def test_a_see_through_colour_stays_see_through() -> None:
    sent = BytesIO()
    Image.new("RGB", (4, 4), "red").save(sent, "PNG", transparency=(255, 0, 0))
    assert Image.open(BytesIO(_clean(sent.getvalue(), rules.PNG))).convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_jpeg_in_printing_colours_becomes_an_ordinary_one() -> None:
    sent = BytesIO()
    Image.new("CMYK", (8, 8)).save(sent, "JPEG")
    assert Image.open(BytesIO(_clean(sent.getvalue(), rules.JPEG))).mode == "RGB"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Giấy khai sinh.pdf", "Giấy khai sinh.pdf"),
        ("Gia\u0302\u0301y.pdf", "Giấy.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\anh.jpg", "anh.jpg"),
        ("a\r\nb\x00c.pdf", "a b c.pdf"),
        ("anh\u202egpj.exe", "anh gpj.exe"),
        ("  ", "tệp không tên"),
        ("/", "tệp không tên"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("." + "x" * 300, "." + "x" * 199),
    ],
)
def test_a_given_name_is_shown_without_what_could_mislead(given: str, shown: str) -> None:
    assert rules.clean_name(given) == shown
