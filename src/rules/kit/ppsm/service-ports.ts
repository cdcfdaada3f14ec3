import type { ApiNode, ApiService } from "../../../evidence/cluster.ts";
import type { Observed, Source } from "../../../evidence/observed.ts";
import type { PortComponent } from "../../../evidence/site.ts";
import { unseenVerdict } from "../../define-rule.ts";
import type { Shown, ShownPort } from "./port-row.ts";

const namesOf = (component: PortComponent): readonly string[] =>
  component === "kube-apiserver" ? ["kube-apiserver", "apiserver"] : [component];

/** Named by label or selector. Elsewhere than in kube-system these words are free: many applications bring an etcd. */
function isNamed({ namespace, name, labels, selector }: ApiService, component: PortComponent): boolean {
  if (component === "kube-apiserver" && namespace === "default" && name === "kubernetes") return true;
  const words = [...Object.values(labels), ...Object.values(selector)];
  return namespace === "kube-system" && words.some((word) => namesOf(component).includes(word));
}

/** Leads to a port of the component on this node, whatever it is called. */
const leadsTo = ({ endpoints }: ApiService, ports: readonly ShownPort[], addresses: readonly string[]): boolean =>
  endpoints.some(
    ({ address, protocol, port }) =>
      addresses.includes(address) && ports.some((one) => one.protocol === protocol && one.port === port),
  );

function portsOf(service: ApiService, source: Source): readonly ShownPort[] {
  const name = `service ${service.namespace}/${service.name}`;
  const shown = (port: Pick<ShownPort, "protocol" | "port">, address: ShownPort["address"], from: string) => ({
    direction: "in" as const,
    protocol: port.protocol,
    port: port.port,
    address,
    from,
    source,
  });
  return [
    ...service.ports.flatMap((port) => [
      ...(service.clusterIP ? [shown(port, "pod", name)] : []),
      ...(service.external ? [shown(port, "any", `${name}, published outside`)] : []),
      ...(port.nodePort === undefined ? [] : [shown({ ...port, port: port.nodePort }, "any", `node port of ${name}`)]),
    ]),
    ...service.endpoints.map((endpoint) => shown(endpoint, "node-ip", `endpoint of ${name}`)),
  ];
}

/** The ports by which Services publish a component; `others` are its ports as all else shows them. */
export function servicePorts(
  component: PortComponent,
  services: Observed<readonly ApiService[]>,
  node: Observed<ApiNode>,
  others: readonly ShownPort[],
): Shown {
  if (services.state === "unknown") return { ports: [], missing: [unseenVerdict(services)] };
  const all = services.state === "present" ? services.value : [];
  const addresses = node.state === "present" ? node.value.addresses.map(({ address }) => address) : [];
  const inward = others.filter(({ direction }) => direction === "in");
  const found = all.filter((service) => isNamed(service, component) || leadsTo(service, inward, addresses));
  return {
    ports: found.flatMap((service) => portsOf(service, services.source)),
    // Services lead to the node by its addresses, whatever they are called.
    missing: node.state === "unknown" ? [unseenVerdict(node)] : [],
  };
}
