"""Private prompts with generated people, in English and Spanish, with the spans of what is in them.

A template's slots: ``{P}`` full name, ``{F}`` given name, ``{L}`` family name, ``{A}`` address,
``{C}`` place, ``{O}`` firm, ``{D}`` date, ``{N}`` a number, ``{M}`` e-mail, ``{T}`` telephone,
``{I}`` an id, ``{W}`` a weekday, ``{K}`` a relative. ``(a|b)`` is a choice.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from faker import Faker

from privacy_fit import letters, mails, paperwork
from privacy_fit.corpora import Row

_SLOT = re.compile(r"\{([PFLACODNMTIW])\}")
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SPANNED = {
    "P": "PERSON",
    "F": "PERSON",
    "L": "PERSON",
    "A": "ADDRESS",
    "C": "LOCATION",
    "O": "ORG",
}

LOCALES = {
    "en": """en_US en_US en_GB en_IN en_IE en_NZ de_DE fr_FR it_IT pl_PL pt_BR nl_NL sv_SE tr_TR
        en_US en_GB en_NG en_PK es_MX fi_FI hu_HU cs_CZ da_DK vi_VN id_ID""".split(),
    "es": """es_ES es_ES es_MX es_AR es_CL es_CO es_ES es_MX pt_BR fr_FR ro_RO
        es_ES es_MX es_AR it_IT""".split(),
}
_AFAR = """Wei Zhang|Li Na|Xiaoming Chen|Yuki Tanaka|Haruto Sato|Min-jun Kim|Seo-yeon Park|Fatima Al-Sayed
Ahmed Hassan|Omar El-Masri|Layla Haddad|Mohammed bin Rashid|Youssef Benali|Oksana Shevchenko|Dmitri Volkov
Olga Ivanova|Thandiwe Nkosi|Sipho Dlamini|Chidinma Okeke|Kwame Mensah|Abebe Bekele|Nguyen Van An|Siti Rahma
Ravi Krishnan|Harpreet Singh|Gurdeep Kaur|Farid Ahmadi|Leila Tehrani|Ivana Marković|Kofi Boateng""".replace(
    "\n", "|"
).split("|")
"""Names of peoples whom ``faker`` writes in their own script."""

_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "es": "lunes martes miércoles jueves viernes sábado domingo".split(),
}

EN = r"""
My name is {P}.
my name is {P} and i live in {C}
I am {P}, {N} years old, from {C}. Help me write my bio.
Hi, this is {F}. Can you help me rewrite this text?
Hello, I'm {F} and I work at {O} as a nurse.
Write an email to {P} asking for the invoice of last month.
Write a short email to {F} telling her that the meeting is moved to Tuesday.
write an email to mr {L} about the delayed shipment
Draft a reply to {P} from {O}: we accept the offer but need two more weeks.
Reply to {F}: thanks, I will be there at 5.
Dear {F}, thank you for your message. I will send the documents tomorrow. Best regards, {F}
Dear Mr. {L}, please find attached my application. Sincerely, {P}
Hi {F} and {F}, as discussed on the call, could you send us the figures? Thanks, {F}
Correct this: "Hello {F}, we received the parcel but two items are missing, thanks"
Fix the grammar: i talk with {F} yesterday and he is okay with the changes, {F} will send the drawings
Rewrite politely: {F}, you were late again today and the team is waiting for you.
Translate into Spanish: Dear {P}, your appointment at {A} is confirmed.
Write a reference letter for {P}, who worked with me at {O} for three years.
Recommendation letter for my student {P}, she wants to study at the university of {C}.
Write a performance review for {P}. He missed two deadlines but clients like him.
Focus plan for {F}: he joined the team in July and needs to work on time management.
Write a school report for {F}, a four year old who enjoys painting and playing with friends.
My {K} {F} turns {N} next week, write a birthday card for {F2}.
My {K} {F} won't talk to me after the argument. What should I say?
My {K} {F} was arrested last night in {C}.
{F} from accounting keeps ignoring my emails. How do I escalate politely?
{P} called about the contract, call back on Monday.
Summarize: {P} will prepare the budget, {P} will talk to the client, and {F} books the room.
Minutes of the meeting: present {P}, {P}, {P}. Next meeting in {C}.
Turn this into a table: {P}, {P}, {P}, {P}
Sort these names alphabetically: {P}; {P}; {P}; {P}; {P}
Guest list:\n{P}\n{P}\n{P}\n{P}
Name: {P}\nAddress: {A}\nPhone: {T}
First name: {F}\nLast name: {L}
Last name: {L}
First name: {F}
Name: {P}
Patient: {P}
Patient: {P}, DOB {D}, presents with chest pain.
Name: {P}, date of birth: {D}, occupation: teacher
Ship it to {P}, {A}
I live at {A}. What is the fastest way to the airport?
we moved to {A} last month, please write a change of address letter
Send the package to {A} please
The landlord, {P}, refuses to repair the heating at {A}.
Write a cover letter for {P}, software engineer at {O}, {M}
Resume: {P}, {C}, {T}, {M}. Experience: project manager at {O} since {D}.
Format this CV. {P}. Address: {A}. Education: University of {C}.
From: {P}\nTo: {P}\nSubject: contract\n\nHi {F}, see you in {C}.
Best regards,\n{P}\nHead of Sales, {O}
Thanks,\n{F}
{P}\n{A}
{P} ({M}) asked for a refund of her order.
Customer {P} complains that the order was not delivered to {A}.
The tenant {P} has not paid the rent since {D}, write a reminder.
Write a formal complaint about my neighbour {P}, who makes noise every night.
I had a fight with {F} about money, he wants to sell the house.
Is it normal that {F}, my {K}, sleeps twelve hours a day?
I think {F} is cheating on me with {F}.
Write a eulogy for my {K} {P}, who died on {D}.
Wedding speech for {F} and {F}, they met in {C}.
The witness {P} stated that she saw {P} leave the house.
The applicant, Mr {P}, was born in {D} and lives in {C}.
Mr {L} was represented by Ms {P}, a lawyer practising in {C}.
Employee {P} will be dismissed on {D}; draft the letter.
{P} has been an employee of {O} since {D} and earns {N} euros.
Is {P} still working at {O}?
who is the {P} that lives in {C}?
Who is {F}?  She wrote to me on Facebook yesterday.
Please add {P} to the mailing list.
please call {F} at {T}
it's {F} again, did you find my order?
im {F}
I'm {P}
i am {F} from {C}
hey its {F}, can u fix my text: i will come late tomorow
Teacher: {P}. Students: {F}, {F} and {F}.
@{F} can you review the pull request of {F}?
{F}'s phone number is {T}.
{P}'s birthday is on {D}
{P} lives at {A}
the doctor told {F} to rest for a week
Dr. {L} prescribed me antibiotics, can I drink wine?
My boss {P} wants me to work on Sundays.
My lawyer Ms. {L} says that we will win.
write an email to Ms, {F}; tell her that the price is too high and we need the certificate first
Write an informal email to Ms. {F}, tell her the amount was paid and I attached the document
Write email to mr {F} that i can not come to work tomorrow because my car broke
email to client {F} who did not show up for our meeting, be friendly
Write a message to my supervisor {L} to say that I finished the report
reply to this: "Hi {F}, can you confirm the order for Friday? Regards, {F}"
make this sound better: {F} and I checked the list and found three errors, see attachment
Polish the language of this e-mail: I would like to request annual leave from 18 to 21. Best regards, {F}
rewrite: Dear all, {F} will be on leave next week, please contact {F} instead
Proofread: Good morning {F}, we have not received the payment yet, can you check it please. {F}
Rephrase "we talked with {P} today and he agrees with the new date"
how do I say {F} is very good at her job
Hello I'm {F} a dentist
i am {F}, a freelance designer, write an introduction for my website
My name is {F} from {O}, we help companies to find clients. Improve this mail.
As discussed with {F} and {F}, the invoice {N} is still open.
Feedback for {F}: punctual, friendly, but should ask more questions.
{F} is a 3 year old girl in my group, she likes puzzles, write the daily report
Translate to Chinese: {P} joined {O} in {D} and now leads the finance department.
Thank {F} for her help with my visa application.
Tell {F} that I am sorry about yesterday.
Invitation for {F} and {F} to our housewarming
An accident happened on Saturday: {F} fell in the warehouse and hurt his arm. Write the report to Ms. {L}.
{F} asks if the meeting with Mr. {L} can be moved. Answer yes.
Dear Professor {L}, I am writing to ask for a place in your laboratory. {P}
To whom it may concern: it is my pleasure to recommend {P}, one of my best students.
Statement of purpose for {P}, applying to the University of {C}
{F} {L} is very reliable, you can count on her.
Why is {F} so stubborn?
Why does {F} never answer?
Have you ever met {P}?
Did {P} reply?
{F}: are you coming? {F}: no, I am ill.
"I am happy with the result," said {P}.
{P} told reporters that nobody was hurt.
{P}, a plumber from {C}, said that the water was turned off at noon.
{P} sang at our wedding in {C}.
I saw {P} at the supermarket.
We met {P} and {P} in {C} last summer.
{P} started at {O} in 2009 and moved to {C} two years later.
The version by {P}, recorded for {O}, sold well.
The winner of the raffle is {P}.
{P} will present the results on Monday.
Is {P} the new manager?
{F} loves pizza
What is {F}'s e-mail?
{P} owes me money.
{P} is my neighbour.
Good luck to {F}!
It was {F} who broke the window.
Ask {F}.
my name is {F} {L}
my name {F} im student from {C}
hi im {F} nice to meet you
this is {F}, how are you
I am {F} from {O}, I call about your account
i'm a graphic designer, my name is {F}, prepare me for an interview
Write a focus report for {F}, he is a three year old who enjoys circle time and sleeps too little.
three reference letters for a master in chemistry by {C} university about {P}
Improve: I am writing about Miss {P}, a 12-year-old girl recently diagnosed with a heart condition; please see her in your clinic.
Our pilot {P} landed late, write an apology to the passenger {P}.
say yes to this: {F} can we use your photo on our channel today
Email to {F} and {F}: the numbers are wrong, ask for the new sheet
paraphrase "I have informed {P} and the shop that we close in December"
The delivery should be today. Ms {L} said to arrange it on Monday. rewrite
Structure the following plan: {F} has been with {O} for 12 months, joined the team in July and was rated high.
respond to {F}'s mother that he did not hit anyone
Good afternoon, I am {P} from the Pediatrics department and I will present a case.
write a poem for my friend {F} who is leaving {O}
{P}, {P} and {P} did not pay their share of the trip to {C}.
Can {F} and {F} take the same flight?
PS C:\Users\{F}\Desktop> node index.js gives an error
/home/{F}/projects/app.py line 12 fails, why
{"first_name": "{F}", "last_name": "{L}", "phone": "{T}", "city": "{C}"} convert to CSV
id,name,city\n1,{P},{C}\n2,{P},{C}\n3,{P},{C}
author: {P} <{M}> fix typo
Dear {F},\nI hope this finds you well. I would like to follow up on the points below.\n1. Agreement\n2. Invoice\nBest,\n{F}
Hello Mr. {L},\n\nthe test is on Wednesday at 10. Please confirm.\n\nKind regards\n{F}
{F} {L}\n{A}\n{T}
Interview notes: candidate {P}, strong in sales, asks for {N}k.
The customer's name is {P} and he lives in {C}.
Transfer {N} dollars to {P}.
{P} is pregnant and will be on leave from May.
Patient {P} complains of back pain since Monday.
Her maiden name is {L}, she married {P} in {C}.
{P} v. {P}: draft the affidavit for our client {P}.
"""

ES = r"""
Me llamo {P}.
me llamo {F} y vivo en {C}
Soy {P}, tengo {N} años y soy de {C}. Ayúdame a escribir mi biografía.
Hola, soy {F}. ¿Me ayudas a mejorar este texto?
Buenos días, mi nombre es {P} y trabajo en {O} como enfermera.
Escribe un correo a {P} pidiéndole la factura del mes pasado.
Redacta un correo corto para {F} diciéndole que la reunión pasa al martes.
escribe un mensaje a la señora {L} por el retraso del pedido
Redacta una respuesta a {P}, de {O}: aceptamos la oferta pero necesitamos dos semanas más.
Responde a {F}: gracias, estaré allí a las cinco.
Estimada {F}: gracias por su mensaje. Mañana le envío los documentos. Un saludo, {F}
Estimado Sr. {L}: adjunto mi solicitud. Atentamente, {P}
Hola {F} y {F}: como hablamos, ¿podéis enviarnos las cifras? Gracias, {F}
Corrige este texto: "Hola {F}, recibimos el paquete pero faltan dos cosas, gracias"
Corrige la gramática: ayer hable con {F} y le parecen bien los cambios, {F} manda los planos
Dilo con educación: {F}, hoy llegaste tarde otra vez y el equipo te espera.
Traduce al inglés: "Estimado {P}, su cita en {A} está confirmada."
Escribe una carta de recomendación para {P}, que trabajó conmigo en {O} durante tres años.
Carta de recomendación para mi alumna {P}, quiere estudiar en la universidad de {C}.
Escribe la evaluación de {P}. No cumplió dos plazos, pero a los clientes les gusta.
Plan de mejora para {F}: entró en el equipo en julio y tiene que organizar mejor su tiempo.
Informe escolar de {F}, de cuatro años, le gusta pintar y jugar con sus amigos.
Mi {K} {F} cumple {N} la semana que viene, escribe una felicitación.
Mi {K} {F} no me habla desde la discusión. ¿Qué le digo?
A mi {K} {F} lo detuvieron anoche en {C}.
{F}, de contabilidad, no contesta a mis correos. ¿Cómo lo escalo?
{P} llamó por el contrato, devolver la llamada el lunes.
Resume: {P} prepara el presupuesto, {P} habla con el cliente y {F} reserva la sala.
Acta de la reunión: asisten {P}, {P} y {P}. Próxima reunión en {C}.
Haz una tabla con: {P}, {P}, {P}, {P}
Ordena alfabéticamente: {P}; {P}; {P}; {P}; {P}
Lista de invitados:\n{P}\n{P}\n{P}\n{P}
Nombre: {F}.
Apellidos: {L} {L}.
Nombre: {P}
Nombre y apellidos: {P}
Domicilio: {A}
Domicilio: {A}.
Dirección: {A}\nLocalidad: {C}.\n{P}
Médico: {P}
Médico: {P}  NºCol: {N}
Responsable clínico: {P}
Remitido por: Dr. {P}
Remitido por: Dra. {P} {A} {C}
Paciente: {P}, nacida el {D}, consulta por dolor torácico.
Paciente {P}, de {N} años
Nombre: {P}, fecha de nacimiento: {D}, profesión: maestra
Envíalo a {P}, {A}
Vivo en {A}. ¿Cómo llego antes al aeropuerto?
nos mudamos a {A} el mes pasado, escribe la carta de cambio de domicilio
Manda el paquete a {A}, por favor
El casero, {P}, no quiere arreglar la calefacción de {A}.
Escribe una carta de presentación para {P}, ingeniera en {O}, {M}
Currículum: {P}, {C}, {T}, {M}. Experiencia: jefa de proyecto en {O} desde {D}.
Da formato a este CV. {P}. Dirección: {A}. Estudios: Universidad de {C}.
De: {P}\nPara: {P}\nAsunto: contrato\n\nHola {F}, nos vemos en {C}.
Un saludo,\n{P}\nDirectora de ventas, {O}
Gracias,\n{F}
{P}\n{A}
{P} ({M}) pide que se le devuelva el importe.
La clienta {P} se queja de que el pedido no llegó a {A}.
El inquilino {P} no paga el alquiler desde el {D}, escribe un aviso.
Redacta una queja formal contra mi vecino {P}, que hace ruido todas las noches.
Discutí con {F} por el dinero, quiere vender la casa.
¿Es normal que {F}, mi {K}, duerma doce horas al día?
Creo que {F} me engaña con {F}.
Escribe unas palabras para el funeral de mi {K} {P}, que murió el {D}.
Discurso para la boda de {F} y {F}, se conocieron en {C}.
La testigo {P} declaró que vio a {P} salir de la casa.
El demandante, el Sr. {P}, nació en {D} y vive en {C}.
La Sra. {L} estuvo representada por el Sr. {P}, abogado de {C}.
El Sr. {P}, Juez;
Sra. {P}, Consejera,
el Sr. {L}
El Gobierno español estuvo representado por su agente, la Sra. {P}, del Ministerio de Justicia.
Vamos a despedir a {P} el {D}; redacta la carta.
{P} trabaja en {O} desde {D} y gana {N} euros.
¿Sigue trabajando {P} en {O}?
¿quién es {F}? Me escribió ayer por Facebook.
Añade a {P} a la lista de correo.
llama a {F} al {T}
soy {F} otra vez, ¿encontraste mi pedido?
soy {F}
Soy {P}
oye soy {F}, me corriges esto: mañana llegare tarde
Profesora: {P}. Alumnos: {F}, {F} y {F}.
@{F} ¿puedes revisar lo que hizo {F}?
El teléfono de {F} es {T}.
El cumpleaños de {P} es el {D}
{P} vive en {A}
el médico le dijo a {F} que descansara una semana
La Dra. {L} me recetó antibióticos, ¿puedo beber vino?
Mi jefe {P} quiere que trabaje los domingos.
Mi abogada, la Sra. {L}, dice que ganaremos.
A nombre de {P}
Firmado: {P}
Fdo.: {P}
A la atención de D. {P}
D. {P}, mayor de edad, con domicilio en {A},
Dña. {P} y D. {P} comparecen ante el notario de {C}.
escribe un correo a la sra {F} y dile que el precio es alto y que primero necesitamos el certificado
Escribe un mensaje a mi supervisor {L} para decirle que acabé el informe
correo al cliente {F} que no vino a la reunión, con tono amable
mejora este texto: {F} y yo revisamos la lista y hay tres errores, ver adjunto
Corrige: Buenos días {F}, aún no hemos recibido el pago, ¿puedes revisarlo? {F}
reescribe: {F} estará de vacaciones la semana que viene, contacten con {F}
Hola, soy {F}, dentista
Me llamo {F}, de {O}, ayudamos a empresas a encontrar clientes. Mejora el correo.
Comentarios sobre {F}: puntual y amable, pero debería preguntar más.
{F} tiene 3 años y está en mi grupo, le gustan los puzles, escribe el informe del día
Dale las gracias a {F} por ayudarme con el visado.
Dile a {F} que siento lo de ayer.
Invitación para {F} y {F} a la fiesta de nuestra casa
El sábado hubo un accidente: {F} se cayó en el almacén. Escribe el parte para la señora {L}.
{F} pregunta si se puede mover la reunión con el señor {L}. Contesta que sí.
A quien corresponda: es un placer recomendar a {P}, una de mis mejores alumnas.
{P} es muy formal, puedes contar con ella.
¿Por qué {F} es tan terca?
¿Por qué {F} nunca contesta?
¿Conoces a {P}?
¿Ha contestado {P}?
«Estoy contenta con el resultado», dijo {P}.
{P}, fontanero de {C}, dijo que cortaron el agua al mediodía.
{P} cantó en nuestra boda en {C}.
Vi a {P} en el supermercado.
El verano pasado conocimos a {P} y a {P} en {C}.
La ganadora del sorteo es {P}.
{P} presentará los resultados el lunes.
¿Es {P} la nueva jefa?
a {F} le encanta la pizza
¿Cuál es el correo de {F}?
{P} me debe dinero.
{P} es mi vecino.
¡Suerte a {F}!
Fue {F} quien rompió la ventana.
Pregúntale a {F}.
mi nombre es {F} {L}
me llamo {F} {L} y soy estudiante
hola soy {F} mucho gusto
Soy {F}, de {O}, llamo por su cuenta
soy diseñador gráfico, me llamo {F}, prepárame una entrevista
tres cartas de referencia para un máster en química de la universidad de {C} sobre {P}
Mejora: le escribo sobre la señorita {P}, de 12 años, con una cardiopatía; le agradecería que la viera en consulta.
di que sí a esto: {F}, ¿podemos usar tu foto hoy en el canal?
Correo a {F} y {F}: los números están mal, pide la hoja nueva
La entrega era hoy. La señora {L} dijo que la dejáramos para el lunes. reescribe
Ordena este plan: {F} lleva 12 meses en {O}, entró en el equipo en julio y tiene buena nota.
Buenas tardes, soy {P}, del servicio de Pediatría, y presento un caso.
escribe un poema para mi amiga {F}, que se va de {O}
{P}, {P} y {P} no pagaron su parte del viaje a {C}.
C:\Usuarios\{F}\Escritorio> python main.py da error
{"nombre": "{F}", "apellidos": "{L} {L}", "telefono": "{T}", "ciudad": "{C}"} pásalo a CSV
id,nombre,ciudad\n1,{P},{C}\n2,{P},{C}\n3,{P},{C}
Estimada {F}:\nEspero que esté bien. Le escribo por los puntos siguientes.\n1. Contrato\n2. Factura\nUn saludo,\n{F}
{P}\n{A}\n{T}
Notas de la entrevista: candidata {P}, buena en ventas, pide {N} mil.
El cliente se llama {P} y vive en {C}.
Transfiere {N} euros a {P}.
{P} está embarazada y se coge la baja desde mayo.
El paciente {P} refiere dolor lumbar desde el lunes.
{P} contra {P}: redacta la declaración de nuestra clienta {P}.
Informe clínico del paciente: Varón de {N} años que acude a urgencias por dolor abdominal de dos días de evolución.
Informe clínico de la paciente: Mujer de {N} años, sin antecedentes de interés, que consulta por cefalea.
Historia actual: mujer de {N} años, soltera, vive con su madre, consulta por tristeza e insomnio.
Paciente de {N} años que ingresa para intervención de hernia discal. Exploración: sin déficit motor.
Lactante de cinco meses que ingresa por irritabilidad y vómitos. Sin fiebre. Madre sana.
Antecedentes personales: hipertenso, fumador de 20 cigarrillos al día, operado de apendicitis en {N}.
Se trata de un varón de {N} años remitido a nuestra consulta por pérdida de visión del ojo derecho.
Niña de 8 años que acude por tos y fiebre de tres días; la madre refiere contacto con su primo enfermo.
El tribunal oyó la declaración de {L} y de W. K., testigos de cargo.
Según la declaración de un tal F. A., el demandante estuvo allí.
El Sr. {L} y los Sres. {L} y {L} comparecieron ante el tribunal.
Lord {L} consideró que el recurso debía estimarse.
El juez Lord Justice {L} señaló que no procedía el recurso.
El {D}, B. O. prestó declaración ante el fiscal y acusó al demandante.
El demandante, {P}, fue detenido en {C} el {D}.
El tribunal oyó la declaración de {F} {L} y la del testigo {L}.
La magistrada {L} emitió un voto particular.
El sargento {L} y el fiscal {L} estuvieron presentes.
El juez {L} desestimó el recurso de {P}.
"""

KIN = {
    "en": "mother father sister brother son daughter wife husband aunt uncle cousin grandmother boyfriend girlfriend roommate".split(),
    "es": "madre hermana hija mujer tía prima abuela novia pareja padre hermano hijo marido tío primo abuelo novio".split(),
}
_SUFFIX_ORG = "Ltd Inc LLC Group SL SA S.A. Partners".split()


class People:
    """Makes private prompts from templates and generated people."""

    def __init__(self, seed: int = 0) -> None:
        self.random = random.Random(seed)
        Faker.seed(seed)
        self.fakers = {code: Faker(code) for codes in LOCALES.values() for code in codes}

    def fill(self, text: str, lang: str) -> tuple[str, list[tuple[int, int, str]]]:
        """Return ``text`` with its slots filled, and the spans of what was filled in."""
        text = (
            _CHOICE.sub(lambda match: self.random.choice(match[1].split("|")), text)
            .replace("\\n", "\n")
            .replace("{{", "{")
            .replace("}}", "}")
            .replace("{F2}", "him")
            .replace("{K}", self.random.choice(KIN[lang]))
        )
        fake = self.fakers[self.random.choice(LOCALES[lang])]
        out, at, spans, size = [], 0, [], 0
        for slot in _SLOT.finditer(text):
            value = self._value(slot[1], fake, lang)
            before = text[at : slot.start()]
            size += len(before)
            out += [before, value]
            if slot[1] in _SPANNED:
                spans.append((size, size + len(value), _SPANNED[slot[1]]))
            size += len(value)
            at = slot.end()
        return "".join(out) + text[at:], spans

    def _value(self, slot: str, fake: Faker, lang: str) -> str:
        chance = self.random.random()
        if slot == "P":
            if chance > (0.93 if lang == "en" else 0.98):
                return self.random.choice(_AFAR)
            first = fake.first_name()
            if lang == "es":
                return (
                    f"{first} {fake.last_name()} {fake.last_name()}"
                    if chance < 0.6
                    else f"{first} {fake.last_name()}"
                )
            if chance < 0.08:
                return f"{first[0]}. {fake.last_name()}"
            return f"{first} {fake.last_name()}"
        if slot == "A":
            line = fake.street_address().replace("\n", ", ")
            return line if chance < 0.5 else f"{line}, {fake.postcode()} {fake.city()}"
        if slot == "O":
            return (
                f"{fake.last_name()} {self.random.choice(_SUFFIX_ORG)}"
                if chance < 0.4
                else fake.company()
            )
        makers = {
            "F": fake.first_name, "L": fake.last_name, "C": fake.city, "M": fake.email,
            "T": fake.phone_number, "D": lambda: fake.date(pattern="%d/%m/%Y"),
            "N": lambda: str(self.random.randint(18, 90)),
            "W": lambda: self.random.choice(_WEEKDAYS[lang]),
            "I": lambda: fake.bothify(self.random.choice(("#######", "??######", "####-###", "?#######"))).upper(),
        }  # fmt: skip
        return makers[slot]()

    def rows(self, each: int) -> Iterator[Row]:
        """Yield every template ``each`` times with other people."""
        for lang, templates in (
            ("en", EN + letters.EN + paperwork.EN),
            ("es", ES + letters.ES + paperwork.ES),
        ):
            for template in filter(None, templates.splitlines()):
                for _ in range(each):
                    text, spans = self.fill(template, lang)
                    yield Row(text, True, "people", f"people:{template[:40]}", lang, tuple(spans))
        yield from self.messages(max(1, each // 2))

    def messages(self, each: int) -> Iterator[Row]:
        """Yield every message with people in it, ``each`` times in other words."""
        for lang in LOCALES:
            for n, line in mails.templates(lang, private=True, each=each, rng=self.random):
                text, spans = self.fill(line, lang)
                yield Row(text, True, "people", f"mail:{n}", lang, tuple(spans))
