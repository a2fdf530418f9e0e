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
