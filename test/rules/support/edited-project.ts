/** A project that is edited flag by flag: every kind of edit that can change what a task reaches. */
export type Flags = Readonly<Partial<Record<Flag, boolean>>>;

export type Flag = (typeof flags)[number];

export const flags = [
  "comment",
  "read blocks",
  "export is renamed",
  "call is removed",
  "implementation exists",
  "implementation implements",
  "injected class is another",
  "re-export leads elsewhere",
  "returned class is another",
  "return type is written",
  "wrapper drops its parameter",
  "callee calls its parameter",
  "registration is removed",
  "handler is another",
  "task is renamed",
  "table holds more",
  "map is filled elsewhere",
  "getter exists",
  "input is a file",
  "vendor is own",
  "mark is set",
  "script exports more",
  "field gets its type in the constructor",
  "globals are declared",
  "default parameter blocks",
  "base class has a method",
] as const;

/** The declarations that the language needs, and no more: a Program of these takes milliseconds. */
const LIBRARY = `
interface Array<T> { length: number; [n: number]: T; map<R>(f: (each: T) => R): R[]; forEach(f: (each: T) => void): void }
interface Boolean {} interface CallableFunction {} interface Function { bind(of: any): any } interface IArguments {}
interface NewableFunction {} interface Number {} interface Object {} interface RegExp {} interface String { trim(): string }
interface Promise<T> { then<R>(f: (value: T) => R): Promise<R> }
interface Map<K, V> { get(key: K): V | undefined; set(key: K, value: V): this }
declare const Map: new <K, V>() => Map<K, V>;
declare const JSON: { parse(text: string): any };
declare function require(name: string): any; declare const exports: any; declare const module: any;
`;

const BLOCK = `fs.readFileSync("a")`;
const FS = `import fs from "fs";\n`;

/** The files of the project by name, in one state of all that can be edited. */
export function editedProject(on: Flags): Record<string, string> {
  const files: Record<string, string | false | undefined> = {
    "library.d.ts": LIBRARY,
    "disk.ts": `${FS}${on.comment ? "// a comment\n" : ""}
      ${on["mark is set"] ? "/** @nonblocking tested */" : ""}
      export function ${on["export is renamed"] ? "readAll" : "read"}(${on["default parameter blocks"] ? `a = fs.statSync("b")` : ""}) {
        ${on["read blocks"] ? BLOCK : ""};
      }
      export function other() { ${BLOCK}; }`,
    "storage.ts": `export interface Storage { save(): void }
      export class Base { ${on["base class has a method"] ? `save() { this.keep(); }` : ""} keep() {} }`,
    "disk-storage.ts":
      on["implementation exists"] &&
      `${FS}import { Base, type Storage } from "./storage";
      export class DiskStorage extends Base ${on["implementation implements"] ? "implements Storage" : ""} {
        save() { ${BLOCK}; }
        keep() { fs.writeFileSync("a", "b"); }
      }`,
    "memory-storage.ts": `import type { Storage } from "./storage";
      export class MemoryStorage implements Storage { save() {} }`,
    "mailer.ts": `${FS}export class Mailer { save() { fs.mkdirSync("a"); } }`,
    "service.ts": `import type { Storage } from "./storage";
      import type { Mailer } from "./mailer";
      export class Service {
        ${on["field gets its type in the constructor"] ? "inner; " : ""}
        constructor(private readonly storage: ${on["injected class is another"] ? "Mailer" : "Storage"}) {
          ${on["field gets its type in the constructor"] ? "this.inner = storage;" : ""}
        }
        send() { this.storage.save(); }
      }`,
    "other-service.ts": `${FS}export class Service { constructor(_: any) {} send() { fs.rmSync("a"); } }`,
    "index.ts": on["re-export leads elsewhere"]
      ? `export { Service } from "./other-service";`
      : `export * from "./service";`,
    "made.ts": `${FS}interface Run { run(): void }
      export class One { run() { fs.openSync("a"); } }
      export class Two { run() { fs.closeSync(1); } }
      export function make()${on["return type is written"] ? ": Run" : ""} {
        return new ${on["returned class is another"] ? "Two" : "One"}();
      }`,
    "middle.ts": `import { make } from "./made";\nexport const made = make();\nexport const middle = () => made;`,
    "wrap.ts": `export const wrap = (f: () => void) => ${on["wrapper drops its parameter"] ? "() => {}" : "() => f()"};
      export function each(items: string[], f: (item: string) => void) {
        for (const item of items) ${on["callee calls its parameter"] ? "f(item)" : "item"};
      }`,
    "table.ts": `${FS}
      const one = () => fs.rmdirSync("a");
      const two = () => fs.unlinkSync("a");
      export const table: any = { one${on["table holds more"] ? ", two" : ""} };
      export const map = new Map<string, () => void>();
      export function fill() { ${on["map is filled elsewhere"] ? `map.set("two", two);` : ""} }`,
    "page.ts": `${FS}export class Page { ${on["getter exists"] ? "get" : ""} text${on["getter exists"] ? `() { return fs.readdirSync("a"); }` : ` = "b";`} }`,
    "load.ts": `${FS}export function load(): string { return ${on["input is a file"] ? `fs.readFileSync("a", "utf8")` : `"{}"`}; }`,
    "vendor.ts": on["vendor is own"]
      ? `export function run(_: string) {}`
      : `export { execSync as run } from "child_process";`,
    "script.js": `const fs = require("fs");
      exports.script = function () { fs.lstatSync("a"); };
      ${on["script exports more"] ? `exports.more = function () { fs.cpSync("a", "b"); };` : ""}`,
    "globals.ts":
      on["globals are declared"] &&
      `import type { Mailer } from "./mailer";\ndeclare global { var everywhere: Mailer }\nexport {};`,
    "register.ts": `import { Worker } from "bullmq";
      export function register(name: string, handler: () => void) { new Worker(name, handler); }`,
    "jobs.ts": `${FS}import { register } from "./register";
      import { Base } from "./storage";
      import { other, read } from "./disk";
      import { Service } from "./index";
      import { MemoryStorage } from "./memory-storage";
      import { middle } from "./middle";
      import { each, wrap } from "./wrap";
      import { fill, map, table } from "./table";
      import { Page } from "./page";
      import { load } from "./load";
      import { run } from "./vendor";
      import { more, script } from "./script";
      function first() {
        ${on["call is removed"] ? "" : "read();"}
        new Service(new MemoryStorage()).send();
        middle().run();
        const wrapped = wrap(other);
        wrapped();
        each(["a"], (name) => { fs.truncateSync(name); });
        new Base().save();
      }
      function second(name: string) {
        fill();
        table[name]();
        map.get(name)?.();
        new Page().text;
        JSON.parse(load());
        run("ls");
        script();
        more();
        everywhere.save();
      }
      ${on["registration is removed"] ? "" : `register("first", ${on["handler is another"] ? "other" : "first"});`}
      register(${on["task is renamed"] ? `"last"` : `"second"`}, second as any);`,
  };
  return Object.fromEntries(
    Object.entries(files).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
