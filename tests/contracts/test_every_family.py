"""The families together: enough of every type, chosen by name, in turn, and none changes a figure of another."""

from collections import Counter

import pytest
from support.families import family_called

from scisynth.core.errors import ConfigError
from scisynth.figures.families import registry
from scisynth.figures.families.registry import families_of, family_names, image_types, make_scenes

FAMILIES = [item for kind in image_types() for item in families_of(kind)]


def test_every_image_type_has_families_and_there_are_many():
    counts = Counter(item.image_type for item in FAMILIES)
    assert list(dict.fromkeys(counts)) == image_types() and len(counts) == 25
    assert min(counts.values()) >= 4 and len(FAMILIES) >= 200


def test_a_new_family_changes_no_scene_of_another(monkeypatch):
    """A family added first, in the middle or last: the k-th scene of every other stays as it was, word by word."""
    image_type = "Physics - Circuit"
    before = {scene.id: scene.to_json() for scene in make_scenes(image_type, 40, seed=3)}
    names = [item.name for item in families_of(image_type)]
    for place in (0, len(names) // 2, len(names)):
        known = dict(registry._FAMILIES)
        order = [*names[:place], "brand_new", *names[place:]]
        known["brand_new"] = family_called("brand_new", like=names[0])
        with monkeypatch.context() as patch:
            patch.setattr(registry, "_FAMILIES", {name: known[name] for name in [*order, *(set(known) - set(order))]})
            after = {scene.id: scene.to_json() for scene in make_scenes(image_type, 60, seed=3)}
            shared = before.keys() & after.keys()
            assert len(shared) >= 40 - len(names) and "brand_new-300009" in after
            assert all(after[name] == before[name] for name in shared)
            named = {scene.id: scene.to_json() for scene in make_scenes(image_type, 40, seed=3, names=names)}
            assert named == before, "the families of a run, named, draw it again"


def test_families_are_chosen_by_name():
    image_type = "Physics - Circuit"
    first, second, *_ = family_names(image_type)
    scenes = make_scenes(image_type, 4, seed=0, names=[second, "block_on_incline", first])
    assert [scene.family for scene in scenes] == [second, first, second, first]
    assert len(family_names()) == len(FAMILIES) == len(set(family_names()))
    with pytest.raises(ConfigError, match=r"Physics - Circuit: expected one of its families, .*; got block_on_incline"):
        make_scenes(image_type, 4, seed=0, names=["block_on_incline"])


def test_a_types_scenes_take_its_families_in_turn():
    image_type = image_types()[0]
    names = [item.name for item in families_of(image_type)]
    scenes = make_scenes(image_type, 2 * len(names), seed=1)
    assert [scene.family for scene in scenes] == 2 * names
    assert len({scene.id for scene in scenes}) == len(scenes)
