import { RedactNote } from '../redact/redact-note.tsx';
import { Freshness } from './freshness.tsx';
import { OthersNote, PastNote, UnreadSources } from './notes.tsx';
import { ScopeButton } from './scope-button.tsx';
import { Trail } from './trail.tsx';
import './path-bar.css';

/** Where one is, in the computer and in time, how much is shown of it, and how fresh that is. */
export function PathBar() {
  return (
    <footer className="path-bar">
      <Trail />
      <div className="path-state">
        <RedactNote />
        <PastNote />
        <UnreadSources />
        <OthersNote />
        <ScopeButton />
        <Freshness />
      </div>
    </footer>
  );
}
