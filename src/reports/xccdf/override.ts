import type { StigFinding } from "../../findings/assessment.ts";
import type { Status } from "../../findings/verdict.ts";
import type { Asset } from "../checklist/asset.ts";
import type { ChecklistRule } from "../checklist/checklist.ts";
import { visible } from "../visible-text.ts";

/** A person's word in place of what the evidence alone says. */
export type ResultOverride = { readonly authority: string; readonly old: Status; readonly remark: string };

type Review = NonNullable<StigFinding["review"]>;

/** Who changed the status of a rule on an asset, and why; undefined where nobody did. */
export function resultOverride({ finding, status }: ChecklistRule, asset: Asset): ResultOverride | undefined {
  const { review } = finding;
  const said = review && (attested(review, status) ?? waived(review, asset) ?? carried(review, status, asset));
  return said === undefined || said.old === status ? undefined : said;
}

function attested({ attestation, concluded }: Review, status: Status): ResultOverride | undefined {
  if (!attestation?.counts || attestation.status !== status || concluded === undefined) return undefined;
  return {
    authority: visible(attestation.by),
    old: concluded.status,
    remark: visible(`${attestation.statement} (${attestation.date})`),
  };
}

/** Waivers hold for some targets: what they make of one asset of several is not theirs to say. */
function waived({ waivers = [], concluded }: Review, { scope }: Asset): ResultOverride | undefined {
  const counted = waivers.filter(({ counts }) => counts);
  if (scope !== "cluster" || counted.length === 0 || concluded === undefined) return undefined;
  const each = (texts: readonly string[]): string => visible([...new Set(texts)].join("; "));
  return {
    authority: each(counted.map(({ approver }) => approver)),
    old: concluded.status,
    remark: each(counted.map(({ reason }) => reason)),
  };
}

/** An answer of an earlier checklist stands only where plimsoll has none; that says nothing of who gave it. */
function carried({ carried: earlier = [] }: Review, status: Status, { hostName }: Asset): ResultOverride | undefined {
  const one = earlier.find((each) => each.asset.toLowerCase() === hostName.toLowerCase() && each.status === status);
  return one && { authority: visible(one.file), old: "not_reviewed", remark: "Carried from an earlier checklist." };
}
