import type { ErrorCode } from "../../findings/errors.js";
import type { Binaries } from "./binaries.js";
import type { Home } from "./home.js";
import type { ServiceUser } from "./service-user.js";

/** All that a keeper has to know; given to it as JSON in its first argument. */
export interface KeeperPlan {
  readonly home: Home;
  readonly binaries: Binaries;
  readonly user: ServiceUser;
}

/** What a keeper tells its users, one JSON object a line. The users tell it nothing: their connection is the message. */
export type KeeperMessage =
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly code: ErrorCode; readonly message: string };

/** Name of the database superuser; the socket's folder is what keeps others out. */
export const DATABASE_USER = "loopward";
export const DATABASE_NAME = "postgres";
/** Part of the socket's name only: no TCP port is opened. */
export const DATABASE_PORT = 5432;
