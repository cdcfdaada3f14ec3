import type { FileStat } from "../../../evidence/files.ts";
import type { Flags } from "../../../evidence/go-flags.ts";
import type { KubeletConfig } from "../../../evidence/kubelet.ts";
import type { KubeletField } from "../../../evidence/kubelet-fields.ts";
import type { Known, Observed } from "../../../evidence/observed.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { resolved } from "../files/selection.ts";
import { isText } from "../unknown-data.ts";
import { settingOf } from "./kubelet-config.ts";

/** A file that the kubelet uses, and what was seen of it. */
export type FileInForce = { readonly path: string; readonly stat: Observed<FileStat> };

/** The path that a kubelet setting names, flag before configuration; undefined where neither does. */
export function pathInForce(
  { flag, setting }: { readonly flag: string; readonly setting: KubeletField },
  flags: Flags,
  config: Known<KubeletConfig>,
): string | undefined {
  const byFlag = flags.text(flag);
  if (byFlag !== undefined) return isText(byFlag) ? byFlag : undefined;
  const configured = settingOf(config, setting)?.value;
  if (!isText(configured)) return undefined;
  // The kubelet resolves relative paths of its configuration from the --config file's directory; drop-ins have none here.
  const base = flags.text("config") ?? "";
  return configured.startsWith("/") ? configured : `${base.slice(0, base.lastIndexOf("/") + 1)}${configured}`;
}

/** Whether a file that the kubelet uses is there. `what` names it: "the serving certificate". */
export function judgeExistence(what: string, { path, stat }: FileInForce): Verdict {
  if (stat.state === "unknown") return unseenVerdict(stat);
  const seen = (value: string): readonly Seen[] => [{ what: `${what}: ${path}`, value, source: stat.source }];
  if (stat.state === "absent") return open(`${path}, ${what}, does not exist.`, seen("does not exist"));
  if (stat.value.target === "dangling") {
    return notReviewed(`${path}, ${what}, is a link that leads nowhere.`, seen("dangling link"));
  }
  const { type } = resolved(stat.value);
  return type === "file"
    ? notAFinding(`${path} is ${what}.`, seen("exists"))
    : open(`${path}, ${what}, is not a regular file.`, seen(type));
}
