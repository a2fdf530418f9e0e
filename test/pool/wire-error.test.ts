import { describe, expect, it } from "vitest";
import type { WireError } from "../../src/pool/protocol.js";
import { fromWire, toWire } from "../../src/pool/wire-error.js";

const across = (thrown: unknown): Error => fromWire(JSON.parse(JSON.stringify(toWire(thrown))) as WireError);

describe("an error that crosses a process border", () => {
  it("keeps name, message, stack and own fields", () => {
    class NotFound extends Error {
      override name = "NotFound";
      status = 404;
      where = { page: "/a" };
    }
    const error = new NotFound("no such page");
    expect(across(error)).toMatchObject({
      ...{ name: "NotFound", message: "no such page", stack: error.stack },
      ...{ status: 404, where: { page: "/a" } },
    });
  });

  it("keeps the rest of its fields where one refers to it, or has no form in JSON", () => {
    const error = Object.assign(new Error("about itself"), { status: 500, size: 12n });
    Object.assign(error, { self: error, list: { error } });
    expect(across(error)).toMatchObject({ message: "about itself", status: 500, size: 12 });
  });

  it("loses no message to a field that throws", () => {
    const field = {
      toJSON() {
        throw new Error("not me");
      },
    };
    expect(across(Object.assign(new Error("kept"), { field }))).toMatchObject({ message: "kept" });
  });
});
