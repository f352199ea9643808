// Titles: a pattern filled with words, in the artist's language, sometimes with what labels add in brackets.
import { fillPattern } from "./song-random.mjs";
import { vocabularies } from "./song-words.mjs";

const SMALL_WORDS = new Set(
  "a across against and around at before below between by for from in into of on out over the through till to under".split(
    " ",
  ),
);
const VERSIONS = [
  ["Acoustic", 5],
  ["Acoustic Version", 2],
  ["Album Version", 5],
  ["Alternate Take", 1],
  ["Bonus Track", 2],
  ["Club Mix", 2],
  ["Demo", 4],
  ["Extended Mix", 2],
  ["Instrumental", 4],
  ["Original Mix", 3],
  ["Radio Edit", 4],
  ["Remastered", 4],
  ["Reprise", 3],
  ['7" Version', 1],
  ['12" Mix', 1],
];
const HALLS = [
  "the Alder Rooms",
  "the Ferry Hall",
  "the Garnet Theatre",
  "Kvarnen",
  "Salón Olvera",
  "the Tin Depot",
  "Théâtre du Port",
];
const KEYS = [
  "A Major",
  "A Minor",
  "B Flat Major",
  "B Minor",
  "C Major",
  "C Minor",
  "C Sharp Minor",
  "D Major",
  "D Minor",
];
const MORE_KEYS = ["E Flat Major", "E Minor", "F Major", "F Sharp Minor", "G Major", "G Minor", "A Flat Major"];
const classical = {
  form: [
    "Sonata",
    "String Quartet",
    "Piano Trio",
    "Suite",
    "Serenade",
    "Nocturne",
    "Prélude",
    "Étude",
    "Concerto",
    "Partita",
  ],
  number: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
  key: [...KEYS, ...MORE_KEYS],
  part: ["I", "II", "III", "IV", "V"],
  tempo: [
    "Adagio",
    "Allegretto",
    "Allegro",
    "Allegro ma non troppo",
    "Andante",
    "Andante con moto",
    "Finale",
    "Largo",
    "Lento",
    "Menuetto",
    "Moderato",
    "Presto",
    "Rondo",
    "Scherzo",
    "Très lent",
    "Vivace",
  ],
  opus: Array.from({ length: 118 }, (_, index) => String(index + 1)),
};
const CLASSICAL_PATTERNS = [
  ["{form} No. {number} in {key}: {part}. {tempo}", 6],
  ["{form} in {key}, Op. {opus}: {part}. {tempo}", 4],
  ["{form} No. {number} in {key}", 1],
];

/** One new title in the artist's manner ("english", ..., or "classical"). */
export function makeTitle(manner, random) {
  if (manner === "classical") return fillPattern(random.pickWeighted(CLASSICAL_PATTERNS), classical, random);
  const vocabulary = vocabularies[manner];
  const text = fillPattern(random.pickWeighted(vocabulary.patterns), vocabulary, random);
  return manner === "english" ? titleCase(text) : sentenceCase(contract(text, vocabulary.join));
}

/** What a second recording of a song is called. */
export function makeVersion(title, random) {
  if (random.chance(0.3)) return `${title} (Live)`;
  if (random.chance(0.15)) return `${title} (Live at ${random.pick(HALLS)})`;
  return `${title} (${random.pickWeighted(VERSIONS)})`;
}

function titleCase(text) {
  const words = text.replace("falling-stars", "falling stars").split(" ");
  return words.map((word, index) => (index > 0 && SMALL_WORDS.has(word) ? word : upperFirst(word))).join(" ");
}

export function contract(text, contractions) {
  return contractions.reduce((result, [found, replacement]) => result.replace(found, replacement), text);
}

export function sentenceCase(text) {
  return /^[¿¡]/.test(text) ? text[0] + upperFirst(text.slice(1)) : upperFirst(text);
}

function upperFirst(word) {
  return word.startsWith("(") ? `(${upperFirst(word.slice(1))}` : word.slice(0, 1).toUpperCase() + word.slice(1);
}
