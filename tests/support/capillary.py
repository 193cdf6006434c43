"""A law that is not one of ours, as a scripted model drafts it: capillary rise in tubes of different width."""

import json
import re

from support.fake_openai import answer

SENTENCE = "capillary rise in tubes of different width"
SOURCE = "CRC Handbook of Chemistry and Physics, 97th ed., section 6"
RADII = {
    "hair-thin glass tube": 0.1,
    "thermometer tube": 0.2,
    "medicine dropper": 0.5,
    "paper-thin glass tube": 0.3,
    "blood capillary tube": 0.4,
    "coffee stirrer tube": 0.8,
    "test tube": 8,
    "drain pipe": 20,
    "garden hose": 7,
    "glass cylinder": 25,
    "wide acrylic pipe": 40,
    "bamboo pipe": 15,
}


def draft(**changes):
    """The draft as a model's JSON object."""
    return {
        "name": "capillary rise",
        "field": "physics",
        "type": "ST",
        "statement": "Water climbs in a tube that it wets, the higher the narrower the tube is (Jurin's law).",
        "entity": "{subject}",
        "outcomes": [
            {"name": "climbs", "phrase": "the water column inside the tube stands far higher", "superficial": "even"},
            {
                "name": "even",
                "phrase": "the water inside the tube is even with the water around",
                "superficial": "climbs",
            },
        ],
        "facts": [{"name": "inner_radius", "unit": "mm", "source": SOURCE, "uncertainty": "5 %"}],
        "constants": [
            {
                "name": "widest_radius",
                "unit": "mm",
                "value": 2,
                "source": "Jurin's law: 7 mm of rise",
                "uncertainty": "0.2",
            }
        ],
        "conditions": [
            {"name": "water", "phrase": "a bowl of coloured water"},
            {"name": "ink", "phrase": "a dish of thin ink"},
        ],
        "rule": {
            "kind": "threshold",
            "facts": ["inner_radius"],
            "limits": ["widest_radius"],
            "outcomes": ["even", "climbs"],
        },
        "scene_rubric": "{a_subject} dipped into {condition}.",
        "reality_rubric": "3: {outcome}. 0: {superficial}.",
        "places": ["kitchen", "laboratory", "on the moon"],
        "implicit": [
            "{a_subject} dipped upright into {condition}",
            "{condition} with {a_subject} held in it",
            "the end of {a_subject} in {condition}",
            "{a_subject} placed in {condition}",
        ],
        "shows": [
            {
                "outcome": "climbs",
                "prompts": [
                    "{a_subject} in {condition}, the liquid far up in it",
                    "{condition} drawn high into {a_subject}",
                ],
            },
            {
                "outcome": "even",
                "prompts": [
                    "{a_subject} in {condition}, the liquid in it no higher than around",
                    "{condition} level with what is in {a_subject}",
                ],
            },
        ],
        "subjects": [
            {"name": name, "article": "a", "facts": [{"name": "inner_radius", "value": radius}]}
            for name, radius in RADII.items()
        ],
        **changes,
    }


def drafting(*drafts):
    """A server's behaviour: the drafts in turn, the last one again and again; prompts of items as `reworded` has them."""
    waiting = list(drafts or [draft()])

    def behave(call):
        if "Draft the law" in call.text:
            chosen = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            return answer(chosen if isinstance(chosen, str) else json.dumps(chosen))
        return answer(json.dumps(reworded(call.text)))

    return behave


def reworded(text):
    """The three prompts of a question of `curate prompts`, each worded a little differently."""
    found = dict(re.findall(r"^(implicit|explicit|superficial): (.+)$", text, re.MULTILINE))
    return {tier: f"A close view: {words[0].lower()}{words[1:]}" for tier, words in found.items()}
