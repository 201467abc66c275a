"""Commands that measure and train the reading of messages for danger."""

from typing import Annotated

import typer

from eval.alarm_training import train
from eval.alarms import hear, hear_alone, is_false, is_missed, load_messages, measure_alarms
from eval.gold import SPLITS
from qa.safety.model import ALARM_WEIGHTS
from qa.safety.reader import Safety

SEEDS = range(len(ALARM_WEIGHTS))
PARTS = ("both", "phrases", "model")


def alarms(
    split: Annotated[str, typer.Option(help="dev or test.")] = "dev",
    misses: Annotated[
        bool, typer.Option("--misses", help="List every miss and false alarm.")
    ] = False,
    part: Annotated[str, typer.Option(help="both, or phrases or model alone.")] = "both",
) -> None:
    """Read the messages of one split: how many dangers are missed, how many alarms are false."""
    if split not in SPLITS:
        raise typer.BadParameter("--split is dev or test")
    if part not in PARTS:
        raise typer.BadParameter(f"--part is {', '.join(PARTS)}")
    safety = Safety.load()
    messages = load_messages([rule.id for rule in safety.rules], split)
    heard = hear(safety, messages) if part == "both" else hear_alone(safety, messages, part)
    for found in measure_alarms(heard):
        typer.echo(found.line())
    if not misses:
        return
    for title, listed in (("missed", is_missed), ("false alarm", is_false)):
        for one in filter(listed, heard):
            rules = ", ".join(sorted(one.message.rules)) or "none"
            raised = "; ".join(f"{a.rule} by “{a.words}”" for a in one.alerts) or "nothing"
            typer.echo(f"{title}: {one.message.id} ({rules}) {' / '.join(one.message.messages)}")
            typer.echo(f"    raised: {raised}")


def train_alarms(
    member: Annotated[
        int | None, typer.Option(help="Only the one of this seed.", min=0, max=len(SEEDS) - 1)
    ] = None,
) -> None:
    """Train the model that reads messages (qa/weights) on qa/safety/messages.jsonl."""
    train(SEEDS if member is None else [member], typer.echo)
