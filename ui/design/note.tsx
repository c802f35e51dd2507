import { CircleCheck, CircleOff, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type Tone = 'ok' | 'muted' | 'danger';

/** The shape says the same as the colour, for those who cannot tell the colours apart. */
const icons: Readonly<Record<Tone, LucideIcon>> = { ok: CircleCheck, muted: CircleOff, danger: TriangleAlert };

/** One sentence on a state, with its sign. Danger is announced as soon as it appears. */
export function Note({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <div className="ui-note" data-tone={tone} role={tone === 'danger' ? 'alert' : undefined}>
      <Icon className="ui-icon" aria-hidden />
      <p>{children}</p>
    </div>
  );
}
