import child_process, { execFileSync } from "node:child_process";
import crypto from "node:crypto";
import fs, { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import vm from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiName } from "../../src/catalogue/api-name.js";
import { catalogue } from "../../src/catalogue/index.js";
import { Crumbs } from "../../runtime/breadcrumbs/crumbs.js";
import { installBreadcrumbs } from "../../runtime/breadcrumbs/install.js";
import { RunContext } from "../../runtime/run-context.js";
import { readSlot } from "../../runtime/run-slots.js";
import { ScriptMaps } from "../../runtime/script-maps.js";
import { createSharedState, WORD } from "../../runtime/shared-state.js";
import { tempFolder } from "../support/temp-folder.js";

const state = createSharedState();
const runs = new RunContext(state, true);
const originals = {
  readFileSync: fs.readFileSync,
  exec: child_process.exec,
  parse: JSON.parse,
  Script: vm.Script,
};
const task = { name: "t", runId: "1", queue: "q", attempt: 1 };
const apiNow = (): string | null => {
  const entry = catalogue[(state.words[WORD.API] ?? 0) - 1];
  return entry ? apiName(entry) : null;
};
let installed: { remove(): void };

beforeAll(() => {
  installed = installBreadcrumbs(new Crumbs(state, runs, new ScriptMaps(() => undefined)));
});
afterAll(() => installed.remove());

describe("a wrapped API", () => {
  it("does what it did, under its name, with its properties", () => {
    expect(fs.readFileSync).not.toBe(originals.readFileSync);
    expect(fs.readFileSync.name).toBe("readFileSync");
    expect(fs.readFileSync.length).toBe(originals.readFileSync.length);
    expect(fs.readFileSync(import.meta.filename, "utf8")).toContain("does what it did");
    expect(typeof fs.realpathSync.native).toBe("function");
    expect(() => fs.readFileSync("/nowhere/at-all")).toThrow(/ENOENT/);
    expect(new vm.Script("1 + 1")).toBeInstanceOf(vm.Script);
    expect(new vm.Script("1 + 1").runInThisContext()).toBe(2);
    expect(JSON.parse("[1]", (_key, value: unknown) => (value === 1 ? 2 : value))).toEqual([2]);
    expect(JSON.stringify({ a: 1, b: [1] }, ["a"], 1)).toBe('{\n "a": 1\n}');
    expect(JSON.stringify(undefined)).toBeUndefined();
  });

  it("is what named imports of built-in modules see", () => {
    expect(readFileSync).toBe(fs.readFileSync);
  });

  it("keeps asynchronous forms as they were", async () => {
    expect(child_process.exec).toBe(originals.exec);
    const bytes = await promisify(crypto.randomBytes)(8);
    expect(bytes).toHaveLength(8);
  });

  it("names the call in progress and its run, and nothing after it, thrown or not", () => {
    const run = runs.begin(task);
    run.execute(() => {
      const seen: unknown[] = [];
      const context = vm.createContext({
        note: () => {
          seen.push(apiNow(), readSlot(state, state.words[WORD.RUN] ?? 0));
          throw new Error("on purpose");
        },
      });
      expect(() => void vm.runInContext("note()", context)).toThrow("on purpose");
      expect(seen).toEqual(["vm.runInContext", task]);
      expect(apiNow()).toBeNull();
    });
    run.settled();
  });

  it("stands for what its own module calls inside of it, and comes back", () => {
    const seen: (string | null)[] = [];
    const context = vm.createContext({
      outer: () => seen.push(apiNow()),
      inner: () => {
        vm.runInThisContext("0");
        seen.push(apiNow());
      },
    });
    vm.runInContext("outer(); inner(); outer()", context);
    expect(seen).toEqual(["vm.runInContext", "vm.runInContext", "vm.runInContext"]);
  });

  it("leaves its site when the watchdog asked for it", () => {
    const context = vm.createContext({
      slow: () => {
        state.words[WORD.SITE_SEQ] = 0;
        state.words[WORD.ASK] = state.words[WORD.SEQ] ?? 0;
      },
    });
    const run = runs.begin(task);
    run.execute(() => void vm.runInContext("slow()", context));
    run.settled();
    const site = JSON.parse(state.site.toString("utf8", 0, state.words[WORD.SITE_LENGTH])) as {
      task: unknown;
      frames: [string, string][];
    };
    expect(site.task).toEqual(task);
    expect(site.frames[0]?.[1]).toContain("breadcrumbs.test.ts");
  });

  it("leaves its site on entry where the call may never return: of a pipe, and not of a file", async () => {
    const sites = (use: () => unknown): number => {
      state.words[WORD.SITE_SEQ] = 0;
      use();
      return state.words[WORD.SITE_SEQ] ?? 0;
    };
    const file = fs.openSync(import.meta.filename, "r");
    const pipe = join(await tempFolder(), "pipe");
    execFileSync("mkfifo", [pipe]);
    // For both ends, or opening would wait for a writer.
    const fifo = fs.openSync(pipe, "r+");
    fs.writeSync(fifo, "a line");
    const into = Buffer.alloc(6);
    expect(sites(() => fs.readSync(file, into))).toBe(0);
    expect(sites(() => fs.readSync(fifo, into))).toBeGreaterThan(0);
    expect(sites(() => fs.openSync(pipe, "r+"))).toBeGreaterThan(0);
    expect(sites(() => expect(() => fs.readSync(9_999, into)).toThrow(/EBADF/))).toBe(0);
    fs.closeSync(fifo);
    // The descriptor is a file's now.
    const next = fs.openSync(import.meta.filename, "r");
    expect(next).toBe(fifo);
    expect(sites(() => fs.readSync(next, into))).toBe(0);
    for (const descriptor of [file, next]) fs.closeSync(descriptor);
  });

  it("is the original again after the guard stopped", () => {
    installed.remove();
    expect(fs.readFileSync).toBe(originals.readFileSync);
    expect(JSON.parse).toBe(originals.parse);
    expect(vm.Script).toBe(originals.Script);
    expect(readFileSync).toBe(originals.readFileSync);
  });
});
