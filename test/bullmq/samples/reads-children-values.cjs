module.exports = async (job) => (job.name === "parent" ? job.getChildrenValues() : { made: job.data.n });
