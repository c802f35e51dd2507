interface Frame {
  readonly samples: number;
  readonly top?: number | undefined;
  readonly width: number;
  readonly height: number;
}

/** SVG paths of a sparkline and of the area under it; empty for fewer than two values. */
export function sparkPath(values: readonly number[], frame: Frame): { readonly line: string; readonly area: string } {
  if (values.length < 2) return { line: '', area: '' };
  const { samples, width, height } = frame;
  // A flat line at nothing lies on the ground instead of being divided by zero.
  const top = Math.max(frame.top ?? Math.max(...values), Number.MIN_VALUE);
  const step = width / (samples - 1);
  const left = width - step * (values.length - 1);
  // Half the stroke stays inside at both edges.
  const inset = 1;
  const points = values.map((value, index) => {
    const share = Math.min(1, Math.max(0, value / top));
    return `${round(left + index * step)} ${round(height - inset - share * (height - 2 * inset))}`;
  });
  const line = `M${points.join('L')}`;
  return { line, area: `${line}L${width} ${height}L${round(left)} ${height}Z` };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
