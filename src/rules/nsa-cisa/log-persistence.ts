import { flagTexts } from "../../evidence/flag-texts.ts";
import type { JournalState } from "../../evidence/host-state.ts";
import { entriesSeen, type Source } from "../../evidence/observed.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../findings/verdict.ts";
import { condition, defineNodeRule } from "../define-rule.ts";
import { settingOf, withoutConfiguration } from "../kit/kubelet/kubelet-config.ts";
import { kubeletFinalValue } from "../kit/kubelet/kubelet-setting.ts";
import { isSince, type KubernetesVersion, parseVersion } from "../kit/kubernetes-version.ts";

const journald = "systemd-journald.service";

function judgeStorage({ storage, hasDirectory, isInMemory }: JournalState, seen: readonly Seen[]): Verdict {
  const mode = storage?.value ?? "auto";
  if (mode === "none") return open("journald keeps nothing: Storage=none.", seen);
  if (isInMemory || mode === "volatile") {
    return open(`The journal is kept in memory and lost with a restart (Storage=${mode}).`, seen);
  }
  if (mode !== "auto" && mode !== "persistent") return notReviewed(`Storage=${mode} is no mode of journald.`, seen);
  if (hasDirectory) return notAFinding(`The journal is kept in /var/log/journal (Storage=${mode}).`, seen);
  return mode === "auto"
    ? open("The journal is kept in memory: Storage=auto, and there is no /var/log/journal.", seen)
    : notReviewed("Storage=persistent, but there is no /var/log/journal.", seen);
}

const journalOutlivesRestart = condition(["host.services", "host.journal"] as const, (facts) => {
  const services = facts["host.services"];
  const journal = facts["host.journal"];
  const found = entriesSeen(services).filter(({ id }) => id === journald || id === "auditd.service");
  const units = found.map(({ id, activeState }) => ({ what: id, value: activeState, source: services.source }));
  const isRunning = found.some(({ id, activeState }) => id === journald && activeState === "active");
  if (!isRunning || journal.state === "absent") {
    return notReviewed("journald does not run on this node; where its logs are kept was not seen.", units);
  }
  const { storage, hasDirectory, isInMemory } = journal.value;
  const { source } = journal;
  const place = storage === undefined ? source : { ...source, file: storage.file, line: storage.line };
  return judgeStorage(journal.value, [
    { what: "Storage= of journald.conf", value: storage?.value ?? "not set, which is auto", source: place },
    { what: "/var/log/journal", value: hasDirectory ? "a directory" : "not there", source },
    { what: "/run/log/journal", value: isInMemory ? "holds the journal" : "does not hold the journal", source },
    ...units,
  ]);
});

function judgeRuntime(endpoint: string, version: KubernetesVersion | undefined, source: Source): Verdict {
  const seen = [{ what: "the kubelet's container runtime", value: endpoint || "not set", source }];
  if (/docker/.test(endpoint)) {
    return notReviewed("Docker runs the containers: it keeps their logs by its own limits, which were not seen.", seen);
  }
  if (endpoint !== "") return notAFinding("The kubelet rotates the containers' logs.", seen);
  if (version !== undefined && isSince(version, 24)) {
    return notAFinding("The kubelet rotates the containers' logs: since 1.24 it knows no Docker of its own.", seen);
  }
  return notReviewed("Whether Docker runs the containers, and keeps their logs by its own limits, is not known.", seen);
}

/** The kubelet rotates what a CRI runtime writes; Docker keeps its own files, by its own limits or by none. */
const isRotatedByKubelet = condition(
  ["process.kubelet", "kubelet.config"] as const,
  (facts) => {
    const kubelet = facts["process.kubelet"];
    const config = facts["kubelet.config"];
    const missing = withoutConfiguration(kubelet, config);
    if (missing !== undefined) return missing;
    const configured = settingOf(config, "containerRuntimeEndpoint")?.value;
    const byDefault = typeof configured === "string" ? configured : "";
    const endpoints = entriesSeen(kubelet).flatMap((call) =>
      flagTexts(call, "container-runtime-endpoint").map((text) => text || byDefault),
    );
    const api = facts["node.api"];
    const version = api.state === "present" ? parseVersion(api.value.kubeletVersion) : undefined;
    return worst(endpoints.map((endpoint) => judgeRuntime(endpoint, version, kubelet.source)));
  },
  ["node.api"] as const,
);

const maxSize = {
  flag: "container-log-max-size",
  setting: "containerLogMaxSize",
  defaults: { withConfig: "10Mi", withoutConfig: "10Mi" },
} as const;
const maxFiles = {
  flag: "container-log-max-files",
  setting: "containerLogMaxFiles",
  defaults: { withConfig: 5, withoutConfig: 5 },
} as const;

export const rule = defineNodeRule({
  id: "log-persistence",
  roles: ["control-plane", "worker"],
  literal: [
    journalOutlivesRestart,
    isRotatedByKubelet,
    // A negative size switches the rotation off.
    kubeletFinalValue(maxSize, ({ value }) => /^\s*\+?\d/.test(String(value))),
    kubeletFinalValue(maxFiles, ({ value }) => Number(value) > 1),
  ],
  expected: "a journal on disk, and container logs that the kubelet rotates, on every node",
  check:
    "On every node: Storage= of systemd-analyze cat-config systemd/journald.conf must not be volatile or none, " +
    "/var/log/journal must be there, and journalctl --list-boots shows more than one boot. In the kubelet's " +
    "configuration containerLogMaxSize (unset 10Mi) must not be negative and containerLogMaxFiles (unset 5) be 2 or " +
    "more. See that /var/log has room for both. Without systemd, or with Docker, look at what is there instead.",
  fix:
    "Set Storage=persistent in a drop-in of /etc/systemd/journald.conf.d and restart systemd-journald. Leave the kubelet's " +
    "containerLogMaxSize and containerLogMaxFiles at their defaults, or set them to what /var/log has room for.",
});
