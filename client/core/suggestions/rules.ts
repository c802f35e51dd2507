import type { Outcome } from '../measures/throughput.ts';
import type { Said } from '../product/words.ts';
import type { Context } from '../registry/registry.ts';

/**
 * The rules behind suggestions, as data: what a session has to be like for something to be suggested in it. The grammar is
 * closed: conditions are about fields of the event registry with words of the product, and nothing in it is about who takes
 * part (no installation, no person, no organisation), so that no rule can be written for one of them.
 */
export interface Suggestions {
  /** Id of the product whose words the rules are about. */
  readonly product: string;
  /** From 1; grows with each file that is published. */
  readonly serial: number;
  /** UTC days, "2026-03-09": the first and the last on which the file holds. */
  readonly issued: string;
  readonly expires: string;
  readonly rules: readonly Rule[];
}

export interface Rule {
  /** Small letters, digits and dashes; what was dismissed is remembered by it. */
  readonly id: string;
  /** One to {@link MAX_CONDITIONS}, all of which have to hold in one session. */
  readonly when: readonly Condition[];
  /** What is suggested, one or two sentences. */
  readonly text: Said;
  readonly remedy?: Remedy;
}

/** What helps: a command that can be run, a value of a setting, or a version to update to. Never an address. */
export type Remedy =
  | { readonly command: string }
  | { readonly setting: string; readonly value: string }
  | { readonly version: string };

/** `at-least`: the value or more; `below`: less than it. What did not happen counts as 0. */
export type Comparison = 'at-least' | 'below';

/** A field of the registry's context that a rule may be about: all but the product itself. */
export type ContextField = Exclude<keyof Context, 'product'>;

/** What the app runs on, which holds or not for as long as the session lasts. */
export type ContextCondition = {
  readonly [F in ContextField]:
    | { readonly field: `context.${F}`; readonly op: 'is' | 'is-not'; readonly value: readonly string[] }
    | { readonly field: `context.${F}`; readonly op: Comparison; readonly value: string | number };
}[ContextField];

export type Condition =
  | ContextCondition
  /** The level of participation. */
  | { readonly field: 'envelope.level'; readonly op: 'is'; readonly value: readonly string[] }
  /** A setting that differs from its default and has one of these values, or that does not differ. */
  | { readonly field: 'configuration'; readonly of: string; readonly op: 'is'; readonly value: readonly string[] }
  | { readonly field: 'configuration'; readonly of: string; readonly op: 'unchanged' }
  /** How often a command was used. */
  | { readonly field: 'usage.command'; readonly of: string; readonly op: Comparison; readonly value: number }
  /** How often three commands directly followed each other. */
  | {
      readonly field: 'usage.sequence';
      readonly of: readonly [string, string, string];
      readonly op: 'at-least';
      readonly value: number;
    }
  /** How long an operation took at a quantile, in milliseconds, as far as the registry's buckets tell (9 %). */
  | {
      readonly field: 'operations.duration';
      readonly of: string;
      readonly outcome: Outcome;
      readonly quantile: Quantile;
      readonly op: 'at-least';
      readonly value: number;
    }
  /** How often an operation ended so. */
  | {
      readonly field: 'operations.count';
      readonly of: string;
      readonly outcome: Outcome;
      readonly op: Comparison;
      readonly value: number;
    }
  /** A count of the product's or of the client's. */
  | { readonly field: 'counts'; readonly of: string; readonly op: Comparison; readonly value: number }
  /** How often errors happened that are as this says, in all of its parts. */
  | { readonly field: 'errors.count'; readonly of: ErrorFilter; readonly op: Comparison; readonly value: number };

/** One part at least. `file`: one of the report's frames is in it. */
export interface ErrorFilter {
  readonly class?: string;
  readonly code?: string;
  readonly process?: string;
  readonly handledBy?: string;
  readonly reason?: string;
  readonly file?: string;
}

/** The median, and the two ends that a report of slowness is usually about. */
export const quantiles = [0.5, 0.9, 0.95] as const;
export type Quantile = (typeof quantiles)[number];

/** What a rule's id looks like. */
export const RULE_ID = /^[a-z][a-z0-9-]{1,62}[a-z0-9]$/;

/** Three are enough to say why; with more a rule would be about very few people. */
export const MAX_CONDITIONS = 3;

/** Rules of a file: more than anybody reads. */
export const MAX_RULES = 100;

/** Values that a condition may name. */
export const MAX_RULE_VALUES = 16;

/** Milliseconds of a duration that can be told apart: 24 h. */
export const MAX_RULE_DURATION_MS = 86_400_000;

/**
 * Days from the first to the last on which a file holds. An installation that has forgotten the last serial takes an older
 * file only for so long.
 */
export const MAX_DAYS = 180;

/**
 * Whether a condition is about something that has happened, and so stays true once it was: the rest is about what is so now.
 */
export function hasHappened(condition: Condition): boolean {
  const { field, op } = condition;
  return op === 'at-least' && !field.startsWith('context.');
}
