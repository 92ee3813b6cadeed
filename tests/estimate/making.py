"""Builds small networks, wheels and model manifests."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import flatbuffers

from coach.estimate import runtime

DETECTOR_AT = "poses/detector.tflite"
LANDMARKS_AT = "poses/landmarks.tflite"


def network(outputs: int | Sequence[tuple[int, ...]]) -> bytes:
    """Return a network with nothing but a number of outputs, or outputs of these shapes."""
    runtime.load()
    from mediapipe.tasks.metadata import schema_py_generated as schema

    graph: Any = schema.SubGraphT()
    tensors: list[Any] = []
    shapes = [None] * outputs if isinstance(outputs, int) else outputs
    for shape in shapes:
        tensor: Any = schema.TensorT()
        tensor.shape = shape
        tensors.append(tensor)
    graph.tensors, graph.outputs = tensors, list(range(len(tensors)))
    model: Any = schema.ModelT()
    model.version, model.subgraphs, model.buffers = 3, [graph], [schema.BufferT()]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def sha256(data: bytes) -> str:
    """Return the checksum in the manifest's format."""
    return hashlib.sha256(data).hexdigest()


def wheel(folder: Path, members: dict[str, bytes]) -> Path:
    """Write a wheel "poses" for another platform."""
    path = folder / "poses-1.0-cp312-cp312-manylinux_2_28_x86_64.whl"
    about = {
        "poses-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: poses\nVersion: 1.0\n",
        "poses-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nTag: cp312-cp312-manylinux_2_28_x86_64\n",
        "poses-1.0.dist-info/RECORD": b"",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**members, **about}.items():
            archive.writestr(name, content)
    return path


def manifest(folder: Path, source: str, content: bytes) -> Path:
    """Write a manifest with one model, "small", of that content; ``source`` is its source table."""
    path = folder / "manifest.toml"
    path.write_text(
        f"""schema = 1
default = "small"
[models.small]
about = "for a test"
file = "small.task"
bytes = {len(content)}
sha256 = "{sha256(content)}"
licence = "Apache-2.0"
[models.small.source]
{source}
""",
        encoding="utf-8",
    )
    return path


def from_address(address: str) -> str:
    """Return the source table of a model at a URL."""
    return f'kind = "address"\naddress = "{address}"'


def from_wheel(data: bytes, detector: str, landmarks: str) -> str:
    """Return the source table of a model in a wheel; ``detector`` and ``landmarks`` are checksums of its members."""
    return f"""kind = "wheel"
requirement = "poses==1.0"
python = "3.12"
platform = "manylinux_2_28_x86_64"
bytes = {len(data)}
sha256 = "{sha256(data)}"
detector = {{ path = "{DETECTOR_AT}", sha256 = "{detector}" }}
landmarks = {{ path = "{LANDMARKS_AT}", sha256 = "{landmarks}" }}"""
