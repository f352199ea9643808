import {
  STATE_ROW_AUTH,
  STATE_ROW_BYTES,
  STATE_ROW_LEVEL,
  STATE_ROW_METHOD,
  STATE_ROW_PAGE,
  STATE_ROW_SHOWN,
  STATE_ROW_STATUS,
} from "../../../assembly/layout/columns.ts";
import type { Config, State } from "../../config/types.ts";
import type { Image } from "../image.ts";
import { sortTexts, wellFormed } from "./dictionaries.ts";

export type StateField = "page" | "auth" | "method" | "status" | "level";

/** The distinct values of a field of all states, in order, and the number of the value of each state. */
export interface StateColumn {
  values: (string | number)[];
  ofStates: number[];
}

export interface StateColumns {
  /** Address of STATE_ROW_BYTES for each state. */
  rows: number;
  fields: Record<StateField, StateColumn>;
}

const PLACES: Readonly<Record<StateField, number>> = {
  page: STATE_ROW_PAGE,
  auth: STATE_ROW_AUTH,
  method: STATE_ROW_METHOD,
  status: STATE_ROW_STATUS,
  level: STATE_ROW_LEVEL,
};

function textColumn(texts: readonly string[]): StateColumn {
  const values = sortTexts(texts);
  return { values, ofStates: texts.map((text) => values.indexOf(wellFormed(text))) };
}

function numberColumn(numbers: readonly number[]): StateColumn {
  const values = [...new Set(numbers)].sort((a, b) => a - b);
  return { values, ofStates: numbers.map((number) => values.indexOf(number)) };
}

/** Writes the rows of the states: the numbers of their values, and whether they show the user. */
export function putStateRows(image: Image, states: readonly State[], { showUserDetails }: Config): StateColumns {
  const fields: StateColumns["fields"] = {
    page: textColumn(states.map(({ page }) => page)),
    auth: textColumn(states.map(({ auth }) => auth)),
    method: textColumn(states.map(({ method }) => method)),
    status: numberColumn(states.map(({ status }) => status)),
    level: textColumn(states.map(({ level }) => level)),
  };
  const rows = image.reserve(states.length * STATE_ROW_BYTES, 8);
  states.forEach(({ auth }, index) => {
    const row = rows + index * STATE_ROW_BYTES;
    for (const [field, place] of Object.entries(PLACES))
      image.setHalfWord(row + place, fields[field as StateField].ofStates[index] as number);
    image.setHalfWord(row + STATE_ROW_SHOWN, showUserDetails.get(auth) ? 1 : 0);
  });
  return { rows, fields };
}
