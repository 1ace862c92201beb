"""Certificates for https in the house: an authority of our own that tablets trust once, and the server's certificate.

A browser keeps a page for use without a network only where the certificate is trusted, so a bare self-signed one is not
enough. The authority may sign for the names given and for nothing else; its key is the owner's alone. While it lasts, the
server's certificate is renewed without anything to do on the tablets.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

CERTIFICATE_DAYS = 397
AUTHORITY_DAYS = 3650
RENEW_BEFORE = timedelta(days=14)
_GRACE = timedelta(hours=1)
"""For clocks that do not agree."""


@dataclass(frozen=True)
class Tls:
    certificate: Path
    key: Path


@dataclass(frozen=True)
class _Signed:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def self_signed(names: Collection[str], *, at: datetime) -> Tls:
    """A certificate for these names and addresses in the data folder, signed by our authority; made when there is none,
    when a name is not in it, or when it ends soon."""
    folder = settings.HOME / "tls"
    folder.mkdir(exist_ok=True, mode=0o700)
    wanted = {_as_name(name) for name in names}
    authority = _authority(folder, wanted, at)
    tls = Tls(folder / "certificate.pem", folder / "key.pem")
    present = _load(tls.certificate, tls.key)
    if present is None or not _is_good(present.certificate, authority.certificate, wanted, at):
        made = _server_certificate(authority, wanted, at)
        _keep(made, tls.certificate, tls.key)
    return tls


def fingerprint(path: Path) -> str:
    """SHA-256 of a certificate, as browsers show it: `AB:CD:…`."""
    return x509.load_der_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256()).hex(":").upper()


# ---------------------------------------------------------------- the authority


def _authority(folder: Path, wanted: set[x509.GeneralName], at: datetime) -> _Signed:
    present = _load(folder / "authority.pem", folder / "authority-key.pem")
    if present is not None and _may_sign(present.certificate, wanted, at):
        return present
    made = _new_authority(wanted, at)
    _keep(made, folder / "authority.pem", folder / "authority-key.pem")
    # What tablets install: the certificate alone, as they like it.
    _write_private(settings.AUTHORITY_FILE, made.certificate.public_bytes(serialization.Encoding.DER))
    return made


def _may_sign(authority: x509.Certificate, wanted: set[x509.GeneralName], at: datetime) -> bool:
    lasts = authority.not_valid_after_utc - timedelta(days=CERTIFICATE_DAYS) > at
    try:
        limits = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    except x509.ExtensionNotFound:
        return False
    return lasts and {_limit(name) for name in wanted} <= set(limits)


def _new_authority(wanted: set[x509.GeneralName], at: datetime) -> _Signed:
    key = ec.generate_private_key(ec.SECP256R1())
    limits = sorted({_limit(name) for name in wanted}, key=str)
    name = _named("Établi, autorité de la maison")
    builder = _begun(name, name, key, at, AUTHORITY_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(x509.NameConstraints(limits, None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return _Signed(builder.sign(key, hashes.SHA256()), key)


def _limit(name: x509.GeneralName) -> x509.GeneralName:
    """The name as a constraint: an address is a network of one."""
    if isinstance(name, x509.IPAddress):
        return x509.IPAddress(ipaddress.ip_network(name.value))
    return name


# ---------------------------------------------------------------- the server's certificate


def _is_good(
    present: x509.Certificate, authority: x509.Certificate, wanted: set[x509.GeneralName], at: datetime
) -> bool:
    try:
        known = present.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        present.verify_directly_issued_by(authority)
    except Exception:  # whatever is wrong with it, another one is made
        return False
    return wanted <= set(known) and present.not_valid_after_utc - RENEW_BEFORE > at


def _server_certificate(authority: _Signed, wanted: set[x509.GeneralName], at: datetime) -> _Signed:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _begun(_named("Établi"), authority.certificate.subject, key, at, CERTIFICATE_DAYS)
    names = x509.SubjectAlternativeName(sorted(wanted, key=str))
    builder = builder.add_extension(names, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
    served = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    builder = builder.add_extension(served, critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    builder = builder.add_extension(issuer, critical=False)
    return _Signed(builder.sign(authority.key, hashes.SHA256()), key)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime, days: int
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(at - _GRACE).not_valid_after(at + timedelta(days=days))
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _as_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        return x509.DNSName(name)


# ---------------------------------------------------------------- files


def _load(certificate: Path, key: Path) -> _Signed | None:
    try:
        loaded = serialization.load_pem_private_key(key.read_bytes(), None)
        read = x509.load_pem_x509_certificate(certificate.read_bytes())
    except (OSError, ValueError):
        return None
    return _Signed(read, loaded) if isinstance(loaded, ec.EllipticCurvePrivateKey) else None


def _keep(made: _Signed, certificate: Path, key: Path) -> None:
    pem = made.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write_private(key, pem)
    _write_private(certificate, made.certificate.public_bytes(serialization.Encoding.PEM))


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
