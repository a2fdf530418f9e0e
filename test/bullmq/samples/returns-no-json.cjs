module.exports = async () => ({ size: 12n });
