module.exports = async (job, token, signal) => ({
  token: typeof token,
  signal: signal instanceof AbortSignal,
  aborted: signal.aborted,
});
