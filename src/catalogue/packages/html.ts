import { awaitable, native, thirdParty } from "./third-party.js";

const stream = "`WritableStream` of `htmlparser2`, which takes it in pieces, or the process pool";
const pool = "the process pool or a worker thread";
const lighter = "a parser without a browser around it (`htmlparser2`), or the process pool";

// Parsing takes tens of milliseconds a megabyte and builds a tree many times the text's size; a window takes milliseconds even empty.
export const html = [
  ...thirdParty("cheerio", "https://cheerio.js.org/docs/basics/loading", [
    ["load", "data", stream],
    ["loadBuffer", "data", "`stringStream` or `decodeStream`, which take it in pieces"],
  ]),
  ...thirdParty("jsdom", "https://github.com/jsdom/jsdom#readme", [
    ["new JSDOM", "heavy", lighter],
    ["JSDOM.fragment", "data", lighter],
    ["JSDOM.fromFile", "heavy", lighter, awaitable],
    ["JSDOM.fromURL", "heavy", lighter, awaitable],
    ["JSDOM#serialize", "data", pool],
  ]),
  ...thirdParty("@tiptap/html", "https://tiptap.dev/docs/editor/api/utilities/html", [
    ["generateHTML", "heavy", pool],
    ["generateJSON", "heavy", pool],
  ]),
  ...thirdParty("striptags", "https://github.com/ericnorris/striptags#readme", [
    ["default", "data", pool, { mostlySmall: true }],
  ]),
  ...thirdParty("inline-css", "https://github.com/jonkemp/inline-css#readme", [
    ["default", "data", pool, awaitable],
  ]),
  ...native(
    thirdParty("@css-inline/css-inline", "https://css-inline.org", [
      ["inline", "data", pool],
      ["inlineFragment", "data", pool],
    ]),
  ),
  ...thirdParty("@css-inline/css-inline-wasm", "https://css-inline.org", [
    ["inline", "data", pool],
    ["inlineFragment", "data", pool],
  ]),
  ...thirdParty("linkedom", "https://github.com/WebReflection/linkedom#readme", [
    ["parseHTML", "data", stream],
    ["DOMParser#parseFromString", "data", stream],
  ]),
  ...thirdParty("happy-dom", "https://github.com/capricorn86/happy-dom/wiki", [
    ["new Window", "heavy", lighter],
    ["DOMParser#parseFromString", "data", lighter],
  ]),
  ...thirdParty("node-html-parser", "https://github.com/taoqf/node-html-parser#readme", [
    ["parse", "data", stream],
    ["default", "data", stream],
  ]),
  ...thirdParty("parse5", "https://parse5.js.org", [
    ["parse", "data", "`parse5-parser-stream`, which takes it in pieces"],
    ["parseFragment", "data", "`parse5-parser-stream`, which takes it in pieces"],
    ["serialize", "data", pool],
  ]),
  ...thirdParty("htmlparser2", "https://github.com/fb55/htmlparser2#readme", [
    ["parseDocument", "data", "`WritableStream` of `htmlparser2/WritableStream`, which takes it in pieces"],
    ["parseFeed", "data", "`WritableStream` of `htmlparser2/WritableStream`, which takes it in pieces"],
    ["Parser#parseComplete", "data", "`write` with pieces and a pause between them"],
  ]),
  ...thirdParty("html-to-text", "https://github.com/html-to-text/node-html-to-text#readme", [
    ["convert", "data", pool],
    ["htmlToText", "data", pool],
    ["compile()", "data", pool],
  ]),
  ...thirdParty(["turndown", "@joplin/turndown"], "https://github.com/mixmark-io/turndown#readme", [
    ["TurndownService#turndown", "data", pool],
  ]),
  ...thirdParty("node-html-markdown", "https://github.com/crosstype/node-html-markdown#readme", [
    ["NodeHtmlMarkdown.translate", "data", pool],
    ["NodeHtmlMarkdown#translate", "data", pool],
  ]),
  ...thirdParty("@mozilla/readability", "https://github.com/mozilla/readability#readme", [
    ["Readability#parse", "data", pool],
    ["isProbablyReaderable", "data", pool],
  ]),
  ...thirdParty("sanitize-html", "https://github.com/apostrophecms/sanitize-html#readme", [
    ["default", "data", pool],
  ]),
  ...thirdParty(["dompurify", "isomorphic-dompurify"], "https://github.com/cure53/DOMPurify#readme", [
    ["sanitize", "data", pool],
    ["DOMPurify#sanitize", "data", pool],
  ]),
  ...thirdParty("juice", "https://github.com/Automattic/juice#readme", [
    ["default", "data", pool],
    ["inlineContent", "data", pool],
  ]),
  ...thirdParty(
    ["html-minifier-terser", "html-minifier"],
    "https://github.com/terser/html-minifier-terser#readme",
    [["minify", "data", pool, awaitable]],
  ),
];
