"""What is wrong between the entries of a policy, though each is well formed in itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from homeport.errors import PolicyError
from homeport.policies.combined import implies
from homeport.policies.costs import budgets, price_of
from homeport.policies.decide import BUILT_IN_RULES
from homeport.policies.document import Document, Where
from homeport.policies.escalation import Confidence
from homeport.policies.extensions import Extensions, NotFound
from homeport.policies.faults import NO_SECRETS, SECRET_KEY
from homeport.policies.grammar import GuardEntry, PolicyFile, RuleEntry
from homeport.policies.reading import backend, budgets_of, condition, leaves
from homeport.policies.shadow import ShadowEntry
from homeport.policies.when import When
from homeport.policies.wording import unknown


def check(file: PolicyFile, document: Document, extensions: Extensions) -> Iterator[PolicyError]:
    """Yield everything that is wrong, in no particular order."""
    yield from _backends(file, document, extensions)
    yield from _names(file, document)
    yield from _targets(file, document)
    yield from _transforms(file, document)
    yield from _escalations(file, document)
    yield from _judge(file, document)
    yield from _conditions(file, document, extensions)
    yield from _budgets(file, document)
    yield from _shadow(file, document)
    yield from _never_reached(file, document)
    yield from _judges(file, document, extensions)
    yield from _examples(file, document)


def _backends(
    file: PolicyFile, document: Document, extensions: Extensions
) -> Iterator[PolicyError]:
    for name, entry in file.backends.items():
        where = ("backends", name)
        if name == "auto":
            message = "no backend can be called auto: the model name auto leaves the choice open"
            yield document.error(where, message, place=document.key_place(where))
        yield from _asked(extensions.check_kind, entry.kind, (*where, "kind"), document)
        for option in filter(SECRET_KEY.fullmatch, entry.model_extra or ()):
            path = (*where, option)
            yield document.error(path, NO_SECRETS, place=document.key_place(path))


def _names(file: PolicyFile, document: Document) -> Iterator[PolicyError]:
    taken: dict[str, Where] = {}
    sections = (("stays_home", file.stays_home), ("rules", file.rules))
    for where, name in (
        ((section, index, "name"), entry.name)
        for section, entries in sections
        for index, entry in enumerate(entries)
    ):
        if name in BUILT_IN_RULES:
            yield document.error(where, f"{name} is what homeport calls a rule of its own")
        if name in taken:
            first = document.place(taken[name])
            yield document.error(where, f"the name {name} is taken by the rule at {first}")
        taken.setdefault(name, where)


def _targets(file: PolicyFile, document: Document) -> Iterator[PolicyError]:
    for index, rule in enumerate(file.rules):
        where: Where = ("rules", index, "to")
        yield from _known("backend", rule.to, file.backends, where, document)
        yield from _twice(rule.to, where, document)


def _transforms(file: PolicyFile, document: Document) -> Iterator[PolicyError]:
    away = {name for name, entry in file.backends.items() if leaves(entry)}
    for index, rule in enumerate(file.rules):
        where: Where = ("rules", index, "transform")
        if rule.secrets and not rule.transform:
            message = "this is for a rule with a transform; add one, or remove this key"
            yield document.error(("rules", index, "secrets"), message)
        if rule.transform and not away & {*rule.to}:
            message = "nothing is transformed: no target of this rule leaves the device"
            yield document.error(where, message)
        if rule.transform == "delegate" and away == {*file.backends}:
            message = "a model on this device has to ask the question; add a backend that stays"
            yield document.error(where, message)


def _escalations(file: PolicyFile, document: Document) -> Iterator[PolicyError]:
    for index, rule in enumerate(file.rules):
        where: Where = ("rules", index, "escalate")
        if rule.escalate is None or not {*rule.to} <= {*file.backends}:
            continue
        drafts = [file.backends[name].kind not in ("server", "openai") for name in rule.to]
        if drafts[:1] != [True]:
            message = "the first target must answer in this process: its answer is looked at"
            yield document.error(where, message)
        elif len(drafts) == 1:
            message = "there is nobody to escalate to: name a second target"
            yield document.error(where, message)
        yield from _confidence(rule.escalate, where, document)


def _confidence(written: object, where: Where, document: Document) -> Iterator[PolicyError]:
    """Yield what is wrong with the file by which answers are judged."""
    path = document.beside(getattr(written, "calibration", None))
    if path is None:
        return
    try:
        Confidence.load(path)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        yield document.error((*where, "calibration"), f"{path}: {why}")


def _judge(file: PolicyFile, document: Document) -> Iterator[PolicyError]:
    where, name = ("privacy", "judge"), file.privacy.judge
    yield from _known("backend", name or [], file.backends, where, document)
    if name in file.backends and leaves(file.backends[name]):
        message = (
            f"{name} leaves the device; a call in doubt is shown to no one else: name a "
            "backend that stays"
        )
        yield document.error(where, message)


def _known(
    noun: str,
    written: str | list[str] | None,
    words: Collection[str],
    where: Where,
    document: Document,
) -> Iterator[PolicyError]:
    """Yield an error for each word, written alone or in a list, that is not among ``words``."""
    alone = [(where, written)] if isinstance(written, str) else []
    listed = enumerate(written) if isinstance(written, list) else ()
    for place, word in (*alone, *(((*where, index), word) for index, word in listed)):
        if word not in words:
            yield document.error(place, unknown(noun, word, words))


def _twice(names: list[str], where: Where, document: Document) -> Iterator[PolicyError]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield document.error((*where, index), f"{name} is here twice")


def _conditions(
    file: PolicyFile, document: Document, extensions: Extensions
) -> Iterator[PolicyError]:
    categories = extensions.categories(file.privacy.detectors)
    for entry, begin in _with_conditions(file):
        for when, where in _nested(entry.when, (*begin, "when")):
            ready, found = (*where, "ready"), (*where, "category")
            yield from _known("backend", when.ready, file.backends, ready, document)
            if categories:
                yield from _known("category", when.category, categories, found, document)


def _with_conditions(file: PolicyFile) -> Iterator[tuple[GuardEntry | ShadowEntry, Where]]:
    for section, entries in (("stays_home", file.stays_home), ("rules", file.rules)):
        for index, entry in enumerate(entries):
            yield entry, (section, index)
    if file.complexity.shadow:
        yield file.complexity.shadow, ("complexity", "shadow")


def _budgets(file: PolicyFile, document: Document) -> Iterator[PolicyError]:
    """A budget needs to know what calls cost, and a file to remember what was spent."""
    asked = list(budgets_of(file))
    if file.ledger is False and any(budget.counts for budget in asked):
        yield document.error(("ledger",), "a budget for a day or a key needs one; remove this key")
    for name, entry in file.backends.items() if asked else ():
        if leaves(entry) and price_of(backend(name, entry, document, {})) is None:
            yield document.error(
                ("backends", name),
                f"a budget needs to know what {entry.model} costs, and no price is listed for it; "
                "say it in dollars for a million tokens, such as price: {input: 0.25, output: 2}",
            )


def _shadow(file: PolicyFile, document: Document) -> Iterator[PolicyError]:
    """Two sides are compared, and the label is kept."""
    shadow, where = file.complexity.shadow, ("complexity", "shadow")
    if shadow is None:
        return
    if file.complexity.outcomes is None:
        yield document.error(where, "its labels need a file: add outcomes: FILE beside it")
    if len({leaves(entry) for entry in file.backends.values()}) < 2:
        message = "there is no other side: it needs a backend that leaves and one that stays"
        yield document.error(where, message)
    yield from _known("backend", shadow.judge or [], file.backends, (*where, "judge"), document)


def _nested(when: When | None, where: Where) -> Iterator[tuple[When, Where]]:
    """Yield a condition and all that it is made of, with their places."""
    if when is None:
        return
    yield when, where
    yield from _nested(when.not_, (*where, "not"))
    for key, parts in (("any", when.any_), ("all", when.all_)):
        for index, part in enumerate(parts or ()):
            yield from _nested(part, (*where, key, index))


def _never_reached(file: PolicyFile, document: Document) -> Iterator[PolicyError]:
    conditions = [condition(rule.when) for rule in file.rules]
    paid = [
        _paid(rule, file) if any(budgets(conditions[i])) else None
        for i, rule in enumerate(file.rules)
    ]
    for index, later in enumerate(conditions):
        for earlier in range(index):
            # A budget asks what the rule's own targets cost: with others it is another question.
            alike = paid[earlier] is None or paid[earlier] == paid[index]
            if alike and implies(later, conditions[earlier]):
                yield document.error(
                    ("rules", index),
                    f"this rule is never reached: whatever it matches, the rule "
                    f"{file.rules[earlier].name} at {document.place(('rules', earlier))} "
                    f"matches before it",
                )
                break


def _paid(rule: RuleEntry, file: PolicyFile) -> set[str]:
    """Return the targets whose price a budget of the rule asks for."""
    away = {name for name, entry in file.backends.items() if leaves(entry)}
    return away & {*rule.to} or away


def _judges(file: PolicyFile, document: Document, extensions: Extensions) -> Iterator[PolicyError]:
    where: Where = ("privacy", "detectors")
    yield from _twice(file.privacy.detectors, where, document)
    for index, name in enumerate(file.privacy.detectors):
        yield from _asked(extensions.check_detector, name, (*where, index), document)
    scorer = file.complexity.scorer
    yield from _asked(extensions.check_scorer, scorer, ("complexity", "scorer"), document)


def _asked(
    lookup: Callable[[str], None], name: str, where: Where, document: Document
) -> Iterator[PolicyError]:
    try:
        lookup(name)
    except NotFound as error:
        yield document.error(where, str(error))


def _examples(file: PolicyFile, document: Document) -> Iterator[PolicyError]:
    names = [rule.name for rule in (*file.stays_home, *file.rules)]
    for index, example in enumerate(file.examples):
        if example.rule and example.rule not in {*names, *BUILT_IN_RULES}:
            yield document.error(("examples", index, "rule"), unknown("rule", example.rule, names))
