import { thirdParty, type Row } from "./third-party.js";

const call = (name: string) => `\`await ${name}\``;
const child = "`execa`, or `spawn` of `node:child_process`";

const fsExtra: readonly Row[] = [
  ["copySync", "heavy", call("copy")],
  ["moveSync", "heavy", call("move")],
  ["removeSync", "heavy", call("remove")],
  ["emptyDirSync", "heavy", call("emptyDir")],
  ["emptydirSync", "heavy", call("emptyDir")],
  ["readJsonSync", "data", call("readJson")],
  ["readJSONSync", "data", call("readJson")],
  ["writeJsonSync", "data", call("writeJson")],
  ["writeJSONSync", "data", call("writeJson")],
  ["outputFileSync", "data", call("outputFile")],
  ["outputJsonSync", "data", call("outputJson")],
  ["outputJSONSync", "data", call("outputJson")],
  ["ensureDirSync", "light", call("ensureDir")],
  ["ensureFileSync", "light", call("ensureFile")],
  ["mkdirpSync", "light", call("mkdirp")],
  ["mkdirsSync", "light", call("mkdirs")],
  ["pathExistsSync", "light", call("pathExists")],
];

/** Packages that also hand on all that a module of Node has. */
export const standIns: Readonly<Record<string, string>> = { "fs-extra": "fs", "graceful-fs": "fs" };

// Whole trees: a second for some ten thousand files, more on a network's disk.
export const files = [
  ...thirdParty("fs-extra", "https://github.com/jprichardson/node-fs-extra#readme", fsExtra, "sync-call"),
  ...thirdParty(
    "fast-glob",
    "https://github.com/mrmlnc/fast-glob#readme",
    [
      ["sync", "heavy", call("glob")],
      ["globSync", "heavy", call("glob")],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "glob",
    "https://github.com/isaacs/node-glob#readme",
    [
      ["sync", "heavy", call("glob")],
      ["globSync", "heavy", call("glob")],
      ["Glob#walkSync", "heavy", "`walk`"],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "globby",
    "https://github.com/sindresorhus/globby#readme",
    [
      ["sync", "heavy", call("globby")],
      ["globbySync", "heavy", call("globby")],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "tinyglobby",
    "https://github.com/SuperchupuDev/tinyglobby#readme",
    [["globSync", "heavy", call("glob")]],
    "sync-call",
  ),
  ...thirdParty(
    "fdir",
    "https://github.com/thecodrr/fdir#readme",
    [["Builder#sync", "heavy", "`withPromise`"]],
    "sync-call",
  ),
  ...thirdParty(
    "rimraf",
    "https://github.com/isaacs/rimraf#readme",
    [
      ["sync", "heavy", call("rimraf")],
      ["rimrafSync", "heavy", call("rimraf")],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "del",
    "https://github.com/sindresorhus/del#readme",
    [
      ["sync", "heavy", "`deleteAsync`"],
      ["deleteSync", "heavy", "`deleteAsync`"],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "mkdirp",
    "https://github.com/isaacs/node-mkdirp#readme",
    [
      ["sync", "light", call("mkdirp")],
      ["mkdirpSync", "light", call("mkdirp")],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "klaw-sync",
    "https://github.com/manidlou/node-klaw-sync#readme",
    [["default", "heavy", "`klaw`, a stream"]],
    "sync-call",
  ),
  ...thirdParty(
    "jsonfile",
    "https://github.com/jprichardson/node-jsonfile#readme",
    [
      ["readFileSync", "data", call("readFile")],
      ["writeFileSync", "data", call("writeFile")],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "load-json-file",
    "https://github.com/sindresorhus/load-json-file#readme",
    [["loadJsonFileSync", "data", call("loadJsonFile")]],
    "sync-call",
  ),
  ...thirdParty(
    "write-file-atomic",
    "https://github.com/npm/write-file-atomic#readme",
    [["sync", "data", call("writeFile")]],
    "sync-call",
  ),
  ...thirdParty(
    "proper-lockfile",
    "https://github.com/moxystudio/node-proper-lockfile#readme",
    [
      ["lockSync", "light", "`lock`"],
      ["unlockSync", "light", "`unlock`"],
      ["checkSync", "light", "`check`"],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "shelljs",
    "https://github.com/shelljs/shelljs#readme",
    [
      [
        "exec",
        "heavy",
        "`exec` with `async: true`, or `execa`",
        { when: { kind: "no-callback" }, unbounded: true },
      ],
      ["cmd", "heavy", child, { unbounded: true }],
      ["cp", "heavy", "`cp` from `node:fs/promises`"],
      ["rm", "heavy", "`rm` from `node:fs/promises`"],
      ["mv", "heavy", "`rename` from `node:fs/promises`"],
      ["find", "heavy", "`glob`, with promises"],
      ["grep", "data", "a stream and `node:readline`"],
      ["sed", "data", "`readFile` from `node:fs/promises`"],
      ["cat", "data", "`readFile` from `node:fs/promises`"],
      ["ls", "data", "`readdir` from `node:fs/promises`"],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "execa",
    "https://github.com/sindresorhus/execa#readme",
    [
      ["execaSync", "heavy", call("execa"), { unbounded: true }],
      ["execaCommandSync", "heavy", call("execaCommand"), { unbounded: true }],
      ["sync", "heavy", call("execa"), { unbounded: true }],
      ["commandSync", "heavy", call("command"), { unbounded: true }],
      ["$.sync", "heavy", "`$`", { unbounded: true }],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "cross-spawn",
    "https://github.com/moxystudio/node-cross-spawn#readme",
    [["sync", "heavy", "`spawn`", { unbounded: true }]],
    "sync-call",
  ),
  ...thirdParty(
    "sync-request",
    "https://github.com/ForbesLindesay/sync-request#readme",
    [["default", "heavy", "`fetch`", { unbounded: true }]],
    "sync-call",
  ),
  ...thirdParty(
    "deasync",
    "https://github.com/abbr/deasync#readme",
    [
      ["sleep", "heavy", "`setTimeout` from `node:timers/promises`"],
      ["loopWhile", "heavy", "an `await`", { unbounded: true }],
      ["runLoopOnce", "heavy", "an `await`", { unbounded: true }],
    ],
    "sync-call",
  ),
  ...thirdParty(
    "synckit",
    "https://github.com/un-ts/synckit#readme",
    [["createSyncFn()", "heavy", "the worker's function, called with `await`", { unbounded: true }]],
    "sync-call",
  ),
  ...thirdParty(
    "image-size",
    "https://github.com/image-size/image-size#readme",
    [["default", "light", "the same call, given a buffer"]],
    "sync-call",
  ),
];
