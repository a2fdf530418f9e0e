import { render } from "preact";
import type { Snapshot } from "../src/reports/view/types.js";
import { App } from "./app.js";
import { server, snapshotSource } from "./source.js";
import "uplot/dist/uPlot.min.css";
import "./page.css";

const snapshot = document.getElementById("snapshot")?.textContent;
const source = snapshot ? snapshotSource(JSON.parse(snapshot) as Snapshot) : server;
const page = document.getElementById("page");
if (page) render(<App source={source} isLive={!snapshot} />, page);
