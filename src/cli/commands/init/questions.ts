import { hostNames } from "../../../ssh-config/host-names.ts";
import { ConfigRefusal } from "../../../ssh-config/statements.ts";
import { words } from "../../declared/options.ts";
import { typedPath } from "../../given/typed-path.ts";
import type { AskTerminal, Terminal } from "../../terminal/terminal.ts";
import { UsageError } from "../../usage-error.ts";
import { type InitFlags, namesHosts } from "./flags.ts";

/** What a person is asked once more where nothing was answered. */
const triesAtMost = 3;

/** Asks one question; an empty answer is `otherwise`, and where there is none it is asked again. */
async function answer(ask: AskTerminal, question: string, otherwise?: string): Promise<string> {
  const shown = otherwise === undefined || otherwise === "" ? "" : ` [${otherwise}]`;
  for (let tries = 0; tries < triesAtMost; tries += 1) {
    const said = await ask(`${question}${shown}: `);
    if (said === undefined) break;
    const text = said.trim();
    if (text !== "" || otherwise !== undefined) return text === "" ? (otherwise ?? "") : text;
  }
  throw new UsageError(`nobody answered "${question}"`);
}

async function byRoles(ask: AskTerminal, how: string, workers?: string): Promise<Partial<InitFlags>> {
  return {
    controlPlane: words(await answer(ask, `Control planes (${how})`, "")),
    worker: words(await answer(ask, "Workers", workers ?? "")),
    etcd: words(await answer(ask, "Hosts that run etcd and nothing else of the control plane", "")),
  };
}

function namesOf(file: string, terminal: Terminal): readonly string[] {
  try {
    return hostNames(file, terminal);
  } catch (error) {
    if (error instanceof ConfigRefusal) throw new UsageError(error.message);
    throw error;
  }
}

/** Where the hosts come from, as a person says it. */
async function askSource(ask: AskTerminal, terminal: Terminal): Promise<Partial<InitFlags>> {
  const kinds = "1 an Ansible inventory, 2 an ssh_config, 3 the API server's nodes, 4 I name them";
  const kind = await answer(ask, `Where do the hosts come from? ${kinds}`, "4");
  if (kind === "1") return { ansible: await answer(ask, "Which Ansible inventory file?") };
  if (kind === "2") {
    const sshConfig = await answer(ask, "Which ssh_config?", `${terminal.home}/.ssh/config`);
    const found = namesOf(typedPath(sshConfig, terminal), terminal);
    terminal.talk(`It names ${found.length} hosts: ${found.join(", ")}\n`);
    return { sshConfig, ...(await byRoles(ask, "names or patterns such as cp-*, with commas")) };
  }
  if (kind === "3") {
    const kubeconfig = await answer(ask, "Which kubeconfig?", terminal.environment["KUBECONFIG"]);
    return { fromCluster: true, kubeconfig: typedPath(kubeconfig, terminal) };
  }
  if (kind === "4") return byRoles(ask, "such as cp-[1:3]=10.0.0.[11:13], with commas");
  throw new UsageError(`"${kind}" is none of 1 to 4`);
}

/** Besides the hosts, what a person is asked who was asked for them. */
async function askRest(ask: AskTerminal, flags: InitFlags, terminal: Terminal): Promise<Partial<InitFlags>> {
  const identityFile = flags.identityFile ?? (await answer(ask, "Private key file (empty: an SSH agent has it)", ""));
  const kubeconfig =
    flags.kubeconfig ?? (await answer(ask, "kubeconfig, so that the API server is asked too (empty: it is not)", ""));
  return {
    ...(identityFile !== "" && { identityFile }),
    ...(kubeconfig !== "" && { kubeconfig: typedPath(kubeconfig, terminal) }),
  };
}

/**
 * The flags with what a person at the terminal says where no flag says where the hosts come from.
 * @throws UsageError naming the flags that are missing where nobody sits there.
 */
export async function withSource(flags: InitFlags, terminal: Terminal): Promise<InitFlags> {
  const sources = [flags.ansible, flags.sshConfig, flags.fromCluster].filter((source) => source !== undefined);
  if (sources.length > 1) {
    throw new UsageError("--ansible, --ssh-config and --from-cluster are different sources of hosts: give one");
  }
  if (flags.fromCluster === true && namesHosts(flags)) {
    throw new UsageError(
      "with --from-cluster the API server says which node is what: leave --control-plane and the like out",
    );
  }
  if (flags.sshConfig !== undefined && !namesHosts(flags)) {
    throw new UsageError(
      "an ssh_config does not say which host is what: give --control-plane and --worker, names or patterns",
    );
  }
  if (sources.length > 0 || namesHosts(flags)) return flags;
  const { ask } = terminal;
  if (ask !== undefined) {
    const asked = { ...flags, ...(await askSource(ask, terminal)) };
    return { ...asked, ...(await askRest(ask, asked, terminal)) };
  }
  const missing = [
    "--ansible FILE, --ssh-config FILE, --from-cluster, or --control-plane and --worker NAMES",
    ...(flags.cluster === undefined ? ["--cluster NAME"] : []),
    ...(flags.user === undefined ? ["--user NAME"] : []),
  ];
  throw new UsageError(`nobody is at the terminal to be asked, and these are missing: ${missing.join("; ")}`);
}

/**
 * A value that an inventory must have: as given, or as a person says.
 * @throws UsageError naming the flag where there is nobody to be asked.
 */
export async function required(
  given: string | undefined,
  flag: string,
  question: string,
  { ask }: Pick<Terminal, "ask">,
): Promise<string> {
  if (given !== undefined) return given;
  if (ask === undefined) throw new UsageError(`nobody is at the terminal to be asked, and ${flag} is missing`);
  return answer(ask, question);
}
