import { stateKey } from "../../config/states.ts";
import type { ContentBuilder, Row } from "../builder.ts";
import { asState } from "../matrix.ts";
import { type Grid, rowsBelow } from "./grid.ts";
import { ORDER_HEADS } from "./layout.ts";

/** The places of the transitions in the file, by their states, with the rows that have their other keys. */
export type Order = ReadonlyMap<string, { place: number; row: Row }>;

export function transitionKey(source: object, dest: object): string {
  const key = (state: object) => stateKey(asState(state as Record<string, unknown>));
  return `${key(source)} ${key(dest)}`;
}

export function orderOf(grid: Grid, builder: ContentBuilder): Order {
  const order = new Map<string, { place: number; row: Row }>();
  for (const row of rowsBelow(grid, ORDER_HEADS, builder.source)) {
    const key = transitionKey(builder.stateOf(row), builder.stateOf(row, "to "));
    if (!order.has(key)) order.set(key, { place: order.size, row });
  }
  return order;
}
