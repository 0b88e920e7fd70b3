"""The search for the signs of a document that follow one another and are worth most together.

Here: the search itself, a beam search over signs of any kind in the order of the text. A run passes over a sign,
which costs what the sign is worth, or takes it by a step, which may cost something too where an order is broken. The
cheapest run is the reading.
Not here: what signs are worth and which steps may take them (`search` for numbers and labels, `footnotes`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

Sign = TypeVar("Sign")
Role = TypeVar("Role")
State = TypeVar("State")


class Step(NamedTuple, Generic[Role, State]):
    """A way to take a sign: the role it is taken in, the state of the run after it, and what that costs (`lost`)."""

    role: Role
    after: State
    lost: int


def best_run(
    signs: Sequence[Sign],
    first: State,
    steps: Callable[[State, Sign], Iterable[Step[Role, State]]],
    worth: Callable[[Sign], int],
    *,
    width: int,
    ending: Callable[[State], int] = lambda _: 0,
) -> list[tuple[Sign, Role]]:
    """Return the signs that the best run takes, each with its role.

    `first`: the state that runs begin in. `ending`: what it costs a run to end in a state. After each sign the `width`
    cheapest runs go on, and the `width` that would be cheapest if all ended there. Of runs that cost as much, the one
    whose state comes first is taken.
    """
    taken: list[tuple[int, Sign, Role]] = []  # by any run, each with the place of what that run took before
    runs = [(0, first, -1)]  # what is lost so far, the state, the place of what was taken last
    for sign in signs:
        best: dict[State, tuple[int, int, Step[Role, State] | None]] = {}
        for lost, state, last in runs:
            total = lost + worth(sign)
            if state not in best or total < best[state][0]:
                best[state] = total, last, None
            for step in steps(state, sign):
                total = lost + step.lost
                if step.after not in best or total < best[step.after][0]:
                    best[step.after] = total, last, step
        ranked = sorted((lost, state) for state, (lost, _, _) in best.items())
        kept = dict.fromkeys([*ranked[:width], *sorted(ranked, key=lambda run: run[0] + ending(run[1]))[:width]])
        runs = []
        for lost, state in kept:
            _, last, taking = best[state]
            if taking is not None:
                taken.append((last, sign, taking.role))
                last = len(taken) - 1
            runs.append((lost, state, last))
    best_signs = []
    last = min(runs, key=lambda run: run[0] + ending(run[1]))[2]
    while last >= 0:
        last, sign, role = taken[last]
        best_signs.append((sign, role))
    return best_signs[::-1]
