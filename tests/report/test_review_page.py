"""The review in a browser: its content, its interaction, and that it requests nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coach.events import Fault
from coach.language import Language, english, languages
from coach.report.review import page
from coach.report.review.facts import Definition
from coach.report.review.pain import pain
from tests.report.browser import Shown, opened, until
from tests.report.diaries import (
    STRENGTHENING,
    STRETCHES,
    TODAY,
    definitions,
    diary,
    long_diary,
    move_done,
    rep,
    visit,
)

pytestmark = pytest.mark.slow  # a browser opens the page

HOSTILE = '</script><script>document.title="taken"</script><img src=x onerror="document.title=\'taken\'">'


@pytest.fixture(scope="module")
def browser():
    with opened() as found:
        yield found


@pytest.fixture(scope="module")
def months(tmp_path_factory):
    made = tmp_path_factory.mktemp("pages") / "review.html"
    made.write_text(page.review(long_diary(20), english()), encoding="utf-8")
    return made


@pytest.fixture
def show(browser, tmp_path):
    """Open a page, and check at the end that it logged and requested nothing."""
    shown: list[Shown] = []

    def opening(html, **how):
        path = html
        if isinstance(html, str):
            path = tmp_path / f"{len(shown)}.html"
            path.write_text(html, encoding="utf-8")
        shown.append(Shown(browser, path, **how))
        return shown[-1].page

    yield opening
    for each in shown:
        assert (each.console, each.elsewhere) == ([], [])
        each.close()


def visible(found):
    return " ".join(found.inner_text().split())


def open_visit(found):
    found.locator("summary").click()
    found.locator("h4").first.wait_for()


def test_today_and_this_week_head_the_page(show):
    friday = visit(2, TODAY, (move_done("hip-abduction", [rep(side="left"), rep(side="right")]),), pain_before=3)
    found = show(page.review(diary(visit(1, TODAY - timedelta(days=3)), friday), english()))
    glance = visible(found.locator("#glance"))
    assert "Done in part" in glance
    assert "07:05, The whole programme: 2 reps, all clean" in glance
    assert "0 of 4 planned days done so far" in glance


def test_every_section_has_a_heading(show, months):
    found = show(months)
    names = found.get_by_role("heading", level=2).all_inner_texts()
    assert names == ["At a glance", "Days", "Moves", "Pain", "Other activity", "Sessions"]
    for name in names:
        assert found.get_by_role("region", name=name, exact=True).count() == 1
    assert found.locator("html").get_attribute("lang") == "en-GB"
    assert found.get_by_role("main").count() == found.get_by_role("navigation").count() == 1


def test_each_chart_is_drawn_and_has_words_for_it(show, months):
    found = show(months)
    found.evaluate("drawAll()")
    charts = found.locator(".chart")
    assert charts.count() == 7
    assert found.locator(".chart .main-svg").count() >= 7
    for chart in charts.all():
        descriptions = chart.get_attribute("aria-describedby").split()
        assert all(found.locator(f"#{each}").inner_text().strip() for each in descriptions)
    assert found.get_by_role("table", name="in numbers, the latest first", include_hidden=True).count() == 6


def test_a_button_shows_older_data_in_the_charts(show, months):
    found = show(months)
    found.evaluate("drawAll()")
    first = "document.querySelector('.chart.trend').layout.xaxis.range[0]"
    near = found.evaluate(first)
    found.get_by_role("button", name="All").click()
    assert found.evaluate(first) < near
    assert found.get_by_role("button", name="All").get_attribute("aria-pressed") == "true"


def test_a_day_opens_its_session_and_a_repetition_its_curve(show, months):
    found = show(months)
    found.locator("#days > .months td.done a").last.click()
    until(found, "document.querySelectorAll('details.visit[open]').length === 1")
    session = found.locator("details.visit[open]")
    button = session.get_by_role("button", name="Curve of rep 1", exact=False).first
    button.focus()
    found.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    chart = session.get_by_role("img", name="Curve of rep 1", exact=False)
    assert "held" in chart.get_attribute("aria-label")
    until(found, "document.querySelectorAll('details.visit[open] .shapelayer path').length >= 3")
    found.keyboard.press("Enter")
    assert chart.count() == 0


def test_an_uncounted_attempt_has_its_reason_and_a_fault_its_cue(show):
    reps = [
        rep(0, "left", reasons=("short-hold",)),
        rep(20, "left", faults=(Fault("knee-bent", 21, 22),), advisory=(Fault("pelvis-rolled", 21, 22, 0.4),)),
    ]
    found = show(page.review(diary(visit(7, TODAY, (move_done("hip-abduction", reps),))), english()))
    open_visit(found.locator("#s7"))
    text = visible(found.locator("#s7"))
    assert "did not count held too briefly: hold a little longer" in text
    assert "counted knee bent: straighten the top knee" in text
    assert "perhaps pelvis rolled: roll the top hip forward" in text


def test_a_corrected_count_is_shown_next_to_the_measured_one(show, months):
    found = show(months)
    session = found.locator("details.visit", has_text="count corrected")
    open_visit(session)
    assert "left: corrected to 2, measured 1 (one was hidden behind the chair)" in visible(session)


def test_an_old_session_shows_its_totals(show):
    move = replace(move_done("hip-abduction", [rep(side="left"), rep(side="left", reasons=("low",))]), sets=())
    found = show(page.review(diary(visit(1, TODAY - timedelta(days=300), (move,))), english()))
    open_visit(found.locator("details.visit"))
    text = visible(found.locator("details.visit"))
    assert "left: 1 of 2 counted, 1 clean, typically 44°" in text
    assert "1 × not all the way into the position" in text


TOLD: list[dict[str, Any]] = [
    {"pain_after": 3},
    {"pain_before": 7, "pain_after": None},
    {"pain_after": None, "spreads": True},
    {"began": visit(1, TODAY - timedelta(days=15)).began},
]


def test_much_more_pain_shows_the_safety_notice(show):
    hurt = visit(1, TODAY, (move_done("hip-abduction", [rep()]),), pain_before=2, pain_after=4)
    assert "see a doctor at once" in visible(show(page.review(diary(hurt), english())).get_by_role("note"))
    felt = [pain(diary(replace(hurt, **report))).recent for report in TOLD]
    assert felt == [False, True, True, False]


def test_pain_down_the_leg_is_reported_with_and_without_a_number(show):
    hurt = visit(1, TODAY, (move_done("hip-abduction", [rep()]),), spreads=True)
    alone = visible(show(page.printed(diary(hurt), 6, english())).locator("main"))
    assert "Pain was reported in 1 session, last on 20 November 2026: spreading down the leg." in alone
    assert "After 1 session it spread down the leg." in alone
    both = visible(show(page.review(diary(replace(hurt, pain_before=2, pain_after=5)), english())).locator("main"))
    assert "pain 2 before, 5 after, spreading down the leg" in both


def test_the_report_to_be_printed_fits_a_small_screen_too(show):
    found = show(page.printed(long_diary(6), 6, english()), viewport={"width": 360, "height": 800})
    assert found.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_first_day_is_one_day_and_has_no_week_before(show):
    made = page.review(diary(visit(1, TODAY, (move_done("hip-abduction", [rep()]),))), english())
    text = visible(show(made).locator("body"))
    assert "20 November 2026: 1 session" in text
    assert "to 20 November" not in text
    assert "The week before" not in text


def test_markup_in_titles_and_notes_is_text(show):
    move = replace(move_done("hip-abduction", [rep()]), definition="own")
    own = {**definitions(), "own": Definition(HOSTILE, 30, 60, {"knee-bent": HOSTILE})}
    made = visit(3, TODAY, (move,), title=HOSTILE, hurts=HOSTILE, source=HOSTILE, kind="video")
    history = replace(diary(made), definitions=own)
    for html in (
        page.review(history, english()),
        page.printed(history, 6, english()),
        page.visit(history, 3, english()),
    ):
        found = show(html)
        for each in found.locator("details.visit").all():
            if each.get_attribute("open") is None:
                open_visit(each)
        assert HOSTILE in found.locator("body").inner_text()
        assert found.title() != "taken"
        assert found.locator("img[src=x]").count() == 0


@pytest.mark.parametrize(
    ("visits", "words"),
    [
        ((), "Nothing yet"),
        ((visit(1, TODAY),), "no attempts"),  # begun, and left at once
        ((visit(1, TODAY, (move_done("knee-to-chest", []),)),), "no attempts"),
        ((visit(1, TODAY, (move_done("hip-abduction", [rep(reasons=("low",))]),)),), "1 more did not count"),
        ((visit(1, TODAY, (move_done("spine-extension", [rep(peak=None)]),)),), "1 rep"),  # its angle unseen
    ],
)
def test_little_makes_a_page_too(show, visits, words):
    made = diary(*visits)
    found = show(page.review(made, english()))
    found.evaluate("drawAll()")
    assert words in visible(found.locator("main"))
    assert "Exercise report" in page.printed(made, 6, english())


def test_the_last_four_weeks_fit_a_phone_in_every_language(show):
    for code in languages():
        found = show(page.review(long_diary(8), Language.load(code)), viewport={"width": 390, "height": 844})
        wide = "[...document.querySelectorAll('.wide:has(.recent)')]"
        assert found.evaluate(f"{wide}.filter(each => each.scrollWidth > each.clientWidth).length") == 0, code


def test_the_numbers_of_the_charts_have_the_decimal_mark_of_the_language(show):
    found = show(page.review(long_diary(8), Language.load("de")))
    found.evaluate("drawAll()")
    assert found.evaluate("document.querySelector('.chart.trend')._fullLayout.separators") == ",."


def test_pages_fit_the_window_and_charts_follow_the_dark_theme(show, months):
    found = show(months, color_scheme="light")
    found.locator("details.visit summary").first.click()
    found.evaluate("drawAll()")
    for width in (360, 768, 1440):
        found.set_viewport_size({"width": width, "height": 900})
        assert found.evaluate("document.documentElement.scrollWidth") <= width
    colour = "document.querySelector('.chart.trend').layout.font.color"
    day = found.evaluate(colour)
    found.emulate_media(color_scheme="dark")
    until(found, f"{colour} !== '{day}'")


def test_the_content_is_reachable_by_keyboard(show, months):
    found = show(months)
    found.keyboard.press("Tab")
    assert found.evaluate("document.activeElement.textContent") == "Skip to the content"
    found.keyboard.press("Enter")
    found.keyboard.press("Tab")
    assert found.evaluate("document.activeElement.closest('main') !== null")


def test_the_report_prints_whole_on_sheets_of_a4(show, browser, tmp_path):
    found = show(page.printed(long_diary(20), 6, english()))
    assert found.locator(".chart .main-svg").count() >= 7
    pdf = found.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert 3 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 9
    text = visible(found.locator("main"))
    assert "12 October to 20 November 2026" in visible(found.locator("header"))
    for name in (*STRENGTHENING, *STRETCHES):
        assert definitions()[name].title in text


def test_one_session_alone_is_open_with_its_curves(show):
    html = page.visit(diary(visit(5, TODAY, (move_done("hip-abduction", [rep()], curves=True),))), 5, english())
    found = show(html)
    assert found.get_by_role("button", name="Curve of rep 1").count() == 1


def test_an_unknown_session_is_reported():
    with pytest.raises(ValueError, match="there is no session 9; the last one is 5"):
        page.visit(diary(visit(5, TODAY)), 9, english())
