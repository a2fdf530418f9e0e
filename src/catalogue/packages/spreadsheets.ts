import { awaitable, thirdParty } from "./third-party.js";

const pool =
  "the process pool or a worker thread: no spreadsheet library reads a workbook in pieces without its streaming reader";
const reader = "`stream.xlsx.WorkbookReader` of `exceljs`, row by row, or the process pool";
const writer = "`stream.xlsx.WorkbookWriter` of `exceljs`, row by row, or the process pool";

// A workbook of 10 MB takes seconds: unzipped, parsed as XML, and built up as objects, cell by cell.
export const spreadsheets = [
  ...thirdParty(["xlsx", "@e965/xlsx", "xlsx-js-style"], "https://docs.sheetjs.com/docs/api", [
    ["read", "heavy", reader],
    ["readFile", "heavy", reader],
    ["readFileSync", "heavy", reader],
    ["write", "heavy", writer],
    ["writeXLSX", "heavy", writer],
    ["writeFile", "heavy", writer],
    ["writeFileSync", "heavy", writer],
    ["writeFileXLSX", "heavy", writer],
    ["writeFileAsync", "heavy", writer],
    ["utils.sheet_to_json", "data", "pieces of the sheet (`range`) with a pause between them"],
    ["utils.sheet_to_csv", "data", "`stream.to_csv`, a stream"],
    ["utils.sheet_to_html", "data", "`stream.to_html`, a stream"],
    ["utils.json_to_sheet", "data", "`utils.sheet_add_json` with pieces and a pause between them"],
    ["utils.aoa_to_sheet", "data", "`utils.sheet_add_aoa` with pieces and a pause between them"],
  ]),
  ...thirdParty(["exceljs", "@protobi/exceljs"], "https://github.com/exceljs/exceljs#readme", [
    ["Workbook#xlsx.read", "heavy", reader, awaitable],
    ["Workbook#xlsx.readFile", "heavy", reader, awaitable],
    ["Workbook#xlsx.load", "heavy", reader, awaitable],
    ["Workbook#xlsx.write", "heavy", writer, awaitable],
    ["Workbook#xlsx.writeFile", "heavy", writer, awaitable],
    ["Workbook#xlsx.writeBuffer", "heavy", writer, awaitable],
  ]),
  ...thirdParty("xlsx-populate", "https://github.com/dtjohnson/xlsx-populate#readme", [
    ["fromDataAsync", "heavy", reader, awaitable],
    ["fromFileAsync", "heavy", reader, awaitable],
    ["Workbook#outputAsync", "heavy", writer, awaitable],
    ["Workbook#toFileAsync", "heavy", writer, awaitable],
  ]),
  ...thirdParty("node-xlsx", "https://github.com/mgcrea/node-xlsx#readme", [
    ["parse", "heavy", reader],
    ["build", "heavy", writer],
  ]),
  ...thirdParty("excel4node", "https://github.com/advisr-io/excel4node#readme", [
    ["Workbook#write", "heavy", writer, awaitable],
    ["Workbook#writeToBuffer", "heavy", writer, awaitable],
  ]),
  ...thirdParty("hyperformula", "https://hyperformula.handsontable.com", [
    ["HyperFormula.buildFromArray", "heavy", pool],
    ["HyperFormula.buildFromSheets", "heavy", pool],
    ["HyperFormula#setSheetContent", "data", "`batch`, with pieces"],
    ["HyperFormula#rebuildAndRecalculate", "heavy", pool],
  ]),
];
