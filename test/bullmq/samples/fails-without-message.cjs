module.exports = async () => {
  throw new TypeError();
};
