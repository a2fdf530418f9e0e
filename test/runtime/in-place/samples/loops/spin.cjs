"use strict";
exports.spinInCommonJs = function () {
  while (true); // here: commonjs
};
exports.spinOneDeeper = () => require("./deeper").spin();
