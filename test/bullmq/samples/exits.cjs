module.exports = () =>
  new Promise(() => {
    setTimeout(() => process.exit(3), 10);
  });
