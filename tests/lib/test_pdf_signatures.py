"""Every sort of signature a PDF comes with, judged without the network."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers, timestamps

from gandan.lib import pdf_signatures
from gandan.lib.pdf_signatures import CannotSign, Finding, Trust, read_trust, sign, verify
from tests.attachments import samples
from tests.lib.certificates import NOW, PASSWORD, YEAR, Authority, Issued, self_signed

AUTHORITY = Authority()
CHAIR = AUTHORITY.issue("Nguyễn Văn Thắng")
TRUST = Trust(roots=(AUTHORITY.root.der,), crls=(AUTHORITY.revoke(),))
PAGE = samples.page()


def _signed(by: Issued, content: bytes = PAGE) -> bytes:
    return sign(content, by.p12(), PASSWORD, reason="Kết quả")


def _one(content: bytes, trust: Trust = TRUST, at=NOW + timedelta(minutes=1)) -> Finding:
    (finding,) = verify(content, trust, at)
    return finding


def test_a_pdf_that_nobody_signed_has_no_finding() -> None:
    assert verify(PAGE, TRUST, NOW) == []


def test_a_good_signature_tells_who_and_until_when() -> None:
    found = _one(_signed(CHAIR))
    assert found.verdict == "valid"
    assert (found.signer, found.organisation) == ("Nguyễn Văn Thắng", "Ủy ban nhân dân xã Bình Lục")
    assert found.issuer == "CA thử nghiệm"
    assert found.valid_until == (NOW + YEAR).isoformat()
    assert (found.intact, found.covers_all, found.trusted, found.revocation_known) == (True, True, True, True)
    assert (found.timestamped, found.revoked_at, found.expired_now) == (False, "", False)


def test_a_changed_byte_is_an_altered_document() -> None:
    content = bytearray(_signed(CHAIR))
    place = content.index(b"Binh Luc")
    content[place] = ord("D")
    assert _one(bytes(content)).verdict == "altered"


def test_without_roots_a_signature_waits_to_be_judged_and_says_so() -> None:
    assert _one(_signed(CHAIR), Trust()).verdict == "no_roots"


@pytest.mark.parametrize("by", [self_signed("Nguyễn Văn Thắng"), Authority("Lạ").issue("Nguyễn Văn Thắng")])
def test_a_self_made_name_is_not_believed(by: Issued) -> None:
    found = _one(_signed(by))
    assert (found.verdict, found.trusted) == ("unknown_issuer", False)


def test_an_authority_that_only_shares_a_name_is_not_believed() -> None:
    assert _one(_signed(Authority().issue("Nguyễn Văn Thắng"))).verdict == "unknown_issuer"


def test_a_certificate_taken_back_is_revoked() -> None:
    trust = Trust(TRUST.roots, (AUTHORITY.revoke(CHAIR),))
    found = _one(_signed(CHAIR), trust)
    assert (found.verdict, found.revoked_at) == ("revoked", (NOW - timedelta(days=3)).isoformat())


def test_an_old_list_still_tells_what_it_told() -> None:
    trust = Trust(TRUST.roots, (AUTHORITY.revoke(CHAIR),))
    found = _one(_signed(CHAIR), trust, NOW + timedelta(days=60))
    assert (found.verdict, found.revocation_known) == ("revoked", False)


def test_a_list_signed_by_somebody_else_is_not_heard() -> None:
    forged = Authority().revoke(CHAIR)  # of the same name, with another key
    found = _one(_signed(CHAIR), Trust(TRUST.roots, (forged,)))
    assert (found.verdict, found.revocation_known) == ("valid", False)


def test_a_certificate_that_had_ended_when_it_was_used_is_expired() -> None:
    found = _one(_signed(AUTHORITY.issue("Cũ", starts=NOW - 2 * YEAR, ends=NOW - YEAR)))
    assert (found.verdict, found.expired_at_signing, found.expired_now) == ("expired", True, True)
    assert found.trusted  # its issuer is known all the same


def test_a_certificate_that_ended_since_is_expired_unless_a_timestamp_proves_the_time() -> None:
    later = NOW + 2 * YEAR
    found = _one(_signed(CHAIR), at=later)
    assert (found.verdict, found.expired_at_signing, found.expired_now) == ("expired", False, True)
    stamped = _one(_stamped(CHAIR), at=later)
    assert (stamped.verdict, stamped.timestamped, stamped.expired_now) == ("valid", True, True)


def test_a_timestamp_proves_that_it_was_signed_before_it_was_taken_back() -> None:
    trust = Trust(TRUST.roots, (AUTHORITY.revoke(CHAIR, at=NOW + timedelta(days=1)),))
    assert _one(_signed(CHAIR), trust).verdict == "revoked"
    assert _one(_stamped(CHAIR), trust).verdict == "valid"


def _stamped(by: Issued) -> bytes:
    stamper = AUTHORITY.issue("Dấu thời gian", ends=NOW + 4 * YEAR, stamps=True)
    key = stamper.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    clock = timestamps.DummyTimeStamper(
        x509.Certificate.load(stamper.der), keys.PrivateKeyInfo.load(key), certs_to_embed=None
    )
    signer = signers.SimpleSigner.load_pkcs12_data(by.p12(), other_certs=[], passphrase=PASSWORD)
    about = signers.PdfSignatureMetadata(field_name="A", md_algorithm="sha256")
    return signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(PAGE)), about, signer=signer, timestamper=clock).getvalue()


def test_two_signatures_are_both_told_and_the_first_one_no_longer_covers_all() -> None:
    clerk = AUTHORITY.issue("Trần Thị Hạnh")
    first, second = verify(_signed(clerk, _signed(CHAIR)), TRUST, NOW + timedelta(minutes=1))
    assert [first.signer, second.signer] == ["Nguyễn Văn Thắng", "Trần Thị Hạnh"]
    assert [first.verdict, second.verdict] == ["valid", "valid"]
    assert (first.covers_all, second.covers_all) == (False, True)


def test_what_is_written_over_a_signed_page_afterwards_is_an_alteration() -> None:
    writer = IncrementalPdfFileWriter(BytesIO(_signed(CHAIR)))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT /F1 20 Tf 72 700 Td (KHAC) Tj ET"))
    writer.update_container(page)
    changed = BytesIO()
    writer.write(changed)
    found = _one(changed.getvalue())
    assert (found.verdict, found.covers_all) == ("altered", False)


@pytest.mark.parametrize("content", [b"%PDF-1.7 /ByteRange nonsense", PAGE[:100] + b"/ByteRange"])
def test_what_cannot_be_read_says_so(content: bytes) -> None:
    assert [found.verdict for found in verify(content, TRUST, NOW)] == ["unreadable"]


def test_a_finding_is_plain_json() -> None:
    told = _one(_signed(CHAIR)).as_json()
    assert told["verdict"] == "valid"
    assert {type(value) for value in told.values()} == {str, bool}


def test_trust_is_read_from_a_folder_in_either_form(tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_bytes(AUTHORITY.root.pem + Authority("Khác").root.pem)
    (tmp_path / "b.crl").write_bytes(AUTHORITY.revoke())
    (tmp_path / "c.cer").write_bytes(AUTHORITY.root.der)
    (tmp_path / "README.txt").write_text("not looked at")
    trust = read_trust(tmp_path)
    assert (len(trust.roots), len(trust.crls)) == (3, 1)
    assert read_trust(None) == Trust()


def test_a_file_that_is_no_certificate_is_named(tmp_path: Path) -> None:
    (tmp_path / "sai.pem").write_bytes(b"not a certificate")
    with pytest.raises(ValueError, match=r"sai\.pem"):
        read_trust(tmp_path)


def test_a_wrong_password_or_a_broken_pdf_signs_nothing() -> None:
    with pytest.raises(CannotSign):
        sign(PAGE, CHAIR.p12(), b"sai")
    with pytest.raises(CannotSign):
        sign(b"%PDF-1.7 nothing", CHAIR.p12(), PASSWORD)


def test_every_verdict_has_its_words() -> None:
    from gandan.desk.signatures import WORDS

    names = {value for name, value in vars(pdf_signatures).items() if name.isupper() and isinstance(value, str)}
    assert set(WORDS) == names
