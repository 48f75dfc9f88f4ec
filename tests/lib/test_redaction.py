import logging

import pytest

from gandan.lib.redaction import WithoutSecrets


def _told(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, None)
    assert WithoutSecrets().filter(record)
    return record.getMessage()


def test_the_secret_of_a_receipt_is_struck_out_of_a_logged_address():
    assert _told("Not Found: %s", "/tra-cuu/7K3M92QXAB/S3CR3T7890/") == "Not Found: /tra-cuu/7K3M92QXAB/…/"


@pytest.mark.parametrize(
    ("logged", "told"),
    [
        ("/chuan-bi/482109375516/7K3M92QXAB4D0000/anh/", "/chuan-bi/482109375516/…/anh/"),
        ("/danh-gia/r.1.b2c.P1.ABC.0f/", "/danh-gia/…/"),
        ("/danh-gia/may/d.1.b2c.P1.ABC.0f/cam-on/", "/danh-gia/may/…/cam-on/"),
        ("/danh-gia/y-kien/7K3M92QXAB4D/", "/danh-gia/y-kien/…/"),
        ("/danh-gia/cam-on/", "/danh-gia/cam-on/"),
        ("/danh-gia/y-kien/", "/danh-gia/y-kien/"),
    ],
)
def test_the_link_of_a_rating_and_the_code_of_ones_words_are_struck_out(logged, told):
    assert _told("Not Found: %s", logged) == f"Not Found: {told}"


def test_other_words_stay_as_they_are():
    assert _told("100%% of %s", "/thu-tuc/1.004873/") == "100% of /thu-tuc/1.004873/"
