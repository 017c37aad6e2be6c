// Says what is right in an answer, and what is not yet. Every value it compares with was
// computed by the page's own code when the site was built.

import { read, Unreadable } from "./formula.js";

const NEAR = 1e-6; // of a formula at a point
const SAME = 1e-9; // what typing and rounding may do to a number

/**
 * Grade what was typed. `said` is {expected, wrong, tolerance} for a number, with a row for
 * each variant, or {expected, wrong, variables, at} for a formula, with a row for each point.
 * Returns {right}, with the index `wrong` of the wrong answer that it is, or a `message`.
 */
export function grade(text, said, variant = 0) {
  try {
    return said.variables ? formula(text, said) : number(text, said, variant);
  } catch (error) {
    if (error instanceof Unreadable) return { right: false, unread: true, message: error.message };
    throw error;
  }
}

function number(text, { expected, wrong, tolerance }, variant) {
  const value = read(text)();
  if (!Number.isFinite(value)) return { right: false, message: "This has no value." };
  const sought = expected[variant];
  const meets = (other, near = tolerance) => Math.abs(value - other) <= near + SAME * Math.max(1, Math.abs(other));
  if (meets(sought)) return { right: true };
  const known = wrong.findIndex((values) => meets(values[variant]));
  if (known >= 0) return { right: false, wrong: known };
  return { right: false, message: of(value, sought, meets, tolerance) };
}

function of(value, sought, meets, tolerance) {
  if (meets(-sought)) return "The size is right. The sign is not.";
  if (meets(sought, 10 * tolerance)) return `Near: right to within ${short(10 * tolerance)}, not yet to within ${short(tolerance)}.`;
  if (Math.sign(value) === Math.sign(sought)) return `The sign is right. The size is too ${Math.abs(value) < Math.abs(sought) ? "small" : "large"}.`;
  return "Not yet.";
}

function formula(text, { expected, wrong, variables, at }) {
  const typed = read(text, variables);
  const values = at.map((point) => typed(...point));
  const where = (row) => variables.map((name, i) => `${name} = ${at[row][i]}`).join(", ");
  const none = values.findIndex((value) => !Number.isFinite(value));
  if (none >= 0) return { right: false, message: `It has no value at ${where(none)}.` };
  const meets = (others) => values.every((value, i) => Math.abs(value - others[i]) <= NEAR * Math.max(1, Math.abs(others[i])));
  if (meets(expected)) return { right: true };
  const known = wrong.findIndex(meets);
  if (known >= 0) return { right: false, wrong: known };
  if (meets(expected.map((value) => -value))) return { right: false, message: "All of it is right but the sign." };
  const factor = values[0] / expected[0], added = values[0] - expected[0];
  if (factor && meets(expected.map((value) => factor * value))) return { right: false, message: "It is right up to a constant factor." };
  if (meets(expected.map((value) => value + added))) return { right: false, message: "It is right up to a constant that is added." };
  const off = values.findIndex((value, i) => Math.abs(value - expected[i]) > NEAR * Math.max(1, Math.abs(expected[i])));
  return { right: false, message: `Not yet. At ${where(off)} it gives ${short(values[off])}, and ${short(expected[off])} is right.` };
}

const short = (value) => String(Number(value.toPrecision(4)));
