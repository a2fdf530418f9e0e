import { thirdParty } from "./third-party.js";

const stream = "the package's stream, in a `pipeline`";
const pool = "the process pool or a worker thread";

// About 20 ms a megabyte, and every row at once in memory.
export const csv = [
  ...thirdParty(
    ["csv-parse/sync", "csv-parse/lib/sync", "csv-parse/browser/esm/sync"],
    "https://csv.js.org/parse/api/sync",
    [
      ["parse", "data", "`parse` from `csv-parse`, a stream"],
      ["default", "data", "`parse` from `csv-parse`, a stream"],
    ],
  ),
  ...thirdParty(["csv-stringify/sync", "csv-stringify/lib/sync"], "https://csv.js.org/stringify/api/sync", [
    ["stringify", "data", "`stringify` from `csv-stringify`, a stream"],
    ["default", "data", "`stringify` from `csv-stringify`, a stream"],
  ]),
  ...thirdParty("csv/sync", "https://csv.js.org/project", [
    ["parse", "data", stream],
    ["stringify", "data", stream],
    ["transform", "data", stream],
    ["generate", "data", stream],
  ]),
  ...thirdParty("papaparse", "https://www.papaparse.com/docs", [
    [
      "parse",
      "data",
      "`Papa.parse` of a stream, or `Papa.NODE_STREAM_INPUT` in a `pipeline`",
      { when: { kind: "text", argument: 0 } },
    ],
    ["unparse", "data", "pieces of the rows with a pause between them"],
  ]),
  ...thirdParty(["json2csv", "@json2csv/plainjs"], "https://juanjodiaz.github.io/json2csv", [
    ["parse", "data", "`@json2csv/node`, a stream"],
    ["Parser#parse", "data", "`@json2csv/node`, a stream"],
  ]),
  ...thirdParty("json-2-csv", "https://mrodrig.github.io/json-2-csv", [
    ["json2csv", "data", "`csv-stringify`, a stream"],
    ["csv2json", "data", "`csv-parse`, a stream"],
  ]),
  ...thirdParty(["d3-dsv", "d3"], "https://d3js.org/d3-dsv", [
    ["csvParse", "data", "`csv-parse`, a stream"],
    ["csvParseRows", "data", "`csv-parse`, a stream"],
    ["tsvParse", "data", "`csv-parse`, a stream"],
    ["csvFormat", "data", "`csv-stringify`, a stream"],
    ["tsvFormat", "data", "`csv-stringify`, a stream"],
    ["DSV#parse", "data", pool],
  ]),
];
