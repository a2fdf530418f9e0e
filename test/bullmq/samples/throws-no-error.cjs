module.exports = async () => {
  throw "only words";
};
