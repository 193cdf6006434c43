"""Rewards, answer checks and figure checks over HTTP, for trainers that live in another process, environment or machine.

    config     what is served, where, and within which limits
    queues     one reward behind a queue: micro-batches, overlapped decoding, an error for an item and not for its batch
    service    everything that is served, by name
    bodies     requests as bytes: bounded reading, JSON with base64, the binary form
    shapes     what other trainers send and expect: UniRL, Flow-Factory, TRL; `plain_pickle` for verl-omni
    checks     answers, figures and texts
    canary     a false image has to score lower than a true one
    app        the routes, their token, limits and metrics
    run        a server from its config: listen, canary, serve until Ctrl-C

The client is `rewards.remote.reward.RemoteReward`; docs/guides/serve.md has the requests.
"""
