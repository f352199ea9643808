// Names of artists: bands, persons, ensembles, in the manner of several countries. All are made up. Titles and names
// keep to Latin-1: the table's text then takes one byte a character in memory while it is read.
import { fillPattern } from "./song-random.mjs";

const words = (text) => text.trim().split(/\s+/);

const shared = {
  initial: words("A B C D E F G H J K L M N P R S T V W"),
  ensemble: ["Trio", "Quartet", "Quintet", "Sextet", "Octet", "Ensemble", "Orchestra", "Big Band", "String Band"],
  start: words("Al Bel Cor Dra El Fen Gal Hal Il Jov Kal Lum Mor Nev Or Pel Quil Ras Sol Tor Ul Vel Wes Xan Yar Zem"),
  middle: words("a e i o u ara eno ili ove uma"),
  end: words("dane dric fex gard kin lith mont nara phon quist rix rune stra tari thos vane vox wick"),
};

const english = {
  ...shared,
  first:
    words(`Abner Agatha Alma Amos Annika Barnaby Bernice Bettina Clyde Cora Cyrus Dinah Doreen Edmund Effie Elias Elmer Esme
    Ferris Flora Greta Hattie Hollis Homer Imogen Ivor Jemima Jonah Juno Keturah Lavinia Leopold Lionel Maeve Marlow Mavis
    Merle Minna Nell Octavia Orla Orson Otis Perpetua Prudence Quentin Rhoda Roscoe Rufus Selma Thaddeus Theo Una Verity
    Vernon Wallis Willa Yvette Zeke`),
  last: words(`Abernethy Ainsworth Applewhite Ashcombe Barrowclough Bellweather Birchfield Blackthorne Bramley Brockway Calloway
    Cartwright Chilcott Coldwater Crabtree Culpepper Dalrymple Drinkwater Dunmore Eastlake Fairweather Featherstone Fernsby
    Gallowglass Garroway Greenhalgh Hargreave Hawksworth Holloway Inchbald Kettleworth Kingswell Larkspur Lockridge
    Longbottom Loveday Marchbanks Merriweather Millhouse Nightwood Oakhurst Ollerenshaw Pemberton Penhaligon Quillfeather
    Ravensdale Rosewater Sallow Silverthorn Skelhorn Stonebridge Summerhayes Tanglewood Thistlewood Underhill Vandermeer
    Wetherby Whitlock Winterbourne Wolstenholme Yarrow`),
  adjective:
    words(`Absent Amber Borrowed Brass Careful Cardboard Cobalt Copper Crooked Damp Distant Drowsy Eager Foreign Gilded Granite
    Hollow Idle Indoor Ivory Knitted Late Lesser Marble Minor Muddy Northern Nervous Opal Orbital Outer Pale Polite
    Portable Quiet Reluctant Restless Rural Saffron Second Sleepless Spare Sunday Tidal Tin Upper Vacant Velvet Wooden Woolen`),
  noun: words(`Acre Almanac Anchor Arcade Atlas Bakery Ballast Beacon Bicycle Bramble Canal Canyon Cinder Compass Cornice Cupola
    Delta Depot Ember Estuary Ferry Foundry Gable Gazette Granary Harbor Hemlock Inlet Junction Kettle Lagoon Lantern Ledger
    Library Lighthouse Magpie Meadow Meridian Mill Monsoon Nickel Orchard Parlor Pavilion Pepper Pilot Plover Prairie Quarry
    Raft Reservoir Saddle Sparrow Spindle Switchyard Tannery Terrace Thicket Timber Tundra Turbine Vessel Viaduct Walnut`),
  nouns:
    words(`Accountants Acrobats Almanacs Anchors Apprentices Archers Astronomers Balconies Bandits Bicycles Bookbinders Brothers
    Candles Captains Caretakers Carpenters Castaways Clockmakers Commuters Cousins Daughters Divers Drifters Engines Falcons
    Ferrymen Foxes Gardeners Geese Hermits Islanders Janitors Keepers Kites Lanterns Lodgers Magpies Mapmakers Meteors
    Neighbors Nomads Otters Passengers Pigeons Pilots Postmen Rafters Rangers Ravens Sailors Sisters Sleepwalkers Sparrows
    Surveyors Tailors Tenants Travelers Umbrellas Vagrants Weathermen Wolves`),
  place: words(
    "Ashford Bellmont Cedar Clearwater Dunbar Eastfield Fairhaven Glenrock Harlow Ironwood Kingsport Lakemont Marlow Northgate",
  ),
  patterns: [
    ["{first} {last}", 26],
    ["{first} {initial}. {last}", 3],
    ["the {adjective} {nouns}", 14],
    ["{adjective} {noun}", 12],
    ["{noun} {nouns}", 8],
    ["{noun} & {noun}", 4],
    ["{noun} of {nouns}", 2],
    ["{first} & the {nouns}", 5],
    ["{first} {last} & the {adjective} {nouns}", 2],
    ["the {last} {ensemble}", 3],
    ["{first} {last} {ensemble}", 3],
    ["the {last} Brothers", 1],
    ["the {last} Sisters", 1],
    ["{place} {nouns}", 4],
    ["{place} {noun} Company", 1],
    ["DJ {start}{middle}{end}", 2],
    ["{start}{middle}{end}", 7],
    ["MC {start}{end}", 1],
    ["{last} / {last} / {last}", 1],
    ["Saint {first}", 1],
  ],
};

const classical = {
  ...english,
  first: [
    ...english.first,
    ...words("Åse Björn Dmitri Élodie György Hélène István Jürgen Mélanie Øystein Søren Zoltán"),
  ],
  last: [...english.last, ...words("Brückmann Halvørsen Kertész Lindqvåg Montfleury Nyströmer Szenkár Vásárhely")],
  patterns: [
    ["{first} {last}", 5],
    ["{last} {ensemble}", 4],
    ["{place} Chamber Orchestra", 2],
    ["{place} Philharmonic / {first} {last}", 3],
    ["{first} {last} / {first} {last} / {place} Chamber Players", 2],
  ],
};

const spanish = {
  ...shared,
  first: words(
    "Aitana Anselmo Belén Brígida Ciro Dámaso Elvira Fermín Inés Íñigo Jacinta Leocadia Nicanor Ofelia Remedios Saúl Tomás Úrsula",
  ),
  last: words(
    "Albornoz Arrieta Barrenechea Cañizares Echeverría Ibáñez-Rey Larrañaga Montañez Núñez-Sáenz Olavarría Peñaranda Quiñónez Urdaneta Villaseñor Zúñiga",
  ),
  nouns: words(
    "Azulejos Caminantes Candiles Cangrejos Cerezos Faroleros Gavilanes Jilgueros Marineros Murciélagos Náufragos Tejedores Vagones",
  ),
  adjective: words("Ausentes Azules Descalzos Dormidos Lentos Nocturnos Pequeños Salvajes Tímidos"),
  noun: words("Arena Bruma Cantera Ceniza Farol Jazmín Marea Olivar Relámpago Sótano Trigal"),
  patterns: [
    ["{first} {last}", 10],
    ["Los {nouns} {adjective}", 5],
    ["{noun} y {noun}", 4],
    ["{first} y los {nouns}", 3],
    ["Grupo {noun}", 2],
    ["Orquesta {last}", 2],
  ],
};

const french = {
  ...shared,
  first: words(
    "Adélaïde Anaïs Bérénice Célestin Clémence Désiré Édith Félicien Gaspard Hermine Joséphine Loïc Maëlle Noé Océane Théophile",
  ),
  last: words(
    "Aubrac Beauchêne Charpentreau Courtépée Dufresnoy Éluère Fauvelle Garançon Lachênaie Montplaisir Périgaud Rochefontaine Valençay",
  ),
  nouns: words(
    "Allumettes Baleines Cascadeurs Coquelicots Éclaireurs Funambules Hirondelles Lampadaires Marées Parapluies Réverbères",
  ),
  noun: words("Abricot Brouillard Canal Étincelle Grenier Lanterne Marée Pétale Ruisseau Velours"),
  patterns: [
    ["{first} {last}", 10],
    ["Les {nouns} de {last}", 4],
    ["{first} et les {nouns}", 3],
    ["{noun} {noun}", 5],
    ["Trio {last}", 2],
  ],
};

const german = {
  ...shared,
  first: words(
    "Anselm Brunhild Dörte Eberhard Friedl Gesine Götz Heidrun Jörn Käthe Lüder Mechthild Ottilie Rüdiger Sönke Ulrike",
  ),
  last: words(
    "Ackermännchen Böhmerland Distelkamp Eichhölzer Flußmann Grünspan Hövelmeyer Kräutler Lindenbröker Möhring Rosenstöckl Süßkind Vogelsänger Wüstenfeld",
  ),
  noun: words(
    "Apfelbaum Blechdach Dachboden Fährhaus Fernweh Kühlraum Laubfrosch Nordlicht Rückenwind Schlüssel Sägewerk Türsteher Wolkenbruch",
  ),
  nouns: words("Dachdecker Fährmänner Gartenzwerge Laternen Möwen Nachtwächter Schornsteine Uhrmacher Zaunkönige"),
  patterns: [
    ["{first} {last}", 9],
    ["{noun} {noun}", 3],
    ["{first} und die {nouns}", 3],
    ["Kapelle {last}", 2],
  ],
};

const portuguese = {
  ...shared,
  first: words(
    "Abílio Benedita Conceição Damião Eulália Flávio Graça Iolanda Jacó Lídia Moacir Noêmia Otávio Raimunda Sebastião Zuleica",
  ),
  last: words(
    "Assunção Brandão-Reis Cabeçudo Damasceno Falcão-Mar Guimarãens Leitão-Paz Magalhosa Noronhães Quintão Serpão Trindade-Luz",
  ),
  nouns: words("Caranguejos Jardineiros Lampiões Pescadores Sabiás Vaga-lumes Violões"),
  noun: words("Alecrim Calçada Farol Jangada Maré Quintal Sertão Varanda"),
  patterns: [
    ["{first} {last}", 9],
    ["Os {nouns} de {noun}", 3],
    ["{noun} & {noun}", 4],
    ["{first} e {first}", 4],
    ["Grupo {noun}", 2],
  ],
};

const swedish = {
  ...shared,
  first: words(
    "Agneta Åsa Bengt-Åke Börje Folke Göran Hjördis Jöns Kerstin Märta Ragnhild Sixten Torbjörn Ulla-Brit Ylva Östen",
  ),
  last: words(
    "Ahlgård Björkliden Ekströmmer Fjällgren Grönkvist Hammarsjö Källarbo Lövdahlin Näsmark Sjöskog Strömlund Tallåsen Ängsberg",
  ),
  nouns: words("Fiskmåsar Grannar Lyktor Nattugglor Skridskor Snöflingor Trädgårdsmästare"),
  noun: words("Blåbär Fyrtorn Granskog Höstlöv Lördag Norrsken Rälsbuss Tröskel"),
  patterns: [
    ["{first} {last}", 9],
    ["{first} & {nouns}", 3],
    ["{noun} {noun}", 3],
    ["{last}s Kapell", 2],
  ],
};

const manners = { english, classical, spanish, french, german, portuguese, swedish };

export function makeArtistName(manner, random) {
  const name = fillPattern(random.pickWeighted(manners[manner].patterns), manners[manner], random);
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
