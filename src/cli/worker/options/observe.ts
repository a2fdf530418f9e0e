import { metricsAddress, webAddress } from "../../parse.js";
import { WorkerOption } from "./option.js";

/** How others learn what a worker does and how it is. */
export const observeOptions = [
  new WorkerOption(
    "--metrics <address>",
    "serve /metrics, /health and /ready at [HOST:]PORT; 0: a free port",
    {
      config: "metrics",
      usual: "not served; HOST 127.0.0.1",
      parse: metricsAddress,
    },
  ),
  new WorkerOption("--metrics-expose", "let other machines read them, where HOST is not a loopback address", {
    config: "metricsExpose",
  }),
  new WorkerOption(
    "--alert-webhook <url>",
    "tell each new culprit there, once, signed with the secret in LOOPWARD_ALERT_SECRET",
    { config: "alertWebhook", parse: webAddress },
  ),
  new WorkerOption(
    "--import <file...>",
    "JavaScript modules that the worker and each host load before anything else: OpenTelemetry's set-up",
    { config: "import" },
  ),
];
