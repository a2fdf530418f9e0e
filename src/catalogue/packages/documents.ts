import { awaitable, thirdParty } from "./third-party.js";

const pool = "the process pool or a worker thread";

// Office documents are zipped XML: unzip, parse, and often render in one go behind a promise.
export const documents = [
  ...thirdParty("mammoth", "https://github.com/mwilliamson/mammoth.js#readme", [
    ["convertToHtml", "heavy", pool, awaitable],
    ["convertToMarkdown", "heavy", pool, awaitable],
    ["extractRawText", "heavy", pool, awaitable],
  ]),
  ...thirdParty("officeparser", "https://github.com/harshankur/officeParser#readme", [
    ["parseOffice", "heavy", pool, awaitable],
    ["OfficeParser.parseOffice", "heavy", pool, awaitable],
  ]),
  ...thirdParty("mailparser", "https://nodemailer.com/extras/mailparser", [
    ["simpleParser", "data", "`MailParser`, a stream", awaitable],
  ]),
  ...thirdParty("docx", "https://docx.js.org", [
    ["Packer.toBuffer", "heavy", "`Packer.toStream`, or the process pool", awaitable],
    ["Packer.toBase64String", "heavy", pool, awaitable],
    ["Packer.toString", "heavy", pool, awaitable],
    ["Packer.toBlob", "heavy", pool, awaitable],
  ]),
  ...thirdParty("docxtemplater", "https://docxtemplater.com/docs/api", [
    ["new default", "data", pool],
    ["Docxtemplater#render", "heavy", pool],
    ["Docxtemplater#renderAsync", "heavy", pool, awaitable],
  ]),
  ...thirdParty("pizzip", "https://github.com/open-xml-templating/pizzip#readme", [
    ["new default", "data", pool],
    ["PizZip#generate", "data", pool],
  ]),
  ...thirdParty("html-to-docx", "https://github.com/privateOmega/html-to-docx#readme", [
    ["default", "heavy", pool, awaitable],
  ]),
  ...thirdParty("docx-templates", "https://github.com/guigrpa/docx-templates#readme", [
    ["createReport", "heavy", pool, awaitable],
    ["default", "heavy", pool, awaitable],
  ]),
];
