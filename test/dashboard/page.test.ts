import axe from "axe-core";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { serveReports } from "../../src/dashboard/serve.js";
import type { Report } from "../../src/findings/report.js";
import { folderLog } from "../../src/reports/folder-log.js";
import { openReportStore } from "../../src/reports/store.js";
import { runCli } from "../reports/run-cli.js";
import { sampleReport } from "../reports/sample.js";
import { temporaryFolder } from "../reports/temporary-folder.js";
import { openPage } from "./browser.js";

const SCRIPT = `"></script><script>document.title="owned"</script><img src=x onerror=alert(1)>`;
const { blame, stack, task } = sampleReport();

const plain = sampleReport({ id: "plain" });
const other = sampleReport({
  id: "other",
  time: "2026-11-23T10:05:00.000Z",
  cause: "cpu",
  task: task && { ...task, name: "feeds.parse" },
  blame: blame && { ...blame, file: "src/parse.ts", line: 7, api: null },
  tree: [
    { ...stack[2]!, share: 1, calls: [{ ...stack[1]!, function: "parseFeed", share: 0.75, calls: [] }] },
  ],
});

interface Project {
  readonly root: string;
  readonly dir: string;
  write(...reports: Report[]): Promise<void>;
}

async function project(...reports: Report[]): Promise<Project> {
  const root = join(temporaryFolder(), "project");
  const dir = join(root, ".loopward/reports");
  mkdirSync(join(root, "src"), { recursive: true });
  writeFileSync(join(root, "package.json"), "{}");
  writeFileSync(join(root, "src/render.ts"), "function loadTemplate() {\n  return readFileSync(path);\n}\n");
  writeFileSync(join(root, "../secret.ts"), "SECRET\n".repeat(9));
  const store = openReportStore(dir);
  const write = async (...more: Report[]) => {
    for (const report of more) store.append(report);
    await store.flush();
  };
  await write(...reports);
  return { root, dir, write };
}

async function served({ root, dir }: Project, bind = "127.0.0.1"): Promise<string> {
  const controller = new AbortController();
  const page = await serveReports({
    root,
    log: folderLog(dir),
    bind,
    port: 0,
    hosts: [],
    signal: controller.signal,
  });
  onTestFinished(async () => {
    controller.abort();
    await page.ended;
  });
  return page.url;
}

/** Where an element lies; it may be made anew just then. */
async function boxOf(locator: Locator) {
  return vi.waitFor(async () => {
    const box = await locator.boundingBox();
    if (!box) throw new Error("it is being made anew");
    return box;
  });
}

async function exported({ root }: Project): Promise<string> {
  const out = join(root, "stalls.html");
  await runCli(root, ["export", "--format", "html", "--out", out]);
  return pathToFileURL(out).href;
}

const ways = [
  ["served", served],
  ["exported", exported],
] as const;

const row = (page: Page, text: string) =>
  page.getByRole("region", { name: "Reports" }).getByRole("row").filter({ hasText: text });

describe.each(ways)("the page, %s", (_, way) => {
  it("shows what stalled, filters by its address, and opens a report with the keyboard", async () => {
    const { page, complaints, foreign } = await openPage();
    const url = await way(await project(plain, other));
    await page.goto(url);
    await page.getByText("2 reports").waitFor();
    expect(await page.getByRole("img", { name: /2 stalls .* 74 runs delayed/ }).count()).toBe(1);
    await page
      .getByRole("combobox", { name: "Task", exact: true })
      .selectOption({ label: "feeds.parse (1)" });
    await page.getByText("1 report", { exact: true }).waitFor();
    expect(page.url()).toContain("#task=feeds.parse");
    expect(await row(page, "src/render.ts").count()).toBe(0);
    await row(page, "src/parse.ts").getByRole("link").focus();
    await page.keyboard.press("Enter");
    await page
      .getByRole("region", { name: /Flame graph/ })
      .getByText("parseFeed")
      .waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Report other" }).waitFor({ state: "detached" });
    await page.goto(`${url}#report=plain`);
    expect(await page.getByLabel("Code around").locator("mark").textContent()).toContain(
      "readFileSync(path)",
    );
    expect(await page.getByText("37 runs delayed", { exact: true }).count()).toBe(1);
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  });

  it("is narrowed to the part of the timeline that is dragged over, and goes back", async () => {
    const { page, complaints } = await openPage();
    await page.goto(await way(await project(plain, other)));
    await page.getByText("2 reports").waitFor();
    const box = await boxOf(page.locator(".u-over"));
    const at = box.y + box.height / 2;
    // The first bar alone: the two stalls are five minutes apart.
    await page.mouse.move(box.x + 1, at);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, at, { steps: 3 });
    await page.mouse.up();
    await page.getByText("1 report", { exact: true }).waitFor();
    const asked = new URLSearchParams(new URL(page.url()).hash.slice(1));
    expect(Date.parse(asked.get("since") ?? "")).toBeLessThanOrEqual(Date.parse(plain.time));
    expect(Date.parse(asked.get("until") ?? "")).toBeLessThan(Date.parse(other.time));
    expect(await row(page, "src/parse.ts").count()).toBe(0);
    await page.goBack();
    await page.getByText("2 reports").waitFor();
    expect(complaints).toEqual([]);
  });

  it("shows hostile text as text, and no file from elsewhere", async () => {
    const { page, complaints, foreign } = await openPage();
    const hostile = sampleReport({
      id: SCRIPT,
      task: { name: SCRIPT, runId: SCRIPT, queue: SCRIPT, attempt: 1 },
      blame: blame && { ...blame, function: SCRIPT, api: SCRIPT, code: SCRIPT, file: "../secret.ts" },
      stack: [{ ...stack[0]!, function: SCRIPT, file: SCRIPT }],
      advice: SCRIPT,
    });
    await page.goto(await way(await project(hostile)));
    await row(page, "secret.ts").getByRole("link").click();
    await page.getByLabel("Code around").getByText("<script>").waitFor();
    expect(await page.title()).toBe("Loopward reports");
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.content()).not.toContain("SECRET");
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  });

  it.each(["light", "dark"] as const)("is accessible on a phone, %s", async (colorScheme) => {
    const { page } = await openPage({ colorScheme, viewport: { width: 360, height: 740 }, bypassCSP: true });
    await page.goto(`${await way(await project(plain, other))}#report=other`);
    await page.getByText("parseFeed").waitFor();
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html)))",
    );
    expect(violations).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  });
});

describe("the page, served", () => {
  it("shows a stall as it begins and when it is over, without being loaded anew", async () => {
    const { page, complaints } = await openPage();
    const here = await project(plain);
    await page.goto(await served(here));
    await page.getByText("1 report", { exact: true }).waitFor();
    const long = sampleReport({ id: "long", time: "2026-11-23T11:00:00.000Z", durationMs: 300 });
    await here.write({ ...long, ongoing: true });
    await row(page, "300 ms…").waitFor();
    await here.write({ ...long, durationMs: 5_000 });
    await row(page, "5.0 s").waitFor();
    await page.getByText("2 reports").waitFor();
    expect(complaints).toEqual([]);
  });

  it("keeps the chart, and what is marked on it, while nothing of it changes", async () => {
    const { page } = await openPage();
    const here = await project(plain);
    await page.goto(await served(here));
    await page.getByText("1 report", { exact: true }).waitFor();
    const chart = await page.locator(".u-over").elementHandle();
    await here.write({ ...plain, task: plain.task && { ...plain.task, name: "renamed" } });
    await row(page, "renamed").waitFor();
    expect(await chart?.isVisible()).toBe(true);
  });

  it("asks for a token where others can reach it", async () => {
    const url = new URL(await served(await project(plain), "0.0.0.0"));
    url.hostname = "127.0.0.1";
    expect((await fetch(new URL("/api/overview", url))).status).toBe(401);
    const { page, complaints } = await openPage();
    await page.goto(url.href);
    await page.getByText("1 report", { exact: true }).waitFor();
    expect(page.url()).toBe(new URL("/", url).href);
    expect(complaints).toEqual([]);
  });

  it("says on every answer what may run, and finds nothing where there is nothing", async () => {
    const url = await served(await project(plain));
    for (const path of ["", "page.js", "api/overview", "api/reports/nope", "../../package.json"]) {
      const { headers, status } = await fetch(new URL(path, url));
      expect(headers.get("content-security-policy"), path).toContain("default-src 'none'");
      expect(status, path).toBe(/nope|package/.test(path) ? 404 : 200);
    }
  });
});
