"""Texts that name people and are nobody's business: problems, encyclopaedias, fiction, stand-ins."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from privacy_fit import chronicles, genres, mails, tales
from privacy_fit.corpora import Row
from privacy_fit.people import LOCALES, People

FIGURES = "Albert Einstein|Marie Curie|Isaac Newton|Charles Darwin|Nikola Tesla|Ada Lovelace|Alan Turing|Galileo Galilei|Leonardo da Vinci|Pablo Picasso|Frida Kahlo|Salvador Dalí|Diego Velázquez|Francisco de Goya|Miguel de Cervantes|Gabriel García Márquez|Jorge Luis Borges|Pablo Neruda|Federico García Lorca|Isabel Allende|Mario Vargas Llosa|William Shakespeare|Jane Austen|Ernest Hemingway|Virginia Woolf|George Orwell|Agatha Christie|Simón Bolívar|Cristóbal Colón|Hernán Cortés|Napoleon Bonaparte|Julio César|Abraham Lincoln|George Washington|Barack Obama|Angela Merkel|Nelson Mandela|Mahatma Gandhi|Winston Churchill|Martin Luther King|Fidel Castro|Eva Perón|Lionel Messi|Diego Maradona|Rafael Nadal|Serena Williams|Michael Jordan|Usain Bolt|Wolfgang Amadeus Mozart|Ludwig van Beethoven|Johann Sebastian Bach|Elvis Presley|John Lennon|Freddie Mercury|Shakira|Rosalía|Taylor Swift|Steven Spielberg|Pedro Almodóvar|Alfred Hitchcock|Penélope Cruz|Antonio Banderas|Tom Hanks|Meryl Streep|Elon Musk|Bill Gates|Steve Jobs|Santiago Ramón y Cajal|Severo Ochoa|Louis Pasteur|Sigmund Freud|Karl Marx|Friedrich Nietzsche|René Descartes|Immanuel Kant|Neil Armstrong|Amelia Earhart|Florence Nightingale|Joan of Arc|Isabella I of Castile|Felipe II|Catherine the Great|Linus Torvalds|Grace Hopper|Donald Knuth|Rosa Parks|Malala Yousafzai|Simone de Beauvoir|Hannah Arendt|Antoni Gaudí|Frank Gehry|Zaha Hadid|Emily Dickinson|Walt Whitman|Rubén Darío|Octavio Paz|Sor Juana Inés de la Cruz|Lope de Vega|Benito Juárez|Emiliano Zapata|José de San Martín|Violeta Parra|Mercedes Sosa|Carlos Gardel|Roger Federer|Cristiano Ronaldo|Peyton Manning|Tom Brady|Martín Lutero|Genghis Khan|Marco Polo|Fernando de Magallanes"
HEROES = "Harry Potter|Sherlock Holmes|Don Quijote|Sancho Panza|Hermione Granger|Frodo Baggins|Gandalf|Darth Vader|Luke Skywalker|Batman|Superman|Spider-Man|Wonder Woman|Elizabeth Bennet|Mr. Darcy|Hamlet|Romeo|Julieta|Jay Gatsby|Atticus Finch|Walter White|Jon Snow|Daenerys Targaryen|Katniss Everdeen|Geralt of Rivia|Naruto Uzumaki|Goku|Mario|Princess Peach|Mickey Mouse|Homer Simpson|Bart Simpson|Mafalda|Zorro|James Bond|Indiana Jones|Doctor Who|Captain Kirk|Mr. Spock|Dr. House|Michael Scott|Rachel Green|Aureliano Buendía|Dorian Gray|Captain Ahab|Jane Eyre|Heathcliff|Anna Karenina|Raskolnikov|Peter Pan|Alice|Winnie the Pooh|Tintin|Asterix"
PLACES = "Madrid|Barcelona|Sevilla|Buenos Aires|Ciudad de México|Lima|Bogotá|Santiago de Chile|Paris|London|Rome|Berlin|Vienna|Warsaw|New York|Chicago|San Francisco|California|Texas|Tokyo|Beijing|Egypt|Kenya|India|Brazil|Portugal|Poland|Andalucía|Cataluña|Galicia|Normandía|Flandes|Victoria|Jacksonville|Newcastle|Cuzco|Tenochtitlan|Cartagena|Granada|Toledo|Salamanca|Zaragoza|Mongolia|Noruega|Escocia"
WORKS = "Guernica|Las Meninas|Don Quijote de la Mancha|Cien años de soledad|Hamlet|The Starry Night|The Origin of Species|Nineteen Eighty-Four|La casa de Bernarda Alba|Ficciones|Rayuela|the Ninth Symphony|The Magic Flute|Bohemian Rhapsody|Citizen Kane|Psycho|Titanic|The Godfather|El laberinto del fauno|Volver|Crime and Punishment|Pride and Prejudice|The Odyssey|El Lazarillo de Tormes"
ORGS = "NASA|la ONU|la Unión Europea|the United Nations|Apple|Google|Microsoft|la Universidad de Salamanca|Harvard University|el Real Madrid|FC Barcelona|the Beatles|la UNESCO|the Royal Society|el Banco Mundial|the Green Bay Packers|Denver Broncos|la BBC|Toyota|la Real Academia Española"
FIELDS = "physics|chemistry|literature|painting|mathematics|philosophy|music|biology|computer science|medicine|economics|architecture"
CAMPOS = "física|química|literatura|pintura|matemáticas|filosofía|música|biología|informática|medicina|economía|arquitectura"
THINGS = "apples|books|pencils|marbles|cookies|oranges|stickers|cupcakes|tickets|eggs|shirts|bottles of water|seashells|candies|pages|flowers|lemons|toys"
COSAS = "manzanas|libros|lápices|canicas|galletas|naranjas|pegatinas|magdalenas|entradas|huevos|camisas|botellas de agua|conchas|caramelos|páginas|flores|limones|juguetes"

SLOTS = {
    "X": FIGURES, "Y": FIGURES, "H": HEROES, "G": HEROES, "C": PLACES, "W": WORKS, "O": ORGS,
    "K": FIELDS, "k": CAMPOS, "T": THINGS, "t": COSAS,
    **genres.SLOTS,
}  # fmt: skip

NUMBERS = {"n": (5, 60), "m": (2, 9), "N": (70, 900), "Q": (1100, 2010)}

WORD_PROBLEMS = {
    "en": r"""
{F} has {n} {T}. She gives {m} of them to {E} and buys {n} more. How many {T} does {F} have now?
{F} bought {n} {T} at ${m} each and paid with a $100 bill. How much change did he get?
{F} and {E} share {n} {T} equally. If {E} eats {m} of hers, how many are left in total?
Every day {F} reads {n} pages of a book with {N} pages. After {m} days, how many pages does {F} still have to read?
{F} runs {m} miles in {n} minutes. At the same speed, how long does {F} need for {N} miles?
{F} is twice as old as {E}. In {m} years the sum of their ages will be {N}. How old is {F} now?
{F} earns ${n} per hour and works {m} hours a day, five days a week. How much does {F} earn in a month of four weeks?
{F}, {E} and {D} collected {N} {T} together. {F} collected {n} and {E} collected {m} fewer than {F}. How many did {D} collect?
{F} wants to buy a bike for ${N}. He saves ${n} a week and his mother gives him ${m}. How many weeks will it take?
{F}'s garden is {n} feet long and {m} feet wide. How many square feet of grass does {F} need?
A baker sold {N} {T} on Monday and half as many on Tuesday. How many did {F}, who counts them, write down for both days?
{F} drives from home to {C} at {n} mph and returns at {m} mph. The trip takes {N} minutes. What is the distance?
{F} makes a fruit punch with {n} cups of juice and {m} cups of water. What percentage is juice?
{E} has {n} more {T} than {F}, and {D} has {m} times as many as {E}. If {F} has {m}, how many do the three have altogether?
In a class of {N} students, {F} counted that {n}% play football and {m}% play chess. How many play neither?
If {F} invests ${N} at {m}% interest per year, how much will she have after 3 years?
Mrs. {L} has {n} students in her class and orders {m} {T} for each. How much does she pay if each costs $2?
Mr. {L} plants {n} trees in {m} rows. If a third die, how many remain?
There are five houses in a row. {F} lives next to {E}, and {D} owns the cat. Who lives in the third house?
{F} is taller than {E}. {E} is taller than {D}. Who is the shortest?
{F} stands in a line. There are {n} people in front of her and {m} behind. How many people are in the line?
{F} put the keys in the drawer and left. {E} moved them to the box. Where will {F} look for the keys?
{F} threw the ball to {E} because he was tired. Who was tired? Answer with one name.
Alice and Bob flip a coin {n} times. What is the probability that Alice wins {m} times?
The trophy that {F} bought for {E} broke. Question: what broke? A) trophy B) {E}
{F} has a farm with {n} cows. Each cow gives {m} liters of milk a day. If a liter sells for $2, how much does {F} make in a week?
{F}'s ducks lay {n} eggs per day. She eats {m} for breakfast and sells the rest at the market for $2 each. How much does she make every day?
It takes {F} {n} minutes to walk to school and half that time to run. If he runs {m} times a week, how many minutes does he spend?
Three friends, {F}, {E} and {D}, split a bill of ${N}. {F} pays {n}% of it and the others share the rest. How much does {D} pay?
{F} decides to flip a house. He buys it for ${N} and puts in ${n} in repairs. The value rises by {m}%. What was his profit?
{F} is {n} years old. Her brother {E} is {m} years younger. In how many years will {E} be {N}?
{F} filled a bucket with {n} liters, but it leaks {m} liters an hour. How long until it is empty?
At a party there were {N} {T}. {F} ate {n}, {E} ate {m} and the rest was thrown away. What fraction was thrown away?
""",
    "es": r"""
{F} tiene {n} {t}. Le da {m} a {E} y compra {n} más. ¿Cuántas {t} tiene {F} ahora?
{F} compró {n} {t} a {m} pesos cada una y pagó con un billete de 500. ¿Cuánto le devolvieron?
{F} y {E} se reparten {n} {t} a partes iguales. Si {E} se come {m}, ¿cuántas quedan en total?
Cada día {F} lee {n} páginas de un libro de {N} páginas. Después de {m} días, ¿cuántas páginas le faltan a {F}?
{F} corre {m} kilómetros en {n} minutos. A la misma velocidad, ¿cuánto tarda {F} en correr {N} kilómetros?
{F} tiene el doble de años que {E}. Dentro de {m} años sus edades sumarán {N}. ¿Cuántos años tiene {F}?
{F} gana {n} dólares por hora y trabaja {m} horas al día, cinco días a la semana. ¿Cuánto gana {F} en cuatro semanas?
{F}, {E} y {D} juntaron {N} {t}. {F} juntó {n} y {E} juntó {m} menos que {F}. ¿Cuántas juntó {D}?
{F} quiere comprar una bicicleta de {N} euros. Ahorra {n} euros a la semana y su madre le da {m}. ¿Cuántas semanas tardará?
El jardín de {F} mide {n} metros de largo y {m} de ancho. ¿Cuántos metros cuadrados de césped necesita {F}?
Un panadero vendió {N} {t} el lunes y la mitad el martes. ¿Cuántas apuntó {F}, que las cuenta, en los dos días?
{F} conduce de su casa a {C} a {n} km/h y vuelve a {m} km/h. El viaje dura {N} minutos. ¿Qué distancia hay?
{F} prepara un ponche con {n} vasos de zumo y {m} de agua. ¿Qué porcentaje es zumo?
{E} tiene {n} {t} más que {F}, y {D} tiene {m} veces más que {E}. Si {F} tiene {m}, ¿cuántas tienen entre los tres?
En una clase de {N} alumnos, {F} contó que el {n}% juega al fútbol y el {m}% al ajedrez. ¿Cuántos no juegan a nada?
Si {F} invierte {N} euros al {m}% de interés anual, ¿cuánto tendrá a los 3 años?
La señora {L} tiene {n} alumnos y pide {m} {t} para cada uno. ¿Cuánto paga si cada una cuesta 2 euros?
El señor {L} planta {n} árboles en {m} filas. Si se seca un tercio, ¿cuántos quedan?
Hay cinco casas en fila. {F} vive al lado de {E} y {D} tiene el gato. ¿Quién vive en la tercera casa?
{F} es más alta que {E}. {E} es más alta que {D}. ¿Quién es la más baja?
{F} está en una cola. Hay {n} personas delante y {m} detrás. ¿Cuántas personas hay en la cola?
{F} guardó las llaves en el cajón y se fue. {E} las pasó a la caja. ¿Dónde buscará {F} las llaves?
Los pollos de {F} comen {n} tazas de pienso al día en tres comidas. Por la mañana les da {m}. ¿Cuántas les da por la tarde?
Alicia y Roberto lanzan una moneda {n} veces. ¿Qué probabilidad hay de que Alicia gane {m} veces?
{F} descarga un archivo de {N} GB a {n} GB por minuto, pero a mitad Windows se reinicia durante {m} minutos. ¿Cuánto tarda la descarga?
{F} tiene una granja con {n} vacas. Cada vaca da {m} litros de leche al día. Si el litro se vende a 2 dólares, ¿cuánto gana {F} a la semana?
Los patos de {F} ponen {n} huevos al día. Se come {m} en el desayuno y vende el resto en el mercado a 2 dólares. ¿Cuánto gana cada día en el mercado?
{F} tarda {n} minutos en ir andando al colegio y la mitad corriendo. Si corre {m} veces por semana, ¿cuántos minutos emplea?
Tres amigos, {F}, {E} y {D}, se reparten una cuenta de {N} dólares. {F} paga el {n} % y los demás el resto. ¿Cuánto paga {D}?
{F} decide reformar una casa. La compra por {N} dólares y gasta {n} en reparaciones. El valor sube un {m} %. ¿Cuánto beneficio obtuvo?
{F} tiene {n} años. Su hermano {E} es {m} años menor. ¿Dentro de cuántos años tendrá {E} {N}?
{F} llenó un cubo con {n} litros, pero pierde {m} litros por hora. ¿Cuánto tarda en vaciarse?
En una fiesta había {N} {t}. {F} se comió {n}, {E} se comió {m} y el resto se tiró. ¿Qué fracción se tiró?
{F} escribe una carta de {n} páginas a {m} amigos dos veces por semana. ¿Cuántas páginas escribe al año?
{F} hace {m} series de {n} abdominales cada día. ¿Cuántos abdominales hace en total en una semana?
{F} vende {n} {t} en abril y la mitad en mayo. ¿Cuántas vendió {F} en total entre abril y mayo?
Una tienda vende {t} a {m} dólares. {F} compró {n} y tenía un cupón del 10 %. ¿Cuánto pagó {F}?
{F} pesaba {N} kilos y perdió {n} en {m} meses. ¿Cuántos kilos perdió de media por mes?
{E} es {m} veces más rápida que {F}. Si {F} tarda {n} horas en pintar la valla, ¿cuánto tardan las dos juntas?
El tren de {F} sale a las {m} de la tarde y viaja a {n} km/h. ¿A qué distancia estará a medianoche?
{F} gana {n} $ la hora por las primeras 40 horas y 1,2 veces esa tarifa por las horas extra. Si trabajó {N} horas esta semana, ¿cuánto ganó?
A {F} le regalaron {n} {t} por su cumpleaños y ya tenía {m}. Le dio un tercio a {E}. ¿Cuántas le quedan?
{F} compró {m} paquetes de {n} {t}. Usó {N} en el colegio. ¿Cuántas sobraron?
""",
}

LORE = {
    "en": r"""
Who was {X}?
When was {X} born and where?
What did {X} discover?
What is {X} best known for?
In which year did {X} die?
Who painted {W}?
Who wrote {W}?
How did {X} influence {Y}?
Which prize did {X} win for work in {K}?
Who was the first president of {C}?
Which team did {X} play for in 2010?
What did {X} say about {K}?
Where did {X} study before moving to {C}?
Summarize the life of {X} in five sentences.
Write a biography of {X} for a school newspaper.
Compare the styles of {X} and {Y}.
Explain the theory of {X} in simple words.
Give me a quote by {X}.
What happened at the battle of {C} in 1812?
Which countries border {C}?
What is the population of {C}?
Who founded {O}?
Professor {H} is the hero in which best-selling novel?
Which actor played {H} in the film?
What is the relationship between {H} and {G}?
{X} (1879-1955) was one of the most influential figures of his time. Born in {C}, he moved to {D} in his youth and published his main work in 1905. He received the prize in 1921 for his services to {K}.
In 1492 {X} reached {C}, where the expedition of {Y} had failed years before. Historians such as Fernand Braudel regard this as the beginning of an era.
The city of {C} was founded in the twelfth century. {X} lived there for some years, and {Y} studied at its university. Its cathedral, designed by {Y}, attracts thousands of visitors.
{W} is a work by {X}. Critics consider it a masterpiece of {K}; {Y} called it "the greatest of its century".
According to Smith et al. (2019), the effect was not significant. Garcia and Lopez (2021) report similar results.
{O} announced in 2019 that {X} would lead the project. {Y} had held the post before.
The {C} team, coached by {X}, won the final against {D} with two goals by {Y}.
Write a headline about {X} and {Y} for a newspaper.
Is it true that {X} met {Y} in {C}?
Translate this quote by {X} into Spanish.
Cite the reference in APA: Knuth, D. E. (1968). The Art of Computer Programming. Addison-Wesley.
Tell me about the politician {X}
tell me about {X} and his work in {K}
what song did {X} sing in the movie {W}?
The Nobel Prize in {K} was awarded to {X} and {Y}.
Use the Pythagorean theorem, Bayes' rule and Newton's method to solve this.
Explain Dijkstra's algorithm, the Fourier transform and a Markov chain.
Who was the governor of {C} when {X} visited?
In 1927 {P} and {P} founded an observatory near {C}; it was closed after the war.
The band was formed in {C} by {P} (guitar), {P} (bass) and {P} (drums). Their first album sold two million copies.
{P} scored twice as {C} beat {D} in the 1998 cup final, a record at the time.
The architect {P} won the competition in 1889, and the palace was finished by {P} in 1903.
The species was described by the botanist {P} in 1834 from specimens collected in {C}.
General {L} attacked at dawn; by noon the troops of {L} had crossed the river.
Which quarterback did the {C} team replace with {P}?
Who directed the 1987 film starring {P} and {P}?
Who is lily from the sitcom set in {C}?
In what year did {P} publish the first dictionary of the language?
Entertainer {P} is better known by what name?
Who duetted with {P} on the number one hit?
The theorem was proved by {L} in 1931 and generalised by {L} and {L}.
The {L} dynasty ruled {C} from 1271 to 1368; Emperor {L} moved the capital.
The minister {P} resigned in 1974 after the scandal, said the newspapers.
Please offer information about {P}, the author of the book on crossing cultures.
The novel "{W}" by {P} was translated into forty languages.
the president of {C} met the prime minister {P} on Monday
""",
    "es": r"""
¿Quién fue {X}?
¿Cuándo y dónde nació {X}?
¿Qué descubrió {X}?
¿Por qué es conocido {X}?
¿En qué año murió {X}?
¿Quién pintó {W}?
¿Quién escribió {W}?
¿Cómo influyó {X} en {Y}?
¿Qué premio ganó {X} por su trabajo en {k}?
¿Quién fue el primer presidente de {C}?
¿En qué equipo jugaba {X} en 2010?
¿Qué dijo {X} sobre la {k}?
¿Dónde estudió {X} antes de mudarse a {C}?
Resume la vida de {X} en cinco frases.
Escribe una biografía de {X} para el periódico del colegio.
Compara el estilo de {X} con el de {Y}.
Explica la teoría de {X} con palabras sencillas.
Dame una cita de {X}.
¿Qué ocurrió en la batalla de {C} en 1812?
¿Con qué países limita {C}?
¿Cuál es la población de {C}?
¿Quién fundó {O}?
¿Qué actor interpretó a {H} en la película?
¿Qué relación hay entre {H} y {G}?
¿A quién derrotaron los {C} en la final?
¿Cuántos pases completó {X} en el partido?
¿Qué general dirigió el ataque a {C}?
¿Quién sucedió a {X} en el trono?
¿Cuál era el apellido de la esposa de {X}?
¿Cómo se llamaba el padre de {X}?
¿En qué universidad dio clase {X}?
¿Qué instrumento tocaba {X}?
¿Qué empresa compró {O} en 2005?
¿Qué enfermedad causó la muerte de {X}?
¿Qué edad tenía {X} cuando llegó a {C}?
¿Qué rey ordenó construir el palacio de {C}?
¿Quién diseñó la catedral de {C}?
¿Dónde se firmó el tratado?
¿Qué porcentaje de la población de {C} habla otra lengua?
¿Qué proteína transporta el oxígeno en la sangre?
{X} (1879-1955) fue una de las figuras más influyentes de su época. Nacido en {C}, se trasladó a {D} en su juventud y publicó su obra principal en 1905. Recibió el premio en 1921 por sus contribuciones a la {k}.
En 1492 {X} llegó a {C}, donde años antes había fracasado la expedición de {Y}. Historiadores como Fernand Braudel lo consideran el comienzo de una época.
La ciudad de {C} fue fundada en el siglo XII. {X} vivió allí algunos años y {Y} estudió en su universidad. Su catedral, diseñada por {Y}, atrae a miles de visitantes.
{W} es una obra de {X}. La crítica la considera una obra maestra de la {k}; {Y} la llamó "la más grande de su siglo".
Según Smith et al. (2019), el efecto no fue significativo. García y López (2021) informan de resultados similares.
{O} anunció en 2019 que {X} dirigiría el proyecto. Antes había ocupado el cargo {Y}.
El equipo de {C}, entrenado por {X}, ganó la final contra {D} con dos goles de {Y}.
Escribe un titular sobre {X} y {Y} para un periódico.
¿Es verdad que {X} conoció a {Y} en {C}?
Traduce al inglés esta cita de {X}.
¿Qué canción cantó {X} en la película {W}?
El Premio Nobel de {k} fue otorgado a {X} y {Y}.
Usa el teorema de Pitágoras, la regla de Bayes y el método de Newton para resolverlo.
Explica el algoritmo de Dijkstra, la transformada de Fourier y una cadena de Markov.
Durante el reinado de {X}, el imperio se extendió hasta {C}. Su sucesor, {Y}, firmó la paz en 1648 y trasladó la corte a {D}, donde la población creció con rapidez.
El compuesto fue descrito por {X} en 1874 y estudiado más tarde por {Y}. Hoy se usa en {k}, sobre todo en {C} y {D}.
En 1927 {P} y {P} fundaron un observatorio cerca de {C}, que cerró después de la guerra.
El grupo se formó en {C} con {P} (guitarra), {P} (bajo) y {P} (batería). Su primer disco vendió dos millones de copias.
{P} marcó dos goles en la victoria de {C} sobre {D} en la final de 1998, un récord entonces.
El arquitecto {P} ganó el concurso en 1889 y el palacio fue terminado por {P} en 1903.
La especie fue descrita por el botánico {P} en 1834 a partir de ejemplares recogidos en {C}.
El general {L} atacó al alba; a mediodía las tropas de {L} habían cruzado el río.
¿A qué mariscal de campo sustituyó {P} en el equipo de {C}?
¿Quién dirigió la película de 1987 protagonizada por {P} y {P}?
¿En qué año publicó {P} el primer diccionario de la lengua?
¿Con qué otro nombre se conoce al artista {P}?
¿Quién cantó con {P} el éxito número uno?
El teorema fue demostrado por {L} en 1931 y generalizado por {L} y {L}.
La dinastía {L} gobernó {C} de 1271 a 1368; el emperador {L} trasladó la capital.
El ministro {P} dimitió en 1974 tras el escándalo, según la prensa.
Dame información sobre {P}, autora del libro sobre culturas.
La novela «{W}» de {P} se tradujo a cuarenta idiomas.
¿Quién fue el entrenador de {O} que sucedió a {P}?
¿Qué jugador de {C} interceptó el pase de {P}?
¿A qué se dedicaba {P} antes de fundar {O}?
¿Qué descubrieron {P} y {P} en 1953?
Los colonos, dirigidos por {P}, fundaron la ciudad en 1769. El misionero {P} levantó la primera iglesia y el gobernador {L} trazó las calles.
Según el historiador {P}, la peste llegó a {C} en 1348. {L} estima que murió un tercio de la población.
El economista {P} sostiene que la desigualdad reduce el crecimiento; {L} y {L} lo discuten en un estudio de 2012.
Los Broncos derrotaron a los Panthers por 24-10; {P} fue nombrado mejor jugador y {P} anotó el último touchdown.
""",
}

FICTION = {
    "en": r"""
Write a short story about {F}, a dragon who is afraid of fire.
Write a story about {F} and {E} who travel to {C} and find a treasure.
Write a scene in which {F} meets {E} for the first time at a ball. {F} is shy, {E} is a thief.
Continue the dialogue of my novel: {F} looked at {E}. "You are late," she said.
In my fantasy novel, the wizard {F} has a secret: he is the son of the king. Outline chapter two.
Roleplay: you are {F}, a grumpy innkeeper in a medieval village. Stay in character.
Act as {H} and answer my questions.
Write a fanfiction in which {H} meets {G}.
Write a dialogue between {X} and {H}.
Create a character sheet for {F} {L}, elf ranger, level 5.
Write a script for a comedy about {F}, {E} and {D}, three flatmates from {C}.
Write a detective story: inspector {L} finds the body of {P} in the library.
Invent a person: name, age, address and job, for a persona in UX design.
Story prompt: 13-year-old {F} is headed to a friend's house when the lights go out.
Suppose {F} sues {E} for breach of contract in this law school hypothetical. What are the issues?
Make up a fictional customer named {P} and write her review of a hotel.
Suggest names for a baby girl similar to {F} and {E}.
What does the name {F} mean?
Is {F} a popular name in {C}?
{F}: Where were you?\n{E}: At the castle.\n{F}: The queen is looking for you.\nContinue this play.
Describe the appearance of {F}, an anime heroine with silver hair.
Write a bedtime story about a rabbit called {F}.
A script where {P} tries to exercise but eats cake instead
Let's play: you are {F}, a cheerful elf, and I am {E}, the dark lord.
Help me fill in a character sheet for {F}, a vampire in a role-playing game.
Review the draft of my fictional story: As I walked beside {F}, the morning fog lifted.
Here is a scene from my screenplay: {F} enters the bar and sees {E}. Make it funnier.
Write lyrics for a song about {F}, who lost her way in {C}.
Give me a summary of the anime in which {F} fights {E}.
In the sitcom, {F} is married to {E}. Who plays {F}?
Alternate history: {X} survives and becomes king of {C}. Write the first chapter.
Write a limerick about a man named {F} from {C}.
Create three NPCs for my campaign: {F} the blacksmith, {E} the witch and {D} the guard.
My protagonist is called {F} {L}. Suggest a better surname.
Improve this passage of my novel: "{F} opened the letter. {E} had betrayed the crown."
Write a monologue for {F}, queen of the undersea kingdom.
Imagine you are {X} and give an interview about your work in {K}.
Explain photosynthesis with a dialogue between two pupils, {F} and {E}.
Reading comprehension: {F} is a pupil. {F} has a cat called {E}. What is the cat called?
Jokes in which {F} and {E} go to the doctor
fictional transcript of a trial: JUDGE: Order! MR. {L}: Objection, your honour.
This is {F}. She is from England. Her father is a doctor and her brother {E} likes football. Answer: where is {F} from?
Once upon a time a knight, Sir {F} of {C}, met the witch {E}.
A teacher named Mrs. {L} asks the class to draw a triangle; continue this children's tale.
What would {H} say to {X} about climate change?
who is {H}'s wife in the series
""",
    "es": r"""
Escribe un cuento sobre {F}, un dragón que tiene miedo al fuego.
Escribe una historia sobre {F} y {E}, que viajan a {C} y encuentran un tesoro.
Escribe una escena en la que {F} conoce a {E} en un baile. {F} es tímida, {E} es un ladrón.
Continúa el diálogo de mi novela: {F} miró a {E}. «Llegas tarde», dijo.
En mi novela fantástica, el mago {F} guarda un secreto: es hijo del rey. Esboza el capítulo dos.
Juego de rol: eres {F}, un tabernero gruñón de una aldea medieval. No salgas del personaje.
Haz de {H} y responde a mis preguntas.
Escribe un fanfic en el que {H} conoce a {G}.
Escribe un diálogo entre {X} y {H}.
Crea la ficha de personaje de {F} {L}, elfo explorador, nivel 5.
Escribe el guion de una comedia sobre {F}, {E} y {D}, tres compañeros de piso de {C}.
Escribe un relato policiaco: el inspector {L} encuentra el cadáver de {P} en la biblioteca.
Inventa una persona: nombre, edad, dirección y trabajo, para un arquetipo de usuario.
Idea para un relato: {F}, de 13 años, va a casa de un amigo cuando se va la luz.
Supongamos en un caso práctico de Derecho que {F} demanda a {E} por incumplimiento. ¿Qué cuestiones hay?
Inventa una clienta ficticia llamada {P} y escribe su reseña de un hotel.
Sugiere nombres de niña parecidos a {F} y {E}.
¿Qué significa el nombre {F}?
¿Es {F} un nombre popular en {C}?
{F}: ¿Dónde estabas?\n{E}: En el castillo.\n{F}: La reina te busca.\nContinúa esta obra.
Describe el aspecto de {F}, una heroína de anime de pelo plateado.
Escribe un cuento para dormir sobre un conejo llamado {F}.
Un guion en el que {P} intenta hacer deporte pero acaba comiendo tarta
Juguemos: tú eres {F}, un elfo alegre, y yo soy {E}, el señor oscuro.
Ayúdame a rellenar la ficha de {F}, vampira de un juego de rol.
Revisa el borrador de mi relato: Mientras caminaba junto a {F}, se levantó la niebla.
Esta es una escena de mi guion: {F} entra en el bar y ve a {E}. Hazla más divertida.
Escribe la letra de una canción sobre {F}, que se perdió en {C}.
Resume el anime en el que {F} lucha contra {E}.
En la comedia, {F} está casada con {E}. ¿Quién interpreta a {F}?
Ucronía: {X} sobrevive y llega a ser rey de {C}. Escribe el primer capítulo.
Escribe unos versos sobre un hombre llamado {F} de {C}.
Crea tres personajes para mi partida: {F} el herrero, {E} la bruja y {D} el guardia.
Mi protagonista se llama {F} {L}. Sugiere un apellido mejor.
Mejora este pasaje de mi novela: «{F} abrió la carta. {E} había traicionado a la corona».
Escribe un monólogo para {F}, reina del reino submarino.
Imagina que eres {X} y concede una entrevista sobre tu trabajo en {k}.
Explica la fotosíntesis con un diálogo entre dos alumnos, {F} y {E}.
Comprensión lectora: {F} es alumna. {F} tiene un gato que se llama {E}. ¿Cómo se llama el gato?
Chistes en los que {F} y {E} van al médico
transcripción ficticia de un juicio: JUEZ: ¡Orden! SR. {L}: Protesto, señoría.
Érase una vez un caballero, don {F} de {C}, que conoció a la bruja {E}.
Una maestra llamada señora {L} pide a la clase que dibuje un triángulo; continúa el cuento.
¿Qué le diría {H} a {X} sobre el clima?
¿quién es la mujer de {H} en la serie?
Inventa un superhéroe llamado {F} y describe su ciudad.
""",
}

STAND_INS = {
    "en": r"""
Use John Doe as the name and john.doe@example.com as the e-mail in the template.
Fill the form with dummy data: Jane Doe, 123 Main Street, Anytown.
The ISBN is 978-3-16-148410-0. Which book is it?
Generate a UUID like 123e4567-e89b-12d3-a456-426614174000.
The commit hash is 3f786850e387550fdab836ed7e6dc881de23001b, revert it.
Replace [NAME] with the customer's name and [ADDRESS] with the address.
Dear {{customer_name}}, your order {{order_id}} has shipped.
Write an e-mail template: Dear [Recipient's Name], ... Best regards, [Your Name]
Upgrade numpy from version 1.26.4 to 2.1.0 and torch to 2.3.1.
CREATE TABLE users (id INT, first_name VARCHAR(50), last_name VARCHAR(50));
INSERT INTO employees VALUES (1, 'John', 'Doe', '2021-01-01'), (2, 'Jane', 'Doe', '2021-02-15');
users = [{"name": "Alice", "age": 30}, {"name": "Bob", "age": 25}]
Person p = new Person("Foo", "Bar"); write the unit test.
Why does print("Hello, " + name) fail when name is None?
Docker image nginx:1.25.3 with SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
Call 555-0123 is a placeholder number, right?
The test card 4242 4242 4242 4242 is declined in sandbox mode.
RFC 2616 section 10.4 and ISO 8601 define this.
Ping 192.0.2.1 and 127.0.0.1 from the container.
Who sings, Lorem Ipsum dolor sit amet?
Let Alice send a message to Bob while Eve listens. Explain the key exchange.
The {O} office in {C} opens on Monday to Friday from 9 to 5.
Hurricane Katrina, Typhoon Haiyan and storm {F} compared.
The Gauss-Jordan elimination and the Cauchy-Schwarz inequality
Is St. Mary's Church in {C} older than St. James's Park?
Martin, Lopez, Johnson & Johnson: which of these is a brand?
Write product text for the Jackson guitar, the Ariel detergent and the Mercedes C class.
Summarise the Dodd-Frank act and the Sarbanes-Oxley act.
assert greet("{F}") == "Hello, {F}!"
const user = { name: '{F} {L}', role: 'admin' } // mock data
SELECT * FROM customers WHERE last_name = '{L}' AND city = 'London';
name,score\n{F},10\n{E},12\n{D},9\nSort this csv by score in pandas.
git blame shows the author but not the date, how can I change that?
Which version of the {L} algorithm is implemented in scipy 1.11.2?
Fill in the blanks: My name is ____ and I live in ____.
Sign the template with "Your Name, Your Company, Your Phone".
Generate 10 random names and addresses for testing.
Give me common surnames in {C}.
The Stanley cup, the Davis cup and the Ryder cup: what are they?
Write an ad for Ben & Jerry's, Dr. Pepper and Mrs. Fields.
How far is Washington from St. Louis, and from San Diego?
Is the Marriott in {C} near the Lincoln Memorial?
Order a book by ISBN 0-306-40615-2 and ISBN 978-0-13-468599-1.
The DOI is 10.1000/182, the arXiv id is 2103.00020.
serial = "4f3c2b1a-0000-4000-8000-123456789abc"
The order number ORD-000123 is an example in the manual.
Use the sample e-mail user@example.org and the phone 555-0199 in the docs.
Let X and Y be random variables; use Chebyshev's and Jensen's inequality.
Explain Alzheimer's, Parkinson's and Down syndrome to pupils.
Compare Porsche, Ferrari and Mercedes-Benz; which one won at Le Mans?
Customer: [CUSTOMER NAME], Agent: [AGENT NAME]. Write the call script.
Hello {{first_name}} {{last_name}}, welcome to {{company}}!
""",
    "es": r"""
Usa Juan Nadie como nombre y juan.nadie@example.com como correo en la plantilla.
Rellena el formulario con datos de prueba: Fulano de Tal, Calle Falsa 123.
El ISBN es 978-84-376-0494-7. ¿Qué libro es?
Genera un UUID como 123e4567-e89b-12d3-a456-426614174000.
El hash del commit es 3f786850e387550fdab836ed7e6dc881de23001b, reviértelo.
Sustituye [NOMBRE] por el nombre del cliente y [DIRECCIÓN] por la dirección.
Estimado/a {{nombre_cliente}}, su pedido {{id_pedido}} ha salido.
Escribe una plantilla de correo: Estimado/a [Nombre], ... Atentamente, [Su nombre]
Actualiza numpy de la versión 1.26.4 a la 2.1.0 y torch a la 2.3.1.
CREATE TABLE usuarios (id INT, nombre VARCHAR(50), apellidos VARCHAR(50));
INSERT INTO empleados VALUES (1, 'Juan', 'Pérez', '2021-01-01'), (2, 'Ana', 'García', '2021-02-15');
usuarios = [{"nombre": "Ana", "edad": 30}, {"nombre": "Luis", "edad": 25}]
¿Por qué falla print("Hola, " + nombre) cuando nombre es None?
La imagen de Docker nginx:1.25.3 tiene el SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
La tarjeta de prueba 4242 4242 4242 4242 se rechaza en el entorno de pruebas.
El apartado 10.4 de la RFC 2616 y la norma ISO 8601 lo definen.
Haz ping a 192.0.2.1 y a 127.0.0.1 desde el contenedor.
Que Alicia envíe un mensaje a Roberto mientras Eva escucha. Explica el intercambio de claves.
La oficina de {O} en {C} abre de lunes a viernes de 9 a 17.
Compara el huracán Katrina, el tifón Haiyan y la borrasca {F}.
La eliminación de Gauss-Jordan y la desigualdad de Cauchy-Schwarz
¿Es más antigua la iglesia de Santa María de {C} que la plaza de San Martín?
Escribe el texto de producto de la guitarra Jackson, el detergente Ariel y el Mercedes Clase C.
Resume la ley Dodd-Frank y la ley Sarbanes-Oxley.
¿Cómo llego de la calle Alcalá a la plaza de España en metro?
¿Qué horario tiene el museo de la calle Serrano?
La avenida 9 de Julio y la calle Florida, ¿están cerca?
assert saluda("{F}") == "¡Hola, {F}!"
const usuario = { nombre: '{F} {L}', rol: 'admin' } // datos simulados
SELECT * FROM clientes WHERE apellido = '{L}' AND ciudad = 'Lima';
nombre,nota\n{F},10\n{E},12\n{D},9\nOrdena este csv por nota con pandas.
Completa los huecos: Me llamo ____ y vivo en ____.
Firma la plantilla con «Su nombre, Su empresa, Su teléfono».
Genera 10 nombres y direcciones al azar para pruebas.
Dime apellidos comunes en {C}.
La copa Davis, el torneo Conde de Godó y la vuelta a España: ¿qué son?
Escribe un anuncio de Don Simón, Doña Pepa y San Miguel.
¿A qué distancia está San Sebastián de Santiago y de San Juan?
Pide el libro con ISBN 84-206-0000-1 y el ISBN 978-84-9989-094-4.
El DOI es 10.1000/182 y el identificador de arXiv 2103.00020.
El número de pedido PED-000123 es un ejemplo del manual.
Usa el correo de muestra usuario@example.org y el teléfono 555-0199 en la documentación.
Sean X e Y variables aleatorias; usa las desigualdades de Chebyshev y Jensen.
Explica el alzhéimer, el párkinson y el síndrome de Down a los alumnos.
Compara Porsche, Ferrari y Mercedes-Benz; ¿cuál ganó en Le Mans?
Cliente: [NOMBRE DEL CLIENTE], Agente: [NOMBRE DEL AGENTE]. Escribe el guion de la llamada.
¡Hola {{nombre}} {{apellidos}}, bienvenido a {{empresa}}!
""",
}

_SLOT = re.compile(r"\{(\w)\}")
_FIELD = re.compile("\x01(\\w+)\x02")


class Benign:
    """Makes texts that nobody need hide."""

    def __init__(self, seed: int = 0) -> None:
        self.random = random.Random(seed)
        self.people = People(seed)

    def fill(self, line: str, lang: str, *, places: bool = False) -> str:
        """Return one text of a template; with ``places`` the slot ``D`` is a place as well.

        A given name or a thing is the same wherever its slot stands; each ``{P}`` and ``{L}`` is
        somebody else.
        """
        line = line.replace("\\n", "\n").replace("{{", "\x01").replace("}}", "\x02")
        fake = self.people.fakers[self.random.choice(LOCALES[lang][:8])]
        once: dict[str, str] = {}

        def value(match: re.Match[str]) -> str:
            slot = match[1]
            if slot in NUMBERS:
                return str(self.random.randint(*NUMBERS[slot]))
            if slot == "L":
                return fake.last_name()
            if slot == "P":
                return f"{fake.first_name()} {fake.last_name()}"
            if slot not in once:
                if slot == "D" and places:
                    once[slot] = self.random.choice(PLACES.split("|"))
                elif slot in "FED":
                    once[slot] = fake.first_name()
                else:
                    once[slot] = self.random.choice(SLOTS[slot].split("|"))
            return once[slot]

        text = _FIELD.sub(r"{{\1}}", _SLOT.sub(value, line))
        text = text.replace("\x01", "{").replace("\x02", "}")
        return text.lower() if self.random.random() < 0.06 else text

    def rows(self, each: int) -> Iterator[Row]:
        """Yield every template ``each`` times; those with many choices count for several."""
        for source, kind, languages in FAMILIES:
            for lang, lines in languages.items():
                for n, line in enumerate(lines.strip().splitlines()):
                    for _ in range(each * min(4, 1 + line.count("|") // 6)):
                        text = self.fill(_chosen(line, self.random), lang, places="{E}" not in line)
                        yield Row(text, False, source, f"{kind}:{n}", lang)
        yield from self.passages(3 * each)
        for lang in LOCALES:
            for n, line in mails.templates(lang, private=False, each=3, rng=self.random):
                yield Row(self.fill(line, lang), False, "form_letter", f"mail:{n}", lang)

    def passages(self, each: int) -> Iterator[Row]:
        """Yield some neighbouring sentences of each paragraph, ``each`` times."""
        for lang, lines in chronicles.PASSAGES.items():
            for n, line in enumerate(lines.strip().splitlines()):
                said = re.split(r"(?<=[.;]) (?=[A-ZÁÉ{])", line)
                for _ in range(each):
                    size = self.random.randint(1, min(7, len(said)))
                    first = self.random.randint(0, len(said) - size)
                    text = self.fill(" ".join(said[first : first + size]), lang, places=True)
                    yield Row(text, False, "passage", f"passage:{n}", lang)


FAMILIES = (
    ("word_problem", "word_problem", WORD_PROBLEMS),
    ("lore", "lore", LORE),
    ("fiction", "fiction", FICTION),
    ("stand_in", "stand_in", STAND_INS),
    ("lore", "lore more", genres.LORE),
    ("fiction", "fiction more", genres.FICTION),
    ("stand_in", "stand_in more", genres.STAND_INS),
    ("word_problem", "word_problem last", chronicles.WORD_PROBLEMS),
    ("lore", "lore last", chronicles.QUESTIONS),
    ("fiction", "fiction last", tales.FICTION),
    ("stand_in", "stand_in last", tales.STAND_INS),
)
"""What the rows come from, what begins their group, and the templates by language."""

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


def _chosen(line: str, rng: random.Random) -> str:
    return _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), line)
