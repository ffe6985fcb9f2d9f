"""More texts that are nobody's business, by genre; slots as in ``benign.py``.

Beside its letters: ``{Q}`` a year, ``{B}`` and ``{b}`` a profession, ``{Z}`` and ``{z}`` a people.
"""

from __future__ import annotations

LORE = {
    "en": r"""
{P} (born {Q}) is a {Z} {B} who rose to fame in the late twentieth century.
{P} (12 March {Q} – 4 May {Q}) was a {Z} {B} and one of the founders of the modern school of {K}.
{P} was a {Z} {B}. Born into a poor family in {C}, {F} studied {K} and later taught at the university of {C}. {L} died in exile in {Q}.
Born in {C} in {Q}, {P} began as a {B} before turning to {K}. {L}'s first book appeared in {Q} and was translated into twelve languages. Critics compared it with the work of {X}.
In {Q}, the {Z} {B} {P} published a study that changed {K}. {L} argued that the earlier view, held by {L} and {X}, was mistaken.
After the death of king {F}, his brother {E} took the throne in {Q}, but was defeated by the army of {L} at {C}.
{P} is best known for the novel "{W}", which won several awards in {Q}.
The film stars {P} as {F}, a {B} who returns to {C}. It was directed by {P} and released in {Q}.
The {Q} season was the club's best: under coach {P}, {L} and {L} scored 40 goals between them.
{P} won the gold medal at the {Q} Olympics in {C}, ahead of {P} and {P}.
The bridge, designed by {P}, was opened in {Q} by the mayor of {C}, {P}.
The asteroid was discovered in {Q} by {P} at the observatory of {C}. It is named after {P}, a {Z} {B}.
{L} County was created in {Q} and named for {P}, an early settler.
The {Z} parliament elected {P} prime minister in {Q}; {L} resigned two years later.
{P} played bass on the album, which was produced by {P} and recorded in {C} in {Q}.
Where did {P} spend his childhood?
What nationality was the {B} {P}?
What was {P}'s most important contribution to {K}?
Who succeeded {P} as president of {C}?
What did {L} call the force he discovered?
When did {P} win the championship?
According to the text, why did {L} leave {C}?
In what city was {P} killed?
Who did {P} marry in {Q}?
How many goals did {L} score in {Q}?
Which of {L}'s plays was first performed in {C}?
Which {B} is credited with inventing it, {L} or {L}?
Compare {X} and {Y}.
Compare {L} and {L} on free will.
Tell me something about {X}.
Who is {X}?
What time zone is {C} in?
How is the weather in {C} in April?
Translate 'thank you very much' into {Z}.
How do you say "where is the station" in {Z}?
Is {Z} harder to learn than English?
Explain the {L}-{L} model.
State the {L} theorem and prove it.
What is {L}'s law?
Plan a weekend in {C} for two people.
What are the best museums in {C} and {D}?
How far is {C} from {D} by train?
"The only thing we have to fear is fear itself." - {X}
"Be yourself; everyone else is already taken." Who said this, {X} or {Y}?
As {X} once wrote, the heart has its reasons. Discuss.
{L}, {F}. {Q}. A History of {K}. {C}: University Press.
{L}, F., & {L}, M. (2015). On the limits of {K}. Journal of {K}, 12(3), 45-67.
See {L} ({Q}) and the reply by {L} and {L} (2003) for details.
{C}, 3 May - The government of {C} said on Tuesday that it would cut taxes, prime minister {P} told parliament.
President {L} met his {Z} counterpart {P} in {C} to sign the treaty.
{O} shares fell 4% after chief executive {P} presented the quarterly results.
Police in {C} said the film star {P} had denied the reports.
Summarize the plot of {W}.
In which chapter of {W} does {H} die?
The saint was born in {C} in {Q}; his feast is kept on 3 May.
Senator {P} voted against the bill, according to the newspaper.
The {B} {P}, nicknamed the Lion of {C}, retired in {Q}.
Is {C} or {D} larger?
What language is spoken in {C}?
In the {Q} election {P} of the Liberal Party defeated {P} by 4,000 votes.
{P} discovered the cave in {Q}. Excavations by {L} and his students brought to light two hundred tools.
{P} was a {Z} {B}, teacher and veteran of the First World War, who spent his last years in {C}.
The {Z} expedition under {P} left {C} in {Q} and reached the coast two years later; only {L} and four men survived.
In {Q}, governors from six colonies met with General {P}, the commander of the army, and planned the attack on {C}.
The city's most famous resident is {P}, who received the Nobel Prize. {P} was baptised in its church.
The studio was founded by {P} in {Q}. {P} took over in {Q} and {P} became head of production.
{P} wrote six novels between {Q} and 1962 known as the {L} Chronicles.
The manor was bought by Sir {P} in {Q} and later passed to Lord {L}.
The crater is named after {P}, a {B} who worked at {C} with {P}.
{P} cast {P} in the lead role after auditions with 18,000 hopefuls; {P} played the king.
The race was won by {P}; {P} finished second and {P} retired after an accident.
{P}'s play opened in {C} in {Q} with {P} in the title role. It closed after eight performances.
{P} led the team with 11 points, while {P} added six and {P} five. {L} had two steals.
The first bishop of {C} was {P}; he was succeeded by {P} in {Q}.
Under {P} the party ruled until {Q}, when {P} took power in a coup.
The church contains the tomb of {P}, wife of {P}, duke of {C}.
The theory was developed by {P} and later extended by {P}, whose students at {C} included {P}.
{P} was executed in {C} in {Q}; her husband, the {B} {P}, had been arrested a year before.
The essay discusses how {L} reads {L} and what {X} would have answered.
""",
    "es": r"""
{P} (nacido en {Q}) es un {b} {z} que alcanzó la fama a finales del siglo XX.
{P} ({C}, 12 de marzo de {Q} – {D}, 4 de mayo de {Q}) fue un {b} {z}, uno de los fundadores de la escuela moderna de {k}.
{P} fue un {b} {z}. Nacido en una familia pobre de {C}, estudió {k} y enseñó en la universidad de {D}. Murió en el exilio en {Q}.
Nacida en {C} en {Q}, {P} trabajó como {b} antes de dedicarse a la {k}. Su primer libro apareció en {Q} y se tradujo a doce lenguas. La crítica lo comparó con la obra de {X}.
En {Q}, el {b} {z} {P} publicó un estudio que cambió la {k}. {L} sostenía que la visión anterior, defendida por {L} y {X}, era errónea.
Tras la muerte del rey {F}, su hermano {E} subió al trono en {Q}, pero fue derrotado por el ejército de {L} en {C}.
{P} es conocido sobre todo por la novela «{W}», que ganó varios premios en {Q}.
La película está protagonizada por {P} en el papel de {F}, un {b} que vuelve a {C}. La dirigió {P} y se estrenó en {Q}.
La temporada de {Q} fue la mejor del club: con {P} de entrenador, {L} y {L} marcaron 40 goles.
{P} ganó la medalla de oro en los Juegos de {Q} en {C}, por delante de {P} y de {P}.
El puente, diseñado por {P}, fue inaugurado en {Q} por el alcalde de {C}, {P}.
El asteroide fue descubierto en {Q} por {P} desde el observatorio de {C}. Lleva el nombre de {P}, {b} {z}.
El municipio de {L} se creó en {Q} y debe su nombre a {P}, uno de los primeros colonos.
El parlamento {z} eligió primer ministro a {P} en {Q}; {L} dimitió dos años después.
{P} tocó el bajo en el disco, producido por {P} y grabado en {C} en {Q}.
¿Dónde pasó {P} su infancia?
¿De qué nacionalidad era el {b} {P}?
¿Cuál fue la contribución más importante de {P} a la {k}?
¿Quién sucedió a {P} en la presidencia de {C}?
¿Cómo llamó {L} a la fuerza que descubrió?
¿Cuándo ganó {P} el campeonato?
Según el texto, ¿por qué dejó {L} {C}?
¿En qué ciudad fue asesinado {P}?
¿Con quién se casó {P} en {Q}?
¿Cuántos goles marcó {L} en {Q}?
¿Qué obra de {L} se estrenó en {C}?
¿A qué {b} se atribuye el invento, a {L} o a {L}?
¿Qué pensaba {L} de la {k}?
¿Contra quién luchó {L} en {C}?
¿Qué cargo ocupaba {P} en {Q}?
¿Qué nombre recibió la expedición de {L}?
¿Por qué fue encarcelado {P}?
¿Qué papel desempeñó {P} en la guerra?
¿Cuál era la profesión del padre de {L}?
¿A qué edad murió {L}?
¿Qué efecto tuvo la obra de {L} en {C}?
Compara a {X} con {Y}.
Compara a {L} y {L} sobre el libre albedrío.
Cuéntame algo de {X}.
¿Quién es {X}?
¿En qué huso horario está {C}?
¿Qué tiempo hace en {C} en abril?
Traduce «muchas gracias» al {z}.
¿Cómo se dice «dónde está la estación» en {z}?
Explica el modelo de {L}-{L}.
Enuncia el teorema de {L} y demuéstralo.
¿Qué dice la ley de {L}?
Organiza un fin de semana en {C} para dos personas.
¿Cuáles son los mejores museos de {C} y {D}?
¿A cuánto está {C} de {D} en tren?
«Solo sé que no sé nada.» - {X}
¿Quién dijo «pienso, luego existo», {X} o {Y}?
Como escribió {X}, el corazón tiene sus razones. Coméntalo.
{L}, {F}. {Q}. Historia de la {k}. {C}: Editorial Universitaria.
{L}, F. y {L}, M. (2015). Sobre los límites de la {k}. Revista de {k}, 12(3), 45-67.
Véanse {L} ({Q}) y la respuesta de {L} y {L} (2003).
{C}, 3 de mayo. El Gobierno de {C} anunció el martes que bajará los impuestos, dijo en el parlamento la primera ministra {P}.
El presidente {L} se reunió con su homólogo {z}, {P}, en {C} para firmar el tratado.
Las acciones de {O} cayeron un 4 % después de que su consejero delegado, {P}, presentara los resultados.
Resume el argumento de {W}.
¿En qué capítulo de {W} muere {H}?
El santo nació en {C} en {Q}; su fiesta se celebra el 3 de mayo.
El senador {P} votó en contra de la ley, según el periódico.
El {b} {P}, apodado el León de {C}, se retiró en {Q}.
En las elecciones de {Q}, {P}, del Partido Liberal, ganó a {P} por 4.000 votos.
{P} descubrió la cueva en {Q}. Las excavaciones de {L} y sus alumnos sacaron a la luz doscientas herramientas.
El virrey {P} ordenó en {Q} la construcción de la muralla de {C}, que terminó su sucesor, {P}.
La dinastía fundada por {F} {L} gobernó {C} hasta {Q}, cuando {F} abdicó en favor de su hijo {E}.
{P} fue un {b} {z}, maestro y veterano de la Primera Guerra Mundial, que pasó sus últimos años en {C}.
La expedición al mando de {P} salió de {C} en {Q} y llegó a la costa dos años después; solo sobrevivieron {L} y cuatro hombres.
En {Q} seis gobernadores se reunieron con el general {P}, comandante del ejército, y planearon el ataque a {C}.
La vecina más famosa de la ciudad es {P}, que recibió el Premio Nobel. {P} fue bautizado en su iglesia.
Los estudios fueron fundados por {P} en {Q}. {P} tomó el mando en {Q} y {P} dirigió la producción.
{P} fue una {b} y traductora ejecutada en {C} en {Q}. Había estudiado en {D} con {P}.
{P} escribió seis novelas entre {Q} y 1962, conocidas como el ciclo de {L}.
El señorío fue comprado por {P} en {Q} y pasó después a los condes de {L}.
El cráter lleva el nombre de {P}, {b} que trabajó en {C} con {P}.
{P} eligió a {P} para el papel principal; {P} interpretó al rey.
La etapa la ganó {P} por delante de {P}; {P} abandonó tras una caída.
La obra de {P} se estrenó en {Q} en {C}, con {P} en el papel principal.
{P} lideró al equipo con 11 puntos, mientras que {P} sumó seis y {P} cinco.
La diócesis fue erigida en {Q} y su primer obispo fue {P}; le sucedió {P}.
Con {P} el partido gobernó hasta {Q}, cuando {P} dio un golpe de Estado.
El palacio perteneció a {P}, esposa de {P}, y pasó después a los duques de {C}.
La teoría fue desarrollada por {P} y ampliada por {P}, entre cuyos alumnos de {C} estaba {P}.
{P} rodó en {C} su segunda película, con {P} y {P}.
El yacimiento fue excavado en {Q} por {P} y {P}, que lo atribuyeron a la Edad del Bronce.
El ensayo trata de cómo {L} lee a {L} y de lo que habría respondido {X}.
""",
}

FICTION = {
    "en": r"""
{F} pulled her cloak tighter and stepped into the ruins. Behind her {E} raised the torch. "We should not be here," he whispered. The gate closed. Continue.
The dragon looked at {F}. "You came alone," it said. {F} drew the sword of the old kings.
Chapter 3. {F} woke before dawn. The ship had stopped, and Captain {L} was nowhere to be found. On the bridge {E} was staring at the stars.
{F} ({n}, detective) and {E} ({n}, journalist) are the main characters of my series. Suggest a first episode.
Write a romance between {F}, a florist, and {E}, a firefighter, set in {C}.
Write a horror story in which {F} {L} moves to an old house in {C}.
Outline a novel: {F} {L}, a young {B}, finds out that her grandmother was a spy.
Write a flash fiction of 200 words about a lighthouse keeper named {F}.
Continue the story: When {F} opened the box, there was only a key and a note signed by {E}.
What happens next? {F} ran through the corridor. {E} was gone, and the alarm was still ringing.
Create a backstory for {F} {L}, a half-orc monk.
Tell a tale about {F} the bear and his friend {E}.
Tell a bedtime story about {F} the squirrel and her friend {E}.
Write a sketch for two comedians, {F} and {E}, in a lift.
You are Captain {L} of the starship Aurora. I am your first officer. Begin.
I want you to act as {F}, a medieval bard. Greet the travellers.
Describe the villain {F} {L} of my steampunk novel.
Give my character {F} a tragic backstory.
The play has three roles: {F}, {E} and a ghost. Write act one.
In the episode {F} tells {E} that she is leaving, and {D} hears it. How does it end?
INT. KITCHEN - NIGHT. {F} sits at the table. {E} enters. Continue the screenplay.
Write a comic in four panels: {F} loses his hat, {E} finds it.
Rewrite the fairy tale so that {F} saves the prince {E}.
A: Hi {F}! How was your holiday? B: Great, {E}! Practise this dialogue with me at level A2.
Fill in the gap: {F} and {E} ___ (go) to the cinema yesterday.
Grammar exercise: put in the past tense. {F} buys a car. {E} drives it to {C}.
Read the text and answer: {F} lives in {C} with her parents and her brother {E}. Every morning she takes the bus. How does {F} get to school?
Case study: {F} is a manager at a toy company. {E} reports to her. Which leadership style does she use?
Law exam: {F} sells a car to {E}, who sells it to {D}. Who owns the car? Discuss.
Ethics: {F} can pull a lever to save five people. Should she?
{F} believes that {E} thinks the shop is closed. What does {E} believe?
If {F} says that {E} always lies and {E} says that {D} tells the truth, who is the liar?
Make a sentence with the name {F}.
Write a story about a girl named {F} who finds a map.
Write a poem for children about {F} the snail.
""",
    "es": r"""
{F} se ajustó la capa y entró en las ruinas. Detrás, {E} levantó la antorcha. —No deberíamos estar aquí —susurró. La puerta se cerró. Continúa.
El dragón miró a {F}. —Has venido sola —dijo. {F} desenvainó la espada de los antiguos reyes.
Capítulo 3. {F} se despertó antes del alba. El barco se había detenido y el capitán {L} no aparecía. En el puente, {E} miraba las estrellas.
{F} ({n}, detective) y {E} ({n}, periodista) son los protagonistas de mi serie. Propón un primer episodio.
Escribe un romance entre {F}, florista, y {E}, bombero, en {C}.
Escribe un relato de terror en el que {F} {L} se muda a una casa vieja de {C}.
Esboza una novela: {F} {L}, joven {b}, descubre que su abuela fue espía.
Escribe un microrrelato sobre un farero llamado {F}.
Continúa la historia: Cuando {F} abrió la caja, solo había una llave y una nota firmada por {E}.
¿Qué pasa después? {F} corrió por el pasillo. {E} ya no estaba y la alarma seguía sonando.
Crea un trasfondo para {F}, monja semiorca.
Cuenta un cuento de {F} la ardilla y su amigo {E}.
Inventa el pasado de {F} {L}, paladín de nivel 3.
Escribe un número cómico para {F} y {E} en un ascensor.
Eres la capitana {L} de la nave Aurora. Yo soy tu primer oficial. Empieza.
Quiero que hagas de {F}, un juglar medieval. Saluda a los viajeros.
Describe al villano {F} {L} de mi novela.
Dale a mi personaje {F} un pasado trágico.
La obra tiene tres papeles: {F}, {E} y un fantasma. Escribe el primer acto.
En el episodio, {F} le dice a {E} que se va y {D} lo oye. ¿Cómo acaba?
INT. COCINA - NOCHE. {F} está sentado. Entra {E}. Continúa el guion.
Escribe un cómic de cuatro viñetas: {F} pierde el sombrero y {E} lo encuentra.
Reescribe el cuento para que {F} salve al príncipe {E}.
A: ¡Hola, {F}! ¿Qué tal las vacaciones? B: ¡Muy bien, {E}! Practica conmigo este diálogo de nivel A2.
Rellena el hueco: {F} y {E} ___ (ir) al cine ayer.
Ejercicio de gramática: pon en pasado. {F} compra un coche. {E} lo conduce hasta {C}.
Lee el texto y contesta: {F} vive en {C} con sus padres y su hermano {E}. Cada mañana coge el autobús. ¿Cómo va {F} al colegio?
Caso práctico: {F} dirige una empresa de juguetes y {E} depende de ella. ¿Qué estilo de liderazgo usa?
Examen de Derecho: {F} vende un coche a {E}, que lo vende a {D}. ¿De quién es el coche?
Ética: {F} puede mover una palanca y salvar a cinco personas. ¿Debe hacerlo?
{F} cree que {E} piensa que la tienda está cerrada. ¿Qué cree {E}?
Si {F} dice que {E} siempre miente y {E} dice que {D} dice la verdad, ¿quién miente?
Haz una frase con el nombre {F}.
Escribe una historia sobre una niña llamada {F} que encuentra un mapa.
Escribe un poema infantil sobre {F}, el caracol.
""",
}

STAND_INS = {
    "en": r"""
def greet(name="{F}"):\n    # greets, e.g. greet("{E}")\n    return f"Hello, {{name}}"
# Example: create_user("{F}", "{F}@example.com")\nWrite the docstring.
test("shows the name", () => {{ render(<Card name="{F} {L}" />) }})
{{"id": 1, "name": "{F}", "roles": ["admin"]}} is the fixture; write the schema.
@author {F}\npublic class Parser {{ }}\nAdd a method that skips blanks.
df = pd.DataFrame({{"name": ["{F}", "{E}", "{D}"], "age": [25, 32, 47]}})\nHow do I filter rows by age?
struct Person {{ name: String }} let p = Person {{ name: "{F}".into() }}; why does it not compile?
people = ["{F}", "{E}", "{D}"]; print(sorted(people, key=len))
SELECT name FROM singers WHERE country = 'France' -- returns {F} and {E}
class Dog:\n    def __init__(self, name="Rex"):\n        self.name = name
Given the string "{F} {L}", write a regex that swaps first and last name.
Build a landing page with a testimonial by a made-up customer called {P}.
Use "{P}" as placeholder name in the mockup.
Create sample rows for a table of students: id, name, grade.
Hello
Hello!
Hi there
Hi, how are you?
Hey!
Thanks!
Thank you so much
Thanks, that helps
Good morning, how are you today?
Good night
ok thanks
Dear Sir or Madam
Write a short email to tell my (landlord|neighbour|tenant) that the lift does not work.
Draft a letter to my landlord asking to (paint the walls|keep a cat|change the lock).
Write a note to my neighbour about the shared fence.
Write a message to my boss saying that I will be late.
Write a short email asking for a refund.
Write an email to my boss asking for a day off next Friday.
Write a message to my teacher because I will be late.
Draft a polite letter to the bank asking about fees.
Write a birthday card for a colleague.
Write a letter of complaint about a broken washing machine.
Draft an email to customers announcing new opening hours.
Patient presents with fever and cough. Give a differential diagnosis.
A patient has a sodium of 125. What are the causes?
A 60-year-old man presents with sudden weakness of the left arm. What is the most likely diagnosis? A) stroke B) migraine
Which antibiotic is given to patients with pneumonia?
What does a tenant have to pay under a usual lease?
Compare the {O} card with the one from {O}.
Is the new phone by {O} better than last year's?
Recipe for Beef Wellington, Caesar salad and eggs Benedict
How do I make Pad Thai and Tikka Masala?
The Jack Russell, the Saint Bernard and the King Charles: which dog is calmest?
Convert 3 pm in {C} to the time in {D}.
Name three brands of shoes like Dr. Martens or Jimmy Choo.
Top scorers: {L} 12, {L} 10, {L} 9. Which team leads?
{C} 2 - 1 {D}. Write a match report with invented players.
The red wine from {C} pairs with what?
Give me ten names for a fantasy city.
""",
    "es": r"""
def saluda(nombre="{F}"):\n    # saluda, p. ej. saluda("{E}")\n    return f"Hola, {{nombre}}"
# Ejemplo: crea_usuario("{F}", "{F}@example.com")\nEscribe la documentación.
test("muestra el nombre", () => {{ render(<Tarjeta nombre="{F} {L}" />) }})
{{"id": 1, "nombre": "{F}", "roles": ["admin"]}} es el dato de prueba; escribe el esquema.
@author {F}\npublic class Analizador {{ }}\nAñade un método que salte los blancos.
df = pd.DataFrame({{"nombre": ["{F}", "{E}", "{D}"], "edad": [25, 32, 47]}})\n¿Cómo filtro las filas por edad?
personas = ["{F}", "{E}", "{D}"]; print(sorted(personas, key=len))
SELECT nombre FROM cantantes WHERE pais = 'Francia' -- devuelve {F} y {E}
class Perro:\n    def __init__(self, nombre="Rex"):\n        self.nombre = nombre
Dada la cadena "{F} {L}", escribe una expresión regular que cambie nombre y apellido.
Haz una web con la opinión de un cliente inventado llamado {P}.
Usa "{P}" como nombre de relleno en la maqueta.
Crea filas de muestra para una tabla de alumnos: id, nombre, nota.
Hola
¡Hola!
Hola, ¿cómo estás?
Buenos días
Buenas tardes
Buenas noches
Gracias
¡Muchas gracias!
Gracias, me sirve
Adiós, hasta mañana
Muy señores míos
Escribe un correo breve a mi (casero|vecino|inquilino) para decirle que el ascensor no funciona.
Redacta una carta a mi casero para (pintar las paredes|tener un gato|cambiar la cerradura).
Escribe una nota a mi vecino sobre la valla común.
Escribe un mensaje a mi jefa para decirle que llegaré tarde.
Escribe un correo breve pidiendo la devolución del dinero.
Escribe un correo a mi jefe para pedirle un día libre el viernes.
Escribe un mensaje a mi profesora porque llegaré tarde.
Redacta una carta educada al banco preguntando por las comisiones.
Escribe una felicitación para un compañero.
Redacta una reclamación por una lavadora rota.
Redacta un correo a los clientes con el nuevo horario.
Un paciente acude con fiebre y tos. Da el diagnóstico diferencial.
Un paciente tiene un sodio de 125. ¿Cuáles son las causas?
Varón de 60 años con debilidad súbita del brazo izquierdo. ¿Cuál es el diagnóstico más probable? A) ictus B) migraña
¿Qué antibiótico se da a los pacientes con neumonía?
¿Qué paga un inquilino en un contrato normal?
¿Es mejor el teléfono nuevo de {O} que el del año pasado?
Receta de solomillo Wellington, ensalada César y huevos Benedict
El Jack Russell, el San Bernardo y el Gran Danés: ¿qué perro es más tranquilo?
¿Qué hora es en {D} cuando en {C} son las tres?
Máximos goleadores: {L} 12, {L} 10, {L} 9. ¿Qué equipo va primero?
{C} 2 - 1 {D}. Escribe la crónica con jugadores inventados.
¿Con qué marida el vino tinto de {C}?
Dame diez nombres para una ciudad fantástica.
""",
}

PROFESSIONS = "painter|physicist|writer|general|singer|footballer|architect|politician|poet|actress|explorer|chemist|composer|astronomer|philosopher|botanist|film director|economist|bishop|engineer"
PROFESIONES = "pintor|físico|escritor|general|cantante|futbolista|arquitecto|político|poeta|actor|explorador|químico|compositor|astrónomo|filósofo|botánico|director de cine|economista|obispo|ingeniero"
PEOPLES = "Spanish|French|German|Italian|British|American|Russian|Polish|Turkish|Mexican|Argentine|Japanese|Chinese|Indian|Persian|Greek|Dutch|Swedish|Hungarian|Cuban"
PUEBLOS = "español|francés|alemán|italiano|británico|estadounidense|ruso|polaco|turco|mexicano|argentino|japonés|chino|indio|persa|griego|neerlandés|sueco|húngaro|cubano"

SLOTS = {"B": PROFESSIONS, "b": PROFESIONES, "Z": PEOPLES, "z": PUEBLOS}
