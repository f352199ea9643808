import { RunError } from "../../system/errors.ts";
import { dot } from "../vectors.ts";
import type { Chain, Solver } from "./chain.ts";

/** Of the right side's sum. */
const TOLERANCE = 1e-11;
const MOST_STEPS = 400;
/** Products of sweeps, which take over where the method below does not converge: some ten seconds. */
const MOST_PRODUCTS = 4e9;

/** The matrix 1 - q or its transpose: row i has `diagonal[i]`, and -value[k] in column[k] for k from first[i] on. */
interface Matrix {
  size: number;
  first: Uint32Array;
  column: Uint32Array;
  value: Float64Array;
  diagonal: Float64Array;
}

/** Solves by iteration, in memory and time in proportion to the number of transitions. */
export function sparseSolver(chain: Chain): Solver {
  const values = matrixOf(chain);
  const visits = transpose(values);
  return { values: (rewards) => solve(values, rewards), visits: (starts) => solve(visits, starts) };
}

function matrixOf({ states, first, to, probability, ends }: Chain): Matrix {
  const size = states.length;
  const diagonal = Float64Array.from(ends);
  const value = Float64Array.from(probability);
  for (let state = 0; state < size; state++) {
    for (let edge = first[state]!; edge < first[state + 1]!; edge++) {
      if (to[edge] === state) value[edge] = 0;
      else diagonal[state]! += probability[edge]!;
    }
  }
  return { size, first, column: to, value, diagonal };
}

function transpose({ size, first, column, value, diagonal }: Matrix): Matrix {
  const start = new Uint32Array(size + 1);
  for (const index of column) start[index + 1]!++;
  for (let row = 0; row < size; row++) start[row + 1]! += start[row]!;
  const next = start.slice(0, size);
  const columns = new Uint32Array(column.length);
  const values = new Float64Array(value.length);
  for (let row = 0; row < size; row++) {
    for (let entry = first[row]!; entry < first[row + 1]!; entry++) {
      const place = next[column[entry]!]!++;
      columns[place] = row;
      values[place] = value[entry]!;
    }
  }
  return { size, first: start, column: columns, value: values, diagonal };
}

function multiply({ size, first, column, value, diagonal }: Matrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = diagonal[row]! * vector[row]!;
    for (let entry = first[row]!; entry < first[row + 1]!; entry++) sum -= value[entry]! * vector[column[entry]!]!;
    product[row] = sum;
  }
  return product;
}

/** One sweep of Gauss and Seidel, from `vector` on. */
function sweep({ size, first, column, value, diagonal }: Matrix, right: Float64Array, vector: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = right[row]!;
    for (let entry = first[row]!; entry < first[row + 1]!; entry++) sum += value[entry]! * vector[column[entry]!]!;
    vector[row] = sum / diagonal[row]!;
  }
}

function precondition(matrix: Matrix, right: Float64Array): Float64Array {
  const vector = new Float64Array(matrix.size);
  sweep(matrix, right, vector);
  return vector;
}

const norm = (vector: Float64Array) => vector.reduce((sum, value) => sum + Math.abs(value), 0);

function residualOf(matrix: Matrix, right: Float64Array, vector: Float64Array): Float64Array {
  return multiply(matrix, vector).map((value, index) => right[index]! - value);
}

/** The stabilised method of biconjugate gradients (van der Vorst 1992), then sweeps if it has not converged. */
function solve(matrix: Matrix, right: Float64Array): Float64Array {
  const most = TOLERANCE * norm(right);
  const vector = precondition(matrix, right);
  conjugate(matrix, right, vector, most);
  const entries = matrix.column.length + matrix.size;
  for (let products = 0; norm(residualOf(matrix, right, vector)) > most; products += 11 * entries) {
    if (products > MOST_PRODUCTS || !vector.every(Number.isFinite)) throw unsolved();
    for (let count = 0; count < 10; count++) sweep(matrix, right, vector);
  }
  return vector;
}

function unsolved(): RunError {
  return new RunError(
    "the table of transitions could not be solved: its sessions are too long on average; raise the probability that they end",
  );
}

/** Improves `vector` in place, until the residual is small or the method breaks down. */
function conjugate(matrix: Matrix, right: Float64Array, vector: Float64Array, most: number): void {
  const residual = residualOf(matrix, right, vector);
  const shadow = residual.slice();
  const direction = residual.slice();
  let product = dot(shadow, residual);
  for (let step = 0; step < MOST_STEPS && norm(residual) > most; step++) {
    const along = precondition(matrix, direction);
    const image = multiply(matrix, along);
    const length = product / dot(shadow, image);
    if (!Number.isFinite(length)) return;
    residual.forEach((value, index) => {
      residual[index] = value - length * image[index]!;
    });
    const correction = precondition(matrix, residual);
    const second = multiply(matrix, correction);
    const share = dot(second, residual) / Math.max(dot(second, second), Number.MIN_VALUE);
    for (let index = 0; index < matrix.size; index++) {
      vector[index]! += length * along[index]! + share * correction[index]!;
      residual[index]! -= share * second[index]!;
    }
    const next = dot(shadow, residual);
    const turn = (next / product) * (length / share);
    product = next;
    if (!Number.isFinite(turn)) return;
    for (let index = 0; index < matrix.size; index++)
      direction[index] = residual[index]! + turn * (direction[index]! - share * image[index]!);
  }
}
