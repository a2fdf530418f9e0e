import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { isIP } from "node:net";
import { hostname } from "node:os";

/** Who may read the page. */
export interface Access {
  /** Null: whoever reaches the server. */
  readonly token: string | null;
  /** Names besides `localhost`, this machine's name and addresses by which the page may be asked for. */
  readonly hosts: readonly string[];
}

/**
 * Turns away what comes from a page of somebody else's: a name that was made to point here (DNS rebinding), a request from
 * another origin, and, where a token is asked for, whoever has none.
 */
export function checkAccess({ token, hosts }: Access): MiddlewareHandler {
  const names = new Set(["localhost", hostname(), ...hosts].map((name) => name.toLowerCase()));
  return async (c, next) => {
    const host = c.req.header("host") ?? "";
    if (!isOurs(host, names)) return c.text("This host name is not served here: see --allow-host.\n", 421);
    const origin = c.req.header("origin");
    if (origin !== undefined && hostOf(origin) !== host)
      return c.text("Other origins may not read reports.\n", 403);
    // Another port of this machine is another's page, too.
    const isForeign = ["cross-site", "same-site"].includes(c.req.header("sec-fetch-site") ?? "");
    if (isForeign && c.req.header("sec-fetch-mode") !== "navigate")
      return c.text("Other sites may not read reports.\n", 403);
    if (token === null) return next();
    const asked = c.req.query("token");
    if (asked !== undefined && isSame(asked, token)) return enter(c, cookieOf(host), token);
    const shown =
      getCookie(c, cookieOf(host)) ?? c.req.header("authorization")?.replace(/^Bearer /, "") ?? "";
    return isSame(shown, token) ? next() : c.text("Open the address with the token that was printed.\n", 401);
  };
}

/** The token moves to a cookie, so that no address that is copied holds it. */
function enter(c: Context, cookie: string, token: string): Response {
  // `Strict` would keep it from the redirect, where the address was followed from a chat. The page changes nothing.
  setCookie(c, cookie, token, { httpOnly: true, sameSite: "Lax", path: "/" });
  return c.redirect(new URL(c.req.url).pathname);
}

/** Cookies know no ports, and two folders may be served on one machine. */
function cookieOf(host: string): string {
  return `loopward-token-${/\d+$/.exec(host)?.[0] ?? "80"}`;
}

function isOurs(host: string, names: ReadonlySet<string>): boolean {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
  return names.has(name) || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : "";
}

/** Takes as long for a token that is nearly right. */
function isSame(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
