/** Loader hooks of Node 20, which run in a thread of their own; registered by `instrumentModules`. */
import { checkedModule, type Loaded } from "./checked-source.js";

let packages: readonly string[] = [];

export function initialize(wanted: readonly string[]): void {
  packages = wanted;
}

export async function load(
  url: string,
  context: object,
  nextLoad: (url: string, context: object) => Promise<Loaded>,
): Promise<Loaded> {
  return checkedModule(url, await nextLoad(url, context), packages);
}
