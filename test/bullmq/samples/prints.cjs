module.exports = async (job) => {
  console.log(`working on ${job.id}`);
  console.error(`something is odd about ${job.id}`);
};
