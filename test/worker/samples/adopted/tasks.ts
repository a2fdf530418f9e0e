import { defineTask } from "loopward";

export const welcome = defineTask({
  name: "welcome",
  queue: "mails",
  run: () => "a task of the same queue",
});
