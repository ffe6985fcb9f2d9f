"""Private prompts out of offices, surgeries, shops and telephones; slots as in ``people.py``.

``(a|b)`` is a choice. Beside the slots of ``people.py``: ``{I}`` an id, ``{W}`` a weekday.
"""

from __future__ import annotations

EN = r"""
{P} from (accounting|sales|the warehouse|IT|procurement|legal) (never answers|forgot) my emails. How do I (push|remind|escalate)?
(Employee|Worker|Team member) {I} {P} will be (let go|suspended|promoted|transferred) on {W}; (draft the letter|write the notice).
(Fill in|Complete) form (W-9|SA100|B-2|1040) for me. Name: {P}; address: {A}; phone: {T}
(Convert|Turn|Change) to (JSON|CSV|YAML|XML): {P}, {M}, {T}, {A}
(Passport|Licence|Permit|Badge) {I} (issued to|of|held by) {P}: write (a visa letter|the confirmation|an invitation letter).
Vehicle {I}, owner {P}: draft (a bill of sale|the insurance claim|a parking permit request).
{I} belongs to {P}. Draft (the affidavit|a power of attorney|the transfer form).
Summarise the clinical note: {P}, DOB {D}, MRN {I}, presents with (chest pain|a rash|shortness of breath|dizziness).
Call me back on {T} before {W}, thanks - {F}
my (wife|husband|partner|daughter|son) {F} was diagnosed with (breast cancer|diabetes|epilepsy|depression), help me tell the kids
translate to (French|German|Dutch|Portuguese): "Dear (Dr|Mr|Ms|Mrs) {P}, your appointment at {A} is confirmed."
Draft an email to {P} ({M}) asking to reschedule our (3pm meeting|call|interview).
Where does {P} live? I have {A} but the letter came back.
Book a table for {N} under the name {L}.
Reservation under {P}, arriving {D}, two nights; confirm by e-mail.
(Invoice|Receipt|Quote) for {P}, {A}: consulting, {N} hours. Add VAT.
Make out the (cheque|check|certificate|diploma) to {P}.
Ticket #{I}: {P} cannot log in since {W}. Suggest a reply.
[{D}] {P} opened a ticket: printer offline. Summarise for the weekly report.
Support chat\nAgent: How can I help?\n{F}: my parcel never arrived, I live at {A}
{F}: hey\n{F}: hi, are you coming on {W}?\n{F}: yes but {F} can't\nsummarise this chat
[10:42] {F} {L}: the client is not happy\n[10:43] {F}: I will call him. What should I say?
{F}> did you send it\n{F}> no, {F} has the file\nWho has the file?
Transcript: Interviewer: tell me about yourself. {F}: I grew up in {C} and worked for {O}. Clean this up.
Voicemail from {P}: please call back about the kitchen, {T}. Write a short note.
SMS from {F}: running late, start without me. Reply nicely.
sms to {F} pls: cant make it {W} sorry
text {F} that im sick and wont come
remind {F} abt the rent
pls write to {P} that we accept
can u make this more formal: hey {F} u still owe me {N} bucks
need a short apology 2 {F} for missing her party
tell my landlord {L} the boiler is broken again
what do i get {F} for her birthday she likes hiking
{F} said no. what now
does {F} like me? she answers after two days
should i text {F} back
my roommate {F} eats my food
my coworker {F} {L} takes credit for my work, how do i bring it up
my manager {F} wants me to sign this without reading it
our nanny {F} asked for a raise, draft an answer
{F}'s teacher says he cannot sit still in class
{F} has a fever of 39 since last night, should we see a doctor
{F} (nine months) does not sleep, what can we try
our son {F} starts school in September, write a note to his teacher {L}
My mum {P} needs a carer twice a week in {C}. Write an advert.
My late father {P} left the house at {A} to my brother {F} and me. How do we divide it?
Obituary: {P}, {N}, of {C}, passed away on {D}, survived by her children {F} and {F}.
Wedding of {P} and {P}, {D}, {C}. Word the invitation.
Baby announcement: {F} {L}, born on {D}, 3.4 kg; parents {F} and {F}.
Seating plan: table 1 {F}, {F}, {F}; table 2 {F}, {F}. {F} must not sit next to {F}.
Team: {F} (goal), {F}, {F}, {F}, {F}. Make a training rota for our Sunday team.
Shifts: {F} Mon-Wed, {F} Thu, {F} weekend. Put it in a table.
Class list 4B: {P}, {P}, {P}, {P}. Sort by last name.
Grades: {P} A, {P} C, {P} B+. Write one comment each.
Attendees: {P} ({O}), {P} ({O}), {P}. Write the minutes from my notes.
Action items: {F} - contract, {F} - budget, {L} - venue. Format as a list.
Standup: {F} fixed the login, {F} is blocked by {F}, {L} on leave. Summarise.
Retro notes: {F} thinks we plan too much, {F} disagrees.
1:1 with {P}: wants to move to part time, worried about her mother. Summarise for HR.
Exit interview with {P}: leaves {O} because of pay.
Appraisal {P}: goals met, must improve punctuality. Rewrite kindly.
Candidate {P}: ten years in logistics, lives in {C}, expects {N}k. Write a rejection.
Rejected: {P}, {P}. Shortlisted: {P}. Write the three e-mails.
CV\n{P}\n{C}\n{M} | {T}\nExperience\n- Cook at {O}\nEducation\n- High school in {C}\nImprove the summary.
{P}\n{T}\n{M}\n\nDear hiring manager,\nI am applying for the position of driver.
LinkedIn summary for {P}, who has been a nurse in {C} for {N} years.
Bio for our website: {P} joined {O} in 2015 and runs the workshop. She likes climbing.
Speaker bio: {P} teaches at the college in {C}. Shorten to 50 words.
Reference for tenant {P}: always paid on time, quiet.
To: {P}\nCc: {P}\nSubject: Re: invoice {I}\n\nPlease find it attached.\n{F}
From: {M}\nTo: {M}\nSubject: holidays\n\n{F}, can I take the week off? {F}
-----Original Message-----\nFrom: {P}\nSent: {D}\nHi {F}, any news on the quote?
On {D}, {P} <{M}> wrote:\n> Can you send the drawings?\nAnswer yes.
Fwd: complaint by {P}. She says the technician {F} broke her tap.
Kind regards\n{P}\n{O}\n{A}\n{T}
Yours sincerely,\n{P}
Cheers, {F}
Love, {F} xx
Signed: {P}, {D}
Witness: {P}
Applicant: {P}\nCo-applicant: {P}\nProperty: {A}
Client: {P}. Matter: divorce from {P}. Draft the petition.
The deceased, {P} of {A}, left no will.
{P} (hereinafter the tenant) and {P} (hereinafter the landlord) agree as follows.
I, {P}, residing at {A}, hereby authorise {P} to collect my post.
Power of attorney: {P} appoints her daughter {F}.
Mr {P}, born on {D}, applied for asylum and lives in {C}.
The applicant was represented by Ms {P}, a lawyer practising in {C}.
Police report: on {D} {P} reported the theft of her bicycle at {A}.
Statement of {P}: I saw {P} leave the building at nine.
Insurance claim {I}: {P} slipped on the stairs. Summarise.
Accident on {D}: driver {P}, passenger {F} {L}. Write it up.
Patient: {P}\nAge: {N}\nComplaint: headache\nWrite a SOAP note.
Pt {L}, {N}yo, c/o back pain x3 wks, on ibuprofen. expand the note
Discharge letter: {F} {L} was admitted on {D} with pneumonia.
Referral: please see {P}, {N}, for her knee. Dr {L}
Lab results for {P}: haemoglobin 9.8. What does it mean?
Nurse handover: bed 4 {L}, bed 5 {L}, bed 6 empty.
Prescription for {P}: amoxicillin 500 mg.
Appointment for {F} {L} with Dr {L} on {W} at ten; write a reminder.
{P} has allergies to nuts and latex; write a note for the school.
Dear Dr {L}, thank you for seeing {F}, who still limps.
Therapy notes: {F} feels guilty since her brother {F} left.
name: {P}
name;phone;city\n{P};{T};{C}\n{P};{T};{C}\nRemove duplicates.
name | email\n{P} | {M}\n{P} | {M}
{{"customer": {{"name": "{P}", "address": "{A}"}}, "items": 2}} Why is this order rejected?
{{"from": "{P}", "to": "{P}", "text": "see you at eight"}} turn into a sentence
<contact><first>{F}</first><last>{L}</last><tel>{T}</tel></contact> to JSON
BEGIN:VCARD\nFN:{P}\nTEL:{T}\nEND:VCARD
user: {P}\nplan: premium\nsince: {D}\nwrite a renewal offer
INFO login ok user="{P}" ip=10.0.0.7 -- how do I mask this in our logs?
ERROR mail to {M} ({P}) bounced; why?
INSERT INTO patients VALUES ({I}, '{P}', '{D}', '{C}'); this row from production fails
UPDATE customers SET address = '{A}' WHERE name = '{P}';
git log: Author: {P} <{M}> fix rounding. Who broke the build?
Co-authored-by: {P} <{M}>
Our customer {P} from {C} wants a refund for order {I}.
Customer no. {I}, {P}, {A}: wrong size, wants exchange.
Delivery for {P}, flat 3, {A}, ring twice.
Ship {N} boxes to {L} at {A}.
Parcel {I} for {F} {L} is still in {C}; write to the carrier.
Guest {P}, room {N}, complained about the noise.
Membership {I}, {P}: renew until {D}.
Donor list: {P} 50, {P} 20, {P} 100. Write thank-you cards.
Tenants: flat 1 {L}, flat 2 {L}, flat 3 {P}. Draft a notice about the lift.
{P} (flat 7) parks in front of the gate again.
the neighbours {F} and {F} {L} party every weekend
I met {P} at a fair in {C}; write a follow-up.
{P} introduced me to {P}, write a thank you note.
I forgot to invite {F} {L}. How do I apologise?
I owe {P} an apology.
I'm {F}, {N}, single, from {C}; write my dating profile.
i'm {F} and i have an interview at {O} on {W}
hello my name {F} from {C} i want study in your university
Good morning, {F} here from {O}.
This is {P}, I'd like to cancel my subscription.
It's {P} calling about flat {N}.
{F} speaking, who is there?
Happy birthday {F}!
Congratulations to {P} on the new job!
Get well soon, {F}. Make it funny.
Farewell card for {F}, who retires after {N} years at {O}.
Toast for my best friend {F} and his bride {F}.
Eulogy for my aunt {F} who loved gardening.
Write a poem for {F}, my girlfriend, we met in {C}.
A limerick for my boss {F} {L}'s retirement.
Make a rap about my friend {F} {L} who always forgets his keys.
Caption for a photo of {F} and me in {C}.
Who should get the bonus, {P} or {P}?
Is {P} a good accountant? He did my taxes last year.
{P} unfriended me.
{P} ghosted me after the interview.
{P} works nights.
{P} is getting married on {W}.
{P} will pick up the kids.
{P} signed for the parcel.
{P} and {P} carpool from {C}.
Thank {P} and his team.
Ask {P} about the keys.
Cc {P} please.
Where is {P}?
{P}, {C}
{P}, {N}
{P} {D}
{L}, {F}
{P} - {T}
{P} / {O} / {C}
{A}
My address: {A}
home: {A}, work: {O}
Deliver here: {A}.
I moved from {A} to {A}.
Flat for rent: {A}. Write the ad, my number is {T}.
my number is {T}
wa me at {T}
mail me: {M}
{M} {T}
DOB {D}, {P}
born {D}, lives at {A}
(Where|How) is {P} (these days|now|today)?
(Did|Has|Will) {P} (reply|call back|pay|sign|arrive|answer my letter)( yet|)?
Why (does|did) {F} (never answer|ignore me|leave early|act so strange)( lately| since {W}|)?
Is {P} (the new manager|still with {O}|coming on {W}|on holiday)?
Who is {P}(? He keeps calling.| and why does she have my number?| at {O}?)
Can {F} and {F} (share a room|swap shifts|take the same flight|start on {W})?
What is {F}'s (e-mail|number|address|birthday)? (I need it for the form.|I lost it.|)
{F} (broke the window|took my charger|forgot the tickets|won the raffle|is in hospital|is pregnant|lost her keys).
"(I am happy with the result|We did our best|I saw nothing)," said {P}(, our coach|, the caretaker|, a neighbour|).
{P} told (me|us|the office) that (nobody was hurt|the lift is broken|she resigns|he is moving to {C}).
We (met|saw|visited|hired|called) {P} (last summer|at the fair|in {C}|on {W}).
I (dated|know|work with|live with|studied with) {P} (since 2015|for two years|from {C}).
{P} is (kind|unreliable|very good at her job|our plumber|my neighbour|a nurse from {C}).
Lab results (for|of) {P}: (haemoglobin 9.8|cholesterol 260|TSH 7.1). (What does it mean?|Explain.|Is it serious?)
{P} has been an (intern|apprentice|assistant) at {O} since {D}.
Create a professional resume. My name is {P}, phone number {T}, I live in {C}, my email {M}. I worked at {O} as (a technician|an accountant|a nurse).
I am {P} working as (mechanical manager|teacher|cook) in {O}, I am having {N} months experience, forward my CV.
give me an interview scenario, my name is {F} and i'm a (graphic designer|driver|teacher)
"""
ES = r"""
{P}, de (contabilidad|ventas|almacén|informática|compras|jurídico), (no contesta|olvidó contestar) a mis correos. ¿Cómo (insisto|se lo recuerdo|lo escalo)?
(El empleado|La empleada|El trabajador) {I} {P} será (despedido|ascendida|trasladado) el {W}; (redacta la carta|escribe el aviso).
Rellena el modelo (145|036|790|100): nombre {P}, domicilio {A}, teléfono {T}
(Pasa|Convierte) a (JSON|CSV|YAML|XML): {P}, {M}, {T}, {A}
(Pasaporte|Carné|Permiso) {I} (a nombre de|expedido a|de) {P}: (redacta la carta de invitación|escribe el certificado).
Vehículo {I} a nombre de {P}: redacta (el contrato de compraventa|el parte|la solicitud de plaza).
{I} es de {P}. Redacta (un poder notarial|la declaración jurada|la autorización).
Resume la nota clínica: {P}, F. nac. {D}, NHC {I}, acude por (dolor torácico|una erupción|disnea|mareo).
Llámame al {T} antes del {W}, gracias. {F}
a mi (mujer|marido|pareja|hija|hijo) {F} le diagnosticaron (cáncer|diabetes|epilepsia|depresión), ayúdame a contárselo a los niños
traduce al (inglés|francés|alemán|portugués): "Estimada (Sra.|Dra.) {P}, su cita en {A} está confirmada."
Redacta un correo para {P} ({M}) y pídele cambiar (la reunión|la llamada|la entrevista).
¿Dónde vive {P}? Tengo {A}, pero la carta volvió.
Reserva mesa para {N} a nombre de {L}.
Reserva a nombre de {P}, llegada el {D}, dos noches; confírmala por correo.
(Factura|Recibo|Presupuesto) para {P}, {A}: asesoría, {N} horas. Añade el IVA.
Extiende el (cheque|certificado|diploma) a {P}.
Incidencia {I}: {P} no puede entrar desde el {W}. Sugiere una respuesta.
[{D}] {P} abrió una incidencia: impresora apagada. Resúmela para el informe semanal.
Chat de soporte\nAgente: ¿en qué le ayudo?\n{F}: no me llegó el paquete, vivo en {A}
{F}: hola\n{F}: ¿vienes el {W}?\n{F}: sí, pero {F} no puede\nresume este chat
[10:42] {F} {L}: el cliente no está contento\n[10:43] {F}: ya le llamo yo. ¿Qué le digo?
{F}> lo mandaste?\n{F}> no, lo tiene {F}\n¿Quién tiene el archivo?
Transcripción: Entrevistador: hábleme de usted. {F}: crecí en {C} y trabajé en {O}. Límpiala.
Mensaje de voz de {P}: que la llamen por lo de la cocina, {T}. Escribe una nota.
SMS de {F}: llego tarde, empezad sin mí. Contesta con amabilidad.
sms para {F} porfa: no puedo el {W}, lo siento
dile a {F} que estoy malo y no voy
recuérdale a {F} lo del alquiler
escribe a {P} que aceptamos
ponlo más formal: oye {F} me debes {N} pavos
necesito unas disculpas cortas para {F} por faltar a su fiesta
dile a mi casero {L} que la caldera se ha vuelto a romper
qué le regalo a {F} por su cumple, le gusta el monte
{F} dijo que no. ¿y ahora qué?
¿le gusto a {F}? contesta a los dos días
¿le escribo a {F}?
mi compañera de piso {F} se come mi comida
mi compañero {F} {L} se apunta mi trabajo, cómo se lo digo
mi jefa {F} quiere que firme esto sin leerlo
nuestra niñera {F} pide un aumento, redacta la respuesta
la profe de {F} dice que no se está quieto en clase
{F} tiene 39 de fiebre desde anoche, ¿vamos al médico?
{F} (nueve meses) no duerme, qué podemos probar
nuestro hijo {F} empieza el cole en septiembre, escribe una nota a su maestra {L}
Mi madre, {P}, necesita una cuidadora dos días por semana en {C}. Escribe el anuncio.
Mi difunto padre {P} nos dejó la casa de {A} a mi hermano {F} y a mí. ¿Cómo la repartimos?
Esquela: {P}, de {N} años, vecina de {C}, falleció el {D}; la lloran sus hijos {F} y {F}.
Boda de {P} y {P}, {D}, {C}. Redacta la invitación.
Anuncio del nacimiento: {F} {L}, nacida el {D}, 3,4 kg; padres {F} y {F}.
Mesas: la 1, {F}, {F} y {F}; la 2, {F} y {F}. {F} no puede estar junto a {F}.
Equipo: {F} (portera), {F}, {F}, {F}, {F}. Haz los turnos de entrenamiento de los domingos.
Turnos: {F} de lunes a miércoles, {F} el jueves, {F} el fin de semana. Ponlo en una tabla.
Lista de 4.º B: {P}, {P}, {P}, {P}. Ordénala por apellido.
Notas: {P} 9, {P} 5, {P} 7. Escribe un comentario de cada uno.
Asistentes: {P} ({O}), {P} ({O}), {P}. Redacta el acta con mis notas.
Tareas: {F}, contrato; {F}, presupuesto; {L}, sala. Ponlas en una lista.
Reunión diaria: {F} arregló el acceso, {F} espera a {F}, {L} de vacaciones. Resume.
Notas: {F} cree que planificamos demasiado y {F} no está de acuerdo.
Reunión con {P}: quiere media jornada, le preocupa su madre. Resume para personal.
Entrevista de salida de {P}: se va de {O} por el sueldo.
Evaluación de {P}: objetivos cumplidos, debe ser más puntual. Suavízala.
Candidata {P}: diez años en logística, vive en {C}, pide {N} mil. Escribe el rechazo.
Descartados: {P} y {P}. Finalista: {P}. Escribe los tres correos.
CV\n{P}\n{C}\n{M} | {T}\nExperiencia\n- Cocinera en {O}\nEstudios\n- Bachillerato en {C}\nMejora el resumen.
{P}\n{T}\n{M}\n\nEstimados señores:\nMe presento al puesto de conductor.
Resumen de LinkedIn para {P}, enfermera en {C} desde hace {N} años.
Biografía para la web: {P} entró en {O} en 2015 y lleva el taller. Le gusta escalar.
Ponente: {P} da clase en el instituto de {C}. Déjalo en 50 palabras.
Referencia del inquilino {P}: pagó siempre, tranquilo.
Para: {P}\nCC: {P}\nAsunto: RE: factura {I}\n\nLa adjunto.\n{F}
De: {M}\nPara: {M}\nAsunto: vacaciones\n\n{F}, ¿puedo coger esa semana? {F}
-----Mensaje original-----\nDe: {P}\nEnviado: {D}\nHola {F}, ¿hay noticias del presupuesto?
El {D}, {P} <{M}> escribió:\n> ¿Me mandas los planos?\nContesta que sí.
RV: reclamación de {P}. Dice que el técnico {F} le rompió el grifo.
Un saludo\n{P}\n{O}\n{A}\n{T}
Le saluda atentamente,\n{P}
Abrazos, {F}
Besos, {F}
Firmado: {P}, {D}
Testigo: {P}
Solicitante: {P}\nCotitular: {P}\nInmueble: {A}
Cliente: {P}. Asunto: divorcio de {P}. Redacta la demanda.
El finado, {P}, con domicilio en {A}, no dejó testamento.
{P} (en adelante, el arrendatario) y {P} (en adelante, la arrendadora) acuerdan lo siguiente.
Yo, {P}, con domicilio en {A}, autorizo a {P} a recoger mi correo.
Poder: {P} nombra a su hija {F}.
El Sr. {P}, nacido el {D}, pidió asilo y reside en {C}.
La demandante estuvo representada por la Sra. {P}, abogada de {C}.
Atestado: el {D} {P} denunció el robo de su bicicleta en {A}.
Declaración de {P}: vi a {P} salir del portal a las nueve.
Siniestro {I}: {P} resbaló en la escalera. Resume.
Accidente del {D}: conductor {P}, acompañante {F} {L}. Redáctalo.
Paciente: {P}\nEdad: {N}\nMotivo: cefalea\nEscribe la nota.
Pte {L}, {N} a, lumbalgia 3 sem, ibuprofeno. desarrolla la nota
Informe de alta: {F} {L} ingresó el {D} por neumonía.
Interconsulta: ruego valoren a {P}, de {N} años, por la rodilla. Dra. {L}
Analítica de {P}: hemoglobina 9,8. ¿Qué significa?
Relevo: cama 4 {L}, cama 5 {L}, cama 6 libre.
Receta para {P}: amoxicilina 500 mg.
Cita de {F} {L} con la Dra. {L} el {W} a las diez; escribe un recordatorio.
{P} es alérgico a los frutos secos; escribe la nota para el colegio.
Estimada Dra. {L}: gracias por atender a {F}, que aún cojea.
Sesión: {F} se siente culpable desde que se fue su hermano {F}.
nombre: {P}
nombre;teléfono;ciudad\n{P};{T};{C}\n{P};{T};{C}\nQuita los duplicados.
nombre | correo\n{P} | {M}\n{P} | {M}
{{"cliente": {{"nombre": "{P}", "direccion": "{A}"}}, "articulos": 2}} ¿Por qué rechaza este pedido?
{{"de": "{P}", "para": "{P}", "texto": "nos vemos a las ocho"}} pásalo a una frase
<contacto><nombre>{F}</nombre><apellido>{L}</apellido><tel>{T}</tel></contacto> a JSON
usuario: {P}\ntarifa: premium\ndesde: {D}\nescribe una oferta de renovación
INFO acceso correcto usuario="{P}" ip=10.0.0.7 ¿cómo lo enmascaro en nuestros registros?
ERROR el correo a {M} ({P}) rebotó, ¿por qué?
INSERT INTO pacientes VALUES ({I}, '{P}', '{D}', '{C}'); esta fila de producción falla
UPDATE clientes SET direccion = '{A}' WHERE nombre = '{P}';
Nuestra clienta {P}, de {C}, pide la devolución del pedido {I}.
Cliente n.º {I}, {P}, {A}: talla equivocada, quiere cambiarla.
Entrega para {P}, piso 3, {A}, llamar dos veces.
Manda {N} cajas a {L}, {A}.
El paquete {I} de {F} {L} sigue en {C}; escribe al transportista.
El huésped {P}, habitación {N}, se quejó del ruido.
Socia {I}, {P}: renovar hasta el {D}.
Donantes: {P} 50, {P} 20, {P} 100. Escribe tarjetas de agradecimiento.
Inquilinos: 1.º {L}, 2.º {L}, 3.º {P}. Redacta un aviso del ascensor.
{P} (7.º B) aparca otra vez delante de la puerta.
los vecinos {F} y {F} {L} montan fiesta cada fin de semana
Conocí a {P} en una feria en {C}; escríbele un seguimiento.
{P} me presentó a {P}, escribe una nota de agradecimiento.
Se me olvidó invitar a {F} {L}. ¿Cómo me disculpo?
Le debo una disculpa a {P}.
Soy {F}, {N} años, soltera, de {C}; escribe mi perfil de citas.
soy {F} y tengo una entrevista en {O} el {W}
hola me llamo {F} de {C} quiero estudiar en su universidad
Buenos días, le habla {F}, de {O}.
Soy {P}, quiero dar de baja mi suscripción.
Llama {P} por el piso {N}.
¡Feliz cumpleaños, {F}!
¡Enhorabuena a {P} por el nuevo trabajo!
Que te mejores, {F}. Hazlo gracioso.
Tarjeta de despedida para {F}, que se jubila tras {N} años en {O}.
Brindis por mi mejor amigo {F} y su novia {F}.
Unas palabras en recuerdo de mi tía {F}, que amaba su huerto.
Escribe un poema para {F}, mi novia, nos conocimos en {C}.
Una copla por la jubilación de mi jefe {F} {L}.
Pie de foto para una imagen de {F} y mía en {C}.
¿A quién le damos el plus, a {P} o a {P}?
¿Es bueno el gestor {P}? Me hizo la renta el año pasado.
{P} me bloqueó.
{P} no me llamó después de la entrevista.
{P} trabaja de noche.
{P} se casa el {W}.
{P} recoge a los niños.
{P} firmó la entrega.
{P} y {P} comparten coche desde {C}.
Dale las gracias a {P} y a su equipo.
Pregúntale a {P} por las llaves.
Pon en copia a {P}.
¿Dónde está {P}?
{P}, {C}
{P}, {N} años
{P} {D}
{L} {L}, {F}
{P} - {T}
{P} / {O} / {C}
{A}
Mi dirección: {A}
casa: {A}, trabajo: {O}
Entregar aquí: {A}.
Me mudé de {A} a {A}.
Se alquila piso: {A}. Escribe el anuncio, mi número es {T}.
mi número es {T}
mándame un whatsapp al {T}
mi correo: {M}
{M} {T}
F. nac. {D}, {P}
nacida el {D}, vive en {A}
¿(Dónde|Cómo) está {P} (ahora|hoy|últimamente)?
¿(Contestó|Llamó|Pagó|Firmó|Llegó) {P}( ya| ayer|)?
¿Por qué {F} (nunca contesta|me ignora|se fue antes|está tan rara)( últimamente| desde el {W}|)?
¿Es {P} (la nueva jefa|quien lleva la obra|el del {W})?
¿(Sigue trabajando|Está todavía|Viene) {P} (en {O}|el {W}|de vacaciones)?
¿Quién es {P}(? No para de llamar.| y por qué tiene mi número?|, de {O}?)
¿Pueden {F} y {F} (compartir habitación|cambiar el turno|empezar el {W})?
¿Cuál es el (correo|número|teléfono|cumpleaños) de {F}? (Lo necesito para el formulario.|Lo perdí.|)
{F} (rompió la ventana|se llevó mi cargador|olvidó las entradas|ganó la rifa|está en el hospital|está embarazada|perdió las llaves).
«(Estoy contenta con el resultado|Hicimos lo que pudimos|No vi nada)», dijo {P}(, nuestro entrenador|, la portera|, un vecino|).
{P} (me|nos) dijo que (nadie resultó herido|el ascensor no va|deja el puesto|se muda a {C}).
(Conocimos|Vimos|Visitamos|Contratamos|Llamamos) a {P} (el verano pasado|en la feria|en {C}|el {W}).
(Salí con|Conozco a|Trabajo con|Vivo con|Estudié con) {P} (desde 2015|dos años|en {C}).
{P} es (amable|muy informal|muy buena en su trabajo|nuestro fontanero|mi vecina|enfermera de {C}).
Analítica de {P}: (hemoglobina 9,8|colesterol 260|TSH 7,1). (¿Qué significa?|Explícala.|¿Es grave?)
{P} lleva de (becaria|aprendiz|ayudante) en {O} desde el {D}.
Crea un currículum profesional. Me llamo {P}, teléfono {T}, vivo en {C}, mi correo {M}. Trabajé en {O} de (técnico|contable|enfermera).
Soy {P}, trabajo de (encargado|maestra|cocinero) en {O}, tengo {N} meses de experiencia, reenvía mi CV.
(La magistrada|El juez|El sargento|La fiscal|El agente) {L} (emitió un voto particular|interrogó a {P}|estuvo presente).
{F} me (dijo|contó) que {F} (deja {O}|se casa|está enfermo). (¿Qué hago?|¿Se lo cuento a {L}?|)
"""
