import { useId } from 'react';

/** A short list under a heading of its own. */
export function FactList({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul className="program-list">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}
