import { hostPathOf } from "../../evidence/container-paths.ts";
import type { FileStat } from "../../evidence/files.ts";
import { type Observed, type Present, present, unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../findings/verdict.ts";
import { unseenVerdict } from "../define-rule.ts";

/** What is known of files on the host, by host path. */
export type HostFiles = Observed<Readonly<Record<string, Observed<FileStat>>>>;

/**
 * Processes with what only their manifest tells: image and mounts of the container. A process that several
 * manifests may have started is there once for each; without a manifest it stays as it was seen.
 */
export function withContainers<Process extends Observed<readonly Invocation[]>>(
  process: Process,
  manifest: Observed<readonly Invocation[]>,
): Process | Present<readonly Invocation[]> {
  if (process.state !== "present" || manifest.state !== "present" || manifest.value.length === 0) return process;
  const joined = process.value.flatMap((running) =>
    manifest.value.map(({ image, mounts }) => ({
      ...running,
      mounts,
      ...(image === undefined ? {} : { image }),
    })),
  );
  return present(joined, process.source);
}

/** One file that a flag names: what the host says of it. `undefined`: the host cannot say. */
export function findFile(invocation: Invocation, path: string, files: HostFiles): Observed<FileStat> | undefined {
  const onHost = hostPathOf(invocation, path);
  if (onHost === undefined) return undefined;
  if (files.state === "unknown") return files;
  return files.state === "present" && Object.hasOwn(files.value, onHost) ? files.value[onHost] : undefined;
}

/** The stat of a path; one that nobody asked for is unknown, never absent. */
export function statOf(files: HostFiles, path: string): Observed<FileStat> {
  if (files.state === "unknown") return files;
  const stat = files.state === "present" ? files.value[path] : undefined;
  return stat ?? unknown("not-collected", "nothing was asked about this file", { ...files.source, file: path });
}

/** What is at the end of a link; the entry itself where it is none. Undefined: a link that leads nowhere on the host. */
export function reached(entry: FileStat): FileStat | undefined {
  if (entry.type !== "symlink") return entry;
  return entry.target === "dangling" ? undefined : entry.target;
}

const seenFile = (setting: string, path: string, found: Observed<FileStat>): Seen => ({
  what: `${setting}: ${path}`,
  value: found.state === "present" ? found.value.type : "does not exist",
  source: found.source,
});

/** Whether the file that a setting names exists. Its content is not looked at. */
export function judgeNamedFile(
  setting: string,
  path: string | undefined,
  invocation: Invocation,
  files: HostFiles,
): Verdict {
  if (path === undefined || path === "") return open(`${setting} names no file.`);
  const found = findFile(invocation, path, files);
  if (found === undefined) return notReviewed(`Whether ${path}, named by ${setting}, exists was not seen on the host.`);
  if (found.state === "unknown") return unseenVerdict(found);
  const seen = [seenFile(setting, path, found)];
  if (found.state === "absent") return open(`${path}, named by ${setting}, does not exist.`, seen);
  const file = reached(found.value);
  // A link may lead to somewhere that only the container has.
  if (file === undefined)
    return notReviewed(`${path}, named by ${setting}, is a link that leads nowhere on the host.`, seen);
  if (file.type !== "file") return open(`${path}, named by ${setting}, is no regular file.`, seen);
  const isCertificate = /cert|ca-?file/.test(setting) && !setting.includes("key");
  const rest = isCertificate ? "; its issuer and expiry are for the assessor" : "";
  return notAFinding(`${path}, named by ${setting}, exists${rest}.`, seen);
}
