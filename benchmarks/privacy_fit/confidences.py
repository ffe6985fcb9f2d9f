"""More private situations and their public twins; slots and choices as in ``situations.py``."""

from __future__ import annotations

PRIVATE = {
    ("health", "en"): """
(the|my) (gynaecologist|urologist|psychiatrist|neurologist|oncologist) (found|suspects|confirmed) {ill}, (how serious is it|what now|do I have to tell {who})?
(stopped|started|quit|doubled) my {med} {when} and (feel awful|can't sleep|my hands shake). {ask}
I wet the bed again {when}, I'm {num} and too ashamed to see a doctor.
Been sober from {addict} for eight months and I relapsed {when}. {ask}
My (hearing|memory|eyesight|heart) is getting worse and I've been hiding it at work. {ask}
I cut myself when I'm stressed, how do I hide the scars (at the pool|from {who})?
We lost the baby {when}. {ask}
IVF failed again, third time. My {kin} wants to stop. {ask}
(Our|My) {kin} has dementia and (hits the carers|keeps running away|doesn't recognise us). {ask}
I need sick leave because of {ill} but don't want it on my file. {ask}
My blood test says I'm (pre-diabetic|anaemic|HIV positive), is that from my diet?
I had a panic attack on the train {when} and now I'm scared to commute. {ask}
I weigh {num} kilos too much and my knee operation was refused. {ask}
Write to my insurer: they refuse to pay for my {kin}'s {ill} treatment.
""",
    ("health", "es"): """
(el|la) (ginecóloga|urólogo|psiquiatra|neurólogo|oncóloga) me (encontró|sospecha|confirmó) {ill}, (es grave|qué hago ahora|tengo que decírselo a {who})?
(dejé|empecé|doblé) la {med} {when} y (estoy fatal|no duermo|me tiemblan las manos). {ask}
Volví a mojar la cama {when}, ya soy mayor y me da vergüenza ir al médico.
Llevaba ocho meses sin {addict} y recaí {when}. {ask}
Cada vez (oigo|veo|recuerdo) peor y lo escondo en el trabajo. {ask}
Me corto cuando me agobio, ¿cómo tapo las cicatrices (en la piscina|delante de {who})?
Perdimos al bebé {when}. {ask}
Ha vuelto a fallar la fecundación, la tercera vez. Mi {kin} quiere dejarlo. {ask}
(Nuestra|Mi) {kin} tiene demencia y (pega a las cuidadoras|se escapa|no nos reconoce). {ask}
Necesito una baja por {ill} pero no quiero que conste. {ask}
En el análisis salgo (prediabético|anémica|seropositivo), ¿es por la dieta?
Me dio un ataque de pánico en el metro {when} y me da miedo salir. {ask}
Me sobran muchos kilos y me negaron la operación de rodilla. {ask}
Escribe a mi seguro: no quieren pagar el tratamiento de {ill} de mi {kin}.
""",
    ("finance", "en"): """
I'm {amount} in debt (to the bank|to my {near}|because of {addict}) and {who} must not know. {ask}
My card was declined at the supermarket {when}, we live from pay to pay. {ask}
I inherited {amount} {when} and my {kin} wants half. {ask}
I didn't declare the {amount} I earned on the side. {ask}
We can't pay the rent this month, {amount} short. {ask}
I make {amount} a year and my {near} makes twice that. {ask}
My {kin} gambled away our savings {when}. {ask}
I send {amount} to my {kin} every month and my husband has no idea. {ask}
""",
    ("finance", "es"): """
Debo {amount} (al banco|a mi {near}|por {addict}) y no puede saberlo {who}. {ask}
Me rechazaron la tarjeta en el súper {when}, vivimos al día. {ask}
Heredé {amount} {when} y mi {kin} quiere la mitad. {ask}
No declaré los {amount} que gané por fuera. {ask}
Este mes no llegamos al alquiler, faltan {amount}. {ask}
Gano {amount} al año y mi {near} el doble. {ask}
Mi {kin} se jugó nuestros ahorros {when}. {ask}
Mando {amount} a mi {kin} cada mes y mi marido no lo sabe. {ask}
""",
    ("legal", "en"): """
I overstayed my visa and work without papers, {ask}
The police searched my flat {when}. {ask}
I was served a restraining order {when}. {ask}
My {kin} is in prison and I've told the kids he's abroad. {ask}
I lied in my asylum interview and the hearing is next month. {ask}
My ex hasn't paid maintenance for our son since {when}. {ask}
They want me to testify against my {near}. {ask}
I drove home drunk {when} and hit a fence. {ask}
I copied my thesis and they found out. {ask}
""",
    ("legal", "es"): """
Se me acabó el visado y trabajo sin papeles. {ask}
La policía registró mi piso {when}. {ask}
Me pusieron una orden de alejamiento {when}. {ask}
Mi {kin} está en la cárcel y a los niños les dije que está de viaje. {ask}
Mentí en la entrevista de asilo y la vista es el mes que viene. {ask}
Mi ex no paga la pensión de nuestro hijo desde hace meses. {ask}
Quieren que declare contra mi {near}. {ask}
Conduje borracho {when} y choqué con una valla. {ask}
Copié el trabajo de fin de grado y me han pillado. {ask}
""",
    ("employment", "en"): """
They put me on a performance plan {when}. {ask}
My boss asked me to (backdate the invoices|fire the pregnant colleague|lie to the auditors). {ask}
I fake my hours when I work from home. {ask}
I got fired {when} and told {who} I'm on holiday. {ask}
I've been offered a job by {co} but my bonus comes in March. {ask}
One of my reports drinks at lunch, I need to write it up.
My {near} and I both applied for the team lead post and he doesn't know. {ask}
I burned out and I cry in the car before work. {ask}
HR says my position goes in {when}, not announced. {ask}
""",
    ("employment", "es"): """
Me han puesto en un plan de mejora {when}. {ask}
Mi jefe me pidió (falsear las facturas|echar a la compañera embarazada|mentir a los auditores). {ask}
Hincho las horas cuando teletrabajo. {ask}
Me echaron {when} y le dije a {who} que estoy de vacaciones. {ask}
Me quiere fichar {co} pero cobro el plus en marzo. {ask}
Uno de mi equipo bebe a mediodía, tengo que dejarlo por escrito.
Mi {near} y yo optamos a la misma plaza y él no lo sabe. {ask}
Estoy quemada y lloro en el coche antes de entrar. {ask}
Recursos humanos dice que mi puesto desaparece, aún no es público. {ask}
""",
    ("confidential", "en"): """
(Internal|Confidential|Not public yet|Under embargo|Do not share): (churn rose to 9%|we cut {num} jobs in {dept}|we lose {co} as a client). (Write the announcement.|Summarise for the board.|Draft the Q&A.)
We're closing the {city} (plant|office|shop) and (the staff|the press|the union) (don't know|will hear it {when}). {ask}
Our runway is four months and the investors think it's a year. {ask}
We found a backdoor in our product {when} and customers haven't been told. {ask}
The board will replace the CEO {when}. Draft the statement.
We want to outbid {co} by {amount}, keep it short, for the board only.
Our supplier's contract has a clause nobody has seen; here is how we use it against them.
The trial of our new drug failed {when}; nothing is published. {ask}
We pay {dept} {num} percent less than in {city} and they must not find out. {ask}
Draft the script for telling {dept} that they are all being let go.
""",
    ("confidential", "es"): """
(Interno|Confidencial|Aún no es público|Bajo embargo|No difundir): (las bajas suben al 9 %|recortamos {num} puestos {dept}|perdemos como cliente a {co}). (Escribe el comunicado.|Resúmelo para el consejo.|Redacta preguntas y respuestas.)
Cerramos (la planta|la oficina|la tienda) de {city} y (la plantilla|la prensa|el sindicato) no lo sabe. {ask}
Nos queda caja para cuatro meses y los inversores creen que para un año. {ask}
Hallamos una puerta trasera en nuestro producto {when} y no hemos avisado a nadie. {ask}
El consejo va a cambiar al director general {when}. Redacta el comunicado.
Queremos superar la oferta de {co} en {amount}; solo para el consejo.
Nuestro contrato con el proveedor tiene una cláusula que nadie ha visto; así la usamos.
El ensayo de nuestro fármaco falló {when} y no se ha publicado. {ask}
A los {dept} les pagamos menos que en {city} y no pueden saberlo. {ask}
Prepara lo que hay que decir al equipo {dept}: se van todos a la calle.
""",
    ("minor", "en"): """
(Our|My) {age}-year-old (self-harms|stopped eating|was suspended|is failing|smokes weed). {ask}
My stepdaughter, {age}, says she's a boy. {ask}
A girl in my class wears long sleeves in summer and has bruises. {ask}
My kid was expelled {when} for bringing a knife. {ask}
Social services came {when} about our {age} year old. {ask}
""",
    ("minor", "es"): """
(Nuestro|Mi) hijo de {age} años (se autolesiona|ha dejado de comer|fue expulsado|suspende todo|fuma porros). {ask}
Mi hijastra, de {age} años, dice que es un chico. {ask}
Una niña de mi clase lleva manga larga en verano y tiene moratones. {ask}
Expulsaron a mi niño {when} por llevar una navaja. {ask}
Vinieron los servicios sociales {when} por nuestro niño de {age} años. {ask}
""",
    ("intimate", "en"): """
I (kissed|slept with) my {near} {when}. {ask}
I don't love my {kin} any more and there's somebody else. {ask}
My {kin} came out to me {when} and I reacted badly. {ask}
I can't get it up since the divorce. {ask}
I still dream of my dead {kin} every night. {ask}
I left my religion {when} and my parents would disown me. {ask}
My {kin} reads my diary. {ask}
I've never had a girlfriend and I'm {num}. {ask}
""",
    ("intimate", "es"): """
(Besé a|Me acosté con) mi {near} {when}. {ask}
Ya no quiero a mi {kin} y hay otra persona. {ask}
Mi {kin} me contó {when} que es gay y reaccioné mal. {ask}
No se me levanta desde el divorcio. {ask}
Sueño cada noche con mi {kin}, que murió. {ask}
Dejé la religión {when} y mis padres me repudiarían. {ask}
Mi {kin} lee mi diario. {ask}
Nunca he tenido novia y me da vergüenza. {ask}
""",
}

PUBLIC = {
    "en": """
How do I (apply for|choose|compare|cancel) (a passport|health insurance|a bank account|a pension plan|a gym contract)?
What (documents|papers|steps) do I need to (rent a flat|buy a house|adopt a child|get married|start a business) in {city}?
I'm (a student|a beginner|new to this|a teacher|a developer), (explain|how do I learn|recommend books on) {topic}.
My (class|team|company|school|band|book club) (needs|is planning|is looking for) (a logo|an excursion|a motto|a website|a budget template).
My (car|laptop|phone|bike|washing machine|tomato plant) (makes a noise|won't start|is slow|leaks|has brown leaves), what can it be?
I want to (lose weight|run 10 km|sleep better|save money|learn guitar|read more), make a plan.
My (mother|father|sister|kid|wife|husband) (likes|collects|loves|is into) (gardening|trains|chess|baking|hiking), gift ideas under {amount}?
Plan a (birthday|dinner|trip|picnic|movie night) for my (son|daughter|friends|parents|partner).
We're (going|flying|driving) to {city} (in May|with kids|for a weekend), what should we (pack|see|eat)?
Should I (rent or buy|lease a car|fix my mortgage rate|buy index funds)? List pros and cons.
I'm reading a book about {topic}, summarise the main ideas.
I am giving a talk on {topic} {when}, write three jokes to open.
My character (has {ill}|is a drug dealer|cheats on his wife), how would he talk?
Write a (sad|funny) song about (divorce|debt|losing a job|growing old).
In my thriller the CEO hides the layoffs from the board. Write the scene.
Write a sample (diary entry|letter|case note) about {topic} for a textbook.
Draft a generic (privacy notice|sick leave policy|whistleblower policy|severance policy).
What do (HR departments|judges|doctors|banks|schools) usually do about {topic}?
What percentage of people (have {ill}|are in debt|divorce|work nights)?
Summarise the news: {co} announced {num} layoffs.
Which (symptoms|tests|drugs) are typical of {ill}?
Is {ill} (curable|contagious|hereditary)?
Can (a tenant|an employee|a minor|a landlord) (refuse|sue|be fined|resign) in general?
Translate: I am tired and I want to go home.
I have (two cats|three apples|an old camera|a small balcony), what can I make of it?
I love (pizza|jazz|rain|Mondays)! Write a tweet.
We need (a tagline|an agenda|a checklist) for (a product launch|a fire drill|an open day).
Write a job ad for (a cook|a data analyst|a driver).
Our app has {num} users, how do we scale the database?
Explain our options for logging in Python to my team.
I got an error: connection refused. What did I do wrong?
I forgot how to undo a commit, help me.
My essay on {topic} is too long, tips to shorten it?
My English is bad, can you correct: yesterday I go to the cinema.
(Write|Draft|Send) (a short|a polite|an) (email|message|note|text) to my (boss|manager|teacher|landlord|neighbour|colleague|client|professor|coach) (saying I'll be late|about the meeting|asking for the key|about the parking space|to thank him|because the heating is broken|asking for a day off|that the printer is out of order).
How do I (ask|tell|remind|thank) my (boss|landlord|neighbour|roommate|teacher|client) (about the parking space|to turn the music down|for a raise|about the invoice|politely)?
My (boss|teacher|landlord|neighbour) (asked me to organise a party|wants a summary of chapter two|likes my idea|is moving a tree), (write a reply|any ideas?|what should I answer?)
We (have a meeting|are having visitors|got a new printer|changed our opening hours) (tomorrow|next week|on Monday), write (the invitation|a notice|an announcement for customers).
Our (team|department|club|office) is (planning a barbecue|collecting ideas|growing|moving furniture), make (a poster|a survey|an agenda).
I'll be out of office (tomorrow|next week|until Monday), write an auto-reply.
I bought (a blender|shoes|a phone) (last week|yesterday) and it (doesn't work|is too small|arrived late), write a complaint.
I (cooked|planted|painted|watched|read) (a lot of rice|tomatoes|the door|a film about whales|a book on trees) yesterday, (what next|can you recommend another|how do I store it)?
My (son|daughter|kid) (has homework on|is learning|asks about) (volcanoes|fractions|the moon|dinosaurs), explain simply.
My (husband|wife|mum|dad|brother) and I (want to try yoga|are watching a series|argue about the best pizza), suggest (one|a compromise|ten).
Our company (sells|makes|repairs|delivers) (bikes|furniture|software|flowers), write (an about page|a slogan|three product texts).
Last (week|month|year) I started (running|baking|a blog), give me (tips|a plan|ideas).
""",
    "es": """
¿Cómo (pido|elijo|comparo|cancelo) (un pasaporte|un seguro de salud|una cuenta|un plan de pensiones|el gimnasio)?
¿Qué (documentos|papeles|pasos) necesito para (alquilar un piso|comprar una casa|adoptar|casarme|abrir un negocio) en {city}?
Soy (estudiante|principiante|nuevo en esto|maestra|programador), (explícame|cómo aprendo|recomiéndame libros sobre) {topic}.
Mi (clase|equipo|empresa|colegio|grupo|club de lectura) (necesita|prepara|busca) (un logo|una excursión|un lema|una web|una plantilla de presupuesto).
Mi (coche|portátil|móvil|bici|lavadora|tomatera) (hace ruido|no arranca|va lento|pierde agua|tiene hojas marrones), ¿qué puede ser?
Quiero (adelgazar|correr 10 km|dormir mejor|ahorrar|aprender guitarra|leer más), hazme un plan.
A mi (madre|padre|hermana|hijo|mujer|marido) le gusta (la jardinería|el tren|el ajedrez|la repostería|el monte), ¿ideas de regalo por menos de {amount}?
Organiza (un cumpleaños|una cena|un viaje|una merienda|una noche de cine) para mi (hijo|hija|pandilla|familia|pareja).
Vamos (en coche|en avión|con niños) a {city} en mayo, ¿qué (llevamos|vemos|comemos)?
¿Me conviene (alquilar o comprar|un renting|la hipoteca fija|un fondo indexado)? Ventajas e inconvenientes.
Estoy leyendo un libro sobre {topic}, resume las ideas principales.
Doy una charla sobre {topic} {when}, escribe tres chistes para empezar.
Mi personaje (tiene {ill}|es traficante|engaña a su mujer), ¿cómo hablaría?
Escribe una canción (triste|divertida) sobre (el divorcio|las deudas|el paro|la vejez).
En mi thriller el director oculta los despidos al consejo. Escribe la escena.
Escribe (una entrada de diario|una carta|una nota clínica) de muestra sobre {topic} para un manual.
Redacta (un aviso de privacidad|una política de bajas|una política de denuncias) genérica.
¿Qué suelen hacer (las empresas|los jueces|los médicos|los bancos|los colegios) con {topic}?
¿Qué porcentaje de gente (tiene {ill}|tiene deudas|se divorcia|trabaja de noche)?
Resume la noticia: {co} anunció {num} despidos.
¿Qué (síntomas|pruebas|fármacos) son típicos de {ill}?
¿(Se cura|Se contagia|Se hereda) {ill}?
¿Puede (un inquilino|un trabajador|un menor|un casero) (negarse|demandar|dimitir) en general?
Traduce: Estoy cansado y quiero irme a casa.
Tengo (dos gatos|tres manzanas|una cámara vieja|un balcón pequeño), ¿qué puedo hacer?
¡Me encanta (la pizza|el jazz|la lluvia)! Escribe un tuit.
Necesitamos (un eslogan|un orden del día|una lista) para (un lanzamiento|un simulacro|unas jornadas).
Escribe una oferta de empleo de (cocinero|analista|conductora).
Nuestra app tiene muchos usuarios, ¿cómo escalamos la base de datos?
Explica a mi equipo las opciones de registro en Python.
Me sale un error: conexión rechazada. ¿Qué hice mal?
Se me olvidó cómo deshacer un commit, ayuda.
Mi redacción sobre {topic} es muy larga, ¿cómo la acorto?
Mi inglés es malo, corrige: yesterday I go to the cinema.
(Escribe|Redacta|Manda) (un correo|un mensaje|una nota|un texto) (corto|breve|educado|) a mi (jefe|profesora|casero|vecina|compañero|clienta|entrenador) (para decirle que llego tarde|sobre la reunión|pidiéndole la llave|sobre la plaza de garaje|para darle las gracias|porque no funciona la calefacción|para pedirle un día libre|porque la impresora está rota).
¿Cómo le (pido|digo|recuerdo|agradezco) a mi (jefe|casero|vecino|compañera de piso|profesora|cliente) (lo del garaje|que baje la música|un aumento|lo de la factura|esto con educación)?
Mi (jefe|profesora|casero|vecina) (me pidió organizar una fiesta|quiere un resumen del capítulo dos|aprueba mi idea|va a podar un árbol), (escribe la respuesta|¿ideas?|¿qué contesto?)
(Tenemos una reunión|Vienen visitas|Hay impresora nueva|Cambiamos el horario) (mañana|la semana que viene|el lunes), escribe (la invitación|un aviso|el anuncio a los clientes).
Nuestro (equipo|departamento|club) (prepara una barbacoa|busca ideas|crece|cambia los muebles), haz (un cartel|una encuesta|un orden del día).
Estaré fuera de la oficina (mañana|la semana que viene|hasta el lunes), escribe una respuesta automática.
Compré (una batidora|unos zapatos|un móvil) (la semana pasada|ayer) y (no funciona|me queda pequeño|llegó tarde), escribe la reclamación.
Ayer (cociné|planté|pinté|vi|leí) (mucho arroz|tomates|la puerta|una película de ballenas|un libro de árboles), (¿y ahora?|¿me recomiendas otro?|¿cómo lo guardo?)
Mi (hijo|hija|niño) (tiene deberes de|aprende|pregunta por) (volcanes|fracciones|la luna|dinosaurios), explícalo fácil.
Mi (marido|mujer|madre|padre|hermano) y yo (queremos probar el yoga|vemos una serie|discutimos por la mejor pizza), propón (una|un acuerdo|diez).
Nuestra empresa (vende|fabrica|repara|reparte) (bicis|muebles|programas|flores), escribe (la página de inicio|un lema|tres textos de producto).
(La semana pasada|El mes pasado|Este año) empecé a (correr|hornear|escribir un blog), dame (consejos|un plan|ideas).
""",
}
