import type { KubeletUnit, UnitText } from "../../evidence/kubelet.ts";
import { absent, entriesSeen, type Observed, present } from "../../evidence/observed.ts";
import type { HostProcess, Invocation } from "../../evidence/processes.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import type { NodeProgram } from "../distributions/distribution.ts";
import { environmentFiles, parseSystemctlShow, type UnitProperties, unitFiles } from "../parse/systemctl-show.ts";

const usual = "kubelet.service";

const askFor = (ask: Ask, name: string): Promise<Observed<UnitProperties>> =>
  ask({ verb: "unit", argument: name }, (payload) => {
    const [properties] = parseSystemctlShow(payload.toString("utf8"));
    if (properties === undefined) throw new Error("systemctl show printed nothing");
    return properties;
  });

/** The unit that a control group belongs to; undefined for a container's, a session's, and one moved out of its unit. */
function unitOfGroup(cgroup: string): string | undefined {
  const owners = cgroup.split("/").filter((step) => /\.(service|scope)$/.test(step));
  const owner = owners.at(-1);
  return owner?.endsWith(".service") === true && /^[A-Za-z0-9@._:-]+$/.test(owner) ? owner : undefined;
}

type Started = {
  readonly kubelet: Observed<readonly Invocation[]>;
  readonly processes: Observed<readonly HostProcess[]>;
  /** The distribution's program, which starts the kubelet as its child where it is one. */
  readonly program: NodeProgram | undefined;
};

/** The unit that the running kubelet belongs to; kubelet.service where its control group does not say. */
function owningUnit({ kubelet, processes }: Started): string {
  const [call, ...more] = entriesSeen(kubelet);
  const process = entriesSeen(processes).find(({ pid }) => pid === call?.source.pid);
  return process === undefined || more.length > 0 ? usual : (unitOfGroup(process.cgroup) ?? usual);
}

/**
 * The unit that starts the kubelet, with the text of all its files. That is kubelet.service unless the process belongs
 * to another. Absent: systemd knows no such unit, or the kubelet is a child of the distribution's own program, whose
 * unit says nothing of its flags.
 */
export async function probeKubeletUnit(ask: Ask, started: Started): Promise<Observed<KubeletUnit>> {
  const name = owningUnit(started);
  const { program } = started;
  const own = [program?.server.units, program?.agent.units].flatMap((units) => units ?? []);
  const unit = await askFor(ask, name);
  if (unit.state !== "present") return unit;
  if (unit.value["LoadState"]?.[0] === "not-found" || own.includes(name)) return absent(unit.source);
  const { fragment, dropIns } = unitFiles(unit.value);
  const files = [fragment, ...dropIns, ...environmentFiles(unit.value)].filter(canAskFor);
  const texts = await Promise.all(files.map((file) => ask({ verb: "read", argument: file }, asText)));
  const unread = texts.find(({ state }) => state === "unknown");
  if (unread?.state === "unknown") return unread;
  // An environment file may be missing on purpose (EnvironmentFile=-/etc/default/kubelet).
  const read = texts.flatMap((text, index): readonly UnitText[] =>
    text.state === "present" ? [{ file: files[index] ?? "", text: text.value }] : [],
  );
  return present({ fragment, dropIns, texts: read }, unit.source);
}

/** Asks for kubelet.service ahead of time: nearly every node has it, and the answer is kept. */
export const askUsualUnit = (ask: Ask): Promise<Observed<UnitProperties>> => askFor(ask, usual);
