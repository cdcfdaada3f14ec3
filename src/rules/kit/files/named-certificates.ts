import { type CertificateFile, certificateFilesOf, etcdCertificateFiles } from "../../../evidence/certificate-files.ts";
import { hostPathOf } from "../../../evidence/container-paths.ts";
import { etcdReadings, isKnown } from "../../../evidence/etcd-configuration.ts";
import { flagReadings } from "../../../evidence/go-flags.ts";
import type { ObservedFacts } from "../../../evidence/node.ts";
import { entriesSeen, type Observed, type Unknown } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notApplicable, notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { kubernetesComponents as components } from "../../fixes/change.ts";
import { flagsInFile } from "../command-line/flag-file.ts";
import { statOf, withContainers } from "../container-path.ts";
import { withoutConfiguration } from "../kubelet/kubelet-config.ts";
import { pathInForce } from "../kubelet/kubelet-named-file.ts";
import { type FileSelection, type Found, fileSelection, foundIn, only, resolved, type Selected } from "./selection.ts";

/** The facts that say which certificates and keys components name. */
export const namingFacts = [
  ...components.flatMap((name) => [`manifest.${name}`, `process.${name}`] as const),
  ...(["manifest.etcd", "process.etcd", "content.etcd-config"] as const),
  ...(["process.kubelet", "kubelet.config", "stat.flag-files"] as const),
] as const;
type Facts = Pick<ObservedFacts, (typeof namingFacts)[number]>;

/** A file on the host, or why it is not known which. */
export type Named = { readonly kind: CertificateFile["kind"]; readonly path: string } | Verdict;

/** Whether it is not known which file it is. */
export const isVerdict = (named: Named): named is Verdict => "status" in named;

const onHost = (call: Invocation, { kind, path, namedBy }: CertificateFile): Named => {
  const found = hostPathOf(call, path);
  return found === undefined
    ? notReviewed(`Where ${path}, ${namedBy}, is on the host was not seen.`)
    : { kind, path: found };
};

const unseen = (...observed: readonly Observed<unknown>[]): readonly Verdict[] =>
  observed.filter((fact): fact is Unknown => fact.state === "unknown").map(unseenVerdict);

/** What runs of a component; where it does not run, what its manifest starts. */
const callsOf = (
  process: Observed<readonly Invocation[]>,
  manifest: Observed<readonly Invocation[]>,
): Observed<readonly Invocation[]> => (process.state === "absent" ? manifest : withContainers(process, manifest));

const ofComponents = (shown: Facts): readonly Named[] =>
  components.flatMap((name) => {
    const process = callsOf(shown[`process.${name}`], shown[`manifest.${name}`]);
    const named = entriesSeen(process).flatMap((call) =>
      flagReadings(call).flatMap((flags) => certificateFilesOf(flags).map((file) => onHost(call, file))),
    );
    const inFile = entriesSeen(process).flatMap((call) => flagsInFile(name, call) ?? []);
    return [...unseen(process), ...inFile, ...named];
  });

function ofEtcd(shown: Facts): readonly Named[] {
  const process = callsOf(shown["process.etcd"], shown["manifest.etcd"]);
  const named = entriesSeen(process).flatMap((call) =>
    etcdReadings(call, shown["content.etcd-config"]).flatMap((settings) =>
      isKnown(settings) ? etcdCertificateFiles(settings).map((file) => onHost(call, file)) : [unseenVerdict(settings)],
    ),
  );
  return [...unseen(process), ...named];
}

const kubeletFiles = [
  { kind: "certificate", flag: "tls-cert-file", setting: "tlsCertFile" },
  { kind: "private-key", flag: "tls-private-key-file", setting: "tlsPrivateKeyFile" },
  { kind: "certificate", flag: "client-ca-file", setting: "authentication.x509.clientCAFile" },
] as const;

// The kubelet's paths are the host's: where it runs in a container its folders are mounted under their own names.
function ofKubelet({ "process.kubelet": process, "kubelet.config": config }: Facts): readonly Named[] {
  if (process.state !== "present") return unseen(process);
  if (config.state === "unknown") return unseen(config);
  const missing = withoutConfiguration(process, config);
  if (missing !== undefined) return [missing];
  return process.value
    .flatMap((call) => flagReadings(call))
    .flatMap((flags) =>
      kubeletFiles.flatMap(({ kind, ...names }) => {
        const path = pathInForce(names, flags, config);
        return path === undefined ? [] : [{ kind, path }];
      }),
    );
}

/** Every certificate and key that components of the node name, or why it is not known which. */
export const namedFiles = (shown: Facts): readonly Named[] => [
  ...ofComponents(shown),
  ...ofEtcd(shown),
  ...ofKubelet(shown),
];

/** What the rule's other conditions look at: below /etc/kubernetes/pki everything, or files of one ending alone. */
type Covered = "" | ".crt" | ".key";

// A name with empty, . or .. steps may lead out of the directory again.
const isPlain = (path: string): boolean => !/\/\.{0,2}\//.test(path);
const isCovered = (path: string, covered: Covered): boolean =>
  path.startsWith("/etc/kubernetes/pki/") && path.endsWith(covered) && isPlain(path);

/** The paths of some kinds that the rule's other conditions do not look at, each once. */
const pathsOf = (named: readonly Named[], kinds: readonly CertificateFile["kind"][], covered: Covered) => {
  const paths = named.flatMap((one) => (isVerdict(one) || !kinds.includes(one.kind) ? [] : [one.path]));
  return [...new Set(paths)].filter((path) => !isCovered(path, covered)).sort();
};

function lookAt(shown: Facts, path: string): readonly Found[] | Verdict {
  const stat = statOf(shown["stat.flag-files"], path);
  if (stat.state === "unknown") return unseenVerdict(stat);
  if (stat.state === "absent") return notReviewed(`${path}, which a component names, does not exist.`);
  return stat.value.target === "dangling"
    ? notReviewed(`${path}, which a component names, leads nowhere on the host.`)
    : foundIn([stat.value], stat.source);
}

type What = { readonly kinds: readonly CertificateFile["kind"][]; readonly covered: Covered };

/** What verifies may be a private key; below /etc/kubernetes/pki those are known by their content. */
function mayBeKeys(shown: Facts, named: readonly Named[], { kinds }: What): readonly Verdict[] {
  if (!kinds.includes("private-key") || kinds.includes("verifying-key")) return [];
  const known = pathsOf(named, kinds, "");
  const paths = pathsOf(named, ["verifying-key"], "").filter((path) => !known.includes(path));
  return paths.flatMap((path) => {
    const looked = lookAt(shown, path);
    if ("status" in looked) return [looked];
    const isOpen = looked.some(({ entry }) => (resolved(entry).mode & ~0o600) !== 0);
    const why = `${path} verifies service account tokens, for which a private key serves as well: what it holds was not seen.`;
    return isOpen ? [notReviewed(why)] : [];
  });
}

function lookAtNamed(shown: Facts, what: What): Selected {
  const named = namedFiles(shown);
  const looked = pathsOf(named, what.kinds, what.covered).map((path) => lookAt(shown, path));
  const found = looked.flatMap((one) => ("status" in one ? [] : one));
  const unclear = looked.flatMap((one) => ("status" in one ? [one] : []));
  const others = [...named.filter(isVerdict), ...unclear, ...mayBeKeys(shown, named, what)];
  return found.length + others.length > 0 ? { found, others } : { ...only(), whenFine: none };
}

const none = notApplicable("No component names such a file outside /etc/kubernetes/pki.");

const outsidePki = (what: string, kinds: readonly CertificateFile["kind"][], covered: Covered): FileSelection => {
  const orThere = covered === "" ? "" : `, or there by a name that does not end in ${covered}`;
  return fileSelection(
    {
      named: `the ${what} that components name outside /etc/kubernetes/pki${orThere}`,
      command: "stat -L -c '%a %U:%G %n' FILE",
    },
    [],
    (shown) => lookAtNamed(shown, { kinds, covered }),
    namingFacts,
  );
};

/** Certificates of running components that are no *.crt below /etc/kubernetes/pki, by flags, variables and configuration files. */
export const certificatesElsewhere = outsidePki("certificates", ["certificate"], ".crt");
/** The same of private keys that are no *.key there. */
export const keysElsewhere = outsidePki("private keys", ["private-key"], ".key");
/** Certificates and keys of all kinds that are not below /etc/kubernetes/pki. */
export const certificatesAndKeysElsewhere = outsidePki(
  "certificates and keys",
  ["certificate", "private-key", "public-key", "verifying-key"],
  "",
);
