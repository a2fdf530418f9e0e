// As Babel or ts-jest leave tests: CommonJS, its modules loaded when the guard watches.
let guard, tasks;
const text = JSON.stringify(Array.from({ length: 3_000_000 }, (_, n) => ({ n })));

beforeAll(async () => {
  const { guardTests } = await import("../../../../dist/runtime/testing.js");
  guard = await guardTests({ strict: true });
  tasks = require("./tasks.js");
});
afterEach(() => guard.check());
afterAll(() => guard.stop());

test("gentle", () => tasks.gentle());
test("blocking", () => tasks.blocking());
test("computing", () => tasks.computing());
test("parsing", () => tasks.parsing(text));
test("brief", () => guard.noBlocking(tasks.brief));
test("gentle again", () => guard.noBlocking(tasks.gentle));
