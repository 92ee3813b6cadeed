"""A ``.task`` bundle: the two networks that find a pose, in one archive. Checking one, and composing one.

MediaPipe's old wheels carry the networks bare, its present interface takes them in an archive, the second one with a
note of how pixel values are to be scaled. Composing adds that note and packs both, the same bytes on every machine.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

from coach.errors import ModelError
from coach.estimate import runtime

DETECTOR: Final = "pose_detector.tflite"
LANDMARKS: Final = "pose_landmarks_detector.tflite"

_METADATA: Final = b"TFLITE_METADATA"
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip archive can hold; the real one would make the bytes differ."""


def read(model: bytes | Path) -> bytes:
    """The bytes of a pose model, checked to be whole.

    They are read here rather than by MediaPipe, whose own reading fails on some paths under Windows.

    Raises:
        ModelError: It is missing, damaged, or something else.
    """
    name = f"the pose model {model}" if isinstance(model, Path) else "the pose model"
    data = _bytes(model) if isinstance(model, Path) else model
    advice = "get one with: coach models get"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: info.compress_type for info in archive.infolist()}
            damaged = archive.testzip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zlib.error) as error:
        raise ModelError(f"{name} is no .task bundle, or a damaged one; {advice}") from error
    if missing := {DETECTOR, LANDMARKS} - members.keys():
        raise ModelError(f"{name} holds no {' and no '.join(sorted(missing))}, so it finds no poses; {advice}")
    if damaged:
        raise ModelError(f"{name} is damaged ({damaged}); {advice}")
    if any(members[member] != zipfile.ZIP_STORED for member in (DETECTOR, LANDMARKS)):
        raise ModelError(f"{name} is compressed where its networks must lie in it as they are; {advice}")
    return data


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"there is no pose model {path}; run: coach models get") from error
    except OSError as error:
        raise ModelError(
            f"the pose model {path} cannot be read ({error.strerror}); check that it is a file you may read"
        ) from error


def compose(detector: bytes, landmarks: bytes) -> bytes:
    """A bundle of the two networks.

    Args:
        detector: The network that finds where in a picture a body is; packed as it is.
        landmarks: The network that finds the landmarks in that place; gets the note on its input added.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as members:  # MediaPipe maps them and takes no other kind
        for name, network in ((DETECTOR, detector), (LANDMARKS, _noted(landmarks))):
            members.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), network)
    return archive.getvalue()


def _noted(network: bytes) -> bytes:
    """The network with the note on its input in place of one it may have."""
    runtime.load()
    from mediapipe.tasks.metadata import schema_py_generated as schema

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(network, 0))
    buffer = schema.BufferT()
    buffer.data = list(_note(outputs=len(model.subgraphs[0].outputs)))
    model.buffers.append(buffer)
    entry = schema.MetadataT()
    entry.name, entry.buffer = _METADATA, len(model.buffers) - 1
    model.metadata = [other for other in model.metadata or [] if other.name != _METADATA] + [entry]
    return _packed(model, b"TFL3")


def _note(outputs: int) -> bytes:
    """Says that the input is an RGB picture whose values 0 to 255 are to be scaled to 0 to 1."""
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema

    scaling = schema.NormalizationOptionsT()
    scaling.mean, scaling.std = [0.0], [255.0]
    step = schema.ProcessUnitT()
    step.optionsType, step.options = schema.ProcessUnitOptions.NormalizationOptions, scaling

    colours = schema.ImagePropertiesT()
    colours.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType, content.contentProperties = schema.ContentProperties.ImageProperties, colours

    picture = schema.TensorMetadataT()
    picture.name, picture.content, picture.processUnits = "image", content, [step]
    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [picture]
    graph.outputTensorMetadata = [schema.TensorMetadataT() for _ in range(outputs)]

    note = schema.ModelMetadataT()
    note.name, note.subgraphMetadata = "pose_landmark_full", [graph]
    return _packed(note, b"M001")


def _packed(table: Any, identifier: bytes) -> bytes:  # Any: FlatBuffers' generated classes have no types
    import flatbuffers

    builder = flatbuffers.Builder(1 << 20)
    builder.Finish(table.Pack(builder), file_identifier=identifier)
    return bytes(builder.Output())
