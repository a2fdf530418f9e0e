module.exports = () => {
  void Promise.reject(new Error("nobody waits for this"));
  return new Promise(() => undefined);
};
