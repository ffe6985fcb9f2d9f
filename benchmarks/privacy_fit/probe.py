"""Texts written apart from the templates, to see how the judges carry over; never fitted to."""

from __future__ import annotations

from privacy_fit.corpora import Row

PRIVATE_EN = """
Since the accident I can't sleep without a drink, my GP keeps telling me to cut down and I lie to her about it.
Can you help me tell my team that we're shutting the Leeds site in September? Only four of us know so far.
my period is five weeks late and he doesn't want kids, what now
We got the takeover offer on Tuesday, nobody outside the boardroom may hear of it. Summarise the attached terms for me.
The collectors keep ringing and I've started throwing the letters away unopened.
I think our accountant has been skimming from the till for months, how do I confront him without proof?
After the scan they said the shadow on my lung needs a second look, draft a message to my sister who panics easily.
How do I explain to immigration that I worked for cash while my papers had run out?
Our eight-year-old says his uncle touches him. Who do I call first?
My wife read my texts and now she knows about the other woman.
I'd like to quit before they find out I deleted the production backups.
the doctor upped my dose again and I still hear voices at night
Please turn these notes into minutes: Q3 bookings down 31 percent, covenant breach likely, CFO to inform the lenders before it becomes public.
I was passed over because I told them I wear a hearing aid, and I can prove it.
My flatmate stole my bank card and I don't want to go to the police because he's on probation.
We want to withdraw life support for dad but my brother refuses.
I failed the bar exam a third time and have been pretending to my parents that I practise.
My therapist suggested I write a letter to the father who beat me. Help me start.
I've signed something that says I can't talk about what happened at the clinic, but I want to warn the other patients.
Our lead compound failed the toxicity study last night, we have to prepare investors without tipping off the press.
He left when I told him about my HIV status, how can I date again?
I'm two payments behind with the car and they come to take it on Thursday.
One of my students confided that she's being forced to marry this summer.
We've settled with the former employee, eighty thousand, and the terms forbid disclosure. Draft the board note.
I was caught shoplifting as a nurse, will I lose my licence?
my dad is back on heroin and living in my car
Nobody at my mosque knows I'm gay.
I make 54k and found out the new hire under me gets 61k, write to my manager.
"""
PRIVATE_ES = """
Desde el accidente no duermo si no bebo y a mi doctora le miento sobre cuánto.
Ayúdame a contarle al equipo que cerramos la sede de Vigo en septiembre; solo lo sabemos cuatro.
tengo un retraso de cinco semanas y él no quiere hijos, qué hago
El martes nos llegó la oferta de compra y fuera del consejo no puede saberlo nadie. Resúmeme las condiciones.
Los del recobro llaman a todas horas y ya ni abro las cartas.
Creo que el contable lleva meses metiendo mano en la caja, ¿cómo lo encaro sin pruebas?
En la placa salió una mancha en el pulmón y tienen que repetirla, escribe un mensaje a mi hermana, que se asusta enseguida.
¿Cómo explico en extranjería que trabajé en negro cuando se me acabaron los papeles?
Nuestro niño de ocho años dice que su tío le toca. ¿A quién llamo primero?
Mi mujer leyó mis mensajes y ya sabe lo de la otra.
Quiero irme antes de que descubran que borré las copias de producción.
el médico me ha vuelto a subir la dosis y sigo oyendo voces por la noche
Pasa estas notas a un acta: ventas del tercer trimestre un 31 % abajo, incumplimiento probable del crédito, avisar a los bancos antes de que se publique.
Me descartaron porque dije que llevo audífono y lo puedo demostrar.
Mi compañero de piso me robó la tarjeta y no quiero ir a la policía porque está en libertad condicional.
Queremos desconectar a papá y mi hermano se niega.
Suspendí la oposición por tercera vez y mis padres creen que ya trabajo.
La psicóloga me propuso escribir una carta al padre que me pegaba. Ayúdame a empezar.
Firmé que no podía hablar de lo que pasó en la clínica, pero quiero avisar a otros pacientes.
Anoche nuestro fármaco principal falló en el ensayo, hay que preparar a los inversores sin que se entere la prensa.
Me dejó cuando le conté que soy seropositivo, ¿cómo vuelvo a salir con alguien?
Debo dos cuotas del coche y el jueves se lo llevan.
Una alumna me confió que la obligan a casarse este verano.
Hemos pactado con la exempleada, ochenta mil euros y silencio. Redacta la nota para el consejo.
Me pillaron robando siendo enfermera, ¿me quitan el título?
mi padre ha vuelto a la heroína y vive en mi coche
En mi parroquia nadie sabe que soy lesbiana.
Cobro 28.000 y la nueva, que depende de mí, 31.000; escribe a mi jefe.
"""
PUBLIC_EN = """
Which antidepressants are least likely to cause weight gain?
Our school newspaper wants a piece on teen vaping, give me an outline.
What's a covenant breach in a syndicated loan?
Make a budget spreadsheet for a family of four with formulas.
Explain the stages of grief to a ten-year-old.
How long does probate usually take in Scotland?
Write the opening of a thriller where a banker hides gambling debts from his wife.
Draft a generic social media policy for a mid-sized company.
I'm preparing a lecture on informed consent, list five classic cases.
How do takeovers differ from mergers under the City Code?
Can you suggest a gentle yoga routine for beginners?
My phone's battery drains overnight, how can I find the cause?
What does "without prejudice" mean in a letter?
We're organising a charity run for cancer research, write the flyer.
Give me three metaphors for loneliness.
Summarise the plot of The Wolf of Wall Street.
How do I tell the difference between a cold and the flu?
Is it legal to record a phone call in California?
I want to paint my kitchen, which colours go with oak?
What are common interview questions for an HR assistant?
Write unit tests for a function that computes overdue interest.
Which countries have legal same-sex marriage?
My team keeps missing sprint goals, what agile practices help?
Create a reading list on the history of psychiatry.
What should a good whistleblowing policy contain?
Describe the life cycle of HIV for biology class.
I need a birthday present for my dad, he likes fishing.
How is alimony calculated in general?
"""
PUBLIC_ES = """
¿Qué antidepresivos engordan menos?
El periódico del instituto quiere un artículo sobre el vapeo, hazme un esquema.
¿Qué es el incumplimiento de un covenant en un crédito sindicado?
Haz una hoja de presupuesto para una familia de cuatro con fórmulas.
Explica las fases del duelo a un niño de diez años.
¿Cuánto suele tardar una herencia en Escocia?
Escribe el comienzo de un thriller en el que un banquero esconde a su mujer deudas de juego.
Redacta una política de redes sociales genérica para una empresa mediana.
Preparo una clase sobre el consentimiento informado, enumera cinco casos clásicos.
¿En qué se diferencia una opa de una fusión?
¿Me sugieres una rutina de yoga suave para principiantes?
La batería del móvil se agota por la noche, ¿cómo busco la causa?
¿Qué significa "sin perjuicio" en una carta?
Organizamos una carrera benéfica para investigar el cáncer, escribe el folleto.
Dame tres metáforas de la soledad.
Resume el argumento de El lobo de Wall Street.
¿Cómo distingo un resfriado de una gripe?
¿Es legal grabar una llamada en México?
Quiero pintar la cocina, ¿qué colores van con el roble?
¿Qué preguntan en las entrevistas de auxiliar de recursos humanos?
Escribe pruebas unitarias para una función que calcula intereses de demora.
¿En qué países es legal el matrimonio igualitario?
Mi equipo no llega a los objetivos del sprint, ¿qué prácticas ágiles ayudan?
Crea una lista de lecturas sobre la historia de la psiquiatría.
¿Qué debe contener una buena política de denuncias internas?
Describe el ciclo del VIH para clase de biología.
Necesito un regalo para mi padre, le gusta pescar.
¿Cómo se calcula en general la pensión compensatoria?
"""


def rows() -> list[Row]:
    """Return the texts with what a careful reader says of them."""
    made = []
    for texts, private, lang in (
        (PRIVATE_EN, True, "en"), (PRIVATE_ES, True, "es"), (PUBLIC_EN, False, "en"), (PUBLIC_ES, False, "es"),
    ):  # fmt: skip
        for n, line in enumerate(texts.strip().splitlines()):
            made.append(Row(line, private, "probe", f"probe:{n}", lang))
    return made
