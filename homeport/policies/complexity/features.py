"""Cheap features of a whole conversation that tell how hard it is for a small model.

Every feature is a number that is 0 where there is nothing and grows, slowly and up to a cap,
with the evidence. Words are looked up in English and Spanish lists; length, code, mathematics,
lists and numbers read the same in every language. All user turns count, not only the last:
"commit it" after a hard thread is still a hard thread.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from homeport.policies.digits import has_digit
from homeport.types import Call

_SCANNED = 4_000
"""Characters at the beginning, and as many at the end, of what the user said that are read for
words and signs. Lengths are those of the whole."""

_LISTS: Mapping[str, str] = MappingProxyType(
    {
        "proof": """
            prove proof proofs proves demonstrate derive theorem lemma corollary induction
            contradiction rigorous rigorously counterexample demuestra demostrar demuestre
            demuéstralo demostración demostraciones deriva deduce deducir teorema lema corolario
            inducción contradicción contraejemplo rigurosa rigurosamente
        """,
        "analysis": """
            analyze analyse analysis evaluate assess critique argue argument compare comparison
            contrast tradeoff tradeoffs implications reasoning justify infer deduce reconcile
            determine investigate analiza analizar análisis evalúa evaluar critica argumenta
            compara comparar comparación contrasta implicaciones razona razonamiento justifica
            justificar infiere determina investiga
        """,
        "making": """
            implement implementation refactor redesign design architect architecture build
            develop optimize optimise optimization migrate migration debug diagnose parallelize
            concurrency distributed scalable deadlock race schema pipeline protocol compiler
            parser algorithm complexity benchmark strategy roadmap plan proposal essay report
            api cache caching module modules service services database endpoint layer interface
            tests testing latency throughput asynchronous transaction backend implementa
            implementar refactoriza refactorizar rediseña diseña diseñar arquitectura construye
            desarrolla desarrollar optimiza optimizar optimización migra migrar migración depura
            depurar diagnostica concurrencia distribuido distribuida escalable esquema protocolo
            compilador algoritmo complejidad estrategia planifica propuesta ensayo informe caché
            módulo módulos servicio servicios capa interfaz pruebas latencia asíncrono asíncrona
            transacción rendimiento
        """,
        "constraints": """
            must should exactly least most only without unless except ensure ensuring avoid
            never always each every both either neither following according given assuming
            constraint constraints requirement requirements while debe deben debes exactamente
            mínimo máximo menos solo sólo sin salvo excepto asegura asegúrate evita nunca
            siempre cada ambos ambas ninguno según dado dada dados suponiendo restricción
            restricciones requisito requisitos mientras
        """,
        "steps": """
            first second third then next finally afterwards step steps stage stages phase phases
            primero segundo tercero luego después finalmente paso pasos etapa etapas fase fases
        """,
        "mathematics": """
            equation equations integral integrals derivative matrix matrices eigenvalue
            polynomial probability variance prime primes integer integers modulo vector converge
            converges limit continuous differentiable inequality calculate compute solve entropy
            velocity voltage pressure temperature mole molar square root irrational rational
            triangle ecuación ecuaciones integrales derivada matriz autovalor polinomio
            probabilidad varianza primo primos entero enteros módulo límite continua derivable
            desigualdad calcula calcular resuelve resolver entropía velocidad voltaje presión
            temperatura raíz cuadrada cuadrado irracional racional triángulo
        """,
        "expertise": """
            legal law laws jurisdiction statute liability contract clause clauses plaintiff gdpr
            compliance regulation regulatory directive court constitutional precedent diagnosis
            differential pathology pharmacology dosage clinical symptoms prognosis macroeconomic
            derivatives portfolio valuation amortization thermodynamics quantum enzyme genome
            jurídica jurídico legales ley leyes jurisdicción responsabilidad contrato cláusula
            cláusulas demandante rgpd normativa reglamento directiva tribunal constitucional
            jurisprudencia diagnóstico diferencial patología farmacología dosis clínico clínica
            síntomas pronóstico macroeconómico cartera valoración amortización termodinámica
            cuántica enzima genoma
        """,
        "simple": """
            translate translation capital hello hi hey thanks thank define spell synonym meaning
            rhyme joke greeting rephrase weather who when where what which traduce traducir
            traducción hola gracias buenas deletrea sinónimo significa chiste saludo reformula
            quién cuándo dónde qué cuál
        """,
    }
)
_UNACCENTED = str.maketrans("áéíóúü", "aeiouu")


def _lexicon() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each word, and how it is spelled in haste, with the lists it stands in."""
    lists = {name: frozenset(words.split()) for name, words in _LISTS.items()}
    for word in frozenset().union(*lists.values()):
        names = tuple(name for name, words in lists.items() if word in words)
        yield word, names
        if len(word) > 3:
            yield word.translate(_UNACCENTED), names


_LEXICON: Mapping[str, tuple[str, ...]] = MappingProxyType(dict(_lexicon()))
_HARD = ("proof", "analysis", "making", "mathematics", "expertise")
_WORD = re.compile(r"[a-zà-öø-ÿ]+")  # of lower-case text; the lists hold Latin letters only
_ITEM = re.compile(r"^[ \t]{0,8}(?:[-*•]|\d{1,3}[.)]|[A-Za-z][.)])[ \t]", re.MULTILINE)
_NUMBER = re.compile(r"\d+")
_CODE = (
    "{",
    "}",
    ";",
    "()",
    "==",
    "def ",
    "return",
    "class ",
    "import ",
    "=>",
    "</",
    "::",
    "SELECT ",
)
_SYMBOLS = ("\\", "^", "∑", "∫", "√", "≤", "≥", "≠", "∈", "∀", "π", "$", " = ", "+")


class Features(NamedTuple):
    """What was measured; the order is that of the weights."""

    length: float  # how much the user wrote, in doublings of 100 characters
    context: float  # everything else the model must read, in doublings of 1,000 characters
    proof: float
    analysis: float
    making: float
    constraints: float
    steps: float  # list items and words such as "then"
    code: float
    mathematics: float
    expertise: float
    numbers: float
    tools: float  # tools offered, or an answer that must fit a schema
    turns: float  # user turns after the first, in doublings
    simple: float  # one short turn with the words of an easy question and none of a hard one


def measure(call: Call) -> Features:
    """Return the features of ``call``; linear in its parts, constant in their length."""
    said = [part.text for part in call.parts if part.role in {"user", None}]
    text = _readable("\n".join(said))
    counts = _counts(text)
    hard = sum(counts[name] for name in _HARD)
    length = sum(map(len, said))
    everything = sum(len(part.text) for part in call.parts)
    code = _doublings(sum(map(text.count, _CODE)) / 4 + 2 * (text.count("```") > 0))
    easy = len(said) == 1 and length < 160 and not hard and code < 1
    return Features(
        length=_doublings(length / 100),
        context=_doublings((everything - length) / 1000),
        proof=_capped(counts["proof"]),
        analysis=_capped(counts["analysis"]),
        making=_capped(counts["making"]),
        constraints=_doublings(counts["constraints"]),
        steps=_doublings(counts["steps"] + _items(text)),
        code=code,
        mathematics=_capped(counts["mathematics"] + sum(map(text.count, _SYMBOLS)) / 4),
        expertise=_capped(counts["expertise"]),
        numbers=_doublings(len(_NUMBER.findall(text)) / 3 if has_digit(text) else 0),
        tools=_doublings(_tools(call)),
        turns=_doublings(max(0, sum(part.role == "user" for part in call.parts) - 1)),
        simple=float(easy and counts["simple"] > 0) + float(easy and length < 80),
    )


def _readable(text: str) -> str:
    return text if len(text) <= 2 * _SCANNED else f"{text[:_SCANNED]}\n{text[-_SCANNED:]}"


def _counts(text: str) -> Counter[str]:
    """Count the words of each list, each different word once: repeating one is not harder."""
    words = frozenset(_WORD.findall(text.lower())) & _LEXICON.keys()
    return Counter(name for word in words for name in _LEXICON[word])


def _doublings(amount: float) -> float:
    return math.log2(1 + amount)


def _capped(count: float) -> float:
    """Return the doublings of what has enough said at three: more words are not harder."""
    return _doublings(min(count, 3.0))


def _items(text: str) -> int:
    return len(_ITEM.findall(text)) if "\n" in text else 0


def _tools(call: Call) -> int:
    """Count what the answer must fit: tools offered and a schema."""
    offered: Any = call.body.get("tools")
    return (len(offered) if isinstance(offered, list) else 0) + ("json_schema" in call.needs)
