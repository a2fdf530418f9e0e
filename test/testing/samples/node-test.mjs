import assert from "node:assert/strict";
import test from "node:test";
import { noBlocking } from "../../../dist/runtime/testing.js";

const tasks = await import("./tasks.mjs");

test("gentle", async () => assert.equal(await noBlocking(tasks.gentle), "done"));
test("blocking", () => noBlocking(tasks.blocking));
test("brief", () => noBlocking(tasks.brief));
test("failing", () => assert.rejects(noBlocking(tasks.failing), RangeError));
