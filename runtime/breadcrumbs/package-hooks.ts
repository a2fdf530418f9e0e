import module, { createRequire } from "node:module";
import { join } from "node:path";
import { Hook as ImportHook } from "import-in-the-middle";
import { register, supportsSyncHooks } from "import-in-the-middle/register-hooks.mjs";
import { Hook as RequireHook } from "require-in-the-middle";
import { packages } from "../../src/catalogue/packages/index.js";
import type { Crumbs } from "./crumbs.js";
import { PackageWrapper } from "./package-wrapper.js";

const nativePackages = [
  ...new Set(packages.filter(({ native }) => native !== undefined).map((entry) => entry.module)),
];

/** Loader hooks stay for the life of the process. */
let importsHooked = false;

/**
 * Puts crumbs around the native calls of packages that are loaded from now on, by `require` or by `import`.
 * @param root the project: where none of the packages is installed for it, imports go unhooked, since hooks cost time for
 *   every module that is loaded (on Node 20 they work in a thread of their own)
 */
export function installPackageHooks(crumbs: Crumbs, root: string): { remove(): void } {
  const wrapper = new PackageWrapper(crumbs);
  const onRequire = new RequireHook(nativePackages, (exports, name) => wrapper.wrapExports(name, exports));
  const onImport = nativePackages.some((name) => isInstalled(name, root)) ? hookImports(wrapper) : null;
  return {
    remove() {
      onRequire.unhook();
      onImport?.unhook();
      wrapper.unwrap();
    },
  };
}

function hookImports(wrapper: PackageWrapper): ImportHook {
  if (!importsHooked) {
    importsHooked = true;
    const options = { include: nativePackages };
    if (supportsSyncHooks()) register(options);
    else module.register("import-in-the-middle/hook.mjs", import.meta.url, { data: options });
  }
  return new ImportHook(nativePackages, (namespace, name) => wrapper.wrapNamespace(name, namespace));
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
