import { createHash } from "node:crypto";
import type { Host, Inventory } from "./inventory.ts";

/** One part of an inventory of several, counted from 1: its hosts are asked by a process of their own. */
export type Shard = { readonly index: number; readonly of: number };

/** More parts than that would be of one host each. */
export const shardsAtMost = 10_000;

/** How people write a shard: `3/7`. */
export const shardName = ({ index, of }: Shard): string => `${index}/${of}`;

/** What somebody means by `3/7`; undefined where it is no shard. */
export function shardNamed(text: string): Shard | undefined {
  const [, first, second] = /^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? [];
  const shard = { index: Number(first), of: Number(second) };
  return shard.index >= 1 && shard.index <= shard.of && shard.of <= shardsAtMost ? shard : undefined;
}

/**
 * Which of so many shards a host belongs to: the first 48 bits of its name's SHA-256, modulo their number, from 1. By the
 * name alone, so that hosts that come or go move no other.
 */
export const shardOf = (host: string, of: number): number =>
  (createHash("sha256").update(host).digest().readUIntBE(0, 6) % of) + 1;

/** Whether a host, by its name, belongs to a shard. */
export const isInShard = (host: string, { index, of }: Shard): boolean => shardOf(host, of) === index;

/** The hosts of an inventory that a process asks: those of its shard, all where there is none. */
export const hostsToAsk = ({ hosts }: Pick<Inventory, "hosts">, shard: Shard | undefined): readonly Host[] =>
  shard === undefined ? hosts : hosts.filter(({ name }) => isInShard(name, shard));

/** Whether a process asks the API server: of several shards the first does, for one answer is enough for all. */
export const asksApi = (shard: Shard | undefined): boolean => shard === undefined || shard.index === 1;
