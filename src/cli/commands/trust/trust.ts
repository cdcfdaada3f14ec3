import { connectFailure } from "../../../connect/connect-failure.ts";
import { addKnownHosts } from "../../../connect/known-hosts/add-known-hosts.ts";
import { judgeName } from "../../../connect/known-hosts/known-hosts.ts";
import { readKnownHosts } from "../../../connect/known-hosts/read-known-hosts.ts";
import { knockSsh2 } from "../../../connect/ssh2/ssh2.ts";
import type { Host } from "../../../inventory/inventory.ts";
import { orOutputError } from "../../../run-folder/output-error.ts";
import type { Places } from "../../../slots.ts";
import {
  isKnown,
  isReachable,
  isTrusted,
  type KnockWith,
  type KnownFiles,
  lookAt,
  type OfferedKey,
  type Server,
  type Standing,
  serversOf,
} from "../../../trust-keys.ts";
import { tellOfModule } from "../../access/fips.ts";
import type { LoginFlags } from "../../access/login-secrets.ts";
import { givenPlaces } from "../../access/places.ts";
import { loadSshAccess } from "../../access/ssh-access.ts";
import { exitCodes } from "../../exit-codes.ts";
import { givenInventory } from "../../given/inventory.ts";
import { type JsonFlag, jsonOf, printResult } from "../../results/result.ts";
import { listenForInterruption } from "../../terminal/interruption.ts";
import { oneVoice } from "../../terminal/one-voice.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { type ConfirmKeys, confirmAtTerminal, confirmByList, readFingerprints } from "./confirm-keys.ts";
import { trustJson } from "./json.ts";
import { addedWords, knownWords, offerWords, refusedWords, stillUnknownWords } from "./words.ts";

/** The options of `plimsoll trust`. */
export type TrustFlags = LoginFlags &
  JsonFlag & {
    readonly inventory: string;
    readonly concurrency?: number;
    readonly fingerprints?: string;
  };

/** What is gone by in every round. */
type Course = {
  readonly servers: readonly Server[];
  readonly knockWith: KnockWith;
  readonly places: Places;
  /** Undefined where nobody can say which keys are right. */
  readonly confirm: ConfirmKeys | undefined;
  /** What whoever confirms has to see: lines of the result, or talk beside an object. */
  readonly print: (line: string) => void;
};

const readFiles = (servers: readonly Server[]): Promise<KnownFiles> => readKnownHosts(servers.map(({ host }) => host));

/** Adds keys to the files that their servers go by, but what another has written there meanwhile. */
function writeKeys(keys: readonly OfferedKey[], print: (line: string) => void): void {
  const paths = new Set(keys.map(({ server }) => server.host.ssh.knownHosts));
  for (const path of paths) {
    const own = keys.filter(({ server }) => server.host.ssh.knownHosts === path);
    // Two ways to one server are one line.
    const byName = new Map(own.map(({ server, key }) => [server.knownAs, { name: server.knownAs, key }]));
    let count = 0;
    orOutputError(path, () =>
      addKnownHosts(path, (lines) => {
        const free = [...byName.values()].filter(({ name, key }) => judgeName(lines, name, key).state === "unknown");
        count = free.length;
        return free;
      }),
    );
    print(addedWords(count, path));
  }
}

/** One round: looks at what can be seen by now, shows it, has it confirmed. Undefined where there is nothing more to see. */
async function round(course: Course, standing: Standing): Promise<Standing | undefined> {
  const { servers, knockWith, places, confirm, print } = course;
  const { files, looked } = standing;
  const unseen = servers.filter(
    (server) => !isTrusted(server, standing) && !looked.has(server) && isReachable(server, standing),
  );
  if (unseen.length === 0) return undefined;
  const looks = await lookAt(unseen, files, knockWith, places);
  for (const look of looks) {
    if (look.state === "refused") print(refusedWords(look.server, look.knock));
    if (look.state === "offers") print(offerWords(look.offered));
  }
  const offered = looks.flatMap((look) => (look.state === "offers" ? [look.offered] : []));
  const confirmed = confirm === undefined || offered.length === 0 ? [] : await confirm(offered, print);
  if (confirmed.length > 0) writeKeys(confirmed, print);
  const now = looks.map((look) => [look.state === "offers" ? look.offered.server : look.server, look] as const);
  return { files: await readFiles(servers), looked: new Map([...looked, ...now]) };
}

function confirming({ fingerprints }: TrustFlags, terminal: Terminal): ConfirmKeys | undefined {
  if (fingerprints !== undefined) return confirmByList(fingerprints, readFingerprints(fingerprints, terminal));
  return terminal.ask && confirmAtTerminal(terminal.ask);
}

/** Whoever speaks SSH to it later: a key is shown by ssh2, for `ssh` keeps to itself what it has not verified. */
function bySsh2(host: Host): Host {
  const { certificateFile: _, ...ssh } = host.ssh;
  return { ...host, ssh: { ...ssh, transport: "ssh2" } };
}

/** At its address there may be another. */
const byProxyCommand = connectFailure(
  "tcp",
  "unsupported",
  "its ssh_config reaches it by a ProxyCommand, which is not run here: let ssh add its key",
);

/** Shows the keys of servers that are not known and adds those that are confirmed; returns the exit status. */
export async function trust(flags: TrustFlags, given: Terminal): Promise<number> {
  const terminal = oneVoice(given);
  const inventory = await givenInventory(flags.inventory, terminal);
  const confirm = confirming(flags, terminal);
  const servers = serversOf(inventory.hosts);
  const places = givenPlaces([], flags.concurrency);
  const files = await readFiles(servers);
  const unknown = servers.filter((server) => !isKnown(server, files)).map(({ host }) => host);
  const ssh = await loadSshAccess([], terminal, flags, unknown.map(bySsh2));
  tellOfModule(flags, terminal);
  const { signal, status, stopListening } = listenForInterruption(terminal);
  const knockWith: KnockWith = (host, knownHosts, believe, slot) =>
    host.ssh.proxyCommand === true
      ? Promise.resolve({ failure: byProxyCommand })
      : knockSsh2(host, { ...ssh.optionsFor(host), knownHosts, believe, slot, signal });
  const print = flags.json ? (line: string) => terminal.talk(`${line}\n`) : terminal.print;
  const course: Course = { servers, knockWith, places, confirm, print };
  try {
    print(knownWords(servers.length - unknown.length, servers.length));
    let standing: Standing = { files, looked: new Map() };
    for (let next = await round(course, standing); next !== undefined; next = await round(course, standing)) {
      standing = next;
      if (status() !== undefined) break;
    }
    const left = servers.filter((server) => !isTrusted(server, standing));
    const text = () =>
      left.length === 0 || status() !== undefined
        ? []
        : [stillUnknownWords(left, standing.looked, confirm !== undefined)];
    const json = () => jsonOf(trustJson(inventory.cluster, servers, files, standing));
    printResult(flags, { text, json }, terminal);
    return status() ?? (left.length === 0 ? exitCodes.clean : exitCodes.incomplete);
  } finally {
    stopListening();
    ssh.close();
  }
}
