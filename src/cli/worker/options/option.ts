import { Option } from "commander";

/** What an option is called elsewhere. */
interface Names {
  /** In `loopward.config.*`, below `worker` but for the broker and the guard; null: on the command line only. */
  readonly config: string | null;
  /** Celery's own name, where it has the option. */
  readonly celery?: string;
  /** What holds where nobody says it, as text. */
  readonly usual?: string;
  readonly choices?: readonly string[];
  readonly parse?: (text: string, earlier: never) => unknown;
}

/** An option of `loopward worker`, with what its documentation says of it. */
export class WorkerOption extends Option {
  /** Its path in the configuration file; null: it has none. */
  readonly config: string | null;
  readonly celery: string | null;
  readonly usual: string | null;
  /** What it does, in a sentence without its default. */
  readonly does: string;

  constructor(flags: string, does: string, { config, celery, usual, choices, parse }: Names) {
    super(flags, usual === undefined ? does : `${does} (${usual})`);
    this.does = does;
    this.config = config === null || /^(broker|guard\.)/.test(config) ? config : `worker.${config}`;
    this.celery = celery ?? null;
    this.usual = usual ?? null;
    if (choices) this.choices(choices);
    if (parse) this.argParser(parse as (text: string, earlier: unknown) => unknown);
    // A switch has no value that an environment could give; what removes jobs is not left to one either.
    if (this.required || this.optional) this.env(environmentName(this.long!));
  }

  /** The environment variable that gives its value, too; null: there is none. */
  get variable(): string | null {
    return this.envVar ?? null;
  }
}

function environmentName(flag: string): string {
  return `LOOPWARD_${flag.replace(/^--/, "").replaceAll("-", "_").toUpperCase()}`;
}
