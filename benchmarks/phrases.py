"""Duration, loudness, pace and intelligibility of every spoken phrase, in every language.

    pip install pocketsphinx     # for the word errors of English; nothing else needs it
    python -m benchmarks.phrases [--engine package|system] [LANGUAGE...] > docs/voice-phrases.md

Word errors are those of an offline recogniser of US English from 2013 with a vocabulary of 130,000 words: an upper
bound, useful to compare voices. No recogniser with a packaged model is known for the other languages.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
from array import array
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from typing import Any, Final, cast, get_args

import numpy as np
import numpy.typing as npt

from coach.language import Language, languages
from coach.library import load_move, move_ids
from coach.voice.engines import Voice, find_voice
from coach.voice.level import FULL, RATE
from coach.voice.lines import EARCONS
from coach.voice.rendering import Renderer
from coach.voice.settings import EngineName, Settings
from coach.voice.sounds import tone

SPOKEN: Final = (
    "session.began", "notice", "move", "set", "side.switch", "rest", "start", "placement", "unseen", "counting", "hold",
    "reason", "praise", "pain", "pause", "camera", "range", "summary", "changeover", "learn.live",
)  # fmt: skip
"""Sections whose phrases are spoken; others are only shown."""

SILENT: Final = ("range.outgrown", "notice.go_on", "notice.avoid", "notice.limits")

VALUES: Final[Mapping[str, object]] = {
    "n": 3, "number": 2, "of": 3, "end": 40, "target": 45, "title": "", "command": "", "side": "", "how": "",
    "view": "", "start": "",
}  # fmt: skip

UNITS: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS: Final = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

Samples = npt.NDArray[np.float64]


def spoken(code: str) -> dict[str, str]:
    """Return the phrases of a language that are spoken, filled in, by key."""
    language = Language.load(code)
    found: dict[str, str] = {}
    for key in sorted(language.wordings):
        said = any(key == each or key.startswith(f"{each}.") for each in SPOKEN)
        if said and not key.startswith(SILENT):
            found[key] = re.sub(r"\s+", " ", language.say(key, **VALUES)).strip(" :,;")
    for name in move_ids():
        words = load_move(name).in_language(code).words
        for part, text in {**asdict(words.spoken), **words.cue, "title": words.title}.items():
            if isinstance(text, str) and text:
                found[f"{name}.{part}"] = text.replace("{n}", "45")
    found = {key: text for key, text in found.items() if re.search(r"\w", text)}
    return found | {f"count {n}": language.say("counting.number", n=n) for n in range(1, 31)}


def loudness(samples: Samples) -> float:
    """Return the loudness of the loudest 400 ms in LUFS: momentary maximum of EBU R128, weighted by ITU-R BS.1770-4."""
    size = round(0.4 * RATE)
    padded = np.concatenate([samples, np.zeros(max(0, size - len(samples)))])
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    highpass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    weight = np.abs(shelf * highpass) ** 2
    powers = [
        float(2 * (np.abs(np.fft.rfft(padded[at : at + size])) ** 2 * weight).sum() / size**2)
        for at in range(0, len(padded) - size + 1, size // 4)
    ]
    return float(-0.691 + 10 * np.log10(max(powers) + 1e-12))


def words(text: str) -> list[str]:
    """Return English text as a recogniser writes it."""

    def named(number: re.Match[str]) -> str:
        n = int(number.group())
        return UNITS[n] if n < 20 else f"{TENS[n // 10]} {UNITS[n % 10] if n % 10 else ''}"

    return re.sub(r"[^a-z' ]", " ", re.sub(r"\d+", named, text.lower().replace("-", " "))).split()


def errors(wanted: list[str], heard: list[str]) -> int:
    """Return the word edit distance: substitutions, deletions and insertions."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        before, row = row, [i]
        for j, other in enumerate(heard, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (word != other)))
    return row[-1]


def recogniser() -> Any:  # Any: it ships no types
    """Return the recogniser of English, or ``None`` where it is not installed."""
    if importlib.util.find_spec("pocketsphinx") is None:
        return None
    from pocketsphinx import Decoder

    return Decoder(samprate=16000, loglevel="FATAL")


def recognised(decoder: Any, samples: array[int]) -> list[str]:  # Any: it ships no types
    """Return the recognised words."""
    import miniaudio

    signed = miniaudio.SampleFormat.SIGNED16
    pause = bytes(RATE // 2)
    heard = miniaudio.convert_frames(signed, 1, RATE, pause + samples.tobytes() + pause, signed, 1, 16000)
    decoder.start_utt()
    decoder.process_raw(bytes(heard), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return words(found.hypstr) if found is not None else []


def table(code: str, voice: Voice, decoder: Any) -> Iterator[str]:  # Any: it ships no types
    """Yield the lines for one language: a summary, then a row for each phrase."""
    rows: list[tuple[str, str, float, float, float, int | None, int]] = []
    with closing(Renderer(voice, 1.0)) as renderer:
        for key, text in spoken(code).items():
            samples = renderer.render(text)
            if not samples:
                raise SystemExit(f"{voice.name} cannot say {text!r}")
            scaled = np.asarray(samples, np.float64) / FULL
            wrong = errors(words(text), recognised(decoder, samples)) if decoder is not None and code == "en" else None
            rows.append(
                (key, text, len(samples) / RATE, loudness(scaled), float(np.abs(scaled).max()), wrong, len(words(text)))
            )
    long = [row for row in rows if len(row[1].split()) >= 3 and not re.search(r"\d", row[1])]
    pace = 60 * sum(len(row[1].split()) for row in long) / sum(row[2] for row in long)
    loud = [row[3] for row in rows]
    yield f"\n## {code}: {voice.name}\n"
    yield (
        f"{len(rows)} phrases, {sum(row[2] for row in rows):.0f} s; "
        f"{pace:.0f} words a minute in those of three words and more; "
        f"loudness {np.median(loud):.1f} LUFS (5th to 95th percentile {np.percentile(loud, 5):.1f} to "
        f"{np.percentile(loud, 95):.1f}); highest peak {20 * np.log10(max(row[4] for row in rows)):.1f} dB."
    )
    if any(row[5] is not None for row in rows):
        for name, some in (
            ("phrases", [row for row in rows if not row[0].startswith("count ")]),
            ("counts", [row for row in rows if row[0].startswith("count ")]),
        ):
            yield f"Word errors in {name}: {sum(row[5] or 0 for row in some) / sum(row[6] for row in some):.0%}."
    yield "\n| key | phrase | s | LUFS | words wrong |\n| --- | --- | --- | --- | --- |"
    for key, text, seconds, lufs, _, wrong, many in rows:
        yield f"| {key} | {text} | {seconds:.2f} | {lufs:.1f} | {'-' if wrong is None else f'{wrong} of {many}'} |"


def main() -> None:
    """Render everything and print the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("language", nargs="*", default=languages())
    parser.add_argument("--engine", choices=get_args(EngineName), default="auto")
    asked = parser.parse_args()
    decoder = recogniser()
    print("# Every phrase that is spoken\n\nMade by `python -m benchmarks.phrases`; `voice.md` says what it means.")
    print("\n| tone | s | LUFS | peak, dB |\n| --- | --- | --- | --- |")
    for name in EARCONS:
        scaled = np.asarray(tone(name), np.float64) / FULL
        peak = 20 * np.log10(np.abs(scaled).max())
        print(f"| {name} | {len(scaled) / RATE:.2f} | {loudness(scaled):.1f} | {peak:.1f} |")
    for code in cast(list[str], asked.language):
        voice = find_voice(Settings(code, engine=asked.engine))
        if voice is None:
            sys.exit(f"there is no voice for {code!r}")
        for line in table(code, voice, decoder):
            print(line, flush=True)


if __name__ == "__main__":
    main()
