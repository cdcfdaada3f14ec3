import type { FileStat } from "../../../evidence/files.ts";
import type { Observed, Source } from "../../../evidence/observed.ts";
import {
  notAFinding,
  notApplicable,
  notReviewed,
  open,
  type Seen,
  type Verdict,
  worst,
} from "../../../findings/verdict.ts";
import { type Condition, condition, unseenVerdict } from "../../define-rule.ts";
import { type FlagTest, judgeCommandLine } from "../command-line/command-line.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { findFile, reached, withContainers } from "../container-path.ts";
import { namedContent } from "../file-content-rule.ts";
import { describeOwner, modeWithin } from "../files/file-tests.ts";
import { asList, isText, listed } from "../unknown-data.ts";
import { type Provider, providersOf } from "./encryption-config.ts";
import { encryptionFile } from "./encryption-file.ts";

const keysOf = ({ settings }: Provider): number => (asList(settings["keys"]) ?? []).length;

// The API server takes v1 where nothing is said; v1 is deprecated since 1.28 and off by default since 1.29.
const kmsVersion = ({ settings }: Provider): string => (isText(settings["apiVersion"]) ? settings["apiVersion"] : "v1");

/** A provider for people: how many keys it has, never one of them. */
function describe(provider: Provider): string {
  if (provider.name === "kms") return `kms ${kmsVersion(provider)}`;
  const keys = keysOf(provider);
  return `${provider.name} with ${keys} ${keys === 1 ? "key" : "keys"} in the file`;
}

/** Where the keys are that a configuration of encryption uses: with a key service, or in the file itself. */
function judgeKeys(content: unknown, source: Source): Verdict {
  const all = providersOf(content);
  if ("status" in all) return all;
  const used = all.filter(({ name }) => name !== "identity");
  if (used.length === 0) return notApplicable("it encrypts nothing: there is no key to keep.");
  const words = [...new Set(used.map(describe))];
  const seen = words.map((value): Seen => ({ what: "a provider of encryption", value, source }));
  const isKept = used.every((provider) => provider.name === "kms" && kmsVersion(provider) === "v2");
  return isKept
    ? notAFinding("a key service keeps the keys, by kms v2.", seen)
    : notReviewed(
        `${listed(words)}: where the keys come from, who has them and how they change is for a person.`,
        seen,
      );
}

const ownerOnly = modeWithin(0o600);

/** Whether only root reads a file of keys; one that others can read is a finding. */
function judgeMode(path: string, found: Observed<FileStat> | undefined): Verdict {
  if (found === undefined) return notReviewed(`The mode of ${path} was not seen on the host.`);
  if (found.state === "unknown") return unseenVerdict(found);
  const file = found.state === "present" ? reached(found.value) : undefined;
  const isWithin = file === undefined ? undefined : ownerOnly.holds(file);
  if (file === undefined || isWithin === undefined) return notReviewed(`${path} is no file on the host.`);
  const owner = describeOwner(file);
  const seen: readonly Seen[] = [{ what: path, value: `${ownerOnly.show(file)} ${owner}`, source: found.source }];
  if (!isWithin) return open(`${path} is not its owner's alone: mode ${ownerOnly.show(file)}.`, seen);
  return file.uid === 0
    ? notAFinding(`Only root can read ${path}.`, seen)
    : notReviewed(`${path} belongs to ${owner}: whether that is the API server's own user is for a person.`, seen);
}

const component = "kube-apiserver";

/**
 * The condition that the running API server's keys of encryption are kept by a key service, and that nobody but root reads
 * the file that says so. Not Applicable where nothing is encrypted.
 */
export const encryptionKeysKept: Condition = condition(
  [`process.${component}`] as const,
  (facts) => {
    const { [`manifest.${component}` as const]: manifest, "stat.flag-files": files } = facts;
    const test: FlagTest = (flags, call) => {
      const file = namedContent(flags, encryptionFile.fileFlag, facts["content.encryption-config"]);
      if (file.state === "unnamed") return notApplicable("No encryption of Secrets is configured.");
      const path = flags.text(encryptionFile.fileFlag) ?? "";
      const mode = judgeMode(path, findFile(call, path, files));
      if (file.state === "unread") return worst([file.verdict, mode]);
      const keys = judgeKeys(file.content, file.seen.source);
      const said = { ...keys, reason: `${path}: ${keys.reason}`, seen: [...keys.seen, file.seen] };
      return keys.status === "not_applicable" ? said : worst([said, mode]);
    };
    const process = withContainers(facts[`process.${component}`], manifest);
    return judgeRunning(component, process, (call) =>
      judgeCommandLine({ component, flags: encryptionFile.flags }, test, call),
    );
  },
  [`manifest.${component}`, "content.encryption-config", "stat.flag-files"] as const,
);
