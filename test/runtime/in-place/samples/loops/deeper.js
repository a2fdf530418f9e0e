exports.spin = () => {
  for (;;); // here: commonjs-deeper
};
