"""Words that tell how hard a request is, by topic: English, Spanish and, where a request can be
checked word by word, French.

Words are compared in lower case. A word may also be written without its accents, and a hard word
of a short request also with its vowels or doubled letters wrong (``skeleton``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

TOPICS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "proof": """
            prove proof proofs proves proving proove demonstrate derive theorem lemma corollary
            induction contradiction rigorous rigorously counterexample demuestra demostrar
            demuestre demuéstralo demostración demostraciones prueba_que deriva deduce deducir
            teorema lema corolario inducción contradicción contraejemplo rigurosa rigurosamente
            démontre démontrer démontrez théorème récurrence
        """,
        "analysis": """
            analyze analyse analysis evaluate assess critique argument compare comparison
            contrast tradeoff tradeoffs implications reasoning justify infer deduce reconcile
            investigate analiza analizar análisis evalúa evaluar critica argumenta compara
            comparar comparación contrasta implicaciones razona razonamiento justifica justificar
            infiere investiga analysez évaluez comparez
        """,
        "making": """
            implement implementation refactor redesign design architect architecture build develop
            optimize optimise optimization migrate migration debug diagnose parallelize concurrency
            distributed scalable deadlock race schema pipeline protocol compiler parser algorithm
            complexity benchmark strategy roadmap plan api cache caching module modules database
            endpoint layer interface tests testing latency throughput asynchronous transaction
            backend implementa implementar refactoriza refactorizar rediseña diseña diseñar
            arquitectura construye desarrolla desarrollar optimiza optimizar optimización migra
            migrar migración depura depurar diagnostica concurrencia distribuido distribuida
            escalable esquema protocolo compilador algoritmo complejidad estrategia planifica caché
            módulo módulos capa interfaz pruebas latencia asíncrono asíncrona transacción
            rendimiento
        """,
        "theory": """
            hausdorff manifold manifolds topology topological compact cohomology homology
            homomorphism isomorphism isomorphic abelian noetherian galois riemann lebesgue banach
            hilbert eigenvalues sobolev fourier laplacian lagrangian conjecture axiom axioms
            projective diophantine coprime holomorphic meromorphic tensor bijection injective
            surjective countable uncountable martingale ergodic undecidable decidable turing
            automaton automata linearizable consensus renormalization gauge variedad topología
            topológico compacto cohomología homología homomorfismo isomorfismo abeliano conjetura
            axioma proyectivo holomorfa tensores biyección inyectiva sobreyectiva numerable
            indecidible decidible autómata
        """,
        "mathematics": """
            equation equations integral integrals derivative matrix matrices eigenvalue
            polynomial probability variance prime primes integer integers modulo vector
            converge converges limit continuous differentiable inequality solve entropy
            velocity voltage pressure temperature mole molar square root irrational rational
            triangle angle axis sphere cosine sine sin cos tan sum product divided vertices
            interval sequence series digit digits remainder circle radius diameter ecuación
            ecuaciones integrales derivada matriz autovalor polinomio probabilidad varianza primo
            primos entero enteros módulo límite continua derivable desigualdad resuelve resolver
            entropía velocidad voltaje presión temperatura raíz cuadrada cuadrado irracional
            racional triángulo ángulo esfera suma producto círculo radio sucesión serie
        """,
        "calculation": """
            calculate compute determine find estimate evaluate approximate minimum maximum length
            width height distance rate ratio volume area mass density frequency wavelength
            resistance current charge energy force work power percentage calcula calcular computa
            determina halla hallar encuentra estima aproxima mínimo máximo longitud anchura
            altura distancia tasa razón volumen área masa densidad frecuencia energía fuerza
            porcentaje calculez déterminez trouvez
        """,
        "science": """
            molecule molecules reaction oxidation isomer isomers synthesis compound quantum
            relativistic electron electrons photon photons neutron proton nucleus orbital
            thermodynamics enthalpy equilibrium titration enzyme genome gene genes allele protein
            boson spin hamiltonian galaxy star spectrum isotope polymer catalyst molécula reacción
            oxidación isómero síntesis compuesto cuántica relativista electrón fotón núcleo
            termodinámica entalpía equilibrio enzima genoma gen genes proteína espectro isótopo
        """,
        "law": """
            legal law laws jurisdiction statute liability liable contract clause clauses plaintiff
            defendant gdpr compliance regulation regulatory directive court constitutional
            precedent tort negligence damages testimony homicide manslaughter felony estoppel
            fiduciary indemnify arbitration statutory custody inheritance jurídica jurídico
            legales ley leyes jurisdicción responsabilidad contrato cláusula cláusulas demandante
            demandado rgpd normativa reglamento directiva tribunal constitucional jurisprudencia
            negligencia homicidio penal imprudente delito pena prescripción recurso arrendamiento
            herencia usufructo arbitraje
        """,
        "medicine": """
            diagnosis differential pathology pharmacology dosage dose clinical symptoms prognosis
            patient patients chronic syndrome lesion biopsy fever rash desquamation hypertension
            stenosis tachycardia contraindicated anticoagulant edema creatinine diagnóstico
            diferencial patología farmacología dosis clínico clínica síntomas pronóstico paciente
            pacientes crónico síndrome lesión fiebre exantema tratamiento hipertensión taquicardia
            contraindicado anticoagulante creatinina
        """,
        "finance": """
            macroeconomic derivatives portfolio valuation amortization depreciation equity bond
            bonds dividend dividends liabilities ledger accounting tax taxes macroeconómico
            cartera valoración amortización depreciación dividendo contabilidad impuesto impuestos
        """,
        "life": """
            people person children behavior behaviour psychologist therapist emotion social
            culture society government economic trade market consumer population species animals
            plants disease health food according discuss describe primarily gente persona niños
            conducta psicólogo emoción social cultura sociedad gobierno económico comercio mercado
            población especie animales plantas salud comida según describe principalmente
        """,
        "hypothesis": """
            if suppose assume assuming given let consider imagine would whether si supón supongamos
            suponiendo dado dada sea considera imagina sería supposons soit
        """,
        "negation": """
            except incorrect false neither nor cannot impossible unlikely excepto incorrecta
            incorrecto falso falsa ninguno ninguna tampoco imposible sauf faux
        """,
        "puzzle": """
            clue clues puzzle riddle houses seated sits adjacent leftmost rightmost knights knaves
            pista pistas acertijo casas sentado sentados adyacente
        """,
        "relations": """
            half twice thrice double triple times more less fewer than remaining left rest total
            altogether percent third quarter average difference increase decrease discount profit
            same both before after mitad doble triple veces más menos que restante restantes resto
            total porcentaje tercio cuarto promedio diferencia aumento descuento beneficio mismo
            misma ambos antes después moitié fois plus moins
        """,
        "number_words": """
            one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty
            forty fifty hundred thousand million dozen uno dos tres cuatro cinco seis siete ocho
            nueve diez once doce quince veinte treinta cuarenta cincuenta cien mil millón docena
            deux trois quatre cinq sept huit neuf dix onze douze quinze vingt trente cent mille
        """,
        "rates": """
            per each every day days week weeks month months year years hour hours minute minutes
            daily weekly monthly mile miles speed cost costs price pay pays spend spends earn earns
            por cada día días semana semanas mes meses año años hora horas minuto minutos diario
            semanal mensual milla millas kilómetros velocidad cuesta cuestan precio paga gasta gana
            par chaque jour jours semaine mois an ans heure heures prix coûte
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
        "simple": """
            translate translation capital hello hi hey thanks thank define spell synonym meaning
            rhyme joke greeting rephrase weather who when where what which traduce traducir
            traducción hola gracias buenas deletrea sinónimo significa chiste saludo reformula
            quién cuándo dónde qué cuál
        """,
    }
)
"""Topics of a request, and their words."""

HARD: Final = (
    "proof",
    "analysis",
    "making",
    "theory",
    "mathematics",
    "science",
    "law",
    "medicine",
)
"""The topics that make a request hard by themselves."""

CHECKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "words": "words palabras mots wörter",
        "sentences": "sentence sentences oración oraciones frase frases phrase phrases",
        "paragraphs": "paragraph paragraphs párrafo párrafos paragraphe paragraphes",
        "sections": "section sections sección secciones",
        "bullets": "bullet bullets viñeta viñetas puce puces",
        "letters": "letter letters letra letras lettre lettres",
        "capitals": """
            uppercase capital capitals capitalized caps mayúscula mayúsculas majuscule majuscules
        """,
        "lowercase": "lowercase minúscula minúsculas minuscule minuscules",
        "commas": "comma commas coma comas virgule virgules",
        "quotation": """
            quotation quotes quote comillas guillemets wrap wrapped enclosed envuelve encierra
        """,
        "highlight": """
            highlight highlighted bold italic asterisk asterisks resalta resaltada resaltadas
            negrita asterisco asteriscos surligne gras astérisques
        """,
        "title": "title titled heading título encabezado titre",
        "postscript": "postscript posdata p.s",
        "placeholders": """
            placeholder placeholders brackets bracketed marcador marcadores corchetes crochets
        """,
        "keywords": "keyword keywords include mention clave incluye incluir menciona clé inclure",
        "format": """
            json xml yaml csv html markdown latex table format tabla formato tableau formatted
        """,
        "repetition": "repeat repeating repite repetir repetez répète répétez répéter",
        "beginning": "begin beginning start starts comienza comenzar empieza commence commencez",
        "ending": "end ending ends finish termina terminar finaliza termine terminez",
        "bounds": """
            least most exactly minimum maximum maximal fewer mínimo máximo exactamente exactement
            moins plus maximum
        """,
        "forbidden": """
            don't dont avoid without exclude refrain forbidden evita sin omite prohibido évite
            évitez sans n'utilisez
        """,
        "response": """
            response reply entire responses respuesta entera réponse entière
        """,
        "rhyme": "rhyme rhymes haiku limerick acrostic rima rimas acróstico rime rimes",
        "language": """
            spanish english french german italian portuguese russian chinese japanese korean
            arabic hindi español inglés francés alemán italiano portugués ruso chino japonés árabe
            espagnol anglais français allemand italien
        """,
        "versions": "version versions different separated versiones distintas separadas séparées",
    }
)
"""What can be checked in an answer without understanding it, and the words that ask for it."""

WORD: Final = re.compile(r"[a-zà-öø-ÿ]+")
"""A word of lower-case text; the lists hold Latin letters only."""
_UNACCENTED: Final = str.maketrans("áàâéèêëíîïóôúùûüç", "aaaeeeeiiioouuuuc")
_VOWELS: Final = re.compile(r"(?<!^)[aeiouáéíóúü]+")
_DOUBLED: Final = re.compile(r"(.)\1+")
_TELLING: Final = 5
"""Letters that a skeleton needs: shorter ones are those of too many words."""


def skeleton(word: str) -> str:
    """Return what is left of a word however its vowels and doubled letters are typed."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


def _spellings(lists: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each word, and how it is spelled in haste, with the lists it stands in."""
    sets = {name: frozenset(words.split()) for name, words in lists.items()}
    for word in sorted(frozenset().union(*sets.values())):
        names = tuple(name for name, words in sets.items() if word in words)
        if len(word) > 3:
            yield word.translate(_UNACCENTED), names
        yield word, names


def _skeletons() -> Iterator[tuple[str, str]]:
    for word, names in TOPIC_OF.items():
        hard = [name for name in names if name in HARD]
        if hard and len(skeleton(word)) >= _TELLING:
            yield skeleton(word), word


TOPIC_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(dict(_spellings(TOPICS)))
"""The topics of a word."""
CHECK_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(dict(_spellings(CHECKS)))
"""What a word asks to be checked."""
HARD_SKELETONS: Final[Mapping[str, str]] = MappingProxyType(dict(_skeletons()))
"""A hard word by its skeleton."""
