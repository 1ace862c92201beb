"""Which papers each device of a placement has, and when."""

from __future__ import annotations

from enum import StrEnum

from etabli.core.refusal import Refusal
from etabli.pathways.states import Device


class PaperKind(StrEnum):
    DISCOVERY = "discovery"
    """The convention of a discovery of the ESAT, between the person and the ESAT."""
    IMMERSION = "immersion"
    """The summary sheet of a PMSMP: it does not replace the official convention."""
    SECONDMENT = "secondment"
    """The contract of a MAD that names the person (CASF R344-17)."""
    TEAM_SECONDMENT = "team_secondment"
    """The contract of a MAD that says how many persons (CASF R344-17)."""
    CERTIFICATE = "certificate"
    """What was done on a discovery, an immersion or an internship, once it is over."""


_PAPERS: dict[Device, tuple[PaperKind, ...]] = {
    Device.MISPE: (PaperKind.DISCOVERY, PaperKind.CERTIFICATE),
    Device.PMSMP: (PaperKind.IMMERSION, PaperKind.CERTIFICATE),
    Device.INTERNSHIP: (PaperKind.CERTIFICATE,),
    Device.MAD_INDIVIDUAL: (PaperKind.SECONDMENT,),
    Device.MAD_COLLECTIVE: (PaperKind.TEAM_SECONDMENT,),
}


def papers_of(device: str) -> tuple[PaperKind, ...]:
    """The papers of a device; none for those whose contract is made elsewhere, as a job's by the employer."""
    return _PAPERS.get(Device(device), ())


def check_paper(kind: str, device: str, *, over: bool) -> None:
    """Refusal paper_of_other_device, paper_before_its_end. `over`: the last day is past."""
    if kind not in papers_of(device):
        raise Refusal("paper_of_other_device", device=device)
    if kind == PaperKind.CERTIFICATE and not over:
        raise Refusal("paper_before_its_end")
