import { InvalidArgumentError } from "commander";

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
