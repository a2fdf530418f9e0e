import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import Table from "cli-table3";
import type { Browser, Page } from "playwright-core";
import { openReportStore } from "../../src/reports/store.js";
import { launchChromium } from "../../test/support/chromium.js";
import { eventually } from "../../test/support/eventually.js";
import { formatSpread, spreadOf } from "../support/statistics.js";
import { generatedReport } from "./generate.js";

const REQUESTS = 200;
/** Long enough for the collector to come round. */
const REPEATS = 6;
const LIVE_REPORTS = 100;
const READING_DEADLINE_MS = 120_000;
/** A browser tells of tasks from 50 ms on. */
const noteLongTasks = `globalThis.longTasks = [];
new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) longTasks.push({ startTime, duration }); })
  .observe({ type: "longtask", buffered: true });`;

interface Measured {
  readonly main: string;
  readonly dir: string;
  readonly count: number;
  readonly rounds: number;
}

interface Opened {
  /** ms after the address was followed. */
  readonly paintMs: number;
  readonly shownMs: number;
}

/** What serving and exporting a page of the reports in `dir` costs, as a table. */
export async function measurePage({ main, dir, count, rounds }: Measured): Promise<string> {
  const table = new Table({ head: ["web page", ""] });
  const browser = await launchChromium();
  const server = spawn(process.execPath, [main, "reports", "serve", "--port", "0", "--reports", dir], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const startMs = performance.now();
    const [url] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
    await eventually("all reports read", async () => (await ask(url, "")) >= count, READING_DEADLINE_MS);
    table.push(["served, start to all read", seconds(performance.now() - startMs)]);
    addOpened(table, "served", await openOften(browser, url, rounds));
    const rss = () => Math.round(residentMb(server.pid ?? 0));
    const live = await liveUpdates(browser, url, dir, count);
    const resident: number[] = [];
    for (let time = 0; time < REPEATS; time += 1) resident.push(await rssAfterRequests(url, rss));
    table.push(
      [`longest task of the page, ${LIVE_REPORTS} reports coming in`, `${Math.round(live.longestMs)} ms`],
      ["a report is on the page after", `${Math.round(live.shownMs)} ms`],
      [`server, resident after each ${REQUESTS} requests`, `${resident.join(", ")} MB`],
    );
    const out = join(dir, "page.html");
    const exporting = spawn(process.execPath, [
      main,
      "reports",
      "export",
      ...["--format", "html", "--reports", dir, "--out", out],
    ]);
    await once(exporting, "close");
    table.push(["exported, size", `${((await stat(out)).size / 1e6).toFixed(1)} MB`]);
    addOpened(table, "exported", await openOften(browser, pathToFileURL(out).href, rounds));
  } finally {
    server.kill();
    await browser.close();
  }
  return table.toString();
}

function addOpened(table: { push(row: string[]): unknown }, name: string, opened: readonly Opened[]): void {
  table.push([`${name}, first paint`, ms(opened.map(({ paintMs }) => paintMs))]);
  table.push([`${name}, all shown`, ms(opened.map(({ shownMs }) => shownMs))]);
}

async function openOften(browser: Browser, url: string, rounds: number): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await browser.newPage();
    await page.goto(url);
    await page.locator("table tbody tr").first().waitFor();
    opened.push(
      await page.evaluate<Opened>(`({
        paintMs: performance.getEntriesByName("first-contentful-paint")[0].startTime,
        shownMs: performance.now(),
      })`),
    );
    await page.close();
  }
  return opened;
}

/** Writes reports while a page is open. */
async function liveUpdates(
  browser: Browser,
  url: string,
  dir: string,
  count: number,
): Promise<{ longestMs: number; shownMs: number }> {
  const page = await browser.newPage();
  await page.addInitScript(noteLongTasks);
  await page.goto(url);
  await page.locator("table tbody tr").first().waitFor();
  const loadedMs = await page.evaluate<number>("performance.now()");
  const store = openReportStore(dir, { maxBytes: Infinity });
  for (let index = 0; index < LIVE_REPORTS; index += 1) {
    store.append(generatedReport(count + index, new Date()));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const last = generatedReport(count + LIVE_REPORTS, new Date());
  const writtenMs = performance.now();
  store.append({ ...last, task: last.task && { ...last.task, name: "tasks.last" } });
  await store.close();
  await page.getByRole("cell", { name: "tasks.last", exact: true }).first().waitFor();
  const shownMs = performance.now() - writtenMs;
  const longestMs = await longestTask(page, loadedMs);
  await page.close();
  return { longestMs, shownMs };
}

async function longestTask(page: Page, sinceMs: number): Promise<number> {
  const tasks = await page.evaluate<{ startTime: number; duration: number }[]>("longTasks");
  return Math.max(0, ...tasks.filter(({ startTime }) => startTime > sinceMs).map(({ duration }) => duration));
}

async function rssAfterRequests(url: string, rss: () => number): Promise<number> {
  for (let index = 0; index < REQUESTS; index += 1) {
    await ask(url, `task=tasks.t${index % 40}`);
    await (await fetch(`${url}api/reports?offset=${index * 50}`)).text();
  }
  return rss();
}

/** How many reports a query asks for. */
async function ask(url: string, query: string): Promise<number> {
  const answer = (await (await fetch(`${url}api/overview?${query}`)).json()) as { reports: number };
  return answer.reports;
}

function residentMb(pid: number): number {
  const [, kb = "0"] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kb) / 1_024;
}

function ms(values: readonly number[]): string {
  return `${formatSpread(spreadOf(values))} ms`;
}

function seconds(value: number): string {
  return `${(value / 1_000).toFixed(1)} s`;
}
