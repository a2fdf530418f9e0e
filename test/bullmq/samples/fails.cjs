class NotFound extends Error {
  name = "NotFound";
  status = 404;
}

module.exports = async () => {
  throw new NotFound("no such page");
};
