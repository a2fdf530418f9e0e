import { awaitable, native, thirdParty, withoutCallback, type Row } from "./third-party.js";

const sharp = "`sharp`, which works on the thread pool";
const pool = "the process pool or a worker thread";

const resvg: readonly Row[] = [
  ["new Resvg", "data", "`renderAsync`, which works on the thread pool"],
  ["Resvg#render", "heavy", "`renderAsync`, which works on the thread pool"],
];

// Decoding, scaling and encoding in JavaScript take 50 ms and more for each megapixel.
export const images = [
  ...thirdParty("jimp", "https://jimp-dev.github.io/jimp", [
    ["read", "heavy", sharp, awaitable],
    ["Jimp.read", "heavy", sharp, awaitable],
    ["Jimp.fromBuffer", "heavy", sharp, awaitable],
    ["Jimp#resize", "heavy", sharp],
    ["Jimp#cover", "heavy", sharp],
    ["Jimp#contain", "heavy", sharp],
    ["Jimp#scaleToFit", "heavy", sharp],
    ["Jimp#blur", "heavy", sharp],
    ["Jimp#rotate", "heavy", sharp],
    ["Jimp#composite", "heavy", sharp],
    ["Jimp#quality", "heavy", sharp],
    ["Jimp#getBuffer", "heavy", sharp, awaitable],
    ["Jimp#getBase64", "heavy", sharp, awaitable],
    ["Jimp#write", "heavy", sharp, awaitable],
  ]),
  // A decoder in WebAssembly and an encoder in JavaScript, on the thread that asks, behind a promise.
  ...thirdParty(
    ["heic-convert", "heic-decode"],
    "https://github.com/catdad-experiments/heic-convert#readme",
    [
      ["default", "heavy", pool, awaitable],
      ["all", "heavy", pool, awaitable],
    ],
  ),
  ...thirdParty("pngjs", "https://github.com/pngjs/pngjs#readme", [
    ["PNG.sync.read", "heavy", sharp],
    ["PNG.sync.write", "heavy", sharp],
    ["PNG#parse", "data", sharp],
  ]),
  ...thirdParty("jpeg-js", "https://github.com/jpeg-js/jpeg-js#readme", [
    ["decode", "heavy", sharp],
    ["encode", "heavy", sharp],
  ]),
  ...thirdParty("upng-js", "https://github.com/photopea/UPNG.js#readme", [
    ["decode", "heavy", sharp],
    ["encode", "heavy", sharp],
    ["toRGBA8", "heavy", sharp],
  ]),
  ...thirdParty("gifenc", "https://github.com/mattdesl/gifenc#readme", [
    ["quantize", "heavy", pool],
    ["applyPalette", "heavy", pool],
    ["GIFEncoder#writeFrame", "data", pool],
  ]),
  ...native(
    thirdParty("canvas", "https://github.com/Automattic/node-canvas#readme", [
      [
        "Canvas#toBuffer",
        "heavy",
        "`toBuffer` with a callback, which encodes on the thread pool",
        withoutCallback,
      ],
      [
        "Canvas#toDataURL",
        "heavy",
        "`toDataURL` with a callback, which encodes on the thread pool",
        withoutCallback,
      ],
    ]),
  ),
  ...native(
    thirdParty("@napi-rs/canvas", "https://github.com/Brooooooklyn/canvas#readme", [
      ["Canvas#toBuffer", "heavy", "`encode`, which works on the thread pool"],
      ["Canvas#encodeSync", "heavy", "`encode`, which works on the thread pool"],
      ["Canvas#toDataURL", "heavy", "`toDataURLAsync`, which works on the thread pool"],
    ]),
    { Canvas: "CanvasElement" },
  ),
  ...native(thirdParty("@resvg/resvg-js", "https://github.com/yisibl/resvg-js#readme", resvg)),
  ...thirdParty("@resvg/resvg-wasm", "https://github.com/yisibl/resvg-js#readme", resvg),
  ...thirdParty("skia-canvas", "https://skia-canvas.org/api/canvas", [
    ["Canvas#toBufferSync", "heavy", "`await canvas.toBuffer(…)`, which works on another thread"],
    ["Canvas#toURLSync", "heavy", "`await canvas.toURL(…)`, which works on another thread"],
    ["Canvas#toFileSync", "heavy", "`await canvas.toFile(…)`, which works on another thread"],
  ]),
  ...thirdParty("gifuct-js", "https://github.com/matt-way/gifuct-js#readme", [
    ["parseGIF", "data", "the process pool or a worker thread"],
    ["decompressFrames", "heavy", "the process pool or a worker thread"],
  ]),
  ...thirdParty("satori", "https://github.com/vercel/satori#readme", [["default", "heavy", pool, awaitable]]),
  ...thirdParty("svgo", "https://svgo.dev/docs/usage/library", [["optimize", "heavy", pool]]),
  ...thirdParty("qrcode", "https://github.com/soldair/node-qrcode#readme", [
    ["create", "light", pool],
    ["toBuffer", "data", pool, awaitable],
    ["toDataURL", "data", pool, awaitable],
    ["toFile", "data", pool, awaitable],
    ["toString", "data", pool, awaitable],
  ]),
  ...thirdParty("jsqr", "https://github.com/cozmo/jsQR#readme", [["default", "heavy", pool]]),
  ...thirdParty("bwip-js", "https://github.com/metafloor/bwip-js#readme", [
    ["toBuffer", "heavy", pool, awaitable],
    ["toSVG", "data", pool],
  ]),
  ...thirdParty("pixelmatch", "https://github.com/mapbox/pixelmatch#readme", [["default", "heavy", pool]]),
  ...thirdParty("blurhash", "https://github.com/woltapp/blurhash/tree/master/TypeScript#readme", [
    ["encode", "heavy", "a picture scaled down to some 32 pixels first"],
    ["decode", "data", "few pixels, scaled up by whoever shows them"],
  ]),
  ...thirdParty("thumbhash", "https://github.com/evanw/thumbhash#readme", [
    ["rgbaToThumbHash", "light", pool],
  ]),
  ...thirdParty("potrace", "https://github.com/tooolbox/node-potrace#readme", [
    ["trace", "heavy", pool],
    ["posterize", "heavy", pool],
  ]),
];
