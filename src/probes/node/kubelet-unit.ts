import type { KubeletUnit, UnitText } from "../../evidence/kubelet.ts";
import { absent, type Observed, present, readAs, type Source } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { nextStart } from "../parse/next-start.ts";
import { type EnvironmentFile, environmentFiles, parseSystemctlShow, unitFiles } from "../parse/systemctl-show.ts";

type ReadText = { readonly file: string; readonly text: Observed<string> };

/** The kubelet's unit with the text of all its files; absent where systemd knows no such unit. */
export async function probeKubeletUnit(ask: Ask): Promise<Observed<KubeletUnit>> {
  const unit = await ask({ verb: "unit", argument: "kubelet.service" }, (payload) => {
    const [properties] = parseSystemctlShow(asText(payload));
    if (properties === undefined) throw new Error("systemctl show printed nothing");
    return properties;
  });
  if (unit.state !== "present") return unit;
  if (unit.value["LoadState"]?.[0] === "not-found") return absent(unit.source);
  const { fragment, dropIns } = unitFiles(unit.value);
  const environment = environmentFiles(unit.value);
  const own = [fragment, ...dropIns].filter(canAskFor);
  const read = await Promise.all([...own, ...environment.map(({ path }) => path).filter(canAskFor)].map(reading(ask)));
  const unread = read.find(({ text }) => text.state === "unknown");
  if (unread?.text.state === "unknown") return unread.text;
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
      if (/[*?[]/.test(path)) throw new Error(`which files ${path} stands for is not known`);
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
