module.exports = { handler: async () => "nobody calls it" };
