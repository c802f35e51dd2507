import { Check as CheckMark } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import './check.css';

interface CheckProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

/** A choice that is on or off by itself. */
export function Check({ checked, onChange, children }: CheckProps) {
  return (
    <Checkbox className="check" isSelected={checked} onChange={onChange}>
      <span className="check-box">{checked && <CheckMark className="ui-icon" aria-hidden />}</span>
      <span>{children}</span>
    </Checkbox>
  );
}
