module.exports = async () => {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return process.pid;
};
