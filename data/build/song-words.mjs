// The words that titles are made of, one vocabulary for each language. Each slot of a pattern is a list here.
// `join` are the contractions of a language; sentence case is usual for titles in all of them but English.

const words = (text) => text.trim().split(/\s+/);
const phrases = (text) => text.split(",").map((phrase) => phrase.trim());

const english = {
  adjective:
    words(`amber ancient bitter blind borrowed broken careless cold copper crooked distant dusty early electric empty
    endless fading faithful feverish foreign forgotten fragile frozen gentle golden half-lit heavy hidden hollow honest idle
    invisible lazy little lonesome lost lucky midnight narrow nervous northern open ordinary paper patient perfect plastic
    quiet restless rusty sacred salted scarlet secret shallow silver simple sleepless slow southern stolen strange stubborn
    sudden tender tidal tired unwritten velvet violet wandering western wild winter wooden yellow young`),
  noun: words(`airport alibi anchor attic avenue balcony ballroom bicycle blanket boat border bridge candle carnival ceiling
    chapel cigarette circus city coastline compass corner corridor curtain daylight desert diary distance dream echo elevator
    engine evening fever field fire garden ghost harbor harvest heart highway horizon hotel hour house hunger hurricane island
    jacket kitchen ladder lake lantern letter lighthouse lullaby machine map market matinee memory mirror moon morning
    mountain neon ocean orchard parade passenger photograph piano postcard pulse radio railway rain river road rooftop rope
    sailor satellite season secret shadow shore signal silence skyline smoke snow sparrow staircase station stranger street
    summer sunset telephone telescope thunder tide tower traffic train tunnel umbrella valley voice wall weather whisper
    wind window wolf`),
  nouns:
    words(`arrows ashes bells birds bridges bruises candles chances cities clouds colors diamonds doors dreams engines
    falling-stars fences fireflies flags flowers footsteps ghosts gravestones hands headlights heroes horses islands keys
    lanterns leaves letters lights lovers machines maps mirrors mistakes mountains neighbors nights oceans pages planets
    promises questions rivers roses sailors satellites secrets shadows ships shoes signals sirens sparks strangers streets
    summers thieves towers trains trees voices waves windows wings wolves words years`),
  verb: words(`believe borrow break bring bury call carry catch chase count cross draw drop fight find follow forget hide hold
    keep kiss know leave lift light lose love miss move name open paint play promise read remember rescue save send shake
    sing steal stop take teach tell throw trust turn wake want watch write`),
  past: words(`borrowed broke buried carried caught chased counted crossed dreamed followed forgot found held hid kept knew left
    lost loved missed needed painted played promised remembered saved sang stole told trusted wanted watched wrote`),
  doing:
    phrases(`breathing, burning, calling, coming down, dancing, dreaming, driving, drowning, falling, fighting, floating,
    flying, hiding, holding on, leaving, letting go, looking, praying, reaching, running, sailing, singing, sleeping,
    slipping away, standing, starting over, swimming, waiting, waking up, walking, wasting away`),
  does: words(
    "bends breaks burns calls dances ends falls fades goes grows hides leads lies rises sings sleeps stops turns waits",
  ),
  where: phrases(`above the clouds, across the water, after dark, against the wind, all night long, around the corner,
    before the storm, behind the curtain, below zero, beside you, between the lines, by the river, down the line,
    for the last time, from far away, in slow motion, in the rain, into the blue, on a wire, on my own, on the radio,
    out of reach, out of town, over the hill, through the fire, till morning, to the end, under the bridge, under water,
    without a sound, without you`),
  away: words(
    "again alone apart away back closer down gently home slowly somewhere southward tonight tomorrow under twice",
  ),
  time: words(`Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Midnight Morning Sunrise Twilight Yesterday Winter Springtime Autumn`),
  place:
    phrases(`Alabama, Antwerp, Baltimore, Bergen, Berlin, Bilbao, Cairo, Calgary, Carolina, Casablanca, Dakota, Delaware,
    Dublin, El Paso, Galway, Geneva, Halifax, Havana, Helsinki, Idaho, Jakarta, Kansas, Kyoto, Lagos, Lisbon, Malmö, Marseille,
    Memphis, Montana, Montréal, Nairobi, Nebraska, New Orleans, Oaxaca, Odessa, Ohio, Oslo, Porto, Québec, Reno, Reykjavík,
    San Juan, São Paulo, Seville, Tangier, Tucson, Valparaíso, Vienna, Wyoming, Zürich`),
  who: words(`Abigail Adèle Beatrix Caleb Camille Celeste Clementine Cordelia Daphne Delilah Eleanor Eloise Emmett Esmé Esther Ezra Fiona
    Florence Gideon Harriet Hazel Henrietta Ingrid Ira Isadora Jolie Josephine Juniper Leonora Loretta Louisa Lucinda Mabel
    Magdalena Marguerite Marisol Matilda Maude Millicent Miriam Nadine Odette Ophelia Penelope Phoebe Ramona Renée Rosalind
    Sabine Silas Sylvie Tabitha Theodora Ursula Vivienne Wilhelmina Winifred Zoë`),
  number: words(
    "Two Three Four Five Seven Nine Eleven Twelve Thirteen Seventeen Forty Ninety-Nine Hundred Thousand Million",
  ),
  patterns: [
    ["{adjective} {noun}", 12],
    ["{adjective} {nouns}", 9],
    ["the {adjective} {noun}", 5],
    ["the {noun}", 2],
    ["{noun}", 5],
    ["{noun} & {noun}", 4],
    ["{noun} in the {noun}", 5],
    ["{nouns} of {place}", 4],
    ["{verb} me {away}", 5],
    ["{verb} the {noun}", 5],
    ["{verb} my {noun} {away}", 3],
    ["don't {verb} the {noun}", 4],
    ["I {past} your {noun}", 3],
    ["you {past} me {away}", 3],
    ["{doing} {where}", 8],
    ["{doing}", 1],
    ["when the {nouns} {verb}", 2],
    ["where the {noun} {does}", 5],
    ["{time} in {place}", 5],
    ["{adjective} {time}", 3],
    ["{who}", 3],
    ["{who}'s {noun}", 4],
    ["dear {who}", 1],
    ["the ballad of {who}", 1],
    ["no more {nouns}", 3],
    ["{number} {nouns}", 3],
    ["all the {nouns} we {past}", 3],
    ["too {adjective} to {verb}", 3],
    ["somebody {past} the {noun}", 2],
    ["how to {verb} the {noun}", 2],
    ["(not your) {adjective} {noun}", 1],
    ["{noun}, {noun}", 1],
    ["{place}", 1],
    ["will you {verb} me {away}?", 1],
    ["the {noun} that {past} the {noun}", 1],
  ],
};

const spanish = {
  join: [
    [/\bde el\b/g, "del"],
    [/\ba el\b/g, "al"],
  ],
  the: phrases(`la noche, el mar, la luna, el corazón, la lluvia, el camino, la ciudad, el viento, la montaña, el fuego, la sombra,
    el silencio, la mañana, el sueño, la distancia, el río, la canción, el espejo, la ventana, el otoño, la niña, el pájaro,
    la guitarra, el adiós, la frontera, el jardín, la piel, el barrio, la estación, el árbol`),
  noun: words(`amor azúcar ceniza cristal dolor fe fortuna invierno libertad luz madrugada miel papel perdón plata razón sal
    sangre soledad verano`),
  verb: words(
    "bailar callar cantar creer despertar esperar llorar mirar olvidar partir recordar respirar soñar vivir volver",
  ),
  imperative: words("busques cuentes dejes digas esperes llames llores mires olvides pidas sigas sueltes"),
  place: words("Bogotá Cádiz Córdoba Granada Mérida México Panamá Sevilla Tucumán Valparaíso Ibagué Almería"),
  patterns: [
    ["{the}", 4],
    ["{the} de {the}", 8],
    ["{the} y {the}", 5],
    ["sin {noun}", 3],
    ["{noun} y {noun}", 4],
    ["bajo {the}", 4],
    ["no me {imperative}", 3],
    ["no {imperative} {the}", 3],
    ["quiero {verb}", 3],
    ["volver a {verb}", 2],
    ["¿quién puede {verb}?", 2],
    ["{the} de {place}", 4],
    ["cuando vuelva a {the}", 2],
    ["un año sin {noun}", 2],
    ["{the} sin {noun}", 5],
    ["¡que empiece {the}!", 1],
    ["para {verb} en {place}", 3],
  ],
};

const french = {
  join: [
    [/' /g, "'"],
    [/\bde le\b/g, "du"],
    [/\bde les\b/g, "des"],
    [/\bà le\b/g, "au"],
    [/\bà les\b/g, "aux"],
  ],
  the: phrases(`la nuit, le matin, la pluie, l' hiver, l' été, les étoiles, la forêt, le phare, la mémoire, le silence, les fenêtres,
    la fête, le théâtre, l' oubli, la rivière, les oiseaux, la poussière, le sommeil, l' île, la lumière, le café, la gare,
    les années, le désert, la fièvre, l' horizon, le rêve, la dernière danse, le boulevard, la clé`),
  noun: words(
    "amour brume colère fièvre fumée lumière neige orage patience peine poussière regret soie tendresse velours",
  ),
  verb: words("aimer attendre chanter comprendre courir danser dormir oublier partir pleurer rêver rire voler"),
  place: words("Bordeaux Brest Genève Honfleur Liège Lyon Montréal Nîmes Orléans Québec Sète Toulouse"),
  patterns: [
    ["{the}", 5],
    ["{the} de {the}", 8],
    ["{the} et {the}", 5],
    ["sans {noun}", 3],
    ["{noun} et {noun}", 3],
    ["sous {the}", 3],
    ["laisse-moi {verb}", 3],
    ["il faut {verb}", 3],
    ["à {place}", 2],
    ["{the} à {place}", 4],
    ["ne dis rien à {the}", 2],
    ["où va {the} ?", 1],
    ["un peu de {noun}", 3],
    ["{verb}, {verb}", 2],
  ],
};

const german = {
  join: [],
  the: phrases(`die Nacht, der Fluss, das Meer, der Mond, die Straße, der Wind, das Fenster, die Brücke, der Sommer, das Licht,
    die Stille, der Schnee, das Mädchen, der Bahnhof, die Tür, der König, das Märchen, die Möwe, der Träumer, das Gefühl,
    die Sehnsucht, der Spiegel, das Karussell, die Wüste`),
  noun: words(`Asche Feuer Glas Gold Herzblut Licht Nebel Papier Regen Salz Sand Schatten Schnee Silber Staub Sterne Träume
    Wärme Wasser Wellen Wolken Zucker Zweifel`),
  verb: words("bleiben fallen fliegen gehen hören laufen lügen schlafen schweigen singen tanzen träumen warten"),
  place: words("Bremen Dresden Düsseldorf Köln Leipzig Lübeck München Münster Nürnberg Rügen Wien Zürich"),
  patterns: [
    ["{the}", 5],
    ["{noun} und {noun}", 7],
    ["ohne {noun}", 3],
    ["zwischen {noun} und {noun}", 5],
    ["{the} und {the}", 5],
    ["wir {verb}", 3],
    ["lass uns {verb}", 4],
    ["nach {place}", 3],
    ["{noun} über {place}", 5],
    ["nie wieder {verb}", 3],
    ["wo ist {the}?", 3],
    ["{verb} und {verb}", 3],
  ],
};

const portuguese = {
  join: [
    [/\bde o\b/g, "do"],
    [/\bde a\b/g, "da"],
    [/\bem o\b/g, "no"],
    [/\bem a\b/g, "na"],
  ],
  the: phrases(`a saudade, o mar, a manhã, o coração, a chuva, o violão, a cidade, o sertão, a canção, o verão, a praia, o chão,
    a solidão, o avião, a estrada, o silêncio, a maré, o balão, a lembrança, o céu, a avó, o irmão, a estação, o amanhecer`),
  noun: words(
    "água amor areia calma chuva coração fé luz maresia paixão paz prata razão sal samba saudade sertão sol vento",
  ),
  verb: words("amar andar cantar chorar dançar esquecer esperar lembrar partir sonhar sorrir viver voltar"),
  place: words("Belém Brasília Cascais Coimbra Goiás Maceió Maranhão Niterói Olinda Paraty Setúbal Évora"),
  patterns: [
    ["{the}", 4],
    ["{the} de {the}", 7],
    ["{noun} e {noun}", 5],
    ["sem {noun}", 3],
    ["{the} em {place}", 5],
    ["quero {verb}", 3],
    ["não vou {verb}", 3],
    ["{the} e {the}", 5],
    ["pedaço de {the}", 4],
    ["dançando em {the}", 3],
  ],
};

const swedish = {
  join: [],
  the: words(`natten havet månen staden vägen vinden elden hjärtat skuggan tystnaden morgonen drömmen floden sången spegeln
    fönstret hösten flickan fågeln trädgården stjärnan gränsen ön älven`),
  noun: words(
    "aska eld glas guld is kärlek ljus längtan luft papper regn salt silver snö socker stoft tårar vår värme",
  ),
  verb: words("andas dansa drömma falla flyga glömma gå känna leva minnas resa sjunga sova vänta"),
  place: words("Borås Göteborg Jämtland Kalmar Luleå Malmö Norrköping Skåne Umeå Visby Växjö Östersund"),
  patterns: [
    ["{the}", 4],
    ["{noun} och {noun}", 7],
    ["{the} och {the}", 5],
    ["utan {noun}", 3],
    ["under {the}", 4],
    ["jag vill {verb}", 4],
    ["{noun} över {place}", 5],
    ["när {the} kommer", 4],
    ["aldrig mer {verb}", 3],
    ["{the} i {place}", 5],
    ["{verb} i {the}", 4],
  ],
};

export const vocabularies = { english, spanish, french, german, portuguese, swedish };
