"""An authority of the test's own, its certificates, and what it takes back."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.now(UTC).replace(microsecond=0)
YEAR = timedelta(days=365)
PASSWORD = b"mat-khau-thu"
_USES = dict.fromkeys(
    (
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


@dataclass
class Issued:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    def p12(self, *above: x509.Certificate) -> bytes:
        return serialize_key_and_certificates(
            b"a", self.key, self.certificate, above, BestAvailableEncryption(PASSWORD)
        )

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        ]
    )


class Authority:
    """A root that issues certificates."""

    def __init__(self, name: str = "CA thử nghiệm") -> None:
        self.root = _issue(name, "Cơ quan chứng thực", None, NOW - 5 * YEAR, NOW + 5 * YEAR, is_authority=True)

    def issue(self, name: str, *, starts: datetime = NOW - YEAR, ends: datetime = NOW + YEAR, stamps=False) -> Issued:
        return _issue(name, "Ủy ban nhân dân xã Bình Lục", self.root, starts, ends, stamps=stamps)

    def revoke(self, *issued: Issued, at: datetime = NOW - timedelta(days=3)) -> bytes:
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.certificate.subject)
            .last_update(NOW - timedelta(days=1))
            .next_update(NOW + timedelta(days=6))
        )
        for one in issued:
            row = x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number).revocation_date(at)
            builder = builder.add_revoked_certificate(row.build())
        return builder.sign(self.root.key, hashes.SHA256()).public_bytes(Encoding.DER)


def self_signed(name: str) -> Issued:
    return _issue(name, "Không ai cả", None, NOW - YEAR, NOW + YEAR)


def _issue(
    name: str,
    organisation: str,
    issuer: Issued | None,
    starts: datetime,
    ends: datetime,
    *,
    is_authority: bool = False,
    stamps: bool = False,
) -> Issued:
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    subject = _name(name, organisation)
    uses = _USES | {"key_cert_sign": is_authority, "crl_sign": is_authority}
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **uses), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Issued(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)
