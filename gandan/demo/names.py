"""Plain names for people who do not exist. Numbers begin with 000, which no province has."""

from random import Random

SURNAMES = (
    *("Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Phạm", "Hoàng", "Vũ"),
    *("Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Đinh", "Trịnh", "Lương", "Phan"),
)
MEN = (
    *("Minh", "Huy", "Đức", "Hùng", "Tuấn", "Quang", "Sơn", "Thắng", "Nam", "Long"),
    *("Hải", "Cường", "Dũng", "Kiên", "Bình", "Phúc", "Thành", "Tiến", "Khánh", "Việt"),
)
WOMEN = (
    *("Hoa", "Lan", "Hạnh", "Thu", "Hương", "Mai", "Ngọc", "Linh", "Trang", "Yến"),
    *("Thảo", "Nga", "Hà", "Dung", "Loan", "Phương", "Nhung", "Oanh", "Thúy", "Xuân"),
)
MEN_MIDDLE = ("Văn", "Đình", "Quang", "Đức", "Hữu")
WOMEN_MIDDLE = ("Thị", "Thị", "Thị Thu", "Ngọc", "Thị Thanh")
HAMLETS = ("An Bài", "Đội 3", "Thượng Thôn", "Trung Thôn", "Đông Thành", "Ngọc Lâm", "Mỹ Đô", "Cát Lại", "Đồng Tâm")
TRADES = ("may Thành Công", "gỗ Đại Phát", "thương mại Bình An", "xây dựng Trường Sơn", "nông sản Đồng Xanh")


def person_name(rng: Random, *, woman: bool | None = None) -> tuple[str, bool]:
    """A full name, and whether it is a woman's."""
    woman = rng.random() < 0.5 if woman is None else woman
    middle, given = (WOMEN_MIDDLE, WOMEN) if woman else (MEN_MIDDLE, MEN)
    return f"{rng.choice(SURNAMES)} {rng.choice(middle)} {rng.choice(given)}", woman


def personal_number(rng: Random, *, birth_year: int, woman: bool) -> str:
    """Twelve digits of the right make for the year and sex, of a province that does not exist."""
    century = 2 * ((birth_year - 1900) // 100) + woman
    return f"000{century}{birth_year % 100:02d}{rng.randrange(1_000_000):06d}"


def phone(rng: Random) -> str:
    return f"09000{rng.randrange(100_000):05d}"


def company_name(rng: Random) -> str:
    return f"Công ty TNHH {rng.choice(TRADES)}"
