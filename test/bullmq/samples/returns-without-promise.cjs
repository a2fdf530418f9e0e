module.exports = (job) => [job.data.word, 7, null, { deep: [true] }];
