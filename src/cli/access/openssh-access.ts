import { existsSync } from "node:fs";
import { refuseKeyFile } from "../../connect/openssh/key-file.ts";
import { type OpensshRun, startOpensshRun } from "../../connect/openssh/openssh-run.ts";
import type { Host } from "../../inventory/inventory.ts";
import { UsageError } from "../usage-error.ts";
import type { FipsFlag } from "./fips.ts";

/** Whether the `ssh` of this machine reaches the host. */
export const isByOpenssh = ({ ssh }: Host): boolean => ssh.transport === "openssh";

/**
 * Finds `ssh` and tries what it would be given for these hosts; undefined where none of them is reached by it. `knocked`:
 * hosts that nobody logs in to, but at their jump hosts.
 * @throws UsageError where something of it cannot be used; nothing has been contacted.
 */
export async function openOpensshAccess(
  hosts: readonly Host[],
  agentOf: (host: Host) => string | undefined,
  { fips }: FipsFlag,
  knocked: readonly Host[],
): Promise<OpensshRun | undefined> {
  for (const host of [...hosts, ...knocked]) refuseForSsh2(host);
  const own = hosts.filter(isByOpenssh);
  const all = [...own, ...knocked.filter(isByOpenssh)];
  if (all.length === 0) return undefined;
  for (const host of all) refuseForOpenssh(host);
  const run = await startOpensshRun();
  if (typeof run === "string") throw new UsageError(run);
  const files = [
    ...own.map((host) => ({ host, file: host.ssh.identityFile })),
    ...all.flatMap((host) => host.ssh.jumps.map(({ identityFile: file }) => ({ host, file }))),
  ];
  const named = new Map<string, { readonly file: string; readonly agentSocket: string | undefined }>();
  for (const { host, file } of files) {
    const agentSocket = agentOf(host);
    if (file !== undefined) named.set(JSON.stringify([file, agentSocket]), { file, agentSocket });
  }
  const refusals = await Promise.all(
    [...named.values()].map(({ file, agentSocket }) => refuseKeyFile(file, { agentSocket, fips: fips === true })),
  );
  const refusal = refusals.find((sentence) => sentence !== undefined);
  if (refusal !== undefined) throw new UsageError(refusal);
  return run;
}

function refuseForSsh2({ name, ssh }: Host): void {
  if (ssh.transport !== "ssh2" || ssh.certificateFile === undefined) return;
  throw new UsageError(`${name} has a certificateFile in the inventory, which needs "transport: openssh"`);
}

function refuseForOpenssh({ name, ssh }: Host): void {
  if ([ssh, ...ssh.jumps].some(({ keyboardInteractive }) => keyboardInteractive)) {
    throw new UsageError(
      `${name} has keyboardInteractive in the inventory, and nobody can answer the questions that "transport: openssh" is asked: take "transport: ssh2"`,
    );
  }
  const paths = [
    ssh.knownHosts,
    ssh.certificateFile,
    ssh.config,
    ...[ssh, ...ssh.jumps].map((one) => one.identityFile),
  ];
  const variable = paths.find((path) => path?.includes("${"));
  // ssh would put a variable of the environment there, and there is no way to say that it is none.
  if (variable !== undefined)
    throw new UsageError(`${name}: "transport: openssh" takes no path with "\${" in it: ${variable}`);
  const missing = [ssh.certificateFile, ssh.config].find((path) => path !== undefined && !existsSync(path));
  if (missing !== undefined) throw new UsageError(`${name} names ${missing} in the inventory, which is not there`);
}
