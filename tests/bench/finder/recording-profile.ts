import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultSettings } from '../../../app/settings.ts';

interface Kept {
  readonly format: number;
  readonly value: object;
}

/** Has a profile keep recording when its window is closed, as its settings say it. */
export function keepRecording(profile: string): void {
  const file = path.join(profile, 'settings.json');
  mkdirSync(profile, { recursive: true });
  const kept: Kept = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Kept)
    : { format: 1, value: defaultSettings };
  writeFileSync(file, JSON.stringify({ ...kept, value: { ...kept.value, keepRecording: 'on' } }));
}
