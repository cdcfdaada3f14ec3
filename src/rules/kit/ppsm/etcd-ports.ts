import { type Flags, flagReadings } from "../../../evidence/go-flags.ts";
import { entriesSeen, type Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notReviewed } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { etcdSettings } from "../etcd-settings.ts";
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

function settingsPorts(flags: Flags, env: Readonly<Record<string, string>>, invocation: Invocation): Shown {
  const settings = etcdSettings(flags, env);
  if ((settings.text("config-file") ?? "") !== "") {
    return {
      ports: [],
      missing: [notReviewed("etcd takes its settings from a configuration file, which was not read.")],
    };
  }
  return joinShown(
    urlFlags.map(([flag, unset]) => {
      const urls = settings.urls(flag);
      const from = urls.length === 0 ? `--${flag} not set` : `--${flag}`;
      return urlPorts(urls.length === 0 ? unset : urls, "in", from, sourceOf(invocation));
    }),
  );
}

/**
 * The ports that etcd's settings name. A process is read with the environment of the manifest that starts it; where no
 * manifest does, its environment is not known.
 */
export function etcdPorts(manifest: Observed<readonly Invocation[]>, process: Observed<readonly Invocation[]>): Shown {
  const starters = entriesSeen(manifest);
  const env = Object.assign({}, ...starters.map((starter) => starter.env)) as Readonly<Record<string, string>>;
  const calls = [...starters, ...entriesSeen(process)];
  const unread = notReviewed("The environment that etcd was started with was not read.");
  return joinShown([
    ...calls.flatMap((call) => flagReadings(call, "go-flag").map((flags) => settingsPorts(flags, env, call))),
    { ports: [], missing: starters.length === 0 ? [unread] : [] },
  ]);
}

/** Where the API server of this node finds etcd: ports that etcd serves. */
export function clientPorts(apiServers: readonly Observed<readonly Invocation[]>[]): Shown {
  const unseen = apiServers.flatMap((fact) => (fact.state === "unknown" ? [unseenVerdict(fact)] : []));
  const calls = apiServers.flatMap(entriesSeen);
  const shown = calls.flatMap((call) =>
    flagReadings(call).map((flags) =>
      urlPorts(flags.list("etcd-servers") ?? [], "in", "--etcd-servers of kube-apiserver", sourceOf(call)),
    ),
  );
  return joinShown([...shown, { ports: [], missing: unseen }]);
}
