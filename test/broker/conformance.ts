import { afterAll, beforeAll, describe, expect } from "vitest";
import { flows } from "./conformance/flows.js";
import { keeping } from "./conformance/keeping.js";
import { life } from "./conformance/life.js";
import { limits } from "./conformance/limits.js";
import { news } from "./conformance/news.js";
import { order } from "./conformance/order.js";
import { payloads } from "./conformance/payloads.js";
import { records } from "./conformance/records.js";
import { schedules } from "./conformance/schedules.js";
import { settling } from "./conformance/settling.js";
import { Trial } from "./conformance/trial.js";

/**
 * What every broker has to do, whatever is behind its URL.
 * `url` is asked for when the suite starts; each test has a queue of its own.
 */
export function brokerConformance(name: string, url: () => string): void {
  describe(`broker ${name}`, () => {
    const trial = new Trial(url);
    beforeAll(() => trial.open());
    afterAll(async () => {
      await trial.close();
      expect(trial.errors).toEqual([]);
    });

    for (const group of [order, settling, keeping, limits, schedules, flows, records, news, payloads, life])
      group(trial);
  });
}
