import { defaultSiteOptions, type SiteOptions } from "../../evidence/site.ts";
import { type Condition, unseenVerdict } from "../define-rule.ts";
import { listed } from "./unknown-data.ts";

/** The options whose values say what they do in a few words. */
type ShortOption = Exclude<keyof SiteOptions, "sensitiveExceptions">;

const show = (value: SiteOptions[ShortOption]): string => (typeof value === "boolean" ? String(value) : listed(value));

/**
 * A condition that an option of the site takes part in. Where the verdict would be another without the site's decision
 * it says so, and shows the decision among what was seen.
 */
export function bySiteOption<Name extends ShortOption>(
  name: Name,
  conditionFor: (value: SiteOptions[Name]) => Condition,
): Condition {
  const undecided = conditionFor(defaultSiteOptions[name]);
  return {
    needs: [...undecided.needs, "site.options"],
    decide(facts) {
      const options = facts["site.options"];
      if (options.state === "unknown") return unseenVerdict(options);
      const usual = undecided.decide(facts);
      if (options.state === "absent" || options.value[name] === defaultSiteOptions[name]) return usual;
      const value = show(options.value[name]);
      const decided = conditionFor(options.value[name]).decide(facts);
      if (decided.status === usual.status && decided.reason === usual.reason) return usual;
      return {
        ...decided,
        reason: `${decided.reason} This follows a decision of the site (${name}: ${value}).`,
        seen: [...decided.seen, { what: `decision of the site, ${name}`, value, source: options.source }],
      };
    },
  };
}
