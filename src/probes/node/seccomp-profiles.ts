import { posix } from "node:path";
import { z } from "zod";
import { type Flags, flagReadings } from "../../evidence/go-flags.ts";
import type { SeccompProfile } from "../../evidence/host-state.ts";
import { absent, entriesSeen, type Observed, present, unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { directoryPath } from "../../evidence/trailing-slashes.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { flagsUnclear } from "./kubelet-config.ts";
import { lookingAs } from "./process-view.ts";
import { listPath } from "./stat.ts";

const usual = "/var/lib/kubelet/seccomp";
const filesAtMost = 50;

const profile = z.object({
  defaultAction: z.string(),
  syscalls: z.array(z.object({ action: z.string() })).default([]),
});

/** Whether an action of a profile only records. @throws Error where the text is no profile. */
function logs(text: string): boolean {
  const { defaultAction, syscalls } = profile.parse(JSON.parse(text));
  return [defaultAction, ...syscalls.map(({ action }) => action)].includes("SCMP_ACT_LOG");
}

/** Where the kubelet takes profiles from; --seccomp-profile-root was its own flag up to 1.22. */
function directoryOf(flags: Flags): string {
  const own = flags.text("seccomp-profile-root");
  return directoryPath(posix.normalize(own || `${flags.text("root-dir") || "/var/lib/kubelet"}/seccomp`));
}

/** Asked ahead of time: nearly every kubelet has its files there. */
export const askUsualSeccompProfiles = (ask: Ask): Promise<unknown> => listPath(ask, usual);

/** The seccomp profiles that pods of this node may name. */
export async function probeSeccompProfiles(
  ask: Ask,
  kubelet: Observed<readonly Invocation[]>,
): Promise<Observed<readonly SeccompProfile[]>> {
  if (kubelet.state !== "present") return kubelet;
  const [call] = entriesSeen(kubelet);
  if (call === undefined) return absent(kubelet.source);
  const unclear = flagsUnclear(kubelet);
  if (unclear !== undefined) return unclear;
  const [directory = "", ...others] = new Set(flagReadings(call).map(directoryOf));
  if (others.length > 0) {
    const named = [directory, ...others].join(" and ");
    return unknown("unsupported", `the kubelet's command line can be read in ways that name ${named}`, kubelet.source);
  }
  const lookAs = lookingAs(ask, call);
  if (!canAskFor(directory)) return unknown("unsupported", `${directory} is not an absolute path`, kubelet.source);
  const walk = await lookAs(directory, (path) => listPath(ask, path));
  if (walk.state !== "present") return walk;
  const files = walk.value.entries.flatMap(({ path, type }) => (type === "directory" ? [] : [path]));
  if (files.length > filesAtMost || !files.every(canAskFor)) {
    return unknown("unsupported", `more than ${filesAtMost} files, or names that are no text`, walk.source);
  }
  const read = files.map(
    async (path): Promise<SeccompProfile> => ({
      path,
      logs: await lookAs(path, (file) => ask({ verb: "read", argument: file }, (payload) => logs(asText(payload)))),
    }),
  );
  return present(await Promise.all(read), walk.source);
}
