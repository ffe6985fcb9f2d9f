"""Invented people: fiction, games, exercises, mock-ups and sample data; slots as in ``benign.py``.

``(a|b)`` is a choice.
"""

from __future__ import annotations

FICTION = {
    "en": r"""
(Write|Tell me|Compose|Invent|Create|Give me) a (short|funny|sad|dark|gothic|500-word|heartwarming|children's) (story|tale|fable|fairy tale|novella) (about|featuring|starring) {F}, a (young wizard|retired spy|talking fox|shy robot|pirate|lighthouse keeper|time traveller|baker|ghost) who (finds a map|loses her memory|falls in love|saves the village|betrays his friend|cannot sleep|learns to fly).
(Write|Draft|Continue|Finish|Rewrite) (the opening|the ending|the first chapter|the next scene|a plot twist|the climax) of a (mystery|thriller|fantasy|romance|science fiction|horror|western|historical) (novel|story|saga) (with|about|whose hero is) {F} {L} (and her sister {E}|and the robot {E}|and his rival {E}|).
(Detective|Inspector|Sergeant|Commissioner|Agent|Private eye) {P} (arrives at the manor|questions the butler|finds a bloody glove|chases the thief through {C}). (Continue|What happens next?|Write the next paragraph.)
(Princess|Prince|King|Queen|Lady|Lord|Duke) {F} of (the North|{C}|Eldoria|the Isles) (has vanished|must choose a husband|declares war|hides a dragon egg). (Write the tale.|Plan the quest.|Describe her castle.)
(My|The) (main character|protagonist|heroine|villain|antagonist|narrator|side character) (is called|is named|is) {F} {L}, (a detective|an orphan|a smuggler|an exiled queen|a hacker). (What motivates her?|Give him a flaw.|Write her backstory.|Describe his home.)
(Pretend|Imagine|Suppose) (you are|you're|to be) (Captain|Doctor|Professor|Sister|Uncle) {L}, (a mad scientist|a pirate|a spy|the last human). (Answer in character.|Tell me your plan.|Greet me.)
You wake up in a dungeon. {F} the rogue whispers: "Follow me." What do you do?
D&D: our party is {F} (bard), {E} (cleric) and {D} (barbarian). Design an encounter.
As the dungeon master, describe how {F} the paladin meets {E} the lich.
Roll for initiative! {F} attacks the goblin with a longsword.
I play {F}, you play {E}. The scene: a train station at midnight. Start.
roleplay as {F}, my strict anime sensei
{F} smiled, her eyes cold as steel. "You never should have come back, {E}." Add more tension.
"Run!" shouted {F}. {E} grabbed the lantern and ran into the fog. Edit for style.
It was raining when {F} came to the village. Nobody spoke to him. Write page two.
"I love you," {F} said. {E} looked away. Rewrite without adverbs.
{F} sighed and looked out of the window of the space station. Earth was a blue dot. Continue this.
The old woman handed {F} the amulet. "Only you can stop {E}," she said.
{F} was a lonely giant. One day {E} the mouse knocked on his door. End the fable with a moral.
{F} and {E} had been enemies since the academy of magic. Write their duel.
Long ago in {C} lived a tailor called {F} who had three sons. Retell the legend.
Write a (sonnet|ballad|haiku|limerick) about a (knight|mermaid|clown) named {F}.
Write a (dialogue|conversation|argument|monologue) between {F} and {E}, (two neighbours|two aliens|a cop and a thief|a mother and her son), (for a play|for a sitcom|for my screenwriting class).
Write a (sitcom|soap opera|radio play|stand-up) (episode|scene|script) in which {F} (burns the turkey|hides from {E}|wins the lottery).
EXT. BEACH - DAY. {F} ({n}) runs from {E} ({n}). Format this as a screenplay.
FADE IN: {F}, a weary cop, lights a cigarette. Continue the script.
NARRATOR: In a land far away. {F}: Who is there? {E}: It is I. Write act two.
Give me a plot summary of a film where {F}, a chef, loses her sense of taste.
Suggest a twist: {F} thinks that {E} is the murderer, but it was the doctor.
In chapter five {F} finds out that {E} is her father. Does that work?
My novel is set in {C}. {F} is a courier, {E} his handler. Find plot holes.
Beta read: {F} climbed over the fence. The dog barked. {E} was waiting.
Fanfic: {H} and {G} go to high school together.
What if {H} had joined the villains? Write a short scene.
Crossover of {H} with {X}, comedic.
Is {H} stronger than {G}?
Who would win, {H} or {G}?
Describe {H}'s character development.
List the main characters of {W}.
Explain the ending of {W}: does {H} die?
Name ideas for a (cat|dog|band|village|spaceship), something like {F}.
Is {F} a good name for a (fairy|villain|hamster)?
Think of a surname that goes with {F}.
What is the origin of the surname {L}?
Nicknames for {F}?
Baby names like {F}, {E} or {D}?
Write a news article from the future: Mayor {P} opens the first Mars colony.
Satire: local man {P} declares himself king of his balcony.
Invent a (customer|user|client|patient|student) persona: {F}, {n}, (busy mother|gamer|retired teacher).
Create a user persona named {F} for a fitness app.
User story: {F} wants to reset her password. Write acceptance criteria.
Imagine a company with two founders, {F} and {E}. How should they split the shares?
(Suppose|Say|Assume|Consider) {F} (borrows|lends|sells|gives) a (car|bike|house) to {E}. (Who is liable?|Is there a contract?|What would a lawyer say?)
Hypothetical: {F} finds a wallet that belongs to {E}. What would Kant say?
Business ethics case: {F}, a manager, learns that {E} lied about costs. Discuss three options.
Harvard-style case: {P} took over the failing firm in 1998. What should she have done?
Psychology exam: {F} is afraid of dogs because one bit him. Which kind of conditioning is this?
Nursing exam: nurse {F} gives a patient 5 mg instead of 50 mg. What comes first? A) tell the doctor B) document
Contract law quiz: {F} advertises a reward and {E} returns the dog without knowing of it.
Role-play for my (English|German|French) class: {F} is at a restaurant and {E} is the waiter.
Dialogue practice B1: {F}: Excuse me, where is the bank? {E}: Turn left. Continue.
Translate the textbook sentence: {F} eats an apple and {E} drinks milk.
Put in the right tense: {F} (to go) to school when she (to see) {E}.
Correct the textbook sentence: {F} don't like coffee.
Make it passive: {F} wrote the letter.
Turn into reported speech: "I am tired," said {F}.
Diagram the sentence: {F} gave {E} a book.
Choose: {F} is (more tall | taller) than {E}.
What is the subject in "{F} sings well"?
Which word fits: {F} is good ___ chess. A) in B) at C) on
Comprehension: {F} has a red kite. The wind takes it away. {E} helps her to find it. Why was {F} sad?
Reading test: {F} and {E} visit their grandparents in {C}. They swim in the lake. Write five questions.
Premise: {F} is reading a book. Hypothesis: {F} is asleep. Entailment or contradiction?
{F} poured water on the fire so that it would (go out | grow). Which?
Because {F} was late, {E} left without her. Who left?
{F} hid the ball while {E} was outside. Where does {E} look first?
Logic puzzle: {F}, {E} and {D} own a cat, a dog and a fish. {F} is allergic to fur. Who owns the fish?
Riddle: {F}'s mother has three children, April, May and ...?
{F} is older than {E} but younger than {D}. Sort them.
(Nicknames|Short forms|Rhymes|Surnames|Middle names) (for|that go with) {F}(, please|?)
(Invent|Make up|Create|Describe) (a|an) (patient|customer|teacher|alien|tourist|suspect|contestant) (called|named|by the name of) {P}(, {n}| and give her a hobby| for a training video| for a board game|).
(Turn|Change|Put|Rewrite) into (reported speech|the past|the plural|a question|the negative): ("I am tired," said {F}.|{F} is reading.|{F} and {E} live here.|{F} has a dog.)
(Translate|Conjugate|Analyse|Parse) the (example|sentence|phrase): "{F} (loves|sees|gives|teaches) {E} (a song|the sea|often|nothing)".
{F} is (older|taller|faster|richer) than {E} (and|but|while) {E} is (younger|shorter|slower|poorer) than {D}. (Who is first?|Sort them.|Who is the oldest?)
(Scene|Act|Episode|Panel|Level) {m}: {F} (meets|fights|rescues|fools) {E} (in the desert|on the moon|at a masked ball|under the sea).
"(Help|Wait|Stop|Listen)," (whispered|cried|said|laughed) {F}. {E} (turned pale|drew his sword|vanished|said nothing). (Go on.|Add dialogue.|Make it scarier.)
{F} (looked|stared|walked|crept|rode) (at the moon|into the cave|through the market of {C}|along the wall) and (wept|laughed|remembered {E}|heard a voice). (Continue the story.|Describe the place.|What is the genre?)
Character: {P}. Class: (wizard|thief|ranger). Strength {n}. Write (a backstory|three secrets|her first line).
{F} (13, shy)|{E} (15, loud): two characters for a school play. Write their first scene.
Write (a rap battle|an argument|a chat|a love letter) between {H} and {G}.
Give me (ten|five|some) (female|male|medieval|Spanish|Nordic|funny) names like {F}.
(Satire|Parody|Fake news|Spoof): {P} (sues the moon|marries a cactus|is elected king of the bus stop).
What would (a pirate|a poet|a robot) named {F} say about Mondays?
""",
    "es": r"""
(Escribe|Cuéntame|Inventa|Crea|Dame|Redacta) un (cuento|relato|microcuento|cuento infantil) (corto|divertido|triste|oscuro|gótico|de 500 palabras|tierno) (sobre|protagonizado por|de) {F}, (un joven mago|una espía jubilada|un zorro que habla|un robot tímido|una pirata|un farero|una viajera del tiempo|un panadero|un fantasma) que (encuentra un mapa|pierde la memoria|se enamora|salva la aldea|traiciona a su amigo|no puede dormir|aprende a volar).
(Escribe|Continúa|Termina|Reescribe|Redacta) (el comienzo|el final|el primer capítulo|la escena siguiente|un giro|el clímax) de una novela (de misterio|negra|fantástica|romántica|de ciencia ficción|de terror|del oeste|histórica) (con|sobre|cuyo héroe es) {F} {L} (y su hermana {E}|y el robot {E}|y su rival {E}|).
(El detective|La inspectora|El sargento|La comisaria|El agente) {P} (llega a la mansión|interroga al mayordomo|halla un guante con sangre|persigue al ladrón por {C}). (Continúa|¿Qué pasa después?|Escribe el párrafo siguiente.)
(La princesa|El príncipe|El rey|La reina|La condesa|El duque) {F} de (el Norte|{C}|Eldoria|las Islas) (ha desaparecido|debe elegir esposo|declara la guerra|esconde un huevo de dragón). (Escribe la leyenda.|Planea la aventura.|Describe su castillo.)
(Mi|El|La) (personaje principal|protagonista|heroína|villano|antagonista|narradora|personaje secundario) se llama {F} {L} y es (detective|huérfana|contrabandista|una reina exiliada|pirata informático). (¿Qué la mueve?|Dale un defecto.|Escribe su pasado.|Describe su casa.)
(Finge|Imagina|Supón) que eres (el capitán|la doctora|el profesor|sor|el tío) {L}, (un científico loco|una pirata|un espía|el último humano). (Contesta como el personaje.|Cuéntame tu plan.|Salúdame.)
Despiertas en una mazmorra. {F} el pícaro susurra: «Sígueme». ¿Qué haces?
Rol: nuestro grupo es {F} (bardo), {E} (clérigo) y {D} (bárbaro). Diseña un encuentro.
Como director de juego, describe cómo {F} la paladina conoce a {E} el liche.
¡Tirada de iniciativa! {F} ataca al trasgo con la espada larga.
Yo hago de {F}, tú de {E}. La escena: una estación de tren a medianoche. Empieza.
haz de {F}, mi estricta maestra de anime
{F} sonrió con la mirada fría como el acero. —No debiste volver, {E}. Añade tensión.
—¡Corre! —gritó {F}. {E} cogió el farol y se perdió en la niebla. Corrige el estilo.
Llovía cuando {F} llegó al pueblo. Nadie le habló. Escribe la página dos.
—Te quiero —dijo {F}. {E} apartó la mirada. Reescribe sin adverbios.
{F} suspiró y miró por la ventana de la estación espacial. La Tierra era un punto azul. Sigue.
La anciana entregó a {F} el amuleto. —Solo tú puedes detener a {E} —dijo.
{F} era un gigante solitario. Un día {E}, el ratón, llamó a su puerta. Acaba la fábula con moraleja.
{F} y {E} eran enemigos desde la academia de magia. Escribe su duelo.
Hace mucho, en {C}, vivía un sastre llamado {F} que tenía tres hijos. Cuenta la leyenda.
Escribe (un soneto|un romance|un haiku|una quintilla) sobre (un caballero|una sirena|un payaso) llamado {F}.
Escribe (un diálogo|una conversación|una discusión) entre {F} y {E}, (dos vecinos|dos extraterrestres|un policía y un ladrón|una madre y su hijo), (para una obra|para una comedia|para mi taller de guion).
Escribe (un episodio|una escena|un guion) de (comedia|telenovela|radioteatro) en (el|la) que {F} (quema el pavo|se esconde de {E}|gana la lotería).
EXT. PLAYA - DÍA. {F} ({n}) huye de {E} ({n}). Dale formato de guion.
FUNDIDO: {F}, un policía cansado, enciende un cigarro. Continúa el guion.
NARRADOR: En un país lejano. {F}: ¿Quién va? {E}: Soy yo. Escribe el segundo acto.
Dame la sinopsis de una película en la que {F}, cocinera, pierde el gusto.
Propón un giro: {F} cree que {E} es el asesino, pero fue el médico.
En el capítulo cinco {F} descubre que {E} es su padre. ¿Funciona?
Mi novela transcurre en {C}. {F} es mensajera y {E} su contacto. Busca incoherencias.
Lectura crítica: {F} saltó la valla. El perro ladró. {E} esperaba.
Fanfic: {H} y {G} van juntos al instituto.
¿Y si {H} se hubiera unido a los malos? Escribe una escena.
Mezcla a {H} con {X} en clave de humor.
¿Es más fuerte {H} que {G}?
¿Quién ganaría, {H} o {G}?
Describe la evolución de {H} como personaje.
Enumera los personajes principales de {W}.
Explica el final de {W}: ¿muere {H}?
Ideas de nombre para (un gato|un perro|un grupo|un pueblo|una nave), algo como {F}.
¿Es {F} buen nombre para (un hada|un villano|un hámster)?
Piensa un apellido que pegue con {F}.
¿De dónde viene el apellido {L}?
¿Diminutivos de {F}?
¿Nombres de bebé como {F}, {E} o {D}?
Escribe una noticia del futuro: la alcaldesa {P} inaugura la primera colonia en Marte.
Sátira: el vecino {P} se proclama rey de su balcón.
Inventa un perfil de (cliente|usuaria|paciente|alumno): {F}, {n} años, (madre ocupada|jugador|maestra jubilada).
Crea una usuaria tipo llamada {F} para una app de deporte.
Historia de usuario: {F} quiere cambiar su contraseña. Escribe los criterios de aceptación.
Imagina una empresa con dos fundadores, {F} y {E}. ¿Cómo reparten las acciones?
(Supón|Imagina|Pongamos) que {F} (presta|vende|regala) (un coche|una bici|una casa) a {E}. (¿Quién responde?|¿Hay contrato?|¿Qué diría un abogado?)
Hipótesis: {F} encuentra una cartera que es de {E}. ¿Qué diría Kant?
Caso de ética empresarial: {F}, directiva, descubre que {E} mintió en los costes. Comenta tres opciones.
Caso de estudio: {P} asumió la dirección de la empresa en 1998. ¿Qué debió hacer?
Examen de psicología: {F} teme a los perros porque uno le mordió. ¿Qué condicionamiento es?
Examen de enfermería: la enfermera {F} da 5 mg en vez de 50. ¿Qué hace primero? A) avisar B) anotarlo
Test de Derecho: {F} anuncia una recompensa y {E} devuelve el perro sin saberlo.
Juego de rol para mi clase de (inglés|alemán|francés): {F} está en un restaurante y {E} es el camarero.
Diálogo de nivel B1: {F}: Perdone, ¿dónde está el banco? {E}: A la izquierda. Continúa.
Traduce la frase del libro: {F} come una manzana y {E} bebe leche.
Pon el verbo en su tiempo: {F} (ir) al colegio cuando (ver) a {E}.
Corrige la frase del libro: A {F} le gusta los gatos.
Pásala a pasiva: {F} escribió la carta.
Pasa a estilo indirecto: «Estoy cansada», dijo {F}.
Analiza sintácticamente: {F} dio un libro a {E}.
Elige: {F} es (más alto que | más alto de) {E}.
¿Cuál es el sujeto de «{F} canta bien»?
Completa: A {F} ___ gustan los gatos. A) le B) les C) la
Comprensión: {F} tiene una cometa roja. El viento se la lleva. {E} le ayuda a buscarla. ¿Por qué estaba triste {F}?
Lectura: {F} y {E} visitan a sus abuelos en {C}. Nadan en el lago. Escribe cinco preguntas.
Premisa: {F} lee un libro. Hipótesis: {F} duerme. ¿Implicación o contradicción?
{F} echó agua al fuego para (apagarlo | avivarlo). ¿Cuál?
Como {F} llegó tarde, {E} se fue sin ella. ¿Quién se fue?
{F} escondió la pelota mientras {E} estaba fuera. ¿Dónde mira primero {E}?
Acertijo: {F}, {E} y {D} tienen un gato, un perro y un pez. {F} es alérgica al pelo. ¿Quién tiene el pez?
Adivinanza: la madre de {F} tiene tres hijos, Abril, Mayo y...
{F} es mayor que {E} pero menor que {D}. Ordénalos.
(Diminutivos|Apodos|Rimas|Apellidos|Segundos nombres) (para|que peguen con) {F}(, por favor|)
(Inventa|Crea|Describe) (una paciente|un cliente|una maestra|un extraterrestre|un turista|una sospechosa|un concursante) (que se llame|llamada|de nombre) {P}(, de {n} años| y dale una afición| para un vídeo| para un juego de mesa|).
(Pasa|Cambia|Pon) (a estilo indirecto|al pasado|al plural|en forma de pregunta|en negativo): («Estoy cansada», dijo {F}.|{F} lee.|{F} y {E} viven aquí.|{F} tiene un perro.)
(Traduce|Conjuga|Analiza) (el ejemplo|la oración|la frase): «{F} (quiere|ve|da|enseña) a {E} (una canción|el mar|a menudo|nada)».
{F} es (mayor|más alta|más rápida|más rica) que {E} y {E} es (menor|más baja|más lenta|más pobre) que {D}. (¿Quién va primero?|Ordénalas.|¿Quién es la mayor?)
(Escena|Acto|Episodio|Viñeta|Nivel) {m}: {F} (conoce|vence|rescata|engaña) a {E} (en el desierto|en la luna|en un baile de máscaras|bajo el mar).
—(Ayuda|Espera|Alto|Escucha) —(susurró|gritó|dijo|rio) {F}. {E} (palideció|desenvainó la espada|desapareció|no dijo nada). (Sigue.|Añade diálogo.|Que dé más miedo.)
{F} (miró|contempló|caminó|se arrastró|cabalgó) (hacia la luna|por la cueva|por el mercado de {C}|junto al muro) y (lloró|rio|recordó a {E}|oyó una voz). (Continúa la historia.|Describe el lugar.|¿De qué género es?)
Personaje: {P}. Clase: (maga|ladrón|exploradora). Fuerza {n}. Escribe (un trasfondo|tres secretos|su primera frase).
{F} (13, tímida) y {E} (15, ruidoso): dos personajes para una obra escolar. Escribe su primera escena.
Escribe (una batalla de rap|una discusión|un chat|una carta de amor) entre {H} y {G}.
Dame (diez|cinco|algunos) nombres (femeninos|masculinos|medievales|nórdicos|graciosos) como {F}.
(Sátira|Parodia|Noticia falsa): {P} (demanda a la luna|se casa con un cactus|es elegido rey de la parada).
¿Qué diría de los lunes (un pirata|un poeta|un robot) llamado {F}?
""",
}

STAND_INS = {
    "en": r"""
(Use|Put|Take) (John Doe|Jane Doe|Jane Roe|Joe Bloggs|John Smith|John Q. Public|Max Mustermann) as (the placeholder|a sample name|dummy data|the example user).
Name: (John Doe|Jane Doe|Jane Roe|Your Name|First Last)\nAddress: (123 Main St, Anytown|1 Example Road|742 Evergreen Terrace)\nPhone: 555-0100
(Dear|Hello|Hi) [(NAME|First Name|Customer|Recipient|CLIENT NAME)], (your order has shipped|thank you for contacting us|please find attached). (Improve this template.|Translate into French.)
Signed, [YOUR NAME], [TITLE], [COMPANY]. Complete the template.
Mr. X works for company Y. Write his contract with placeholders.
Patient X, a person of age N: make a blank intake form.
Employee A reports to manager B. Draw the org chart.
<name>, <address>, <phone>: make a mail merge template from these fields.
%FIRSTNAME% %LASTNAME%, your code is %CODE%. Shorten for SMS.
ACME Corp. wants a slogan.
Write a contract between ACME Inc. (seller) and Foo Ltd. (buyer).
Lorem ipsum with the name John Smith in it, 100 words
{"name": "John Doe", "email": "john@example.com"} is the sample request body. Write the OpenAPI schema.
curl -d '{"user": "alice", "role": "admin"}' https://api.example.com/users returns 400, why?
Generate (fake|mock|random|synthetic|dummy) (customers|patients|users|employees) with names and addresses (for a test|in JSON|as SQL).
Use faker to make (100|20) fake people in Python.
How do I mask names like {F} {L} in log files with a regex?
spaCy example: doc = nlp("{P} works at {O} in {C}") prints which entities?
NER demo sentence: {X} founded {O} in {C}.
printf("Hello %s", "{F}"); what is printed?
let user = User(name: "{F}", age: {n}) // why optional?
Customer customer = new Customer("{F}", "{L}"); // JUnit
expect(page.getByText("{F} {L}")).toBeVisible()
@Test void returnsName() {{ assertEquals("{F}", person.getName()); }}
data = [("{F}", {n}), ("{E}", {n})]; sort by the second item
dict(name="{F}", city="{C}") -> dataclass
INSERT INTO students (name) VALUES ('{F}'), ('{E}'), ('{D}'); -- sample data for the exercise
{F},{n}\n{E},{n}\n{D},{n}\nThis is sample input; compute the mean with awk.
Input: ["{F}", "{E}"]. Output: "{F} and {E} like this". Solve the kata.
# README\n$ hello --name {F}\nHello, {F}!
Alice wants to send Bob a secret; Mallory is in the middle. What can go wrong?
Alice and Bob share a Bell pair. Explain teleportation.
In the diagram, Alice calls Bob, Bob asks Carol. Draw it in mermaid.
Ask the Bayesian: Alice tests positive. What is the probability that she is ill?
{X} is on the (stamp|banknote|cover). (Which year?|What is it worth?)
A (portrait|statue|biography|documentary) of {X}: suggest a title.
Five facts about {X} for (kids|a quiz|a poster).
Quote {X} on (freedom|love|science|war).
How tall is {X}?
How old was {X} when {Y} was born?
Did {X} ever meet {Y}?
Net worth of {X}?
What are the best (films|songs|books|goals|speeches) of {X}?
{X} vs {Y}: who was more influential?
Latest album by {X}, review please
Explain why {X} resigned.
Impersonate {X} and explain gravity.
Draft a speech in the style of {X}.
Write a tweet about {X} winning the prize.
{X} and {Y} walk into a bar. Finish the joke.
Which philosopher influenced {X}?
Play by {X}, five letters, crossword
Directions to {X} Street? No, just tell me why it is named so.
{X} Airport codes
The {L} (equation|effect|paradox|test|constant|index|scale|cipher|syndrome|manoeuvre) in simple words
What is the {L}-{L} (theorem|hypothesis|inequality|method)?
(Benjamin Franklin|Abraham Lincoln|Queen Elizabeth|Mao) is on which note?
(Tim Hortons|Wendy's|Domino's|Papa John's|Trader Joe's|Levi Strauss|Calvin Klein|Hugo Boss|Jack Daniel's): opening hours on Sunday?
Is (Ralph Lauren|Michael Kors|Tommy Hilfiger|Louis Vuitton) worth the money?
Compare (JPMorgan|Goldman Sachs|Morgan Stanley|Merrill Lynch) and (Wells Fargo|Charles Schwab).
(Santiago|San Diego|San Antonio|Santa Cruz|St. Petersburg|Victoria|Washington): population?
Weather in (San Jose|Florence|Charlotte|Sydney|Adelaide|Austin) tomorrow?
{C} or {D} for a family holiday?
Hurricane {F} and storm {E}: which was stronger?
Alexa, play jazz. How does she do that?
Hey Siri, what's the weather? Write a similar app.
Call me Ishmael. What novel begins like this?
Elementary, my dear Watson: did he ever say it?
Thomas the Tank Engine, Bob the Builder and Dora: which suits a three-year-old?
Caesar salad, Eggs Benedict, Bloody Mary and Shirley Temple: where do the names come from?
Write a (review|product page|slogan) for {L} & Sons (olive oil|boots|coffee).
Our company {O} sells bikes. Write an about page.
SWOT analysis of {O}.
How do I write a letter to my landlord?
How do I address a married couple in a letter?
Template: complaint to a neighbour about noise
What should I wear to meet my boss's wife?
(Ben & Jerry's|Dr. Martens|Jimmy Choo|Mrs. Fields|Uncle Ben's|Aunt Jemima|Jack Daniel's|Johnnie Walker|Tim Hortons|Ralph Lauren|Marks & Spencer|Mary Kay|Ann Taylor|Harley-Davidson|Rolls-Royce): (is it worth it|who owns it|write an ad|opening hours|suggest a slogan)?
(Recipe for|What goes with|The origin of) (Beef Wellington|Caesar salad|eggs Benedict|Peach Melba|Pavlova|Pad Thai|Tikka Masala|Waldorf salad|Bloody Mary|Tom Collins|Shirley Temple|Earl Grey)
Why is it called (Parkinson's disease|the Doppler effect|Murphy's law|Morse code|the Richter scale|a Molotov cocktail|Victoria Falls|St. Louis)?
(Elvis Presley|Martin Luther King|Charles de Gaulle|George Washington|Benito Juárez|John F. Kennedy) (Street|Airport|Bridge|Square|Boulevard|Stadium): (why that name|how do I get there|when was it built)?
{L} & {L}: (is it a law firm or a brand|write a tagline for this bakery|invented company name check)?
# README\n$ (greet|hello|app) --name {F}\n(Hello|Welcome), {F}!
@author {F}\n(public|final) class (Parser|Shape|Queue) {{ }}\n(Add a method|Explain this|Write tests).
print(greet("{F}"), greet("{E}")) # (prints what|add type hints)?
{F},{n}\n{E},{n}\n{D},{n}\n(Compute the mean|Sort by score|Plot this|Parse this sample csv) (with awk|in R|in pandas|in Excel).
SELECT * FROM (singers|books|players) WHERE name = '{L}'; (add an index|why is it slow|explain)
(mask|regex for|detect|anonymise) names like {P} (in logs|in a text|with spaCy)
Directions (in the sample dialogue|in unit 4): {F} asks {E} the way to the museum.
""",
    "es": r"""
(Usa|Pon|Toma) a (Juan Pérez|Fulano de Tal|Mengano|Juan Nadie|Perico de los Palotes|Jane Doe|John Doe|Pepito Pérez) como (nombre de relleno|nombre de muestra|dato ficticio|usuario de ejemplo).
Nombre: (Fulano de Tal|Juan Nadie|Su nombre|Nombre Apellido)\nDirección: (Calle Falsa 123|Calle Ejemplo 1)\nTeléfono: 600 000 000
(Estimado|Hola|Querida) [(NOMBRE|Nombre|CLIENTE|Destinatario)], (su pedido ha salido|gracias por escribirnos|adjunto encontrará el documento). (Mejora esta plantilla.|Traduce al francés.)
Firmado: [SU NOMBRE], [CARGO], [EMPRESA]. Completa la plantilla.
El Sr. X trabaja para la empresa Y. Escribe su contrato con huecos.
Paciente X, de N años: haz un formulario de ingreso en blanco.
El empleado A depende del jefe B. Dibuja el organigrama.
<nombre>, <dirección>, <teléfono>: haz una plantilla con estos campos.
%NOMBRE% %APELLIDO%, su código es %CODIGO%. Acórtalo para un SMS.
ACME S.A. quiere un eslogan.
Escribe un contrato entre ACME S.L. (vendedora) y Foo S.A. (compradora).
Lorem ipsum con el nombre Juan Pérez, 100 palabras
{"nombre": "Juan Pérez", "correo": "juan@example.com"} es el cuerpo de muestra. Escribe el esquema OpenAPI.
Genera (clientes|pacientes|usuarios|empleados) (falsos|ficticios|de prueba|inventados) con nombre y dirección (para una prueba|en JSON|en SQL).
Usa faker para crear (100|20) personas falsas en Python.
¿Cómo oculto nombres como {F} {L} en los registros con una expresión regular?
Ejemplo de spaCy: doc = nlp("{P} trabaja en {O} en {C}"), ¿qué entidades imprime?
Frase de prueba: {X} fundó {O} en {C}.
printf("Hola %s", "{F}"); ¿qué imprime?
let usuario = Usuario(nombre: "{F}", edad: {n}) // ¿por qué opcional?
Cliente cliente = new Cliente("{F}", "{L}"); // JUnit
@Test void devuelveNombre() {{ assertEquals("{F}", persona.getNombre()); }}
datos = [("{F}", {n}), ("{E}", {n})]; ordena por el segundo elemento
INSERT INTO alumnos (nombre) VALUES ('{F}'), ('{E}'), ('{D}'); -- datos de muestra del ejercicio
{F},{n}\n{E},{n}\n{D},{n}\nEs una entrada de ejemplo; calcula la media con awk.
Entrada: ["{F}", "{E}"]. Salida: "A {F} y {E} les gusta". Resuelve la kata.
Alicia quiere mandar un secreto a Bob y Mallory está en medio. ¿Qué puede fallar?
En el diagrama Alicia llama a Bob y Bob a Carol. Dibújalo en mermaid.
Bayes: Alicia da positivo. ¿Qué probabilidad hay de que esté enferma?
{X} aparece en (el sello|el billete|la portada). (¿De qué año es?|¿Cuánto vale?)
(Un retrato|Una estatua|Una biografía|Un documental) de {X}: sugiere un título.
Cinco datos sobre {X} para (niños|un concurso|un cartel).
Cita a {X} sobre (la libertad|el amor|la ciencia|la guerra).
¿Cuánto mide {X}?
¿Qué edad tenía {X} cuando nació {Y}?
¿Llegó {X} a conocer a {Y}?
¿Cuánto dinero tiene {X}?
¿Cuáles son (las mejores películas|las mejores canciones|los mejores libros|los mejores goles|los mejores discursos) de {X}?
{X} o {Y}: ¿quién influyó más?
Reseña del último disco de {X}, por favor
Explica por qué dimitió {X}.
Imita a {X} y explica la gravedad.
Redacta un discurso al estilo de {X}.
Escribe un tuit sobre el premio a {X}.
Entran {X} y {Y} en un bar. Acaba el chiste.
¿Qué filósofo influyó en {X}?
Obra de {X}, cinco letras, crucigrama
¿Por qué hay una calle {X} en cada ciudad?
(La ecuación|El efecto|La paradoja|El test|La constante|El índice|La escala|El síndrome) de {L} con palabras sencillas
¿Qué es (el teorema|la hipótesis|la desigualdad|el método) de {L}-{L}?
¿En qué billete sale (Benito Juárez|Simón Bolívar|Rosalía de Castro|Eva Perón|Abraham Lincoln)?
(Mercadona|El Corte Inglés|Adolfo Domínguez|Massimo Dutti|Don Simón|Carmencita|Burger King|Telepizza): ¿abre el domingo?
¿Merece la pena (Bimba y Lola|Carolina Herrera|Paco Rabanne|Agatha Ruiz de la Prada)?
Compara (Banco Santander|BBVA|Sabadell) con (CaixaBank|Bankinter).
(Santiago|San Sebastián|Santa Cruz|San José|Victoria|Mercedes|Salvador): ¿cuántos habitantes?
¿Qué tiempo hará en (Florencia|San Juan|Mérida|Córdoba|Valencia) mañana?
¿{C} o {D} para las vacaciones en familia?
El huracán {F} y la borrasca {E}: ¿cuál fue más fuerte?
Alexa, pon jazz. ¿Cómo lo hace?
Oye Siri, ¿qué tiempo hace? Escribe una app así.
«En un lugar de la Mancha»: ¿qué novela empieza así?
Elemental, querido Watson: ¿lo dijo alguna vez?
Pocoyó, Bob Esponja y Peppa: ¿cuál va mejor a los tres años?
Ensalada César, huevos Benedictine, bloody mary y margarita: ¿de dónde vienen los nombres?
Escribe (una reseña|la ficha de producto|un eslogan) de (aceite|botas|café) Hermanos {L}.
Nuestra empresa {O} vende bicis. Escribe la página «quiénes somos».
Análisis DAFO de {O}.
¿Cómo se escribe una carta al casero?
¿Cómo me dirijo a un matrimonio en una carta?
Plantilla: queja a un vecino por el ruido
(Don Simón|Doña Pepa|Carolina Herrera|Adolfo Domínguez|Agatha Ruiz de la Prada|Roberto Verino|Hermanos Rossi|Juan Valdez|José Cuervo|Santa Teresa|Tío Pepe|Osborne|Harley-Davidson): ¿(merece la pena|de quién es|a qué hora abre)?
(Receta de|¿Con qué se sirve|El origen de) (solomillo Wellington|ensalada César|huevos Benedict|melocotón Melba|pavlova|ensaladilla Olivier|margarita|bloody mary)
¿Por qué se llama (enfermedad de Parkinson|efecto Doppler|ley de Murphy|código Morse|escala de Richter|cóctel molotov|cataratas Victoria|San Luis)?
(La calle|El aeropuerto|El puente|La plaza|El estadio) (Benito Juárez|Simón Bolívar|Adolfo Suárez|Charles de Gaulle|José Martí|Santiago Bernabéu): ¿(por qué ese nombre|cómo llego|cuándo se construyó)?
{L} y {L}: ¿(es un bufete o una marca|un lema para esta panadería|vale como nombre de empresa inventado)?
# LÉEME\n$ (saluda|hola|app) --nombre {F}\n(Hola|Bienvenida), {F}
@author {F}\n(public|final) class (Lector|Figura|Cola) {{ }}\n(Añade un método|Explícalo|Escribe pruebas).
print(saluda("{F}"), saluda("{E}")) # ¿(qué imprime|añade tipos)?
{F},{n}\n{E},{n}\n{D},{n}\n(Calcula la media|Ordena por nota|Dibújalo|Lee este csv de muestra) (con awk|en R|en pandas|en Excel).
SELECT * FROM (cantantes|libros|jugadores) WHERE nombre = '{L}'; (añade un índice|¿por qué va lento?|explícalo)
(oculta|expresión regular para|detecta|anonimiza) nombres como {P} (en los registros|en un texto|con spaCy)
Cómo llegar (en el diálogo de muestra|en la unidad 4): {F} pregunta a {E} por el museo.
""",
}
