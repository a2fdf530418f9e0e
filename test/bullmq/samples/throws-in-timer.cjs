module.exports = () =>
  new Promise(() => {
    setTimeout(() => {
      throw new Error("thrown where no promise is");
    }, 10);
  });
