module.exports = async () => {
  throw { message: "no error, but a message", status: 500 };
};
