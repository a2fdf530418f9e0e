// As the file before it, in the same process: the guard that it left gives way.
import { noBlocking } from "../../../../dist/runtime/testing.js";
import * as tasks from "../tasks.mjs";
import { computing } from "./computing.mjs";

test("gentle", async () => expect(await noBlocking(tasks.gentle)).toBe("done"));
test("computing", () => noBlocking(computing));
test("failing", () => expect(noBlocking(tasks.failing)).rejects.toThrow(RangeError));
