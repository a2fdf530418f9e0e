// Modules of the language, and a guard that is started by need and never stopped.
import { noBlocking } from "../../../../dist/runtime/testing.js";
import * as tasks from "../tasks.mjs";
import { computing } from "./computing.mjs";

test("gentle", async () => expect(await noBlocking(tasks.gentle)).toBe("done"));
test("computing", () => noBlocking(computing));
test("failing", () => expect(noBlocking(tasks.failing)).rejects.toThrow(RangeError));
