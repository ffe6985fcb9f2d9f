"""People of whom one reads: questions of lore, encyclopaedic passages, word problems.

Slots and choices as in ``tales.py``. A passage is some sentences of one paragraph below, in order.
"""

from __future__ import annotations

QUESTIONS = {
    "en": r"""
(When|Where|In what year|In which city) (was|were) {P} (born|buried|educated|elected|crowned|arrested|baptised)?
(When|Where|In what year|Why) did {P} (die|retire|marry|emigrate|leave {C}|convert|publish his first book|win the prize|lose the throne)?
(What|Which) (instrument|position|subject|nationality|title|office|rank) did {L} (play|hold|teach|have)?
Who (was|were) the (wife|father|teacher|successor|coach|director|founder|author|inventor|architect) of ({X}|{P}|{O}|{W})?
Who (built|ruled|conquered|discovered|besieged|governed|visited) {C} in {Q}?
(How many|How much|What percentage of) (people|votes|points|soldiers|students|copies) (did {L} get|lived in {C}|died in {C}|were sold|voted for {L})?
What (did|does) {L} (believe|argue|claim|propose|call|mean|think) (about|of) {K}?
(Whose|Which) (army|theory|invention|novel|painting|team|company) (defeated|replaced|inspired|influenced) {L}?
What happened to {P} after (the war|the revolution|his exile|the trial|{Q})?
Along with {P}, who else (won|founded it|sang|played|signed)?
What was {P}'s (first film|real name|job|cause of death|greatest success|role in the war)?
Name the (treaty|battle|law|novel|song) that made {L} famous.
(Besides|Apart from) {L}, which (players|scholars|generals) are mentioned?
Which of the following did {P} write? A) {W} B) an opera C) a diary
True or false: {P} was the first woman to cross the Atlantic alone.
How did {L}'s death affect {C}?
What is {P} doing in the photograph of {Q}?
""",
    "es": r"""
¿(Cuándo|Dónde|En qué año|En qué ciudad) (nació|murió|se casó|fue enterrado|fue elegida|fue coronado|fue detenido|se graduó|se exilió) {P}?
¿(Cuándo|Dónde|En qué año|Por qué) (se retiró|emigró|dejó {C}|se convirtió|publicó su primer libro|ganó el premio|perdió el trono|abdicó|fue encarcelada) {P}?
¿(Qué|Cuál) (instrumento tocaba|cargo ocupaba|asignatura enseñaba|título tenía|rango alcanzó|puesto jugaba) {L}?
¿Quién (fue|era) (la mujer|el padre|la maestra|el sucesor|el entrenador|la directora|el fundador|el autor|el inventor|el arquitecto) de ({X}|{P}|{O}|{W})?
¿Quién (construyó|gobernó|conquistó|descubrió|sitió|visitó|fundó) {C} en {Q}?
¿(Cuántas personas|Cuántos votos|Cuántos puntos|Cuántos soldados|Qué porcentaje de alumnos|Cuántas copias) (obtuvo {L}|vivían en {C}|murieron en {C}|se vendieron|votó a {L}|tenía {L})?
¿Qué (creía|sostenía|afirmaba|proponía|pensaba|quería decir|opinaba) {L} (sobre|acerca de) la {k}?
¿(Qué ejército|Qué teoría|Qué invento|Qué novela|Qué equipo|Qué empresa) (derrotó|sustituyó|inspiró|influyó) a {L}?
¿Qué le pasó a {P} después (de la guerra|de la revolución|del exilio|del juicio|de {Q})?
Además de {P}, ¿quién más (ganó|lo fundó|cantó|jugó|firmó)?
¿Cuál fue (la primera película|el verdadero nombre|el oficio|la causa de la muerte|el mayor éxito|el papel en la guerra) de {P}?
¿(Con quién|Contra quién|Para quién|A quién) (luchó|trabajó|estudió|sucedió|se enfrentó|derrotó|compuso) {L} en {C}?
¿(Qué|Cuál) (tratado|batalla|ley|novela|canción) hizo famosa a {L}?
¿(De qué|Por qué|A qué) (color era|se caracterizaba|se dedicaba|se debía|sirvió) (el escudo de {C}|la obra de {L}|{L}|la fama de {P})?
¿Qué (dijo|escribió|descubrió|inventó|publicó|firmó|ordenó|prohibió) {P} en {Q}?
¿Qué (rey|reina|general|obispo|presidente|ministra) (mandó|ordenó|autorizó|impidió) (construir|destruir|cerrar) el (puente|templo|puerto) de {C}?
¿Qué (nombre|apodo|premio|medalla|mote) (recibió|se dio a|obtuvo|llevaba) {P}?
¿Cuál de estas obras escribió {P}? A) {W} B) una ópera C) un diario
Verdadero o falso: {P} fue la primera mujer que cruzó sola el Atlántico.
¿Cómo afectó a {C} la muerte de {L}?
¿Qué hace {P} en la fotografía de {Q}?
¿En qué se basó {L} para formular su teoría?
¿Según {L}, qué causa la desigualdad?
¿Qué jugador anotó más puntos, {L} o {L}?
""",
}

PASSAGES = {
    "en": r"""
The siege of {C} began in {Q}, when {P} crossed the river with four thousand men. The garrison, commanded by {P}, held out for nine weeks. Supplies ran short and {L} asked for terms. The treaty was signed in {D}; {L} kept his sword but lost his lands. Historians disagree on the number of dead: {L} gives six hundred, {L} more than a thousand. A monument by {P} marks the site.
{P} ({Q}-1931) was a {Z} {B}. The son of a miller, he grew up near {C} and studied under {P}. In {Q} he moved to {D}, where he married {P}. His first major work was rejected by the academy. {L} is remembered above all for the discovery that bears his name. He was awarded the medal of the Royal Society. He died in {C} after a long illness and was buried beside his brother {F}.
{C} is a city in the south of the country with 320,000 inhabitants. It lies on the river, forty kilometres from {D}. The old town was rebuilt by {P} after the fire of {Q}. Its university, founded by {P}, has 20,000 students. Notable natives include {P}, {P} and the {B} {P}. The local club plays in the second division. Wine, glass and tourism are its main industries.
The final was played in {C} in front of 71,000 spectators. {P} opened the score in the ninth minute. {L} was sent off for a foul on {L}. After the break the coach, {P}, brought on {L} and {L}. {P} was named player of the match with 24 points. It was the club's third title and the first since {Q}. The halftime show was headlined by {X}.
The enzyme was isolated in {Q} by {P} and {P} at the university of {C}. It speeds up the breakdown of starch in the gut. {L} showed that it needs calcium to work. A lack of it leads to fatigue and anaemia. Later studies by {L} and co-workers found it in plants too. Patients are treated with a diet poor in gluten. Its structure was solved by {P}.
The series was created by {P} and ran for six seasons. {P} plays {F} {L}, a surgeon who returns to her home town. {P} joined the cast in the third season as {F}'s brother {E}. Critics praised {L}'s performance. The episode was written by {P} and directed by {P}. It was watched by nine million viewers. {P} composed the score.
The law was passed in {Q} under prime minister {P}. It gave women the right to own property. The minister of justice, {P}, called it a historic step. The opposition, led by {P}, voted against it. In {L} v. {L} the supreme court upheld the act. Judge {L} wrote the opinion. It was repealed in 1987.
The idea goes back to {P}, who proposed it in {Q}. {L} argued that markets adjust by themselves. {P} and {P} criticised the model in a famous paper. According to {L}, wages depend on productivity. A study by {L} et al. found that inequality slows growth. {X} had expressed similar views. Today most economists follow {L}.
The dynasty was founded by {F} the Great, a nephew of {E}. He moved the capital from {C} to {D} and minted coins. His son {F} abolished the tax on salt. Under the empress {F} trade with {C} flourished. The general {P} rebelled in {Q}. The last ruler was blinded and exiled. His tomb was found by {P}.
The band was formed by school friends {P} and {P} in {C}. {P} replaced {L} on drums in {Q}. Their debut album was produced by {P}. {L} described the lyrics as bleak. The single sold three million copies. {L} left to pursue a solo career. They reunited for a concert in {D} in 2007.
The protein folds in milliseconds. Light is absorbed by pigments in the membrane. The ozone layer protects life from radiation. Rain forests hold half of all species. Glaciers in {C} have shrunk by a third since {Q}. The committee chaired by {P} warned of floods. {L} and {L} doubt the forecast.
The mission was launched from {C} in {Q}. Commander {P} and pilot {P} spent four days in orbit. {L} reported a fault in the cabin pressure. Engineers led by {P} found a solution. The capsule landed near {D}. {X} congratulated the crew by telephone. The programme was cancelled two years later.
The reformer {P} was born in {C} and entered a monastery. He denounced the sale of offices. Bishop {P} summoned him to {D}. {L} refused to recant and was banned. His followers, among them {P}, fled abroad. His translation shaped the language. He married {P}, a former nun, with whom he had six children.
The algorithm was described by {L} in {Q} and improved by {L} and {L}. It runs in linear time. {P}, then at {O}, coined the term. The proof relies on a lemma of {L}. Whether it is optimal remains open. {L} offered a prize for a solution.
""",
    "es": r"""
El sitio de {C} comenzó en {Q}, cuando {P} cruzó el río con cuatro mil hombres. La guarnición, al mando de {P}, resistió nueve semanas. Faltaron los víveres y {L} pidió condiciones. El tratado se firmó en {D}; {L} conservó la espada pero perdió sus tierras. Los historiadores no coinciden en el número de muertos: {L} habla de seiscientos y {L} de más de mil. Un monumento de {P} recuerda el lugar.
{P} ({Q}-1931) fue un {b} {z}. Hijo de un molinero, creció cerca de {C} y estudió con {P}. En {Q} se trasladó a {D}, donde se casó con {P}. Su primera obra importante fue rechazada por la academia. A {L} se le recuerda sobre todo por el descubrimiento que lleva su nombre. Recibió la medalla de la Royal Society. Murió en {C} tras una larga enfermedad y fue enterrado junto a su hermano {F}.
{C} es una ciudad del sur del país con 320.000 habitantes. Está junto al río, a cuarenta kilómetros de {D}. El casco antiguo fue reconstruido por {P} tras el incendio de {Q}. Su universidad, fundada por {P}, tiene 20.000 estudiantes. Entre sus hijos ilustres están {P}, {P} y el {b} {P}. El club local juega en segunda división. El vino, el vidrio y el turismo son sus principales industrias.
La final se jugó en {C} ante 71.000 espectadores. {P} abrió el marcador en el minuto nueve. {L} fue expulsado por una falta sobre {L}. Tras el descanso el entrenador, {P}, dio entrada a {L} y a {L}. {P} fue elegido mejor jugador con 24 puntos. Era el tercer título del club y el primero desde {Q}. El espectáculo del descanso corrió a cargo de {X}.
La enzima fue aislada en {Q} por {P} y {P} en la universidad de {C}. Acelera la descomposición del almidón en el intestino. {L} demostró que necesita calcio para actuar. Su falta provoca cansancio y anemia. Estudios posteriores de {L} y colaboradores la hallaron también en plantas. Los pacientes se tratan con una dieta pobre en gluten. Su estructura la resolvió {P}.
La serie fue creada por {P} y duró seis temporadas. {P} interpreta a {F} {L}, una cirujana que vuelve a su pueblo. {P} se unió al reparto en la tercera temporada como {E}, hermano de {F}. La crítica elogió la actuación de {L}. El episodio fue escrito por {P} y dirigido por {P}. Lo vieron nueve millones de espectadores. La música es de {P}.
La ley se aprobó en {Q} con {P} como primer ministro. Dio a las mujeres el derecho a la propiedad. El ministro de Justicia, {P}, la llamó un paso histórico. La oposición, encabezada por {P}, votó en contra. En el caso {L} contra {L} el tribunal supremo la confirmó. El juez {L} redactó la sentencia. Fue derogada en 1987.
La idea se remonta a {P}, que la propuso en {Q}. {L} sostenía que los mercados se ajustan solos. {P} y {P} criticaron el modelo en un artículo famoso. Según {L}, los salarios dependen de la productividad. Un estudio de {L} y otros halló que la desigualdad frena el crecimiento. {X} había expresado ideas parecidas. Hoy la mayoría de los economistas sigue a {L}.
La dinastía fue fundada por {F} el Grande, sobrino de {E}. Trasladó la capital de {C} a {D} y acuñó moneda. Su hijo {F} abolió el impuesto de la sal. Con la emperatriz {F} floreció el comercio con {C}. El general {P} se rebeló en {Q}. El último soberano fue cegado y desterrado. Su tumba la halló {P}.
El grupo lo formaron los compañeros de instituto {P} y {P} en {C}. {P} sustituyó a {L} en la batería en {Q}. Su primer disco lo produjo {P}. {L} definió las letras como sombrías. El sencillo vendió tres millones de copias. {L} se fue para seguir en solitario. Se reunieron para un concierto en {D} en 2007.
La proteína se pliega en milisegundos. Los pigmentos de la membrana absorben la luz. La capa de ozono protege la vida de la radiación. Las selvas albergan la mitad de las especies. Los glaciares de {C} han perdido un tercio desde {Q}. El comité presidido por {P} advirtió de inundaciones. {L} y {L} dudan del pronóstico.
La misión despegó de {C} en {Q}. El comandante {P} y el piloto {P} pasaron cuatro días en órbita. {L} comunicó un fallo en la presión de la cabina. Los ingenieros dirigidos por {P} hallaron una solución. La cápsula aterrizó cerca de {D}. {X} felicitó por teléfono a la tripulación. El programa se canceló dos años después.
El reformador {P} nació en {C} e ingresó en un convento. Denunció la venta de cargos. El obispo {P} lo citó en {D}. {L} se negó a retractarse y fue proscrito. Sus seguidores, entre ellos {P}, huyeron al extranjero. Su traducción dio forma a la lengua. Se casó con {P}, antigua monja, con la que tuvo seis hijos.
El algoritmo fue descrito por {L} en {Q} y mejorado por {L} y {L}. Funciona en tiempo lineal. {P}, entonces en {O}, acuñó el término. La demostración se apoya en un lema de {L}. No se sabe si es óptimo. {L} ofreció un premio por la solución.
El virreinato se creó en {Q} y su primer virrey fue {P}. Los encomenderos, encabezados por {P}, se alzaron contra las leyes. {L} los derrotó cerca de {C} y mandó ejecutar a {L}. La audiencia se trasladó a {D}. Los cronistas {L} y {L} describen el terremoto. Las minas dieron plata durante dos siglos. La independencia la proclamó {P}.
""",
}

WORD_PROBLEMS = {
    "en": r"""
{F} (bakes|sells|collects|reads|plants|paints|picks|washes|types) {n} {T} (a|per|every) (day|hour|week) (for|during) {m} (days|weeks|hours). How many {T} (is that|does he have|are there) (in total|altogether|in all)?
{F} has ${N}. (She|He) (spends|gives|lends|loses) {n}% (on food|to {E}|at the fair) and (saves|invests|donates) (half of the rest|${m}). (How much is left?|How much money does {F} have left?|What remains?)
{F}'s (mother|brother|dog|farm|class|shop|truck|pool) (needs|has|uses|holds|eats) {n} (kg|litres|boxes) a day. How (long|many days) will {N} last?
{E} is {m} times as (old|heavy|tall) as {F}. Together they (are {N} years old|weigh {N} pounds). How (old|heavy|tall) is {F}?
A train with {F} on board leaves {C} at {m} am at {n} mph. {E} leaves the other end an hour later. When do they meet?
{F} rolls two dice. What is the chance that the sum is {m}?
{F} and {E} can paint a fence in {m} hours together. {F} alone takes {n}. How long does {E} need?
{F} mixes {n} ml of a {m}% solution with water. What is the concentration?
{F} scored {n}, {n} and {N} on three tests. What must she get on the fourth to average 80?
Each of {F}'s {n} guests eats {m} slices; a pizza has 8. How many pizzas must he order?
{F} rents a car for ${n} a day plus $0.{m} a mile. She drives {N} miles in {m} days. What does she pay?
{F} walks {n} steps north, {m} east and {n} south. How far is he from the start?
{F} ordered {m} coffees at $2.50 and {n} muffins. The bill was ${N}. What does a muffin cost?
Half of {F}'s {N} {T} are red, a quarter blue, the rest green. How many are green?
{F} needs {N} points to win and gets {m} per level. After {n} levels, how many more levels?
{F} lost {m} of her {n} {T}; {E} found half of those. How many did {F} end up with?
""",
    "es": r"""
{F} (hornea|vende|junta|lee|planta|pinta|recoge|lava|copia) {n} {t} (al día|por hora|a la semana|cada día) durante {m} (días|semanas|horas). ¿Cuántas {t} (son|tiene|hay) (en total|al final)?
{F} tiene {N} (euros|pesos|dólares). (Gasta|Da|Presta|Pierde) el {n} % (en comida|a {E}|en la feria) y (ahorra|invierte|dona) (la mitad del resto|{m}). (¿Cuánto le queda?|¿Cuánto dinero le queda a {F}?|¿Qué sobra?)
(La madre|El hermano|El perro|La granja|La clase|La tienda|La piscina) de {F} (necesita|tiene|usa|consume) {n} (kg|litros|cajas) al día. ¿Cuántos días durarán {N}?
{E} (es {m} veces mayor que|pesa {m} veces más que) {F}. Entre los dos (tienen {N} años|pesan {N} kilos). ¿Cuánto (tiene|pesa) {F}?
Un tren en el que va {F} sale de {C} a las {m} a {n} km/h. {E} sale del otro extremo una hora después. ¿Cuándo se cruzan?
{F} tira dos dados. ¿Qué probabilidad hay de que sumen {m}?
{F} y {E} pintan una valla juntos en {m} horas. {F} sola tarda {n}. ¿Cuánto tarda {E}?
{F} mezcla {n} ml de una disolución al {m} % con agua. ¿Qué concentración obtiene?
{F} sacó {n}, {n} y {N} en tres exámenes. ¿Qué necesita en el cuarto para una media de 80?
Cada uno de los {n} invitados de {F} come {m} porciones; una pizza tiene 8. ¿Cuántas pizzas pide?
{F} alquila un coche por {n} euros al día más 0,{m} por kilómetro. Recorre {N} km en {m} días. ¿Cuánto paga?
{F} camina {n} pasos al norte, {m} al este y {n} al sur. ¿A qué distancia está del comienzo?
{F} pidió {m} cafés a 2,50 y {n} magdalenas. La cuenta fue de {N}. ¿Cuánto cuesta una magdalena?
La mitad de las {N} {t} de {F} son rojas, un cuarto azules y el resto verdes. ¿Cuántas son verdes?
{F} necesita {N} puntos para ganar y obtiene {m} por nivel. Tras {n} niveles, ¿cuántos niveles le faltan?
{F} perdió {m} de sus {n} {t}; {E} encontró la mitad. ¿Con cuántas acabó {F}?
""",
}
