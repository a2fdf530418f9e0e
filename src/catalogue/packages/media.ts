import { awaitable, thirdParty } from "./third-party.js";

const pool = "the process pool or a worker thread";
const ffmpeg = "`ffmpeg` in a child process, or the process pool";

// Sound, charts and drawings: computed in one go.
export const media = [
  ...thirdParty("audio-decode", "https://github.com/audiojs/audio-decode#readme", [
    ["default", "heavy", ffmpeg, awaitable],
  ]),
  ...thirdParty("node-wav", "https://github.com/andreasgal/node-wav#readme", [
    ["decode", "data", ffmpeg],
    ["encode", "data", ffmpeg],
  ]),
  ...thirdParty("echarts", "https://echarts.apache.org/en/api.html", [
    ["ECharts#renderToSVGString", "heavy", pool],
    ["ECharts#setOption", "data", pool],
  ]),
  ...thirdParty("vega", "https://vega.github.io/vega/docs/api/view", [
    ["View#toSVG", "heavy", pool, awaitable],
    ["View#toCanvas", "heavy", pool, awaitable],
    ["View#run", "heavy", pool],
  ]),
  ...thirdParty("isomorphic-git", "https://isomorphic-git.org/docs/en/alphabetic", [
    ["clone", "heavy", "`git` in a child process", awaitable],
    ["statusMatrix", "heavy", "`git` in a child process", awaitable],
    ["checkout", "heavy", "`git` in a child process", awaitable],
  ]),
];
