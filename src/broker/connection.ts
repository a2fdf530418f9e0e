import type { BackendClasses, ConnectionOptions, IQueueBackend } from "bullmq";
import type { RecordLimits, RecordLog } from "./record-log.js";

/** An open connection to a broker, in the form that BullMQ's classes take. */
export interface Connection {
  /** BullMQ's classes, bound to the backend that speaks to this broker. */
  readonly classes: BackendClasses<IQueueBackend, ConnectionOptions>;
  /** The `connection` option for each of them. */
  readonly options: ConnectionOptions;
  /** BullMQ's key prefix, where the broker has keys. */
  readonly prefix?: string;
  /** Name and version of what answers: "Redis 7.0.15". */
  readonly server: string;
  /** Called before BullMQ opens one more long-lived stream (a worker's, an event stream's) on this connection. */
  addStream(): void;
  /** Records of our own beside the jobs. */
  records(name: string, limits: RecordLimits): RecordLog;
  /** Closes what this connection opened; BullMQ's objects are closed by then. */
  close(): Promise<void>;
}
