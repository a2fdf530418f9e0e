import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify, stripVTControlCharacters } from "node:util";
import { prettyFactory } from "pino-pretty";
import { format } from "prettier";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = join(root, "README.md");
const START = "<!-- session: begin (written by npm run docs:session) -->";
const END = "<!-- session: end -->";

const FILES = {
  "package.json": '{ "type": "module" }\n',
  "tasks.ts": `import { defineTask } from "loopward";
import { shrink } from "./image.js";

export const thumbnail = defineTask({
  name: "thumbnail",
  run: (image: string) => shrink(image),
});
`,
  "image.ts": `import { execSync } from "node:child_process";

export function shrink(image: string): string {
  execSync("sleep 0.8"); // what the converter takes
  return \`\${image}, shrunk\`;
}
`,
};

const FIXED = `import { exec } from "node:child_process";
import { promisify } from "node:util";

export async function shrink(image: string): Promise<string> {
  await promisify(exec)("sleep 0.8"); // what the converter takes
  return \`\${image}, shrunk\`;
}
`;

/** How a worker's log looks on a terminal. */
const onTerminal = prettyFactory({
  colorize: false,
  translateTime: "SYS:HH:MM:ss.l",
  ignore: "pid,hostname",
  hideObject: true,
});

/**
 * Plays the session of the README with the built command line in a new folder: what a terminal shows, as text.
 * @param broker the broker's address
 */
export async function playSession(broker: string): Promise<string> {
  const session = await Session.begin(broker);
  try {
    await session.play("loopward check");
    await session.startWorker("loopward worker -A tasks.ts --guard --reports before");
    await session.play("loopward send thumbnail '\"cat.png\"' --wait");
    await session.workerSays(/stall: thumbnail/);
    await session.endWorker();
    const [report] = JSON.parse(
      await session.run("loopward reports --reports before --task thumbnail --format json"),
    ) as { id: string }[];
    await session.play(`loopward reports show ${report?.id.slice(0, 8)} --reports before`);
    await session.fix();
    await session.play("loopward check");
    await session.startWorker("loopward worker -A tasks.ts --guard --reports after");
    await session.play("loopward send thumbnail '\"cat.png\"' --wait");
    await session.endWorker();
    await session.play("loopward reports diff before after --task thumbnail");
    return session.text();
  } finally {
    await session.end();
  }
}

class Session {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #shown: string[] = [];
  #worker: { child: ChildProcess; said: string[] } | null = null;

  private constructor(folder: string, broker: string) {
    this.#folder = folder;
    this.#env = { ...process.env, LOOPWARD_BROKER: broker, LOOPWARD_HOSTNAME: "worker", NO_COLOR: "1" };
  }

  static async begin(broker: string): Promise<Session> {
    const folder = await mkdtemp(join(tmpdir(), "loopward-session-"));
    await mkdir(join(folder, "node_modules"));
    await symlink(root, join(folder, "node_modules/loopward"));
    for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
    const session = new Session(folder, broker);
    await session.#git("init", "--quiet");
    await session.#git("add", "image.ts");
    return session;
  }

  /** A command and what it prints. */
  async play(command: string): Promise<void> {
    this.#shown.push(`$ npx ${command}\n${(await this.run(command)).trimEnd()}\n`);
  }

  async run(command: string): Promise<string> {
    const done = await promisify(execFile)(process.execPath, wordsOf(command), {
      cwd: this.#folder,
      env: this.#env,
    }).catch((error: { stdout: string; stderr: string }) => error);
    return done.stdout + done.stderr;
  }

  /** Begins to show the worker's log, until `endWorker`. */
  async startWorker(command: string): Promise<void> {
    const child = spawn(process.execPath, wordsOf(command), {
      cwd: this.#folder,
      env: this.#env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) =>
      said.push(stripVTControlCharacters(onTerminal(line) ?? "")),
    );
    this.#worker = { child, said };
    this.#shown.push(`$ npx ${command} &`);
    await this.workerSays(/ready/);
  }

  /** Shows the line of the worker's log that matches, once it is there. */
  async workerSays(pattern: RegExp): Promise<void> {
    const { child, said } = this.#worker!;
    const deadline = Date.now() + 40_000;
    for (;;) {
      const line = said.find((each) => pattern.test(each));
      if (line !== undefined) return void this.#shown.push(`${line.trimEnd()}\n`);
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`the worker said only:\n${said.join("")}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async endWorker(): Promise<void> {
    const { child } = this.#worker!;
    this.#worker = null;
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
  }

  async fix(): Promise<void> {
    await writeFile(join(this.#folder, "image.ts"), FIXED);
    this.#shown.push(
      `$ git diff --unified=0 image.ts\n${(await this.#git("diff", "--unified=0", "image.ts")).trimEnd()}\n`,
    );
  }

  text(): string {
    return this.#shown.join("\n").trimEnd();
  }

  async end(): Promise<void> {
    if (this.#worker) await this.endWorker();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #git(...args: string[]): Promise<string> {
    return (await promisify(execFile)("git", args, { cwd: this.#folder })).stdout;
  }
}

/** `loopward send x '"y"'` as what Node is given. */
function wordsOf(command: string): string[] {
  const [, ...words] = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
  return [join(root, "dist/src/cli/main.js"), ...words];
}

/** The session with what differs from one time to the next left out: ids, times, durations, process ids, versions, frames that are not the app's. */
export function withoutFigures(session: string): string {
  return (
    session
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
      .replace(/(?<=show )[0-9a-f]{8}/g, "<id>")
      .replace(/\d{4}-\d\d-\d\d/g, "<date>")
      .replace(/\d\d:\d\d:\d\d(\.\d{3})?/g, "<time>")
      .replace(/\d+(\.\d+)? (ms|s)\b/g, "<duration>")
      .replace(/process \d+ on \S+, Node v[\d.]+/g, "process <pid> on <machine>, Node <version>")
      // On a busy machine the call is blamed from its breadcrumb, without a look at the stack above it.
      .replace(/^ +… \d+ frames? of Node and packages\n/gm, "")
      // And what Node does before and after the call takes long enough there to be seen.
      .replace(/^ +\d+ % +\S+ \(node:\S+\)\n/gm, "")
      .replace(/broker \S+/g, "broker <broker>")
      .replace(/ {2,}/g, "  ")
  );
}

/** The session as it stands in the README. */
export async function sessionOfReadme(): Promise<string> {
  const [, after = ""] = (await readFile(readme, "utf8")).split(START);
  return /```console\n([\s\S]*?)\n```/.exec(after.split(END)[0] ?? "")?.[1] ?? "";
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await readFile(readme, "utf8");
  const session = await playSession(process.env.LOOPWARD_BROKER ?? "embedded:.loopward");
  const before = text.slice(0, text.indexOf(START));
  const after = text.slice(text.indexOf(END));
  const whole = `${before}${START}\n\n\`\`\`console\n${session}\n\`\`\`\n\n${after}`;
  await writeFile(readme, await format(whole, { parser: "markdown", printWidth: 110 }));
}
