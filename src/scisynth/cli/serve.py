"""`scisynth serve`."""

from typing import TYPE_CHECKING

from scisynth.cli.options import ConfigOptions, Setting
from scisynth.cli.shared import emit, reward_words
from scisynth.cli.verb import configured

if TYPE_CHECKING:
    from scisynth.serve.config import ServeConfig
    from scisynth.serve.run import Serving

LISTENING, CANARY, LIMITS = "Address and token", "Canary", "Limits"


@configured(
    "scisynth.serve.config:ServeConfig",
    Setting(option="--reward", path="rewards", metavar="[ALIAS=]NAME", words=reward_words),
    Setting(option="--check", path="checks"),
    Setting(option="--host", path="host", panel=LISTENING),
    Setting(option="--port", path="port", panel=LISTENING),
    Setting(option="--token-env", path="token_env", panel=LISTENING),
    Setting(option="--tls-cert", path="tls_cert", panel=LISTENING),
    Setting(option="--tls-key", path="tls_key", panel=LISTENING),
    Setting(option="--canary", path="canary", panel=CANARY),
    Setting(option="--canary-data", path="canary_data", panel=CANARY),
    Setting(option="--max-batch", path="queue.max_batch", panel=LIMITS),
    Setting(option="--max-wait-ms", path="queue.max_wait_ms", panel=LIMITS),
    Setting(option="--max-queue", path="queue.max_queue", panel=LIMITS),
)
def serve(config: "ServeConfig", run: ConfigOptions) -> None:
    """Serve rewards and checks over HTTP, for trainers in another process, environment or machine.

    Requests are scored in batches. An item that fails has a reason in the answer, never a zero. Clients: --reward http://HOST:PORT of
    the other commands, UniRL, Flow-Factory, verl-omni, TRL. Prints the address once requests are answered; with --json as one object.

    Examples:

    scisynth serve
    scisynth serve --reward Jialuo21/SciScore --reward pick=pickscore:yuvalkirstain/PickScore_v1 --host 0.0.0.0
    """
    from scisynth.core.progress import say
    from scisynth.serve.run import describe_serving
    from scisynth.serve.run import serve as serve_until_stopped

    def ready(serving: "Serving") -> None:
        say(describe_serving(serving, config))
        if run.as_json:
            emit(serving.to_dict(), as_json=True, text="")

    serve_until_stopped(config, ready)
