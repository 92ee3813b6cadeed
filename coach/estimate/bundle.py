"""Reads, speeds up and builds ``.task`` bundles: archives of the two networks of a pose model.

MediaPipe's old wheels contain the bare networks. Its current API expects an archive in which the landmark network has
metadata about the scaling of pixel values. ``compose`` adds them and packs both networks reproducibly.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

from coach.errors import ModelError
from coach.estimate import runtime
from coach.language import phrase

DETECTOR: Final = "pose_detector.tflite"
LANDMARKS: Final = "pose_landmarks_detector.tflite"

_OUTPUTS: Final = ((1, 195), (1, 1), (1, 256, 256, 1), (1, 64, 64, 39), (1, 117))
"""Output shapes of BlazePose's landmark networks: landmarks, presence, segmentation mask, heat map, world landmarks."""

_PRESENCE: Final = 1
_MASK: Final = 2

_METADATA: Final = b"TFLITE_METADATA"
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date of a zip archive, used for reproducible bytes."""


def read(model: bytes | Path) -> bytes:
    """Return the bytes of a pose model after checking that it is complete.

    MediaPipe does not read the file itself, as it fails on some Windows paths.

    Raises:
        ModelError: The model is missing, damaged or not a bundle.
    """
    name = phrase("errors.model.name", path=model) if isinstance(model, Path) else phrase("errors.model.given")
    data = _bytes(model) if isinstance(model, Path) else model
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: info.compress_type for info in archive.infolist()}
            damaged = archive.testzip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zlib.error) as error:
        raise ModelError(phrase("errors.model.not_bundle", name=name)) from error
    if missing := {DETECTOR, LANDMARKS} - members.keys():
        raise ModelError(phrase("errors.model.lacks", name=name, missing=sorted(missing)))
    if damaged:
        raise ModelError(phrase("errors.model.damaged_part", name=name, part=damaged))
    if any(members[member] != zipfile.ZIP_STORED for member in (DETECTOR, LANDMARKS)):
        raise ModelError(phrase("errors.model.compressed", name=name))
    return data


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(phrase("errors.model.missing", path=path)) from error
    except OSError as error:
        raise ModelError(phrase("errors.model.unreadable", path=path, why=error.strerror)) from error


def without_mask(model: bytes) -> bytes:
    """Return the bundle with a landmark network that does not compute its segmentation mask; landmarks are unchanged.

    The unused mask takes 40 to 50 % of the network's time. The copy lists the presence flag as the output in place of
    the mask, so that the runtime prunes the operators of the mask. The archive's checksum no longer matches; MediaPipe
    ignores it, and ``read`` checked it before. A network with other outputs is returned unchanged.
    """
    with zipfile.ZipFile(io.BytesIO(model)) as archive:
        header = archive.getinfo(LANDMARKS).header_offset
    copy = bytearray(model)
    name, extra = struct.unpack_from("<HH", model, header + 26)  # lengths, in the 30-byte header
    try:
        shapes, outputs = _outputs(copy, header + 30 + name + extra)
    except (struct.error, IndexError, TypeError, ValueError):  # a damaged network, which MediaPipe reports
        return model
    if shapes != _OUTPUTS:
        return model
    outputs[_MASK] = outputs[_PRESENCE]
    return bytes(copy)


def _outputs(data: bytearray, start: int) -> tuple[tuple[tuple[int, ...], ...], Any]:
    """Return the shapes of a network's outputs, and a writable view of the tensor indices of the outputs.

    Fields are accessed by their slots in TensorFlow Lite's schema, as importing the generated classes takes 50 ms.
    """
    from flatbuffers.number_types import Int32Flags
    from flatbuffers.table import Table

    def field(table: Any, slot: int) -> int:  # Any: FlatBuffers has no types
        if offset := table.Offset(slot):
            return int(offset)
        raise ValueError(f"no field {slot}")

    def item(table: Any, slot: int, number: int) -> Any:
        return Table(data, table.Indirect(table.Vector(field(table, slot)) + 4 * number))

    file = Table(data, start)
    graph = item(Table(data, file.Indirect(start)), 8, 0)
    outputs = graph.GetVectorAsNumpy(Int32Flags, field(graph, 8))
    tensors = (item(graph, 4, int(number)) for number in outputs[: len(_OUTPUTS) + 1])
    shapes = (tensor.GetVectorAsNumpy(Int32Flags, field(tensor, 4)) for tensor in tensors)
    return tuple(tuple(shape[:8].tolist()) for shape in shapes), outputs


def compose(detector: bytes, landmarks: bytes) -> bytes:
    """Return a bundle of the two networks.

    Args:
        detector: The network that detects the body in an image; packed unchanged.
        landmarks: The network that locates the body's landmarks; packed with metadata about its input.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as members:  # MediaPipe memory-maps them
        for name, network in ((DETECTOR, detector), (LANDMARKS, _with_metadata(landmarks))):
            members.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), network)
    return archive.getvalue()


def _with_metadata(network: bytes) -> bytes:
    """Return the network with its metadata replaced."""
    runtime.load()
    from mediapipe.tasks.metadata import schema_py_generated as schema

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network, 0))
    buffer = schema.BufferT()
    buffer.data = list(_metadata(outputs=len(model.subgraphs[0].outputs)))
    model.buffers.append(buffer)
    entry = schema.MetadataT()
    entry.name, entry.buffer = _METADATA, len(model.buffers) - 1
    model.metadata = [other for other in model.metadata or [] if other.name != _METADATA] + [entry]
    return _packed(model, b"TFL3")


def _metadata(outputs: int) -> bytes:
    """Return metadata that declares an RGB image whose values 0 to 255 are scaled to 0 to 1."""
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema

    scaling = schema.NormalizationOptionsT()
    scaling.mean, scaling.std = [0.0], [255.0]
    step = schema.ProcessUnitT()
    step.optionsType, step.options = schema.ProcessUnitOptions.NormalizationOptions, scaling

    colours = schema.ImagePropertiesT()
    colours.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType, content.contentProperties = schema.ContentProperties.ImageProperties, colours

    image = schema.TensorMetadataT()
    image.name, image.content, image.processUnits = "image", content, [step]
    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [image]
    graph.outputTensorMetadata = [schema.TensorMetadataT() for _ in range(outputs)]

    note = schema.ModelMetadataT()
    note.name, note.subgraphMetadata = "pose_landmark_full", [graph]
    return _packed(note, b"M001")


def _packed(table: Any, identifier: bytes) -> bytes:  # Any: FlatBuffers' generated classes have no types
    import flatbuffers

    builder = flatbuffers.Builder(1 << 20)
    builder.Finish(table.Pack(builder), file_identifier=identifier)
    return bytes(builder.Output())
