"""What came by post or online: entered as it arrived, checked within its own time (decree 118/2025 art. 15, 17.2)."""

from datetime import datetime

from gandan.lib.refusal import Refused, mark

SENT = ("post", "online")  # the channels by which a dossier arrives without its applicant


def check_submission(*, channel: str, arrived_at: datetime, at: datetime) -> None:
    """Entered as submitted only what was sent, not before it arrived."""
    if channel not in SENT:
        sentence = mark("Người nộp đang ở quầy: hãy tiếp nhận, yêu cầu bổ sung hoặc từ chối ngay.")
        raise Refused(sentence, code="dossiers.not_sent")
    if arrived_at > at:
        sentence = mark("Lúc hồ sơ đến không thể sau bây giờ; hãy xem lại ngày, giờ.")
        raise Refused(sentence, code="dossiers.arrives_later")
