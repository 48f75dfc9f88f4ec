"""A file for a dossier."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import Line


class UploadForm(forms.Form):
    """A scan or a photograph, and which paper it is."""

    label = Line(label=_("Giấy tờ gì"), max_length=200)
    is_result = forms.BooleanField(
        label=_("Đây là kết quả"),
        help_text=_("Tệp có chữ ký số hợp lệ mới gọi là kết quả đã ký; không thì người dân thấy là bản chụp."),
        required=False,
    )
    file = forms.FileField(label=_("Tệp PDF hoặc ảnh"), widget=forms.FileInput(attrs={"accept": ".pdf,image/*"}))
