/** `loopward check` as it ships, measured from inside: `node run-check.js CLI FOLDER`. The last line of stderr is the measurement. */
import { writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [cli, folder] = process.argv.slice(2);
process.chdir(folder);
process.argv = [process.argv[0], cli, "check", "--format", "json"];
process.once("exit", (code) => {
  writeSync(2, `${JSON.stringify({ code, megabytes: process.resourceUsage().maxRSS / 1024 })}\n`);
});
await import(pathToFileURL(cli).href);
