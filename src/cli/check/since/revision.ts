import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { glob } from "tinyglobby";
import { fail } from "../../../findings/errors.js";

/** The sources of a project as they were at one revision, in a folder of their own. */
export interface Revision {
  /** The project's folder there; undefined if there was no such folder. */
  readonly root: string | undefined;
  /** What files are called now, by what they were called then; relative to the project. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly remove: () => Promise<void>;
}

/** What an analysis reads: sources, and what says how they belong together. */
const READ = /\.([cm]?[jt]sx?|json|jsonc|ya?ml)$/;

/**
 * Lays out a revision beside the repository, which it leaves as it is: no branch, no worktree, no index is touched.
 * @throws LOOPWARD_BAD_REVISION
 */
export async function layOut(revision: string, project: string): Promise<Revision> {
  const fault = (error: unknown): never => {
    const reason = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    throw fail("LOOPWARD_BAD_REVISION", [revision, reason ?? ""], { cause: error });
  };
  const top = (await git(project, ["rev-parse", "--show-toplevel"]).catch(fault)).trim();
  const commit = (
    await git(top, ["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`]).catch(fault)
  ).trim();
  const folder = await realpath(await mkdtemp(join(tmpdir(), "loopward-since-")));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await checkOut(commit, top, folder);
    await linkPackages(top, folder);
    const root = join(folder, relative(top, await realpath(project)));
    return { root: existsSync(root) ? root : undefined, renamed: await renames(commit, project), remove };
  } catch (error) {
    await remove();
    return fault(error);
  }
}

async function checkOut(commit: string, top: string, folder: string): Promise<void> {
  const listed = await git(top, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit]);
  const files = listed.split("\0").filter((file) => READ.test(file));
  const env = { GIT_INDEX_FILE: join(folder, ".index") };
  await git(top, ["read-tree", commit], { env });
  // Filters (LFS) would fetch what no analysis reads.
  const plain = ["-c", "filter.lfs.smudge=", "-c", "filter.lfs.required=false"];
  const prefix = `--prefix=${folder}/`;
  await git(top, [...plain, "checkout-index", "-z", "--stdin", prefix], { env, input: files.join("\0") });
}

/** Packages are as they are installed now: a call must not look new because its types were not there. */
async function linkPackages(top: string, folder: string): Promise<void> {
  const installed = await glob("**/node_modules", {
    cwd: top,
    onlyDirectories: true,
    ignore: ["**/node_modules/**/*", "**/.git/**"],
    followSymbolicLinks: false,
  });
  for (const name of installed) {
    const place = join(folder, name);
    await mkdir(dirname(place), { recursive: true });
    await symlink(join(top, name), place.replace(/\/$/, ""), "junction");
  }
}

async function renames(commit: string, project: string): Promise<Map<string, string>> {
  const listed = await git(project, ["diff", "--name-status", "-z", "-M", "--relative", commit, "--", "."]);
  const fields = listed.split("\0");
  const found = new Map<string, string>();
  // A status, then its file; for a rename, then both.
  for (let index = 0; index < fields.length; index += 2) {
    if (!fields[index]?.startsWith("R")) continue;
    found.set(fields[index + 1] ?? "", fields[index + 2] ?? "");
    index += 1;
  }
  return found;
}

interface GitOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

function git(cwd: string, args: readonly string[], { env = {}, input }: GitOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 256 * 1024 * 1024 };
    const child = execFile("git", [...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr === "" ? error.message : stderr, { cause: error }));
      else resolve(stdout);
    });
    child.stdin?.end(input);
  });
}
