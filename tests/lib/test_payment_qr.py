"""Read back by a parser of its own and by a decoder of pictures."""

import io

import pytest
import segno
import zxingcpp
from PIL import Image

from gandan.lib.payment_qr import account_of, checksum, payload

ACCOUNT = account_of(bank="970436", number="0011001234567", name="Trung tâm Phục vụ hành chính công")


def fields(text: str) -> dict[str, str]:
    found, rest = {}, text
    while rest:
        number, length = rest[:2], int(rest[2:4])
        assert number not in found
        assert len(rest) >= 4 + length
        found[number], rest = rest[4 : 4 + length], rest[4 + length :]
    return found


def test_the_checksum_is_the_one_of_the_standard():
    assert checksum("123456789") == 0x29B1  # the check value of CRC-16/CCITT-FALSE


def test_every_field_reads_back_as_it_was_meant():
    text = payload(ACCOUNT, amount=15_000, message="7K3M92QXAB")
    read = fields(text)
    assert list(read) == ["00", "01", "38", "53", "54", "58", "59", "62", "63"]
    assert (read["00"], read["01"], read["53"], read["54"], read["58"]) == ("01", "12", "704", "15000", "VN")
    to = fields(read["38"])
    assert (to["00"], to["02"]) == ("A000000727", "QRIBFTTA")
    assert fields(to["01"]) == {"00": "970436", "01": "0011001234567"}
    assert fields(read["62"]) == {"08": "7K3M92QXAB"}
    assert read["59"] == "TRUNG TAM PHUC VU HANH CH"
    assert int(read["63"], 16) == checksum(text[:-4])


def test_one_wrong_letter_no_longer_fits_the_checksum():
    text = payload(ACCOUNT, amount=15_000, message="7K3M92QXAB")
    assert checksum(text[:-4].replace("15000", "15001")) != int(text[-4:], 16)


def test_a_decoder_of_pictures_reads_the_same_text():
    text = payload(ACCOUNT, amount=400_000, message="7K3M92QXAB")
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=5, border=4)
    [found] = zxingcpp.read_barcodes(Image.open(picture))
    assert found.text == text


def test_without_settings_there_is_no_account():
    assert account_of(bank="", number="", name="") is None


@pytest.mark.parametrize(("bank", "number"), [("97043", "123"), ("970436", ""), ("", "123"), ("970436", "12 34")])
def test_half_an_account_is_no_account(bank, number):
    with pytest.raises(ValueError, match="has"):
        account_of(bank=bank, number=number, name="")


@pytest.mark.parametrize(
    "wrong", [{"amount": 0}, {"amount": -1}, {"message": ""}, {"message": "Lệ phí"}, {"message": "x" * 26}]
)
def test_what_a_bank_could_not_read_is_not_written(wrong):
    with pytest.raises(ValueError, match="has"):
        payload(ACCOUNT, **{"amount": 1000, "message": "ABC"} | wrong)
