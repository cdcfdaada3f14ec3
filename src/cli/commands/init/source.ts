import { basename, extname } from "node:path";
import { AnsibleFileError } from "../../../draft/ansible/ansible-inventory.ts";
import { draftOfAnsible } from "../../../draft/ansible/draft-of-ansible.ts";
import { readIni } from "../../../draft/ansible/read-ini.ts";
import { readAnsibleYaml } from "../../../draft/ansible/read-yaml.ts";
import type { DraftHosts, GivenAccess } from "../../../draft/draft.ts";
import { draftOfNames, NamedHostError, type NamesByRole } from "../../../draft/named-hosts.ts";
import { draftOfSshConfig } from "../../../draft/ssh-config-hosts.ts";
import { draftOfNodes } from "../../../fleet/draft-of-nodes.ts";
import type { WrittenJump } from "../../../inventory/schema.ts";
import { getNodes, getVersion } from "../../../probes/cluster/nodes.ts";
import { visible } from "../../../reports/visible-text.ts";
import { hostNames } from "../../../ssh-config/host-names.ts";
import { ConfigRefusal } from "../../../ssh-config/statements.ts";
import { readText } from "../../../yaml-file/read-text.ts";
import { tellOfModule } from "../../access/fips.ts";
import { openConfiguredApi } from "../../access/open-configured-api.ts";
import { loadSshAccess } from "../../access/ssh-access.ts";
import { keptPath, typedPath } from "../../given/typed-path.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { UsageError } from "../../usage-error.ts";
import type { InitFlags } from "./flags.ts";

/** The hosts of a source, and the bastion that leads to all of them. */
export type SourceDraft = DraftHosts & { readonly jump?: WrittenJump };

const saidRoles = ({ controlPlane, worker, etcd }: InitFlags): NamesByRole => ({
  ...(controlPlane && { "control-plane": controlPlane }),
  ...(worker && { worker }),
  ...(etcd && { etcd }),
});

/**
 * The hosts of the source that the flags name; why there are none where the API server did not say them.
 * @throws UsageError, or YamlFileError, where a file cannot be used.
 */
export async function draftOfSource(
  flags: InitFlags,
  access: GivenAccess | undefined,
  terminal: Terminal,
): Promise<SourceDraft | string> {
  if (flags.fromCluster === true && access !== undefined) return ofCluster(flags, access, terminal);
  if (flags.ansible !== undefined) return ofAnsible(flags.ansible, flags, terminal);
  try {
    if (flags.sshConfig === undefined) return draftOfNames(saidRoles(flags));
    const path = typedPath(flags.sshConfig, terminal);
    return draftOfSshConfig(hostNames(path, terminal), saidRoles(flags), visible(path));
  } catch (error) {
    if (error instanceof NamedHostError || error instanceof ConfigRefusal) throw new UsageError(error.message);
    throw error;
  }
}

async function ofAnsible(given: string, flags: InitFlags, terminal: Terminal): Promise<SourceDraft> {
  const file = typedPath(given, terminal);
  const text = await readText(file);
  try {
    return draftOfAnsible(isYaml(file, text) ? readAnsibleYaml(text) : readIni(text), {
      file: visible(basename(file)),
      roles: saidRoles(flags),
      absolute: (path) => keptPath(path, terminal),
    });
  } catch (error) {
    if (error instanceof AnsibleFileError) throw new UsageError(`${given}: ${error.message}`);
    throw error;
  }
}

/** By its name, or where that says nothing by its first line: INI begins with a section or a host. */
function isYaml(file: string, text: string): boolean {
  if (/^\.(?:ya?ml|json)$/i.test(extname(file))) return true;
  if (/^\.(?:ini|cfg)$/i.test(extname(file))) return false;
  const first = text.split(/\r?\n/).find((line) => line.trim() !== "" && !/^\s*[#;]/.test(line)) ?? "";
  return /^(?:---|\{|[^\s=[\]]+:\s*(?:#.*)?$)/.test(first);
}

async function ofCluster(flags: InitFlags, access: GivenAccess, terminal: Terminal): Promise<SourceDraft | string> {
  const ssh = await loadSshAccess([], terminal, flags);
  const api = await openConfiguredApi({ api: access, hosts: [] }, ssh, terminal, flags);
  tellOfModule(flags, terminal);
  if (api === undefined) return "no API server";
  try {
    const version = await getVersion(api);
    const nodes = await getNodes(api);
    if (nodes.state === "present") return draftOfNodes({ server: api.server, version, nodes: nodes.value });
    return `the API server's nodes were not read: ${"message" in nodes ? nodes.message : ""}`;
  } finally {
    api.close();
  }
}
