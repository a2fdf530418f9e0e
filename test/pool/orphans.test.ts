import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sample = (name: string) => fileURLToPath(new URL(`samples/${name}`, import.meta.url));

function isHost(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("pool/host/main.js");
  } catch {
    return false;
  }
}

describe("a supervisor that is killed", () => {
  it.each([
    ["an endless loop, guarded", "endless", "guard"],
    ["an endless loop on a host of its own", "endless", "none"],
    ["a child process that is waited for", "native", "none"],
  ])(
    "leaves no host behind: not one that stands still in %s, nor the spare",
    async (_what, task, guarded) => {
      const args = [sample("supervisor.js"), sample("holds-loop.ts"), task, guarded];
      const supervisor = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
      const lines: string[] = [];
      createInterface({ input: supervisor.stdout }).on("line", (line) => lines.push(line));
      const hosts = () => lines.flatMap((line) => /^host (\d+)$/.exec(line)?.[1] ?? []).map(Number);
      await eventually("the run holds its loop", () => lines.some((line) => line.startsWith("holding ")));
      expect(hosts()).toHaveLength(2);
      expect(hosts().some(isHost)).toBe(true);
      supervisor.kill("SIGKILL");
      await once(supervisor, "exit");
      await eventually("both hosts are gone", () => !hosts().some(isHost));
    },
  );
});
