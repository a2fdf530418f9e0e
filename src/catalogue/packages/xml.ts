import { awaitable, native, thirdParty } from "./third-party.js";

const stream = "a streaming parser (`sax`, `saxes`), or the process pool";
const pool = "the process pool or a worker thread";

// Some tens of milliseconds a megabyte, and an entity or a namespace more makes it worse.
export const xml = [
  ...thirdParty("xml2js", "https://github.com/Leonidas-from-XIV/node-xml2js#readme", [
    ["parseString", "data", stream],
    ["parseStringPromise", "data", stream, awaitable],
    ["Parser#parseString", "data", stream],
    ["Parser#parseStringPromise", "data", stream, awaitable],
    ["Builder#buildObject", "data", pool],
  ]),
  ...thirdParty("fast-xml-parser", "https://github.com/NaturalIntelligence/fast-xml-parser#readme", [
    ["XMLParser#parse", "data", stream],
    ["XMLBuilder#build", "data", pool],
    ["XMLValidator.validate", "data", stream],
  ]),
  ...thirdParty("xml-js", "https://github.com/nashwaan/xml-js#readme", [
    ["xml2js", "data", stream],
    ["xml2json", "data", stream],
    ["js2xml", "data", pool],
    ["json2xml", "data", pool],
  ]),
  ...thirdParty(["@xmldom/xmldom", "xmldom"], "https://github.com/xmldom/xmldom#readme", [
    ["DOMParser#parseFromString", "data", stream],
    ["XMLSerializer#serializeToString", "data", pool],
  ]),
  ...thirdParty("xpath", "https://github.com/goto100/xpath#readme", [
    ["select", "data", pool],
    ["select1", "data", pool],
    ["evaluate", "data", pool],
  ]),
  ...native(
    thirdParty(["libxmljs2", "libxmljs"], "https://github.com/marudor/libxmljs2#readme", [
      ["parseXml", "data", "`SaxPushParser`, given the text in pieces"],
      ["parseHtml", "data", "`SaxPushParser`, given the text in pieces"],
    ]),
  ),
  ...thirdParty("libxml2-wasm", "https://jameslan.github.io/libxml2-wasm", [
    ["XmlDocument.fromString", "data", stream],
    ["XmlDocument.fromBuffer", "data", stream],
  ]),
  ...thirdParty("xmlbuilder2", "https://oozcitak.github.io/xmlbuilder2", [
    ["convert", "data", "`createCB`, which writes in pieces"],
    ["XMLBuilder#end", "data", "`createCB`, which writes in pieces"],
  ]),
  ...thirdParty("rss-parser", "https://github.com/rbren/rss-parser#readme", [
    ["Parser#parseString", "data", stream, awaitable],
    ["Parser#parseURL", "data", "`feedparser`, a stream", awaitable],
  ]),
];
