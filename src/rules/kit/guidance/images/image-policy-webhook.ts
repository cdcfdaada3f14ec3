import { flagReadings } from "../../../../evidence/go-flags.ts";
import { notAFinding, notReviewed, open, type Verdict } from "../../../../findings/verdict.ts";
import { isPluginOn } from "../../command-line/admission-plugins.ts";
import { flagsInFile } from "../../command-line/flag-file.ts";
import { type NamedContent, namedContent } from "../../file-content-rule.ts";
import { asList, asRecord, property } from "../../unknown-data.ts";
import type { ApiServer } from "../api-servers.ts";

const plugin = "ImagePolicyWebhook";

/** Whether images pass where the webhook does not answer; undefined where its configuration is not known. */
function defaultAllow(file: NamedContent): boolean | undefined {
  const config = file.state === "read" ? asRecord(file.content) : undefined;
  const plugins = config === undefined ? undefined : asList(property(config, "plugins"));
  const entry = plugins?.map(asRecord).find((one) => one?.["name"] === plugin);
  const given = entry === undefined ? undefined : asRecord(property(entry, "configuration"));
  const policy = given === undefined ? undefined : asRecord(property(given, "imagePolicy"));
  const allow = policy === undefined ? undefined : (property(policy, "defaultAllow") ?? false);
  return typeof allow === "boolean" ? allow : undefined;
}

/** The verdict on one API server; undefined where it asks no such webhook. */
export function imagePolicyWebhook({ call, host }: ApiServer): readonly (Verdict | undefined)[] {
  const unread = flagsInFile("kube-apiserver", call);
  if (unread !== undefined) return [unread];
  return flagReadings(call).map((flags) => {
    if (!isPluginOn(flags, plugin, "off by default")) return undefined;
    const config = namedContent(flags, "admission-control-config-file", host.facts["content.admission-config"]);
    const allow = defaultAllow(config);
    if (allow === undefined) return notReviewed(`${plugin} is on; its configuration was not read.`);
    return allow
      ? open(`${plugin} lets every image pass where its backend does not answer (defaultAllow: true).`)
      : notAFinding(`The API servers ask ${plugin}, and refuse images where its backend does not answer.`);
  });
}
