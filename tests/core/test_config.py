import pytest

from scisynth.core.config import Config
from scisynth.core.errors import ConfigError, MissingExtraError, nearest, one_line


class Train(Config):
    lr: float = 1e-4
    steps: int = 100
    bf16: bool = False


class Recipe(Config):
    num: int = 10
    name: str = "lab"
    laws: tuple[str, ...] = ()
    share: float = 0.5
    train: Train = Train()
    again: Train | None = None


def test_a_config_survives_the_round_trip():
    recipe = Recipe(num=3, laws=("buoyancy",), train=Train(lr=2e-6))
    assert Recipe.parse(recipe.model_dump(mode="json")) == recipe
    with pytest.raises(ValueError, match="frozen"):
        recipe.num = 4


@pytest.mark.parametrize(
    ("setting", "path", "value"),
    [
        ("num=5", ("num",), 5),
        ("train.lr=1e-4", ("train", "lr"), 1e-4),
        ("train.lr=5E-5", ("train", "lr"), 5e-5),
        ("train.lr=3", ("train", "lr"), 3.0),
        ("train.steps=1e3", ("train", "steps"), 1000),
        ("train.bf16=true", ("train", "bf16"), True),
        ("laws=[buoyancy, rust]", ("laws",), ("buoyancy", "rust")),
        ("laws=[]", ("laws",), ()),
        ("name=one=two", ("name",), "one=two"),
        ("name=sweet", ("name",), "sweet"),
        ("share=.25", ("share",), 0.25),
        ("again.lr=3", ("again", "lr"), 3.0),
        ("again=null", ("again",), None),
    ],
)
def test_settings_are_read_as_everybody_means_them(setting, path, value):
    changed = Recipe().override([setting])
    found = changed
    for part in path:
        found = getattr(found, part)
    assert found == value
    assert type(found) is type(value)


def test_later_settings_win_and_the_original_stays():
    recipe = Recipe()
    assert recipe.override(["num=1", "num=2"]).num == 2
    assert recipe.num == 10
    assert recipe.override([]) == recipe


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("nun=5", ["'nun'", "did you mean 'num'?"]),
        ("train.lrr=5", ["'lrr'", "did you mean 'lr'?"]),
        ("zzz=5", ["'zzz'", "known: again, laws, name, num, share, train"]),
        ("num.x=5", ["'num' is a single value"]),
        ("num", ["expected KEY=VALUE"]),
        ("=5", ["expected KEY=VALUE"]),
        ("num=many", ["setting 'num'", "got 'many'"]),
        ("train.lr=fast", ["setting 'train.lr'", "got 'fast'"]),
        ("train=5", ["setting 'train'"]),
        ("num=[1, 2", ["setting 'num'"]),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(setting, words):
    with pytest.raises(ConfigError) as caught:
        Recipe().override([setting])
    message = str(caught.value)
    assert "\n" not in message
    assert all(word in message for word in words), message


def test_unknown_keys_in_values_name_the_nearest():
    with pytest.raises(ConfigError, match=r"unknown setting 'train.stepz'; did you mean 'steps'\?"):
        Recipe.parse({"train": {"stepz": 3}})
    with pytest.raises(ConfigError, match=r"setting 'num': .* got 'x'"):
        Recipe.parse({"num": "x"})


def test_files(tmp_path):
    path = tmp_path / "recipe.yaml"
    path.write_text("num: 4\ntrain: {lr: 1e-3}\n")
    assert Recipe.load(path) == Recipe(num=4, train=Train(lr=1e-3))
    path.write_text('{"num": 5}')
    assert Recipe.load(path).num == 5
    for text, word in (("num: [", "expected YAML"), ("- 1", "mapping of settings, got list"), ("", "got NoneType")):
        path.write_text(text)
        with pytest.raises(ConfigError, match=word) as caught:
            Recipe.load(path)
        assert "\n" not in str(caught.value)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError):
        Recipe.load(path)
    with pytest.raises(ConfigError, match="expected a config file"):
        Recipe.load(tmp_path / "absent.yaml")
    with pytest.raises(ConfigError, match="expected a config file"):
        Recipe.load(tmp_path)


def test_replace_skips_what_was_not_given():
    assert Recipe().replace({"num": None, "name": "x"}) == Recipe(name="x")
    with pytest.raises(ConfigError, match="setting 'num'"):
        Recipe().replace({"num": "x"})


def test_every_field_changes_the_digest():
    base = Recipe()
    others = [
        Recipe(num=11), Recipe(name="x"), Recipe(laws=("rust",)), Recipe(share=0.1), Recipe(train=Train(lr=2e-4)),
    ]  # fmt: skip
    digests = {config.digest() for config in (base, *others)}
    assert len(digests) == 6
    assert Recipe().digest() == base.digest()
    assert len(base.digest()) == 12


def test_messages():
    assert nearest("boyancy", ["buoyancy", "rust"]) == "did you mean 'buoyancy'?"
    assert nearest("xyz", ["rust", "buoyancy"]) == "known: buoyancy, rust"
    assert one_line(ValueError("a\n  b")) == "a b"
    assert one_line(KeyboardInterrupt()) == "KeyboardInterrupt"
    assert len(one_line(ValueError("x" * 1000), 50)) == 50
    assert "pip install 'scisynth[models]'" in str(MissingExtraError("scoring", "models"))
