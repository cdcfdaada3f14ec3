import type { KubeletUnit, UnitText } from "../../evidence/kubelet.ts";
import { absent, type Observed, present } from "../../evidence/observed.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { environmentFiles, parseSystemctlShow, unitFiles } from "../parse/systemctl-show.ts";

/** The kubelet's unit with the text of all its files; absent where systemd knows no such unit. */
export async function probeKubeletUnit(ask: Ask): Promise<Observed<KubeletUnit>> {
  const unit = await ask({ verb: "unit", argument: "kubelet.service" }, (payload) => {
    const [properties] = parseSystemctlShow(payload.toString("utf8"));
    if (properties === undefined) throw new Error("systemctl show printed nothing");
    return properties;
  });
  if (unit.state !== "present") return unit;
  if (unit.value["LoadState"]?.[0] === "not-found") return absent(unit.source);
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
