import { migrateBroker, type BrokerMigration } from "../../broker/migrate-broker.js";
import { brokerUrl, loadProject } from "../../config/config.js";
import type { MigrateFlags } from "../broker.js";
import type { ExitCode } from "../exit-code.js";
import { print } from "../reports/print.js";
import { printable, printableJson } from "../reports/printable.js";

/** `loopward broker migrate`: 1 where `--dry-run` finds something to do. */
export async function runMigration({ broker, dryRun, format }: MigrateFlags): Promise<ExitCode> {
  const { root, config } = await loadProject(process.cwd());
  const migration = await migrateBroker(brokerUrl(broker, config), {
    cwd: root,
    ...(dryRun && { dryRun }),
    onNotice: (message) => process.stderr.write(`${message}\n`),
  });
  const done = migration.needed && !dryRun;
  if (format === "json") await print(printableJson({ ...migration, done }));
  else await print(printable(sentence(migration, done)));
  return migration.needed && !done ? 1 : 0;
}

function sentence({ label, schema, needed }: BrokerMigration, done: boolean): string {
  if (!schema) return `${label} needs no migration.`;
  if (!needed) return `${label} is up to date (version ${schema.version}).`;
  const from = schema.version === 0 ? "has no tables yet" : `is at version ${schema.version}`;
  return done
    ? `${label} was brought to version ${schema.needed} (it ${from.replace(/^is/, "was").replace(/^has/, "had")}).`
    : `${label} ${from}; \`loopward broker migrate\` brings it to version ${schema.needed}.`;
}
