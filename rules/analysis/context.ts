import type ts from "typescript";
import type { Settings } from "../settings/settings.js";
import { ClassHierarchy } from "./class-hierarchy.js";
import { BlockingApis } from "./hits/blocking-apis.js";
import { packageOf } from "./origin/declared-origin.js";
import { moduleName, packageName, type Origin } from "./origin/origin.js";
import { originsOf } from "./origin/value-origin.js";
import { syntaxOf } from "./syntax.js";

/** What every part of one analysis shares: one Program, seen with one set of settings. */
export class Context {
  readonly checker: ts.TypeChecker;
  /** The user's own source files: no declarations, no packages. */
  readonly files: readonly ts.SourceFile[];
  readonly hierarchy: ClassHierarchy;
  readonly blocking: BlockingApis;
  /** Names under which the project declares getters and setters: the accesses worth resolving. */
  readonly accessorNames: ReadonlySet<string>;
  /** Names under which something may be known that is declared under another one. */
  readonly aliasNames: ReadonlySet<string>;

  readonly #modules: ReadonlySet<string>;
  readonly #origins = new Map<ts.Node, readonly Origin[]>();

  /** @param root folder to which `files` of settings and findings are relative */
  constructor(
    readonly program: ts.Program,
    readonly settings: Settings,
    readonly root: string,
  ) {
    this.checker = program.getTypeChecker();
    this.files = program.getSourceFiles().filter(isProjectFile);
    this.hierarchy = new ClassHierarchy(this.files, this.checker);
    this.blocking = new BlockingApis(settings.blocking);
    this.accessorNames = new Set(this.files.flatMap((file) => syntaxOf(file).accessors));
    this.aliasNames = new Set(this.files.flatMap((file) => syntaxOf(file).aliases));
    this.#modules = new Set([
      ...this.files.flatMap((file) => syntaxOf(file).modules.map(moduleName)),
      ...program.getSourceFiles().flatMap(({ fileName }) => packageOf(fileName) ?? []),
    ]);
  }

  /** Whether anything in the Program can come from a module: the project imports it, or a package's types do. */
  uses(module: string): boolean {
    return this.#modules.has(module) || this.#modules.has(packageName(module));
  }

  /** The origins of what a call calls. */
  originsOfCallee(call: ts.CallExpression | ts.NewExpression): readonly Origin[] {
    let origins = this.#origins.get(call);
    if (!origins) this.#origins.set(call, (origins = originsOf(call.expression, this.checker)));
    return origins;
  }
}

export function isProjectFile(file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !file.fileName.includes("/node_modules/");
}
