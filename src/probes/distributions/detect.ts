import { distributions, type NodeLayout } from "../../evidence/layout.ts";
import { absent, type Observed, present, type Source } from "../../evidence/observed.ts";
import type { Distribution, NodeProgram } from "./distribution.ts";
import { isActive, isWanted, type Looked, signsSeen, startsWith } from "./signs.ts";
import { type KnownDistribution, table } from "./table.ts";

const components = ["kubelet", "kube-proxy", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"];

const runs = ({ processes }: Looked, words: string): boolean =>
  processes.state === "present" && processes.value.some((process) => startsWith(process, words));

/**
 * A distribution that holds the kubelet in its own process is not what runs beside a kubelet: its files are left over
 * from an earlier life of the node.
 */
const isLeftOver = ({ embedding }: Distribution, looked: Looked): boolean =>
  embedding !== undefined && !runs(looked, embedding.process) && runs(looked, "kubelet");

type Row = { readonly name: KnownDistribution; readonly row: Distribution };
type Candidate = Row & { readonly seen: readonly string[]; readonly decides: boolean };

function candidateOf({ name, row }: Row, looked: Looked): Candidate {
  const decisive = signsSeen(row.decisive, looked);
  const supporting = row.supporting === undefined ? [] : signsSeen(row.supporting, looked).seen;
  const decides = decisive.seen.length > 0 && !isLeftOver(row, looked);
  return { name, row, seen: [...decisive.seen, ...supporting], decides };
}

/** What the distribution's own program makes of the node; undefined where it does not run, or does not say. */
function partOf(program: NodeProgram, looked: Looked): NodeLayout["part"] {
  const process = (words: readonly string[] | undefined) => words?.find((word) => runs(looked, word));
  const unit = (names: readonly string[] | undefined, test: typeof isActive) =>
    names?.find((name) => test(looked.units, name));
  const serverProcess = process(program.server.processes);
  const agentProcess = process(program.agent.processes);
  const agentUnit = unit(program.agent.units, isActive);
  const worker = (shownBy: string) => ({ controlPlane: false, shownBy });
  const server = (shownBy: string) => ({ controlPlane: true, shownBy });
  if (program.sharesProcess) {
    if (agentUnit !== undefined) return worker(`the unit ${agentUnit}`);
    const mayBeAgent = looked.units.state !== "present" || unit(program.agent.units, isWanted) !== undefined;
    return serverProcess === undefined || mayBeAgent ? undefined : server(`the process ${serverProcess}`);
  }
  if (serverProcess !== undefined) return server(`the process ${serverProcess}`);
  if (agentProcess !== undefined) return worker(`the process ${agentProcess}`);
  const serverUnit = unit(program.server.units, isWanted);
  if (serverUnit !== undefined) return server(`the unit ${serverUnit}`);
  return agentUnit === undefined ? undefined : worker(`the unit ${agentUnit}`);
}

/** Where no sign of a distribution is: components that somebody else starts, or no component at all. */
function withoutSigns(looked: Looked, source: Source): Observed<NodeLayout> {
  const { processes } = looked;
  if (processes.state !== "present") return processes;
  const running = components.filter((component) => runs(looked, component));
  if (running.length === 0) return absent(source);
  const shownBy = running.map((component) => `the process ${component}`);
  return present({ ...distributions.plain, distribution: "plain", shownBy, alsoSeen: [] }, source);
}

/**
 * The node's distribution: the first row of the table of which something decisive was seen. A row before it that could
 * not be looked at wholly leaves the question open, for it might be the node's.
 */
export function detect(looked: Looked, source: Source): Observed<NodeLayout> {
  const rows = [...table].map(([name, row]) => candidateOf({ name, row }, looked));
  const found = rows.find(({ decides }) => decides);
  const before = found === undefined ? rows : rows.slice(0, rows.indexOf(found));
  const [unseen] = before.flatMap(({ row }) => signsSeen(row.decisive, looked).unseen);
  if (unseen !== undefined) return unseen;
  if (found === undefined) return withoutSigns(looked, source);
  const { name, row, seen } = found;
  const others = rows.filter((other) => other.name !== name && other.seen.length > 0);
  const part = row.program === undefined ? undefined : partOf(row.program, looked);
  return present(
    {
      ...distributions[name],
      distribution: name,
      shownBy: seen,
      alsoSeen: others.map((other) => `${other.seen.join(", ")} (${distributions[other.name].title})`),
      ...(part === undefined ? {} : { part }),
    },
    source,
  );
}
