import { type ReactNode, useId } from 'react';
import { useWidth } from '../parts/use-width.ts';
import './svg-chart.css';

interface SvgFigureProps {
  readonly title: string;
  /** What is drawn, and where the same stands in words, for those who do not see it. */
  readonly about: string;
  /** In pixels. */
  readonly height: number;
  /** Between the title and the drawing. */
  readonly legend?: ReactNode;
  /** Draws on a width in pixels, which is that of the page. */
  readonly children: (width: number) => ReactNode;
}

/** A drawing under its title, as wide as there is room. */
export function SvgFigure({ title, about, height, legend, children }: SvgFigureProps) {
  const id = useId();
  const [holder, width] = useWidth<HTMLDivElement>();
  return (
    <figure className="panel" aria-labelledby={id}>
      <figcaption>
        <h2 id={id}>{title}</h2>
      </figcaption>
      {legend}
      <div ref={holder}>
        {width > 0 && (
          <svg
            className="svg-chart"
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={about}
          >
            {children(width)}
          </svg>
        )}
      </div>
    </figure>
  );
}
