import { noUnboundedParse } from "../../rules/no-unbounded-parse.js";
import { handler, testRule } from "./support/rule-tester.js";

const READ = `import { readFile } from "node:fs/promises";`;
const WHOLE = `await readFile("a", "utf8")`;

function whole(body: string, before = READ) {
  return { code: handler(body, before), errors: [{ messageId: "whole", suggestions: [] }] } as const;
}

function awaited(body: string, before = "") {
  return { code: handler(body, before), errors: [{ messageId: "awaited", suggestions: [] }] } as const;
}

function refused(before: string, after: string) {
  const suggestions = [{ messageId: "refuse", output: handler(after, READ) }];
  return { code: handler(before, READ), errors: [{ messageId: "whole", suggestions }] } as const;
}

testRule("no-unbounded-parse", noUnboundedParse, {
  valid: [
    `import { readFileSync } from "fs"; export const a = JSON.parse(readFileSync("a", "utf8"));`,
    handler(`JSON.parse(input);`),
    handler(`JSON.parse("{}");`),
    handler(`JSON.stringify(${WHOLE});`, READ),
    handler(`const text = ${WHOLE}; if (text.length > 1000) return; JSON.parse(text);`, READ),
    handler(
      `const bytes = await readFile("a"); if (bytes.byteLength < 1000) JSON.parse(bytes.toString());`,
      READ,
    ),
    handler(
      `if ((await stat("a")).size >= 1000) return; JSON.parse(${WHOLE});`,
      `${READ}\ndeclare function stat(a: string): any;`,
    ),
    handler(
      `const r = await fetch("a"); if (Number(r.headers.get("content-length")) > 1000) return; return r.json();`,
    ),
    handler(`return got("a", { maxResponseSize: 1000 }).json();`, `import got from "got";`),
    handler(`return input.json();`),
    handler(`return input.json({ a: 1 });`),
    handler(`return new Report().json();`, `class Report { json() { return {}; } }`),
    handler(`pipeline(input, parse());`, `import { parse } from "csv-parse";\ndeclare const pipeline: any;`),
    { code: handler(`JSON.parse(${WHOLE});`, READ), options: [{ ignore: ["JSON.parse"] }] },
    { code: handler(`return (await fetch("a")).json();`), options: [{ awaited: false }] },
    handler(`dump(${WHOLE});`, `${READ}\nimport { dump } from "js-yaml";`),
  ],
  invalid: [
    whole(`JSON.parse(${WHOLE});`),
    whole(`return JSON.parse((await readFile("a")).toString("utf8"));`),
    whole(`const r = await fetch("a"); return JSON.parse(await r.text());`, ""),
    whole(`return load(${WHOLE});`, `${READ}\nimport { load } from "js-yaml";`),
    whole(`return parse(${WHOLE});`, `${READ}\nimport { parse } from "csv-parse/sync";`),
    whole(`return Papa.parse(${WHOLE});`, `${READ}\nimport Papa from "papaparse";`),
    whole(`return new XMLParser().parse(${WHOLE});`, `${READ}\nimport { XMLParser } from "fast-xml-parser";`),
    whole(`return parseStringPromise(${WHOLE});`, `${READ}\nimport { parseStringPromise } from "xml2js";`),
    whole(`return parse(${WHOLE});`, `${READ}\nimport { parse } from "yaml";`),
    whole(`return xml2json(${WHOLE});`, `${READ}\nimport { xml2json } from "xml-js";`),
    whole(
      `input.map(load);`,
      `import { readFileSync } from "fs";\nfunction load(a: string) { return JSON.parse(readFileSync(a, "utf8")); }`,
    ),
    awaited(`const r = await fetch("a"); return r.json();`),
    awaited(`return (await fetch("a")).json();`),
    awaited(`return read(input);`, `function read(r: Response) { return r.json(); }`),
    awaited(`return (await request("a")).body.json();`, `import { request } from "undici";`),
    awaited(`return got("a").json();`, `import got from "got";`),
    awaited(`return readJson("a");`, `import { readJson } from "fs-extra";`),
    awaited(`return fse.readJson("a");`, `import fse from "fs-extra";`),
    awaited(`return loadJsonFile("a");`, `import { loadJsonFile } from "load-json-file";`),
    refused(
      `const text = ${WHOLE}; return JSON.parse(text);`,
      `const text = ${WHOLE}; if (text.length > 1_000_000) throw new RangeError("text is too long"); return JSON.parse(text);`,
    ),
    refused(
      `const text = ${WHOLE};\n  const a = JSON.parse(text);`,
      `const text = ${WHOLE};\n  if (text.length > 1_000_000) throw new RangeError("text is too long");\n  const a = JSON.parse(text);`,
    ),
    {
      name: "tells the way there",
      code: handler(`await helper();`, `${READ}\nasync function helper() { return JSON.parse(${WHOLE}); }`),
      errors: [
        {
          messageId: "whole",
          line: 3,
          data: {
            api: "JSON.parse",
            instead: "a streaming parser, smaller messages, or a worker thread",
            reach: "Task `t` reaches it: run file.ts:5 → helper file.ts:3.",
          },
          suggestions: [],
        },
      ],
    },
  ],
});
