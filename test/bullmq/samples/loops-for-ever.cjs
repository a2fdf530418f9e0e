module.exports = async () => {
  for (;;);
};
