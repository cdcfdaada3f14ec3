import type { Certificate } from "../../src/evidence/certificates.ts";
import type {
  KubeconfigContent,
  KubeconfigFile,
  KubeconfigSearch,
  KubeconfigUser,
} from "../../src/evidence/kubeconfigs.ts";
import type { Observed } from "../../src/evidence/observed.ts";
import { type FactsGiven, file, here } from "./facts.ts";

/** A kubeconfig's content with one user of these credentials, and one cluster. */
export const contentOf = (
  user: Partial<KubeconfigUser>,
  cluster: Partial<KubeconfigContent["clusters"][number]> = {},
): Observed<KubeconfigContent> =>
  here({
    users: [{ name: "u", credentials: ["client-key-data"], ...user }],
    clusters: [{ name: "kubernetes", skipsVerification: false, ...cluster }],
  });

/** A kubeconfig of root's with mode 0600, named by a flag, that holds a key. */
export const kubeconfig = (path: string, more: Partial<KubeconfigFile> = {}): KubeconfigFile => ({
  path,
  namedBy: "--kubeconfig of kubelet",
  isNamed: true,
  stat: here(file(path, 0o600)),
  content: contentOf({}),
  ...more,
});

/** What a node shows on which these kubeconfigs were found. */
export const kubeconfigs = (files: readonly KubeconfigFile[], more: Partial<KubeconfigSearch> = {}): FactsGiven => ({
  kubeconfigs: here({ files, homes: ["/root"], unseen: [], ...more }),
});

/** A certificate of the cluster's CA that is valid from 2026 to 2030. */
export const certificate = (more: Partial<Certificate> = {}): Certificate => ({
  subject: "CN=test",
  issuer: "CN=kubernetes",
  notBefore: "2026-01-01T00:00:00.000Z",
  notAfter: "2030-01-01T00:00:00.000Z",
  selfSigned: false,
  ...more,
});
