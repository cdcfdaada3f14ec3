import { addressClass } from "../../../evidence/address-class.ts";
import { type Flags, flagReadings, parseInteger } from "../../../evidence/go-flags.ts";
import type { Source } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notReviewed } from "../../../findings/verdict.ts";
import type { ControlPlaneComponent } from "../command-line/component-flag.ts";
import { etcdServers } from "../etcd/etcd-client.ts";
import { imageVersion, isSince } from "../kubernetes-version.ts";
import { joinShown, type Shown } from "./port-row.ts";
import { urlPorts } from "./url-ports.ts";

/** A flag with a port to serve on, and the flag with the address to bind. */
type Served = {
  readonly port: string;
  readonly address: string;
  /** What an unset port means: a number, 0 for none. */
  readonly unset: (invocation: Invocation) => number;
  readonly unsetAddress: string;
};

const secure = (unset: number): Served => ({
  port: "secure-port",
  address: "bind-address",
  unset: () => unset,
  unsetAddress: "0.0.0.0",
});

/** Plain HTTP until 1.23; where the release is not known the sockets show it. */
const insecure = (unset: number): Served => ({
  port: "port",
  address: "address",
  unset({ image }) {
    const version = imageVersion(image);
    return version !== undefined && !isSince(version, 24) ? unset : 0;
  },
  unsetAddress: "0.0.0.0",
});

const served: Readonly<Record<ControlPlaneComponent, readonly Served[]>> = {
  "kube-apiserver": [
    secure(6443),
    // Other clients reach it there, whatever it binds.
    { port: "secure-port", address: "advertise-address", unset: () => 6443, unsetAddress: "0.0.0.0" },
    { port: "insecure-port", address: "insecure-bind-address", unset: () => 0, unsetAddress: "127.0.0.1" },
  ],
  "kube-scheduler": [secure(10259), insecure(10251)],
  "kube-controller-manager": [secure(10257), insecure(10252)],
};

/** Without the process id: rows are the same after a restart. */
export const sourceOf = ({ source }: Invocation): Source => {
  const { pid: _pid, ...rest } = source;
  return rest;
};

function servedPort(flags: Flags, one: Served, component: string, invocation: Invocation): Shown {
  const written = flags.text(one.port);
  const port = written === undefined ? one.unset(invocation) : parseInteger(written);
  if (port === 0 || (one.address === "advertise-address" && flags.text(one.address) === undefined)) {
    return { ports: [], missing: [] };
  }
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    return { ports: [], missing: [notReviewed(`${component}: --${one.port}=${written} is no port.`)] };
  }
  const name = one.address === "advertise-address" ? one.address : one.port;
  const row = {
    direction: "in" as const,
    protocol: "tcp" as const,
    port,
    address: addressClass((flags.text(one.address) ?? one.unsetAddress).trim()),
    from: written === undefined && name === one.port ? `--${name} (not set)` : `--${name}`,
    source: sourceOf(invocation),
  };
  return { ports: [row], missing: [] };
}

/** The datastore's addresses, to which the API server goes out. */
const datastorePorts = (flags: Flags, source: Source): Shown =>
  urlPorts(etcdServers(flags), "out", "--etcd-servers", source);

/** The ports that a Kubernetes component's command line names, in every way in which it can be read. */
export const flagPorts = (component: ControlPlaneComponent, invocation: Invocation): Shown =>
  joinShown(
    flagReadings(invocation).flatMap((flags) => [
      ...served[component].map((one) => servedPort(flags, one, component, invocation)),
      ...(component === "kube-apiserver" ? [datastorePorts(flags, sourceOf(invocation))] : []),
    ]),
  );
