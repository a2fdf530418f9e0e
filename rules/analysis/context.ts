import type ts from "typescript";
import type { Settings } from "../settings/settings.js";
import { ClassHierarchy } from "./class-hierarchy.js";
import { BlockingApis } from "./hits/blocking-apis.js";
import { packageOf } from "./origin/declared-origin.js";
import { RecordedCache } from "./memory/recorder.js";
import { Memory } from "./memory/memory.js";
import { moduleName, packageName, type Origin } from "./origin/origin.js";
import { originsOf } from "./origin/value-origin.js";
import { filesOfFolder } from "./roots/task-folder.js";
import { syntaxOf, type AnyCall } from "./syntax.js";
import type { FunctionUnit } from "./unit.js";
import { CallIndex } from "./values/call-index.js";
import { callsGiving, type Giving } from "./values/calls-giving.js";

/** What every part of one analysis shares: one Program, seen with one set of settings. */
export class Context {
  readonly checker: ts.TypeChecker;
  /** The user's own source files: no declarations, no packages. */
  readonly files: readonly ts.SourceFile[];
  readonly blocking: BlockingApis;
  /** Names under which the project declares getters and setters: the accesses worth resolving. */
  readonly accessorNames: ReadonlySet<string>;
  /** Where something may be called. */
  readonly calls = new CallIndex(this);
  /** Names under which something may be known that is declared under another one. */
  readonly aliasNames: ReadonlySet<string>;

  readonly #modules: ReadonlySet<string>;
  readonly #hierarchy: ClassHierarchy;
  /** What any file may answer. */
  readonly #questions = {
    overrides: (member: ts.Node) => this.#hierarchy.overridesOf(member as ts.Declaration),
    folder: (property: ts.Node) => filesOfFolder(property as ts.ObjectLiteralElementLike, this),
    calls: (parameter: ts.Node) => callsGiving(parameter as ts.ParameterDeclaration, this),
  };
  readonly #origins = new RecordedCache<ts.Node, readonly Origin[]>();

  /**
   * @param root folder to which `files` of settings and findings are relative
   * @param memory what is known of this Program already
   */
  constructor(
    readonly program: ts.Program,
    readonly settings: Settings,
    readonly root: string,
    readonly memory: Memory = new Memory(),
  ) {
    this.checker = program.getTypeChecker();
    this.files = program.getSourceFiles().filter(isProjectFile);
    this.#hierarchy = new ClassHierarchy(this.files, this.checker);
    this.blocking = new BlockingApis(settings.blocking);
    this.accessorNames = new Set(this.files.flatMap((file) => syntaxOf(file).accessors));
    this.aliasNames = new Set(this.files.flatMap((file) => syntaxOf(file).aliases));
    this.#modules = new Set([
      ...this.files.flatMap((file) => syntaxOf(file).specifiers.map(({ text }) => moduleName(text))),
      ...program.getSourceFiles().flatMap(({ fileName }) => packageOf(fileName) ?? []),
    ]);
  }

  /** Whether anything in the Program can come from a module: the project imports it, or a package's types do. */
  uses(module: string): boolean {
    return this.#modules.has(module) || this.#modules.has(packageName(module));
  }

  /** The origins of what a call calls. */
  originsOfCallee(call: AnyCall): readonly Origin[] {
    return this.#origins.get(call, () => originsOf(call.expression, this.checker));
  }

  /** The files of the folder that a property names. */
  filesOfFolder(property: ts.ObjectLiteralElementLike): readonly ts.SourceFile[] {
    return this.memory.answer("folder", property, this.#questions.folder);
  }

  /** Forgets what an edit has made untrue. @param stale as `staleFiles` says */
  forget(stale: ReadonlySet<ts.SourceFile>): void {
    const there = new Set(this.program.getSourceFiles());
    this.memory.forget(stale, (file) => there.has(file), this.#questions);
  }

  /** The calls that give something for a parameter which may be a function. */
  callsGiving(parameter: ts.ParameterDeclaration): readonly Giving[] {
    return this.memory.answer("calls", parameter, this.#questions.calls);
  }

  /** The bodies that a call of `member` may execute in the descendants of the type that declares it. */
  overridesOf(member: ts.Declaration): readonly FunctionUnit[] {
    return this.memory.answer("overrides", member, this.#questions.overrides);
  }
}

export function isProjectFile(file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !file.fileName.includes("/node_modules/");
}
