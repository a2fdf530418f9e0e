import { awaitable, thirdParty } from "./third-party.js";

const pool = "the process pool or a worker thread";

// A page takes milliseconds to lay out or read, an image or a font in it tens; a promise is no sign of a thread.
export const pdf = [
  ...thirdParty(["pdf-lib", "@cantoo/pdf-lib"], "https://pdf-lib.js.org", [
    ["PDFDocument.load", "data", pool, awaitable],
    ["PDFDocument#save", "data", pool, awaitable],
    ["PDFDocument#saveAsBase64", "data", pool, awaitable],
    ["PDFDocument#embedPng", "data", pool, awaitable],
    ["PDFDocument#embedFont", "data", pool, awaitable],
    ["PDFDocument#copyPages", "data", pool, awaitable],
  ]),
  ...thirdParty("@libpdf/core", "https://github.com/LibPDF-js/core#readme", [
    ["PDF.load", "data", pool, awaitable],
    ["PDF.merge", "data", pool, awaitable],
    ["PDF#save", "data", pool, awaitable],
    ["PDF#sign", "data", pool, awaitable],
    ["PDF#copyPagesFrom", "data", pool, awaitable],
    ["PDF#embedFont", "data", pool],
    ["PDF#embedImage", "data", pool],
    ["PDF#embedPng", "data", pool],
    ["PDF#flattenAll", "data", pool],
    ["PDF#extractText", "data", pool],
    ["PDFPage#extractText", "data", pool],
  ]),
  ...thirdParty(
    ["pdf-parse", "pdf-parse/lib/pdf-parse.js"],
    "https://github.com/mehmet-kozan/pdf-parse#readme",
    [
      ["default", "heavy", pool, awaitable],
      ["PDFParse#getText", "heavy", pool, awaitable],
      ["PDFParse#getTable", "heavy", pool, awaitable],
      ["PDFParse#getImage", "heavy", pool, awaitable],
      ["PDFParse#getScreenshot", "heavy", pool, awaitable],
    ],
  ),
  ...thirdParty(
    ["pdfjs-dist", "pdfjs-dist/legacy/build/pdf.mjs", "pdfjs-dist/legacy/build/pdf.js"],
    "https://mozilla.github.io/pdf.js/api",
    [
      // Its worker is a fake one in Node: the same thread.
      ["getDocument", "heavy", pool],
      ["PDFPageProxy#render", "heavy", pool],
      ["PDFPageProxy#getTextContent", "data", pool, awaitable],
    ],
  ),
  ...thirdParty("pdf2json", "https://github.com/modesty/pdf2json#readme", [
    ["PDFParser#loadPDF", "heavy", pool, awaitable],
    ["PDFParser#parseBuffer", "heavy", pool],
  ]),
  ...thirdParty("mupdf", "https://mupdfjs.readthedocs.io", [
    ["Document.openDocument", "heavy", pool],
    ["Page#toPixmap", "heavy", pool],
    ["Page#toStructuredText", "heavy", pool],
    ["Pixmap#asPNG", "heavy", pool],
  ]),
  ...thirdParty("unpdf", "https://github.com/unjs/unpdf#readme", [
    ["extractText", "heavy", pool, awaitable],
    ["extractImages", "heavy", pool, awaitable],
    ["getDocumentProxy", "heavy", pool, awaitable],
    ["renderPageAsImage", "heavy", pool, awaitable],
  ]),
  ...thirdParty("jspdf", "https://artskydj.github.io/jsPDF/docs", [
    ["jsPDF#output", "data", pool],
    ["jsPDF#save", "data", pool],
    ["jsPDF#addImage", "data", pool],
  ]),
  ...thirdParty("pdfkit", "https://pdfkit.org", [
    ["PDFDocument#image", "data", "a JPEG, which is not decoded, or the process pool"],
    ["PDFDocument#font", "data", "the same font, registered once for the document"],
  ]),
  ...thirdParty("pdfmake", "https://pdfmake.github.io/docs", [
    ["PdfPrinter#createPdfKitDocument", "heavy", pool],
    ["createPdf", "heavy", pool],
  ]),
  ...thirdParty("@react-pdf/renderer", "https://react-pdf.org/node", [
    ["renderToBuffer", "heavy", pool, awaitable],
    ["renderToStream", "heavy", pool, awaitable],
    ["renderToFile", "heavy", pool, awaitable],
    ["renderToString", "heavy", pool, awaitable],
  ]),
];
