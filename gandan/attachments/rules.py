"""What may be kept: told by the bytes, never by the name. Reads and writes the files it is given, nothing else."""

import re
import unicodedata
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from gandan.lib.refusal import Refused, mark

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
_PILLOW_NAMES = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
# About the eye's limit for a scanned page, and half the size of what it replaces.
_SAVING: dict[str, dict[str, Any]] = {JPEG: {"quality": 88}, PNG: {"optimize": False}, WEBP: {"quality": 88}}
# A phone's 50-megapixel photo, or an A4 page at 600 dpi and more; decoded it fills 150 MB.
PIXEL_LIMIT = 50_000_000

HEAD_SIZE = 32  # bytes that `kind_of` needs
NAME_LIMIT = 200
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_PDF_END = 1024  # how far from the end readers look for %%EOF
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_CHUNK = 1024 * 1024


def kind_of(head: bytes) -> str:
    """The media type by the first `HEAD_SIZE` bytes, or Refused `attachments.empty`, `.heic`, `.program`, `.kind`."""
    if not head:
        raise Refused(mark("Tệp rỗng (0 byte). Hãy chọn lại tệp."), code="attachments.empty")
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    raise _unknown(head)


def _unknown(head: bytes) -> Refused:
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        sentence = mark(
            "Ảnh HEIC của điện thoại chưa nhận được. Trên iPhone: Cài đặt › Camera › Định dạng › Tương thích nhất rồi "
            "chụp lại, hoặc lưu ảnh thành JPEG."
        )
        return Refused(sentence, code="attachments.heic")
    if head.startswith((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")):
        sentence = mark("Đây là tệp chương trình, không phải giấy tờ, dù tên tệp là gì. Chỉ nhận PDF, JPEG, PNG, WebP.")
        return Refused(sentence, code="attachments.program")
    sentence = mark(
        "Không nhận loại tệp này. Chỉ nhận PDF hoặc ảnh JPEG, PNG, WebP: hãy quét, chụp lại giấy tờ hoặc xuất ra PDF."
    )
    return Refused(sentence, code="attachments.kind")


def check_pdf(file: BinaryIO) -> None:
    """Refused `attachments.broken` for a PDF cut short, `.locked` for one that asks for a password.

    Reads the file piece by piece; the content is kept as it is, since a signature in it must stay valid.
    """
    file.seek(0)
    if _mentions_encryption(file):
        sentence = mark("Tệp PDF có mật khẩu nên cơ quan không mở được. Hãy bỏ mật khẩu rồi gửi lại.")
        raise Refused(sentence, code="attachments.locked")
    size = file.seek(0, 2)
    file.seek(max(size - _PDF_END, 0))
    if b"%%EOF" not in file.read():
        raise _broken()


def _mentions_encryption(file: BinaryIO) -> bool:
    """A locked PDF names its lock in clear, in the trailer or in the dictionary of the cross-reference stream."""
    overlap = b""
    while piece := file.read(_CHUNK):
        if _ENCRYPTED.search(overlap + piece):
            return True
        overlap = piece[-64:]
    return False


def clean_image(source: BinaryIO, kind: str, target: BinaryIO) -> None:
    """Write the picture and nothing but the picture: upright, without place, camera, comments or hidden tails.

    Refused `attachments.broken`, `.too_many_pixels`, `.moving`.
    """
    try:
        with Image.open(source, formats=[_PILLOW_NAMES[kind]]) as image:
            _check_shape(image, kind)
            image.load()
            ImageOps.exif_transpose(image, in_place=True)
            image.info = {name: image.info[name] for name in ("transparency",) if name in image.info}
            plain = image if kind != JPEG or image.mode in ("L", "RGB") else image.convert("RGB")
            plain.save(target, format=_PILLOW_NAMES[kind], **_SAVING[kind])
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except Exception as trouble:  # decoders answer hostile bytes with any error there is
        raise _broken() from trouble


def _check_shape(image: Image.Image, kind: str) -> None:
    if image.width * image.height > PIXEL_LIMIT:
        raise _too_many_pixels()
    # a phone's JPEG may carry a second view of the same picture: the first is the picture
    if kind != JPEG and getattr(image, "n_frames", 1) > 1:
        raise Refused(mark("Ảnh động không phải giấy tờ. Hãy gửi ảnh chụp thường."), code="attachments.moving")


def _too_many_pixels() -> Refused:
    sentence = mark("Ảnh quá lớn (trên %(limit)s triệu điểm ảnh). Hãy chụp hoặc quét lại ở cỡ nhỏ hơn, 300 dpi là đủ.")
    return Refused(sentence, code="attachments.too_many_pixels", limit=PIXEL_LIMIT // 1_000_000)


def _broken() -> Refused:
    return Refused(
        mark("Tệp bị hỏng hoặc tải lên chưa đủ. Hãy mở thử trên máy của bạn rồi gửi lại."), code="attachments.broken"
    )


def too_large(limit_mb: int) -> Refused:
    sentence = mark("Tệp lớn hơn %(limit)s MB. Hãy quét lại ở 200–300 dpi, hoặc tách thành nhiều tệp.")
    return Refused(sentence, code="attachments.too_large", limit=limit_mb)


def clean_name(given: str) -> str:
    """What the person called the file, for people to read: NFC, no path, no control characters, at most 200 letters.

    The ending is kept when the middle must go.
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rstrip("/").rpartition("/")[2]
    # control and format characters (Cc, Cf) could turn the name around on screen and show another ending
    shown = " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in last).split())
    if len(shown) > NAME_LIMIT:
        stem, dot, ending = shown.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 10 else ""
        shown = shown[: NAME_LIMIT - len(ending)] + ending
    return shown or "tệp không tên"
