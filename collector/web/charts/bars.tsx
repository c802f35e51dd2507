import { useId } from 'react';
import { t } from '../messages/index.ts';
import './bars.css';

export interface BarOf {
  readonly name: string;
  /** From 0 on; the longest has the full width. */
  readonly value: number;
  readonly text: string;
  /** The same of what is compared. */
  readonly other?: { readonly value: number; readonly text: string } | undefined;
}

interface BarsProps {
  readonly title: string;
  readonly bars: readonly BarOf[];
  /** What is compared, by its name. */
  readonly compared?: string | undefined;
  /** What the bars without it are of, where something is compared. */
  readonly own?: string | undefined;
}

/** Bars from the longest to the shortest, each with its name and figure beside it, where nothing covers them. The table has the same. */
export function Bars({ title, bars, compared, own = t('compare.own') }: BarsProps) {
  const id = useId();
  const longest = Math.max(...bars.flatMap(({ value, other }) => [value, other?.value ?? 0]), Number.MIN_VALUE);
  const width = (value: number) => ({ width: `${(100 * Math.max(0, value)) / longest}%` });
  return (
    <figure className="panel bars" aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{title}</h2>
      </figcaption>
      {compared && (
        <ul className="bars-key">
          <li>
            <span className="swatch bar-swatch" aria-hidden /> {own}
          </li>
          <li>
            <span className="swatch bar-swatch bar-other" aria-hidden /> {compared}
          </li>
        </ul>
      )}
      <ol>
        {bars.map(({ name, value, text, other }) => (
          <li key={name} className="bars-row">
            <span className="bars-name">{name}</span>
            <span className="bars-tracks" aria-hidden>
              <span className="bar" style={width(value)} />
              {other && <span className="bar bar-other" style={width(other.value)} />}
            </span>
            <span className="bars-figures">
              <span>{text}</span>
              {other && <span className="bars-compared">{other.text}</span>}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
