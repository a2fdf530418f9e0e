import { native, thirdParty, type Row } from "./third-party.js";

const thread = "a database client with promises, or the database in a worker thread";

// A statement takes as long as its plan and its rows demand, and waits for locks as long as `timeout` says.
const betterSqlite: readonly Row[] = [
  ["new default", "light", thread],
  ["Database#exec", "data", thread],
  ["Database#pragma", "light", thread],
  ["Database#serialize", "data", "`backup`, which yields between pieces"],
  ["Database#transaction", "light", thread],
  ["Statement#run", "data", thread],
  ["Statement#get", "data", thread],
  ["Statement#all", "data", "`iterate`, with a pause between pieces of the rows"],
  ["Statement#iterate", "data", thread],
];

export const databases = [
  ...native(
    thirdParty(
      ["better-sqlite3", "better-sqlite3-multiple-ciphers", "libsql"],
      "https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md",
      betterSqlite,
      "sync-call",
    ),
    { Statement: "Database#prepare" },
  ),
  ...thirdParty("sql.js", "https://sql.js.org/documentation", [
    ["Database#exec", "data", thread],
    ["Database#run", "data", thread],
    ["Database#each", "data", thread],
    [
      "Database#export",
      "heavy",
      "a database that writes its file itself (`better-sqlite3` in a worker thread)",
    ],
    ["Statement#step", "light", thread],
  ]),
  ...thirdParty(
    "node-sqlite3-wasm",
    "https://github.com/tndrle/node-sqlite3-wasm#readme",
    [
      ["Database#exec", "data", thread],
      ["Database#run", "data", thread],
      ["Database#all", "data", thread],
      ["Database#get", "data", thread],
      ["Statement#all", "data", thread],
      ["Statement#run", "data", thread],
    ],
    "sync-call",
  ),
  ...native(
    thirdParty(
      "lmdb",
      "https://github.com/kriszyp/lmdb-js#readme",
      [
        ["Database#putSync", "light", "`put`, which writes in batches on another thread"],
        ["Database#removeSync", "light", "`remove`, which writes in batches on another thread"],
        ["RootDatabase#transactionSync", "data", "`transaction`"],
        ["RootDatabase#clearSync", "heavy", "`clearAsync`"],
        ["RootDatabase#dropSync", "heavy", "`drop`"],
      ],
      "sync-call",
    ),
    { Database: "open", RootDatabase: "open" },
  ),
  ...thirdParty("alasql", "https://github.com/AlaSQL/alasql/wiki", [
    ["default", "data", thread],
    ["exec", "data", thread],
  ]),
];
