import { createRequire } from "node:module";
import type * as Bcrypt from "@node-rs/bcrypt";
import { beforeEach, describe, expect, it } from "vitest";
import { apiName } from "../../src/catalogue/api-name.js";
import { catalogue } from "../../src/catalogue/index.js";
import { Crumbs } from "../../runtime/breadcrumbs/crumbs.js";
import { PackageWrapper } from "../../runtime/breadcrumbs/package-wrapper.js";
import { RunContext } from "../../runtime/run-context.js";
import { ScriptMaps } from "../../runtime/script-maps.js";
import { createSharedState, WORD } from "../../runtime/shared-state.js";
import { lineOf, runUndisturbed } from "./support/guarded.js";

const state = createSharedState();
const apiNow = (): string | null => {
  const entry = catalogue[(state.words[WORD.API] ?? 0) - 1];
  return entry ? apiName(entry) : null;
};
let wrapper: PackageWrapper;
beforeEach(() => {
  wrapper = new PackageWrapper(
    new Crumbs(state, new RunContext(state, true), new ScriptMaps(() => undefined)),
  );
});

describe("the wrapper of native packages", () => {
  it("names functions, also those that have two names", () => {
    const compareSync = apiNow;
    const exports = wrapper.wrapExports("@node-rs/bcrypt", {
      compareSync,
      verifySync: compareSync,
      hash: apiNow,
    });

    expect(exports.compareSync()).toBe("@node-rs/bcrypt.compareSync");
    expect(exports.verifySync()).toBe("@node-rs/bcrypt.verifySync");
    expect(exports.hash()).toBeNull();
    expect(apiNow()).toBeNull();
  });

  it("names methods of an exported class, and leaves calls with a callback alone", () => {
    class Canvas {
      toBuffer = undefined as never;
    }
    const proto = { toBuffer: (_done?: () => void) => apiNow() };
    Object.assign(Canvas.prototype, proto);
    wrapper.wrapExports("canvas", { Canvas });

    const { toBuffer } = Canvas.prototype as unknown as typeof proto;
    expect(toBuffer()).toBe("canvas.Canvas#toBuffer");
    expect(toBuffer(() => undefined)).toBeNull();
  });

  it("names methods of classes that only instances show, and `new` of a module that is a class", () => {
    class Statement {
      all() {
        return apiNow();
      }
    }
    class Database {
      readonly opened = apiNow();
      prepare() {
        return new Statement();
      }
      exec() {
        return apiNow();
      }
    }
    const Wrapped = wrapper.wrapExports("better-sqlite3", Database);
    const database = new Wrapped();

    expect(database).toBeInstanceOf(Database);
    expect(database.opened).toBe("new better-sqlite3");
    expect(database.exec()).toBe("better-sqlite3.Database#exec");
    expect(database.prepare().all()).toBe("better-sqlite3.Statement#all");
    expect(database.prepare().all()).toBe("better-sqlite3.Statement#all");
    expect(Database.prototype.prepare.name).toBe("prepare");
  });

  it("hands out a copy of exports that are getters, and asks the others for nothing", () => {
    let asked = 0;
    const exports = Object.defineProperties({} as { compile(): string | null; other: number }, {
      compile: { enumerable: true, get: () => apiNow },
      other: { enumerable: true, get: () => (asked += 1) },
    });
    const copy = wrapper.wrapExports("sass-embedded", exports);

    expect(asked).toBe(0);
    expect(copy.other).toBe(1);
    expect(copy.compile()).toBe("sass-embedded.compile");
    expect(exports.compile()).toBeNull();
  });

  it("binds the same wrapper for `import` as for `require`, and takes it off", () => {
    const hashSync = apiNow;
    const exports = { hashSync };
    const namespace: Record<string, unknown> = { hashSync, default: exports };
    wrapper.wrapNamespace("bcrypt", namespace);
    const bound = namespace.hashSync as typeof apiNow;

    expect(bound()).toBe("bcrypt.hashSync");
    expect(exports.hashSync).toBe(bound);
    wrapper.unwrap();
    expect(namespace.hashSync).toBe(hashSync);
    expect(exports.hashSync).toBe(hashSync);
  });

  it("lets a real package do what it did", () => {
    const bcrypt = wrapper.wrapExports(
      "@node-rs/bcrypt",
      createRequire(import.meta.url)("@node-rs/bcrypt") as typeof Bcrypt,
    );
    const hash = bcrypt.hashSync("password", 4);

    expect(bcrypt.verifySync("password", hash)).toBe(true);
    expect(() => bcrypt.hashSync("password", 1)).toThrow("between 4 and 31");
    expect(apiNow()).toBeNull();
    wrapper.unwrap();
  });
});

describe("a native package in a guarded process", () => {
  it.each(["import", "require", "lateRequire"])("is named with the line of the call: %s", async (kind) => {
    const { code, stderr, finals } = await runUndisturbed("native-package.mjs", { args: [kind] }, (outcome) =>
      outcome.finals.some(({ task }) => task?.name === kind),
    );

    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    // To find the right cost holds the loop too, outside of any run.
    expect(finals.filter(({ task }) => task !== null)).toMatchObject([
      {
        task: { name: kind },
        blame: {
          file: "native-package.mjs",
          line: lineOf("native-package.mjs", kind),
          api: "@node-rs/bcrypt.hashSync",
        },
      },
    ]);
  });
});
