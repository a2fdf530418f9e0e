import { CommanderError, type Command } from "commander";
// The built one, which finds its own package.json.
import { program } from "../../../dist/src/cli/program.js";

/** The lines of a shell script, those that go on with `\` joined, without comments. */
export function linesOf(script: string): string[] {
  return script
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter(Boolean);
}

/** The commands `loopward …` of a line, as words: `npx`, variables before it and what the shell takes are left out. */
export function loopwardCommands(line: string): string[][] {
  return line
    .split(/\s(?:&&|\|\||\||;)\s/)
    .map((command) => command.replace(/^(?:\w+=\S+\s+)*(?:npx\s+)?/, "").replace(/\s+(?:&|>\s*\S+)$/, ""))
    .filter((command) => /^loopward(\s|$)/.test(command))
    .map((command) =>
      [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)]
        .map(([, single, double, plain]) => single ?? double ?? plain ?? "")
        .slice(1),
    );
}

/** Parses a command as the command line does, and carries nothing out. @returns what is wrong with it; null: nothing */
export async function wrongWith(words: readonly string[]): Promise<string | null> {
  const command = program(() => undefined);
  eachCommand(command, (each) => {
    each.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    if (each !== command) each.action(() => undefined);
  });
  try {
    await command.parseAsync([...words], { from: "user" });
    return null;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return null;
    return (error as Error).message;
  }
}

/** The options of a text like `loopward check --since main` that its command does not have. */
export function unknownOptions(text: string): string[] {
  let command: Command = program(() => undefined);
  const known = new Set(["--help", "--version"]);
  for (const word of text.split(/\s+/).slice(1)) {
    for (const { long } of command.options) known.add(long ?? "");
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) break;
    command = next;
  }
  eachCommand(command, ({ options }) => options.forEach(({ long }) => known.add(long ?? "")));
  return [...text.matchAll(/(?<=\s\[?)(--[a-z][a-z-]*)/g)].flatMap(([, long = ""]) =>
    known.has(long) ? [] : [long],
  );
}

function eachCommand(command: Command, look: (each: Command) => void): void {
  look(command);
  for (const each of command.commands) eachCommand(each, look);
}
