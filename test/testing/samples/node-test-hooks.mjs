import test, { after, afterEach } from "node:test";
import { guardTests } from "../../../dist/runtime/testing.js";

const guard = await guardTests({ strict: true, afterEach, afterAll: after });
const tasks = await import("./tasks.mjs");

test("gentle", () => tasks.gentle());
test("blocking", () => tasks.blocking());
test("brief", () => guard.noBlocking(tasks.brief));
test("gentle again", () => guard.noBlocking(tasks.gentle));
