import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** Contrast by WCAG 2.2: 4.5:1 for text, 3:1 for the edges of controls and for the focus ring. */
const TEXT = 4.5;
const EDGE = 3;

const css = readFileSync(path.join(import.meta.dirname, '../../../../ui/design/tokens.css'), 'utf8');
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(([, name, light, dark]) => [
    name ?? '',
    { light: light ?? '', dark: dark ?? '' },
  ]),
);

const planes = [
  'window',
  'sidebar',
  'content',
  'dialog-plane',
  'inset',
  'hover',
  'selection',
  'selection-inactive',
  'tooltip',
];
const texts = ['text', 'muted', 'accent', 'danger', 'warn', 'ok'];
const controls = ['control-fill', 'control-hover', 'control-pressed'];
const schemes = ['light', 'dark'] as const;

function colour(name: string, scheme: (typeof schemes)[number]): string {
  const found = colours.get(name);
  if (!found) throw new Error(`tokens.css has no colour --${name}`);
  return found[scheme];
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function tooFaint(fronts: readonly string[], backs: readonly string[], least: number): string[] {
  return schemes.flatMap((scheme) =>
    fronts.flatMap((front) =>
      backs.flatMap((back) => {
        const ratio = contrast(colour(front, scheme), colour(back, scheme));
        return ratio < least ? [`${front} on ${back}, ${scheme}: ${ratio.toFixed(2)}`] : [];
      }),
    ),
  );
}

describe('the colour tokens', () => {
  it('computes contrast as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 1);
  });

  it('keeps every text colour readable on every plane', () => {
    expect(tooFaint(texts, planes, TEXT)).toEqual([]);
  });

  it('keeps the label of every control readable in every state', () => {
    expect(tooFaint(['text'], controls, TEXT)).toEqual([]);
    expect(tooFaint(['on-accent'], ['accent', 'accent-hover', 'accent-pressed'], TEXT)).toEqual([]);
  });

  it('keeps the edges of controls and the focus ring visible', () => {
    expect(tooFaint(['control-border', 'accent'], ['window', 'content', 'dialog-plane'], EDGE)).toEqual([]);
  });
});
