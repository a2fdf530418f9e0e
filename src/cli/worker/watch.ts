import { once } from "node:events";
import { basename, relative, sep } from "node:path";
import { watch, type FSWatcher } from "chokidar";

/** Editors write a file in several steps, and often several files. */
const GATHER_MS = 100;

const CODE = /\.([cm]?[jt]sx?|json)$/;

/** Folders whose files are nobody's to edit, or written by the worker itself. */
const LEFT_OUT = new Set(["node_modules"]);

/** Tells when files of the project have changed, once for those that change together. Resolves when it looks. */
export async function watchProject(
  root: string,
  onChange: (files: readonly string[]) => void,
  onError: (error: unknown) => void,
): Promise<FSWatcher> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (file, stats) => isLeftOut(root, file) || (stats?.isFile() === true && !CODE.test(file)),
  });
  const looks = once(watcher, "ready");
  watcher.on("error", onError);
  watcher.on("all", (event, file) => {
    if (event === "addDir" || event === "unlinkDir") return;
    changed.add(relative(root, file));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...changed];
      changed.clear();
      onChange(files);
    }, GATHER_MS);
  });
  await looks;
  return watcher;
}

function isLeftOut(root: string, file: string): boolean {
  return (
    relative(root, file)
      .split(sep)
      .some((part) => LEFT_OUT.has(part)) ||
    (file !== root && basename(file).startsWith("."))
  );
}
