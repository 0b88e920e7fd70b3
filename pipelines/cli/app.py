"""The `uncac` program: its commands and how it ends.

A command's module is imported when it is called; the list of commands comes from their docstrings alone. An error
that is written for a person (`ReportedError`) is shown here. Exit codes: 0 the release is current, 1
refused or failed (the old release stands), 2 wrong usage.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info, get_group
from typer.models import CommandInfo

from pipelines.workspace.errors import ReportedError

# Commands in the order in which they are listed, and the module where each stands under its name.
_COMMANDS = {
    "init": "init",
    "publish": "publish",
    "plan": "plan",
    "run": "run",
    "extract": "run",
    "dev": "dev",
    "status": "status",
    "releases": "releases",
    "diff": "diff",
    "rollback": "releases",
    "verify": "verify",
    "review": "review",
    "explain": "explain",
    "serve": "serve",
    "sources": "sources",
}


class _OnDemand(TyperGroup):
    """The commands, each imported when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - how typer calls it
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - how typer calls it
        return TyperCommand(cmd_name, help=_summary_of(cmd_name)) if cmd_name in _COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in _COMMANDS:
            return super().resolve_command(ctx, args)
        member = getattr(import_module(f"pipelines.cli.{_COMMANDS[args[0]]}"), args[0])
        command: Any = get_group(member) if isinstance(member, typer.Typer) else _command(args[0], member)
        return args[0], command, args[1:]

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an error that is written for a person is shown as it is, and ends it."""
        try:
            return super().invoke(ctx)
        except ReportedError as error:
            from pipelines.cli.console import fail

            fail(str(error))


def _command(name: str, function: Callable[..., Any]) -> Any:
    return get_command_from_info(
        CommandInfo(name=name, cls=TyperCommand, callback=function),
        pretty_exceptions_short=False,
        rich_markup_mode="rich",
    )


def _summary_of(command: str) -> str:
    """What a command's docstring or `help=` says, without importing its module."""
    module = ast.parse((Path(__file__).parent / f"{_COMMANDS[command]}.py").read_text(encoding="utf-8"))
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name == command:
            return ast.get_docstring(node) or ""
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.targets[0]) == command
        ):
            return next((str(ast.literal_eval(k.value)) for k in node.value.keywords if k.arg == "help"), "")
    return ""


app = typer.Typer(
    name="uncac",
    cls=_OnDemand,
    help="Open data from notes of the Secretariat on the UN Convention against Corruption.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _say_version(wanted: bool) -> None:  # noqa: FBT001 - how typer calls it
    if wanted:
        typer.echo(f"uncac {version('uncac-notes')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Keep the commands apart from the program even where there is only one."""
