import type { Facts } from "./third-party.js";
import { awaitable, native, thirdParty } from "./third-party.js";

const zlib = "`node:zlib`, whose streams and asynchronous functions work on the thread pool";
const zip = "`yauzl` to read and `archiver` or `yazl` to write: streams on the thread pool";
const sync: Facts = {
  kind: "sync-call",
  when: { kind: "option", argument: 0, option: "sync", equals: true },
};

// Twenty milliseconds and more a megabyte, and what a small archive unpacks to has no bound.
export const archives = [
  ...thirdParty("adm-zip", "https://github.com/cthackers/adm-zip/wiki/ADM-ZIP", [
    ["new default", "data", zip],
    ["AdmZip#addLocalFile", "data", zip],
    ["AdmZip#addLocalFolder", "heavy", zip],
    ["AdmZip#extractAllTo", "heavy", zip],
    ["AdmZip#extractEntryTo", "data", zip],
    ["AdmZip#readFile", "data", zip],
    ["AdmZip#readAsText", "data", zip],
    ["AdmZip#toBuffer", "heavy", zip],
    ["AdmZip#writeZip", "heavy", zip],
  ]),
  ...thirdParty("jszip", "https://stuk.github.io/jszip", [
    // It yields between chunks, but parses the directory and checks CRCs in one go.
    ["loadAsync", "data", zip, awaitable],
    ["JSZip#loadAsync", "data", zip, awaitable],
    ["JSZip#generateAsync", "data", "`generateNodeStream`, or `archiver`", awaitable],
  ]),
  ...thirdParty("fflate", "https://github.com/101arrowz/fflate#readme", [
    ["zipSync", "heavy", zip],
    ["unzipSync", "heavy", zip],
    ["gzipSync", "data", zlib],
    ["gunzipSync", "data", zlib],
    ["compressSync", "data", zlib],
    ["decompressSync", "data", zlib],
    ["deflateSync", "data", zlib],
    ["inflateSync", "data", zlib],
    ["zlibSync", "data", zlib],
    ["unzlibSync", "data", zlib],
  ]),
  ...thirdParty("pako", "https://github.com/nodeca/pako#readme", [
    ["deflate", "data", zlib],
    ["deflateRaw", "data", zlib],
    ["gzip", "data", zlib],
    ["inflate", "data", zlib],
    ["inflateRaw", "data", zlib],
    ["ungzip", "data", zlib],
  ]),
  ...thirdParty("tar", "https://github.com/isaacs/node-tar#readme", [
    ["create", "heavy", "the same call without `sync`", sync],
    ["c", "heavy", "the same call without `sync`", sync],
    ["extract", "heavy", "the same call without `sync`", sync],
    ["x", "heavy", "the same call without `sync`", sync],
    ["list", "heavy", "the same call without `sync`", sync],
    ["t", "heavy", "the same call without `sync`", sync],
  ]),
  ...thirdParty("lz-string", "https://pieroxy.net/blog/pages/lz-string/index.html", [
    ["compress", "data", zlib],
    ["compressToBase64", "data", zlib],
    ["compressToUTF16", "data", zlib],
    ["compressToUint8Array", "data", zlib],
    ["compressToEncodedURIComponent", "data", zlib],
    ["decompress", "data", zlib],
    ["decompressFromBase64", "data", zlib],
    ["decompressFromUTF16", "data", zlib],
    ["decompressFromUint8Array", "data", zlib],
    ["decompressFromEncodedURIComponent", "data", zlib],
  ]),
  ...thirdParty("lzutf8", "https://github.com/rotemdan/lzutf8.js#readme", [
    ["compress", "data", "`compressAsync`"],
    ["decompress", "data", "`decompressAsync`"],
  ]),
  ...native(
    thirdParty("snappy", "https://github.com/Brooooooklyn/snappy#readme", [
      ["compressSync", "data", "`compress`, which works on the thread pool"],
      ["uncompressSync", "data", "`uncompress`, which works on the thread pool"],
    ]),
  ),
  ...thirdParty("snappyjs", "https://github.com/zhipeng-jia/snappyjs#readme", [
    ["compress", "data", "`snappy`, which works on the thread pool"],
    ["uncompress", "data", "`snappy`, which works on the thread pool"],
  ]),
  ...thirdParty("node-stream-zip", "https://github.com/antelle/node-stream-zip#readme", [
    ["StreamZip#entryDataSync", "data", "`entryData` of `StreamZip.async`"],
  ]),
  ...thirdParty("brotli", "https://github.com/devongovett/brotli.js#readme", [
    ["compress", "heavy", "`brotliCompress` from `node:zlib`, which works on the thread pool"],
    ["decompress", "data", "`brotliDecompress` from `node:zlib`, which works on the thread pool"],
  ]),
];
