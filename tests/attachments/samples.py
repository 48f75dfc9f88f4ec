"""Files as people send them, made on the spot."""

import random
from io import BytesIO

from PIL import Image, PngImagePlugin

PLACE = b"Ngoc Lu"  # stands in the EXIF of `exif`, as a place would


def photo(
    name: str = "JPEG",
    *,
    size: tuple[int, int] = (40, 20),
    exif: Image.Exif | None = None,
    comment: bytes = b"",
    text: str = "",
    noisy: bool = False,
) -> bytes:
    """A picture, white in its left half and black in its right; or noise, which does not compress."""
    image = Image.new("RGB", size, "black")
    image.paste("white", (0, 0, size[0] // 2, size[1]))
    if noisy:
        image = Image.frombytes("RGB", size, random.Random(7).randbytes(size[0] * size[1] * 3))
    options: dict[str, object] = {"exif": exif} if exif else {}
    if comment:
        options["comment"] = comment
    if text:
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", text)
    content = BytesIO()
    image.save(content, name, **options)
    return content.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """A phone's: how it was held, by whom made, where."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = PLACE.decode()
    data[0x8825] = {1: "N", 2: (20.0, 30.0, 0.0), 3: "E", 4: (106.0, 3.0, 0.0)}
    return data


def moving() -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    content = BytesIO()
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:])
    return content.getvalue()


def pdf(*, trailer: bytes = b"", size: int = 0) -> bytes:
    """The bones of a PDF; `size` pads it to so many bytes."""
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    tail = b"\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R " + trailer + b">>\nstartxref\n120\n%%EOF\n"
    return head + b"%" + b" " * max(size - len(head) - len(tail) - 1, 200) + tail


def page(words: str = "Ket qua cua xa Binh Luc") -> bytes:
    """A real PDF of one page with these words, uncompressed."""
    text = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    written, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj%b endobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 6\n0000000000 65535 f \n" + rows + b"trailer<</Root 1 0 R/Size 6>>\n"
    return written + table + b"startxref\n%d\n%%%%EOF\n" % len(written)
