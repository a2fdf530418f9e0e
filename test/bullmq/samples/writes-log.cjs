module.exports = async (job) => {
  for (const line of ["first", "second", "third"]) await job.log(line);
  return (await job.log("fourth")) ?? "nothing";
};
