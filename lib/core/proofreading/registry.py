"""The register of rules: id, level, source and examples of each small function; it runs none of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lib.core.model import Level
from lib.core.proofreading.context import Context, from_title
from lib.core.proofreading.prefilter import Block, blocks
from lib.core.proofreading.tree import Paragraph, Tree
from lib.core.proofreading.words import WordLists


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in one paragraph that breaks a rule; `until` is the last paragraph where the place spans several."""

    paragraph: Paragraph
    start: int
    end: int
    message: str
    level: Level | None = None
    suggestion: str | None = None
    until: Paragraph | None = None


@dataclass
class Reading:
    """What a rule may look at: the tree, the word lists, the context, last period's paragraphs."""

    tree: Tree
    words: WordLists
    context: Context | None = None
    previous: Sequence[str] = ()
    kept: dict[str, object] = field(default_factory=dict)  # what several rules ask, worked out once
    _views: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def known(self) -> Context:
        """The form's context, or what the title says of itself; empty where neither says anything."""
        return self.context or from_title(self.tree.title) or Context()

    @property
    def sure(self) -> bool:
        return self.context is not None

    def search(
        self, pattern: re.Pattern[str], *, view: str = "text", kinds: str = "prose"
    ) -> Iterator[tuple[Paragraph, re.Match[str]]]:
        """Yield every match in paragraphs of a kind: `prose`, `all`, or one kind's name; `view` is text, bare or plain."""
        for block in self._blocks:
            yield from block.search(pattern, view, kinds)

    def holds(self, words: str) -> bool:
        """True where the words stand anywhere in the document."""
        return self._pairs_stand(words) and words in self._whole("text")

    def count(self, words: str) -> int:
        """Return how often the words stand in the document."""
        if words not in self._counts:
            self._counts[words] = self._whole("text").count(words) if self._pairs_stand(words) else 0
        return self._counts[words]

    def _pairs_stand(self, words: str) -> bool:
        return any(block.may_hold(words) for block in self._blocks)

    @cached_property
    def _blocks(self) -> list[Block]:
        return blocks(self.tree.paragraphs)

    def _whole(self, view: str) -> str:
        if view not in self._views:
            self._views[view] = "\n".join(getattr(one, view) for one in self.tree.paragraphs)
        return self._views[view]


Check = Callable[[Reading], Iterable[Hit]]
Example = (
    str | tuple[str, Context] | tuple[str, Context | None, Sequence[str]]
)  # text, context, last period's paragraphs


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule. Examples mark the place to hit with ⟦ ⟧; `needs` names what it can't run without."""

    id: str
    name: str
    level: Level
    source: str
    check: Check
    hits: tuple[Example, ...]
    misses: tuple[Example, ...]
    needs: str = ""  # "" | context | previous
    options: dict[str, object] = field(default_factory=dict)


RULES: list[Rule] = []


def rule(
    id: str,
    name: str,
    *,
    level: Level,
    source: str = "PROOFREADING.md",
    hits: Sequence[Example],
    misses: Sequence[Example],
    needs: str = "",
) -> Callable[[Check], Check]:
    """Register the decorated function under `id`; several functions may carry the same catalogue id."""

    def register(check: Check) -> Check:
        RULES.append(Rule(id, name, level, source, check, tuple(hits), tuple(misses), needs))
        return check

    return register


def span(
    one: Paragraph,
    match: re.Match[str],
    message: str,
    *,
    group: int | str = 0,
    suggestion: str | None = None,
    level: Level | None = None,
) -> Hit:
    """Make a hit of a match or one of its groups."""
    return Hit(one, match.start(group), match.end(group), message, level, suggestion)
