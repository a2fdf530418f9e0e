module.exports = (job, done) => done(null, job.data.word);
