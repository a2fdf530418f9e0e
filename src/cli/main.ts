#!/usr/bin/env node
import { program } from "./program.js";
import { outcomeOf } from "./exit-code.js";

// The one place that decides the exit code: commands report theirs, errors are translated.
try {
  await program((exitCode) => {
    process.exitCode = exitCode;
  }).parseAsync();
} catch (error) {
  const { exitCode, message } = outcomeOf(error);
  if (message !== null) process.stderr.write(`${message}\n`);
  process.exitCode = exitCode;
}
