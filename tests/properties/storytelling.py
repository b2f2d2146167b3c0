"""How long the stories are: short with the suite, thousands of steps with RESAL_TEST_MORE=1."""

from collections import Counter
from typing import ClassVar

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

MORE = settings.get_current_profile_name() == "more"
STORIES, LENGTH = (60, 50) if MORE else (12, 20)
LEAST = 2000 if MORE else 0


class Counted(RuleBasedStateMachine):
    """A machine that knows how many steps all of its stories had."""

    looks: ClassVar = Counter[str]()

    def __init__(self) -> None:
        super().__init__()
        self.looks["before the first step"] += 1

    @invariant()
    def it_is_looked_at_before_the_first_step_and_after_each(self) -> None:
        self.looks["in all"] += 1


def tell(machine: type[Counted], **columns: object) -> None:
    """Run the stories of a machine with these columns; the long ones have at least `LEAST` steps together."""
    looks = Counter[str]()
    story = type("Told", (machine,), {**columns, "looks": looks})
    run_state_machine_as_test(story, settings=settings(max_examples=STORIES, stateful_step_count=LENGTH))
    assert looks["in all"] - looks["before the first step"] >= LEAST
