import type { Privilege } from "../../../inventory/inventory.ts";
import type { FipsFlag } from "../../access/fips.ts";
import type { ApiFlags } from "../../given/api-access.ts";
import type { JsonFlag } from "../../results/result.ts";

/** What an inventory is to be made of. */
export type InitFlags = ApiFlags &
  FipsFlag &
  JsonFlag & {
    readonly ansible?: string;
    readonly sshConfig?: string;
    readonly fromCluster?: true;
    readonly controlPlane?: readonly string[];
    readonly worker?: readonly string[];
    readonly etcd?: readonly string[];
    readonly cluster?: string;
    readonly user?: string;
    readonly identityFile?: string;
    readonly privilege?: Privilege;
    readonly output: string;
    readonly force?: true;
  };

/** Whether anything names hosts, by whatever role. */
export const namesHosts = ({ controlPlane, worker, etcd }: InitFlags): boolean =>
  [controlPlane, worker, etcd].some((names) => names !== undefined && names.length > 0);
