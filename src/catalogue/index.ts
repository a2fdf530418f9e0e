import { apiName } from "./api-name.js";
import { atomics } from "./language/atomics.js";
import { clone } from "./language/clone.js";
import { json } from "./language/json.js";
import { loading } from "./language/loading.js";
import { regexp } from "./language/regexp.js";
import { webAssembly } from "./language/web-assembly.js";
import { webStorage } from "./language/web-storage.js";
import { childProcess } from "./node/child_process.js";
import { crypto } from "./node/crypto.js";
import { fs } from "./node/fs.js";
import { inspector } from "./node/inspector.js";
import { moduleEntries } from "./node/module.js";
import { os } from "./node/os.js";
import { process } from "./node/process.js";
import { sqlite } from "./node/sqlite.js";
import { tls } from "./node/tls.js";
import { util } from "./node/util.js";
import { v8 } from "./node/v8.js";
import { vm } from "./node/vm.js";
import { wasi } from "./node/wasi.js";
import { workerThreads } from "./node/worker_threads.js";
import { zlib } from "./node/zlib.js";
import { packages } from "./packages/index.js";
import type { CatalogueEntry } from "./types.js";

/** What the language and Node bring along: language features first, then Node's modules by name. */
export const builtins: readonly CatalogueEntry[] = [
  ...atomics,
  ...clone,
  ...json,
  ...loading,
  ...regexp,
  ...webAssembly,
  ...webStorage,
  ...childProcess,
  ...crypto,
  ...fs,
  ...inspector,
  ...moduleEntries,
  ...os,
  ...process,
  ...sqlite,
  ...tls,
  ...util,
  ...v8,
  ...vm,
  ...wasi,
  ...workerThreads,
  ...zlib,
];

/** Every API that is known to block. */
export const catalogue: readonly CatalogueEntry[] = [...builtins, ...packages];

const byModule = new Map<string, CatalogueEntry[]>();
for (const entry of catalogue) byModule.set(entry.module, [...(byModule.get(entry.module) ?? []), entry]);
const byName = new Map(catalogue.map((entry) => [apiName(entry), entry]));

/** The entries of one module or package, given with or without `node:`; `global` for what needs no import. */
export function entriesOf(module: string): readonly CatalogueEntry[] {
  return byModule.get(module.replace(/^node:/, "")) ?? [];
}

/** The entry that findings and reports call `api`. */
export function byApi(api: string): CatalogueEntry | undefined {
  return byName.get(api);
}
