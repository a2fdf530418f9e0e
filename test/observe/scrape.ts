import { eventually } from "../support/eventually.js";

/** What a `/metrics` answer holds: values by `name{label="value",…}`, and the names that it declares. */
export interface Scraped {
  readonly values: ReadonlyMap<string, number>;
  readonly names: ReadonlySet<string>;
}

export async function scrape(url: string): Promise<Scraped> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [, series, value] = /^([a-z]\S*?(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    if (series !== undefined) values.set(series, Number(value));
  }
  const names = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => name));
  return { values, names };
}

/** Scrapes until the series are as wanted. */
export async function untilScraped(
  url: string,
  what: string,
  isSo: (value: (series: string) => number | undefined) => boolean,
): Promise<Scraped> {
  return eventually(what, async () => {
    const scraped = await scrape(url);
    return isSo((series) => scraped.values.get(series)) ? scraped : null;
  });
}
