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
