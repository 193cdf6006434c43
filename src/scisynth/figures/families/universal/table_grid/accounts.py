"""A bank reconciliation: the balances of bank and books meet when each is corrected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from scisynth.figures.corruptions import change, swap_texts
from scisynth.figures.families.family import Family, Solution, defect
from scisynth.figures.families.parameters import Parameters, drawn, one_of
from scisynth.figures.families.questions import Question, ask_number, ask_word
from scisynth.figures.families.registry import family
from scisynth.figures.parts.palette import INK, PALE_BLUE, PALE_GREY
from scisynth.figures.scene.marks import Label
from scisynth.figures.scene.scene import FigureScene, Quantity
from scisynth.figures.scene.sketch import Sketch, number_answer

ITEMS: Mapping[str, tuple[str, int]] = {
    "bank": ("Balance per bank", 1),
    "deposits": ("Deposits in transit", 1),
    "checks": ("Outstanding checks", -1),
    "books": ("Balance per books", 1),
    "note": ("Note collected by bank", 1),
    "charge": ("Bank service charge", -1),
    "returned": ("NSF check", -1),
}
"""Entry to its words and whether it adds or takes away; the first three are the bank's side."""
BANK, BOOKS = ("bank", "deposits", "checks"), ("books", "note", "charge", "returned")
WIDTH, HIGH = 5.4, 0.62
MONTHS = ("April 30", "May 31", "June 30", "July 31", "August 31", "September 30", "October 31")
FIRMS = ("Alder", "Birch", "Cedar", "Harbor", "Linden", "Maple", "Pine", "Summit")


def draw_amounts(draw: Random, level: int, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Bank balance, deposits, checks, note, charge and returned check, in whole dollars."""
    return (
        draw.randint(3000, 9900), draw.randint(300, 2900), draw.randint(250, 2400), draw.randint(400, 2200),
        draw.randint(12, 60), draw.randint(70, 690) if level > 1 else 0,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Reconciliation(Parameters):
    """Entries of both sides; the balance per books follows."""

    layout: str = one_of("side by side", "report", "T-account")
    amounts: tuple[int, ...] = drawn(draw_amounts, words="whole dollars")
    asked: str = one_of("adjusted", "deposits", "checks", "books", "note", level_1=("adjusted", "books"))
    day: str = one_of(*MONTHS)
    firm: str = one_of(*FIRMS)

    @property
    def entries(self) -> dict[str, int]:
        """Entry to its amount; without a returned check at the easiest level."""
        bank, deposits, checks, note, charge, returned = self.amounts
        found = {"bank": bank, "deposits": deposits, "checks": checks}
        found["books"] = adjusted_balance(bank, (deposits,), (checks,)) - note + charge + returned
        found |= {"note": note, "charge": charge}
        return found | ({"returned": returned} if returned else {})

    @property
    def adjusted(self) -> int:
        """What both sides come to."""
        entries = self.entries
        return adjusted_balance(entries["bank"], (entries["deposits"],), (entries["checks"],))

    def valid(self) -> bool:
        """All amounts differ, so that each names its entry."""
        values = [*self.entries.values(), self.adjusted]
        return len(set(values)) == len(values) and min(values) > 0

    @property
    def shown(self) -> dict[str, int]:
        """Entries that are printed: all but the one asked for; the adjusted balance where it is not asked for."""
        found = {name: value for name, value in self.entries.items() if name != self.asked}
        return found if self.asked == "adjusted" else found | {"adjusted": self.adjusted}

    @property
    def givens(self) -> tuple[Quantity, ...]:
        """The printed amounts."""
        return tuple(Quantity(symbol=name, value=value, unit="dollars") for name, value in self.shown.items())


def adjusted_balance(balance: int, added: Sequence[int], taken: Sequence[int]) -> int:
    """A balance with what is to be added and taken away."""
    return balance + sum(added) - sum(taken)


def dollars(value: int) -> str:
    """`7,863`, as a table in dollars prints it."""
    return f"{value:,}"


@family("Universal - Table / Grid")
class BankReconciliation(Family[Reconciliation]):
    """Bank and books side by side, as one report, or with the books as a T-account; one amount is missing."""

    def solve(self, p: Reconciliation) -> Solution:
        """Balance per bank + deposits in transit − outstanding checks = balance per books + collections − charges."""
        entries = p.entries | {"adjusted": p.adjusted}
        value = entries[p.asked]
        sides = {
            "bank": " + ".join([dollars(entries["bank"]), dollars(entries["deposits"])])
            + f" − {dollars(entries['checks'])}",
            "books": f"{dollars(entries['books'])} + {dollars(entries['note'])}"
            + "".join(f" − {dollars(entries[name])}" for name in ("charge", "returned") if name in entries),
        }
        if p.asked == "adjusted":
            terms = f"{sides['bank']} = {sides['books']}"
        elif p.asked in BANK:
            rest = adjusted_balance(entries["bank"], (), (entries["checks"],)) if p.asked == "deposits" else adjusted_balance(entries["bank"], (entries["deposits"],), ())  # fmt: skip
            one, two = (p.adjusted, rest) if p.asked == "deposits" else (rest, p.adjusted)
            terms = f"{dollars(one)} − {dollars(two)}"
        else:
            costs = entries["charge"] + entries.get("returned", 0)
            other = entries["note"] if p.asked == "books" else entries["books"]
            terms = f"{dollars(p.adjusted)} + {dollars(costs)} − {dollars(other)}"
        words = {name: ITEMS[name][0].lower().replace("nsf", "NSF") for name in ITEMS} | {
            "adjusted": "adjusted cash balance"
        }
        answer = number_answer(value, "$", digits=6, tolerance=0)
        answer = replace(answer, text=f"${dollars(value)}", unit="", value=float(value))
        return Solution(
            answer=answer,
            symbol="X",
            values={
                "listing": "; ".join(f"{words[name]} ${dollars(amount)}" for name, amount in p.shown.items()),
                "wanted": words[p.asked],
                "terms": terms,
            },
            hidden=(f"${dollars(value)}", dollars(value)),
        )

    def draw(self, p: Reconciliation, sketch: Sketch) -> None:
        """The unknown amount is a question mark."""
        bank = [self._row(p, name) for name in BANK] + [self._row(p, "adjusted")]
        books = [self._row(p, name) for name in p.entries if name in BOOKS] + [self._row(p, "adjusted")]
        if p.layout == "side by side":
            _list(sketch, "a", "Bank statement", bank, 0.0, 0.0)
            _list(sketch, "b", "Books of the company", books, WIDTH + 0.5, 0.0)
        elif p.layout == "report":
            _list(sketch, "a", "Bank statement", bank, 0.0, 0.0)
            _list(sketch, "b", "Books of the company", books, 0.0, -(len(bank) + 1) * HIGH)
        else:
            _list(sketch, "a", "Bank statement", bank, 0.45 * WIDTH, 0.0)
            self._t_account(sketch, books)
        sketch.text(
            "title:day",
            f"{p.firm} Company, {p.day} (in dollars)",
            (WIDTH * {"report": 0.5, "T-account": 0.95}.get(p.layout, 1.05), 0.45),
            size=13,
        )
        sketch.entity("bank statement", *(f"row:a{k}" for k in range(len(bank))))

    def _row(self, p: Reconciliation, name: str) -> tuple[str, str]:
        words, sign = ITEMS.get(name, ("Adjusted balance", 1))
        amount = "?" if name == p.asked else dollars(p.adjusted if name == "adjusted" else p.entries[name])
        head = "" if name in ("bank", "books", "adjusted") else "add: " if sign > 0 else "less: "
        return head + words, amount

    def _t_account(self, sketch: Sketch, rows: list[tuple[str, str]]) -> None:
        """Debits on the left, credits on the right, the balance below."""
        left, middle, right, top = 0.0, WIDTH * 0.95, 1.9 * WIDTH, -6.6 * HIGH
        debits = [row for row in rows[:-1] if not row[0].startswith("less")]
        credits = [row for row in rows[:-1] if row[0].startswith("less")]
        low = top - max(len(debits), len(credits)) * HIGH
        sketch.text("head:b", "Cash (books)", (middle, top + HIGH / 2), size=12)
        sketch.line("rule:top", (left, top), (right, top), width=1.6)
        sketch.line("rule:stem", (middle, top), (middle, low - HIGH), width=1.6)
        sketch.line("rule:low", (left, low), (right, low), width=0.9)
        sketch.claim("perpendicular", "rule:top", "rule:stem")
        sketch.claim("count", "rule", value=3)
        for tag, found, x0, x1 in (("d", debits, left, middle), ("c", credits, middle, right)):
            for k, (words, amount) in enumerate(found):
                _entry(sketch, f"{tag}{k}", words.partition(": ")[2] or words, amount, x0, x1, top - k * HIGH)
        _entry(sketch, "d9", rows[-1][0], rows[-1][1], left, middle, low)

    def questions(self, p: Reconciliation) -> Iterator[Question]:
        """Amounts, and which entry is which."""
        shown = [(name, value) for name, value in p.shown.items() if name in ITEMS]
        first = p.amounts[1] % len(shown)
        for tag, (name, value) in (("one", shown[first]), ("two", shown[(first + 2) % len(shown)])):
            others = [float(other) for _, other in shown if other != value]
            yield ask_number(f"amount_{tag}", value, unit="dollars", likely=others, low=1, entry=ITEMS[name][0].lower().replace("nsf", "NSF"))  # fmt: skip
        words = {name: ITEMS[name][0] for name, _ in shown}
        name, value = shown[(first + 1) % len(shown)]
        yield ask_word("entry", words[name], list(words.values()), amount=f"${dollars(value)}")
        yield ask_word(
            "wanted",
            ITEMS[p.asked][0] if p.asked in ITEMS else "Adjusted balance",
            [*(ITEMS[n][0] for n in ("deposits", "checks", "books", "note")), "Adjusted balance"],
        )
        taken = sum(p.entries.get(n, 0) for n in ("charge", "returned"))
        yield ask_number("charges", taken, unit="dollars", likely=[p.amounts[4], taken + p.amounts[2]], low=1)

    @defect(visibility=1)
    def exchanged_amounts(self, p: Reconciliation, scene: FigureScene, draw: Random) -> FigureScene:
        """Two amounts are exchanged, so that bank and books do not meet."""
        labels = [m for m in scene.marks if isinstance(m, Label) and m.id.startswith("amount:")]
        draw.shuffle(labels)
        two = next(m for m in labels if m.text != labels[0].text)
        return swap_texts(scene, labels[0].id, two.id)

    @defect(visibility=2)
    def lost_entry(self, p: Reconciliation, scene: FigureScene, draw: Random) -> FigureScene:
        """An entry that the problem lists is missing."""
        found = [m.id.partition(":")[2] for m in scene.marks if m.id.startswith("item:")]
        tag = draw.choice(found[1:-1])
        return scene.with_marks(tuple(m for m in scene.marks if m.id not in (f"item:{tag}", f"amount:{tag}")))

    @defect(visibility=2)
    def slipped_amount(self, p: Reconciliation, scene: FigureScene, draw: Random) -> FigureScene:
        """An amount stands a line too high, at another entry."""
        labels = [m for m in scene.marks if isinstance(m, Label) and m.id in ("amount:a1", "amount:a2")]
        mark = draw.choice(labels)
        return change(scene, replace(mark, at=(mark.at[0], mark.at[1] + 0.8 * HIGH)))


def _entry(sketch: Sketch, tag: str, words: str, amount: str, left: float, right: float, top: float) -> None:
    """Words at the left, an amount at the right of one line."""
    sketch.rectangle(f"row:{tag}", left, top - HIGH, right, top, width=0, z=0)
    y = top - HIGH / 2
    sketch.text(f"item:{tag}", words, (left + 0.15, y), align="left", size=11)
    sketch.text(f"amount:{tag}", amount, (right - 0.15, y), align="right", size=11)
    for role in ("item", "amount"):
        sketch.claim("inside", f"{role}:{tag}", f"row:{tag}")


def _list(sketch: Sketch, tag: str, head: str, rows: Sequence[tuple[str, str]], left: float, top: float) -> None:
    """A head and a line for each entry; the last one is ruled off."""
    right, low = left + WIDTH, top - (len(rows) + 1) * HIGH
    sketch.rectangle(f"head:{tag}", left, top - HIGH, right, top, fill=PALE_BLUE, color=INK, width=1.1, z=0)
    sketch.text(f"words:{tag}", head, (left + WIDTH / 2, top - HIGH / 2), of=f"head:{tag}", size=11.5)
    for k, (words, amount) in enumerate(rows):
        _entry(sketch, f"{tag}{k}", words, amount, left, right, top - (k + 1) * HIGH)
    sketch.rectangle(f"total:{tag}", left, low, right, low + HIGH, fill=PALE_GREY, color=INK, width=1.1, z=-1)
    sketch.rectangle(f"frame:{tag}", left, low, right, top, color=INK, width=1.1, z=1)
    sketch.claim("order", *(f"row:{tag}{k}" for k in range(len(rows))), value="top_to_bottom")
