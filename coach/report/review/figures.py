"""Charts as dictionaries for Plotly's script. Colours use the names in the style sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from coach.body import Side
from coach.report.review.days import DAY, WEEK
from coach.report.review.facts import Visit
from coach.report.review.trend import Goal, Trend, TrendPoint
from coach.report.review.words import PageWords

Chart: TypeAlias = dict[str, Any]  # Any: what JSON holds

SHOWN: Final = 12 * WEEK
"""Time span shown at first; buttons show more."""

SIDES: Final[Mapping[Side | None, tuple[str, str, str]]] = {
    "left": ("var(--left)", "circle", "solid"),
    "right": ("var(--right)", "square", "dot"),
    None: ("var(--accent)", "circle", "solid"),
}
"""Colour, marker and line of each side; they also differ without colour."""

CLEAR: Final = "rgba(0, 0, 0, 0)"

MS: Final = 1000
DAY_MS: Final = 86_400 * MS


def trend(found: Trend, today: date, words: PageWords, shown: timedelta | None = SHOWN) -> Chart:
    """Return the chart of one move over time, in up to three rows: the angle, the hold, the reps."""
    first = min(line[0].span[0] for line in found.lines.values())
    rows = [name for name, there in (
        ("angle", any(point.peak_deg is not None for line in found.lines.values() for point in line)),
        ("hold", any(aim.hold_s for aim in found.aims)),
        ("reps", True),
    ) if there]  # fmt: skip
    domains = _domains(rows)
    layout = _layout(first, today, shown)
    data: list[Chart] = []
    for row, (axis, domain) in domains.items():
        layout[f"yaxis{axis}"] = _axis(domain, 5 if row == "angle" else 3)
        layout["annotations"].append(_heading(_row_heading(row, found, words), domain[1]))
        if row == "reps":
            data += _bars(found, f"y{axis}", words)
            continue
        if row == "angle":
            data += _band(found, today, f"y{axis}")
        else:
            data += _level(found.aims, today, [aim.hold_s or None for aim in found.aims], f"y{axis}", "solid")
        angle = words.unit(found.unit)
        data += [_line(side, line, row, f"y{axis}", angle, words) for side, line in found.lines.items()]
    layout["barmode"] = "stack"
    layout["xaxis"]["anchor"] = f"y{domains[rows[-1]][0]}"
    return {"data": data, "layout": layout}


def pain(visits: Sequence[Visit], today: date, words: PageWords, shown: timedelta | None = SHOWN) -> Chart:
    """Return the chart of pain before and after each visit that reports it, from 0 to 10."""
    x = [_minute(each) for each in visits]
    layout = _layout(visits[0].day, today, shown)
    layout["yaxis"] = _axis((0.0, 1.0), 6) | {"range": [-0.4, 10.4], "tickvals": [0, 2, 4, 6, 8, 10]}
    between = [each for each in visits if each.pain_before is not None and each.pain_after is not None]
    return {
        "data": [
            {
                "x": [x for each in between for x in (_minute(each), _minute(each), None)],
                "y": [y for each in between for y in (each.pain_before, each.pain_after, None)],
                "mode": "lines", "line": {"color": "var(--line-strong)", "width": 2}, "hoverinfo": "skip",
            },
            {
                "x": x, "y": [each.pain_before for each in visits], "mode": "markers",
                "marker": {"symbol": "circle-open", "size": 9, "color": "var(--ink-soft)", "line": {"width": 2}},
                "meta": {"size": 9},
                "hovertemplate": f"%{{x|%-d %b %Y}}<br>{words.say('chart.before')}: %{{y}}<extra></extra>",
            },
            {
                "x": x, "y": [each.pain_after for each in visits], "mode": "markers",
                "marker": {"symbol": "circle", "size": 8, "color": "var(--pain)"},
                "meta": {"size": 8},
                "hovertemplate": f"%{{x|%-d %b %Y}}<br>{words.say('chart.after')}: %{{y}}<extra></extra>",
            },
        ],
        "layout": layout,
    }  # fmt: skip


HEIGHTS: Final = {"angle": 3.0, "hold": 1.7, "reps": 1.7}
GAP: Final = 0.11


def _domains(rows: Sequence[str]) -> dict[str, tuple[str, tuple[float, float]]]:
    free = 1 - 0.05 - GAP * (len(rows) - 1)
    whole = sum(HEIGHTS[row] for row in rows)
    top, found = 0.95, {}
    for number, row in enumerate(rows, 1):
        bottom = max(top - free * HEIGHTS[row] / whole, 0.0)
        found[row] = ("" if number == 1 else str(number), (bottom, top))
        top = bottom - GAP
    return found


def _row_heading(row: str, found: Trend, words: PageWords) -> str:
    if row == "angle" and words.heading([found.unit]) == "reached":
        return words.say("chart.reached", unit=words.unit(found.unit).strip())
    return words.say(f"chart.{row}")


def _line(side: Side | None, line: Sequence[TrendPoint], row: str, axis: str, angle: str, words: PageWords) -> Chart:
    colour, symbol, dash = SIDES[side]
    values = [(point, point.peak_deg if row == "angle" else point.hold_s) for point in line]
    known = [(point, value) for point, value in values if value is not None]
    unit, digits = (angle, ".0f") if row == "angle" else (" s", ".1f")
    who = "" if side is None else f"{words.say(side)}: "
    return {
        "x": [_middle(point) for point, _ in known],
        "y": [round(value, 1) for _, value in known],
        "yaxis": axis,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 1.5, "dash": dash},
        "marker": {"color": colour, "symbol": symbol, "size": 6},
        "meta": {"size": 6},
        "hovertemplate": f"%{{x|%-d %b %Y}}<br>{who}%{{y:{digits}}}{unit}<extra></extra>",
    }


def _bars(found: Trend, axis: str, words: PageWords) -> list[Chart]:
    """Return bars of reps, both sides together, clean ones at the bottom: of a day, or of an average day of a week."""
    sums: dict[str, list[float]] = {}
    widths: dict[str, int] = {}
    for line in found.lines.values():
        for point in line:
            middle = _middle(point)
            widths[middle] = (point.span[1] - point.span[0]).days * DAY_MS or int(0.8 * DAY_MS)
            so_far = sums.setdefault(middle, [0.0, 0.0, 0.0])
            for i, more in enumerate((point.clean, point.reps - point.clean, point.tried - point.reps)):
                so_far[i] += more / max(point.days, 1)
    x = sorted(sums)
    kinds = [(words.say(f"chart.{kind}"), f"var(--{kind})") for kind in ("clean", "fault", "not")]
    return [
        {
            "type": "bar", "x": x, "y": [round(sums[each][i], 1) for each in x], "width": [widths[each] for each in x],
            "yaxis": axis, "marker": {"color": colour, "line": {"width": 0}},
            "hovertemplate": f"%{{x|%-d %b %Y}}<br>{name}: %{{y}}<extra></extra>",
        }
        for i, (name, colour) in enumerate(kinds)
    ]  # fmt: skip


def _band(found: Trend, today: date, axis: str) -> list[Chart]:
    """Return the good band of the angle, and the target, as steps over time."""
    data: list[Chart] = []
    aims = found.aims
    if found.banded:
        plain = {"yaxis": axis, "mode": "lines", "hoverinfo": "skip", "line": {"width": 0, "shape": "hv"}}
        x, least = _steps(aims, today, [aim.least for aim in aims])
        _, most = _steps(aims, today, [aim.most for aim in aims])
        data.append({"x": x, "y": least, **plain})
        data.append({"x": x, "y": most, **plain, "fill": "tonexty", "fillcolor": "var(--band)"})
    else:
        data += _level(aims, today, [aim.least for aim in aims], axis, "dot")
    if not found.apart:
        return data + _level(aims, today, [aim.target_deg for aim in aims], axis, "solid")
    for side in found.lines:
        data += _level(aims, today, [aim.target_of(side) for aim in aims], axis, "solid", SIDES[side][0])
    return data


def _level(
    aims: Sequence[Goal],
    today: date,
    values: Sequence[float | None],
    axis: str,
    dash: str,
    colour: str = "var(--target)",
) -> list[Chart]:
    """Return a level over time, as steps; empty if there never was one."""
    if all(value is None for value in values):
        return []
    x, y = _steps(aims, today, values)
    line = {"color": colour, "width": 1, "shape": "hv", "dash": dash}
    return [{"x": x, "y": y, "yaxis": axis, "mode": "lines", "line": line, "hoverinfo": "skip"}]


def _steps(aims: Sequence[Goal], today: date, values: Sequence[float | None]) -> tuple[list[str], list[float | None]]:
    x = [(aims[0].first - DAY).isoformat(), *(aim.first.isoformat() for aim in aims), (today + 2 * DAY).isoformat()]
    return x, [values[0], *values, values[-1]]


def _layout(first: date, today: date, shown: timedelta | None) -> Chart:
    """Return the layout of a chart whose data begins on a day; ``shown`` is the time span shown at first."""
    begin = first if shown is None else max(first, today - shown)
    # To the day after tomorrow, so that this evening's marker is not cut off.
    span = [(begin - 2 * DAY).isoformat(), (today + 2 * DAY).isoformat()]
    return {
        "margin": {"l": 40, "r": 10, "t": 4, "b": 28},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": "var(--sans)", "size": 12, "color": "var(--ink-soft)"},
        "hoverlabel": {"bgcolor": "var(--card)", "bordercolor": "var(--line-strong)", "font": {"color": "var(--ink)"}},
        "xaxis": {
            "type": "date", "range": span, "fixedrange": True, "showgrid": False, "zeroline": False,
            "linecolor": "var(--line-strong)", "ticks": "outside", "tickcolor": "var(--line-strong)", "ticklen": 4,
            "tickformatstops": [
                {"dtickrange": [None, "M1"], "value": "%-d %b"},
                {"dtickrange": ["M1", "M6"], "value": "%b %Y"},
                {"dtickrange": ["M6", None], "value": "%Y"},
            ],
            "nticks": 5,
        },
        "annotations": [],
        "meta": {"first": (first - 2 * DAY).isoformat(), "last": span[1]},
    }  # fmt: skip


def _axis(domain: tuple[float, float], ticks: int) -> Chart:
    return {
        "domain": [round(each, 4) for each in domain], "fixedrange": True, "gridcolor": "var(--line)",
        "zeroline": False, "nticks": ticks, "rangemode": "normal",
    }  # fmt: skip


def _heading(text: str, top: float) -> Chart:
    return {
        "text": text, "xref": "paper", "yref": "paper", "x": 0, "y": round(top, 4), "xanchor": "left",
        "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": "var(--ink-soft)"},
    }  # fmt: skip


def _middle(point: TrendPoint) -> str:
    first, last = point.span
    return (first + (last - first) // 2).isoformat()


def _minute(visit: Visit) -> str:
    return visit.began.strftime("%Y-%m-%d %H:%M")
