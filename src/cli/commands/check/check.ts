import type { Requirement } from "../../../benchmark/requirement.ts";
import type { Inventory } from "../../../inventory/inventory.ts";
import { apiGaps, type CheckedHost, type Gap, hostGaps, type Judged, noApiGap } from "../../../preflight/gaps.ts";
import { type CheckReach, startChecks } from "../../../preflight/start-checks.ts";
import { byKnocking, byLogin } from "../../../preflight/try-host.ts";
import { rulesOf } from "../../../rules/rules-of.ts";
import { tellOfModule } from "../../access/fips.ts";
import type { LoginFlags } from "../../access/login-secrets.ts";
import { givenPlaces } from "../../access/places.ts";
import { type OpenReach, openKnocking, openReach } from "../../access/reach.ts";
import { tellBelieved } from "../../access/ssh-access.ts";
import { exitCodes } from "../../exit-codes.ts";
import { type BenchmarkFlags, chosenBenchmarks } from "../../given/chosen-benchmarks.ts";
import { givenInventory } from "../../given/inventory.ts";
import { loadSweeps } from "../../given/sweeps.ts";
import { type JsonFlag, jsonOf, printResult, textOf } from "../../results/result.ts";
import { listenForInterruption } from "../../terminal/interruption.ts";
import { oneVoice } from "../../terminal/one-voice.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { UsageError } from "../../usage-error.ts";
import { checkJson } from "./json.ts";
import { type CheckResult, isWell } from "./result.ts";
import { afterTable, checkTable } from "./table.ts";

/** The options of `plimsoll check`. */
export type CheckFlags = LoginFlags &
  BenchmarkFlags &
  JsonFlag & {
    readonly inventory: string;
    readonly from?: readonly string[];
    readonly concurrency?: number;
    /** False: hosts are only looked at. */
    readonly login: boolean;
    /** False: no host is tried. */
    readonly hosts: boolean;
    /** False: the API server is not asked. */
    readonly api: boolean;
  };

/** The world of a check. */
type OpenCheck = CheckReach & Pick<OpenReach, "believed" | "close">;

async function openCheck(inventory: Inventory, flags: CheckFlags, terminal: Terminal): Promise<OpenCheck> {
  const hosts = flags.hosts ? inventory.hosts : [];
  const { api } = flags;
  if (!flags.login) {
    const reach = await openKnocking(inventory, { hosts, api }, terminal, flags);
    return { ...reach, tryHost: byKnocking(reach.knock) };
  }
  const sweeps = loadSweeps(flags.from ?? [], inventory, terminal.workingDirectory);
  const reach = await openReach(inventory, { sweeps, hosts, api }, terminal, flags);
  return { ...reach, tryHost: byLogin(reach.connect) };
}

/** What an audit would judge. */
function judgedBy(flags: BenchmarkFlags): Judged {
  const benchmarks = chosenBenchmarks(flags);
  return {
    requirements: benchmarks.flatMap(({ requirements }): readonly Requirement[] => requirements),
    rules: benchmarks.flatMap(rulesOf),
  };
}

function triedBy({ hosts, login }: CheckFlags): CheckResult["tried"] {
  if (!hosts) return "nothing";
  return login ? "login" : "host key";
}

/** Finds out what an audit would not see; rows of the table are printed as soon as they are known. */
async function findOut(
  inventory: Inventory,
  flags: CheckFlags,
  reach: CheckReach,
  signal: AbortSignal,
  print: (line: string) => void,
): Promise<CheckResult> {
  const tried = flags.hosts ? inventory.hosts : [];
  const places = givenPlaces(tried, flags.concurrency);
  const checks = startChecks({ hosts: inventory.hosts, tried, besides: inventory.api }, reach, { places, signal });
  const table = checkTable(tried);
  for (const line of table.head) print(line);
  const hosts: CheckedHost[] = [];
  for (const { host, checked } of checks.hosts) {
    const one = { host, check: await checked };
    hosts.push(one);
    print(table.row(one));
  }
  const api = await checks.api;
  const judged = judgedBy(flags);
  const withoutApi: readonly Gap[] = inventory.api === undefined ? [noApiGap(judged)] : [];
  const ofApi = api === undefined ? withoutApi : apiGaps(api, judged);
  return {
    inventory,
    tried: triedBy(flags),
    hosts,
    api,
    gaps: [...hostGaps(hosts, judged), ...ofApi],
    rules: judged.requirements.length,
  };
}

/** Tries an inventory. @returns the exit status. */
export async function check(flags: CheckFlags, given: Terminal): Promise<number> {
  const terminal = oneVoice(given);
  const inventory = await givenInventory(flags.inventory, terminal);
  if (!flags.hosts && inventory.api === undefined) {
    throw new UsageError(`${flags.inventory} gives no access to an API server, and --no-hosts tries nothing else`);
  }
  const reach = await openCheck(inventory, flags, terminal);
  tellOfModule(flags, terminal);
  const interruption = listenForInterruption(terminal);
  // Rows are printed as they come; of an object there is nothing before its end.
  const print = flags.json ? () => undefined : terminal.print;
  try {
    const result = await findOut(inventory, flags, reach, interruption.signal, print);
    const text = () => textOf(afterTable(result, terminal.columns));
    printResult(flags, { text, json: () => jsonOf(checkJson(result)) }, terminal);
    return interruption.status() ?? (isWell(result) ? exitCodes.clean : exitCodes.incomplete);
  } finally {
    interruption.stopListening();
    reach.close();
    tellBelieved(reach, terminal);
  }
}
