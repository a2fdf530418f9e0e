/** What Vitest keeps of the modules that it compiled. */
interface VitestWorker {
  readonly evaluatedModules?: {
    getModuleSourceMapById?(id: string): { readonly map?: object } | null;
  };
}

/** The source map of a script that Vitest compiled in memory, of which Node knows nothing; null elsewhere. */
export function vitestMap(script: string): object | null {
  const worker = (globalThis as { __vitest_worker__?: VitestWorker }).__vitest_worker__;
  return worker?.evaluatedModules?.getModuleSourceMapById?.(script)?.map ?? null;
}
