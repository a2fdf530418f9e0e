// What changes from one run to the next is told by its type, and what only Loopward has is the business of another sample.
const changing = new Set(["timestamp", "processedOn"]);
const more = new Set(["getState", "redelivered"]);

module.exports = async (job) =>
  Object.keys(job)
    .filter((name) => !more.has(name))
    .sort()
    .map((name) => {
      const value = job[name];
      return [name, typeof value === "function" || changing.has(name) ? typeof value : value];
    });
