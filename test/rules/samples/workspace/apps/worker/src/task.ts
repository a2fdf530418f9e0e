import { Worker } from "bullmq";
import { render } from "@sample/mail";

export const worker = new Worker("mails", async () => [render()]);
