import { nodeModule, promised, promisified } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn, methods, statics } = nodeModule("fs", "sync-call");
const dir = methods("Dir", "dir");

// What grows with a file or a tree is `data`; what waits for the disk is `heavy`; one system call is `light`.
export const fs = [
  fn("accessSync(path[, mode])", "light", promised("fs/promises", "access")),
  fn("appendFileSync(path, data[, options])", "data", promised("fs/promises", "appendFile")),
  fn("chmodSync(path, mode)", "light", promised("fs/promises", "chmod")),
  fn("chownSync(path, uid, gid)", "light", promised("fs/promises", "chown")),
  fn("closeSync(fd)", "light", promisified("fs", "close")),
  fn("copyFileSync(src, dest[, mode])", "data", promised("fs/promises", "copyFile")),
  fn("cpSync(src, dest[, options])", "data", promised("fs/promises", "cp")),
  fn("existsSync(path)", "light", "`access` from `node:fs/promises`, or simply try the operation"),
  fn("fchmodSync(fd, mode)", "light", promisified("fs", "fchmod")),
  fn("fchownSync(fd, uid, gid)", "light", promisified("fs", "fchown")),
  fn("fdatasyncSync(fd)", "heavy", promisified("fs", "fdatasync")),
  fn("fstatSync(fd[, options])", "light", promisified("fs", "fstat")),
  fn("fsyncSync(fd)", "heavy", promisified("fs", "fsync")),
  fn("ftruncateSync(fd[, len])", "light", promisified("fs", "ftruncate")),
  fn("futimesSync(fd, atime, mtime)", "light", promisified("fs", "futimes")),
  fn("globSync(pattern[, options])", "data", "`for await` over `glob` from `node:fs/promises`", {
    since: "22.0.0",
  }),
  fn("lchmodSync(path, mode)", "light", promised("fs/promises", "lchmod"), { platform: "darwin" }),
  fn("lchownSync(path, uid, gid)", "light", promised("fs/promises", "lchown")),
  fn("linkSync(existingPath, newPath)", "light", promised("fs/promises", "link")),
  fn("lstatSync(path[, options])", "light", promised("fs/promises", "lstat")),
  fn("lutimesSync(path, atime, mtime)", "light", promised("fs/promises", "lutimes")),
  fn("mkdirSync(path[, options])", "light", promised("fs/promises", "mkdir")),
  fn("mkdtempSync(prefix[, options])", "light", promised("fs/promises", "mkdtemp")),
  fn("mkdtempDisposableSync(prefix[, options])", "light", promised("fs/promises", "mkdtempDisposable"), {
    since: "24.4.0",
  }),
  fn("openAsBlobSync(path[, options])", "light", promised("fs", "openAsBlob"), { since: "26.10.0" }),
  fn("opendirSync(path[, options])", "light", promised("fs/promises", "opendir")),
  fn("openSync(path[, flags[, mode]])", "light", promisified("fs", "open")),
  fn("readdirSync(path[, options])", "data", promised("fs/promises", "readdir")),
  fn("readFileSync(path[, options])", "data", promised("fs/promises", "readFile")),
  fn("readlinkSync(path[, options])", "light", promised("fs/promises", "readlink")),
  fn("readSync(fd, buffer[, options])", "data", "`read` of a `FileHandle` from `node:fs/promises`", {
    unbounded: true,
  }),
  fn("readvSync(fd, buffers[, position])", "data", "`readv` of a `FileHandle` from `node:fs/promises`", {
    unbounded: true,
  }),
  fn("realpathSync(path[, options])", "light", promised("fs/promises", "realpath")),
  statics("realpathSync")("native(path[, options])", "light", promised("fs/promises", "realpath")),
  fn("renameSync(oldPath, newPath)", "light", promised("fs/promises", "rename")),
  fn("rmSync(path[, options])", "data", promised("fs/promises", "rm")),
  fn("rmdirSync(path[, options])", "light", promised("fs/promises", "rmdir")),
  fn("statSync(path[, options])", "light", promised("fs/promises", "stat")),
  fn("statfsSync(path[, options])", "light", promised("fs/promises", "statfs")),
  fn("symlinkSync(target, path[, type])", "light", promised("fs/promises", "symlink")),
  fn("truncateSync(path[, len])", "light", promised("fs/promises", "truncate")),
  fn("unlinkSync(path)", "light", promised("fs/promises", "unlink")),
  fn("utimesSync(path, atime, mtime)", "light", promised("fs/promises", "utimes")),
  fn("writeFileSync(file, data[, options])", "data", promised("fs/promises", "writeFile")),
  fn(
    "writeSync(fd, buffer, offset[, length[, position]])",
    "data",
    "`write` of a `FileHandle` from `node:fs/promises`",
  ),
  fn("writevSync(fd, buffers[, position])", "data", "`writev` of a `FileHandle` from `node:fs/promises`"),
  dir("closeSync()", "light", "`await dir.close()`"),
  dir("readSync()", "light", "`await dir.read()`, or `for await` over the directory"),
  methods("Utf8Stream", "utf8Stream")("flushSync()", "data", "`flush` with a callback", { since: "24.6.0" }),
] as const satisfies readonly CatalogueEntry[];
