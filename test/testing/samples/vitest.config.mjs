export default {
  test: {
    include: ["*.sample.mjs"],
    // As a package of `node_modules` is.
    server: { deps: { external: [/\/dist\/runtime\//] } },
  },
};
