import { awaitable, native, thirdParty, withoutCallback } from "./third-party.js";

const pool = "the process pool or a worker thread";
const threads = (name: string) => `\`${name}\`, which works on the thread pool`;
const nodeCrypto = "`node:crypto`, whose asynchronous functions work on the thread pool";
const streams = "`node:crypto`, ten times faster, with a stream for whole files";

// Passwords are made to take long: 50 to 500 ms a hash. Keys take as long; digests in JavaScript grow with their input.
export const hashing = [
  ...native(
    thirdParty("bcrypt", "https://github.com/kelektiv/node.bcrypt.js#readme", [
      ["hashSync", "heavy", threads("hash")],
      ["compareSync", "heavy", threads("compare")],
      ["genSaltSync", "light", threads("genSalt")],
    ]),
  ),
  ...thirdParty(["bcryptjs", "bcrypt-ts"], "https://github.com/dcodeIO/bcrypt.js#readme", [
    // It yields every 100 ms only.
    ["hash", "heavy", "`bcrypt`, which works on the thread pool", awaitable],
    ["compare", "heavy", "`bcrypt`, which works on the thread pool", awaitable],
    ["hashSync", "heavy", "`bcrypt`, which works on the thread pool"],
    ["compareSync", "heavy", "`bcrypt`, which works on the thread pool"],
  ]),
  ...native(
    thirdParty("@node-rs/bcrypt", "https://github.com/napi-rs/node-rs/tree/main/packages/bcrypt#readme", [
      ["hashSync", "heavy", threads("hash")],
      ["compareSync", "heavy", threads("compare")],
      ["verifySync", "heavy", threads("verify")],
    ]),
  ),
  ...native(
    thirdParty("@node-rs/argon2", "https://github.com/napi-rs/node-rs/tree/main/packages/argon2#readme", [
      ["hashSync", "heavy", threads("hash")],
      ["hashRawSync", "heavy", threads("hashRaw")],
      ["verifySync", "heavy", threads("verify")],
    ]),
  ),
  ...thirdParty("hash-wasm", "https://github.com/Daninet/hash-wasm#readme", [
    ["argon2id", "heavy", "`argon2`, which works on the thread pool", awaitable],
    ["argon2i", "heavy", "`argon2`, which works on the thread pool", awaitable],
    ["bcrypt", "heavy", "`bcrypt`, which works on the thread pool", awaitable],
    ["scrypt", "heavy", nodeCrypto, awaitable],
    ["pbkdf2", "heavy", nodeCrypto, awaitable],
    ["sha256", "data", streams, awaitable],
    ["md5", "data", streams, awaitable],
  ]),
  ...thirdParty("@noble/hashes/scrypt", "https://github.com/paulmillr/noble-hashes#readme", [
    ["scrypt", "heavy", nodeCrypto],
  ]),
  ...thirdParty("@noble/hashes/pbkdf2", "https://github.com/paulmillr/noble-hashes#readme", [
    ["pbkdf2", "heavy", nodeCrypto],
  ]),
  ...thirdParty("@noble/hashes/argon2", "https://github.com/paulmillr/noble-hashes#readme", [
    ["argon2id", "heavy", "`argon2`, which works on the thread pool"],
  ]),
  ...thirdParty("scrypt-js", "https://github.com/ricmoo/scrypt-js#readme", [
    ["syncScrypt", "heavy", nodeCrypto],
  ]),
  ...thirdParty("crypto-js", "https://cryptojs.gitbook.io/docs", [
    ["PBKDF2", "heavy", nodeCrypto],
    ["EvpKDF", "heavy", nodeCrypto],
    ["MD5", "data", streams, { mostlySmall: true }],
    ["SHA1", "data", streams, { mostlySmall: true }],
    ["SHA256", "data", streams, { mostlySmall: true }],
    ["SHA512", "data", streams, { mostlySmall: true }],
    ["AES.encrypt", "data", nodeCrypto, { mostlySmall: true }],
    ["AES.decrypt", "data", nodeCrypto, { mostlySmall: true }],
  ]),
  ...thirdParty("node-forge", "https://github.com/digitalbazaar/forge#readme", [
    ["pki.rsa.generateKeyPair", "heavy", "`generateKeyPair` from `node:crypto`", withoutCallback],
    ["rsa.generateKeyPair", "heavy", "`generateKeyPair` from `node:crypto`", withoutCallback],
    ["pkcs5.pbkdf2", "heavy", nodeCrypto, withoutCallback],
    ["pkcs12.pkcs12FromAsn1", "heavy", nodeCrypto],
    ["pkcs12.toPkcs12Asn1", "heavy", nodeCrypto],
  ]),
  ...thirdParty("jsonwebtoken", "https://github.com/auth0/node-jsonwebtoken#readme", [
    ["sign", "light", "`sign` with a callback, or `jose`", withoutCallback],
    ["verify", "light", "`verify` with a callback, or `jose`", withoutCallback],
  ]),
  ...thirdParty("openpgp", "https://docs.openpgpjs.org", [
    ["encrypt", "data", pool, awaitable],
    ["decrypt", "data", pool, awaitable],
    ["sign", "data", pool, awaitable],
    ["verify", "data", pool, awaitable],
    ["generateKey", "heavy", pool, awaitable],
    ["decryptKey", "heavy", pool, awaitable],
  ]),
  ...thirdParty("node-rsa", "https://github.com/rzcoder/node-rsa#readme", [
    ["new default", "data", "`generateKeyPair` from `node:crypto`"],
    ["NodeRSA#generateKeyPair", "heavy", "`generateKeyPair` from `node:crypto`"],
    ["NodeRSA#encrypt", "data", nodeCrypto],
    ["NodeRSA#decrypt", "data", nodeCrypto],
    ["NodeRSA#sign", "data", nodeCrypto],
  ]),
  ...native(
    thirdParty("sodium-native", "https://sodium-friends.github.io/docs", [
      ["crypto_pwhash", "heavy", threads("crypto_pwhash_async")],
      ["crypto_pwhash_str", "heavy", threads("crypto_pwhash_str_async")],
      ["crypto_pwhash_str_verify", "heavy", threads("crypto_pwhash_str_verify_async")],
    ]),
  ),
  ...thirdParty(
    ["libsodium-wrappers", "libsodium-wrappers-sumo"],
    "https://github.com/jedisct1/libsodium.js#readme",
    [
      ["crypto_pwhash", "heavy", "`argon2`, which works on the thread pool"],
      ["crypto_pwhash_str", "heavy", "`argon2`, which works on the thread pool"],
      ["crypto_pwhash_str_verify", "heavy", "`argon2`, which works on the thread pool"],
    ],
  ),
  ...thirdParty("object-hash", "https://github.com/puleos/object-hash#readme", [
    ["default", "data", "a hash of only what tells two objects apart", { mostlySmall: true }],
  ]),
];
