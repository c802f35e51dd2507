/** The values of the enhanced level: bounded texts and closed lists. */

/** Longest and shortest host name, in characters (RFC 1035, section 2.3.4, without the final dot). */
export const MAX_HOST = 253;
export const MIN_HOST = 4;

/**
 * A host name of at least two labels, lower case, ASCII (RFC 1123, section 2.1; other scripts as "xn--…"). The last
 * label holds no digit unless it is such a one, so no IP address matches. Its length is bounded apart from it.
 */
export const HOST_PATTERN = '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+([a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$';

/** `unknown`: the system did not say. */
export const roles = ['administrator', 'standard', 'unknown'] as const;
export type Role = (typeof roles)[number];

const switched = ['on', 'off'] as const;
const sized = ['smaller', 'larger'] as const;

/** The closed values of every setting, by the numbers that they have in a batch: new settings and values go to the end. */
export const configurationValues = {
  theme: ['system', 'light', 'dark'],
  density: ['compact', 'default', 'comfortable'],
  sidebarVisible: switched,
  detailVisible: switched,
  pathBarVisible: switched,
  sidebarWidth: sized,
  detailWidth: sized,
  redact: switched,
} as const satisfies Readonly<Record<string, readonly string[]>>;

type ConfigurationValues = typeof configurationValues;

/** The settings that differ from the default; a size in pixels says only in which direction. */
export type Configuration = { readonly [K in keyof ConfigurationValues]?: ConfigurationValues[K][number] };
