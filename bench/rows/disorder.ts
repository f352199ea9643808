import type { Row } from "../row.ts";
import { comparePair } from "./formats.ts";

const SHARE = 0.7;
const USUAL = ["--late", "2%:30s", "--duplicate", "0.1%", "--lose", "0.01%"];

export const disorderRows: Row[] = [
  {
    name: "disorder-20k",
    what: "JSON with 2 % late, 0.1 % doubled and 0.01 % lost against JSON, into nothing, 20,000 users, all cores",
    floor: `>= ${SHARE} times`,
    measure: (bench) => comparePair(bench, USUAL, [], SHARE),
  },
];
