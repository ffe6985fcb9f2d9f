"""Messages to be written, polished or translated: the same bodies with people in them, and without.

A body is private when somebody is greeted, named or signs, and a form letter when nobody is. Slots
as in ``people.py``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

TASKS = {
    "en": """rewrite|Rewrite this email|improve|Improve the following|correct grammar|fix grammar and spelling|polish
        make it professional|make this sound friendlier|proofread this|paraphrase|shorten this|reply to this
        write an email|simply email to client said|Can you check my text|Please help me to polish the language of this email
        refine|translate to Spanish|translate into German|is this correct|write it in better English|make it formal and short
        Help me answer|You are my secretary, rewrite in a polite tone|summarize|edit|make it better|write this as a letter""",
    "es": """reescribe|Reescribe este correo|mejora|Mejora lo siguiente|corrige la gramática|corrige la ortografía|pule
        hazlo más profesional|que suene más amable|revisa esto|parafrasea|acorta esto|contesta a esto|escribe un correo
        ¿puedes revisar mi texto?|Ayúdame a pulir este correo|traduce al inglés|traduce al francés|¿está bien escrito?
        hazlo formal y corto|Ayúdame a contestar|Eres mi secretaria, reescríbelo con educación|resume|edita
        ponlo como carta|dale otro tono""",
}
GREETINGS = {
    "en": (
        "Hi {F},|Dear {F},|Hello {F}|Dear Mr. {L},|Dear Ms. {L},|Dear Ms {F} ,|hi {F} and {F},|Good morning {F}|{F},|Hey {F}!|"
        "Dear Dr. {L}:|Hi Mr {F}|Good day {F},|Hello Miss {L},|Dear Professor {L},|@{F}",
        "Hi,|Dear Sir or Madam,|Hello team,|Dear all,|Dear customer,|Hi [Name],|Dear [Recipient's Name],|Hello everyone|"
        "To whom it may concern,|Dear hiring manager,|Good morning,||Hey!|Dear Sir,|Dear {{name}},",
    ),
    "es": (
        "Hola, {F}:|Estimada {F}:|Buenos días, {F}:|Estimado Sr. {L}:|Estimada Sra. {L}:|Querida {F}:|hola {F} y {F}|{F},|"
        "Buenas, {F}|Estimado Dr. {L}:|Apreciada {F} {L}:|Oye {F}|Hola Don {F}|@{F}",
        "Hola:|Muy señores míos:|Hola, equipo:|Estimados todos:|Estimado cliente:|Hola, [Nombre]:|Estimado/a [Destinatario]:|"
        "Buenos días:||¡Hola a todos!|A quien corresponda:|Estimados señores:|Hola {{nombre}}:",
    ),
}
CLOSINGS = {
    "en": (
        "Best regards, {P}|Thanks, {F}|Regards\\n{F}|Sincerely, {P}|{P}|Kind regards,\\n{P}\\n{O}|Yours truly, {P}||||",
        "Best regards|Thanks|Regards,|Sincerely, [Your Name]|||||Kind regards,\\nThe team",
    ),
    "es": (
        "Un saludo, {P}|Gracias, {F}|Saludos\\n{F}|Atentamente, {P}|{P}|Cordialmente,\\n{P}\\n{O}||||",
        "Un saludo|Gracias|Saludos|Atentamente, [Su nombre]|||||Cordialmente,\\nEl equipo",
    ),
}
BODIES = {
    "en": """
we already combine the artworks for printing, there are 3 of 16 pages and 20 pages need to print 3 qty
I hope you are doing well. It is completely normal, no worries, you will find the full overview of the bonus next month.
the remaining amount was paid and I attached the documents. Please confirm the reception.
Thank you for your response. What happens next? Do I await another response?
This is the change in requirement, let me evaluate and see if I can cover your changes. Kindly spare me some time till Sunday.
as mentioned on the call, we would appreciate your help collecting last year's revenue by job family
thank you for calling back so quickly and for your willingness to make accommodations
the delivery supposed to be today. Seems our payment delay, this shipment is really urgent.
we have a way to overcome the certificate, but the ministry is more strict about import from your country
I prepared the rest of the application materials: resume, transcripts, letter of recommendation, vaccination records.
As agreed we will schedule the written test for the position this Wednesday at 10:00 AM. Please confirm if the time is acceptable.
It has been a busy week and today was the first day I had the chance to look at the land we spoke about.
regarding the last day of work, according to the agency it is September 10th, but we can stay until the 29th if you need
please take note a new accident happened on Saturday morning. A staff fell down during packing and hurt the leg.
I would like to formally request an annual leave on 18th and 19th of December. I will come back to work as scheduled.
just for your reference we checked the apps activated in the system and found some are deprecated. You can find the zip attached.
could we change the meeting to Thursday? The room is taken on Wednesday.
I am interested in the position of accountant and I have five years of experience with SAP.
sorry for the late answer, we was out of office and did not see the message
the goods arrived broken. We want a refund or a new delivery before the end of the month.
may I kindly ask about the status of the visa application, the embassy appointment is in June
please find attached the quotation for the pumps, valid for 30 days
the website is down again since the update, who can fix it today?
you did not show up for our meeting yesterday. We can do it over the phone to save the long drive.
the invoice was sent two times, please cancel the second one
we are happy to invite you to the opening of our new shop on Friday
your order is delayed because of the strike, we will ship it next week
I wanted to follow up on the proposal, do you have any questions?
the report is ready, only the chart on page 4 must be corrected
thank you for the lovely dinner, we enjoyed it very much and hope to see you soon
kindly note that the price will go up by 5% from January on
I am writing to complain about the noise in the corridor after ten in the evening
""",
    "es": """
ya juntamos los diseños para imprimir, son 3 de 16 páginas y hacen falta 3 copias
espero que estés bien. Es normal, no te preocupes, el resumen de la prima llega el mes que viene.
se pagó el importe pendiente y adjunto los documentos. Confirma por favor la recepción.
gracias por su respuesta. ¿Cuál es el siguiente paso? ¿Espero otra respuesta?
este es el cambio pedido, déjame ver si puedo cubrirlo. Dame tiempo hasta el domingo.
como hablamos por teléfono, agradeceríamos ayuda para reunir los ingresos del año pasado
gracias por llamar tan pronto y por la disposición a adaptar el puesto
la entrega tenía que ser hoy. Parece que se retrasó el pago y el envío es muy urgente.
hay una forma de resolver lo del certificado, pero el ministerio es más estricto con la importación
preparé el resto de la solicitud: currículum, expediente, carta de recomendación y cartilla de vacunación.
según lo acordado, la prueba escrita será este miércoles a las diez. Confirme si le conviene la hora.
ha sido una semana complicada y hoy es el primer día que pude mirar el terreno del que hablamos
sobre el último día de trabajo, según la agencia es el 10 de septiembre, pero podemos seguir hasta el 29
hubo otro accidente el sábado por la mañana. Una persona se cayó embalando y se lastimó la pierna.
quisiera pedir vacaciones el 18 y el 19 de diciembre. Después me reincorporo con normalidad.
para su información, revisamos las aplicaciones activas y algunas están obsoletas. Va adjunto el zip.
¿podemos pasar la reunión al jueves? La sala está ocupada el miércoles.
me interesa el puesto de contable y tengo cinco años de experiencia con SAP
perdón por la tardanza, estábamos fuera de la oficina y no vimos el mensaje
la mercancía llegó rota. Queremos la devolución o un nuevo envío antes de fin de mes.
quería preguntar por el estado del visado, la cita en la embajada es en junio
adjunto el presupuesto de las bombas, válido 30 días
la web ha vuelto a caerse desde la actualización, ¿quién puede arreglarla hoy?
ayer no viniste a la reunión. Podemos hacerla por teléfono para ahorrarte el viaje.
la factura se envió dos veces, anulen la segunda por favor
nos alegra invitarles a la apertura de la nueva tienda el viernes
su pedido se retrasa por la huelga, sale la semana que viene
quería saber si hay preguntas sobre la propuesta
el informe está listo, solo falta corregir el gráfico de la página 4
gracias por la cena, lo pasamos muy bien y esperamos veros pronto
les informamos de que el precio sube un 5 % desde enero
escribo para quejarme del ruido en el pasillo después de las diez
""",
}
MENTIONS = {
    "en": "|{F} will call you tomorrow.|I talked to {F} about it.|{P} is in cc.|Please ask {F}.|{F} agrees.|As {F} and I said on the call.|",
    "es": "|{F} le llamará mañana.|Lo hablé con {F}.|{P} va en copia.|Pregunta a {F}.|{F} está de acuerdo.|Como dijimos {F} y yo.|",
}


def templates(
    lang: str, *, private: bool, each: int, rng: random.Random
) -> Iterator[tuple[int, str]]:
    """Yield each body ``each`` times as a message with its number; with people if ``private``."""
    tasks = [task.strip() for line in TASKS[lang].splitlines() for task in line.split("|")]
    nobody = 0 if private else 1
    for n, body in enumerate(BODIES[lang].strip().splitlines()):
        for _ in range(each):
            greeting = rng.choice(GREETINGS[lang][nobody].split("|"))
            closing = rng.choice(CLOSINGS[lang][nobody].split("|"))
            mention = rng.choice(MENTIONS[lang].split("|")) if private else ""
            gap = rng.choice((" ", "\\n", "\\n\\n"))
            message = gap.join(filter(None, (greeting, f"{body} {mention}".strip(), closing)))
            colon = rng.choice((": ", ":\\n", " ", ': "'))
            task = rng.choice(tasks)
            text = message if rng.random() < 0.2 else f"{task}{colon}{message}"
            yield n, text + ('"' if text.startswith(task) and colon.endswith('"') else "")
