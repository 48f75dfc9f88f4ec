"""Signatures in a PDF: who signed, and whether it holds. Never asks the network: roots and lists come from a folder.

A verdict is a word for programs; what people read stands with the screens.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

VALID = "valid"
ALTERED = "altered"  # the signed bytes changed, or something was put over them afterwards
REVOKED = "revoked"
EXPIRED = "expired"  # and no trusted timestamp proves that it was signed before
UNKNOWN_ISSUER = "unknown_issuer"  # nobody among the trusted roots issued it
NO_ROOTS = "no_roots"  # nothing to compare with was configured
UNREADABLE = "unreadable"

_SIGNED = b"/ByteRange"
_NAMES_OF_ROOTS = ("*.pem", "*.crt", "*.cer")


@dataclass(frozen=True)
class Trust:
    """Whom an installation trusts, and what those have revoked; all in DER."""

    roots: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One signature. Times are ISO 8601; `signed_at` is the signer's claim unless `timestamped`."""

    verdict: str
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    serial: str = ""
    signed_at: str = ""
    timestamped: bool = False
    valid_from: str = ""
    valid_until: str = ""
    intact: bool = False
    covers_all: bool = False  # nothing, not even a second signature, was added after it
    trusted: bool = False
    revoked_at: str = ""
    revocation_known: bool = False  # a list of its issuer that is still current was at hand
    expired_at_signing: bool = False
    expired_now: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_trust(folder: Path | None) -> Trust:
    """Every certificate (*.pem, *.crt, *.cer) and list (*.crl) of a folder, PEM or DER. ValueError names a bad file."""
    if folder is None:
        return Trust()
    files = sorted(path for name in _NAMES_OF_ROOTS for path in folder.glob(name))
    return Trust(
        roots=tuple(der for path in files for der in _ders(path, "certificate")),
        crls=tuple(der for path in sorted(folder.glob("*.crl")) for der in _ders(path, "list")),
    )


def _ders(path: Path, what: str) -> list[bytes]:
    content = path.read_bytes()
    try:
        ders = (
            [der for _name, _headers, der in pem.unarmor(content, multiple=True)] if pem.detect(content) else [content]
        )
        for der in ders:
            x509.load_der_x509_certificate(der) if what == "certificate" else x509.load_der_x509_crl(der)
    except ValueError as trouble:
        raise ValueError(f"{path.name}: not a {what}: {trouble}") from trouble
    return ders


def verify(content: bytes, trust: Trust, at: datetime) -> list[Finding]:
    """A finding for each signature of the PDF, in the order they were made; none for an unsigned one."""
    if _SIGNED not in content:
        return []
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        signatures = PdfFileReader(BytesIO(content)).embedded_regular_signatures
    except Exception:  # a reader answers hostile bytes with any error there is
        return [Finding(verdict=UNREADABLE)]
    return [_finding(signature, trust, at) for signature in signatures]


def _finding(signature: "EmbeddedPdfSignature", trust: Trust, at: datetime) -> Finding:
    try:
        status = _status(signature, trust, at)
        proven = _proven_time(status)
        until = x509.load_der_x509_certificate(status.signing_cert.dump()).not_valid_after_utc
        moment = proven or min(at, until)  # an expired certificate is asked about while it was valid
        return _judged(status if moment == at else _status(signature, trust, moment), trust, at, proven)
    except Exception:  # as above
        return Finding(verdict=UNREADABLE)


def _status(signature: "EmbeddedPdfSignature", trust: Trust, moment: datetime) -> "PdfSignatureStatus":
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    roots = [asn1_x509.Certificate.load(der) for der in trust.roots]
    context = ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False, revocation_mode="soft-fail")
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    return validate_pdf_signature(
        signature, signer_validation_context=context, ts_validation_context=context, key_usage_settings=usage
    )


def _proven_time(status: "PdfSignatureStatus") -> datetime | None:
    stamp = status.timestamp_validity
    return stamp.timestamp if stamp and stamp.trusted else None


def _judged(status: "PdfSignatureStatus", trust: Trust, at: datetime, proven: datetime | None) -> Finding:
    from pyhanko.sign.validation.status import SignatureCoverageLevel as Coverage

    certificate = x509.load_der_x509_certificate(status.signing_cert.dump())
    starts, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    signed_at = proven or status.signer_reported_dt
    chain = _chain(status)
    revoked_at = _revoked_at(chain, trust)
    whole = bool(status.intact and status.valid) and status.coverage >= Coverage.ENTIRE_REVISION
    told = Finding(
        verdict="",
        signer=_name(certificate.subject, NameOID.COMMON_NAME),
        organisation=_name(certificate.subject, NameOID.ORGANIZATION_NAME),
        issuer=_name(certificate.issuer, NameOID.COMMON_NAME),
        serial=f"{certificate.serial_number:x}",
        signed_at=_iso(signed_at),
        timestamped=proven is not None,
        valid_from=_iso(starts),
        valid_until=_iso(ends),
        intact=whole and bool(status.docmdp_ok or status.modification_level is None),
        covers_all=status.coverage == Coverage.ENTIRE_FILE,
        trusted=bool(status.trusted),
        revoked_at=_iso(revoked_at if not (proven and revoked_at and proven < revoked_at) else None),
        revocation_known=_knows_of(chain, trust, at),
        expired_at_signing=bool(signed_at and not starts <= signed_at <= ends),
        expired_now=at > ends,
    )
    return replace(told, verdict=_verdict(told, trust))


def _verdict(told: Finding, trust: Trust) -> str:
    """The worst that can be said, first."""
    if not told.intact:
        return ALTERED
    if told.revoked_at:
        return REVOKED
    if not told.trusted:
        return UNKNOWN_ISSUER if trust.roots else NO_ROOTS
    if told.expired_at_signing or (told.expired_now and not told.timestamped):
        return EXPIRED
    return VALID


# --- who issued, and what they took back -------------------------------------------------------------------------


def _chain(status: "PdfSignatureStatus") -> list[x509.Certificate]:
    """From the trusted root to the signer; empty when none leads there."""
    if status.validation_path is None:
        return []
    return [x509.load_der_x509_certificate(one.dump()) for one in status.validation_path.iter_certs(include_root=True)]


def _lists_of(issuer: x509.Certificate, trust: Trust) -> Iterator[x509.CertificateRevocationList]:
    """The lists that this issuer surely signed."""
    for der in trust.crls:
        found = x509.load_der_x509_crl(der)
        if found.issuer == issuer.subject and found.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]
            yield found


def _revoked_at(chain: list[x509.Certificate], trust: Trust) -> datetime | None:
    """When the signer's certificate, or one above it, was first taken back. An old list still tells what it told."""
    rows = (
        found.get_revoked_certificate_by_serial_number(certificate.serial_number)
        for issuer, certificate in pairwise(chain)
        for found in _lists_of(issuer, trust)
    )
    return min((row.revocation_date_utc for row in rows if row), default=None)


def _knows_of(chain: list[x509.Certificate], trust: Trust, at: datetime) -> bool:
    lists = _lists_of(chain[-2], trust) if len(chain) > 1 else iter(())
    return any(found.next_update_utc is None or found.next_update_utc >= at for found in lists)


def _name(name: x509.Name, part: x509.ObjectIdentifier) -> str:
    return ", ".join(str(one.value) for one in name.get_attributes_for_oid(part))


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


# --- signing -----------------------------------------------------------------------------------------------------


class CannotSign(Exception):
    """The certificate or its password is wrong, or the PDF cannot be added to."""


def sign(content: bytes, p12: bytes, password: bytes, *, reason: str = "") -> bytes:
    """The PDF with a PAdES signature over all of it, by the certificate of a PKCS#12 file. It asks no time server."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    try:
        signer = signers.SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=password or None)
        writer = IncrementalPdfFileWriter(BytesIO(content))
        field = f"GanDan{len(writer.prev.embedded_signatures) + 1}"
        about = signers.PdfSignatureMetadata(
            field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason or None
        )
        signed: BytesIO = signers.sign_pdf(writer, about, signer=signer)
    except Exception as trouble:
        raise CannotSign(str(trouble)) from trouble
    return signed.getvalue()
