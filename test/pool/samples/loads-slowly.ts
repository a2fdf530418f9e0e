import { defineTask } from "loopward";

for (const end = performance.now() + 900; performance.now() < end;);

export const echo = defineTask({ name: "echo", run: () => "loaded" });
