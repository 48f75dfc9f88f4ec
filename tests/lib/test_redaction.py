import logging

from gandan.lib.redaction import WithoutSecrets


def _told(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, None)
    assert WithoutSecrets().filter(record)
    return record.getMessage()


def test_the_secret_of_a_receipt_is_struck_out_of_a_logged_address():
    assert _told("Not Found: %s", "/tra-cuu/7K3M92QXAB/S3CR3T7890/") == "Not Found: /tra-cuu/7K3M92QXAB/…/"


def test_other_words_stay_as_they_are():
    assert _told("100%% of %s", "/thu-tuc/1.004873/") == "100% of /thu-tuc/1.004873/"
