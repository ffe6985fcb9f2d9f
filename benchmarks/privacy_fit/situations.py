"""Private situations without identifiers, and public twins on the same topics, EN and ES.

Lines are templates: ``{slot}`` is filled from ``SLOTS``, ``(a|b)`` is a choice. Every line is a
group of its own, so that whole templates are held back when the judge is measured.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from privacy_fit import confidences
from privacy_fit.corpora import Row

SLOTS = {
    "en": {
        "ill": "type 2 diabetes|breast cancer|HIV|bipolar disorder|depression|schizophrenia|multiple sclerosis|leukemia|lupus|Crohn's disease|epilepsy|ADHD|autism|hepatitis C|early-onset Alzheimer's|Parkinson's|an eating disorder|anorexia|PTSD|OCD|endometriosis|chlamydia|herpes|a brain tumour|prostate cancer|fibromyalgia|panic attacks|severe anxiety|a heart condition|kidney failure|borderline personality disorder|postpartum depression|melanoma|infertility",
        "med": "sertraline|lithium|methadone|insulin|antidepressants|chemotherapy|antipsychotics|Xanax|PrEP|antiretrovirals|testosterone|morphine patches|Ozempic",
        "when": "last week|yesterday|in March|two months ago|this morning|last year|on Monday|a few days ago|since January|in 2022|last Friday|three weeks ago",
        "kin": "mother|father|sister|brother|husband|wife|son|daughter|aunt|cousin|grandmother|boyfriend|girlfriend|partner|nephew|teenage son|youngest daughter|mom|dad|stepson",
        "near": "best friend|neighbour|boss|coworker|manager|roommate|colleague|ex|landlord|flatmate|ex-husband|business partner|team lead",
        "who": "my boss|my parents|my husband|my wife|anyone at work|my kids|my employer|HR|the rest of the family|my colleagues|my partner|my insurance company",
        "addict": "alcohol|cocaine|painkillers|gambling|online poker|opioids|pills|porn|sports betting",
        "amount": "40,000 dollars|£12,000|18 thousand euros|$3,400|over six figures|two months' rent|$75k|nine thousand",
        "city": "Madrid|London|Chicago|Berlin|Austin|Dublin|Mexico City|Toronto",
        "num": "40|15|120|300|60|12|a third of the|half the",
        "dept": "marketing|support|engineering|warehouse|finance|sales|the Lyon plant's|night shift",
        "co": "our main competitor|a small biotech|our biggest supplier|a German rival|a chip startup|a family-owned chain|the market leader",
        "age": "6|eight|13|fifteen|nine|16|four|eleven",
        "ask": "What should I do?|Help me write a message about it.|How do I bring it up?|Can you draft an email?|What are my options?|I don't know what to do.|Please help me find the words.|Any advice?|Write a short note for me.|Is that normal?|Rewrite this politely.|How do I tell {who}?|Draft a letter.||||",
        "topic": "diabetes|breast cancer|depression|HIV prevention|bankruptcy|divorce law|child custody|layoffs|severance pay|non-disclosure agreements|mergers and acquisitions|bullying at school|student debt|gambling addiction|data breaches|workplace harassment|immigration law|bipolar disorder|pregnancy nutrition|IVF|autism|payday loans|tax audits|restraining orders|teen mental health|trade secrets|alcoholism|mortgage rates|adoption|eating disorders|insider trading|whistleblower protection|Alzheimer's disease|infidelity|sexual health|domestic violence|credit scores|wills and inheritance",
        "aud": "students|nurses|beginners|a general audience|a high school class|new managers|small businesses|parents|first-year law students|a non-profit website",
    },
    "es": {
        "ill": "diabetes tipo 2|cáncer de mama|VIH|trastorno bipolar|depresión|esquizofrenia|esclerosis múltiple|leucemia|lupus|enfermedad de Crohn|epilepsia|TDAH|autismo|hepatitis C|alzhéimer precoz|párkinson|un trastorno alimentario|anorexia|estrés postraumático|TOC|endometriosis|clamidia|herpes|un tumor cerebral|cáncer de próstata|fibromialgia|ataques de pánico|ansiedad severa|una cardiopatía|insuficiencia renal|trastorno límite de la personalidad|depresión posparto|un melanoma|infertilidad",
        "med": "sertralina|litio|metadona|insulina|antidepresivos|quimioterapia|antipsicóticos|ansiolíticos|antirretrovirales|testosterona|parches de morfina|Ozempic|pastillas para dormir",
        "when": "la semana pasada|ayer|en marzo|hace dos meses|esta mañana|el año pasado|el lunes|hace unos días|desde enero|en 2022|el viernes pasado|hace tres semanas",
        "kin": "madre|padre|hermana|hermano|marido|mujer|hijo|hija|tía|primo|abuela|novio|novia|pareja|sobrino|hijo adolescente|hija pequeña|suegra|cuñado",
        "near": "mejor amiga|vecino|jefe|compañera de trabajo|jefa|compañero de piso|colega|ex|casero|ex marido|socio|encargada",
        "who": "mi jefe|mis padres|mi marido|mi mujer|nadie del trabajo|mis hijos|la empresa|recursos humanos|el resto de la familia|mis compañeros|mi pareja|el seguro",
        "addict": "el alcohol|la cocaína|los analgésicos|el juego|el póquer en línea|los opiáceos|las pastillas|el porno|las apuestas deportivas",
        "amount": "40.000 euros|12 mil pesos|18.000 euros|3.400 €|más de cien mil|dos meses de alquiler|75 mil dólares|nueve mil euros",
        "city": "Madrid|Bogotá|Valencia|Sevilla|Lima|Monterrey|Buenos Aires|Zaragoza",
        "num": "40|15|120|300|60|12|un tercio de los|la mitad de los",
        "dept": "de marketing|de soporte|de ingeniería|del almacén|de finanzas|de ventas|de la planta de Lyon|del turno de noche",
        "co": "nuestro principal competidor|una pequeña biotecnológica|nuestro mayor proveedor|un rival alemán|una startup de chips|una cadena familiar|el líder del mercado",
        "age": "6|ocho|13|quince|nueve|16|cuatro|once",
        "ask": "¿Qué hago?|Ayúdame a escribir un mensaje.|¿Cómo se lo digo?|¿Puedes redactar un correo?|¿Qué opciones tengo?|No sé qué hacer.|Ayúdame a encontrar las palabras.|¿Algún consejo?|Escríbeme una nota breve.|¿Es normal?|Dilo de forma más educada.|¿Cómo se lo cuento a {who}?|Redacta una carta.||||",
        "topic": "la diabetes|el cáncer de mama|la depresión|la prevención del VIH|el concurso de acreedores|el derecho de familia|la custodia de los hijos|los despidos colectivos|las indemnizaciones por despido|los acuerdos de confidencialidad|las fusiones y adquisiciones|el acoso escolar|la deuda estudiantil|la ludopatía|las brechas de datos|el acoso laboral|el derecho migratorio|el trastorno bipolar|la nutrición en el embarazo|la fecundación in vitro|el autismo|los microcréditos|las inspecciones de Hacienda|las órdenes de alejamiento|la salud mental de los jóvenes|los secretos industriales|el alcoholismo|las hipotecas|la adopción|los trastornos alimentarios|el uso de información privilegiada|la protección de los denunciantes|el alzhéimer|la infidelidad|la salud sexual|la violencia de género|la solvencia crediticia|los testamentos y herencias",
        "aud": "estudiantes|enfermeras|principiantes|el público general|una clase de instituto|nuevos jefes de equipo|pymes|padres|alumnos de primero de Derecho|la web de una ONG",
    },
}

PRIVATE = {
    ("health", "en"): """
I was diagnosed with {ill} {when} and I haven't told {who}. {ask}
My doctor says I have {ill}. {ask}
I've been taking {med} {when} and my {kin} doesn't know. {ask}
My {kin} was diagnosed with {ill} {when}. {ask}
My {near} told me in confidence that she has {ill}. {ask}
I tested positive for {ill} and I'm (scared|ashamed) to tell {who}. {ask}
I had (an abortion|a miscarriage) {when} and I can't stop crying. {ask}
We've been trying for a baby for three years, the fourth round of IVF just failed. {ask}
I am (pregnant|eleven weeks pregnant) and nobody at work knows yet. {ask}
I've relapsed after two years sober from {addict}. {ask}
I'm addicted to {addict} and hiding it from {who}. {ask}
My {kin} tried to kill (himself|herself) {when}. {ask}
I have been having suicidal thoughts {when}. {ask}
I started therapy {when} because of {ill}, how do I explain the absences to {who}?
My biopsy results came back {when}: it's {ill}. {ask}
I can't get an erection anymore since I take {med}. {ask}
I'm on sick leave for {ill} and my employer wants details. {ask}
My {near} in my team is on {med} and makes mistakes, should I tell HR?
The scan showed a lump in my {kin}'s kidney and the doctors won't tell her. {ask}
I cut myself again {when}. {ask}
My {kin} is in rehab for {addict}, what do I tell the neighbours?
One of my patients, a man in his sixties with {ill}, stopped taking {med} and his family is not aware. {ask}
I've lost 14 kilos because of {ill} and my colleagues are starting to ask. {ask}
Since my surgery {when} I am incontinent and I don't want {who} to notice.
I wet the bed again last night at 34, it's embarrassing. {ask}
Our baby was born with {ill} and my {kin} blames me. {ask}
""",
    ("health", "es"): """
Me diagnosticaron {ill} {when} y no se lo he contado a {who}. {ask}
El médico dice que tengo {ill}. {ask}
Tomo {med} {when} y mi {kin} no lo sabe. {ask}
A mi {kin} le diagnosticaron {ill} {when}. {ask}
Mi {near} me contó en confianza que tiene {ill}. {ask}
Di positivo en {ill} y me da (miedo|vergüenza) decírselo a {who}. {ask}
Tuve un aborto {when} y no paro de llorar. {ask}
Llevamos tres años buscando un bebé y acaba de fallar la cuarta fecundación in vitro. {ask}
Estoy embarazada de once semanas y en el trabajo no lo sabe nadie todavía. {ask}
He recaído después de dos años sin {addict}. {ask}
Soy adicto a {addict} y se lo oculto a {who}. {ask}
Mi {kin} intentó suicidarse {when}. {ask}
Llevo semanas con pensamientos suicidas. {ask}
Empecé terapia {when} por {ill}, ¿cómo explico las ausencias a {who}?
Me dieron el resultado de la biopsia {when}: es {ill}. {ask}
Desde que tomo {med} no tengo erecciones. {ask}
Estoy de baja por {ill} y la empresa me pide detalles. {ask}
Mi {near} toma {med} y comete errores, ¿se lo digo a recursos humanos?
La ecografía muestra un bulto en el riñón de mi {kin} y los médicos no se lo dicen. {ask}
Volví a autolesionarme {when}. {ask}
Mi {kin} está en un centro por {addict}, ¿qué les digo a los vecinos?
Un paciente mío, un hombre de unos sesenta años con {ill}, ha dejado de tomar {med} y su familia no lo sabe. {ask}
He perdido 14 kilos por {ill} y mis compañeros empiezan a preguntar. {ask}
Desde la operación {when} tengo incontinencia y no quiero que {who} lo note.
Con 34 años anoche volví a hacerme pis en la cama. {ask}
Nuestro bebé nació con {ill} y mi {kin} me echa la culpa. {ask}
""",
    ("finance", "en"): """
I owe {amount} (to the bank|to a loan shark|to my brother-in-law) and I can't pay it back. {ask}
I lost {amount} (gambling|on crypto|in an online casino) and my {kin} has no idea. {ask}
We are three months behind on the mortgage and the bank wants to repossess the house. {ask}
I earn {amount} a year and my {near} earns twice as much for the same job. {ask}
I'm going to file for bankruptcy {when} and I haven't told {who}. {ask}
My {kin} has maxed out all our credit cards. {ask}
I got an eviction notice {when}, I have {amount} left in my account. {ask}
I didn't declare {amount} of freelance income to the tax office. {ask}
My {kin} left me {amount} in the will and my siblings don't know. {ask}
I can't make payroll next month, I have put my own savings in. {ask}
My {near} asked me to lend him {amount} because debt collectors are calling him. {ask}
My card was declined again, payday is in two weeks and we have nothing to eat. {ask}
I hide my salary of {amount} from my {kin}. {ask}
I've been paying my {kin}'s debts for years, now my own savings are gone. {ask}
I won {amount} in the lottery and don't want {who} to find out. {ask}
My ex stopped paying alimony {when} and I can't cover the rent. {ask}
Our savings account has {amount}, should we use it to clear my {kin}'s loan before the divorce?
My credit score dropped to 520 after I missed four payments, I need to explain this to the landlord.
""",
    ("finance", "es"): """
Debo {amount} (al banco|a un prestamista|a mi cuñado) y no puedo pagarlo. {ask}
Perdí {amount} (en apuestas|en criptomonedas|en un casino en línea) y mi {kin} no tiene ni idea. {ask}
Debemos tres letras de la hipoteca y el banco quiere quedarse con la casa. {ask}
Gano {amount} y mi {near} cobra el doble por el mismo trabajo. {ask}
Voy a declararme en concurso {when} y no se lo he dicho a {who}. {ask}
Mi {kin} ha dejado a cero todas nuestras tarjetas. {ask}
Me llegó el aviso de desahucio {when}, me quedan {amount} en la cuenta. {ask}
No declaré {amount} de trabajos por libre a Hacienda. {ask}
Mi {kin} me dejó {amount} en el testamento y mis hermanos no lo saben. {ask}
El mes que viene no puedo pagar las nóminas, ya he puesto mis ahorros. {ask}
Mi {near} me pidió {amount} porque lo llaman los cobradores. {ask}
Otra vez me rechazaron la tarjeta, faltan dos semanas para cobrar y no tenemos para comer. {ask}
Le oculto a mi {kin} que gano {amount}. {ask}
Llevo años pagando las deudas de mi {kin} y me he quedado sin ahorros. {ask}
Me tocaron {amount} en la lotería y no quiero que se entere {who}. {ask}
Mi ex dejó de pasar la pensión {when} y no llego al alquiler. {ask}
En la cuenta de ahorro tenemos {amount}, ¿la usamos para quitar el préstamo de mi {kin} antes del divorcio?
Dejé de pagar cuatro recibos y salgo en una lista de morosos, tengo que explicárselo al casero.
""",
    ("legal", "en"): """
I was arrested for (drunk driving|shoplifting|possession) {when} and {who} doesn't know. {ask}
I'm being sued by my {near} for {amount}. {ask}
I want to divorce my {kin} but I'm afraid of losing custody. {ask}
My {kin} is in prison for fraud and I tell people he works abroad. {ask}
I got a restraining order against my {near} {when}. {ask}
I overstayed my visa and I'm working without papers. {ask}
I have a criminal record and the application form asks about it. {ask}
My lawyer says I should accept the plea deal {when}. {ask}
I have to testify against my {near} {when}. {ask}
We settled the lawsuit for {amount} and I'm not allowed to talk about it. {ask}
I hit a parked car {when} and drove off. {ask}
The police searched our flat {when} because of my {kin}. {ask}
My {near} filed a complaint against me for harassment, it isn't true. {ask}
My client admitted to me that he forged the signature, trial is in two weeks. {ask}
We're contesting my {kin}'s will and my siblings haven't been told. {ask}
My {kin}'s asylum request was rejected {when}, we may be deported. {ask}
I signed a false statement for my {near} and now there is an investigation. {ask}
My custody hearing is on Monday and my ex claims I drink. {ask}
""",
    ("legal", "es"): """
Me detuvieron por (conducir bebido|robar en una tienda|tenencia) {when} y {who} no lo sabe. {ask}
Mi {near} me ha demandado por {amount}. {ask}
Quiero divorciarme de mi {kin} pero me da miedo perder la custodia. {ask}
Mi {kin} está en la cárcel por estafa y digo que trabaja fuera. {ask}
Conseguí una orden de alejamiento contra mi {near} {when}. {ask}
Se me caducó el visado y trabajo sin papeles. {ask}
Tengo antecedentes penales y el formulario pregunta por ellos. {ask}
Mi abogada dice que acepte el acuerdo con la fiscalía {when}. {ask}
Tengo que declarar contra mi {near} {when}. {ask}
Cerramos el pleito por {amount} y no puedo hablar de ello. {ask}
{when} le di un golpe a un coche aparcado y me fui. {ask}
La policía registró nuestro piso {when} por culpa de mi {kin}. {ask}
Mi {near} me ha denunciado por acoso y no es verdad. {ask}
Mi cliente me reconoció que falsificó la firma y el juicio es en dos semanas. {ask}
Vamos a impugnar el testamento de mi {kin} y mis hermanos no lo saben. {ask}
Rechazaron la petición de asilo de mi {kin} {when}, nos pueden deportar. {ask}
Firmé una declaración falsa por mi {near} y ahora hay una investigación. {ask}
El lunes es la vista por la custodia y mi ex dice que bebo. {ask}
""",
    ("employment", "en"): """
I'm getting fired on Friday and {who} doesn't know. {ask}
My manager put me on a performance improvement plan {when}. {ask}
I plan to resign {when} and join {co}, nobody here knows. {ask}
My {near} keeps making sexual comments to me at work. {ask}
I've been interviewing with {co} behind my boss's back. {ask}
We have to let my {near} go {when} because of his drinking. {ask}
I reported my {near} to HR for falsifying expenses {when}. {ask}
I was laid off {when} and still pretend to go to the office. {ask}
My boss asked me to sack one of my team, she has just come back from maternity leave. {ask}
I lied on my CV about my degree and got the job. {ask}
My {near} was demoted after the complaint, I need to write to the team without naming the reason.
I asked for a raise to {amount} and they refused, I want to leave. {ask}
HR opened an investigation into my {near} {when}, I was told not to mention it. {ask}
I was passed over for promotion because I'm (pregnant|gay|over fifty). {ask}
One of our employees has failed a drug test, draft the dismissal letter.
My contract won't be renewed, they told me {when} off the record. {ask}
""",
    ("employment", "es"): """
El viernes me despiden y {who} no lo sabe. {ask}
Mi jefa me puso en un plan de mejora {when}. {ask}
Voy a dimitir {when} para irme con {co}, aquí no lo sabe nadie. {ask}
Mi {near} me hace comentarios sexuales en el trabajo. {ask}
Estoy haciendo entrevistas con {co} a espaldas de mi jefe. {ask}
Tenemos que despedir a mi {near} {when} porque bebe. {ask}
Denuncié a mi {near} en recursos humanos por falsear gastos {when}. {ask}
Me despidieron {when} y sigo fingiendo que voy a la oficina. {ask}
Mi jefe quiere que eche a una de mi equipo que acaba de volver de la baja maternal. {ask}
Mentí en el currículum sobre mi título y me dieron el puesto. {ask}
A mi {near} lo degradaron tras la queja, tengo que escribir al equipo sin decir el motivo.
Pedí un aumento a {amount} y me lo negaron, quiero irme. {ask}
Recursos humanos abrió una investigación a mi {near} {when}, me pidieron que no lo comentara. {ask}
No me ascendieron por estar (embarazada|por ser gay|por tener más de cincuenta). {ask}
Uno de nuestros empleados ha dado positivo en un control de drogas, redacta la carta de despido.
No me renuevan el contrato, me lo dijeron {when} de manera extraoficial. {ask}
""",
    ("confidential", "en"): """
We are going to lay off {num} people in {dept} {when}, it hasn't been announced. {ask}
We're about to acquire {co}, the deal is confidential until {when}. {ask}
I signed an NDA with {co} about their prototype and I need to summarise it. {ask}
Our runway is four months and the investors don't know yet. {ask}
Between us: the board will replace the CEO {when}. {ask}
Draft an internal memo about closing our {city} office, staff must not find out before {when}.
Our quarterly results will miss the forecast by a third, they're published next week. {ask}
We had a data breach {when} and haven't told customers. {ask}
Our new product has a flaw that makes the battery overheat, we're launching anyway. {ask}
Our supplier contract with {co} ends {when} and we will switch, they don't know. {ask}
Our bid for the tender is {amount}, below cost, help me justify it to the board.
Here is our unreleased roadmap for next year, turn it into bullet points for the directors only.
The merger with {co} will be signed {when}; prepare talking points, do not share.
Our secret formula uses twice the usual amount of enzyme, describe it for the patent lawyer.
We will raise prices by 20% {when} but told clients we wouldn't. {ask}
The term sheet values us at {amount}, our cofounder wants to refuse. {ask}
Internal only: {num} jobs cut in {dept} after the reorganisation, write the Q&A for managers.
We are negotiating to sell the company to {co}, employees have not been informed. {ask}
Our auditor found irregularities in the accounts {when} and we need to keep it quiet until the shareholders' meeting.
""",
    ("confidential", "es"): """
Vamos a despedir a {num} personas {dept} {when} y aún no se ha anunciado. {ask}
Estamos a punto de comprar {co}, la operación es confidencial hasta que se firme. {ask}
Firmé un acuerdo de confidencialidad con {co} sobre su prototipo y tengo que resumirlo. {ask}
Nos queda caja para cuatro meses y los inversores todavía no lo saben. {ask}
Entre nosotros: el consejo va a cambiar al director general {when}. {ask}
Redacta una nota interna sobre el cierre de la oficina de {city}, la plantilla no puede enterarse antes del viernes.
Los resultados del trimestre quedarán un tercio por debajo de la previsión y se publican la semana que viene. {ask}
Tuvimos una fuga de datos {when} y no hemos avisado a los clientes. {ask}
Nuestro producto nuevo tiene un fallo que recalienta la batería y lo lanzamos igual. {ask}
El contrato con {co} acaba {when} y vamos a cambiar de proveedor, no lo saben. {ask}
Nuestra oferta para la licitación es de {amount}, por debajo de coste, ayúdame a justificarla ante el consejo.
Esta es la hoja de ruta del año que viene, sin publicar; pásala a puntos solo para la dirección.
La fusión con {co} se firma {when}; prepara un argumentario, no se puede compartir.
Nuestra fórmula secreta lleva el doble de enzima de lo habitual, descríbela para el abogado de patentes.
Subiremos los precios un 20 % {when} aunque a los clientes les dijimos que no. {ask}
La ronda nos valora en {amount} y mi socio quiere rechazarla. {ask}
Solo uso interno: recorte de {num} puestos {dept} tras la reestructuración, escribe las preguntas y respuestas para los jefes.
Estamos negociando la venta de la empresa a {co} y los empleados no están informados. {ask}
El auditor encontró irregularidades en las cuentas {when} y hay que callarlo hasta la junta de accionistas.
""",
    ("minor", "en"): """
My {age}-year-old is being bullied at school and doesn't want to go anymore. {ask}
My {age} year old daughter was caught sending nudes to a boy in her class. {ask}
My son, {age}, started wetting the bed after the divorce. {ask}
One of my pupils, a {age} year old, told me her stepfather hits her. {ask}
We are fostering a {age}-year-old boy whose mother is in prison. {ask}
My teenage daughter is pregnant and my {kin} doesn't know. {ask}
My {age}-year-old has been diagnosed with {ill}, the school refuses support. {ask}
I found drugs in my {kin}'s school bag {when}. {ask}
The kid next door, about {age}, has bruises on his arms again. {ask}
Our adopted son, {age}, keeps asking why his birth mother left him. {ask}
My {age} year old steals money from my purse. {ask}
A boy in my class, {age} years old, came to school hungry again {when}, his parents are separating. {ask}
""",
    ("minor", "es"): """
A mi hijo de {age} años le acosan en el colegio y no quiere volver. {ask}
Pillaron a mi hija de {age} años mandando fotos desnuda a un chico de clase. {ask}
Mi hijo, de {age} años, volvió a hacerse pis tras el divorcio. {ask}
Una alumna mía de {age} años me contó que su padrastro le pega. {ask}
Tenemos en acogida a un niño de {age} años cuya madre está en prisión. {ask}
Mi hija adolescente está embarazada y mi {kin} no lo sabe. {ask}
A mi niño de {age} años le han diagnosticado {ill} y el colegio no da apoyo. {ask}
Encontré drogas en la mochila de mi {kin} {when}. {ask}
El niño de al lado, de unos {age} años, vuelve a tener moratones en los brazos. {ask}
Nuestro hijo adoptado, de {age} años, pregunta por qué lo dejó su madre biológica. {ask}
Mi niña de {age} años me roba dinero del bolso. {ask}
Un chico de mi clase, de {age} años, vino otra vez sin desayunar {when}, sus padres se están separando. {ask}
""",
    ("intimate", "en"): """
I've been having an affair with my {near} {when}. {ask}
My {kin} is cheating on me, I saw the messages {when}. {ask}
I'm gay and my parents would throw me out. {ask}
I am a trans woman and haven't come out to {who}. {ask}
My husband hits me when he drinks. {ask}
My {near} abused me when I was {age}. {ask}
I've lost my faith but my whole family is religious. {ask}
We haven't had sex in two years and my {kin} refuses to talk about it. {ask}
My {kin} threatens to publish my nudes. {ask}
I was raped {when} and I have told no one. {ask}
I secretly work as an escort at weekends. {ask}
I'm in love with my {near} and I am married. {ask}
My {kin} found my Tinder account {when}. {ask}
I voted for the other party and my family would disown me. {ask}
""",
    ("intimate", "es"): """
Tengo una aventura con mi {near} {when}. {ask}
Mi {kin} me engaña, vi los mensajes {when}. {ask}
Soy gay y mis padres me echarían de casa. {ask}
Soy una mujer trans y no se lo he dicho a {who}. {ask}
Mi marido me pega cuando bebe. {ask}
Mi {near} abusó de mí cuando tenía {age} años. {ask}
He perdido la fe pero toda mi familia es religiosa. {ask}
Llevamos dos años sin sexo y mi {kin} no quiere hablar de ello. {ask}
Mi {kin} amenaza con publicar mis fotos íntimas. {ask}
Me violaron {when} y no se lo he contado a nadie. {ask}
En secreto trabajo de acompañante los fines de semana. {ask}
Estoy enamorada de mi {near} y estoy casada. {ask}
Mi {kin} encontró mi cuenta de Tinder {when}. {ask}
Voté al otro partido y mi familia dejaría de hablarme. {ask}
""",
}

PUBLIC = {
    "en": """
What are the (main causes|symptoms|stages|risk factors) of {ill}?
How is {ill} (diagnosed|treated)?
What are the side effects of {med}?
How does {med} work in the body?
Explain {topic} to {aud}.
Write a blog post about {topic} for {aud}.
Write an essay on {topic}.
Give me ten facts about {topic}.
Make a quiz about {topic} for {aud}.
What is the history of {topic}?
Compare the laws on {topic} in Spain and Germany.
Summarise recent research on {topic}.
Create a presentation outline on {topic} for {aud}.
What does the World Health Organization say about {topic}?
Which books about {topic} do you recommend?
Write a Python script that (plots|downloads|cleans) statistics about {topic}.
Train a text classifier that detects posts about {topic}.
Write a short story in which a detective has {ill}.
In my novel the hero hides his {ill} from the king. Continue the scene.
Write a poem about {topic}.
Roleplay as a professor who lectures on {topic}.
Is {topic} covered by public insurance in general?
How do companies usually announce layoffs?
What is a typical severance package in (tech|retail|banking)?
What should an NDA contain? Give me a template.
How does a merger differ from an acquisition?
How is company valuation calculated in a seed round?
What is the difference between chapter 7 and chapter 13 bankruptcy?
How do I calculate compound interest on a loan of 10,000 at 5%?
A bank lends 5,000 dollars at 3% a year. How much is owed after two years?
What rights do employees have when they are dismissed?
What is the notice period in the UK?
How can a school prevent bullying?
At what age do children learn to read?
Design a poster about {topic}.
Translate "{topic}" into French.
What is the plot of a famous film about {topic}?
Which celebrities have spoken publicly about {topic}?
How many people suffer from {ill} worldwide?
Define {topic} in one sentence.
I'm writing a paper on {topic}, suggest three research questions.
I need to learn about {topic} for my exam, make flashcards.
I want to start a podcast about {topic}, suggest a name.
My professor asked us to discuss {topic} in class, what are the main arguments?
We are building a website about {topic}, write the landing page.
Our company wants to train managers on {topic}, outline the course.
Write a press release for the launch of our new toothbrush.
Write a job ad for a nurse in {city}.
I like running, suggest a training plan for a marathon.
I'm travelling to {city} next week, what should I see?
Can you recommend a recipe? I have chicken, rice and peppers.
My code throws an error when I parse the JSON, why?
My laptop is slow since the last update, what can I do?
My dog doesn't like the new food, any ideas?
I want to learn Spanish in three months, make a plan.
We are a team of five, which project management method fits?
What does a family lawyer do?
How does child custody work when parents live in different countries?
What is the average salary of a (teacher|welder|data scientist) in {city}?
List the pros and cons of (renting|a fixed mortgage|index funds).
What is insider trading and why is it illegal?
Write a sample resignation letter template with placeholders.
Write a template for a complaint letter.
How do doctors tell patients about {ill}?
What questions do interviewers ask managers?
Suggest a name for a clinic that treats {ill}.
The company announced {num} layoffs in a public statement; summarise the article.
News: the central bank raised rates {when}. Explain what it means.
The actor revealed {when} that he has {ill}; write a headline.
My favourite character in the series has {ill}, is it realistic?
My son loves dinosaurs, suggest birthday party games.
My daughter needs help with fractions, explain them simply.
My boss likes golf, gift ideas?
My wife and I want to visit {city}, three-day itinerary please.
Help me plan a surprise party for my {kin}.
I need a polite email to ask for a day off.
Write an out-of-office reply.
Write a thank-you note to a teacher.
I'm a teacher, make a worksheet about {topic}.
I am a nurse, explain the new guideline on {topic}.
I have a headache, is coffee good for it?
I work in marketing, give me slogans for a bakery.
I have an interview next week, which questions should I prepare?
Let P be a person who owes 100 to Q. Write the equation.
If a patient takes {med} twice a day, how many pills are needed in a month?
""",
    "es": """
¿Cuáles son (las causas|los síntomas|las fases|los factores de riesgo) de {ill}?
¿Cómo se (diagnostica|trata) {ill}?
¿Qué efectos secundarios tiene {med}?
¿Cómo actúa {med} en el cuerpo?
Explica {topic} a {aud}.
Escribe una entrada de blog sobre {topic} para {aud}.
Escribe un ensayo sobre {topic}.
Dame diez datos sobre {topic}.
Haz un cuestionario sobre {topic} para {aud}.
¿Cuál es la historia de {topic}?
Compara las leyes sobre {topic} en España y Alemania.
Resume la investigación reciente sobre {topic}.
Prepara el índice de una presentación sobre {topic} para {aud}.
¿Qué dice la Organización Mundial de la Salud sobre {topic}?
¿Qué libros sobre {topic} recomiendas?
Escribe un script en Python que (dibuje|descargue|limpie) estadísticas sobre {topic}.
Entrena un clasificador de texto que detecte mensajes sobre {topic}.
Escribe un cuento en el que un detective tiene {ill}.
En mi novela el héroe oculta al rey su {ill}. Continúa la escena.
Escribe un poema sobre {topic}.
Haz de profesor que da una clase sobre {topic}.
¿Cubre la seguridad social {topic} en general?
¿Cómo suelen anunciar las empresas los despidos?
¿Cuál es la indemnización habitual en (tecnología|comercio|banca)?
¿Qué debe contener un acuerdo de confidencialidad? Dame una plantilla.
¿En qué se diferencia una fusión de una adquisición?
¿Cómo se calcula la valoración de una empresa en una ronda semilla?
¿Qué diferencia hay entre concurso voluntario y necesario?
¿Cómo calculo el interés compuesto de un préstamo de 10.000 al 5 %?
Un banco presta 5.000 euros al 3 % anual. ¿Cuánto se debe a los dos años?
¿Qué derechos tienen los trabajadores cuando los despiden?
¿Cuál es el plazo de preaviso en España?
¿Cómo puede un colegio prevenir el acoso?
¿A qué edad aprenden a leer los niños?
Diseña un cartel sobre {topic}.
Traduce "{topic}" al francés.
¿De qué trata una película famosa sobre {topic}?
¿Qué famosos han hablado en público sobre {topic}?
¿Cuántas personas padecen {ill} en el mundo?
Define {topic} en una frase.
Estoy escribiendo un trabajo sobre {topic}, sugiere tres preguntas de investigación.
Tengo que estudiar {topic} para el examen, haz tarjetas de repaso.
Quiero empezar un pódcast sobre {topic}, sugiere un nombre.
El profesor nos pidió debatir sobre {topic}, ¿cuáles son los argumentos principales?
Estamos haciendo una web sobre {topic}, escribe la portada.
Nuestra empresa quiere formar a los jefes en {topic}, esboza el curso.
Escribe una nota de prensa para el lanzamiento de nuestro nuevo cepillo de dientes.
Escribe una oferta de empleo de enfermera en {city}.
Me gusta correr, sugiere un plan para un maratón.
Viajo a {city} la semana que viene, ¿qué puedo ver?
¿Me recomiendas una receta? Tengo pollo, arroz y pimientos.
Mi código da un error al leer el JSON, ¿por qué?
Mi portátil va lento desde la última actualización, ¿qué puedo hacer?
A mi perro no le gusta la comida nueva, ¿ideas?
Quiero aprender inglés en tres meses, haz un plan.
Somos un equipo de cinco, ¿qué método de gestión nos conviene?
¿Qué hace un abogado de familia?
¿Cómo funciona la custodia cuando los padres viven en países distintos?
¿Cuál es el sueldo medio de un (maestro|soldador|analista de datos) en {city}?
Enumera las ventajas de (alquilar|la hipoteca fija|los fondos indexados).
¿Qué es el uso de información privilegiada y por qué es ilegal?
Escribe un modelo de carta de dimisión con huecos para rellenar.
Escribe un modelo de carta de reclamación.
¿Cómo comunican los médicos un diagnóstico de {ill}?
¿Qué preguntan a los directivos en las entrevistas?
Sugiere un nombre para una clínica que trata {ill}.
La compañía anunció {num} despidos en un comunicado; resume la noticia.
Noticia: el banco central subió los tipos {when}. Explica qué significa.
El actor reveló {when} que tiene {ill}; escribe un titular.
Mi personaje favorito de la serie tiene {ill}, ¿es realista?
A mi hijo le encantan los dinosaurios, sugiere juegos para su cumpleaños.
Mi hija necesita ayuda con las fracciones, explícalas de forma sencilla.
A mi jefe le gusta el golf, ¿ideas de regalo?
Mi mujer y yo queremos visitar {city}, itinerario de tres días por favor.
Ayúdame a organizar una fiesta sorpresa para mi {kin}.
Necesito un correo educado para pedir un día libre.
Escribe una respuesta automática de vacaciones.
Escribe una nota de agradecimiento a una maestra.
Soy maestra, haz una ficha sobre {topic}.
Soy enfermera, explica la nueva guía sobre {topic}.
Me duele la cabeza, ¿es bueno el café?
Trabajo en marketing, dame lemas para una panadería.
Tengo una entrevista la semana que viene, ¿qué preguntas preparo?
Sea P una persona que debe 100 a Q. Escribe la ecuación.
Si un paciente toma {med} dos veces al día, ¿cuántas pastillas necesita al mes?
""",
}

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")


def fill(line: str, lang: str, rng: random.Random) -> str:
    """Return one text of a template."""
    slots = SLOTS[lang]
    for _ in range(3):
        line = _SLOT.sub(lambda m: rng.choice(slots[m[1]].split("|")), line)
    line = _CHOICE.sub(lambda m: rng.choice(m[1].split("|")), line)
    if rng.random() < 0.15:
        line = line.lower()
    if rng.random() < 0.15:
        line = line.replace("¿", "").rstrip(".")
    return line.strip()


def rows(each: int, seed: int = 0) -> Iterator[Row]:
    """Yield every template ``each`` times; the source tells the category, or ``public``."""
    rng = random.Random(seed)
    for more, private in (("", PRIVATE), (" more", confidences.PRIVATE)):
        for (category, lang), lines in private.items():
            for n, line in enumerate(lines.strip().splitlines()):
                for _ in range(each):
                    text = fill(line, lang, rng)
                    yield Row(text, True, category, f"{category}{more}:{n}", lang)
    for more, public in (("", PUBLIC), (" more", confidences.PUBLIC)):
        for lang, lines in public.items():
            for n, line in enumerate(lines.strip().splitlines()):
                for _ in range(each * (2 if line.count("|") > 8 else 1)):
                    yield Row(fill(line, lang, rng), False, "public", f"public{more}:{n}", lang)
