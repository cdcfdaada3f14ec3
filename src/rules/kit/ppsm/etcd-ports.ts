import { type EtcdSettings, etcdReadings, isKnown } from "../../../evidence/etcd-configuration.ts";
import type { ParsedFile } from "../../../evidence/files.ts";
import { flagReadings } from "../../../evidence/go-flags.ts";
import { entriesSeen, type Observed, type Unknown } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { etcdServers } from "../etcd/etcd-client.ts";
import { sourceOf } from "./flag-ports.ts";
import { joinShown, type Shown } from "./port-row.ts";
import { urlPorts } from "./url-ports.ts";

// The unset ones of the second kind follow from the first.
const urlFlags: readonly (readonly [flag: string, unset: readonly string[]])[] = [
  ["listen-client-urls", ["http://localhost:2379"]],
  ["listen-client-http-urls", []],
  ["listen-peer-urls", ["http://localhost:2380"]],
  ["listen-metrics-urls", []],
  ["advertise-client-urls", []],
  ["initial-advertise-peer-urls", []],
];

function settingsPorts(settings: EtcdSettings | Unknown, invocation: Invocation): Shown {
  if (!isKnown(settings)) return { ports: [], missing: [unseenVerdict(settings)] };
  return joinShown(
    urlFlags.map(([flag, unset]) => {
      const urls = settings.urls(flag);
      const from = urls.length === 0 ? `--${flag} not set` : `--${flag}`;
      return urlPorts(urls.length === 0 ? unset : urls, "in", from, sourceOf(invocation));
    }),
  );
}

/** The ports that etcd's settings name, as its manifest gives them and as it runs. */
export function etcdPorts(
  manifest: Observed<readonly Invocation[]>,
  process: Observed<readonly Invocation[]>,
  config: Observed<ParsedFile>,
): Shown {
  const calls = [...entriesSeen(manifest), ...entriesSeen(process)];
  return joinShown(
    calls.flatMap((call) => etcdReadings(call, config).map((settings) => settingsPorts(settings, call))),
  );
}

/** Where the API server of this node finds etcd: ports that etcd serves. */
export function clientPorts(apiServers: readonly Observed<readonly Invocation[]>[]): Shown {
  const unseen = apiServers.flatMap((fact) => (fact.state === "unknown" ? [unseenVerdict(fact)] : []));
  const calls = apiServers.flatMap(entriesSeen);
  const shown = calls.flatMap((call) =>
    flagReadings(call).map((flags) =>
      urlPorts(etcdServers(flags), "in", "--etcd-servers of kube-apiserver", sourceOf(call)),
    ),
  );
  return joinShown([...shown, { ports: [], missing: unseen }]);
}
