import { Check, ChevronDown } from 'lucide-react';
import { Menu as AriaMenu, Button, type ButtonProps, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import './menu.css';

export interface Choice {
  readonly id: string;
  readonly label: string;
}

interface MenuProps {
  /** What is chosen here, for those who do not see the sentence around it. */
  readonly label: string;
  /** What stands in the sentence. */
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** A part of the sentence of filters that can be another: pressed, it offers the others. */
export function Menu({ label, text, choices, chosen, onChoose }: MenuProps) {
  return (
    <MenuTrigger>
      <PartButton label={label} text={text} />
      <Popover className="menu-popup" offset={4} placement="bottom start">
        <AriaMenu
          className="menu"
          aria-label={label}
          items={choices}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[chosen]}
          onAction={(id) => onChoose(String(id))}
        >
          {({ id, label: name }) => (
            <MenuItem id={id} className="menu-item" textValue={name}>
              <Check className="menu-check" aria-hidden />
              {name}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** The button of such a part. */
export function PartButton({
  label,
  text,
  ...props
}: Omit<ButtonProps, 'className' | 'children'> & { label: string; text: string }) {
  return (
    <Button {...props} className="part" aria-label={`${label}: ${text}`}>
      <span className="part-text">{text}</span>
      <ChevronDown className="part-mark" aria-hidden />
    </Button>
  );
}
