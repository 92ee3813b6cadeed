import io
import zipfile

import numpy as np
import pytest

from coach.errors import ModelError
from coach.estimate import bundle, models
from coach.resources import resource
from tests.estimate.making import network, sha256


def archive(members, compression=zipfile.ZIP_STORED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return packed.getvalue()


def unpacked(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def metadata_of(landmarks):
    """Return the metadata of a network's graph."""
    from mediapipe.tasks.metadata import metadata_schema_py_generated as notes
    from mediapipe.tasks.metadata import schema_py_generated as schema

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(landmarks, 0))
    (entry,) = model.metadata
    note = notes.ModelMetadataT.InitFromObj(notes.ModelMetadata.GetRootAs(bytes(model.buffers[entry.buffer].data), 0))
    return note.subgraphMetadata[0]


def test_a_bundle_contains_the_two_networks_uncompressed():
    packed = bundle.compose(b"detector", network(5))
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        infos = opened.infolist()
    assert [info.filename for info in infos] == ["pose_detector.tflite", "pose_landmarks_detector.tflite"]
    assert {info.compress_type for info in infos} == {zipfile.ZIP_STORED}
    assert unpacked(packed)["pose_detector.tflite"] == b"detector"


def test_the_metadata_describe_the_pixel_scaling():
    note = metadata_of(unpacked(bundle.compose(b"detector", network(5)))[bundle.LANDMARKS])
    (scaling,) = note.inputTensorMetadata[0].processUnits
    assert (list(scaling.options.mean), list(scaling.options.std)) == ([0.0], [255.0])
    assert len(note.outputTensorMetadata) == 5


def test_composing_is_reproducible():
    assert bundle.compose(b"detector", network(5)) == bundle.compose(b"detector", network(5))


def test_existing_metadata_are_replaced():
    once = unpacked(bundle.compose(b"detector", network(5)))[bundle.LANDMARKS]
    twice = unpacked(bundle.compose(b"detector", once))[bundle.LANDMARKS]
    assert len(metadata_of(twice).outputTensorMetadata) == 5


@pytest.mark.model
def test_the_default_model_is_composed_to_the_checksum_in_the_manifest():
    """The bundle is unpacked, the metadata removed, and both networks composed again."""
    from mediapipe.tasks.metadata import schema_py_generated as schema

    from coach.estimate.manifest import read

    members = unpacked(models.find("full").read_bytes())
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(members[bundle.LANDMARKS], 0))
    model.buffers.pop()
    model.metadata = [entry for entry in model.metadata if entry.name != b"TFLITE_METADATA"]
    bare = bundle._packed(model, b"TFL3")
    composed = bundle.compose(members[bundle.DETECTOR], bare)
    assert sha256(composed) == read(resource("models", "manifest.toml")).models["full"].sha256


def test_an_intact_bundle_is_read(tmp_path):
    packed = bundle.compose(b"detector", network(5))
    (tmp_path / "a.task").write_bytes(packed)
    assert bundle.read(tmp_path / "a.task") == bundle.read(packed) == packed


BLAZEPOSE = [(1, 195), (1, 1), (1, 256, 256, 1), (1, 64, 64, 39), (1, 117)]


def outputs(landmarks):
    """Return the tensor indices of a network's outputs."""
    from mediapipe.tasks.metadata import schema_py_generated as schema

    return schema.Model.GetRootAs(landmarks, 0).Subgraphs(0).OutputsAsNumpy().tolist()


def spans(whole, other):
    """Return the number of bytes from the first to the last that differ."""
    assert len(whole) == len(other)
    differing = np.flatnonzero(np.frombuffer(whole, np.uint8) != np.frombuffer(other, np.uint8))
    return int(differing[-1] - differing[0]) + 1


@pytest.mark.model
def test_removing_the_mask_changes_one_number_of_the_default_model():
    whole = models.find("full").read_bytes()
    cut = bundle.without_mask(whole)
    assert spans(whole, cut) <= 4
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        info = opened.getinfo(bundle.LANDMARKS)
        place = whole.index(opened.read(info)[:64], info.header_offset)
    assert outputs(whole[place : place + info.file_size]) == [337, 342, 297, 298, 339]
    assert outputs(cut[place : place + info.file_size]) == [337, 342, 342, 298, 339]


def test_a_network_with_the_outputs_of_blazepose_loses_its_mask():
    whole = bundle.compose(b"detector", network(BLAZEPOSE))
    assert spans(whole, bundle.without_mask(whole)) == 1


@pytest.mark.parametrize(
    "shapes",
    [
        5,
        BLAZEPOSE[:4],  # an older network, without world landmarks
        [*BLAZEPOSE, (1, 1)],
        [*BLAZEPOSE[:2], (1, 128, 128, 1), *BLAZEPOSE[3:]],
        [BLAZEPOSE[k] for k in (0, 2, 1, 3, 4)],
    ],
    ids=["no shapes", "four outputs", "six outputs", "another mask", "another order"],
)
def test_a_network_with_other_outputs_is_unchanged(shapes):
    packed = bundle.compose(b"detector", network(shapes))
    assert bundle.without_mask(packed) == packed


@pytest.mark.parametrize("landmarks", [b"", b"TFL3", bytes(64), b"\xff" * 64], ids=["empty", "short", "zeros", "ones"])
def test_an_invalid_network_is_unchanged(landmarks):
    packed = archive({bundle.DETECTOR: b"", bundle.LANDMARKS: landmarks})
    assert bundle.without_mask(packed) == packed


def damaged():
    packed = bytearray(bundle.compose(b"detector" * 100, network(5)))
    packed[200] ^= 1
    return bytes(packed)


WHOLE = {bundle.DETECTOR: b"detector", bundle.LANDMARKS: b"landmarks"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not a .task bundle"),
        (b"hello", "is not a .task bundle"),
        (archive(WHOLE)[:100], "is not a .task bundle"),  # truncated
        (archive({bundle.DETECTOR: b""}), "lacks pose_landmarks_detector.tflite"),
        (archive({"hand_detector.tflite": b""}), "lacks pose_detector.tflite and pose_landmarks_detector.tflite"),
        (archive(WHOLE, zipfile.ZIP_DEFLATED), "is compressed"),
        (damaged(), "is damaged (pose_detector.tflite)"),
    ],
    ids=["empty", "text", "half", "one network", "of hands", "compressed", "damaged"],
)
@pytest.mark.parametrize("kept", [True, False], ids=["file", "bytes"])
def test_an_invalid_bundle_is_reported_with_a_remedy(tmp_path, content, sentence, kept):
    path = tmp_path / "a.task"
    path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        bundle.read(path if kept else content)
    assert sentence in str(caught.value)
    assert str(caught.value).endswith("get one with: coach models get")


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(ModelError, match="there is no pose model"):
        bundle.read(tmp_path / "a.task")


def test_a_folder_is_not_a_model(tmp_path):
    with pytest.raises(ModelError, match=r"cannot be read .*; check that it is a file and its permissions"):
        bundle.read(tmp_path)
