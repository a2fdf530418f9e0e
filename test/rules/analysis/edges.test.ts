import { describe, expect, it } from "vitest";
import { edges } from "../../../rules/analysis/edges/edges.js";
import { expectMarked, findingsIn, task, type Sources } from "../support/findings.js";

/** For each kind of edge, programs in which it is the only way to the blocking call. */
const samples: Record<string, Record<string, Sources>> = {
  "direct-call": {
    "function declared in the file": task(
      `render();`,
      `function render() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    ),
    "arrow function in a constant": task(
      `await render();`,
      `const render = async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};`,
    ),
    "function that is called where it stands": task(
      `(() => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n})();`,
    ),
    "function declared inside the handler": task(
      `inner();\nfunction inner() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    ),
    "second name for a function": task(
      `draw();`,
      `function render() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}\nconst draw = render;`,
    ),
    "one of two by condition": task(
      `(Math.random() > 0.5 ? one : two)();\nconst pick = one ?? two;\npick();`,
      `const one = () => 1;\nconst two = () => {\n  return fs.readFileSync("a"); // blocks: fs.readFileSync\n};`,
    ),
    "function with overloads": task(
      `render("a");`,
      `function render(a: string): void;\nfunction render(a: number): void;\nfunction render(a: unknown) {\n  fs.readFileSync(String(a)); // blocks: fs.readFileSync\n}`,
    ),
    "destructured import()": {
      "task.ts": task(`const { render } = await import("./render");\nawait render();`),
      "render.ts": `import { readFileSync as read } from "fs";\nexport async function render() {\n  read("a"); // blocks: fs.readFileSync\n}`,
    },
    generator: task(
      `for (const part of parts()) void part;`,
      `function* parts() {\n  yield fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    ),
    "recursion through two functions": task(
      `ping(3);`,
      `function ping(n: number) { if (n) pong(n); }\nfunction pong(n: number) {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n  ping(n - 1);\n}`,
    ),
    "default value of a parameter": task(
      `render();`,
      `function render(\n  text = fs.readFileSync("a"), // blocks: fs.readFileSync\n) { return text; }`,
    ),
  },
  "imported-call": {
    "named import": {
      "task.ts": task(`render();`, `import { render } from "./render";`),
      "render.ts": `import { readFileSync } from "fs";\nexport function render() {\n  readFileSync("a"); // blocks: fs.readFileSync\n}`,
    },
    "default import, renamed": {
      "task.ts": task(`draw();`, `import draw from "./render";`),
      "render.ts": `import { readFileSync as read } from "fs";\nexport default function render() {\n  read("a"); // blocks: fs.readFileSync\n}`,
    },
    "default export of a name": {
      "task.ts": task(`draw();`, `import draw from "./render";`),
      "render.ts": `import { readFileSync as read } from "fs";\nconst render = () => {\n  read("a"); // blocks: fs.readFileSync\n};\nexport default render;`,
    },
    "namespace import": {
      "task.ts": task(`page.render();`, `import * as page from "./render";`),
      "render.ts": `import { readFileSync as read } from "fs";\nexport const render = () => {\n  read("a"); // blocks: fs.readFileSync\n};`,
    },
    "chain of re-exports": {
      "task.ts": task(`draw();`, `import { draw } from "./index";`),
      "index.ts": `export * from "./more";`,
      "more.ts": `export { render as draw } from "./render";`,
      "render.ts": `import { readFileSync as read } from "fs";\nexport function render() {\n  read("a"); // blocks: fs.readFileSync\n}`,
    },
    "namespace re-export": {
      "task.ts": task(`page.render();`, `import { page } from "./index";`),
      "index.ts": `export * as page from "./render";`,
      "render.ts": `import { readFileSync as read } from "fs";\nexport function render() {\n  read("a"); // blocks: fs.readFileSync\n}`,
    },
    "import() of a literal": {
      "task.ts": task(`const page = await import("./render");\npage.render();`, `export {};`),
      "render.ts": `import { readFileSync as read } from "fs";\nexport function render() {\n  read("a"); // blocks: fs.readFileSync\n}`,
    },
    "JavaScript's require": {
      "task.js": `const { defineTask } = require("loopward");\nconst { render } = require("./render");\nexports.t = defineTask({ name: "t", run() { render(); } });`,
      "render.js": `const fs = require("node:fs");\nfunction render() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}\nmodule.exports = { render };`,
    },
  },
  "member-call": {
    "member of an object behind an annotation": {
      "task.ts": task(`mailer.send();`, `import { mailer } from "./mailer";`),
      "mailer.ts": `import fs from "fs";\ninterface Mailer { send?(): void }\nexport const mailer: Mailer = { send: () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} };`,
    },
    "method of what an untyped container gives for a class": {
      "task.ts": task(
        `container.resolve(Mailer).send();\nconst later = await container.get(Mailer, { strict: false });\nlater.render();`,
        `import { container } from "some-container";\nimport { Mailer } from "./mailer";`,
      ),
      "mailer.ts": `import fs from "fs";\nexport class Mailer {\n  send() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n  render() {\n    fs.readFileSync("b"); // blocks: fs.readFileSync\n  }\n}`,
    },
    "method of an instance": task(
      `new Page().render();`,
      `class Page {\n  render() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
    ),
    "call through this": task(
      `const page = new Page();\npage.open();`,
      `class Page {\n  open() { this.read(); }\n  private read() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
    ),
    "static method": task(
      `Page.render();`,
      `class Page {\n  static render() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
    ),
    "private name": task(
      `new Page().open();`,
      `class Page {\n  open() { this.#read(); }\n  #read() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
    ),
    "function in a field": task(
      `new Page().render();`,
      `class Page {\n  render = () => {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  };\n}`,
    ),
    "injected class": {
      "task.ts": task(
        `await service.send();`,
        `import { Mailer } from "./mailer";\nimport { Service } from "./service";\nconst service = new Service(new Mailer());`,
      ),
      "service.ts": `import { Mailer } from "./mailer";\nexport class Service {\n  constructor(private readonly mailer: Mailer) {}\n  async send() { await this.mailer.send(); }\n}`,
      "mailer.ts": `import { readFileSync as read } from "fs";\nexport class Mailer {\n  async send() {\n    read("a"); // blocks: fs.readFileSync\n  }\n}`,
    },
    "method of an object": task(
      `page.render();`,
      `const page = {\n  render() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  },\n};`,
    ),
    "super's method": task(
      `new Page().render();`,
      `class Base {\n  render() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}\nclass Page extends Base {\n  override render() { super.render(); }\n}`,
    ),
    "function called with a this of its own": task(
      `render.call({ name: "a" });`,
      `function render(this: { name: string }) {\n  fs.readFileSync(this.name); // blocks: fs.readFileSync\n}`,
    ),
    "function applied to arguments": task(
      `render.apply(null, ["a"]);`,
      `const render = (name: string) => {\n  fs.readFileSync(name); // blocks: fs.readFileSync\n};`,
    ),
    "literal in brackets": task(
      `page["render"]();`,
      `const page = {\n  render: () => {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  },\n};`,
    ),
    "optional call": task(
      `page?.render?.();`,
      `const page = Math.random() > 0.5 ? undefined : {\n  render: () => {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  },\n};`,
    ),
    "factory's instance": task(
      `makePage().render();`,
      `class Page {\n  render() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}\nconst makePage = () => new Page();`,
    ),
  },
  "inline-callback": {
    "array method": task(
      `["a"].map((file) => {\n  return fs.readFileSync(file); // blocks: fs.readFileSync\n});`,
    ),
    then: task(
      `return Promise.resolve("a").then((file) => {\n  return fs.readFileSync(file); // blocks: fs.readFileSync\n});`,
    ),
    "function of a package": task(
      `await withLock("x", async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
      `import { withLock } from "some-lock";`,
    ),
    "method of an argument": task(
      `new Transform({\n  transform(chunk, encoding, done) {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n    done();\n  },\n});`,
      `import { Transform } from "node:stream";`,
    ),
    "new Promise": task(
      `await new Promise((resolve) => {\n  resolve(fs.readFileSync("a")); // blocks: fs.readFileSync\n});`,
    ),
  },
  "named-callback": {
    "array method": task(
      `["a"].map(read);`,
      `function read(file: string) {\n  return fs.readFileSync(file); // blocks: fs.readFileSync\n}`,
    ),
    "callee that calls its parameter": task(
      `twice(read);`,
      `function twice(action: () => void) { action(); action(); }\nfunction read() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    ),
    "bound method": task(
      `await retry(page.render.bind(page));`,
      `import { retry } from "some-retry";\nclass Page {\n  render() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}\nconst page = new Page();`,
    ),
    "property of an argument": task(
      `await retry({ action: read });`,
      `import { retry } from "some-retry";\nfunction read() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    ),
  },
  override: {
    "abstract class made out of a registry of classes": {
      "task.ts": task(
        `const JobClass = jobs[name];\n// @ts-expect-error The registry holds no abstract ones.\nconst job = new JobClass();\nawait job.perform();`,
        `import type { BaseJob } from "./jobs";\ndeclare const jobs: Record<string, typeof BaseJob>;\ndeclare const name: string;`,
      ),
      "jobs.ts": `import fs from "node:fs";\nexport abstract class BaseJob { abstract perform(): unknown; }\nexport class Mail extends BaseJob {\n  perform() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
    },
    interface: task(
      `await save(new Disk());`,
      `interface Storage { save(): void }\nclass Disk implements Storage {\n  save() {\n    fs.writeFileSync("a", "b"); // blocks: fs.writeFileSync\n  }\n}\nconst save = async (storage: Storage) => { storage.save(); };`,
    ),
    "abstract method": {
      "task.ts": task(
        `await queue.process();`,
        `import { Queue } from "./queue";\ndeclare const queue: Queue;\nexport class Mails extends Queue {\n  protected run() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
      ),
      "queue.ts": `export abstract class Queue {\n  protected abstract run(): void;\n  async process() { this.run(); }\n}`,
    },
    "grandchild through an imported name": {
      "task.ts": task(`base.run();`, `import { A as Base } from "./a";\ndeclare const base: Base;`),
      "a.ts": `export class A { run() {} }`,
      "b.ts": `import { A as Parent } from "./a";\nexport class B extends Parent {}`,
      "c.ts": `import fs from "fs";\nimport * as b from "./b";\nexport class C extends b.B {\n  override run() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
    },
    "interface that extends another": task(
      `declare const s: Base;\ns.save();`,
      `interface Base { save(): void }\ninterface More extends Base { load(): void }\nexport class Disk implements More {\n  load() {}\n  save() {\n    fs.writeFileSync("a", "b"); // blocks: fs.writeFileSync\n  }\n}`,
    ),
  },
  construct: {
    constructor: task(
      `new Page();`,
      `class Page {\n  constructor() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
    ),
    "field initialiser": task(
      `new Page();`,
      `class Page {\n  text = fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    ),
    "constructor of a base": task(
      `new Page();`,
      `class Base {\n  constructor() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}\nclass Page extends Base {}`,
    ),
    "class expression": task(
      `new Page();`,
      `const Page = class {\n  text = fs.readFileSync("a"); // blocks: fs.readFileSync\n};`,
    ),
  },
  "wrapped-call": {
    "what a function picks from a Map": task(
      `handlerOf(String(process.pid))();`,
      `const handlers = new Map<string, () => void>([["a", () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}]]);\nfunction handlerOf(name: string) {\n  const handler = handlers.get(name);\n  if (!handler) throw new Error(name);\n  return handler;\n}`,
    ),
    "function that a table keeps the promise of": task(
      `const render = await load("a");\nrender();`,
      `const loaded: Record<string, Promise<() => void>> = {};\nfunction load(name: string) {\n  loaded[name] ??= (async () => {\n    await Promise.resolve(name);\n    return () => {\n      fs.readFileSync(name); // blocks: fs.readFileSync\n    };\n  })();\n  return loaded[name];\n}`,
    ),
    "function given to a wrapper": task(
      `await safe();`,
      `import { wrap } from "some-wrapper";\nconst safe = wrap(async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
    ),
    "closure returned by a builder": task(
      `const render = build("a");\nrender();`,
      `function build(file: string) {\n  return () => {\n    fs.readFileSync(file); // blocks: fs.readFileSync\n  };\n}`,
    ),
    "result that is called at once": task(
      `build("a")();`,
      `const build = (file: string) => () => {\n  fs.readFileSync(file); // blocks: fs.readFileSync\n};`,
    ),
  },
  registry: {
    "what is put into a table, a list and a Set later": task(
      `table[String(process.pid)]!();\nfor (const step of list) step();\nfor (const step of set) step();`,
      `const table: Record<string, () => void> = {};\nconst list: (() => void)[] = [];\nconst set = new Set<() => void>();\ntable["a"] = () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n};\nlist.push(() => {\n  fs.readFileSync("b"); // blocks: fs.readFileSync\n});\nset.add(() => {\n  fs.readFileSync("c"); // blocks: fs.readFileSync\n});`,
    ),
    "table of wrapped functions": task(
      `await handlers[process.argv[2] as "a"]();`,
      `import { traced } from "some-tracing";\nconst handlers: Record<string, () => Promise<void>> = { a: traced(async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}) };`,
    ),
    "table that a method fills with what it is given": {
      "task.ts": `import { Worker } from "bullmq";\nimport { Provider, type Definition } from "./provider";\nexport class Queue extends Provider {\n  private readonly definitions: Record<string, Definition> = {};\n  private readonly worker = new Worker("jobs", async (job) => { await this.process(job.name); });\n  override define(definition: Definition) { this.definitions[definition.id] = { ...definition, enabled: true }; }\n  private async process(id: string) {\n    const definition = this.definitions[id];\n    if (!definition) throw new Error(id);\n    await definition.handler();\n  }\n}`,
      "provider.ts": `export interface Definition { id: string; enabled?: boolean; handler: () => Promise<void> }\nexport abstract class Provider { define(definition: Definition): void { throw new Error(definition.id); } }`,
      "client.ts": `import { Queue } from "./task";\nimport type { Definition, Provider } from "./provider";\nexport class Client<T extends readonly Definition[]> {\n  private readonly provider: Provider = new Queue();\n  constructor(definitions: T) { definitions.forEach((definition) => { this.provider.define(definition); }); }\n}`,
      "app.ts": `import fs from "node:fs";\nimport { Client } from "./client";\nimport type { Definition } from "./provider";\nconst MAILS = { id: "mails", handler: async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} } as const satisfies Definition;\nexport const client = new Client([MAILS] as const);`,
    },
    "table of what classes are given for their static method": {
      "task.ts": task(
        `await table[process.argv[2]!]!();`,
        `import type { Job } from "./job";\nconst table: Record<string, () => Promise<void>> = {};\nexport const register = (job: typeof Job) => { table[job.name] = job.handler; };`,
      ),
      "job.ts": `export class Job { static async handler() {} }`,
      "mails.ts": `import fs from "node:fs";\nimport { Job } from "./job";\nexport class Mails extends Job {\n  static override async handler() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
    },
    "object by key": task(
      `await handlers[process.argv[2] as "a"]();`,
      `const handlers = {\n  a: async () => {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  },\n  b,\n};\nfunction b() {\n  fs.readFileSync("b"); // blocks: fs.readFileSync\n}`,
    ),
    "object by key, through a variable": task(
      `const handle = handlers[process.argv[2] as "a"];\nhandle?.();`,
      `const handlers = { a() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} };`,
    ),
    "module by key": {
      "task.ts": task(`all[process.argv[2] as "render"]();`, `import * as all from "./all";`),
      "all.ts": `import fs from "fs";\nexport function render() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    },
    "array by index": task(
      `steps[process.argv.length]!();`,
      `const steps = [one, () => 2];\nfunction one() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    ),
    "Map made of pairs": task(
      `handlers.get(process.argv[2]!)?.();`,
      `const handlers = new Map<string, () => void>([["a", read]]);\nfunction read() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    ),
    "method of an object by key": task(
      `await jobs[process.argv[2] as "a"].run();`,
      `interface Job { run(): void }\nconst jobs: Record<string, Job> = {\n  a: { run() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  } },\n  b: { run: b },\n};\nfunction b() {\n  fs.readFileSync("b"); // blocks: fs.readFileSync\n}`,
    ),
    "loop over an array": task(
      `for (const step of steps) await step();`,
      `const more = [() => {\n  fs.readFileSync("b"); // blocks: fs.readFileSync\n}];\nconst steps: (() => void)[] = [one, ...more];\nfunction one() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    ),
    "loop over the entries of an object": task(
      `for (const [name, step] of Object.entries(steps)) step(name);`,
      `const steps: Record<string, (name: string) => void> = { one };\nfunction one(name: string) {\n  fs.readFileSync(name); // blocks: fs.readFileSync\n}`,
    ),
    "callback for each of an array": task(
      `steps.forEach(({ run }) => run());\nsteps.map((step) => step.run());`,
      `interface Step { run(): void }\nconst steps: Step[] = [{ run() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} }];`,
    ),
    "one that is looked for": task(
      `steps.find(({ name }) => name === process.argv[2])?.run();`,
      `interface Step { name: string; run(): void }\nconst steps: Step[] = [{ name: "a", run: () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} }];`,
    ),
    "Map that is set, in a class": task(
      `bus.run("a");`,
      `class Bus {\n  private readonly handlers = new Map<string, () => void>();\n  constructor() {\n    this.handlers.set("a", () => {\n      fs.readFileSync("a"); // blocks: fs.readFileSync\n    });\n  }\n  run(name: string) {\n    const handle = this.handlers.get(name);\n    if (handle) handle();\n  }\n}\nconst bus = new Bus();`,
    ),
  },
  "given-call": {
    "handler that a constructor keeps": task(
      `await queue.process();`,
      `class Queue {\n  constructor(private readonly handler: () => void) {}\n  async process() { this.handler(); }\n}\nconst queue = new Queue(() => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n});`,
    ),
    "handler that a constructor assigns": task(
      `await queue.process();`,
      `class Queue {\n  private readonly handler: () => void;\n  constructor(name: string, handler: () => void) { void name; this.handler = handler; }\n  async process() { this.handler(); }\n}\nconst queue = new Queue("a", render);\nfunction render() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`,
    ),
    "member of what a registering function was given": {
      "task.ts": `import { Inngest } from "inngest";\nimport type { Definition } from "./definition";\nconst client = new Inngest({ id: "a" });\nexport const define = (job: Definition) => client.createFunction({ id: job.id }, { event: job.id }, async () => { await job.handler(); });`,
      "definition.ts": `export interface Definition { id: string; handler: () => Promise<void> }`,
      "app.ts": `import fs from "node:fs";\nimport type { Definition } from "./definition";\nimport { define } from "./task";\nconst mails = { id: "mails", handler: async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} } as const satisfies Definition;\ndefine(mails);`,
    },
    "one of two that were handed on in options": {
      "task.ts": `import { Worker } from "bullmq";\nimport { definitions } from "./definitions";\nimport type { Handlers } from "./types";\nasync function processJob(name: string, overrides?: Handlers) {\n  const definition = definitions[name]!;\n  const handler = overrides?.[name] ?? definition.handle;\n  await handler();\n}\nexport const start = ({ overrides }: { overrides?: Handlers }) =>\n  new Worker("jobs", async (job) => { await processJob(job.name, overrides); });`,
      "types.ts": `export type Handlers = Record<string, () => Promise<void>>;\nexport interface Definition { handle: () => Promise<void> }`,
      "definitions.ts": `import fs from "node:fs";\nimport type { Definition } from "./types";\nexport const definitions: Record<string, Definition> = { mails: { handle: async () => {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n} } };`,
      "app.ts": `import fs from "node:fs";\nimport { start } from "./task";\nimport type { Handlers } from "./types";\nconst overrides: Handlers = { mails: async () => {\n  fs.readFileSync("b"); // blocks: fs.readFileSync\n} };\nconst more = (): Handlers => ({ feeds: async () => {\n  fs.readFileSync("c"); // blocks: fs.readFileSync\n} });\nstart({ overrides: { ...overrides, ...more() } });`,
    },
    "instance that a function picks from a Map of instances": {
      "task.ts": task(
        `const processor = processorOf(process.argv[2]!);\nif (processor) await processor.handle();`,
        `import { mails } from "./mails";\nconst processors = new Map<string, { handle(): Promise<void> }>();\nfor (const [name, processor] of Object.entries(mails)) processors.set(name, processor);\nfunction processorOf(name: string) { return processors.get(name); }`,
      ),
      "mails.ts": `import fs from "node:fs";\nclass Mails {\n  async handle() {\n    fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}\nexport const mails = { send: new Mails() };`,
    },
    "instance that satisfies an interface without saying so": task(
      `await save(new Disk());`,
      `interface Storage { save(): void }\nclass Disk {\n  save() {\n    fs.writeFileSync("a", "b"); // blocks: fs.writeFileSync\n  }\n}\nconst save = async (storage: Storage) => { storage.save(); };`,
    ),
  },
  accessor: {
    getter: task(
      `return new Page().text;`,
      `class Page {\n  get text() {\n    return fs.readFileSync("a"); // blocks: fs.readFileSync\n  }\n}`,
    ),
    setter: task(
      `new Page().text = "b";`,
      `class Page {\n  set text(value: string) {\n    fs.writeFileSync("a", value); // blocks: fs.writeFileSync\n  }\n}`,
    ),
  },
  "tagged-template": {
    tag: task(
      "return html`<p>`;",
      `function html(parts: TemplateStringsArray) {\n  return fs.readFileSync(parts.join("")); // blocks: fs.readFileSync\n}`,
    ),
  },
};

/** What is kept under a class is an instance of it only where a container gives it. */
const noContainer: Record<string, Sources> = {
  "a table of the project": {
    "task.ts": task(
      `table.get(Mailer).send();`,
      `import { Mailer } from "./mailer";\ndeclare const table: any;`,
    ),
    "mailer.ts": `import fs from "fs";\nexport class Mailer { send() { fs.readFileSync("a"); } }`,
  },
  "Node itself": {
    "task.ts": task(
      `(storage as any).get(Mailer).send();`,
      `import { AsyncLocalStorage } from "node:async_hooks";\nimport { Mailer } from "./mailer";\nconst storage = new AsyncLocalStorage();`,
    ),
    "mailer.ts": `import fs from "fs";\nexport class Mailer { send() { fs.readFileSync("a"); } }`,
  },
};

/** Classes that implement an interface, and of which no task can meet an instance. */
const notInstantiated: Record<string, Sources> = {
  "declared by a test": {
    "task.ts": task(
      `storage.save();`,
      `import type { Storage } from "./storage";\ndeclare const storage: Storage;`,
    ),
    "storage.ts": `export interface Storage { save(): void }`,
    "storage.test.ts": `import fs from "fs";\nimport type { Storage } from "./storage";\nexport class Fake implements Storage { save() { fs.readFileSync("a"); } }`,
  },
  "named by nobody": task(
    `storage.save();`,
    `interface Storage { save(): void }\nclass Unused implements Storage { save() { fs.readFileSync("a"); } }\ndeclare const storage: Storage;`,
  ),
  "abstract, with none below it": task(
    `storage.save();`,
    `interface Storage { save(): void }\nexport abstract class Unused implements Storage { save() { fs.readFileSync("a"); } }\ndeclare const storage: Storage;`,
  ),
};

describe("the edges", () => {
  it.each(Object.entries(notInstantiated))("lead into no class that is %s", (_, sources) => {
    expectMarked(sources);
  });

  it.each(Object.entries(noContainer))("take no container for what is %s", (_, sources) => {
    expectMarked(sources);
  });

  it("follow a function through many hands, each of which passes it to all the others", () => {
    const HANDS = 40;
    const names = Array.from({ length: HANDS }, (_, index) => `hand${index}`);
    const hands = names.map(
      (name) =>
        `function ${name}(job: Job, left: number): void {\n  if (left === 0) job.run();\n${names.map((other) => `  ${other}(job, left - 1);`).join("\n")}\n}`,
    );
    const start = `const mail: Job = { run: read };\nfunction read() {\n  fs.readFileSync("a"); // blocks: fs.readFileSync\n}`;
    expectMarked(task(`hand0(mail, 3);`, `interface Job { run(): void }\n${hands.join("\n")}\n${start}`));
  });

  it("all have samples", () => {
    expect(Object.keys(samples).sort()).toEqual(edges.map(({ kind }) => kind).sort());
  });

  const cases = Object.entries(samples).flatMap(([kind, programs]) =>
    Object.entries(programs).map(([name, sources]) => ({ kind, name, sources })),
  );

  it.each(cases)("$kind: $name", ({ sources }) => {
    expectMarked(sources);
  });

  it.each(cases)("$kind alone finds: $name", ({ kind, sources }) => {
    const all = findingsIn(sources).length;
    expect(findingsIn(sources, { without: kind }).length).toBeLessThan(all);
  });
});
