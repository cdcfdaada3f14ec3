import type { Offence } from "./no-pod-has.ts";

/** Environment variables that are filled from Secrets, by names. */
export const secretVariables: Offence = {
  what: "environment variables from Secrets",
  shownBy: ({ spec }) =>
    spec.containers.flatMap(({ kind, name, secretVariables: found }) =>
      found.map(({ variable, secret, key }) =>
        variable === undefined
          ? `${kind} ${name}: all keys of Secret ${secret}`
          : `${kind} ${name}: ${variable} from Secret ${secret}, key ${key}`,
      ),
    ),
};
