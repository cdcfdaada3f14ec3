import type { EtcdSettings } from "../../../../evidence/etcd-configuration.ts";
import type { Invocation } from "../../../../evidence/processes.ts";
import { notReviewed, open } from "../../../../findings/verdict.ts";
import type { Condition } from "../../../define-rule.ts";
import type { FlagTest, Outcome } from "../../command-line/command-line.ts";
import { type ControlPlaneComponent, runningFlags } from "../../command-line/component-flag.ts";
import { onControlPlane, onEtcdNodes } from "../../command-line/control-plane-part.ts";
import { everyEtcdAudited } from "../../etcd/etcd-endpoints.ts";
import { etcdInForce } from "../../etcd/etcd-flag.ts";
import { clientUrlsUseTls, peerUrlsUseTls } from "../../etcd/etcd-settings.ts";
import { imageVersion, versionUnknown } from "../../kubernetes-version.ts";
import { servesNothing } from "../../sockets/secure-port.ts";
import { tlsVersionOrDefault } from "../../sockets/tls-version.ts";
import { goChoosesWell, judgeSuites } from "./tls-suites.ts";

const offersStrongTls =
  (component: ControlPlaneComponent): FlagTest =>
  (flags, call) => {
    const version = tlsVersionOrDefault(flags, call);
    // Of TLS 1.3 Go has no insecure suite, and takes no list.
    const isEnough = flags.text("tls-min-version") === "VersionTLS13" || servesNothing(flags, call) === true;
    if (version !== true || isEnough) return version;
    return judgeSuites(component, flags.list("tls-cipher-suites") ?? [], () => {
      const release = imageVersion(call.image);
      return release === undefined ? versionUnknown(component, call.image) : goChoosesWell(component, release);
    });
  };

/** What a component of Kubernetes offers where it runs, on control-plane nodes. */
export const componentTls = (component: ControlPlaneComponent): Condition =>
  onControlPlane(
    runningFlags({ component, flags: ["tls-min-version", "tls-cipher-suites"] }, offersStrongTls(component)),
  );

/** Whether an image is etcd's of a release that was built with Go 1.23 or later: all since 3.6. */
function isNewEtcd({ image = "" }: Invocation): boolean {
  const [, minor = "0"] = /(?:^|\/)etcd:v?3\.(\d{1,3})\./.exec(image) ?? [];
  return Number(minor) >= 6;
}

/** etcd's own default is TLS 1.2, in every release that knows the flag and before. */
function etcdOffersStrongTls(settings: EtcdSettings, call: Invocation): Outcome {
  if (!(clientUrlsUseTls(settings) && peerUrlsUseTls(settings))) return open("etcd listens for http: without TLS.");
  const minimum = settings.text("tls-min-version") ?? "";
  if (minimum === "TLS1.3") return true;
  if (minimum !== "" && minimum !== "TLS1.2") return false;
  // A list of its configuration file is shown as JSON, that of the flag with commas.
  const suites = (settings.shown("cipher-suites") ?? "").match(/[A-Z][A-Z0-9_]+/g) ?? [];
  return judgeSuites(
    "etcd",
    suites,
    () =>
      isNewEtcd(call) ||
      notReviewed(
        "etcd: no cipher suites are set, and which ones Go chooses is known of images of etcd since 3.6 only.",
      ),
  );
}

/** What etcd offers to clients and peers, wherever one runs; every etcd that is named must have been looked at. */
export const etcdTls: readonly Condition[] = [
  etcdInForce({
    flags: ["tls-min-version", "cipher-suites"],
    alsoShown: ["listen-client-urls", "listen-client-http-urls", "listen-peer-urls"],
    effective: etcdOffersStrongTls,
  }),
  everyEtcdAudited,
].map(onEtcdNodes);
