import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Of ten files one registers a task; the others are what it calls, five deep. */
const LAYERS = [
  "tasks",
  "services",
  "services",
  "services",
  "stores",
  "stores",
  "views",
  "views",
  "text",
  "text",
];

/**
 * Writes a project of `count` TypeScript files: BullMQ workers that call services, which use stores and views through interfaces,
 * callbacks and generics, as such projects do. Each layer calls the next one; one text module of twenty reads a file at once.
 * @param packages the `node_modules` it uses
 */
export function generateProject(folder: string, count: number, packages: string): void {
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  write("package.json", `{ "type": "module" }\n`);
  write("tsconfig.json", TSCONFIG);
  symlinkSync(packages, join(folder, "node_modules"), "junction");
  for (let index = 0; index < count; index += 1) {
    const layer = LAYERS[index % LAYERS.length] ?? "text";
    write(`src/${layer}/m${index}.ts`, sources[layer as keyof typeof sources](index, count));
  }
}

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: "ES2023",
    module: "NodeNext",
    moduleResolution: "NodeNext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  },
  include: ["src"],
});

/** The module of a layer that module `index` uses: near it, so that every module is used by some. */
function used(index: number, offset: number, count: number): number {
  return Math.min(index + offset, count - LAYERS.length + ((index + offset) % LAYERS.length));
}

const sources = {
  tasks: (i: number, n: number) => {
    const service = used(i, 1, n);
    return `import { Worker, type Job } from "bullmq";
import { Service${service} } from "../services/m${service}.js";

interface Input${i} { readonly id: string; readonly tags: readonly string[]; readonly limit?: number }

const service = new Service${service}("queue-${i}");

export const worker${i} = new Worker<Input${i}, number>("queue-${i}", async (job: Job<Input${i}, number>) => {
  const results = await Promise.all(job.data.tags.map(async (tag) => service.handle(tag, job.data.limit ?? 10)));
  await job.updateProgress(results.length);
  return results.reduce((sum, { size }) => sum + size, 0);
});
`;
  },
  services: (i: number, n: number) => {
    const store = used(i, 3, n);
    const next = LAYERS[(i + 1) % LAYERS.length] === "services" ? i + 1 : undefined;
    const import_ = next === undefined ? "" : `import { Service${next} } from "./m${next}.js";\n`;
    const more =
      next === undefined ? "" : `    await new Service${next}(this.name).handle(key, limit - 1);\n`;
    const layer = LAYERS[store % LAYERS.length] ?? "stores";
    const [Store, method] = layer === "stores" ? [`Store${store}`, "find"] : [`View${store}`, "show"];
    return `import { ${Store} } from "../${layer}/m${store}.js";
${import_}
export interface Handled${i} { readonly key: string; readonly size: number; readonly parts: Map<string, number> }

export class Service${i} {
  private readonly store = new ${Store}();
  private readonly seen = new Map<string, Handled${i}>();

  constructor(private readonly name: string) {}

  async handle(key: string, limit: number): Promise<Handled${i}> {
    const known = this.seen.get(key);
    if (known) return known;
    const rows = await this.store.${method}(key, limit);
    const parts = new Map(rows.map((row) => [row.name, row.value] as const));
    const size = [...parts.values()].filter((value) => value > 0).reduce((sum, value) => sum + value, 0);
    const handled: Handled${i} = { key: \`\${this.name}:\${key}\`, size, parts };
    if (limit > 0) this.seen.set(key, handled);
${more}    return handled;
  }

  forget(predicate: (handled: Handled${i}) => boolean): string[] {
    const gone = [...this.seen.entries()].filter(([, handled]) => predicate(handled)).map(([key]) => key);
    gone.forEach((key) => this.seen.delete(key));
    return gone;
  }
}
`;
  },
  stores: (i: number, n: number) => {
    const text = used(i, 4, n);
    return `import { measure${text}, type Measured${text} } from "../text/m${text}.js";

export interface Row${i} { readonly name: string; readonly value: number; readonly meta?: Measured${text} }

interface Source${i} { load(key: string): Promise<Row${i}[]> }

class Memory${i} implements Source${i} {
  readonly #rows = new Map<string, Row${i}[]>();
  load(key: string): Promise<Row${i}[]> {
    return Promise.resolve(this.#rows.get(key) ?? []);
  }
}

class Computed${i} implements Source${i} {
  async load(key: string): Promise<Row${i}[]> {
    const meta = await measure${text}(key);
    return [{ name: key, value: meta.words, meta }];
  }
}

export class Store${i} {
  constructor(private readonly sources: readonly Source${i}[] = [new Memory${i}(), new Computed${i}()]) {}

  async find(key: string, limit: number): Promise<Row${i}[]> {
    const found: Row${i}[] = [];
    for (const source of this.sources) {
      const rows = await source.load(key);
      found.push(...rows.filter(({ value }) => value >= 0).slice(0, limit));
    }
    return found.sort((a, b) => a.name.localeCompare(b.name));
  }
}
`;
  },
  views: (i: number, n: number) => {
    const text = used(i, 2, n);
    return `import { measure${text} } from "../text/m${text}.js";

export type Shown${i} = { readonly name: string; readonly value: number };

async function each<T, R>(items: readonly T[], action: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) results.push(await action(item, index));
  return results;
}

export class View${i} {
  async show(key: string, limit: number): Promise<Shown${i}[]> {
    const words = key.split(/\\s+/).slice(0, limit);
    return each(words, async (word, index) => {
      const { words: value } = await measure${text}(word);
      return { name: \`\${index}-\${word}\`, value };
    });
  }
}
`;
  },
  text: (i: number) => {
    const reading =
      i % 200 === 9
        ? `  const template = readFileSync("template-${i}.txt", "utf8");\n`
        : `  const template = "";\n`;
    const import_ = i % 200 === 9 ? `import { readFileSync } from "node:fs";\n` : "";
    return `${import_}export interface Measured${i} { readonly words: number; readonly longest: string; readonly counts: Record<string, number> }

const normalise = (text: string): string => text.normalize("NFC").trim().toLowerCase();

export async function measure${i}(text: string): Promise<Measured${i}> {
${reading}  const words = normalise(\`\${template} \${text}\`).split(" ");
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), "");
  await Promise.resolve();
  return { words: words.length, longest, counts };
}
`;
  },
};
