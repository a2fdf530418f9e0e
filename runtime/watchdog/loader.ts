/** Whether code of this script loads modules: Node's own loader, or the one that Jest has in its place. */
export function isLoaderScript(script: string): boolean {
  return (
    script.startsWith("node:internal/modules/") || /[\\/]node_modules[\\/]jest-runtime[\\/]/.test(script)
  );
}
