import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { checkAccess, type Access } from "../../src/dashboard/access.js";

async function ask(access: Partial<Access>, headers: Record<string, string>, path = "/"): Promise<Response> {
  const app = new Hono();
  app.use(checkAccess({ token: null, hosts: [], ...access }));
  app.get("/", (c) => c.text("reports"));
  return app.request(path, { headers: { host: "127.0.0.1:7070", ...headers } });
}

describe("access", () => {
  it.each([
    ["an address", { host: "127.0.0.1:7070" }, 200],
    ["an address of version 6", { host: "[::1]:7070" }, 200],
    ["localhost", { host: "localhost:7070" }, 200],
    ["a name that was made to point here", { host: "evil.example:7070" }, 421],
    ["no host", { host: "" }, 421],
    ["its own origin", { origin: "http://127.0.0.1:7070" }, 200],
    ["another origin", { origin: "http://evil.example" }, 403],
    ["another port's origin", { origin: "http://127.0.0.1:8080" }, 403],
    ["an origin that is none", { origin: "null" }, 403],
    ["a script of another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, 403],
    ["a script on another port", { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" }, 403],
    ["its own script", { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" }, 200],
    ["a link on another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }, 200],
  ])("of %s", async (_, headers, status) => {
    expect((await ask({}, headers)).status).toBe(status);
  });

  it("is given to names that were allowed", async () => {
    expect((await ask({ hosts: ["Reports.example"] }, { host: "reports.example" })).status).toBe(200);
  });

  it("asks for the token, once", async () => {
    const access = { token: "right" };
    expect((await ask(access, {})).status).toBe(401);
    expect((await ask(access, {}, "/?token=wrong")).status).toBe(401);
    expect((await ask(access, { authorization: "Bearer right" })).status).toBe(200);
    const entered = await ask(access, {}, "/?token=right");
    expect([entered.status, entered.headers.get("location")]).toEqual([302, "/"]);
    const cookie = entered.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^loopward-token-7070=.*HttpOnly; SameSite=Lax/);
    expect((await ask(access, { cookie: cookie.split(";")[0] ?? "" })).status).toBe(200);
  });
});
