import { posix } from "node:path";
import ts from "typescript";

/** A part of the code, and what it may know of. */
interface Layer {
  /** Parts it may import from. Itself is always allowed. */
  readonly uses: readonly string[];
  readonly why: string;
}

/** The parts, lowest first: the drawing of `docs/architecture.md` as data. */
export const layers: Readonly<Record<string, Layer>> = {
  "src/catalogue": { uses: [], why: "it is pure data, for every part to read" },
  "src/findings": { uses: ["src/catalogue"], why: "it is the vocabulary that all parts share" },
  "src/task": { uses: ["src/findings"], why: "a task is defined without knowing what will run it" },
  "src/config": { uses: ["src/findings", "src/task"], why: "settings are read before anything starts" },
  runtime: {
    uses: ["src/catalogue", "src/findings"],
    why: "the guard also runs alone, in a process that is not Loopward's",
  },
  rules: {
    uses: ["src/catalogue", "src/findings"],
    why: "the linter never runs what it reads, and a guard is nothing to an editor",
  },
  "src/broker": { uses: ["src/findings", "src/task"], why: "a broker keeps jobs and does not run them" },
  "src/pool": {
    uses: ["runtime", "src/task", "src/findings", "src/catalogue", "src/config"],
    why: "a host runs what it is given and talks to no broker",
  },
  "src/placement": {
    uses: ["runtime", "src/task", "src/findings", "src/catalogue", "src/config"],
    why: "it decides from evidence and starts nothing",
  },
  "src/reports": {
    uses: ["src/catalogue", "src/findings", "src/config"],
    why: "reports outlive the worker that wrote them",
  },
  "src/dashboard": {
    uses: ["src/reports", "src/config", "src/findings"],
    why: "a page of reports is read where no worker runs",
  },
  "src/worker": {
    uses: [
      "src/reports",
      "src/placement",
      "src/pool",
      "src/broker",
      "src/config",
      "src/task",
      "runtime",
      "src/findings",
      "src/catalogue",
    ],
    why: "a worker is used by programs too, which have no command line and no linter",
  },
  "src/observe": {
    uses: ["src/worker", "src/config", "runtime", "src/findings"],
    why: "it looks at a worker and listens to it; a worker does without",
  },
  "src/index.ts": {
    uses: ["src/worker", "src/broker", "src/task", "src/config", "src/findings", "src/catalogue"],
    why: "the front door must not pull a linter or a command line into an app",
  },
  "src/cli": {
    uses: [
      "src/dashboard",
      "src/observe",
      "src/worker",
      "src/reports",
      "src/placement",
      "src/pool",
      "src/broker",
      "src/config",
      "src/task",
      "rules",
      "runtime",
      "src/findings",
      "src/catalogue",
    ],
    why: "it is the top",
  },
};

interface PackageBan {
  readonly layers: readonly string[];
  readonly packages: RegExp;
  readonly why: string;
}

/** Packages that a part must not import. */
export const packageBans: readonly PackageBan[] = [
  {
    layers: ["src/catalogue", "src/findings"],
    packages: /./,
    why: "data and vocabulary depend on nothing, Node's modules included",
  },
  {
    layers: ["runtime", "src/task", "src/pool", "src/worker", "src/broker", "src/reports", "src/index.ts"],
    packages: /^(eslint|typescript|@typescript-eslint)(\/|$)/,
    why: "optional peers of the linter: a worker runs without them",
  },
  {
    layers: ["runtime", "rules"],
    packages: /^(bullmq|pg|ioredis)(\/|$)/,
    why: "guard and linter work without a broker",
  },
  {
    layers: ["runtime", "src/task", "src/pool", "src/worker"],
    packages: /^(prom-client|hono|@hono\/node-server)(\/|$)/,
    why: "who runs or watches tasks tells channels; who counts them subscribes",
  },
];

/** One import that the layers forbid, as a sentence. */
export type Violation = string;

/**
 * Checks files against the layers.
 * @param sources path relative to the repository (with slashes) → text
 */
export function violations(sources: ReadonlyMap<string, string>): Violation[] {
  return [...sources].flatMap(([file, text]) => {
    const from = layerOf(file);
    if (!from) return [`${file} lies in no layer: add its folder to the layers and to docs/architecture.md`];
    return importsOf(text).flatMap((specifier) => judge(file, from, specifier) ?? []);
  });
}

function judge(file: string, from: string, specifier: string): Violation | null {
  if (!specifier.startsWith(".")) {
    const ban = packageBans.find(
      ({ layers: banned, packages }) => banned.includes(from) && packages.test(specifier),
    );
    return ban ? `${file} imports ${specifier}: ${ban.why}` : null;
  }
  const target = posix.join(posix.dirname(file), specifier);
  const to = layerOf(target);
  const { uses = [], why } = layers[from] ?? {};
  if (to === from || (to && uses.includes(to))) return null;
  const allowed = uses.length > 0 ? uses.join(", ") : "nothing";
  return `${file} imports ${target}: ${from} may use ${allowed}, because ${why}`;
}

function layerOf(file: string): string | undefined {
  return Object.keys(layers).find(
    (layer) => file.replace(/\.js$/, ".ts") === layer || file.startsWith(`${layer}/`),
  );
}

/** Specifiers of all imports, re-exports, `import()` and `require` with a literal; types included. */
function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}
