import type { HttpBindings } from "@hono/node-server";
import { Hono, type Context } from "hono";
import { findReportById } from "../reports/find.js";
import { detailOf } from "../reports/page/detail.js";
import { SERVED_POLICY, servedDocument, type PageAssets } from "../reports/page/document.js";
import type { ReportLog } from "../reports/report-log.js";
import { parseQuery } from "../reports/view/query.js";
import { checkAccess, type Access } from "./access.js";
import { Answers } from "./answers.js";
import { EVENT_LIMITS, LiveEvents } from "./events.js";
import type { LiveReports } from "./live.js";

/** What the page's server works on. */
export interface DashboardOptions {
  /** Absolute folder of the project: the only sources that are shown lie in it. */
  readonly root: string;
  readonly log: ReportLog;
  readonly live: LiveReports;
  readonly assets: PageAssets;
  readonly access: Access;
}

/** The page, and what it asks for: `api/overview`, `api/reports`, `api/reports/ID`, `api/events`. Nothing can be changed. */
export function dashboardApp({
  root,
  log,
  live,
  assets,
  access,
}: DashboardOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const answers = new Answers(live);
  const events = new LiveEvents(live, EVENT_LIMITS);
  app.use(async (c, next) => {
    await next();
    c.header("Content-Security-Policy", SERVED_POLICY);
    c.header("X-Content-Type-Options", "nosniff");
    c.header("X-Frame-Options", "DENY");
    c.header("Referrer-Policy", "no-referrer");
    c.header("Cross-Origin-Resource-Policy", "same-origin");
    c.header("Cross-Origin-Opener-Policy", "same-origin");
    c.header("Cache-Control", "no-store");
  });
  app.use(checkAccess(access));
  app.get("/", (c) => c.html(servedDocument()));
  app.get("/page.js", (c) =>
    c.body(assets.script, 200, { "Content-Type": "text/javascript; charset=utf-8" }),
  );
  app.get("/page.css", (c) => c.body(assets.style, 200, { "Content-Type": "text/css; charset=utf-8" }));
  app.get("/api/overview", (c) => json(c, answers.overview(parseQuery(new URL(c.req.url).searchParams))));
  app.get("/api/reports", (c) => {
    const parameters = new URL(c.req.url).searchParams;
    const offset = Math.max(0, Math.trunc(Number(parameters.get("offset"))) || 0);
    return json(c, answers.page(parseQuery(parameters), offset));
  });
  app.get("/api/reports/:id", async (c) => {
    const row = live.row(c.req.param("id"));
    const report = row && (await findReportById(log, row.facts.id, new Date(row.ms)));
    return report ? c.json(await detailOf(root, report)) : c.text("No such report.\n", 404);
  });
  app.get("/api/events", (c) => events.answer(c));
  return app;
}

function json(c: Context, text: string): Response {
  return c.body(text, 200, { "Content-Type": "application/json" });
}
