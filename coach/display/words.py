"""The fixed words of the screen, apart from how they are drawn: another language is another ``Words``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from coach.body import Side
from coach.events import Choice, Lack, Pause


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the screen; ``{}`` stands for a number or a name.

    Attributes:
        sides: A side.
        set: Which set of how many.
        of: How many repetitions there are to be, below the count.
        hold: How long to hold, below the ring.
        seconds: Below the seconds of a rest.
        target: Before the target angle.
        level: The target of what is to be level with the ground.
        own_target: Before one's own.
        start: Below the figure of the start.
        top: Below the figure of the top.
        hold_here: The same, of a move with a hold.
        next: Before what comes next.
        rest: Title of a rest.
        paused: Title of a pause.
        opening: While the camera is opened.
        trouble: Title while there are no pictures.
        summary: Title of the end.
        ready: While the start is held.
        place: While it is not.
        end_next: What follows the last set.
        go_on: How a pause ends.
        go_on_asked: How one ends that was asked for.
        camera: What happens while there are no pictures.
        pain: The question of pain.
        sign: How it is answered.
        done: What was done of a move: repetitions and those asked for.
        came: How far somebody came, and the target that makes.
        help: That there are keys.
        fps: Pictures a second.
        title_keys: Title of the keys.
        keys: Keys and what they do.
        lacks: What is missing before a set.
        pauses: Why it waits.
        choices: What may be chosen, in the order of the keys 1, 2 and so on.
        stalls: What is wrong with the camera, by its state; without a word for it the camera's own sentence stands.
        unseen: What is needed cannot be seen; without words the checker's own sentence stands.
    """

    sides: Mapping[Side, str]
    set: str
    of: str
    hold: str
    seconds: str
    target: str
    level: str
    own_target: str
    start: str
    top: str
    hold_here: str
    next: str
    rest: str
    paused: str
    opening: str
    trouble: str
    summary: str
    ready: str
    place: str
    end_next: str
    go_on: str
    go_on_asked: str
    camera: str
    pain: str
    sign: str
    done: str
    came: str
    help: str
    fps: str
    title_keys: str
    keys: tuple[tuple[str, str], ...]
    lacks: Mapping[Lack, str]
    pauses: Mapping[Pause, str]
    choices: Mapping[Choice, str]
    stalls: Mapping[str, str] = field(default_factory=dict)
    unseen: str = ""


ENGLISH: Final = Words(
    sides={"left": "left side", "right": "right side"},
    set="set {} of {}",
    of="of {}",
    hold="hold {} s",
    seconds="seconds",
    target="target {}°",
    level="target level",
    own_target="your target {}°",
    start="start",
    top="top",
    hold_here="hold here",
    next="Next:",
    rest="Rest",
    paused="Paused",
    opening="Opening the camera …",
    trouble="No picture",
    summary="Done",
    ready="Stay like this",
    place="Get into place",
    end_next="you are done",
    go_on="Get back into place to go on, or press the space bar.",
    go_on_asked="Raise a hand to go on, or press the space bar.",
    camera="It goes on by itself when the camera is back. What is counted stays counted.",
    pain="Does it hurt?",
    sign="Raise a hand for the marked answer, press a number, or just go on.",
    done="{} of {}",
    came="{}°, your target {}°",
    help="h: keys",
    fps="{} pictures a second",
    title_keys="Keys",
    keys=(
        ("space", "pause, and go on"),
        ("s", "skip this move"),
        ("q", "finish: all is kept"),
        ("f", "full screen"),
        ("h", "these keys"),
    ),
    lacks={
        "nobody": "I can’t see you: come into the picture",
        "too-close": "You are too close: move back, or move the camera back",
        "too-far": "You are far away: come nearer",
        "head": "I can’t see your head: move towards your feet",
        "feet": "I can’t see your feet: move towards your head",
        "posture": "Take the posture in the drawing",
        "other-side": "Roll over: the other side is next",
        "view": "Turn on the mat, so that the camera sees you as in the drawing",
        "arm-room": "No room for your stretched arm: move towards your feet",
        "leg-room": "No room for your stretched leg: move towards your head",
        "start": "Almost: take the start in the drawing",
        "dark": "It is too dark: turn on a light",
        "two-people": "I see two people: only one should be in the picture",
    },
    pauses={
        "asked": "You asked for a pause.",
        "left": "You left the picture.",
        "up": "You got up.",
        "camera": "The camera gives no pictures.",
        "pain": "Take your time.",
    },
    choices={"easier": "easier", "skip": "skip this move", "pause": "pause", "stop": "stop for today"},
)

GERMAN: Final = Words(
    sides={"left": "linke Seite", "right": "rechte Seite"},
    set="Satz {} von {}",
    of="von {}",
    hold="{} s halten",
    seconds="Sekunden",
    target="Ziel {}°",
    level="Ziel waagerecht",
    own_target="Ihr Ziel {}°",
    start="Anfang",
    top="oben",
    hold_here="hier halten",
    next="Danach:",
    rest="Pause",
    paused="Pause",
    opening="Die Kamera wird geöffnet …",
    trouble="Kein Bild",
    summary="Geschafft",
    ready="So bleiben",
    place="Nehmen Sie die Ausgangslage ein",
    end_next="dann ist alles geschafft",
    go_on="Zum Weitermachen zurück in die Ausgangslage, oder die Leertaste drücken.",
    go_on_asked="Zum Weitermachen eine Hand heben, oder die Leertaste drücken.",
    camera="Es geht von selbst weiter, sobald die Kamera wieder da ist. Was gezählt ist, bleibt gezählt.",
    pain="Tut es weh?",
    sign="Bei der markierten Antwort die Hand heben, eine Zahl drücken, oder einfach weitermachen.",
    done="{} von {}",
    came="{}°, Ihr Ziel {}°",
    help="h: Tasten",
    fps="{} Bilder pro Sekunde",
    title_keys="Tasten",
    keys=(
        ("Leertaste", "Pause, und weiter"),
        ("s", "diese Übung auslassen"),
        ("q", "beenden: alles wird behalten"),
        ("f", "ganzer Bildschirm"),
        ("h", "diese Tasten"),
    ),
    lacks={
        "nobody": "Ich sehe Sie nicht: Kommen Sie ins Bild",
        "too-close": "Sie sind zu nah: Gehen Sie zurück, oder rücken Sie die Kamera weg",
        "too-far": "Sie sind weit weg: Kommen Sie näher",
        "head": "Ich sehe Ihren Kopf nicht: Rücken Sie zu den Füßen hin",
        "feet": "Ich sehe Ihre Füße nicht: Rücken Sie zum Kopf hin",
        "posture": "Nehmen Sie die gezeichnete Haltung ein",
        "other-side": "Drehen Sie sich um: Die andere Seite ist dran",
        "view": "Drehen Sie sich, bis die Kamera Sie sieht wie gezeichnet",
        "arm-room": "Kein Platz für den gestreckten Arm: Rücken Sie zu den Füßen hin",
        "leg-room": "Kein Platz für das gestreckte Bein: Rücken Sie zum Kopf hin",
        "start": "Fast: Nehmen Sie den gezeichneten Anfang ein",
        "dark": "Es ist zu dunkel: Machen Sie Licht an",
        "two-people": "Ich sehe zwei Menschen: Nur einer soll im Bild sein",
    },
    pauses={
        "asked": "Sie wollten eine Pause.",
        "left": "Sie sind nicht mehr im Bild.",
        "up": "Sie sind aufgestanden.",
        "camera": "Die Kamera gibt keine Bilder.",
        "pain": "Lassen Sie sich Zeit.",
    },
    choices={"easier": "leichter", "skip": "Übung auslassen", "pause": "Pause", "stop": "für heute aufhören"},
    stalls={
        "opening": "Die Kamera wird geöffnet.",
        "absent": "Ich finde keine Kamera. Bitte schließen Sie eine an.",
        "busy": "Ein anderes Programm benutzt die Kamera. Bitte schließen Sie es.",
        "frozen": "Das Bild der Kamera steht still.",
        "black": "Das Bild ist schwarz. Öffnen Sie die Abdeckung, oder machen Sie Licht an.",
        "slow": "Die Kamera ist zu langsam. Bitte machen Sie mehr Licht.",
        "behind": "Dieser Computer ist zu langsam. Bitte schließen Sie andere Programme.",
        "lost": "Die Kamera ist weg. Ich warte auf sie.",
    },
    unseen="Ich sehe Sie nicht gut: Kommen Sie wieder ganz ins Bild",
)

LANGUAGES: Final[Mapping[str, Words]] = {"en": ENGLISH, "de": GERMAN}
"""The words of each language, by its code."""


def words_in(language: str) -> Words:
    """The words of a language; English for one that has none here."""
    return LANGUAGES.get(language, ENGLISH)
