"""The built-in catalogue as it is; a place's own rules; a file of the register that waits to be published."""

from datetime import datetime, timedelta
from random import Random

from gandan.demo.organisation import BUILDER
from gandan.demo.world import World
from gandan.organisation.models import Person, Unit
from gandan.procedures.actions import add_overlay, load_catalogue, stage_rows
from gandan.procedures.rules import RegisterRow

OF_THE_REGISTER = {
    "linh_vuc": "Hòa giải ở cơ sở",
    "giay_to": "Giấy đề nghị; biên bản họp; danh sách hòa giải viên nếu có",
    "phi": "Miễn phí",
    "chac_chan_ma": "LIKELY",
    "chac_chan_noi_dung": "LIKELY",
    "nguon": "Tệp minh họa của vùng mẫu",
}
ROWS = (
    {"ma": "1.002211", "ten": "Thủ tục công nhận hòa giải viên (cấp xã)", "thoi_han": "03 ngày làm việc"},
    {"ma": "1.990001", "ten": "Thủ tục minh họa: cho thôi làm hòa giải viên", "thoi_han": "05 ngày làm việc"},
    {"ma": "1.990002", "ten": "Thủ tục minh họa: thanh toán thù lao hòa giải", "thoi_han": "Theo kỳ; có nơi 10 ngày"},
    {"ma": "199.0003", "ten": "Thủ tục minh họa: dòng có mã viết sai", "thoi_han": "05 ngày làm việc"},
)


def build(world: World, rng: Random, as_of: datetime) -> None:
    load_catalogue(by=BUILDER, at=world.begins)


def build_local(world: World, rng: Random, as_of: datetime) -> None:
    """On the last day, so that what came before was promised by the register alone."""
    head = Person.objects.get(user__username="phuong")
    committee = Unit.objects.get(name="Ủy ban nhân dân xã Bình Lục", valid_to=None)
    decided = {"decided_on": as_of.date() - timedelta(days=5), "valid_from": as_of.date(), "by": head, "at": as_of}
    ours = {"unit": committee, "decision": "87/QĐ-UBND của UBND xã Bình Lục (minh họa)"}
    add_overlay(procedure="1.004873", term="2 working days", **ours, **decided)
    waived = {"fee_amount": 0, "fee_text": "Miễn lệ phí"}
    add_overlay(procedure="1.001612", **waived, **ours, **decided)
    rows = [RegisterRow(line, OF_THE_REGISTER | row) for line, row in enumerate(ROWS, start=1)]
    keeper = Person.objects.get(user__username="quantri")
    stage_rows(rows=rows, file_name="danh-muc-minh-hoa.json", by=keeper, at=as_of)
