module.exports = async () => process.env.SAMPLE_SETTING;
