import { InvalidArgumentError } from "commander";
import { parseAddress, type MetricsAddress } from "../observe/address.js";

/** An option's value as a whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
    return value;
  };
}

/** `a,b` and repeated options, as one list. */
export function commaList(text: string, earlier: readonly string[] = []): string[] {
  return [
    ...earlier,
    ...text
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  ];
}

const sizes: Readonly<Record<string, number>> = { kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };

/** An option's value as a number of bytes: `64mb`, `1gb`. */
export function byteSize(text: string): number {
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*(kb|mb|gb)$/i.exec(text) ?? [];
  const bytes = Number(amount) * (sizes[unit.toLowerCase()] ?? NaN);
  if (!(bytes > 0)) throw new InvalidArgumentError("It must be a size like 64mb or 1gb.");
  return bytes;
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** A time in ms: seconds as Celery has them (`30`, `0.5`), or with a unit (`500ms`, `30s`, `2m`, `1h`). */
export function duration(text: string): number {
  const [, amount = "", unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  if (amount === "") throw new InvalidArgumentError("It must be seconds (30, 0.5), or 500ms, 30s, 2m, 1h.");
  return Number(amount) * UNITS_MS[unit]!;
}

/** `10,3` as the most and the least. The least is 1 where it is not said. */
export function maxAndMin(text: string): { max: number; min: number } {
  const [max, min = 1, ...more] = text.split(",").map(Number);
  const good = [max, min].every((value) => Number.isInteger(value) && value! >= 1);
  if (!good || more.length > 0 || max! < min)
    throw new InvalidArgumentError("It must be MAX,MIN: two whole numbers from 1 on, the larger first.");
  return { max: max!, min };
}

/** `[HOST:]PORT`. */
export function metricsAddress(text: string): MetricsAddress {
  const address = parseAddress(text);
  if (!address) throw new InvalidArgumentError("It must be a port, or HOST:PORT: 9464, 127.0.0.1:9464.");
  return address;
}

/** An address of the web. */
export function webAddress(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError("It must be an address like https://example.org/hooks.");
  return text;
}

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
const CELERY_LEVELS: Readonly<Record<string, string>> = { warning: "warn", critical: "fatal" };

/** A level of the log, by pino's name or Celery's, in any case. */
export function logLevel(text: string): string {
  const level = CELERY_LEVELS[text.toLowerCase()] ?? text.toLowerCase();
  if (!LOG_LEVELS.includes(level))
    throw new InvalidArgumentError(`Allowed choices are ${LOG_LEVELS.join(", ")}.`);
  return level;
}
