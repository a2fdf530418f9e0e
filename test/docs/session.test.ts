import { afterAll, describe, expect, it } from "vitest";
import { playSession, sessionOfReadme, withoutFigures } from "../../docs/generate/session.js";
import { redisServer } from "../support/servers.js";

const redis = await redisServer();
afterAll(() => redis?.stop());

describe.skipIf(!redis)("the session in the README", () => {
  it("is what happens, but for ids and times (else run npm run docs:session)", async () => {
    const played = withoutFigures(await playSession(redis!.url));
    expect(played).toMatch(/gone +thumbnail/);
    expect(played).toBe(withoutFigures(await sessionOfReadme()));
  });
});
