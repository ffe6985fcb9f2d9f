"""Which language is a call written in? Common words and letters of six languages, no model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from types import MappingProxyType

from homeport.types import Call

UNDETERMINED = "und"  # ISO 639-2 for "cannot tell"

_READ = 2_000  # characters; the first lines tell as much as the whole
_SHORT = 300  # characters below which no word may be lost to the comma that follows it
_SHARE = 0.04  # of all words that must be common ones: code and other languages have fewer
_AHEAD = 1.2  # how many times the votes of the second the first must have

_COMMON: Mapping[str, str] = {
    "en": """
        a the of and to in is that it was for on are with as his they be at this have from or
        had by but some what there we can out other were all your when up use how said an each
        which do their if will about then them would so these her him has more could my than
        been who its now did get may i you me please write give make explain hello thanks
        translate why where does should not no yes summarize code need want help list into short
        using create
    """,
    "es": """
        de la que el en y a los del se las por un para con no una su al lo como más pero sus le
        ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien
        desde todo nos durante todos uno les ni contra otros ese eso ante ellos e esto mí antes
        algunos qué unos yo otro es son está ser tiene hola gracias dime dame haz escribe
        explica traduce resume cuál cómo quién cuándo dónde mi tu favor necesito quiero ayuda
        puedes hacer inglés español correo hora soy estoy tengo buenos buenas días
    """,
    "fr": """
        de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il
        sont avec mais comme ou elle cette nous vous je tu ses leur sans être fait aux été ont
        même deux bien où sa son mon ma mes ton très peut tout bonjour merci écris donne
        explique traduis quel quelle comment pourquoi quand combien moi fais faire s'il plaît
        c'est j'ai d'un l'on y ça oui non besoin aide
    """,
    "de": """
        der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es
        an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen
        so zum war haben nur oder aber vor zur bis mehr durch man sein wurde ich du wir ihr mir
        mich mein meine kein keine bitte hallo danke schreibe schreib erkläre übersetze was wer
        wo wann warum welche wieviel gib mach kannst brauche möchte hilfe
    """,
    "pt": """
        de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao
        ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso
        ela entre era depois sem mesmo aos ter seus quem nas me esse eles você essa num nem suas
        meu minha olá obrigado obrigada escreva explique traduza resuma qual quais onde favor
        preciso quero ajuda pode fazer são tenho oi
    """,
    "it": """
        di e il la che è un a per in una non sono si da con del le ma come al i gli lo più anche
        della dei nel alla ha questo o se mi ho cosa delle sua suo io ci degli dal quando nella
        chi molto ne essere fatto tutto perché dove quale quali quanto ciao grazie scrivi spiega
        traduci riassumi dammi fai puoi vorrei bisogno aiuto favore mio mia sei siamo stato
        quello questa dell' buongiorno
    """,
}
_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {language: frozenset(words.split()) for language, words in _COMMON.items()}
)
_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "ñ": "es",
        "¿": "es",
        "¡": "es",
        "ß": "de",
        "ä": "de",
        "ã": "pt",
        "õ": "pt",
        "œ": "fr",
        "û": "fr",
    }
)
_WORD = re.compile(r"[^\W\d_]+")


def detect(call: Call) -> str:
    """Return the ISO 639-1 code of the language the users of ``call`` write in, or ``und``.

    Reads at most the first 2,000 characters of the user's parts, or of all parts if none is a
    user's. Each different common word and each telling letter is one vote.
    """
    text = _beginning(call).lower()
    words = frozenset(_WORD.findall(text) if len(text) < _SHORT else text.split())
    votes = _votes(text, words)
    second, first = sorted(votes, key=votes.__getitem__)[-2:]
    enough = max(_AHEAD * votes[second], _SHARE * len(words))
    return first if votes[first] > enough else UNDETERMINED


def is_common_word(word: str) -> bool:
    """Say whether ``word``, in small letters, is among the commonest of any of the languages."""
    return any(word in common for common in _WORDS.values())


def _beginning(call: Call) -> str:
    own = [part for part in call.parts if part.role == "user"] or call.parts
    return "\n".join(part.text[:_READ] for part in islice(own, _READ))[:_READ]


def _votes(text: str, words: frozenset[str]) -> dict[str, int]:
    votes = {language: len(words & common) for language, common in _WORDS.items()}
    if not text.isascii():
        for letter, language in _LETTERS.items():
            votes[language] += letter in text
    return votes
