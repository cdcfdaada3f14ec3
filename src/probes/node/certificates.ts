import { certificateFilesOf } from "../../evidence/certificate-files.ts";
import { hostPathOf } from "../../evidence/container-paths.ts";
import { flagReadings } from "../../evidence/go-flags.ts";
import type { CollectedFacts } from "../../evidence/node.ts";
import { entriesSeen, type Observed, present, type Source } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { parseCertificates } from "../parse/certificates.ts";

/** The certificate files that flags name, as the host has them: those of every way in which they can be read. */
const certificatesOf = (call: Invocation): readonly string[] =>
  flagReadings(call)
    .flatMap(certificateFilesOf)
    .flatMap(({ kind, path }) => (kind === "certificate" ? (hostPathOf(call, path) ?? []) : []));

/** Subject, issuer and expiry of the certificates that components use; a file that holds a key as well is kept back. */
export async function probeCertificates(
  ask: Ask,
  components: readonly Observed<readonly Invocation[]>[],
  more: readonly string[],
  source: Source,
): Promise<CollectedFacts["certificates"]> {
  const named = components.flatMap((calls) => entriesSeen(calls).flatMap(certificatesOf));
  const paths = [...new Set([...named, ...more])].filter(canAskFor).sort();
  const read = await Promise.all(
    paths.map((path) => ask({ verb: "read", argument: path }, (payload) => parseCertificates(asText(payload)))),
  );
  return present(Object.fromEntries(read.map((certificates, index) => [paths[index], certificates])), source);
}
