const { execFileSync } = require("node:child_process");

module.exports = async () => {
  execFileSync("sleep", ["0.4"]);
  return "done";
};
