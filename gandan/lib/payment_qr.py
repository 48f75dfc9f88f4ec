"""A transfer to be made, as the text of a QR code that every bank's application in Viet Nam reads (VietQR).

EMVCo merchant-presented mode: fields of two digits, two digits of length, value; the last is a checksum.
"""

import re
from dataclasses import dataclass

from gandan.lib.fold import fold

NAPAS = "A000000727"  # whose application reads the account
TO_AN_ACCOUNT = "QRIBFTTA"
DONG = "704"  # ISO 4217
ONCE, VERSION, COUNTRY = "12", "01", "VN"
LONGEST_MESSAGE = 25
_NAME = 25


@dataclass(frozen=True)
class Account:
    """Where the money goes: the bank by its six digits (BIN), the account, and whose it is as the bank writes it."""

    bank: str
    number: str
    name: str


def account_of(*, bank: str, number: str, name: str) -> Account | None:
    """The account of these settings; None when there is none. ValueError when they cannot be an account's."""
    if not (bank or number):
        return None
    if not re.fullmatch(r"\d{6}", bank, re.ASCII):
        raise ValueError("a bank's BIN has six digits")
    if not re.fullmatch(r"[0-9A-Za-z]{1,19}", number, re.ASCII):
        raise ValueError("an account number has up to 19 letters or digits")
    return Account(bank, number, name)


def payload(account: Account, *, amount: int, message: str) -> str:
    """The text of the code: this sum, once, to this account, with this message. ValueError when one cannot go in."""
    if not 0 < amount < 10**13:
        raise ValueError("an amount has one to thirteen digits")
    if not re.fullmatch(rf"[0-9A-Za-z ]{{1,{LONGEST_MESSAGE}}}", message, re.ASCII):
        raise ValueError("a message has up to 25 plain letters, digits and spaces")
    to = _field("00", NAPAS) + _field("01", _field("00", account.bank) + _field("01", account.number))
    text = (
        _field("00", VERSION)
        + _field("01", ONCE)
        + _field("38", to + _field("02", TO_AN_ACCOUNT))
        + _field("53", DONG)
        + _field("54", str(amount))
        + _field("58", COUNTRY)
        + (_field("59", name) if (name := _plain(account.name)) else "")
        + _field("62", _field("08", message))
        + "6304"
    )
    return f"{text}{checksum(text):04X}"


def checksum(text: str) -> int:
    """CRC-16/CCITT-FALSE, over everything before it, its own number and length included."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def _plain(name: str) -> str:
    """Capital letters without accents, as banks write names."""
    return re.sub(r"[^A-Z0-9 ]", "", fold(name).upper())[:_NAME].strip()


def _field(number: str, value: str) -> str:
    return f"{number}{len(value):02d}{value}"
