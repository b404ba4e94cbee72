"""Certificates made for one run of the bench: a good one, and those that must be refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "wiki.example"
KINDS = ("self-signed", "expired", "not valid yet", "wrong host name", "unknown authority")
_DAY = timedelta(days=1)
Key = ec.EllipticCurvePrivateKey
Signer = tuple[x509.Certificate, Key]


class Certificates:
    """All of them below one folder; `authority` is the file of the one that may be trusted."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        now = datetime.now(UTC)
        long = (now - 400 * _DAY, now + 400 * _DAY)
        ours = _make("Authority of the bench", None, *long, authority=True)
        foreign = _make("Somebody's authority", None, *long, authority=True)
        self.authority = folder / "authority.pem"
        self.authority.write_bytes(_pem(ours[0]))
        self._write("good", _make(HOST, ours, now - _DAY, now + 30 * _DAY))
        self._write("self-signed", _make(HOST, None, now - _DAY, now + 30 * _DAY))
        self._write("expired", _make(HOST, ours, now - 90 * _DAY, now - _DAY))
        self._write("not valid yet", _make(HOST, ours, now + _DAY, now + 90 * _DAY))
        self._write("wrong host name", _make("other.example", ours, now - _DAY, now + 30 * _DAY))
        self._write("unknown authority", _make(HOST, foreign, now - _DAY, now + 30 * _DAY))

    def pair(self, kind: str) -> list[str]:
        """The files of a certificate and of its key."""
        return [str(self._folder / f"{kind}.pem"), str(self._folder / f"{kind}.key")]

    def _write(self, kind: str, made: Signer) -> None:
        certificate, key = made
        self._folder.joinpath(f"{kind}.pem").write_bytes(_pem(certificate))
        form = serialization.PrivateFormat.PKCS8
        plain = serialization.NoEncryption()
        private = key.private_bytes(serialization.Encoding.PEM, form, plain)
        self._folder.joinpath(f"{kind}.key").write_bytes(private)


def _make(
    name: str, signer: Signer | None, start: datetime, end: datetime, *, authority: bool = False
) -> Signer:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer[0].subject if signer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    public = (signer[1] if signer else key).public_key()
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(public)
    made = made.add_extension(above, critical=False)
    if not authority:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return made.sign(signer[1] if signer else key, hashes.SHA256()), key


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
