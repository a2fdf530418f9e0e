// A TypeScript program that knows nothing of the guard, run by tsx.
import { execSync } from "node:child_process";

interface Outcome {
  readonly bytes: number;
}

function work(): void {
  const outcome: Outcome = { bytes: execSync("sleep 0.25").length }; // here: typescript
  process.exitCode = outcome.bytes + 6;
}

setTimeout(work, 50); // here: timer
