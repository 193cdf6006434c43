"""A calendar sheet: weekdays some days away, days between two dates, and the sum of a framed square of days."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from scisynth.core.problems import Answer
from scisynth.figures.corruptions import change
from scisynth.figures.families.family import DoesNotApplyError, Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, one_of
from scisynth.figures.families.questions import Question, ask_count, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import BLUE, GREY, INK, PALE_BLUE, RED
from scisynth.figures.scene.marks import Label, Round
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WIDE, HIGH = 1.2, 0.78
"""Of a day's box."""


def add_months(year: int, month: int, num: int) -> tuple[int, int]:
    """The (year, month) so many months later."""
    return year + (month - 1 + num) // 12, (month - 1 + num) % 12 + 1


@dataclass(frozen=True, kw_only=True)
class Month(Parameters):
    """A month, a day in it, and what is asked of it."""

    layout: str = one_of("one ring", "two rings", "frame")
    year: int = one_of(*range(2021, 2040))
    month: int = one_of(*range(1, 13))
    day: int = one_of(*range(1, 32))
    starts: str = one_of("Monday", "Sunday")
    sense: str = one_of("later", "earlier")
    distance: int = one_of(*range(36, 120), level_1=range(30, 60), level_3=range(100, 320))
    gap: int = one_of(1, level_3=(1, 2))
    second: int = one_of(*range(1, 29))
    size: int = one_of(2, 3, level_1=(2,), level_3=(3, 4))
    other: int = one_of(*range(1, 29))
    nth: int = one_of(2, 3, 4)
    weekday: int = one_of(*range(7))

    def valid(self) -> bool:
        """The day is in the month; the frame holds days of the month alone."""
        if self.day > self.last or self.other == self.day:
            return False
        end = self.day + 8 * (self.size - 1)
        return self.layout != "frame" or (self.column(self.day) + self.size <= 7 and end <= self.last)

    @property
    def last(self) -> int:
        """Days of the month."""
        return calendar.monthrange(self.year, self.month)[1]

    @property
    def begin(self) -> date:
        """Of the ringed day."""
        return date(self.year, self.month, self.day)

    @property
    def end(self) -> date:
        """Of the second ringed day."""
        year, month = add_months(self.year, self.month, self.gap)
        return date(year, month, self.second)

    @property
    def heads(self) -> list[str]:
        """Weekdays in the order of the columns."""
        first = DAYS.index(self.starts)
        return [DAYS[(first + k) % 7] for k in range(7)]

    def column(self, day: int) -> int:
        """Of a day of the month."""
        return self.heads.index(self.weekday_of(day))

    def weekday_of(self, day: int) -> str:
        """Of a day of the month."""
        return DAYS[date(self.year, self.month, day).weekday()]

    @property
    def framed(self) -> list[int]:
        """Days in the frame."""
        return [self.day + 7 * i + j for i in range(self.size) for j in range(self.size)]

    @property
    def title(self) -> str:
        """Month and year."""
        return title_of(self.year, self.month)

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The day."""
        return (Quantity(symbol="d", value=self.day, meaning="day of the month"),)


def title_of(year: int, month: int) -> str:
    """`March 2027`."""
    return f"{calendar.month_name[month]} {year}"


@family("Universal - Table / Grid")
class CalendarMonth(Family[Month]):
    """The sheet of a month with a ringed day, of two months with a day ringed in each, or with a framed square of days."""

    def solve(self, p: Month) -> Solution:
        """By the calendar (Gregorian)."""
        sign = 1 if p.sense == "later" else -1
        between, total = (p.end - p.begin).days, sum(p.framed)
        wanted = DAYS[(p.begin + timedelta(days=sign * p.distance)).weekday()]
        answer = {
            "one ring": Answer(text=wanted),
            "two rings": Answer(text=f"{between} days", value=between, unit="days", tolerance=0),
            "frame": Answer(text=str(total), value=total, tolerance=0),
        }[p.layout]
        whole = [calendar.monthrange(*add_months(p.year, p.month, k))[1] for k in range(1, p.gap)]
        return Solution(
            answer=answer,
            symbol="S" if p.layout == "frame" else "",
            values={
                "title": p.title,
                "title_end": title_of(p.end.year, p.end.month),
                "of_day": p.weekday_of(p.day),
                "weeks": p.distance // 7,
                "rest": p.distance % 7,
                "sign": "+" if sign > 0 else "−",
                "terms": " + ".join(map(str, [p.last - p.day, *whole, p.second])),
                "num": p.size**2,
                "mean": f"{total / p.size**2:g}",
                "corner": p.framed[-1],
            },
            hidden=(wanted,) if p.layout == "one ring" else None,
        )

    def draw(self, p: Month, sketch: Sketch) -> None:
        """Weeks are rows; the ring and the frame keep clear of the rules."""
        tag = "a" if p.layout == "two rings" else ""
        self._sheet(p, sketch, tag, (p.year, p.month), 0.0)
        if p.layout == "frame":
            self._frame(p, sketch)
        else:
            self._ring(p, sketch, tag, (p.year, p.month), p.day, 0.0)
        if p.layout == "two rings":
            left = 8.3 * WIDE
            self._sheet(p, sketch, "b", (p.end.year, p.end.month), left)
            self._ring(p, sketch, "b", (p.end.year, p.end.month), p.second, left)
            sketch.claim("order", "title:a", "title:b", value="left_to_right")
        sketch.entity("month", *(mark.id for mark in sketch.marks if mark.id.startswith("row:")))

    def _weeks(self, p: Month, month: tuple[int, int]) -> list[list[int]]:
        return calendar.Calendar(DAYS.index(p.starts)).monthdayscalendar(*month)

    def _sheet(self, p: Month, sketch: Sketch, tag: str, month: tuple[int, int], left: float) -> None:
        weeks = self._weeks(p, month)
        rows = [[name[:3] for name in p.heads], *([str(n) if n else "" for n in week] for week in weeks)]
        low, right = -len(rows) * HIGH, left + 7 * WIDE
        for i in range(len(rows)):
            fill = PALE_BLUE if i == 0 else ""
            sketch.rectangle(f"row:{tag}{i}", left, -(i + 1) * HIGH, right, -i * HIGH, width=0, fill=fill, z=0)
        for j in range(7):
            edges = (left + j * WIDE, left + (j + 1) * WIDE)
            sketch.rectangle(f"column:{tag}{j}", edges[0], low, edges[1], 0, width=0.6, color=GREY, z=0)
        for i in range(len(rows) + 1):
            weight = 1.5 if i in (0, 1, len(rows)) else 0.5
            y = -i * HIGH
            sketch.line(f"rule:{tag}{i}", (left, y), (right, y), width=weight, color=INK if weight > 1 else GREY)
        for i, words in enumerate(rows):
            for j, word in enumerate(words):
                if word:
                    name = f"weekday:{tag}{j}" if i == 0 else f"day:{tag}{word}"
                    at = (left + (j + 0.5) * WIDE, -(i + 0.5) * HIGH)
                    sketch.text(name, word, at, size=9.5 if tag else 13, color=RED if rows[0][j] == "Sun" else INK)
                    sketch.claim("inside", name, f"row:{tag}{i}")
                    sketch.claim("inside", name, f"column:{tag}{j}")
        sketch.text(f"title:{tag or 'month'}", title_of(*month), ((left + right) / 2, 0.42), size=12 if tag else 15)
        if not tag:
            sketch.claim("count", "row", value=len(rows))
            sketch.claim("count", "day", value=calendar.monthrange(*month)[1])

    def _ring(self, p: Month, sketch: Sketch, tag: str, month: tuple[int, int], day: int, left: float) -> None:
        weeks = self._weeks(p, month)
        i = next(index for index, week in enumerate(weeks) if day in week)
        j = weeks[i].index(day)
        sketch.circle(f"ring:{tag}", (left + (j + 0.5) * WIDE, -(i + 1.5) * HIGH), 0.34, color=RED, width=1.7)
        sketch.claim("inside", f"ring:{tag}", f"row:{tag}{i + 1}")
        sketch.claim("inside", f"ring:{tag}", f"column:{tag}{j}")

    def _frame(self, p: Month, sketch: Sketch) -> None:
        weeks = self._weeks(p, (p.year, p.month))
        i = next(index for index, week in enumerate(weeks) if p.day in week)
        j = p.column(p.day)
        box = (j * WIDE + 0.1, -(i + 1 + p.size) * HIGH + 0.08, (j + p.size) * WIDE - 0.1, -(i + 1) * HIGH - 0.08)
        sketch.rectangle("frame:days", *box, color=BLUE, width=2.2, z=3)
        for day in range(1, p.last + 1):
            sketch.claim("inside" if day in p.framed else "outside", f"day:{day}", "frame:days")

    def questions(self, p: Month) -> Iterator[Question]:
        """Days, weekdays and months that are shown."""
        if p.layout == "frame":
            yield ask_count("least", p.day, likely=[p.day + 1, p.day + 7, p.framed[-1]], low=1)
        else:
            yield ask_count("ringed", p.day, likely=[p.day + 7, p.day - 7, p.day + 1, p.second], low=1)
        at = p.heads.index(p.weekday_of(1))
        yield ask_word("first", p.weekday_of(1), [p.heads[(at + k) % 7] for k in (1, 6, 3, 5)])
        own = p.weekday_of(p.other)
        at = p.heads.index(own)
        yield ask_word("weekday", own, [p.heads[(at + k) % 7] for k in (1, 6, 4)], other_day=p.other)
        name = DAYS[p.weekday]
        wanted = [d for d in range(1, p.last + 1) if p.weekday_of(d) == name][p.nth - 1]
        nth = ("second", "third", "fourth")[p.nth - 2]
        yield ask_count("nth", wanted, likely=[wanted + 7, wanted - 7, wanted + 1], low=1, day_name=name, nth_word=nth)
        names = [title_of(p.year, (p.month + k) % 12 + 1) for k in (2, 5, 8)]
        yield ask_word("first_month" if p.layout == "two rings" else "month", p.title, names)

    @defect(visibility=2)
    def moved_ring(self, p: Month, scene: FigureScene, draw: Random) -> FigureScene:
        """The ring lies around a day next to the one that the problem names."""
        ring = next((mark for mark in scene.marks if isinstance(mark, Round)), None)
        if ring is None:
            raise DoesNotApplyError
        step = -WIDE if p.column(p.day) == 6 else WIDE
        return change(scene, replace(ring, center=(ring.center[0] + step, ring.center[1])))

    @defect(visibility=2)
    def shifted_frame(self, p: Month, scene: FigureScene, draw: Random) -> FigureScene:
        """The frame lies around other days than it should."""
        if p.layout != "frame":
            raise DoesNotApplyError
        mark = scene.path("frame:days")
        step = WIDE if p.column(p.day) == 0 else -WIDE
        return change(scene, replace(mark, points=tuple((x + step, y) for x, y in mark.points)))

    @defect(visibility=1)
    def exchanged_days(self, p: Month, scene: FigureScene, draw: Random) -> FigureScene:
        """Two days that follow each other have changed places."""
        tag = "a" if p.layout == "two rings" else ""
        first = draw.choice([d for d in range(1, p.last) if p.column(d) < 6])
        one, two = (scene.mark(f"day:{tag}{d}") for d in (first, first + 1))
        assert isinstance(one, Label) and isinstance(two, Label)
        return change(scene, replace(one, at=two.at), replace(two, at=one.at))

    @defect(visibility=2)
    def weekday_twice(self, p: Month, scene: FigureScene, draw: Random) -> FigureScene:
        """A weekday stands twice at the head of the sheet."""
        tag = "a" if p.layout == "two rings" else ""
        j = draw.randrange(6)
        mark = scene.label(f"weekday:{tag}{j + 1}")
        return change(scene, replace(mark, text=p.heads[j][:3]))
