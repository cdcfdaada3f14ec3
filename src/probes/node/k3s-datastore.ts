import type { NodeLayout } from "../../evidence/layout.ts";
import { entriesSeen, type Observed } from "../../evidence/observed.ts";
import type { HostProcess } from "../../evidence/processes.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { startsWith } from "../distributions/signs.ts";
import { environmentFiles, parseSystemctlShow, unitFiles } from "../parse/systemctl-show.ts";
import { listPath, statPath } from "./stat.ts";

// A datastore named by the operator, or a configuration file elsewhere that may name one.
const namesAnother = /datastore[-_]endpoint|K3S_CONFIG|(^|[\s"'=])(--config|-c)([\s=]|$)/im;

/** The text of a file; undefined where it was not read. A file that is proven not to exist is empty. */
async function textOf(ask: Ask, file: string): Promise<string | undefined> {
  const read = await ask({ verb: "read", argument: file }, asText);
  if (read.state === "absent") return "";
  return read.state === "present" ? read.value : undefined;
}

/** All that configures K3s besides its command line, which it hides: none where a part of it was not read. */
async function configuration(ask: Ask, pid: number): Promise<string | undefined> {
  const directory = "/etc/rancher/k3s/config.yaml.d";
  const [unit, more] = await Promise.all([
    ask({ verb: "unit", argument: "k3s.service" }, (payload) => parseSystemctlShow(payload.toString("utf8"))[0]),
    listPath(ask, directory),
  ]);
  const properties = unit.state === "present" ? unit.value : undefined;
  if (properties?.["MainPID"]?.[0] !== String(pid) || more.state === "unknown") return undefined;
  const { fragment, dropIns } = unitFiles(properties);
  const dropped = more.state === "present" ? more.value.entries.filter(({ type }) => type !== "directory") : [];
  const given = [fragment, ...dropIns, ...[...environmentFiles(properties), ...dropped].map(({ path }) => path)];
  const files = given.filter((file) => file !== "");
  // Nobody can ask for such a name, and a pattern stands for files that nobody knows.
  if (!files.every((file) => canAskFor(file) && !/[*?[]/.test(file))) return undefined;
  const read = await Promise.all(["/etc/rancher/k3s/config.yaml", ...files].map((file) => textOf(ask, file)));
  return read.includes(undefined) ? undefined : [...(properties["ExecStart"] ?? []), ...read].join("\n");
}

/**
 * The proof that a K3s server keeps its data in SQLite through kine, as it does where nothing names a datastore: no
 * data of an embedded etcd, the database's file, and no word of another. Undefined: not proven.
 */
export async function probeK3sDatastore(
  ask: Ask,
  layout: Observed<NodeLayout>,
  processes: Observed<readonly HostProcess[]>,
  dataDirectory: string | undefined,
): Promise<string | undefined> {
  const isServer = layout.state === "present" && layout.value.distribution === "k3s" && layout.value.part?.controlPlane;
  const [process, ...more] = entriesSeen(processes).filter((one) => startsWith(one, "k3s server"));
  if (isServer !== true || process === undefined || more.length > 0 || dataDirectory === undefined) return undefined;
  const database = `${dataDirectory}/server/db/state.db`;
  const etcd = `${dataDirectory}/server/db/etcd`;
  const [file, members, words] = await Promise.all([
    statPath(ask, database),
    statPath(ask, etcd),
    configuration(ask, process.pid),
  ]);
  const isProven = file.state === "present" && members.state === "absent";
  if (!isProven || words === undefined || namesAnother.test(words)) return undefined;
  return `K3s keeps it in SQLite (${database} is there, ${etcd} is not, and nothing names a datastore endpoint)`;
}
