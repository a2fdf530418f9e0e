import { nodeModule } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { constructors, methods } = nodeModule("sqlite", "sync-call");
const database = methods("DatabaseSync", "database");
const statement = methods("StatementSync", "statement");
const session = methods("Session", "session");
const tagStore = methods("SQLTagStore", "tagStore");

const since = "22.5.0";
const thread = "a database client with promises, or `node:sqlite` in a worker thread";

// A statement takes as long as its plan and its rows demand, and waits for locks as long as `timeout` says.
export const sqlite = [
  constructors("new ")("DatabaseSync(path[, options])", "light", thread, { since }),
  database("open()", "light", thread, { since }),
  database("close()", "light", thread, { since }),
  database("exec(sql)", "data", thread, { since }),
  database("prepare(sql[, options])", "light", thread, { since }),
  database("applyChangeset(changeset[, options])", "data", thread, { since: "22.12.0" }),
  database("serialize([dbName])", "data", "`backup` from `node:sqlite`", { since: "24.16.0" }),
  database("deserialize(buffer[, options])", "data", thread, { since: "24.16.0" }),
  database("loadExtension(path)", "light", "loading when the program starts", {
    kind: "load",
    since: "22.13.0",
  }),
  statement("all([namedParameters][, ...anonymousParameters])", "data", thread, { since }),
  statement("get([namedParameters][, ...anonymousParameters])", "data", thread, { since }),
  statement("iterate([namedParameters][, ...anonymousParameters])", "data", thread, { since: "22.13.0" }),
  statement("run([namedParameters][, ...anonymousParameters])", "data", thread, { since }),
  session("changeset()", "data", thread, { since: "22.12.0" }),
  session("patchset()", "data", thread, { since: "22.12.0" }),
  tagStore("all(stringElements[, ...boundParameters])", "data", thread, { since: "24.9.0" }),
  tagStore("get(stringElements[, ...boundParameters])", "data", thread, { since: "24.9.0" }),
  tagStore("iterate(stringElements[, ...boundParameters])", "data", thread, { since: "24.9.0" }),
  tagStore("run(stringElements[, ...boundParameters])", "data", thread, { since: "24.9.0" }),
] as const satisfies readonly CatalogueEntry[];
