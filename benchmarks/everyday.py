"""Everyday requests with a judgement: ``EASY`` and ``HARD``, in English and Spanish.

Exam questions say nothing about "translate this word" or "refactor this module". A person wrote
these and judged them; they are half of what ``fit_complexity.py`` learns from.
"""

from __future__ import annotations

EASY = (
    "What is the boiling point of water?",
    "Who wrote Don Quixote?",
    "Translate 'good morning' into German.",
    "What's the plural of mouse?",
    "Say hello in three languages.",
    "Give me a synonym for happy.",
    "What time zone is Madrid in?",
    "Fix the spelling: 'recieve the pakage tomorow'.",
    "Rewrite this politely: send me the file now.",
    "How many days are there in a leap year?",
    "Name three fruits that are red.",
    "Write a birthday wish for my sister.",
    "What does HTTP stand for?",
    "Summarize in one sentence: The shop opens at nine and closes at five, except on Sundays.",
    "Is a tomato a fruit?",
    "Convert 10 miles to kilometres.",
    "Thanks, that is all!",
    "Suggest a name for a cat.",
    "Which is bigger, Peru or Chile?",
    "Turn this list into a comma-separated line: apples, pears, plums",
    "¿Cuál es la capital de Portugal?",
    "¿Quién pintó el Guernica?",
    "Traduce 'buenas noches' al francés.",
    "¿Cuántos minutos tiene un día?",
    "Dame un sinónimo de bonito.",
    "Corrige la ortografía: 'haver si vienes mañana'.",
    "Escribe una felicitación de cumpleaños para mi hermano.",
    "¿Qué significa ONU?",
    "Di tres frutas amarillas.",
    "Hola, ¿qué tal?",
    "¿En qué año empezó la Segunda Guerra Mundial?",
    "Resume en una frase: la tienda abre a las nueve y cierra a las cinco, salvo los domingos.",
    "Pasa este texto a mayúsculas: hola mundo",
    "¿El tomate es una fruta?",
    "Cuéntame un chiste corto.",
    "Propón un nombre para un perro.",
    "Write a short email to tell my landlord that the heating does not work.",
    "Escribe un correo breve a mi casero para decirle que la calefacción no funciona.",
    "Give me a recipe for pancakes for two people.",
    "Dame una receta de tortilla de patatas para cuatro personas.",
)

HARD = (
    "Prove that there are infinitely many primes congruent to 3 modulo 4.",
    "Prove by induction that the sum of the first n odd integers is n squared, then generalise.",
    "Derive the closed form of the Black-Scholes price and justify each assumption.",
    "Refactor this module into hexagonal architecture, first extract the ports, then write the "
    "adapters, keep the public API unchanged and add tests for every branch.",
    "Design a distributed rate limiter that must tolerate partitions; compare token bucket and "
    "sliding window, analyse the trade-offs and give the failure modes.",
    "Implement a lock-free queue in C++ and argue rigorously why it is linearizable.",
    "Debug this deadlock: two goroutines wait on each other's channel only under load. Explain the "
    "race, propose a fix and show that no other deadlock remains.",
    "Compare the liability regimes of Germany and Spain for defective software and evaluate which "
    "court would have jurisdiction under the Brussels I regulation.",
    "Analyse the contract below clause by clause, assess the risk of each for the tenant and "
    "propose amendments that are consistent with the statute.",
    "Write a compiler pass that converts this IR to SSA form, and analyse its complexity.",
    "Develop a migration plan from a monolith to services: stages, risks, rollback for each stage, "
    "constraints on downtime and a test strategy.",
    "Evaluate the differential diagnosis for a patient with fever, rash and arthralgia after a "
    "trip, justify the order of tests and discuss the prognosis.",
    "Solve the differential equation y'' + y = sec(x) by variation of parameters and verify.",
    "Optimise this SQL: it joins six tables, must run in under 50 ms and cannot add indexes. "
    "Explain the plan before and after.",
    "Determine all functions f from the reals to the reals with f(x+y) = f(x) + f(y) that are "
    "continuous at one point, and prove your answer.",
    "Critique the argument of this essay, infer its hidden premises and reconcile it with Kant.",
    "Demuestra que la raíz de 3 es irracional y generaliza a todo primo.",
    "Demuestra por inducción que la suma de los primeros n impares es n al cuadrado.",
    "Deduce la ecuación de ondas a partir de las de Maxwell y justifica cada paso.",
    "Refactoriza este módulo a arquitectura hexagonal: primero extrae los puertos, luego escribe "
    "los adaptadores, sin cambiar la API pública y con pruebas para cada rama.",
    "Diseña un limitador de tasa distribuido que debe tolerar particiones; compara dos algoritmos, "
    "analiza las ventajas de cada uno y los modos de fallo.",
    "Implementa una cola sin bloqueos en Rust y argumenta rigurosamente por qué es linealizable.",
    "Compara la responsabilidad civil en España y México por un producto defectuoso y evalúa qué "
    "tribunal tendría jurisdicción.",
    "Analiza el contrato cláusula por cláusula, evalúa el riesgo de cada una y propón cambios "
    "compatibles con la ley de arrendamientos urbanos.",
    "Desarrolla un plan de migración por etapas: riesgos, vuelta atrás y restricciones de corte.",
    "Evalúa el diagnóstico diferencial de un paciente con fiebre y exantema, justifica el orden de "
    "las pruebas y discute el pronóstico.",
    "Resuelve la ecuación diferencial y'' + 4y = tan(2x) por variación de parámetros y verifica.",
    "Optimiza esta consulta SQL con seis tablas: debe tardar menos de 50 ms sin índices nuevos. "
    "Explica el plan antes y después.",
    "Determina todas las funciones continuas con f(x+y) = f(x)f(y) y demuestra la respuesta.",
    "Critica el argumento de este ensayo, infiere sus premisas ocultas y razona una alternativa.",
)  # fmt: skip
