// More than the catalogue has entries.
const APIS = 4096;

const opaqueApis: number[] = [];
const byFamily = new Map<number, Uint8Array>();

/**
 * Calls inside of `api` belong to it: those of its own module, and all of them where it runs no code of the user.
 * @param family number of its module; 0: of none
 */
export function hideInside(api: number, family: number, opaque: boolean): void {
  if (family !== 0) hiddenFrom(family)[api] = 1;
  if (!opaque) return;
  opaqueApis.push(api);
  for (const hidden of byFamily.values()) hidden[api] = 1;
}

/** For calls of `family`, by the number of the call around them: 1 where Node's, or a native package's, own code makes them. */
export function hiddenFrom(family: number): Uint8Array {
  const known = byFamily.get(family);
  if (known) return known;
  const hidden = new Uint8Array(APIS);
  for (const api of opaqueApis) hidden[api] = 1;
  byFamily.set(family, hidden);
  return hidden;
}
