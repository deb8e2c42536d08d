"""Proofreading: a document read as a tree of paragraphs, and the registered rules that look at it; pure, no disk, no clock."""

from lib.core.proofreading import (  # noqa: F401  importing a family registers its rules
    rules_characters,
    rules_comparison,
    rules_contradictions,
    rules_counts,
    rules_dates,
    rules_endings,
    rules_enumerations,
    rules_figures,
    rules_files,
    rules_growth,
    rules_lists,
    rules_marks,
    rules_measures,
    rules_meetings,
    rules_names,
    rules_negations,
    rules_numbering,
    rules_periods,
    rules_phrases,
    rules_placeholders,
    rules_plans,
    rules_private,
    rules_products,
    rules_punctuation,
    rules_quantities,
    rules_rates,
    rules_repeats,
    rules_sentences,
    rules_structure,
    rules_sums,
    rules_terms,
    rules_titles,
    rules_totals,
    rules_words,
)
from lib.core.proofreading.context import Context, about
from lib.core.proofreading.decoding import decode_text
from lib.core.proofreading.registry import RULES, Rule
from lib.core.proofreading.runner import (
    HEADINGS,
    applicable,
    correct,
    correct_paragraphs,
    fingerprint,
    ignored_by,
    proofread,
    proofread_text,
    rows,
)
from lib.core.proofreading.tree import Source, read_tree
from lib.core.proofreading.words import WordLists

__all__ = [
    "HEADINGS",
    "RULES",
    "Context",
    "Rule",
    "Source",
    "WordLists",
    "about",
    "applicable",
    "correct",
    "correct_paragraphs",
    "decode_text",
    "fingerprint",
    "ignored_by",
    "proofread",
    "proofread_text",
    "read_tree",
    "rows",
]
