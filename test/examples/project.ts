import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { root } from "../support/cli.js";
import { tempFolder } from "../support/temp-folder.js";

// For an example with all that it starts, on a busy machine.
const DEADLINE_MS = 50_000;

/** An example as a project of its own, with Loopward and other packages installed. */
export async function exampleProject(name: string, packages: readonly string[] = []): Promise<string> {
  const folder = await tempFolder();
  await cp(join(root, "examples", name), folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  await mkdir(join(folder, "node_modules"));
  await symlink(root, join(folder, "node_modules/loopward"));
  for (const each of packages) {
    const link = join(folder, "node_modules", each);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(root, "node_modules", each), link);
  }
  return folder;
}

/** Runs a program of a project with tsx; it is ended with the test. */
export function startProgram(
  folder: string,
  args: readonly string[],
  env: Record<string, string>,
): ChildProcess {
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killer = setTimeout(() => child.kill("SIGKILL"), DEADLINE_MS);
  child.once("close", () => clearTimeout(killer));
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "close");
  });
  return child;
}

/** Runs a program of a project until it ends by itself. */
export async function runProgram(folder: string, args: readonly string[], env: Record<string, string>) {
  const child = startProgram(folder, args, env);
  const [stdout, stderr] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, "close"),
  ]);
  return { code: child.exitCode, stdout, stderr };
}

/** A site on this machine: paths and their pages. */
export async function site(page: (path: string) => string | null): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    const html = page(path);
    response.writeHead(html === null ? 404 : 200, { "content-type": "text/html" }).end(html ?? "not here");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
