import shutil
import subprocess
from contextlib import closing

import pytest

from coach.language import Language, languages
from coach.voice.engines import find_voice
from coach.voice.rendering import Renderer
from coach.voice.settings import Settings

SLOW = Settings("de", speed=0.8, engine="system")


def only(*programs):
    """A system that has these programs and no others."""
    return lambda name: f"/bin/{name}" if name in programs else None


@pytest.fixture
def folder(tmp_path):
    """The voices of a package."""
    for name in ("de-DE", "en-GB", "en-US", "es-ES"):
        (tmp_path / f"{name}_ta.bin").touch()
    return tmp_path


def voice(platform, program, settings=SLOW):
    found = find_voice(settings, platform, only(program))
    assert found is not None
    return found


def rendered(found, text):
    with closing(Renderer(found, 1.0)) as renderer:
        return renderer.render(text)


@pytest.mark.parametrize(
    ("language", "chosen"),
    [
        ("de", "de-DE"),
        ("en", "en-GB"),  # of two accents, the preferred one
        ("en-US", "en-US"),
        ("en-NZ", "en-GB"),  # no such country: the language's first
        ("es", "es-ES"),
        ("ES", "es-ES"),
    ],
)
def test_the_packaged_voice_is_chosen_by_the_code_of_the_language(folder, language, chosen):
    found = find_voice(Settings(language, speed=1.5), "linux", only("espeak-ng"), lambda: folder)
    assert found is not None
    assert found.name == f"Pico {chosen}"
    assert found.command[-2:] == (chosen, "1.5")


def test_a_language_that_the_package_lacks_is_spoken_by_the_system(folder):
    found = find_voice(Settings("nl"), "linux", only("espeak-ng"), lambda: folder)
    assert found is not None
    assert (found.name, found.why) == ("espeak-ng", "absent")


def test_without_the_package_the_system_speaks():
    found = find_voice(Settings(), "darwin", only("say"), lambda: None)
    assert found is not None
    assert found.name == "say"


@pytest.mark.parametrize(
    ("engine", "chosen"), [("auto", "Pico de-DE"), ("package", "Pico de-DE"), ("system", "espeak-ng")]
)
def test_the_engine_can_be_chosen(folder, engine, chosen):
    found = find_voice(Settings("de", engine=engine), "linux", only("espeak-ng"), lambda: folder)
    assert found is not None
    assert found.name == chosen


def test_the_package_alone_may_lack_the_language(folder):
    assert find_voice(Settings("nl", engine="package"), "linux", only("espeak-ng"), lambda: folder) is None


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValueError, match="--voice-engine is auto, package, system, not robot"):
        Settings(engine="robot")  # type: ignore[arg-type]


def test_espeak_gets_language_and_speed_and_reads_the_text():
    command = ("/bin/espeak-ng", "-v", "de", "-s", "128", "--stdin", "--stdout")
    assert voice("linux", "espeak-ng").command == command


def test_macos_speaks_by_say():
    done = voice("darwin", "say")
    assert done.command[0] == "/bin/sh"
    assert done.command[-2:] == ("/bin/say", "128")
    assert " de[_-]" in done.command[2]


def test_windows_speaks_by_powershell():
    assert "$s.Rate = -2; " in voice("win32", "powershell").command[-1]


@pytest.mark.parametrize(("platform", "program"), [("win32", "powershell"), ("darwin", "say"), ("linux", "espeak")])
def test_a_language_code_is_never_run_as_a_script(platform, program):
    done = voice(platform, program, Settings("de'); Remove-Item $(x) \"; rm", engine="system"))
    assert not any("Remove-Item $" in word or "; rm" in word for word in done.command)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "freebsd14"])
def test_without_a_voice_there_is_none(platform):
    assert find_voice(Settings(), platform, only(), lambda: None) is None


@pytest.mark.parametrize("settings", [{"volume": -0.1}, {"volume": 1.1}, {"speed": 0.4}, {"speed": 2.1}])
def test_impossible_settings_are_a_value_error(settings):
    with pytest.raises(ValueError, match=r"volume|speed"):
        Settings(**settings)


@pytest.mark.parametrize("language", languages())
def test_the_package_speaks_every_language_of_the_phrases(language):
    spoken = Language.load(language).say("placement.feet")
    found = find_voice(Settings(language))
    assert found is not None
    assert found.name.startswith(f"Pico {language}")
    samples = rendered(found, spoken)
    assert samples is not None
    assert 1.0 < len(samples) / 48000 < 6.0


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng")
@pytest.mark.parametrize("language", languages())
def test_espeak_really_speaks(language):
    found = find_voice(Settings(language, engine="system"))
    assert found is not None
    samples = rendered(found, Language.load(language).say("placement.feet"))
    assert samples is not None
    assert 1.0 < len(samples) / 48000 < 6.0


SPOKEN = {
    "a file that Pico would write": '<genfile file="{there}">Hello</genfile>',
    "a file that Pico would read": '<usesig file="{there}">Hello</usesig>',
    "an unclosed tag": '<speed level="20000">Hello',
    "an entity": "&lt;genfile file=&quot;{there}&quot;&gt;Hello",
    "control letters": "Hello\x00\x1b[31m\x07 there",
    "no letters of the language": "你好 שלום Привет",
    "emoji": "Hello 🙂🧘‍♀️",
    "a lone surrogate": "Hello \udcff there",
    "one endless word": "a" * 2000,
    "punctuation": "!?.,;:-–—…\"'()[]{}%$#@*" * 10,
    "digits": "9" * 40,
    "formatting": "%s %n {0} \\n \\",
}


@pytest.mark.parametrize("text", SPOKEN.values(), ids=SPOKEN)
def test_no_text_is_run_as_a_command(tmp_path, text):
    found = find_voice(Settings())
    assert found is not None
    words = text.replace("{there}", str(tmp_path / "there")).encode("utf-8", "replace")
    done = subprocess.run(found.command, input=words, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert list(tmp_path.iterdir()) == []
    assert done.stdout[:4] == b"RIFF"
