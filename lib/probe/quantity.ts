import type { Unit } from "@/lib/probe/schema";

/**
 * Numbers with units, converted by shifting the decimal point where the factor is a power of ten:
 * `0.29 s` is exactly the double of 290, `29%` exactly that of 0.29.
 */

type Conversion = { base: Unit; shift: number; times: number };

const exact = (base: Unit, shift: number): Conversion => ({ base, shift, times: 1 });
/** The powers of ten are shifted, so that what is left to multiply by is small: `16.1 min` is exactly 966,000 ms. */
const scaled = (base: Unit, times: number, shift = 0): Conversion => ({ base, shift, times });

const conversions = new Map<string, Conversion>([
  ["ms", exact("ms", 0)],
  ["s", exact("ms", 3)],
  ["min", scaled("ms", 6, 4)],
  ["h", scaled("ms", 36, 5)],
  ["%", exact("ratio", -2)],
  ["percent", exact("ratio", -2)],
  ["ratio", exact("ratio", 0)],
  ["B", exact("bytes", 0)],
  ["bytes", exact("bytes", 0)],
  ["kB", exact("bytes", 3)],
  ["MB", exact("bytes", 6)],
  ["GB", exact("bytes", 9)],
  ["KiB", scaled("bytes", 1024)],
  ["MiB", scaled("bytes", 1024 ** 2)],
  ["GiB", scaled("bytes", 1024 ** 3)],
  ["day", exact("days", 0)],
  ["days", exact("days", 0)],
]);

const number = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,4}))?$/;

/** The number that a decimal text stands for, or null: no hexadecimal, no `Infinity`, no blanks. */
export function readNumber(text: string): number | null {
  const value = number.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** What a unit word measures, or null for a word that is no unit. */
export function baseOf(word: string): Unit | null {
  return conversions.get(word)?.base ?? null;
}

/** `text` in `word`, expressed in the base unit of that word; null when either is not understood. */
export function toBase(text: string, word: string): { value: number; unit: Unit } | null {
  const conversion = conversions.get(word);
  const parts = number.exec(text);
  if (conversion === undefined || parts === null) return null;
  const exponent = Number(parts[2] ?? "0") + conversion.shift;
  const value = Number(`${parts[1]}e${exponent}`) * conversion.times;
  return Number.isFinite(value) ? { value, unit: conversion.base } : null;
}

/** A value with its unit, for people: `500 ms`, `70%`, `200`. */
export function showQuantity(value: number, unit: Unit): string {
  // Twelve digits: enough to tell values apart, too few for the noise of a multiplication.
  if (unit === "ratio") return `${Number((value * 100).toPrecision(12))}%`;
  const shown = unit === "ms" ? Math.round(value * 1000) / 1000 : value;
  return unit === "" || unit === "status" || unit === "count" ? `${shown}` : `${shown} ${unit}`;
}

/** `10s` or `500ms` as milliseconds; null for anything else. */
export function readDurationMs(text: string): number | null {
  const parts = /^(\d+(?:\.\d+)?)\s?(ms|s|min)$/.exec(text.trim());
  if (parts === null) return null;
  return toBase(parts[1] ?? "", parts[2] ?? "")?.value ?? null;
}
