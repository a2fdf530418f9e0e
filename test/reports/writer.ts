import { openReportStore } from "../../src/reports/store.js";
import { sampleReport } from "./sample.js";

/** Writes reports until it has written so many, or is killed; their advice names the writer and pads the line. */
const [dir = "", name = "", count = "0"] = process.argv.slice(2);
const store = openReportStore(dir);
process.stdout.write("started\n");
for (let index = 0; index < Number(count); index += 1) {
  store.append(sampleReport({ id: `${name}-${index}`, advice: name.repeat(500) }));
  if (index % 7 === 0) await store.flush();
}
await store.close();
