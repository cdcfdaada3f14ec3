import type { SecretVariable } from "../../evidence/pods.ts";
import { entries } from "./nullable-list.ts";

type Maybe<T> = T | null | undefined;
type Variable = {
  readonly name: string;
  readonly valueFrom?: Maybe<{ readonly secretKeyRef?: Maybe<{ readonly name: string; readonly key: string }> }>;
};
type Container = {
  readonly env?: Maybe<readonly Variable[]>;
  readonly envFrom?: Maybe<readonly { readonly secretRef?: Maybe<{ readonly name: string }> }[]>;
};

/** The variables of a container that are filled from Secrets. */
export const secretVariables = ({ env, envFrom }: Container): readonly SecretVariable[] => [
  ...entries(env).flatMap(({ name, valueFrom }): readonly SecretVariable[] => {
    const secret = valueFrom?.secretKeyRef;
    return secret === null || secret === undefined ? [] : [{ variable: name, secret: secret.name, key: secret.key }];
  }),
  ...entries(envFrom).flatMap(({ secretRef }): readonly SecretVariable[] =>
    secretRef === null || secretRef === undefined ? [] : [{ secret: secretRef.name }],
  ),
];
