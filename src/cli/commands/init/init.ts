import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { splitCommon } from "../../../draft/common-ssh.ts";
import type { Draft, GivenAccess } from "../../../draft/draft.ts";
import { writeDraft } from "../../../draft/write-draft.ts";
import { readInventory } from "../../../inventory/load.ts";
import { namePattern, nameRule, type WrittenSsh } from "../../../inventory/schema.ts";
import { visible } from "../../../reports/visible-text.ts";
import { wholeWriter } from "../../../run-folder/write-whole.ts";
import { YamlFileError } from "../../../yaml-file/yaml-file-error.ts";
import { exitCodes } from "../../exit-codes.ts";
import { givenApiAccess } from "../../given/api-access.ts";
import { loadOptions } from "../../given/inventory.ts";
import { keptPath } from "../../given/typed-path.ts";
import { jsonOf, printResult } from "../../results/result.ts";
import { writeNewFile } from "../../results/write-new-file.ts";
import { oneVoice } from "../../terminal/one-voice.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { UsageError } from "../../usage-error.ts";
import type { InitFlags } from "./flags.ts";
import { required, withSource } from "./questions.ts";
import { draftOfSource, type SourceDraft } from "./source.ts";

/** What all hosts share, by the flags before what they come from. */
async function commonSsh(
  flags: InitFlags,
  source: SourceDraft,
  common: WrittenSsh,
  terminal: Terminal,
): Promise<WrittenSsh> {
  const { sshConfig, identityFile, privilege } = flags;
  const isSaid = sshConfig !== undefined || source.hosts.every(({ ssh }) => ssh?.user !== undefined);
  const user =
    flags.user ??
    common.user ??
    (isSaid ? undefined : await required(undefined, "--user NAME", "Who logs in on the hosts?", terminal));
  return {
    ...common,
    ...(user !== undefined && { user }),
    ...(identityFile !== undefined && { identityFile: keptPath(identityFile, terminal) }),
    ...(privilege !== undefined && { privilege }),
    ...(source.jump && { jump: source.jump }),
    ...(sshConfig !== undefined && { config: keptPath(sshConfig, terminal) }),
  };
}

function accessOf(flags: InitFlags, terminal: Terminal): GivenAccess | undefined {
  const { fromCluster, kubeconfig, context, inCluster } = flags;
  const isGiven = [fromCluster, kubeconfig, context, inCluster].some((flag) => flag !== undefined);
  return isGiven ? givenApiAccess(flags, terminal) : undefined;
}

async function nameOf({ cluster, fromCluster, context }: InitFlags, terminal: Terminal): Promise<string> {
  const byContext = context !== undefined && namePattern.test(context) ? context : "cluster";
  const given = cluster ?? (fromCluster === true ? byContext : undefined);
  const name = await required(given, "--cluster NAME", "What is the cluster called in reports?", terminal);
  if (!namePattern.test(name))
    throw new UsageError(`"${visible(name)}" cannot be the cluster's name, which must be ${nameRule}`);
  return name;
}

/** Says what is not in the inventory, and what comes next. */
function tell(draft: Draft, file: string | undefined, { talk }: Terminal): void {
  for (const { name, why } of draft.leftOut) talk(`${visible(name)} is left out: ${visible(why)}\n`);
  for (const sentence of draft.notTaken) talk(`Not taken: ${visible(sentence)}\n`);
  if (!draft.hosts.some(({ role }) => role === "control-plane")) {
    talk("No host is a control plane: rules on the control plane have nobody to be judged on.\n");
  }
  if (file !== undefined) talk(`${file} is written. Next: plimsoll trust -i ${file}, then plimsoll check -i ${file}\n`);
}

/** What was written where, for programs; the inventory itself where it is in no file. */
const draftJson = ({ cluster, hosts, leftOut, notTaken }: Draft, file: string | undefined, text: string): object => ({
  file: file ?? null,
  ...(file === undefined && { inventory: text }),
  cluster,
  hosts: hosts.map(({ name, address = name, role }) => ({ name, address, role })),
  leftOut,
  notTaken,
});

/** Our own loader has to take it, before it is a file. */
async function requireLoadable(text: string, file: string, terminal: Terminal): Promise<void> {
  try {
    await readInventory(text, file, loadOptions(terminal));
  } catch (error) {
    if (!(error instanceof YamlFileError)) throw error;
    throw new UsageError(`what was given makes no inventory, and nothing is written: ${error.message}`);
  }
}

/** Writes over a file only with --force: one may have come into being meanwhile. */
function write(file: string, text: string, { force }: InitFlags): void {
  if (force === true) wholeWriter().writeLast(file, text);
  else writeNewFile(file, [text]);
}

/** Writes an inventory. @returns the exit status. */
export async function init(given: InitFlags, world: Terminal): Promise<number> {
  const terminal = oneVoice(world);
  const file = given.output === "-" ? undefined : resolve(terminal.workingDirectory, given.output);
  if (file !== undefined && given.force !== true && existsSync(file)) {
    throw new UsageError(`${file} is there already: give another file with -o, or write over it with --force`);
  }
  const flags = await withSource(given, terminal);
  const access = accessOf(flags, terminal);
  const source = await draftOfSource(flags, access, terminal);
  if (typeof source === "string") {
    terminal.talk(`plimsoll: ${visible(source)}\n`);
    return exitCodes.incomplete;
  }
  const isUnusable = source.leftOut.some(({ unusable }) => unusable);
  const { common, hosts } = splitCommon(source.hosts);
  const cluster = await nameOf(flags, terminal);
  const ssh = await commonSsh(flags, source, common, terminal);
  const draft: Draft = { ...source, hosts, cluster, ssh, ...(access && { access }) };
  if (hosts.length === 0) {
    tell(draft, undefined, terminal);
    terminal.talk("plimsoll: there is no host that an inventory can hold, and nothing is written\n");
    return exitCodes.incomplete;
  }
  const text = writeDraft(draft);
  await requireLoadable(text, file ?? resolve(terminal.workingDirectory, "inventory.yaml"), terminal);
  if (file !== undefined) write(file, `${text}\n`, given);
  const written = { text: () => (file === undefined ? [text] : []), json: () => jsonOf(draftJson(draft, file, text)) };
  printResult(given, written, terminal);
  tell(draft, file, terminal);
  return isUnusable ? exitCodes.incomplete : exitCodes.clean;
}
