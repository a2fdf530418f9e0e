import module, { createRequire } from "node:module";
import { join } from "node:path";
import { Hook as ImportHook } from "import-in-the-middle";
import { register, supportsSyncHooks } from "import-in-the-middle/register-hooks.mjs";
import { Hook as RequireHook } from "require-in-the-middle";
import { packages } from "../../src/catalogue/packages/index.js";
import type { Crumbs } from "./crumbs.js";
import { inOwnRealm } from "../realm.js";
import { PackageWrapper } from "./package-wrapper.js";

const nativePackages = [
  ...new Set(packages.filter(({ native }) => native !== undefined).map((entry) => entry.module)),
];

/** Loader hooks stay for the life of the process. */
let importsHooked = false;

/**
 * Hooks `import`, where one of the packages is installed for the project: hooks cost time for every module that is loaded
 * (on Node 20 they work in a thread of their own, whose start this waits for).
 */
export function hookImports(root: string): void {
  // Jest refuses: the hooks would see its own modules, not the test's.
  if (inOwnRealm || importsHooked || !nativePackages.some((name) => isInstalled(name, root))) return;
  importsHooked = true;
  const options = { include: nativePackages };
  if (supportsSyncHooks()) register(options);
  else module.register("import-in-the-middle/hook.mjs", import.meta.url, { data: options });
}

/** Puts crumbs around the native calls of packages that are loaded from now on, by `require` or, see above, by `import`. */
export function installPackageHooks(crumbs: Crumbs): { remove(): void } {
  const wrapper = new PackageWrapper(crumbs);
  const onRequire = new RequireHook(nativePackages, (exports, name) => wrapper.wrapExports(name, exports));
  const onImport = new ImportHook(nativePackages, (namespace, name) =>
    wrapper.wrapNamespace(name, namespace),
  );
  return {
    remove() {
      onRequire.unhook();
      onImport.unhook();
      wrapper.unwrap();
    },
  };
}

function isInstalled(name: string, root: string): boolean {
  try {
    createRequire(join(root, "package.json")).resolve(name);
    return true;
  } catch (error) {
    // A package for `import` alone is there all the same.
    return (error as NodeJS.ErrnoException).code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}
