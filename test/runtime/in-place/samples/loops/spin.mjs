export function spinInModule() {
  for (;;); // here: esm
}
