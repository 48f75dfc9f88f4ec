"""Sums of money as official papers write them: in figures, and in words that nobody can add a digit to."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def in_figures(amount: int) -> str:
    """`15.000 đồng`; a sum taken off is `-15.000 đồng`."""
    return f"{amount:,} đồng".replace(",", ".")


def in_words(amount: int) -> str:
    """`Mười lăm nghìn đồng`; `Âm mười lăm nghìn đồng` for a sum taken off."""
    said = ("âm " if amount < 0 else "") + number_in_words(abs(amount)) + " đồng"
    return said[0].upper() + said[1:]


def number_in_words(number: int) -> str:
    """A whole number from 0 on, in lower case: `một trăm linh năm`."""
    if number == 0:
        return _DIGITS[0]
    billions, rest = divmod(number, _BILLION)
    words = [number_in_words(billions), "tỷ"] if billions else []
    for place in (2, 1, 0):
        group = rest // 1000**place % 1000
        if group:
            words += [_three_digits(group, begins=not words), _GROUPS[place]]
    return " ".join(word for word in words if word)


def _three_digits(group: int, *, begins: bool) -> str:
    """1 to 999. After a larger group the hundreds are always said: `một nghìn không trăm linh năm`."""
    hundreds, rest = divmod(group, 100)
    words = [] if begins and not hundreds else [_DIGITS[hundreds], "trăm"]
    if rest:
        words.append(_two_digits(rest, after=bool(words)))
    return " ".join(words)


def _two_digits(rest: int, *, after: bool) -> str:
    tens, ones = divmod(rest, 10)
    if tens == 0:
        return f"linh {_DIGITS[ones]}" if after else _DIGITS[ones]
    if tens == 1:
        return "mười" + {0: "", 5: " lăm"}.get(ones, f" {_DIGITS[ones]}")
    said = {0: "", 1: " mốt", 4: " tư", 5: " lăm"}.get(ones, f" {_DIGITS[ones]}")
    return f"{_DIGITS[tens]} mươi{said}"
