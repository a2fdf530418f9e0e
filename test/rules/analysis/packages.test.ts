import { describe, it } from "vitest";
import { expectMarked, task, type Sources } from "../support/findings.js";
import { BARE_FOLDER } from "../support/program.js";

/** None of these packages is installed: their imports are all there is to know them by. */
const blocking: Record<string, Sources> = {
  "function of a namespace": task(
    `XLSX.read(job);  // blocks: xlsx.read`,
    `import * as XLSX from "xlsx";\ndeclare const job: any;`,
  ),
  "function of a default import": task(
    `const rows = XLSX.utils.sheet_to_json(sheet); // blocks: xlsx.utils.sheet_to_json`,
    `import XLSX from "xlsx";\ndeclare const sheet: any;`,
  ),
  "function of an exported object, destructured": task(
    `utils.aoa_to_sheet([]); // blocks: @e965/xlsx.utils.aoa_to_sheet`,
    `import { utils } from "@e965/xlsx";`,
  ),
  "method of a member of an instance": task(
    `const book = new ExcelJS.Workbook();\nawait book.xlsx.readFile("a"); // blocks: exceljs.Workbook#xlsx.readFile`,
    `import ExcelJS from "exceljs";`,
  ),
  "method of a typed parameter": task(
    `await save(null!);`,
    `import type { Workbook } from "exceljs";\nasync function save(book: Workbook) {\n  return book.xlsx.writeBuffer(); // blocks: exceljs.Workbook#xlsx.writeBuffer\n}`,
  ),
  "method of what a static method makes": task(
    `const doc = await PDFDocument.load(bytes); // blocks: pdf-lib.PDFDocument.load\nawait doc.save(); // blocks: pdf-lib.PDFDocument#save`,
    `import { PDFDocument } from "pdf-lib";\ndeclare const bytes: Uint8Array;`,
  ),
  "method at the end of a chain of calls": task(
    `unified().use(parse).use(stringify).processSync("# a"); // blocks: unified.Processor#processSync`,
    `import { unified } from "unified";\nimport parse from "remark-parse";\nimport stringify from "remark-stringify";`,
  ),
  "method of a prepared statement": task(
    `db.prepare("select 1").all(); // blocks: better-sqlite3.Statement#all`,
    `import Database from "better-sqlite3";\nconst db = new Database("a");`,
  ),
  "method of what a function of the project makes": task(
    `const book = makeBook();\nawait book.xlsx.readFile("a"); // blocks: exceljs.Workbook#xlsx.readFile`,
    `import ExcelJS from "exceljs";\nconst makeBook = () => { const book = new ExcelJS.Workbook(); return book; };`,
  ),
  "method of what an async function of another file makes": {
    "task.ts": task(
      `const book = await makeBook();\nawait book.xlsx.readFile("a"); // blocks: exceljs.Workbook#xlsx.readFile`,
      `import { makeBook } from "./book";`,
    ),
    "book.ts": `import { Workbook } from "exceljs";\nexport async function makeBook() { return new Workbook(); }`,
  },
  "method of what a function says it returns": task(
    `const book = await makeBook();\nawait book.xlsx.readFile("a"); // blocks: exceljs.Workbook#xlsx.readFile`,
    `import type { Workbook } from "exceljs";\ndeclare const books: any;\nasync function makeBook(): Promise<Workbook> { return books.at(-1); }`,
  ),
  "method of what a variable is given later": task(
    `await cached().xlsx.readFile("a"); // blocks: exceljs.Workbook#xlsx.readFile`,
    `import { Workbook } from "exceljs";\nlet book: ReturnType<typeof make> | undefined;\nfunction make() { return new Workbook(); }\nfunction cached() {\n  if (!book) book = make();\n  return book;\n}`,
  ),
  "method of what a field is given in the constructor": task(
    `new Report().write();`,
    `import { Workbook } from "exceljs";\nclass Report {\n  private book;\n  constructor() { this.book = new Workbook(); }\n  write() {\n    return this.book.xlsx.writeBuffer(); // blocks: exceljs.Workbook#xlsx.writeBuffer\n  }\n}`,
  ),
  "method of a parameter that may be missing": task(
    `await save(null!);`,
    `import type { Workbook } from "exceljs";\nasync function save(book: Workbook | undefined) {\n  return book?.xlsx.writeBuffer(); // blocks: exceljs.Workbook#xlsx.writeBuffer\n}`,
  ),
  "method of one of two": task(
    `const book = given ?? new Workbook();\nawait book.xlsx.readFile("a"); // blocks: exceljs.Workbook#xlsx.readFile`,
    `import { Workbook } from "exceljs";\ndeclare const given: any;`,
  ),
  "module that is a function": task(
    `pixelmatch(a, b, null, 1, 1); // blocks: pixelmatch`,
    `import pixelmatch from "pixelmatch";\ndeclare const a: Uint8Array, b: Uint8Array;`,
  ),
  "module that is a function, by require": task(
    `sanitize("<p>"); // blocks: sanitize-html`,
    `const sanitize = require("sanitize-html");`,
  ),
  "module that is a class": task(
    `const zip = new AdmZip("a.zip"); // blocks: new adm-zip\nzip.extractAllTo("b"); // blocks: adm-zip.AdmZip#extractAllTo`,
    `import AdmZip from "adm-zip";`,
  ),
  "module that is a class, by require": task(
    `new AdmZip("a.zip"); // blocks: new adm-zip`,
    `const AdmZip = require("adm-zip");`,
  ),
  "function that a function returns": task(
    `return template({}); // blocks: handlebars.compile()`,
    `import Handlebars from "handlebars";\nconst template = Handlebars.compile("");`,
  ),
  "function of a static of a static": task(
    `PNG.sync.read(bytes); // blocks: pngjs.PNG.sync.read`,
    `import { PNG } from "pngjs";\ndeclare const bytes: Buffer;`,
  ),
  "file inside of a package": task(
    `pdf(bytes); // blocks: pdf-parse/lib/pdf-parse.js`,
    `import pdf from "pdf-parse/lib/pdf-parse.js";\ndeclare const bytes: Buffer;`,
  ),
  "file inside of a package that the catalogue does not name": task(
    `parse("<p>"); // blocks: node-html-parser.parse`,
    `import { parse } from "node-html-parser/dist/index.js";`,
  ),
  "option that makes it synchronous": task(
    `tar.x({ file: "a.tar", sync: true }); // blocks: tar.x`,
    `import * as tar from "tar";`,
  ),
  "text, where a stream would not block": task(
    `Papa.parse("a,b"); // blocks: papaparse.parse`,
    `import Papa from "papaparse";`,
  ),
  "promise that does not help": task(
    `await bcrypt.hash("a", 10); // blocks: bcryptjs.hash`,
    `import bcrypt from "bcryptjs";`,
  ),
  "what a package hands on from node:fs": task(
    `fse.readFileSync("a"); // blocks: fs.readFileSync\nfse.copySync("a", "b"); // blocks: fs-extra.copySync`,
    `import fse from "fs-extra";`,
  ),
  "small as a rule, of a whole file": task(
    `load(await readFile("a", "utf8")); // blocks: js-yaml.load`,
    `import { readFile } from "node:fs/promises";\nimport { load } from "js-yaml";`,
  ),
};

const decoys: Record<string, Sources> = {
  "small as a rule": task(
    `cloneDeep({});\nload("a: 1");`,
    `import { cloneDeep } from "lodash";\nimport { load } from "js-yaml";`,
  ),
  "same name of another package": task(`read("a");`, `import { read } from "some-package";`),
  "asynchronous of the same package": task(`await tar.x({ file: "a.tar" });`, `import * as tar from "tar";`),
  "streaming reader of the same package": task(
    `const reader = new ExcelJS.stream.xlsx.WorkbookReader("a", {});\nawait reader.read();`,
    `import ExcelJS from "exceljs";`,
  ),
  "streaming parser of the same package": task(`parse({});`, `import { parse } from "csv-parse";`),
  "stream for what blocks on a text": task(
    `Papa.parse(stream, {});`,
    `import Papa from "papaparse";\ndeclare const stream: { pipe(): void };`,
  ),
  "callback for what blocks without": task(
    `jwt.sign({}, "a", () => {}); for (;;) jwt.sign({}, "a", done);`,
    `import jwt from "jsonwebtoken";\nfunction done() {}`,
  ),
  "method of a package called on something else": task(`new Set([1]).values().all;\n({ save() {} }).save();`),
  "native module on the thread pool": task(
    `await bcrypt.hash("a", 10); await sharp("a").resize(1).toBuffer();`,
    `import bcrypt from "bcrypt";\nimport sharp from "sharp";`,
  ),
};

describe("packages", () => {
  it.each(Object.entries(blocking))("block by their catalogue: %s", (_, sources) => {
    expectMarked(sources, { folder: BARE_FOLDER });
  });

  it.each(Object.entries(decoys))("do not block: %s", (_, sources) => {
    expectMarked(sources, { folder: BARE_FOLDER });
  });
});
