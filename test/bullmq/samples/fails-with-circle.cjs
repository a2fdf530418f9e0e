module.exports = async () => {
  const error = new Error("about itself");
  error.about = error;
  throw error;
};
