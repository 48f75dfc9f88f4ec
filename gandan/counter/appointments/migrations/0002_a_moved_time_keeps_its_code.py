"""One row, one code, whatever its time: what was moved before this ended with the time it was moved from."""

from django.db import migrations, models


def end_what_was_moved(apps, schema_editor):
    """Its messages went to the address its successor has: given back, so that both are erased in their time."""
    appointments = apps.get_model("appointments", "Appointment")
    for old in appointments.objects.filter(state="moved").order_by("-id"):
        old.phone, old.email = old.moved_to.phone, old.moved_to.email
        old.state = "cancelled"
        old.save(update_fields=["phone", "email", "state"])


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_times_that_are_booked")]

    operations = [
        migrations.RunPython(end_what_was_moved, migrations.RunPython.noop),
        migrations.RemoveConstraint("appointment", "appointments_moved_somewhere"),
        migrations.RemoveField("appointment", "moved_to"),
        migrations.AddField("appointment", "moved_from", models.DateTimeField(null=True, verbose_name="đổi từ giờ")),
        migrations.AlterField(
            "appointment",
            "state",
            models.CharField(
                choices=[
                    ("held", "Đang giữ chỗ, chưa xác nhận"),
                    ("booked", "Đã đặt"),
                    ("arrived", "Đã đến"),
                    ("missed", "Không đến"),
                    ("cancelled", "Người hẹn đã hủy"),
                    ("called_off", "Cơ quan phải hủy, mời chọn giờ khác"),
                    ("expired", "Hết hạn giữ chỗ"),
                ],
                default="held",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
    ]
