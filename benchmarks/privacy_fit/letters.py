"""More private prompts, near in form to what ``genres.py`` lists; slots as in ``people.py``."""

from __future__ import annotations

EN = r"""
{P} was born in {C} on {D}, studied nursing and has worked at {O} for {N} months. Turn this into a CV.
Profile: {P}, {N}, from {C}, looks for a job as an engineer.
{P} has been off sick since {D}. Draft the letter for her file.
HR note: {F} {L} was late three times and had an argument with {F} {L}.
{F} told me that {F} is leaving {O}. Should I say something to {L}?
My neighbour {F} {L} plays the drums at night. Write to him.
My ex {F} keeps texting me. How do I make him stop?
My friend {F} moved to {C} and lost his job. How can I help him?
{F} and I broke up last week, she has already met {F}. What do I do?
School note: {F} bit another child today; tell his parents.
{F} in class 3B reads slowly; write his report.
Review of Dr. {P}, dentist in {C}: rude and expensive. Improve my text.
Complaint: the waiter {F} at the hotel in {C} was rude to my {K} {F}.
Rent reminder for {P}, flat 3, who owes two months.
Customers: {P}, {C}; {P}, {C}; {P}, {C}. Sort by town.
On call today: {F} {L}, tomorrow {F} {L}. Make a rota.
{P} beat me at tennis again, write her a funny note.
The plumber {P} did a poor job in our bathroom.
{P} wrote the report and {P} checked it; write the acknowledgement.
In {N} days {P} will move in with {P}; write the contract for the room.
Who is {P}? He sent me an invoice.
{P} won the sales prize of our office; write the announcement.
Translate: {P} has worked for us since {D} and is honest.
I dated {P} for two years. He was born in {C} and works as a painter.
Summarise the call with {P}: she wants her money back.
Write a letter to {P} to thank him for the dinner.
Draft a letter to Dr. {P} about my blood test.
Our teacher, Mrs. {L}, gave {F} a bad mark. Write to her.
{P} said on the phone that {P} would pay on Friday.
Write a story for my daughter {F} about her first day at school with her friend {F}.
Patient {F} {L}, {N} years, presents with cough.
{P} was born in {C}, worked as a welder for {O} and needs a job in {C}. Write her CV.
{P} was born in {C}, worked as a driver and is now looking for work. Write his summary.
Summary of the call: Ms. {L} wants to cancel her contract.
Call from Mrs. {L}: she wants a new appointment.
Mr. {L} asks when the boiler will be mended.
Please review {P}'s work: he made {N} errors in May.
"""

ES = r"""
{P} nació en {C} el {D}, estudió enfermería y lleva {N} meses en {O}. Conviértelo en un currículum.
Perfil: {P}, {N} años, de {C}, busca trabajo de ingeniera.
{P} está de baja desde el {D}. Redacta la carta para su expediente.
Nota de personal: {F} {L} llegó tarde tres veces y discutió con {F} {L}.
{F} me dijo que {F} deja {O}. ¿Se lo cuento a {L}?
Mi vecino {F} {L} toca la batería de noche. Escríbele.
Mi ex {F} no para de escribirme. ¿Cómo lo freno?
Mi amigo {F} se mudó a {C} y perdió el trabajo. ¿Cómo le ayudo?
{F} y yo rompimos la semana pasada y ya sale con {F}. ¿Qué hago?
Nota del colegio: {F} mordió hoy a otro niño; avisa a sus padres.
{F}, de 3.º B, lee despacio; escribe su informe.
Opinión sobre el Dr. {P}, dentista de {C}: antipático y caro. Mejora mi texto.
Queja: el camarero {F} del hotel de {C} fue grosero con mi {K} {F}.
Aviso de alquiler para {P}, piso 3, que debe dos meses.
Clientes: {P}, {C}; {P}, {C}; {P}, {C}. Ordénalos por ciudad.
Hoy está de guardia {F} {L}, mañana {F} {L}. Haz el turno.
{P} me ganó otra vez al tenis, escríbele una nota graciosa.
El fontanero {P} hizo una chapuza en nuestro baño.
{P} escribió el informe y {P} lo revisó; escribe los agradecimientos.
Dentro de {N} días {P} se muda con {P}; redacta el contrato de la habitación.
¿Quién es {P}? Me ha mandado una factura.
{P} ganó el premio de ventas de la oficina; escribe el anuncio.
Traduce: {P} trabaja con nosotros desde {D} y es honrado.
Salí dos años con {P}. Nació en {C} y trabaja de pintor.
Resume la llamada con {P}: quiere que le devuelvan el dinero.
Escribe una carta a {P} para agradecerle la cena.
Redacta una carta para la Dra. {P} sobre mi análisis de sangre.
Nuestra maestra, la señora {L}, puso mala nota a {F}. Escríbele.
{P} dijo por teléfono que {P} pagaría el viernes.
Escribe un cuento para mi hija {F} sobre su primer día de cole con su amiga {F}.
Paciente {F} {L}, de {N} años, con tos.
{P} nació en {C}, trabajó de soldadora en {O} y busca empleo en {C}. Escribe su currículum.
Resumen de la llamada: la Sra. {L} quiere anular el contrato.
Llamada de la señora {L}: pide otra cita.
El Sr. {L} pregunta cuándo arreglarán la caldera.
Revisa el trabajo de {P}: cometió {N} errores en mayo.
"""
