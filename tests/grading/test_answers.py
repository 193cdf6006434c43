"""The checker as a whole: declared values, real keys, hostile text; and its readers by hand. Cases by kind: `test_answer_cases`."""

import json
import random
import re
from collections import Counter

import pytest

from scisynth.grading import Answer, check_answer
from scisynth.grading.values.chemistry import same_chemistry
from scisynth.grading.values.formulas import NoFormulaError, constant, evaluate, read_formula, same_formula
from scisynth.grading.values.parts import read_intervals, split_parts
from scisynth.grading.values.plain import plain_text
from scisynth.grading.values.quantities import read_quantity
from scisynth.grading.values.relations import read_relations, same_relations
from scisynth.grading.values.units import conversion, parse_unit
from scisynth.grading.values.words import read_bearing

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def test_declared_values_and_tolerance():
    answer = Answer(text="310 cm", value=310.0, unit="cm", tolerance=0.01)
    assert [check_answer(reply, answer).status for reply in ("3.1 m", "3.13 m", "3.14 m")] == [
        "right",
        "right",
        "wrong",
    ]
    exact = Answer(text="4", value=4.0, tolerance=0.0)
    assert [check_answer(reply, exact).status for reply in ("4", "8/2", "4.001")] == ["right", "right", "wrong"]


def test_without_a_tolerance_the_digits_of_the_key_count():
    # 9.80 means 9.795 to 9.805; 9.8 means 9.75 to 9.85; two percent of 3 are 0.06, less than the half unit 0.5.
    statuses = {
        text: [
            check_answer(f"{value} m", Answer(text=text, value=float(text[:-2]), unit="m")).status[0]
            for value in values
        ]
        for text, values in {
            "9.80 m": (9.796, 9.804, 9.81),
            "9.8 m": (9.76, 9.84, 9.86),
            "3 m": (3.05, 2.95, 3.07),
        }.items()
    }
    assert statuses == {"9.80 m": ["r", "r", "w"], "9.8 m": ["r", "r", "w"], "3 m": ["r", "r", "w"]}


@pytest.mark.parametrize(
    ("unit", "replies"),
    [
        ("×", ("585×", "Answer: 585 ×", "585", "600 ×")),
        ("1/s", ("585 1/s", "585 s^-1", "585", "600 1/s")),
        ("μ_B", ("585 μ_B", "585 μ_B", "585", "600 μ_B")),
    ],
)
def test_units_that_nobody_converts(unit, replies):
    answer = Answer(text=f"585 {unit}", value=585.0, unit=unit)
    assert [check_answer(reply, answer).status for reply in replies] == ["right", "right", "right", "wrong"]


@pytest.fixture(scope="module")
def real_keys(problem_file):
    """Answer keys in the notations of textbooks: the published ones, and our own, which need no other data."""
    own = problem_file.with_name("answers.txt")
    if own.is_file():
        return own.read_text(encoding="utf-8").splitlines()
    return [row["answer"] for row in json.loads(problem_file.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("frame", ["{}", r"\boxed{{{}}}", "The final answer is {}.", "Answer: {}", "**Answer**: {}"])
def test_a_real_key_is_accepted_in_every_frame(real_keys, frame):
    missed = [key for key in real_keys if check_answer(frame.format(key), key).status != "right"]
    assert len(real_keys) >= 80 and len(missed) <= 0.01 * len(real_keys), [key[:80] for key in missed]


@pytest.mark.parametrize("change", [lambda x: 3 * x + 1, lambda x: x / 2 - 1, lambda x: 10 * x + 7])
def test_a_real_key_with_its_first_number_changed_is_not(real_keys, change):
    changed = [(NUMBER.sub(lambda found: f"{change(float(found[0])):g}", key, count=1), key) for key in real_keys]
    changed = [(reply, key) for reply, key in changed if reply != key]
    accepted = [reply for reply, key in changed if check_answer(rf"\boxed{{{reply}}}", key).status == "right"]
    assert len(changed) > 0.7 * len(real_keys) and len(accepted) <= 0.005 * len(changed), [
        reply[:80] for reply in accepted
    ]


def test_every_reported_fault_is_read_right(shared_data):
    rows = [json.loads(line) for line in (shared_data / "faults" / "answers.jsonl").read_text().splitlines()]
    allowed = {"notright": {"wrong", "unknown"}, "notwrong": {"right", "unknown"}}
    failed = []
    for row in rows:
        key = row["key"]
        answer = Answer(text=key) if isinstance(key, str) else Answer(text=key[0], value=key[1], unit=key[2])
        status = check_answer(row["reply"], answer).status
        if status not in allowed.get(row["expected"], {row["expected"]}):
            failed.append((row["kind"], row["reply"], key, status))
    assert len(rows) > 50 and not failed


def test_real_numbers_of_other_value_are_not_right(real_keys):
    """Values are read a second way: plain decimal numbers, optionally with a unit that is left out of account."""
    values = {}
    for text in real_keys:
        head, _, tail = text.partition(" ")
        if head.replace(".", "", 1).lstrip("-").isdigit() and tail.isalpha() | (not tail):
            values[text] = float(head)
    pairs = [(one, other) for one in values for other in values if abs(values[one] - values[other]) > 0.05 * abs(values[other])]  # fmt: skip
    chosen = random.Random(0).sample(pairs, min(1000, len(pairs)))
    found = [check_answer(one, other).status for one, other in chosen]
    # 200 g is 0.2 kg: other numbers, the same quantity.
    same = [pair for pair, status in zip(chosen, found, strict=True) if status == "right"]
    assert all(read_quantity(one).unit.scale != read_quantity(two).unit.scale for one, two in same)
    assert len(values) >= 0.2 * len(real_keys) and Counter(found)["wrong"] > 0.6 * len(chosen)


def test_units_worked_by_hand():
    # 1 N m = 1 kg m^2 / s^2; 1 km/h = 1000 / 3600 m/s; 1 g/cm^3 = 1000 kg/m^3; 3000 turns a minute are 50 a second.
    assert parse_unit("N m").powers == parse_unit("kg m^2 s^{-2}").powers == parse_unit("J").powers
    assert parse_unit("km/h").scale == pytest.approx(1 / 3.6) and parse_unit("g/cm^3").scale == pytest.approx(1000)
    assert (
        parse_unit("mm").scale == pytest.approx(1e-3)
        and parse_unit("min").scale == 60
        and parse_unit("ms").scale == 1e-3
    )
    assert parse_unit("ms^{-1}").powers == parse_unit("m/s").powers and parse_unit("μs^{-1}").scale == pytest.approx(
        1e6
    )
    assert parse_unit("kgm^2").powers == parse_unit("kg m^2").powers != parse_unit("kg^2 m").powers
    assert parse_unit("m^99") is None and parse_unit("(+)") is None and parse_unit("plates") is None
    assert 3000 * conversion(parse_unit("rpm"), parse_unit("Hz")) == pytest.approx(50)
    assert conversion(parse_unit("rpm"), parse_unit("rad/s")) == pytest.approx(0.10472, rel=1e-4)
    assert conversion(parse_unit("N"), parse_unit("J")) is None


def test_formulas_worked_by_hand():
    assert constant(r"\frac12") == 0.5 and constant("2^3^1") is None and constant("-2^2") == -4
    assert constant(r"\sqrt[3]{8}") == pytest.approx(2) and constant(r"\cos 0 + 1") == 2 and constant("2(3)(4)") == 24
    assert constant("2 1/2") == 2.5 and constant("6 7") is None and constant("12/3/2") == 2 and constant("3/4*4") == 3
    assert evaluate(read_formula("a_1 b'"), {"a_1": 2 + 0j, "b'": 3 + 0j}.__getitem__) == 6
    assert read_formula(plain_text(r"R_{12} + \varepsilon_0")).symbols == {"R_12", "ε_0"}
    assert same_formula("x^2-1", "(x-1)(x+1)") is True and same_formula("x", "y") is None
    assert same_formula(r"\sin θ\cos θ", r"\frac{1}{2}\sin(2θ)") is True
    with pytest.raises(NoFormulaError):
        read_formula("__import__('os')")


def test_relations_worked_by_hand():
    def same(one, other):
        return same_relations(read_relations(one), read_relations(other))

    # y = sqrt(25 - x^2) is half of the circle; at x = 3 the circle has y = -4 too.
    assert (
        same("x^2 + y^2 = 25", "25 - y^2 - x^2 = 0") is True and same("y = \\sqrt{25 - x^2}", "x^2 + y^2 = 25") is False
    )
    # Lengths are positive, so there the root is all of it.
    assert same("c^2 = a^2 + b^2", "c = \\sqrt{a^2 + b^2}") is True
    assert same("-2x < 6", "x > -3") is True and same("-2x < 6", "x < -3") is False and same("x > 3", "x ≥ 3") is False


def test_readers_worked_by_hand():
    assert split_parts("(4,2) and (6,2)") == ["(4,2)", "(6,2)"] and split_parts("1,234.5") == ["1,234.5"]
    # 40° from south towards east: 180 - 40; from east towards south: 90 + 40.
    assert read_bearing("40° east of south")[0] == 140 and read_bearing("40° south of east")[0] == 130
    assert read_intervals("x < -2 or x > 2")[0] == read_intervals("|x| > 2")[0]
    assert same_chemistry("Ca2+", "Ca^{2+}")[0] and not same_chemistry("Co", "CO")[0]
    assert same_chemistry("[He] 2s2", "1s^2 2s^2")[0] and same_chemistry("C2H5OH", "CH3OCH3")[0] is None


HOSTILE = ["9**9**9**9**9", "(" * 250, "{" * 250, "sin" * 90, "1/" * 140, "^" * 200, "2^" * 140 + "2", "\\frac" * 50, "1,1" * 90,
           "x" * 19_000, "1e" + "9" * 5000, "\\boxed{" * 2000, "é" * 19_000, "1 " + "m" * 390, "-" * 290 + "1", "$" * 5000, "( " * 9000,
           "x=" * 400, "1 min " * 60, "a, " * 1000, "±" * 300, "√" * 300, "1" * 5000, "!" * 300, "5!!!!!!!!", "200!", "1e400 m", "N E S W " * 400,
           "H2 + " * 200, "[" * 300 + "]" * 300, "\ud800", "\x00" * 50, "one hundred " * 400, "= = = =", "|x|y|" * 60, "5 °" * 300, "²" * 3900, "√" * 3900, "7" * 99_000, "\n" * 3900]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_replies_are_harmless(hostile):
    for key in (
        Answer(text="5"),
        Answer(text="x + 1"),
        Answer(text="", value=5.0, unit="m"),
        "y = 2x",
        "H2O",
        "2 or 3",
        "north",
    ):
        assert check_answer(hostile, key).status != "right"
        assert check_answer("5 m", Answer(text=hostile)).status != "right"


@pytest.mark.parametrize(
    "unit", ["x = 1, ", "2 m ", "(", "sin ", "5 and ", "a^", "H2O + ", "word ", "\\frac{1}{", "1,2", "3° "]
)
def test_the_work_grows_no_faster_than_the_text(unit):
    """Counted in calls of functions, not in seconds: eight times the text may cost at most twelve times the work."""
    import sys

    def calls(reply):
        count = 0

        def note(frame, event, argument):
            nonlocal count
            count += 1

        sys.setprofile(note)
        try:
            check_answer(reply, "12 m/s")
        finally:
            sys.setprofile(None)
        return count

    check_answer(unit * 100, "12 m/s")
    assert calls(unit * 800) <= 12 * calls(unit * 100)


@pytest.mark.parametrize("symbol", ["N", "K", "C", "V", "W", "H", "F", "S", "P", "Pa"])
def test_a_unit_that_is_also_an_element_is_a_unit_after_a_number(symbol):
    assert check_answer(f"12.2 {symbol}", f"12 {symbol}").status == "right"
    assert check_answer(f"10^3 {symbol}", f"1000 {symbol}").status == "right"
    verdict = check_answer(f"12.6 {symbol}", f"12 {symbol}")
    assert (verdict.status, verdict.method) == ("wrong", "number")
    assert "12.6" in verdict.reason


@pytest.mark.parametrize(("reply", "key"), [("3 H2", "2 H2"), ("2 No", "2 NO"), ("H2O", "H2O2"), ("^{12}C", "^{14}C")])
def test_a_number_before_a_formula_stays_chemistry(reply, key):
    verdict = check_answer(reply, key)
    assert (verdict.status, verdict.method) == ("wrong", "chemistry")


@pytest.mark.parametrize(
    "reply",
    [
        "It is not 5 N",
        "It cannot be 5 N",
        "The force does not equal 5 N.",
        "force never 5 N",
        "anything but 5 N",
        "wrong answer 5 N",
        "less than 5 N",
        "mass above 5 N",
        "twice 5 N",
        "It is not 5 N, not 6 N",
        "If it were frictionless the answer would be 5 N.",
        "If it were frictionless, the force would be 5 N.",
        "Had the rope no mass, the answer would be 5 N.",
        "The force is 4 N. If it were frictionless, the answer would be 5 N.",
        "Suppose the answer is 5 N. Then we fail.",
    ],
)
def test_a_value_that_is_denied_bounded_or_only_supposed_is_no_answer(reply):
    assert check_answer(reply, "5 N").status != "right"


@pytest.mark.parametrize(
    ("reply", "key", "other"),
    [
        ("5 N, not 6 N", "5 N", "6 N"),
        ("5 N (not 6 N)", "5 N", "6 N"),
        ("The answer is 5 N and not 6 N.", "5 N", "6 N"),
        ("x = 4, not 5", "x = 4", "x = 5"),
        ("up, not down", "up", "down"),
        ("CO, not CO2", "CO", "CO2"),
        ("5 N rather than 6 N", "5 N", "6 N"),
        ("If we ignored drag, the answer would be 6 N, but with drag it is 5 N.", "5 N", "6 N"),
        ("The answer is 5 N. If it were frictionless, the answer would be 6 N.", "5 N", "6 N"),
        ("The force is **12** kN.", "12 kN", "12 N"),
        ('{"answer": "12 m/s"}', "12 m/s", "13 m/s"),
        ('{"answer": 12, "unit": "kN"}', "12 kN", "12 N"),
        ('{"final_answer": {"value": "12", "units": "N"}}', "12 N", "12 J"),
        ('```json\n{"reasoning": "the answer is 3, or \\boxed{3}", "answer": "4"}\n```', "4", "3"),
        ('{"answer": {"x": 1, "y": 2}}', "x = 1, y = 2", "x = 2, y = 1"),
        ('{"answer": 12}\n{"answer": 13}', "12 or 13", "13"),
        ("2**10", "1024", "210"),
        ("The answer is **10**3**", "1000", "103"),
        ("**10**3** N", "1000 N", "3 N"),
        ("x ** 2 + 1", "x^2 + 1", "2x + 1"),
    ],
)
def test_what_a_reply_means_and_what_it_does_not(reply, key, other):
    assert check_answer(reply, key).status == "right"
    assert check_answer(reply, other).status != "right"
