"""Rewards: training, two-choice evaluation and scoring."""
