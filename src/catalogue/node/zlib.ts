import { nodeModule, promisified } from "../row.js";
import type { CatalogueEntry } from "../types.js";

const { fn, statics } = nodeModule("zlib", "sync-call");
const archive = "the asynchronous form, which works on the thread pool";

export const zlib = [
  fn("brotliCompressSync(buffer[, options])", "data", promisified("zlib", "brotliCompress")),
  fn("brotliDecompressSync(buffer[, options])", "data", promisified("zlib", "brotliDecompress")),
  fn("crc32(data[, value])", "data", "pieces of the data with a pause between them", { kind: "cpu" }),
  fn("deflateRawSync(buffer[, options])", "data", promisified("zlib", "deflateRaw")),
  fn("deflateSync(buffer[, options])", "data", promisified("zlib", "deflate")),
  fn("gunzipSync(buffer[, options])", "data", promisified("zlib", "gunzip")),
  fn("gzipSync(buffer[, options])", "data", promisified("zlib", "gzip")),
  fn("inflateRawSync(buffer[, options])", "data", promisified("zlib", "inflateRaw")),
  fn("inflateSync(buffer[, options])", "data", promisified("zlib", "inflate")),
  fn("unzipSync(buffer[, options])", "data", promisified("zlib", "unzip")),
  fn("zstdCompressSync(buffer[, options])", "data", promisified("zlib", "zstdCompress"), {
    since: "22.15.0",
  }),
  fn("zstdDecompressSync(buffer[, options])", "data", promisified("zlib", "zstdDecompress"), {
    since: "22.15.0",
  }),
  fn("createZipArchiveSync(entries[, options])", "data", archive, { since: "26.8.0" }),
  statics("ZipEntry")("createSync(name, data[, options])", "data", archive, { since: "26.8.0" }),
  statics("ZipFile")("openSync(path[, options])", "data", archive, { since: "26.8.0" }),
] as const satisfies readonly CatalogueEntry[];
