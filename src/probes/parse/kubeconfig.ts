import { z } from "zod";
import { type CredentialKind, credentialKinds, type KubeconfigCluster } from "../../evidence/kubeconfigs.ts";
import { oncePerText } from "./once-per-text.ts";
import { parseStructuredFile } from "./structured-file.ts";

/** A user as the file has it; of its certificate the text in base64, or the path. */
type ParsedUser = {
  readonly name: string;
  readonly credentials: readonly CredentialKind[];
  readonly certificateData?: string;
  readonly certificateFile?: string;
};

/** A kubeconfig as the reader shows it. */
export type ParsedKubeconfig = {
  readonly users: readonly ParsedUser[];
  readonly clusters: readonly KubeconfigCluster[];
};

const name = z.union([z.string(), z.number(), z.boolean()]).nullish();
const namedUser = z.looseObject({
  name,
  user: z
    .looseObject({ "client-certificate-data": z.string().nullish(), "client-certificate": z.string().nullish() })
    .nullish(),
});
const namedCluster = z.looseObject({
  name,
  cluster: z.looseObject({ "insecure-skip-tls-verify": z.boolean().nullish() }).nullish(),
});
const kubeconfig = z.looseObject({ clusters: z.array(namedCluster).nullish(), users: z.array(namedUser).nullish() });

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== "" && JSON.stringify(value) !== "{}";

function readUser({ name: called, user }: z.infer<typeof namedUser>): ParsedUser {
  const given = new Map(Object.entries(user ?? {}));
  const data = user?.["client-certificate-data"] ?? "";
  const file = user?.["client-certificate"] ?? "";
  return {
    name: String(called ?? ""),
    credentials: credentialKinds.filter((kind) => isSet(given.get(kind))),
    ...(data === "" ? {} : { certificateData: data }),
    // The data counts where both are given (AuthInfo of client-go).
    ...(data === "" && file !== "" ? { certificateFile: file } : {}),
  };
}

const readCluster = ({ name: called, cluster }: z.infer<typeof namedCluster>): KubeconfigCluster => ({
  name: String(called ?? ""),
  skipsVerification: cluster?.["insecure-skip-tls-verify"] === true,
});

// Neither apiVersion nor kind has to be there.
function isKubeconfig(content: unknown): boolean {
  if (typeof content !== "object" || content === null) return false;
  const keys = new Map(Object.entries(content));
  return keys.get("kind") === "Config" || ["clusters", "users", "contexts"].some((key) => keys.has(key));
}

/**
 * What a kubeconfig holds; undefined where a file holds something else. Several facts of a node look at the same one.
 * @throws Error where it is not understood.
 */
export const parseKubeconfig = oncePerText((text): ParsedKubeconfig | undefined => {
  const content = parseStructuredFile(text);
  if (!isKubeconfig(content)) return undefined;
  const { users, clusters } = kubeconfig.parse(content);
  return { users: (users ?? []).map(readUser), clusters: (clusters ?? []).map(readCluster) };
});
