import type { KubeletUnit, UnitText } from "../../evidence/kubelet.ts";
import {
  absent,
  entriesSeen,
  firstUnknown,
  type Observed,
  present,
  readAs,
  type Source,
} from "../../evidence/observed.ts";
import type { HostProcess, Invocation } from "../../evidence/processes.ts";
import { type Ask, askToKeep, asText, canAskFor } from "../ask.ts";
import type { NodeProgram } from "../distributions/distribution.ts";
import { nextStart } from "../parse/next-start.ts";
import {
  type EnvironmentFile,
  environmentFiles,
  parseSystemctlShow,
  type UnitProperties,
  unitFiles,
} from "../parse/systemctl-show.ts";
import { statPath } from "./stat.ts";

type ReadText = { readonly file: string; readonly text: Observed<string> };

const usual = "kubelet.service";

const askFor = (ask: Ask, name: string): Promise<Observed<UnitProperties>> =>
  ask({ verb: "unit", argument: name }, (payload) => {
    const [properties] = parseSystemctlShow(asText(payload));
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
  const programs = [program?.server.units, program?.agent.units].flatMap((units) => units ?? []);
  const unit = await askFor(ask, name);
  if (unit.state !== "present") return unit;
  if (unit.value["LoadState"]?.[0] === "not-found" || programs.includes(name)) return absent(unit.source);
  const { fragment, dropIns } = unitFiles(unit.value);
  const environment = environmentFiles(unit.value);
  const own = [fragment, ...dropIns].filter(canAskFor);
  const files = [...own, ...environment.map(({ path }) => path).filter(canAskFor)];
  // Whose they are is asked later, of those that matter then.
  const [read] = await Promise.all([
    Promise.all(files.map(reading(ask))),
    ...dropIns.filter(canAskFor).map((path) => statPath(ask, path)),
  ]);
  const unread = firstUnknown(read.map(({ text }) => text));
  if (unread !== undefined) return unread;
  // An environment file may be missing on purpose (EnvironmentFile=-/etc/default/kubelet).
  const texts = textsOf(read);
  return present(
    { fragment, dropIns, texts, nextStart: startsNext(own, environment, texts, unit.source) },
    unit.source,
  );
}

const reading =
  (ask: Ask) =>
  async (file: string): Promise<ReadText> => ({ file, text: await ask({ verb: "read", argument: file }, asText) });

const textsOf = (read: readonly ReadText[]): readonly UnitText[] =>
  read.flatMap(({ file, text }) => (text.state === "present" ? [{ file, text: text.value }] : []));

/** The next start by the files that were read; unknown where one that systemd needs is missing. */
function startsNext(
  own: readonly string[],
  environment: readonly EnvironmentFile[],
  texts: readonly UnitText[],
  source: Source,
): Observed<Invocation> {
  return readAs(source, () => {
    const unit = own.map((path) => textOf(texts, path, false)).flatMap((text) => text ?? []);
    const files = environment.flatMap(({ path, isOptional }) => {
      if (/[*?[]/.test(path) || !canAskFor(path)) throw new Error(`which files ${path} stands for is not known`);
      return textOf(texts, path, isOptional) ?? [];
    });
    const { argv, file, fromShell } = nextStart(unit, files);
    return {
      argv,
      env: {},
      mounts: [],
      lines: [],
      isNextStart: true,
      ...(fromShell ? { fromShell } : {}),
      source: { ...source, file },
    };
  });
}

function textOf(texts: readonly UnitText[], path: string, isOptional: boolean): UnitText | undefined {
  const text = texts.find(({ file }) => file === path);
  if (text === undefined && !isOptional) throw new Error(`${path}, which the unit needs, does not exist`);
  return text;
}

// Of the packages of pkgs.k8s.io; on Debian systemd may name the first with or without /usr.
const unitOfPackage = ["/usr/lib/systemd/system/kubelet.service", "/lib/systemd/system/kubelet.service"];
const dropInOfPackage = "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf";
const environmentOfPackage = ["/var/lib/kubelet/kubeadm-flags.env", "/etc/default/kubelet", "/etc/sysconfig/kubelet"];

/** Asks for kubelet.service ahead of time, and for the files that kubeadm's packages make it of; the answers are kept. */
export const askUsualUnit = (ask: Ask): Promise<unknown> =>
  Promise.all([
    askFor(ask, usual),
    askToKeep(
      ask,
      ...[...unitOfPackage, dropInOfPackage, ...environmentOfPackage].map(
        (argument) => ({ verb: "read", argument }) as const,
      ),
      { verb: "stat", argument: dropInOfPackage },
    ),
  ]);
