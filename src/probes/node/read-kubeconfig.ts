import { posix } from "node:path";
import type { Certificate } from "../../evidence/certificates.ts";
import type { KubeconfigContent, KubeconfigUser } from "../../evidence/kubeconfigs.ts";
import { absent, type Observed, present, readAs, type Source, unknown } from "../../evidence/observed.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { parseCertificates } from "../parse/certificates.ts";
import { type ParsedKubeconfig, parseKubeconfig } from "../parse/kubeconfig.ts";
import { withoutProcessIds } from "./process-root.ts";
import type { LookAs } from "./process-view.ts";

type ParsedUser = ParsedKubeconfig["users"][number];

/** The certificates of a file, which may hold a key as well: the reader sends nothing else of it. */
export const readCertificates = (ask: Ask, path: string): Promise<Observed<readonly Certificate[]>> =>
  ask({ verb: "certificates", argument: path }, (payload) => parseCertificates(asText(payload)));

function fromData(data: string, source: Source): Observed<readonly Certificate[]> {
  if (data === "REDACTED") {
    return unknown("withheld", "client-certificate-data is no whole certificate in PEM", source);
  }
  return readAs(source, () => parseCertificates(Buffer.from(data, "base64").toString("latin1")));
}

/** How the file of a certificate is looked at; undefined: it is not, for whoever wrote the kubeconfig may name any. */
type Follow = ((path: string) => Promise<Observed<readonly Certificate[]>>) | undefined;

async function withCertificates(user: ParsedUser, directory: string, follow: Follow, source: Source) {
  const { certificateData, certificateFile, ...rest } = user;
  if (certificateData !== undefined) {
    return { ...rest, certificates: fromData(certificateData, source) } satisfies KubeconfigUser;
  }
  if (certificateFile === undefined) return rest satisfies KubeconfigUser;
  const path = posix.resolve(directory, certificateFile);
  const certificates =
    follow === undefined || !canAskFor(path)
      ? unknown("not-collected", "the file of client-certificate is not read there", { ...source, file: path })
      : await follow(path);
  return { ...rest, certificateFile: path, certificates } satisfies KubeconfigUser;
}

/** What a kubeconfig holds, as the reader shows it at `path`; relative paths in it start at the directory of `named`. */
export async function readKubeconfig(
  ask: Ask,
  path: string,
  named: string,
  follow: Follow,
): Promise<Observed<KubeconfigContent>> {
  const read = withoutProcessIds(
    await ask({ verb: "kubeconfig", argument: path }, (payload) => parseKubeconfig(asText(payload))),
  );
  if (read.state !== "present") return read;
  if (read.value === undefined) return absent(read.source);
  const { users, clusters } = read.value;
  const directory = posix.dirname(named);
  return present(
    { users: await Promise.all(users.map((user) => withCertificates(user, directory, follow, read.source))), clusters },
    read.source,
  );
}

/** The same as a process sees it that names it, and the files of certificates that it names. */
export const readKubeconfigAs = (ask: Ask, lookAs: LookAs, path: string): Promise<Observed<KubeconfigContent>> =>
  lookAs(path, (seen) => readKubeconfig(ask, seen, path, (file) => lookAs(file, (at) => readCertificates(ask, at))));
